"""The classes and numbers of statistics: every row of the table, thresholds, and the laws."""

from __future__ import annotations

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.core.meeting.agreement import (
    AGREEMENT_UNDER,
    AgreementByDistance,
    agreement,
    bar,
    side,
    spread_words,
)

TABLE = [
    # ratings, levels, label, across, the level alone, AD_Md, interpolated median
    ([3, 3, 4], 4, "consensus", False, None, 1 / 3, 3.25),
    ([1, 2, 2, 2], 4, "consensus", False, None, 0.25, 11 / 6),
    ([2, 2, 3, 3], 4, "split", True, None, 0.5, 2.5),
    ([2, 3, 3], 4, "mixed", True, 2, 1 / 3, 2.75),
    ([2, 3, 3, 3, 3], 4, "mixed", True, 2, 0.2, 2.875),
    ([2, 3, 3, 4], 4, "mixed", True, 2, 0.5, 3),
    ([1, 3, 3, 4], 4, "mixed", True, 1, 0.75, 3),
    ([2, 2, 4, 4], 4, "split", True, None, 1, 3),
    ([2, 2, 2, 3, 3, 3], 4, "split", True, None, 0.5, 2.5),
    ([2, 2, 3, 3, 3, 3, 3], 4, "mixed", True, None, 2 / 7, 2.8),
    ([1, 3, 3, 3, 3], 4, "mixed", True, 1, 0.4, 2.875),
    ([1, 3, 3, 3, 3, 3], 4, "mixed", True, 1, 1 / 3, 2.9),
    ([2, 2, 2, 3], 4, "mixed", True, 3, 0.25, 13 / 6),
    ([3, 4, 4, 4, 5], 5, "mixed", False, None, 0.4, 4),
    ([2, 2, 4, 4, 5], 5, "split", True, None, 1, 3.75),
    ([2, 3, 3, 3], 5, "consensus", False, None, 0.25, 17 / 6),
    ([3, 4, 4, 4], 5, "consensus", False, None, 0.25, 23 / 6),
    ([2, 4, 4, 4, 4, 4, 4], 5, "mixed", True, 2, 2 / 7, 47 / 12),
    ([2, 3, 4], 5, "mixed", True, None, 2 / 3, 3),
    ([3, 3, 3], 5, "consensus", False, None, 0, 3),
    ([6, 9, 9, 9], 9, "mixed", False, 6, 0.75, 53 / 6),
    ([6, 6, 9, 9], 9, "mixed", False, None, 1.5, 7.5),
    ([1, 2, 2, 2], 2, "mixed", True, 1, 0.25, 11 / 6),
    ([1, 1, 2, 2, 2], 2, "split", True, None, 0.4, 5 / 3),
    ([2, 2, 2], 2, "consensus", False, None, 0, 2),
]

BY_DISTANCE = [
    # the same under rules 1; across: at least a third on either side
    ([3, 3, 4], 4, "consensus", False, None, 1 / 3, 3.25),
    ([2, 2, 3, 3], 4, "mixed", True, None, 0.5, 2.5),
    ([2, 3, 3, 3, 3], 4, "consensus", False, None, 0.2, 2.875),
    ([2, 3, 3, 4], 4, "mixed", False, None, 0.5, 3),
    ([1, 3, 3, 4], 4, "split", False, 1, 0.75, 3),
    ([2, 2, 4, 4], 4, "split", True, None, 1, 3),
    ([1, 3, 3, 3, 3], 4, "mixed", False, 1, 0.4, 2.875),
    ([3, 4, 4, 4, 5], 5, "mixed", False, None, 0.4, 4),
    ([2, 2, 4, 4, 5], 5, "split", True, None, 1, 3.75),
    ([2, 4, 4, 4, 4, 4, 4], 5, "mixed", False, 2, 2 / 7, 47 / 12),
]
ROWS = [(2, *row) for row in TABLE] + [(1, *row) for row in BY_DISTANCE]


@pytest.mark.parametrize("row", ROWS)
def test_every_row_of_the_tables(row):
    rules, ratings, levels, label, across, alone, ad, interpolated = row
    found = AGREEMENT_UNDER[rules].of(ratings, levels)
    assert (found.label, found.across, found.alone) == (label, across, alone)
    assert found.ad_median == pytest.approx(ad, abs=1e-12)
    assert found.interpolated_median == pytest.approx(interpolated, abs=1e-12)
    assert sum(found.counts) == found.below + found.in_the_middle + found.above == len(ratings)


def test_a_function_describes_by_the_latest_rules():
    assert agreement([2, 3, 3], 4) == AGREEMENT_UNDER[2].of([2, 3, 3], 4)


