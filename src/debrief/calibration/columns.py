"""Ratings of many sessions on one scale, as the columns of numbers that estimates use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from debrief.calibration.sessions import Rated

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

FEWEST_IN_A_CELL = 2


@dataclass(frozen=True, slots=True)
class Columns:
    """The ratings that can be compared: one row each, in the order of cells, then raters.

    A cell is one competency of one session; cells with a single rating are left out. `cell`,
    `session` and `rater` are numbers from 0 without gaps, in the order of their names. `raters`
    has the names; `everybody` also has people whose ratings can be compared with nobody's.
    """

    session: Ints
    cell: Ints
    rater: Ints
    level: Ints
    raters: tuple[str, ...]
    everybody: tuple[str, ...]

    @property
    def first(self) -> Ints:
        """The first row of each cell."""
        return np.flatnonzero(np.diff(self.cell, prepend=-1))


def columns(ratings: Sequence[Rated]) -> Columns:
    """Return `ratings`, in any order, as columns.

    ValueError if a panelist rates a competency of a session twice.
    """
    if not ratings:
        none = np.zeros(0, np.int64)
        return Columns(none, none, none, none, (), ())
    sessions, competencies, panelists, levels = zip(*ratings, strict=True)
    session, _ = _numbered(sessions)
    competency, named = _numbered(competencies)
    rater, raters = _numbered(panelists)
    _, cell = np.unique(session * len(named) + competency, return_inverse=True)
    keys, order = np.unique(cell * len(raters) + rater, return_index=True)
    if len(keys) < len(ratings):
        raise ValueError("a panelist rates a competency of a session twice")
    order = order[np.bincount(cell)[cell[order]] >= FEWEST_IN_A_CELL]
    compared, rater = np.unique(rater[order], return_inverse=True)
    return Columns(
        session=_without_gaps(session[order]),
        cell=_without_gaps(cell[order]),
        rater=rater,
        level=np.array(levels, np.int64)[order],
        raters=tuple(raters[i] for i in compared.tolist()),
        everybody=tuple(raters),
    )


def _numbered(names: Sequence[str]) -> tuple[Ints, list[str]]:
    """Return the place of each name in the sorted list of all names, and that list."""
    known = sorted(set(names))
    places = {name: place for place, name in enumerate(known)}
    return np.array(list(map(places.__getitem__, names)), np.int64), known


def _without_gaps(numbers: Ints) -> Ints:
    """Renumber ascending numbers from 0 without gaps."""
    return np.cumsum(np.diff(numbers, prepend=numbers[:1]) > 0, dtype=np.int64)
