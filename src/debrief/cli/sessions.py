"""Which session a command means, and where sessions are."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from debrief.cli.errors import FailedError, WrongUseError

if TYPE_CHECKING:
    from debrief.store.chain import Contents

F = TypeVar("F", bound=Callable[..., object])


def option(function: F) -> F:
    """Let a command take `--sessions` after its name too, as the group takes it before."""
    return click.option(
        "--sessions",
        type=click.Path(path_type=Path, file_okay=False),
        expose_value=False,
        is_eager=True,
        callback=_chosen,
        help="The sessions directory, if it is not the usual one.",
    )(function)


def directory(sessions: Path | None) -> Path:
    """Return the sessions directory that is meant."""
    from debrief.store import paths

    return paths.sessions_dir(sessions, os.environ)


def folder(session: str | None, sessions: Path | None) -> Path:
    """Return the folder of the session meant: by path, by id, or the only open one."""
    from debrief.store import paths

    root = directory(sessions)
    if session is None:
        return _only_open(root)
    try:
        return paths.find_session(session, root)
    except paths.NoSessionError as problem:
        raise WrongUseError(str(problem)) from problem


def name_of(folder: Path) -> str:
    """Return how to name this session in a command: its id where that finds it, else its path."""
    usual = directory(None) / folder.name
    return shown(Path(folder.name) if usual.resolve() == folder.resolve() else folder)


def begun(folder: Path, do: str) -> Contents:
    """Return the journal of a meeting that has begun, to `do` something with.

    There may be no event in it when its first line is damaged. WrongUseError, FailedError,
    FileProblem.
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
    from debrief.core.events import MeetingOpened
    from debrief.store import journal

    contents = journal.read(path)
    if contents.events and not isinstance(contents.events[0].event, MeetingOpened):
        raise FailedError(
            f"{near(path)} does not begin with the opening of a meeting; restore it from a copy."
        )
    found = journal.usable(contents)
    if found.error is not None:
        from debrief.tui import crash

        crash.log(found.error)
    return found


def not_begun(folder: Path, do: str) -> WrongUseError:
    """Return the refusal to `do` something with a meeting that has not begun."""
    begin = f"debrief run {shlex.quote(name_of(folder))}"
    return WrongUseError(
        f"The meeting has not begun, so there is nothing to {do}; begin it with: {begin}"
    )


def shown(path: Path) -> str:
    """Return a path as text that is safe to print."""
    from debrief.core.text import clean_line

    return clean_line(str(path))


def near(path: Path) -> str:
    """Return a path as text: from the folder of its session on, else from where we are."""
    above = next((one for one in path.parents if (one / "session.toml").is_file()), None)
    root = above.parent if above and above.name else Path.cwd()
    return shown(path.relative_to(root) if path.is_relative_to(root) else path)


def _only_open(root: Path) -> Path:
    from debrief.store import archive, paths

    entries = archive.sessions(root, paths.cache_dir())
    found = [one for one in entries if one.state in ("open", "not-started")]
    running = [one for one in found if one.state == "open"] or found
    if len(running) == 1:
        return running[0].folder
    if not running:
        raise WrongUseError("No session is open: name one, or make one with debrief new.")
    names = ", ".join(one.id for one in running)
    raise WrongUseError(f"Which session? Name one of: {names}.")


def _chosen(ctx: click.Context, _: click.Parameter, value: Path | None) -> None:
    if value is not None:
        ctx.obj = value
