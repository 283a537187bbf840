"""Krippendorff's alpha over an archive: agreement beyond chance, with ratings missing.

Own implementation of Krippendorff, Computing Krippendorff's Alpha-Reliability (2011). Units are
the cells: one competency of one session. Only levels that occur matter, whatever the scale.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from debrief.calibration.columns import Floats, Ints
from debrief.calibration.sums import Sums

Metric = Literal["nominal", "ordinal", "interval"]

DRAWS = 1000
"""Number of archives that the bootstrap draws."""

FEWEST_SESSIONS = 2
_TAILS = (2.5, 97.5)
_AT_ONCE = 64
_SEED = 16  # random bytes that seed all draws


@dataclass(frozen=True, slots=True)
class Alpha:
    """Ordinal alpha, its 95 % interval, and the numbers of ratings and sessions behind it.

    1 is perfect agreement, 0 is agreement by chance. `ordinal` is None if alpha is undefined: all
    ratings are equal, or none can be compared. The interval is None below two sessions.
    """

    ordinal: float | None
    low: float | None
    high: float | None
    ratings: int
    sessions: int


def alpha(sums: Sums, metric: Metric = "ordinal") -> float | None:
    """Return Krippendorff's alpha; None if it is undefined."""
    if not sums.raters:
        return None
    (value,) = _alphas(sums.coincidences.sum(0)[None], sums.values, metric)
    return float(value) if np.isfinite(value) else None


def ordinal_alpha(sums: Sums, chance: Callable[[int], bytes]) -> Alpha:
    """Return ordinal alpha with a percentile bootstrap interval over sessions.

    Sessions are drawn, not ratings, because ratings of one session are not independent. `chance(n)`
    returns n random bytes; it is called once.
    """
    if not sums.raters:
        return Alpha(None, None, None, 0, 0)
    values, by_session = sums.values, sums.coincidences
    sessions = len(by_session)
    (value,) = _alphas(by_session.sum(0)[None], values, "ordinal")
    if not np.isfinite(value):
        return Alpha(None, None, None, sums.ratings, sessions)
    low = high = None
    if sessions >= FEWEST_SESSIONS:
        flat = by_session.reshape(sessions, -1)
        drawn = np.concatenate(
            [
                _alphas((times @ flat).reshape(-1, *by_session.shape[1:]), values, "ordinal")
                for times in _draws(sessions, chance)
            ]
        )
        low, high = (float(bound) for bound in np.percentile(drawn[np.isfinite(drawn)], _TAILS))
    return Alpha(float(value), low, high, sums.ratings, sessions)


def _alphas(coincidences: Floats, values: Ints, metric: Metric) -> Floats:
    """Return alpha of each matrix in (…, levels, levels); nan if it is undefined."""
    totals = coincidences.sum(-1)
    if metric == "nominal":
        distance = 1 - np.eye(len(values))
    else:
        # Ordinal distance, the ratings between two levels, is that of their mid-ranks.
        at = values if metric == "interval" else totals.cumsum(-1) - totals / 2
        distance = (at[..., :, None] - at[..., None, :]) ** 2
    observed = (coincidences * distance).sum((-2, -1))
    expected = (totals[..., :, None] * totals[..., None, :] * distance).sum((-2, -1))
    # The distance of equal levels is exactly 0, so for equal ratings `expected` is exactly 0.
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(expected > 0, 1 - (totals.sum(-1) - 1) * observed / expected, np.nan)


def _draws(sessions: int, chance: Callable[[int], bytes]) -> Iterator[Floats]:
    """Yield the times that each session is drawn, a few archives at once."""
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
