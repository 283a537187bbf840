"""Detect changes of a session's files by names, times and sizes, never by content."""

from __future__ import annotations

import os
from pathlib import Path

WATCHED = ("session.toml", "references.toml", "recipients.txt", "scores")
MOST_WATCHED = 256

Snapshot = frozenset[tuple[str, int, int, int]]
"""Name, time of change in ns, size and inode of each file."""


def snapshot(folder: Path, frameworks: Path | None = None) -> Snapshot:
    """Return the state of a session's files, and of the frameworks if their folder is given.

    Unreadable files count as missing.
    """
    paths = [folder / name for name in WATCHED]
    if frameworks is not None:
        paths += sorted(frameworks.glob("*.toml"))
    try:
        with os.scandir(folder / "scores") as entries:
            paths += [
                Path(entry.path) for entry, _ in zip(entries, range(MOST_WATCHED), strict=False)
            ]
    except OSError:
        pass  # no folder of scores yet
    return frozenset(state for path in paths if (state := _state(path)) is not None)


def _state(path: Path) -> tuple[str, int, int, int] | None:
    try:
        status = path.lstat()
    except OSError:
        return None
    return path.name, status.st_mtime_ns, status.st_size, status.st_ino
