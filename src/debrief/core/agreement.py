"""Spread, class and median of a few ordinal ratings of one competency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Label = Literal["consensus", "mixed", "split", "pair", "single", "none"]

FEWEST_FOR_A_CLASS = 3
FAR = 2
THRESHOLD_LEVELS = 2


@dataclass(frozen=True, slots=True)
class Agreement:
    """How ratings on levels 1..n agree; medians, range and AD are in levels.

    `counts` has one number a level, lowest first. `median`, `interpolated_median` and `ad_median`
    are None without ratings. `ad_median` is the mean absolute deviation from the median (Burke &
    Dunlap 2002). `straddles`: at least a third of the ratings on either side of the bar.
    `lone_dissent`: exactly one rating two or more levels from the median.
    """

    label: Label
    counts: tuple[int, ...]
    median: float | None
    interpolated_median: float | None
    range: int
    ad_median: float | None
    straddles: bool
    lone_dissent: bool


def bar(levels: int) -> int:
    """Return the first level of the upper half: 3 of 4, 4 of 5."""
    return 1 + -(-levels // 2)


def agreement(ratings: Sequence[int], levels: int) -> Agreement:
    """Describe `ratings` on a scale of `levels`; ValueError for a rating outside 1..levels."""
    if any(not 1 <= x <= levels for x in ratings):
        raise ValueError(f"a rating lies outside 1..{levels}")
    counts = tuple(sum(x == level for x in ratings) for level in range(1, levels + 1))
    n = len(ratings)
    if n == 0:
        return Agreement("none", counts, None, None, 0, None, False, False)
    ordered = sorted(ratings)
    twice_median = ordered[(n - 1) // 2] + ordered[n // 2]
    deviation = sum(abs(2 * x - twice_median) for x in ordered)
    spread = ordered[-1] - ordered[0]
    straddles = _straddles(ordered, levels)
    return Agreement(
        label=_label(n, spread, deviation, straddles, levels),
        counts=counts,
        median=twice_median / 2,
        interpolated_median=_interpolated(ordered, twice_median),
        range=spread,
        ad_median=deviation / (2 * n),
        straddles=straddles,
        lone_dissent=sum(abs(2 * x - twice_median) >= 2 * FAR for x in ordered) == 1,
    )


def _straddles(ratings: Sequence[int], levels: int) -> bool:
    third = -(-len(ratings) // 3)
    below = sum(x < bar(levels) for x in ratings)
    return below >= third and len(ratings) - below >= third


def _label(n: int, spread: int, deviation: int, straddles: bool, levels: int) -> Label:
    """Return the class; `deviation` is the sum of |2x - 2 median|, so all is in integers."""
    if n < FEWEST_FOR_A_CLASS:
        return "single" if n == 1 else "pair"
    if levels == THRESHOLD_LEVELS:
        return "consensus" if spread == 0 else "split"
    if spread <= 1 and not straddles:
        return "consensus"
    return "split" if 3 * deviation > levels * n else "mixed"


def _interpolated(ordered: Sequence[int], twice_median: int) -> float:
    """Return m + (n_above - n_below) / (2 n_at_m); between two levels, m itself."""
    median = twice_median / 2
    at = sum(2 * x == twice_median for x in ordered)
    if at == 0:
        return median
    above = sum(2 * x > twice_median for x in ordered)
    below = sum(2 * x < twice_median for x in ordered)
    return median + (above - below) / (2 * at)


def class_words(found: Agreement) -> str:
    """Return the class as people say it."""
    if found.label == "mixed" and found.range == 1:
        return "close, across the bar"
    if found.label in ("consensus", "mixed", "split"):
        return found.label
    return "too few"


def count_words(found: Agreement, levels: Sequence[str]) -> str:
    """Return the counts in the words of the scale, lowest first: `1 strong no · 3 yes`."""
    said = [f"{n} {word}" for n, word in zip(found.counts, levels, strict=True) if n]
    return " · ".join(said) or "no ratings"


def spread_words(found: Agreement) -> str:
    """Return how far apart the lowest and the highest rating lie."""
    if sum(found.counts) < 2:  # noqa: PLR2004 - one rating has no spread
        return ""
    if found.range == 0:
        return "all the same"
    return "one level apart" if found.range == 1 else f"{found.range} levels apart"
