"""Which session a command means."""

from __future__ import annotations

import os
from pathlib import Path

import click


def folder(session: str | None, sessions: Path | None) -> Path:
    """Return the folder of the session meant: by path, by id, or the only open one."""
    from debrief.store import paths

    root = paths.sessions_dir(sessions, os.environ)
    if session is None:
        return _only_open(root)
    try:
        return paths.find_session(session, root)
    except paths.NoSessionError as problem:
        raise click.UsageError(str(problem)) from problem


def _only_open(root: Path) -> Path:
    from debrief.store import archive

    found = [one for one in archive.sessions(root) if one.state in ("open", "not-started")]
    running = [one for one in found if one.state == "open"] or found
    if len(running) == 1:
        return running[0].folder
    if not running:
        raise click.UsageError("No session is open: name one, or make one with debrief new.")
    names = ", ".join(one.id for one in running)
    raise click.UsageError(f"More than one session is open: name one of {names}.")
