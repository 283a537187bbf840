"""Find the session that a command names, and the sessions directory."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from debrief.cli.errors import FailedError, WrongUseError

if TYPE_CHECKING:
    from debrief.store.journal.journal import Contents

F = TypeVar("F", bound=Callable[..., object])


def option(function: F) -> F:
    """Let a command take `--sessions` after its name too, as the group takes it before."""
    return click.option(
        "--sessions",
        type=click.Path(path_type=Path, file_okay=False),
        expose_value=False,
        is_eager=True,
        callback=_chosen,
        help="The sessions directory, if not the default one.",
    )(function)


def directory(sessions: Path | None) -> Path:
    """Return the sessions directory: `sessions` if given, else the default."""
    from debrief.store import paths

    return paths.sessions_dir(sessions, os.environ)


def folder(session: str | None, sessions: Path | None) -> Path:
    """Return the folder of a session, by path or id; without a name, of the only open one."""
    from debrief.store import paths

    root = directory(sessions)
    if session is None:
        return _only_open(root)
    try:
        return paths.find_session(session, root)
    except paths.NoSessionError as problem:
        raise WrongUseError(str(problem)) from problem


def name_of(folder: Path) -> str:
    """Return the name of a session for a command: its id if that finds it, else its path."""
    usual = directory(None) / folder.name
    return shown(Path(folder.name) if usual.resolve() == folder.resolve() else folder)


def begun(folder: Path, do: str) -> Contents:
    """Return the journal of a meeting that has begun; `do` is the verb for the error message.

    It has no events if its first line is damaged. Raise WrongUseError if the meeting has not begun,
    FailedError or FileProblem if the journal cannot be used.
    """
    path = folder / "journal.jsonl"
    if not os.path.lexists(path):
        raise not_begun(folder, do)
    contents = usable(path)
    if not (contents.events or contents.read_only):
        raise not_begun(folder, do)
    return contents


def usable(path: Path) -> Contents:
    """Return the part of a journal that this program can use; FileProblem, FailedError."""
    from debrief.core.meeting.events import MeetingOpened
    from debrief.store.journal import journal

    contents = journal.read(path)
    if contents.events and not isinstance(contents.events[0].event, MeetingOpened):
        raise FailedError(
            f"{near(path)} does not begin with the opening of a meeting. Restore it from a copy."
        )
    usable_contents = journal.usable(contents)
    if usable_contents.error is not None:
        from debrief.tui import crash

        crash.log(usable_contents.error)
    return usable_contents


def not_begun(folder: Path, do: str) -> WrongUseError:
    """Return the error for a meeting that has not begun; `do` is the verb of its message."""
    begin = f"debrief run {shlex.quote(name_of(folder))}"
    return WrongUseError(
        f"The meeting has not begun, so there is nothing to {do}. To begin it: {begin}"
    )


def shown(path: Path) -> str:
    """Return a path as text that is safe to print."""
    from debrief.core.text import clean_line

    return clean_line(str(path))


def near(path: Path) -> str:
    """Return a path as text, relative to the folder of its session or to this directory."""
    above = next((parent for parent in path.parents if (parent / "session.toml").is_file()), None)
    root = above.parent if above and above.name else Path.cwd()
    return shown(path.relative_to(root) if path.is_relative_to(root) else path)


def _only_open(root: Path) -> Path:
    from debrief.store import paths
    from debrief.store.archive import archive

    entries = archive.sessions(root, paths.cache_dir())
    unfinished = [entry for entry in entries if entry.state in ("open", "not-started")]
    candidates = [entry for entry in unfinished if entry.state == "open"] or unfinished
    if len(candidates) == 1:
        return candidates[0].folder
    if not candidates:
        raise WrongUseError("No session is open. Name one, or create one with debrief new.")
    names = ", ".join(candidate.id for candidate in candidates)
    raise WrongUseError(f"Which session? Name one of: {names}.")


def _chosen(ctx: click.Context, _: click.Parameter, value: Path | None) -> None:
    if value is not None:
        ctx.obj = value
