"""Reading and estimating for calibration, shared by the command and the screen."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from debrief.calibration.archive import PastMeetings
    from debrief.calibration.estimate import Calibration
    from debrief.calibration.names import Names
    from debrief.calibration.pool import Executors
    from debrief.calibration.ratings_csv import ListedSessions
    from debrief.calibration.sessions import SessionRatings
    from debrief.core.findings import Finding

Progress = Callable[[int, int], None]
"""A callback that gets the work done so far and the total."""

SEED = 20_261_124
"""Seed of the bootstrap: the same archive gives the same report."""

MOST_FINDINGS = 20


@contextmanager
def undisturbed() -> Iterator[None]:
    """Keep numpy to one thread, and the garbage collector off; enter before numpy is imported.

    One thread gives the same digits on any number of cores. A million values take long to search
    for cycles, and have none.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def read_archive(root: Path, progress: Progress) -> PastMeetings:
    """Read every session in a directory, from the cache where it has not changed; LostError."""
    from debrief.calibration import archive
    from debrief.store import paths

    return archive.read(root, progress, paths.cache_dir())


def read_ratings(path: Path, levels: range | None) -> tuple[ListedSessions, Names]:
    """Read a list of ratings, or a folder that export wrote; FileProblem."""
    from debrief.calibration import ratings_csv, ratings_parquet
    from debrief.calibration.names import Names

    if path.is_dir():
        return ratings_parquet.read(path)
    return ratings_csv.read(path, levels), Names()


def estimated(
    sessions: tuple[SessionRatings, ...],
    names: Names,
    progress: Progress = lambda done, of: None,
    cluster: str | None = None,
) -> Calibration:
    """Return the report on sessions that were read, added up here or on a cluster.

    LostError, ClusterError.
    """
    from debrief.calibration.estimate import calibration

    with executors(cluster)(len(sessions)) as executor:
        return calibration(sessions, names, Random(SEED).randbytes, progress, executor)


def executors(cluster: str | None) -> Executors:
    """Return what gives the executor for sums."""
    from debrief.calibration import pool

    if cluster is None:
        return pool.local_sums
    from debrief.calibration.cluster import connected

    return lambda _: connected(cluster)


def findings_told(listed: ListedSessions) -> list[str]:
    """Return one sentence for each problem in a list of ratings."""
    sentences = [_sentence(finding) for finding in listed.findings[:MOST_FINDINGS]]
    if len(listed.findings) > MOST_FINDINGS:
        sentences.append(f"… and {len(listed.findings) - MOST_FINDINGS} more; --json lists all.")
    return sentences


def ratings_used(listed: ListedSessions, levels: range | None) -> str:
    """Return a sentence on the ratings used from a list; `levels` is the scale given, if any.

    Every row that is not blank is in one of the three counts.
    """
    rows = f"; rows without a rating: {listed.without:,}" if listed.without else ""
    rows += f"; rows skipped: {listed.left_out:,}" if listed.left_out else ""
    if not listed.used:
        return f"No rating could be used{rows}."
    used = "1 rating" if listed.used == 1 else f"{listed.used:,} ratings"
    if listed.scale is None:
        return f"{used} used{rows}."
    source = "" if levels else " (the highest rating in the list; set another with --levels)"
    return f"{used} used{rows}. The scale is {listed.scale[0]} to {listed.scale[-1]}{source}."


def _sentence(finding: Finding) -> str:
    where = f"{finding.file}:{finding.line}:{finding.column}" if finding.line else finding.file
    return (
        f"{where}: {finding.message}; {finding.hint}."
        if finding.hint
        else f"{where}: {finding.message}."
    )
