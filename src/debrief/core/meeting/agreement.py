"""Spread, class and median of a few ordinal ratings of one competency."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Self

from typing_extensions import override

from debrief.core.text import number_word

Label = Literal["consensus", "mixed", "split", "pair", "single", "none"]

CLASS_RULES = {
    "consensus": "all on one side",
    "mixed": "one person sees it the other way",
    "split": "a third or more on each side",
}
FEWEST_FOR_A_CLASS = 3
FAR = 2
PAIR = 2
THRESHOLD_LEVELS = 2


@dataclass(frozen=True, slots=True)
class Agreement:
    """The agreement of ratings on levels 1..n; medians, range and deviation are in levels.

    `counts` has one number a level, lowest first. `median`, `interpolated_median` and `ad_median`
    are None without ratings. `ad_median` is the mean absolute deviation from the median (Burke &
    Dunlap 2002). `across`: both sides of the bar are taken. `alone` is the level of the one person
    who is alone with it, None if nobody is.
    """

    label: Label
    counts: tuple[int, ...]
    median: float | None
    interpolated_median: float | None
    range: int
    ad_median: float | None
    across: bool
    alone: int | None

    @classmethod
    def of(cls, ratings: Sequence[int], levels: int) -> Self:
        """Describe `ratings` on a scale of `levels`; ValueError for a rating outside 1..levels."""
        check_ratings(ratings, levels)
        counts = tuple(sum(x == level for x in ratings) for level in range(1, levels + 1))
        n = len(ratings)
        if n == 0:
            return cls("none", counts, None, None, 0, None, across=False, alone=None)
        ordered = sorted(ratings)
        twice_median = _twice_median(ordered)
        return cls(
            label=cls._label(ordered, levels),
            counts=counts,
            median=twice_median / 2,
            interpolated_median=_interpolated(ordered, twice_median),
            range=ordered[-1] - ordered[0],
            ad_median=deviation(ordered) / (2 * n),
            across=cls._is_across(ordered, levels),
            alone=cls._alone(ordered, levels),
        )

    @property
    def below(self) -> int:
        """The number of ratings below the middle of the scale."""
        return sum(self.counts[: len(self.counts) // 2])

    @property
    def above(self) -> int:
        """The number of ratings above the middle of the scale."""
        return sum(self.counts[-(len(self.counts) // 2) :])

    @property
    def in_the_middle(self) -> int:
        """The number of ratings on the middle level, which only an odd scale has."""
        return sum(self.counts) - self.below - self.above

    @staticmethod
    def _is_across(ordered: Sequence[int], levels: int) -> bool:
        return side(ordered[0], levels) < 0 < side(ordered[-1], levels)

    @classmethod
    def _label(cls, ordered: Sequence[int], levels: int) -> Label:
        """Return the class of a row, lowest first, from the sides of the bar it takes."""
        n = len(ordered)
        if n < FEWEST_FOR_A_CLASS:
            return "single" if n == 1 else "pair"
        smaller = min(len(_on(ordered, levels, -1)), len(_on(ordered, levels, 1)))
        if smaller == 0:
            return "consensus" if ordered[-1] - ordered[0] <= 1 else "mixed"
        return "split" if smaller > 1 and 3 * smaller >= n else "mixed"

    @classmethod
    def _alone(cls, ordered: Sequence[int], levels: int) -> int | None:
        """Return the level alone on its side of the bar, or, if no side is, alone far away."""
        if not cls._is_across(ordered, levels):
            return alone_far_away(ordered)
        sides = [_on(ordered, levels, -1), _on(ordered, levels, 1)]
        smaller, larger = sorted(sides, key=len)
        return smaller[0] if len(smaller) == 1 < len(larger) else None

    def class_words(self, levels: Sequence[str]) -> str:
        """Return the words beside the headline, for a scale with these words for its levels."""
        n = sum(self.counts)
        if n <= PAIR:
            sides = "on both sides" if self.across else "on one side"
            return ("nobody rated it", "one rating", f"two, {sides}")[n]
        if self.label == "consensus":
            return self._consensus_words(levels)
        if not self.across:
            return "one side, far apart"
        if self.label == "split":
            return "split"
        against, for_ = f"{number_word(self.below)} against", f"{number_word(self.above)} for"
        if self.below == self.above:
            return f"{for_}, {against}"
        return against if self.below < self.above else for_

    def _consensus_words(self, levels: Sequence[str]) -> str:
        if not (self.below or self.above):
            return "all in the middle"
        if self.in_the_middle:
            return "nobody for" if self.below else "nobody against"
        yes, no = ("met", "not met") if len(levels) == THRESHOLD_LEVELS else ("yes", "no")
        return f"all {no if self.below else yes}"

    def headline(self, levels: Sequence[str], abstaining: int = 0, not_voting: int = 0) -> str:
        """Return the counts in the words of the scale: `3 yes, 1 strong yes · 1 no`.

        The larger side comes first, yes at a tie, each side from the line between no and yes
        outwards; then the middle level, how many abstain, and how many do not vote in a round.
        """
        named = [f"{n} {word}" if n else "" for n, word in zip(self.counts, levels, strict=True)]
        half = len(levels) // 2
        sides = [(-self.above, named[-half:]), (-self.below, named[:half][::-1])]
        ranked = sorted(sides, key=lambda pair: pair[0])
        parts = [" · ".join(filter(None, (", ".join(filter(None, words)) for _, words in ranked)))]
        parts += named[half:-half]
        if abstaining:
            parts.append("1 abstains" if abstaining == 1 else f"{abstaining} abstain")
        if not_voting:
            parts.append(f"{not_voting} not voting")
        return ", ".join(filter(None, parts)) or "no ratings"


class AgreementByDistance(Agreement):
    """The agreement under rules 1, which count the distance of the ratings.

    `across`: at least a third of the ratings are on either side of the bar. `alone`: exactly one
    rating is two or more levels from the median.
    """

    __slots__ = ()

    @override
    @staticmethod
    def _is_across(ordered: Sequence[int], levels: int) -> bool:
        third = -(-len(ordered) // 3)
        below = sum(x < bar(levels) for x in ordered)
        return below >= third and len(ordered) - below >= third

    @override
    @classmethod
    def _label(cls, ordered: Sequence[int], levels: int) -> Label:
        n, spread = len(ordered), ordered[-1] - ordered[0]
        if n < FEWEST_FOR_A_CLASS:
            return "single" if n == 1 else "pair"
        if levels == THRESHOLD_LEVELS:
            return "consensus" if spread == 0 else "split"
        if spread <= 1 and not cls._is_across(ordered, levels):
            return "consensus"
        return "split" if 3 * deviation(ordered) > levels * n else "mixed"

    @override
    @classmethod
    def _alone(cls, ordered: Sequence[int], levels: int) -> int | None:
        return alone_far_away(ordered)

    @override
    def class_words(self, levels: Sequence[str]) -> str:
        if self.label == "mixed" and self.range == 1:
            return "close, across the bar"
        return self.label if self.label in ("consensus", "mixed", "split") else "too few"

    @override
    def headline(self, levels: Sequence[str], abstaining: int = 0, not_voting: int = 0) -> str:
        counts = [f"{n} {word}" for n, word in zip(self.counts, levels, strict=True) if n]
        return " · ".join(counts) or "no ratings"


AGREEMENT_UNDER: dict[int, type[Agreement]] = {1: AgreementByDistance, 2: Agreement}
"""The agreement by the number of the rules that a meeting was opened with."""

LATEST_RULES = max(AGREEMENT_UNDER)


def agreement(ratings: Sequence[int], levels: int) -> Agreement:
    """Describe `ratings` on a scale of `levels` under the latest rules; ValueError as `of`."""
    return AGREEMENT_UNDER[LATEST_RULES].of(ratings, levels)


def bar(levels: int) -> int:
    """Return the lowest level that meets the bar, the first of the upper half: 3 of 4, 4 of 5."""
    return 1 + -(-levels // 2)


def check_ratings(ratings: Iterable[int], levels: int) -> None:
    """Raise ValueError if a rating is outside 1..levels."""
    if any(not 1 <= x <= levels for x in ratings):
        raise ValueError(f"a rating lies outside 1..{levels}")


def side(level: int, levels: int) -> int:
    """Return the side of the bar: -1 below the middle of the scale, 1 above it, 0 on it."""
    return (2 * level > levels + 1) - (2 * level < levels + 1)


def _on(ordered: Sequence[int], levels: int, wanted: int) -> list[int]:
    return [x for x in ordered if side(x, levels) == wanted]


def deviation(ordered: Sequence[int]) -> int:
    """Return the sum of |2x - 2 median| over ratings, lowest first, so that all is in integers."""
    return sum(abs(2 * x - _twice_median(ordered)) for x in ordered)


def alone_far_away(ordered: Sequence[int]) -> int | None:
    """Return the only rating that is two or more levels from the median, None without one."""
    far = [x for x in ordered if abs(2 * x - _twice_median(ordered)) >= 2 * FAR]
    return far[0] if len(far) == 1 else None


def _twice_median(ordered: Sequence[int]) -> int:
    n = len(ordered)
    return ordered[(n - 1) // 2] + ordered[n // 2]


def _interpolated(ordered: Sequence[int], twice_median: int) -> float:
    """Return m + (n_above - n_below) / (2 n_at_m); between two levels, m itself."""
    median = twice_median / 2
    at = sum(2 * x == twice_median for x in ordered)
    if at == 0:
        return median
    above = sum(2 * x > twice_median for x in ordered)
    below = sum(2 * x < twice_median for x in ordered)
    return median + (above - below) / (2 * at)


def spread_words(agreement: Agreement) -> str:
    """Return the distance of the lowest and the highest rating in words."""
    if sum(agreement.counts) < PAIR:
        return ""
    if agreement.range == 0:
        return "all the same"
    return "one level apart" if agreement.range == 1 else f"{agreement.range} levels apart"
