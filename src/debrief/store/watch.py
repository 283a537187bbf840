"""Whether the files that people send in changed: names, times and sizes, never what is in them."""

from __future__ import annotations

import os
from pathlib import Path

WATCHED = ("session.toml", "references.toml", "recipients.txt", "scores")
MOST_WATCHED = 256

Snapshot = frozenset[tuple[str, int, int, int]]
"""Name, time of change in ns, size and inode of each file; another one is another state."""


def snapshot(folder: Path) -> Snapshot:
    """Return how the files of a session stand now; what cannot be seen is not there."""
    paths = [folder / name for name in WATCHED]
    try:
        with os.scandir(folder / "scores") as found:
            paths += [Path(one.path) for one, _ in zip(found, range(MOST_WATCHED), strict=False)]
    except OSError:
        pass  # no folder of scores yet
    return frozenset(state for path in paths if (state := _state(path)) is not None)


def _state(path: Path) -> tuple[str, int, int, int] | None:
    try:
        found = path.lstat()
    except OSError:
        return None
    return path.name, found.st_mtime_ns, found.st_size, found.st_ino
