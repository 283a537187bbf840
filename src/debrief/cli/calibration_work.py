"""The long work behind calibration, done in one way for the command and for the screen."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from debrief.core.calibration import Calibration
    from debrief.core.held import Held
    from debrief.store.ratings_archive import Past

Progress = Callable[[int, int], None]
"""Is told how much is done, and of how much."""

SEED = 20_261_124
"""Where the bootstrap's chance begins, so that the same archive gives the same report."""

MOST_WORKERS = 4


@contextmanager
def undisturbed() -> Iterator[None]:
    """Work in one thread, before numpy is imported, and look for no cycles.

    One thread gives the same digits whatever the number of cores, and none waits for another. There
    are no cycles among values, and looking through a million of them takes long.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def read_archive(root: Path, progress: Progress) -> Past:
    """Read every session in a directory, by several processes where there are many."""
    from debrief.store import ratings_archive

    return ratings_archive.read(root, progress, min(MOST_WORKERS, os.cpu_count() or 1))


def estimated(
    sessions: tuple[Held, ...], progress: Progress = lambda done, of: None
) -> Calibration:
    """Return the report on sessions that were read."""
    from debrief.core.calibration import calibration

    return calibration(sessions, Random(SEED).randbytes, progress)
