"""The command line: which commands there are; each is imported only when it is used.

Every command ends with one of these codes: 0 fine, 1 findings, 2 wrong use, 3 a file could not be
read or written or the program itself failed, 128 + n ended by signal n.
"""

from __future__ import annotations

import codecs
import difflib
import errno
import gc
import importlib
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from typing import Any, TextIO

import click
from click.exceptions import Exit

from debrief import __version__
from debrief.cli.errors import FailedError, WrongUseError

COMMANDS = {
    "demo": "Run the demonstration meeting on a scratch copy.",
    "new": "Make a session folder, with a brief and scorecards to fill in.",
    "scorecard": "Write a panelist's scorecard, page by page.",
    "import": "Take over scorecards from an applicant tracking system.",
    "encrypt": "Encrypt a scorecard to its session's recipients.",
    "receive": "File a scorecard that came by mail or chat.",
    "check": "Say every problem in the files of a session, and no rating.",
    "run": "Run the meeting; it resumes where it stopped.",
    "console": "Follow a meeting in a second terminal, and send it minutes.",
    "replay": "See a meeting again, event by event.",
    "record": "Write the record of a meeting, or print it.",
    "review": "Look at a decision again: what came of it.",
    "object": "Add an objection to the record, by name.",
    "verify": "Say whether a session is still what was finished.",
    "list": "List all sessions.",
    "export": "Print all sessions as rows for other tools.",
    "calibration": "Say how well panels agree, and how panelists tend to rate.",
    "themes": "List the themes, and name a broken one.",
    "locate": "Say where files live.",
}

YOUNG_OBJECTS = 200_000
"""New objects before the garbage collector looks at them: nearly all that a start makes stays."""

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class LazyGroup(click.Group):
    """A group that lists its commands without importing them, and ends in good order."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command, so that only this one is paid for; say what is near a wrong name."""
        if cmd_name not in COMMANDS:
            if ctx.resilient_parsing:
                return None
            near = difflib.get_close_matches(cmd_name, COMMANDS, n=1)
            hint = f"did you mean {near[0]!r}?" if near else "`debrief -h` shows all commands."
            raise WrongUseError(f"There is no command {cmd_name!r}; {hint}")
        module = importlib.import_module(f"debrief.cli.{cmd_name}_command")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list from the table, so that help imports nothing."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        """Read the options; help is printed here."""
        with _orderly():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        with _orderly():
            return super().invoke(ctx)


@contextmanager
def _orderly() -> Iterator[None]:
    """Turn whatever goes wrong into one sentence and an exit code."""
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
    help="The sessions directory; else DEBRIEF_SESSIONS, ./sessions, or the user data directory.",
)
@click.version_option(__version__, prog_name="debrief")
@click.pass_context
def group(ctx: click.Context, sessions: Path | None) -> None:
    """Run the meeting in which a panel decides about a senior technology leader.

    \b
    Examples:
      debrief                          your sessions, and what to do next
      debrief demo                     see it work, nothing to prepare
      debrief new -h                   begin a session of your own
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
    gc.set_threshold(YOUNG_OBJECTS)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # they would see every rating
    _occupy()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # The C locale has only ASCII, but terminals and files use UTF-8. A terminal that
            # cannot show a name should still show the rest of the line.
            ascii_only = codecs.lookup(stream.encoding).name == "ascii"
            stream.reconfigure(encoding="utf-8" if ascii_only else None, errors="backslashreplace")
    sys.exit(_written(_run()))


def _run() -> int:
    """Run the command and return its exit code, even if standard error cannot be written."""
    try:
        if sys.stdout is None:
            raise FailedError("Standard output is closed; start the command without `>&-`.")
        result = group.main(prog_name="debrief", standalone_mode=False)
    except click.ClickException as problem:
        return _told(problem)
    except (KeyboardInterrupt, click.Abort):
        return 128 + signal.SIGINT
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return result if isinstance(result, int) else 0


def _written(code: int) -> int:
    """Flush standard output while an error can still be reported; return the exit code."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        _mute(sys.stdout)
        return 128 + signal.SIGPIPE
    except OSError as error:
        return _told(_failed(error))
    return code


def _told(problem: click.ClickException) -> int:
    try:
        problem.show()
    except OSError:
        _mute(sys.stderr)
    return problem.exit_code


def _occupy() -> None:
    """Open closed standard streams on the null device, so that no file gets their numbers."""
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
        # Our own files say it with their names; what has none is the standard output.
        _mute(sys.stdout)
        return FailedError(f"Not all of the output could be written ({error.strerror}).")
    from debrief.store.paths import state_dir
    from debrief.tui import crash

    where = f" Where it was is in {state_dir() / crash.LOG}." if crash.log(error) else ""
    return FailedError(
        f"debrief stopped because of an error of its own; what was recorded is saved.{where}"
    )


def _mute(stream: TextIO) -> None:
    """Discard unflushed output of a stream that can no longer be written."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
