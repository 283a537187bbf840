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
def without_collector() -> Iterator[None]:
    """Leave cycles alone: there are none among values, and looking through a million takes long."""
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
    # One thread: the same digits whatever the number of cores, and no waiting for each other; it
    # is set before numpy is imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from debrief.core.calibration import calibration

    return calibration(sessions, Random(SEED).randbytes, progress)
