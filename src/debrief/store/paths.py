"""Paths of shipped files, of the user's own folders, and of sessions."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import platformdirs

from debrief.core.text import nearest, quoted

APP = "debrief"
PACKAGE = Path(__file__).parents[1]
"""The installed package."""

FRAMEWORKS = PACKAGE / "frameworks"
"""The frameworks that come with the program, one TOML file each."""

RECIPIENTS = "recipients.txt"
"""In a session folder: the public keys that its scorecards are encrypted to."""

SESSION_FILES = ("session.toml", "journal.jsonl")
"""A folder with one of these is a session; the journal alone is enough for a replay."""


class NoSessionError(Exception):
    """There is no such session; the text is one sentence with a hint."""


def shipped(name: Literal["sessions", "themes"], package: Path = PACKAGE) -> Path:
    """Return the shipped folder of this name: in the wheel, else in the checkout."""
    in_wheel = package / "data" / name
    return in_wheel if in_wheel.is_dir() else package.parents[1] / name


def config_dir() -> Path:
    """Return the user's folder for keys and themes; it may not exist yet."""
    return platformdirs.user_config_path(APP, appauthor=False)


def state_dir() -> Path:
    """Return the user's folder for drafts, logs and other state; it may not exist yet."""
    return platformdirs.user_state_path(APP, appauthor=False)


def cache_dir() -> Path:
    """Return the user's folder for caches; it may not exist yet."""
    return platformdirs.user_cache_path(APP, appauthor=False)


def data_dir() -> Path:
    """Return the user's folder for sessions; it may not exist yet."""
    return platformdirs.user_data_path(APP, appauthor=False)


def sessions_dir(option: Path | None, environ: Mapping[str, str]) -> Path:
    """Return the sessions directory.

    It is `option`, else DEBRIEF_SESSIONS, else ./sessions if it exists, else in the user's data.
    """
    if option is not None:
        return option
    if named := environ.get("DEBRIEF_SESSIONS"):
        return Path(named)
    here = Path("sessions")
    return here if _is_folder(here) else data_dir() / "sessions"


def find_session(name: str, sessions: Path) -> Path:
    """Return the resolved folder of a session, given as a folder or as an id in `sessions`.

    NoSessionError if there is none.
    """
    for folder in (Path(name), sessions / Path(name).name):
        if name and _is_session(folder):
            return folder.resolve()
    if name and _is_folder(Path(name)):
        raise NoSessionError(
            f"{quoted(name)} is a folder without session.toml; name a session's folder."
        )
    near = nearest(name, session_ids(sessions))
    hint = f"Did you mean {quoted(near)}?" if near else "`debrief list` lists all sessions."
    raise NoSessionError(f"There is no session {quoted(name)} in {quoted(str(sessions))}. {hint}")


def session_ids(sessions: Path) -> tuple[str, ...]:
    """Return the ids of the sessions in a sessions directory, sorted; none if it is not there."""
    try:
        return tuple(sorted(folder.name for folder in sessions.iterdir() if _is_session(folder)))
    except OSError:
        return ()


def _is_session(folder: Path) -> bool:
    return any(_is_file(folder / name) for name in SESSION_FILES)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # no permission, or a name too long: pathlib raises for these
        return False


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False
