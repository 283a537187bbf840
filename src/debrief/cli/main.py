"""The command line: which commands there are; each is imported only when it is used."""

from __future__ import annotations

import importlib
from pathlib import Path

import click

from debrief import __version__

COMMANDS = {
    "demo": "Run the demonstration meeting on a scratch copy.",
    "new": "Scaffold a session folder with commented templates.",
    "check": "Say every problem in every file of a session, without a rating.",
    "run": "Run the meeting; it resumes where it stopped.",
    "replay": "See a meeting again, event by event.",
    "record": "Write the record from the journal.",
    "list": "List all sessions.",
    "locate": "Say where files live.",
}

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class LazyGroup(click.Group):
    """A group that lists its commands without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command, so that only this one is paid for."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"debrief.cli.{cmd_name}_command")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list from the table, so that help imports nothing."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, invoke_without_command=True, context_settings=CONTEXT)
@click.option(
    "--sessions",
    type=click.Path(path_type=Path, file_okay=False),
    help="The sessions directory; else DEBRIEF_SESSIONS, ./sessions, or the user data directory.",
)
@click.version_option(__version__, prog_name="debrief")
@click.pass_context
def group(ctx: click.Context, sessions: Path | None) -> None:
    """Run the meeting in which a panel decides about a senior technology leader.

    \b
    Examples:
      debrief demo                     see it work, nothing to prepare
      debrief check my-session         every problem in the files, no rating shown
      debrief run my-session           the meeting; it resumes where it stopped
      debrief replay my-session        see it again
    """
    ctx.obj = sessions
    if ctx.invoked_subcommand is None:
        from debrief.cli.list_command import home

        home(sessions)


def main() -> None:
    """Run the command line; a user never sees a stack trace of ours."""
    group(prog_name="debrief")