def test_no_rating_has_counts_and_nothing_else():
    found = agreement([], 4)
    assert (found.label, found.counts, found.range) == ("none", (0, 0, 0, 0), 0)
    assert (found.median, found.interpolated_median, found.ad_median) == (None, None, None)
    assert (found.across, found.alone) == (False, None)


def test_one_rating_is_single_and_never_a_class():
    found = agreement([3], 4)
    assert (found.label, found.median, found.ad_median, found.range) == ("single", 3, 0, 0)
    assert not found.across


@pytest.mark.parametrize(("ratings", "gap"), [([3, 3], 0), ([2, 3], 1), ([1, 4], 3)])
def test_two_ratings_are_a_pair_with_its_gap_never_a_consensus(ratings, gap):
    found = agreement(ratings, 4)
    assert (found.label, found.range, found.alone) == ("pair", gap, None)


@pytest.mark.parametrize(
    ("ratings", "label"),
    [
        ([2, 2, 2], "consensus"),
        ([1, 1, 1, 1], "consensus"),
        ([1, 2, 2, 2, 2, 2], "split"),
        ([1, 2], "pair"),
        ([2], "single"),
    ],
)
def test_under_rules_1_a_threshold_is_unanimous_or_split(ratings, label):
    assert AgreementByDistance.of(ratings, 2).label == label


@pytest.mark.parametrize(
    ("levels", "first"), [(2, 2), (3, 3), (4, 3), (5, 4), (6, 4), (7, 5), (8, 5), (9, 6)]
)
def test_the_bar_is_the_first_level_of_the_upper_half(levels, first):
    assert bar(levels) == first


@pytest.mark.parametrize("levels", range(2, 10))
def test_one_no_beside_yes_is_mixed_and_a_third_on_each_side_split_on_every_scale(levels):
    low, high = levels // 2, 1 + -(-levels // 2)
    assert agreement([low] + [high] * 4, levels).label == "mixed"
    assert agreement([low] * 2 + [high] * 4, levels).label == "split"
    assert agreement([low] * 2 + [high] * 5, levels).label == "mixed"
    assert (side(low, levels), side(high, levels)) == (-1, 1)


@pytest.mark.parametrize("levels", range(3, 10))
def test_under_rules_1_close_ratings_across_the_bar_are_mixed_on_every_scale(levels):
    upper = bar(levels)
    across = AgreementByDistance.of([upper - 1] * 2 + [upper] * 2, levels)
    assert (across.label, across.across, across.range) == ("mixed", True, 1)
    assert AgreementByDistance.of([upper - 1] + [upper] * 4, levels).label == "consensus"


def test_under_rules_1_the_split_of_a_long_scale_needs_a_larger_deviation():
    assert AgreementByDistance.of([2, 2, 4, 4], 5).label == "split"
    assert AgreementByDistance.of([2, 2, 4, 4], 9).label == "mixed"


@pytest.mark.parametrize("ratings", [[0], [5], [3, 3, -1], [1, 2, 9]])
def test_a_rating_outside_the_scale_is_an_error(ratings):
    with pytest.raises(ValueError, match=r"outside 1\.\.4"):
        agreement(ratings, 4)


@st.composite
def panels(draw, fewest=0):
    levels = draw(st.integers(2, 9))
    return draw(st.lists(st.integers(1, levels), min_size=fewest, max_size=12)), levels


@given(panels(fewest=1))
def test_its_numbers_are_those_of_the_standard_library(panel):
    ratings, levels = panel
    found, middle = agreement(ratings, levels), statistics.median(ratings)
    assert found.median == middle
    assert found.ad_median == pytest.approx(statistics.fmean(abs(x - middle) for x in ratings))
    if middle in ratings:  # between two levels the median of grouped data takes the upper one
        grouped = statistics.median_grouped(ratings)
        assert found.interpolated_median == pytest.approx(grouped, abs=1e-12)


@given(panels(), st.randoms(use_true_random=False))
def test_the_order_of_ratings_does_not_matter(panel, random):
    ratings, levels = panel
    shuffled = list(ratings)
    random.shuffle(shuffled)
    assert agreement(shuffled, levels) == agreement(ratings, levels)


@given(panels(fewest=1))
def test_reversing_the_scale_mirrors_it(panel):
    ratings, levels = panel
    found = agreement(ratings, levels)
    mirrored = agreement([levels + 1 - x for x in ratings], levels)
    assert mirrored.counts == found.counts[::-1]
    assert mirrored.ad_median == pytest.approx(found.ad_median)
    assert mirrored.median == pytest.approx(levels + 1 - found.median)
    assert mirrored.interpolated_median == pytest.approx(levels + 1 - found.interpolated_median)
    alone = None if found.alone is None else levels + 1 - found.alone
    assert (mirrored.range, mirrored.alone) == (found.range, alone)
    assert (mirrored.label, mirrored.across) == (found.label, found.across)


