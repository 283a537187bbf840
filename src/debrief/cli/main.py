"""The command line: the table of commands, each imported only when it runs.

Every command ends with one of these codes: 0 fine, 1 findings, 2 wrong use, 3 a file could not be
read or written or the program itself failed, 128 + n ended by signal n.
"""

from __future__ import annotations

import codecs
import errno
import gc
import importlib
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import StringIO, TextIOWrapper
from pathlib import Path
from typing import Any, TextIO

import click
from click.exceptions import Exit

from debrief import __version__
from debrief.cli.errors import FailedError, WrongUseError
from debrief.core.text import clean, nearest, quoted

COMMANDS = {
    "demo": "Run the demo meeting on a scratch copy.",
    "new": "Create a session folder with a brief and scorecards to fill in.",
    "scorecard": "Write a panelist's scorecard, page by page.",
    "import": "Import scorecards from an applicant tracking system.",
    "encrypt": "Encrypt a scorecard to its session's recipients.",
    "receive": "File a scorecard that came by mail or chat.",
    "check": "Check a session's files. Shows no ratings.",
    "ballots": "Make code sheets, so that nobody can read a vote in the chat.",
    "run": "Run or resume a meeting.",
    "console": "Follow a meeting in a second terminal and send it minutes.",
    "replay": "Replay a meeting, event by event.",
    "record": "Write the record of a meeting, or print it.",
    "review": "Review a past decision and what came of it.",
    "object": "Add an objection to the record, by name.",
    "verify": "Verify that a finished session is unchanged.",
    "list": "List all sessions with their decisions.",
    "export": "Print all sessions as rows for other tools.",
    "calibration": "Show how well panels agree and how panelists tend to rate.",
    "themes": "List the themes and report broken ones.",
    "locate": "Show where files are kept.",
}

YOUNG_OBJECTS = 200_000
"""New objects before a garbage collection; nearly all objects made at the start stay in use."""

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class LazyGroup(click.Group):
    """A group that imports only the command it runs, and turns any failure into an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of COMMANDS."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command; for an unknown name, suggest the nearest."""
        if cmd_name not in COMMANDS:
            if ctx.resilient_parsing:
                return None
            near = nearest(cmd_name, COMMANDS)
            hint = f"Did you mean {quoted(near)}?" if near else "`debrief -h` lists all commands."
            raise WrongUseError(f"There is no command {quoted(cmd_name)}. {hint}")
        module = importlib.import_module(f"debrief.cli.{cmd_name}_command")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from COMMANDS, so that help imports none of them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        """Read the options, or print the help."""
        with _exit_codes():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        with _exit_codes():
            return super().invoke(ctx)


@contextmanager
def _exit_codes() -> Iterator[None]:
    """Turn any exception into one sentence and an exit code."""
    try:
        yield
    except (click.ClickException, Exit, click.Abort):
        raise
    except KeyboardInterrupt as error:
        raise Exit(128 + signal.SIGINT) from error
    except BrokenPipeError as error:
        _mute(sys.stdout)
        raise Exit(128 + signal.SIGPIPE) from error
    except Exception as error:
        raise _failed(error) from error


@click.group(cls=LazyGroup, invoke_without_command=True, context_settings=CONTEXT)
@click.option(
    "--sessions",
    type=click.Path(path_type=Path, file_okay=False),
    help="The sessions directory. Default: DEBRIEF_SESSIONS, ./sessions, or your data directory.",
)
@click.version_option(__version__, prog_name="debrief")
@click.pass_context
def group(ctx: click.Context, sessions: Path | None) -> None:
    """Run hiring debriefs: sealed ratings, one reveal, a real challenge, one named decision.

    \b
    Examples:
      debrief                          home: all your sessions
      debrief demo                     try a demo meeting; nothing to prepare
      debrief new -h                   create your own session
      debrief check my-session         check its files; shows no ratings
      debrief run my-session           run the meeting, or resume it
      debrief replay my-session        replay it, event by event
    """
    ctx.obj = sessions
    if ctx.invoked_subcommand is None:
        from debrief.cli.list_command import home

        home(sessions)


def main() -> None:
    """Run the command line; the user never sees a stack trace."""
    gc.set_threshold(YOUNG_OBJECTS)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # they would see every rating
    _open_missing_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # The C locale has only ASCII, but terminals and files use UTF-8. A terminal that
            # cannot show a name should still show the rest of the line.
            ascii_only = codecs.lookup(stream.encoding).name == "ascii"
            stream.reconfigure(encoding="utf-8" if ascii_only else None, errors="backslashreplace")
    sys.exit(_flushed(_run()))


def _run() -> int:
    """Run the command and return its exit code, even if standard error cannot be written."""
    try:
        if sys.stdout is None:
            raise FailedError("Standard output is closed. Start the command without `>&-`.")
        result = group.main(prog_name="debrief", standalone_mode=False)
    except click.ClickException as problem:
        return _report(problem)
    except (KeyboardInterrupt, click.Abort):
        return 128 + signal.SIGINT
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return result if isinstance(result, int) else 0


def _flushed(code: int) -> int:
    """Flush standard output while an error can still be reported; return the exit code."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        _mute(sys.stdout)
        return 128 + signal.SIGPIPE
    except OSError as error:
        return _report(_failed(error))
    return code


def _report(problem: click.ClickException) -> int:
    text = StringIO()
    problem.show(text)
    try:
        click.echo(clean(text.getvalue()), err=True, nl=False)  # it may quote what was typed
    except OSError:
        _mute(sys.stderr)
    return problem.exit_code


def _open_missing_streams() -> None:
    """Open closed standard streams on the null device, so that no file gets their descriptors."""
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    if sys.stderr is None:
        sys.stderr = os.fdopen(2, "w", encoding="utf-8")


_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)


def _failed(error: Exception) -> FailedError:
    from debrief.cli import sessions as chosen
    from debrief.store.atomic import FileProblem

    if isinstance(error, FileProblem):
        return FailedError(f"{chosen.near(error.path)} {error.reason}")
    if isinstance(error, OSError) and error.errno in _NO_ROOM and error.filename is None:
        # An error on one of our files has its name; one without a name is standard output.
        _mute(sys.stdout)
        return FailedError(f"Not all of the output could be written ({error.strerror}).")
    from debrief.store.paths import state_dir
    from debrief.tui import crash

    where = f" Details are in {state_dir() / crash.LOG}." if crash.log(error) else ""
    return FailedError(
        f"debrief stopped because of an internal error. Everything recorded is saved.{where}"
    )


def _mute(stream: TextIO) -> None:
    """Discard unflushed output of a stream that can no longer be written."""
    with suppress(OSError, ValueError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, stream.fileno())
        os.close(null)
