"""What calibration reads and says of it, in one way for the command and for the screen."""

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
    from debrief.core.findings import Finding
    from debrief.core.held import Held
    from debrief.store.ratings_archive import Past
    from debrief.store.ratings_csv import Listed

Progress = Callable[[int, int], None]
"""Is told how much is done, and of how much."""

SEED = 20_261_124
"""Where the bootstrap's chance begins, so that the same archive gives the same report."""

MOST_WORKERS = 4
MOST_FINDINGS = 20


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


def findings_told(listed: Listed) -> list[str]:
    """Return what is wrong with a list, a sentence each."""
    told = [_sentence(one) for one in listed.findings[:MOST_FINDINGS]]
    if len(listed.findings) > MOST_FINDINGS:
        told.append(f"… and {len(listed.findings) - MOST_FINDINGS} more; --json lists all.")
    return told


def ratings_used(listed: Listed, levels: range | None) -> str:
    """Return what was taken from a list; `levels` as they were given with it.

    Every row that is not blank is in one of the three counts.
    """
    rows = f"; rows without a rating: {listed.without:,}" if listed.without else ""
    rows += f"; rows left out: {listed.left_out:,}" if listed.left_out else ""
    if not listed.used:
        return f"No rating could be used{rows}."
    used = "1 rating" if listed.used == 1 else f"{listed.used:,} ratings"
    said = "" if levels else ", the highest rating in the list; --levels says otherwise"
    return f"{used} used{rows}. The scale is {listed.scale[0]} to {listed.scale[-1]}{said}."


def _sentence(one: Finding) -> str:
    where = f"{one.file}:{one.line}:{one.column}" if one.line else one.file
    return f"{where}: {one.message}; {one.hint}." if one.hint else f"{where}: {one.message}."
