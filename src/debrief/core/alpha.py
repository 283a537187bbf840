"""Krippendorff's alpha over an archive: agreement beyond chance, with ratings missing.

Own implementation of Krippendorff, Computing Krippendorff's Alpha-Reliability (2011). Units are
the cells: one competency of one session. Only levels that occur matter, so scales need no name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from debrief.core.columns import Columns, Floats

Metric = Literal["nominal", "ordinal", "interval"]

DRAWS = 1000
"""Archives that the bootstrap draws."""

FEWEST_SESSIONS = 2
_TAILS = (2.5, 97.5)
_AT_ONCE = 64
_SEED = 16  # bytes of chance that all draws come from


@dataclass(frozen=True, slots=True)
class Alpha:
    """Ordinal alpha, its 95 % interval, and how many ratings and sessions it rests on.

    1 is perfect agreement, 0 that of chance. `ordinal` is None where all ratings are equal, or
    none can be compared: then it is undefined. The interval is None with fewer than two sessions.
    """

    ordinal: float | None
    low: float | None
    high: float | None
    ratings: int
    sessions: int


def alpha(table: Columns, metric: Metric = "ordinal") -> float | None:
    """Return Krippendorff's alpha; None where it is undefined."""
    if not table.raters:
        return None
    values, by_session = _coincidences(table)
    (found,) = _alphas(by_session.sum(0)[None], values, metric)
    return float(found) if np.isfinite(found) else None


def ordinal_alpha(table: Columns, chance: Callable[[int], bytes]) -> Alpha:
    """Return ordinal alpha with a percentile bootstrap interval over sessions.

    Sessions are drawn, not ratings: those of one session are not independent. `chance` returns
    that many random bytes; a few are asked for, once.
    """
    if not table.raters:
        return Alpha(None, None, None, 0, 0)
    values, by_session = _coincidences(table)
    sessions = len(by_session)
    (found,) = _alphas(by_session.sum(0)[None], values, "ordinal")
    if not np.isfinite(found):
        return Alpha(None, None, None, len(table.level), sessions)
    low = high = None
    if sessions >= FEWEST_SESSIONS:
        flat = by_session.reshape(sessions, -1)
        drawn = np.concatenate(
            [
                _alphas((times @ flat).reshape(-1, *by_session.shape[1:]), values, "ordinal")
                for times in _draws(sessions, chance)
            ]
        )
        low, high = (float(one) for one in np.percentile(drawn[np.isfinite(drawn)], _TAILS))
    return Alpha(float(found), low, high, len(table.level), sessions)


def _coincidences(table: Columns) -> tuple[Floats, Floats]:
    """Return the levels that occur, and each session's matrix of coincidences of them."""
    values, code = np.unique(table.level, return_inverse=True)
    cells, levels = int(table.cell[-1]) + 1, len(values)
    counts = np.bincount(table.cell * levels + code, minlength=cells * levels)
    per_cell = counts.reshape(cells, levels).astype(float)
    share = 1 / (per_cell.sum(1) - 1)
    begins = np.flatnonzero(np.diff(table.session[table.first], prepend=-1))
    matrix = np.empty((len(begins), levels, levels))
    for one in range(levels):
        for other in range(levels):
            pairs = per_cell[:, one] * (per_cell[:, other] - (one == other)) * share
            matrix[:, one, other] = np.add.reduceat(pairs, begins)
    return values.astype(float), matrix


def _alphas(coincidences: Floats, values: Floats, metric: Metric) -> Floats:
    """Return alpha of each matrix in (…, levels, levels); nan where it is undefined."""
    totals = coincidences.sum(-1)
    if metric == "nominal":
        distance = 1 - np.eye(len(values))
    else:
        # Ordinal distance, the ratings between two levels, is that of their mid-ranks.
        at = values if metric == "interval" else totals.cumsum(-1) - totals / 2
        distance = (at[..., :, None] - at[..., None, :]) ** 2
    seen = (coincidences * distance).sum((-2, -1))
    chance = (totals[..., :, None] * totals[..., None, :] * distance).sum((-2, -1))
    # Equal levels are exactly no distance apart, so all ratings equal is exactly zero.
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(chance > 0, 1 - (totals.sum(-1) - 1) * seen / chance, np.nan)


def _draws(sessions: int, chance: Callable[[int], bytes]) -> Iterator[Floats]:
    """Yield how often each session is drawn, a few archives at once."""
    # The raw words of a bit generator stay the same from one numpy to the next.
    words = np.random.SFC64(int.from_bytes(chance(_SEED), "little"))
    for begin in range(0, DRAWS, _AT_ONCE):
        times = np.empty((min(_AT_ONCE, DRAWS - begin), sessions))
        for row in times:
            # The high word of a product spreads 32 bits over the sessions.
            drawn = words.random_raw(sessions) >> np.uint64(32)
            drawn *= np.uint64(sessions)
            drawn >>= np.uint64(32)
            row[:] = np.bincount(drawn.view(np.int64), minlength=sessions)
        yield times