@given(panels(fewest=3))
def test_nothing_that_crosses_the_line_between_no_and_yes_is_a_consensus(panel):
    ratings, levels = panel
    found = agreement(ratings, levels)
    sides = {side(x, levels) for x in ratings}
    assert found.across == ({-1, 1} <= sides)
    assert not (found.across and found.label == "consensus")
    if found.label == "consensus":
        assert found.alone is None
    if found.label == "split":
        assert 3 * min(found.below, found.above) >= len(ratings)


@given(st.integers(2, 9).flatmap(lambda c: st.tuples(st.integers(1, c), st.just(c))), st.data())
def test_unanimity_is_consensus_without_deviation(level_of, data):
    level, levels = level_of
    found = agreement([level] * data.draw(st.integers(3, 12)), levels)
    assert (found.label, found.ad_median, found.range) == ("consensus", 0, 0)
    assert found.interpolated_median == level


FOUR = ("strong no", "no", "yes", "strong yes")
FIVE = ("awful", "poor", "fair", "good", "great")
MET = ("not met", "met")


@pytest.mark.parametrize(
    ("ratings", "levels", "words", "counts"),
    [
        ([3, 3, 4], FOUR, "all yes", "2 yes, 1 strong yes"),
        ([1, 2, 2], FOUR, "all no", "2 no, 1 strong no"),
        ([2, 3, 3, 3, 3, 4], FOUR, "one against", "4 yes, 1 strong yes · 1 no"),
        ([1, 2, 2, 4], FOUR, "one for", "2 no, 1 strong no · 1 strong yes"),
        ([2, 2, 3, 3], FOUR, "split", "2 yes · 2 no"),
        ([2, 2] + [3] * 5, FOUR, "two against", "5 yes · 2 no"),
        ([3, 3] + [2] * 5, FOUR, "two for", "5 no · 2 yes"),
        ([2, 2, 2] + [3] * 7, FOUR, "three against", "7 yes · 3 no"),
        ([2] + [3] * 11, FOUR, "one against", "11 yes · 1 no"),
        ([2, 3], FOUR, "two, on both sides", "1 yes · 1 no"),
        ([3, 4], FOUR, "two, on one side", "1 yes, 1 strong yes"),
        ([2], FOUR, "one rating", "1 no"),
        ([], FOUR, "nobody rated it", "no ratings"),
        ([1, 2, 2, 2], MET, "one against", "3 met · 1 not met"),
        ([2, 2, 2], MET, "all met", "3 met"),
        ([1, 1, 1], MET, "all not met", "3 not met"),
        ([3, 3, 3], FIVE, "all in the middle", "3 fair"),
        ([3, 4, 4, 4], FIVE, "nobody against", "3 good, 1 fair"),
        ([2, 3, 3], FIVE, "nobody for", "1 poor, 2 fair"),
        ([2, 3, 4], FIVE, "one for, one against", "1 good · 1 poor, 1 fair"),
        ([2, 2, 3, 3, 3, 4, 4, 3], FIVE, "two for, two against", "2 good · 2 poor, 4 fair"),
        ([3, 4, 4, 4, 5], FIVE, "one side, far apart", "3 good, 1 great, 1 fair"),
    ],
)
def test_the_headline_and_the_words_beside_it(ratings, levels, words, counts):
    found = agreement(ratings, len(levels))
    assert found.class_words(levels) == words
    assert found.headline(levels) == counts


def test_the_headline_ends_with_who_abstains():
    assert agreement([3, 3, 3, 3], 4).headline(FOUR, abstaining=1) == "4 yes, 1 abstains"
    assert agreement([], 4).headline(FOUR, abstaining=2) == "2 abstain"


@pytest.mark.parametrize(
    ("ratings", "words", "counts", "spread"),
    [
        ([3, 3, 4], "consensus", "2 yes · 1 strong yes", "one level apart"),
        ([2, 2, 3, 3], "close, across the bar", "2 no · 2 yes", "one level apart"),
        ([2, 3, 3, 4], "mixed", "1 no · 2 yes · 1 strong yes", "2 levels apart"),
        ([1, 1, 4, 4], "split", "2 strong no · 2 strong yes", "3 levels apart"),
        ([2, 2], "too few", "2 no", "all the same"),
        ([2], "too few", "1 no", ""),
        ([], "too few", "no ratings", ""),
    ],
)
def test_under_rules_1_the_words_of_a_class_its_counts_and_its_spread(
    ratings, words, counts, spread
):
    found = AgreementByDistance.of(ratings, 4)
    assert found.class_words(FOUR) == words
    assert found.headline(FOUR) == counts
    assert spread_words(found) == spread
