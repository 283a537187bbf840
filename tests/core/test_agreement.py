"""The classes and numbers of statistics: every row of the table, thresholds, and the laws."""

from __future__ import annotations

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.core.agreement import agreement, bar, class_words, count_words, spread_words

TABLE = [
    # ratings, levels, label, straddles, lone dissent, AD_Md, interpolated median
    ([3, 3, 4], 4, "consensus", False, False, 1 / 3, 3.25),
    ([2, 2, 3, 3], 4, "mixed", True, False, 0.5, 2.5),
    ([2, 3, 3, 3, 3], 4, "consensus", False, False, 0.2, 2.875),
    ([2, 3, 3, 4], 4, "mixed", False, False, 0.5, 3),
    ([1, 3, 3, 4], 4, "split", False, True, 0.75, 3),
    ([2, 2, 4, 4], 4, "split", True, False, 1, 3),
    ([1, 3, 3, 3, 3], 4, "mixed", False, True, 0.4, 2.875),
    ([3, 4, 4, 4, 5], 5, "mixed", False, False, 0.4, 4),
    ([2, 2, 4, 4, 5], 5, "split", True, False, 1, 3.75),
    ([2, 4, 4, 4, 4, 4, 4], 5, "mixed", False, True, 2 / 7, 47 / 12),
]


@pytest.mark.parametrize("row", TABLE)
def test_every_row_of_the_table(row):
    ratings, levels, label, straddles, lone, ad, interpolated = row
    found = agreement(ratings, levels)
    assert (found.label, found.straddles, found.lone_dissent) == (label, straddles, lone)
    assert found.ad_median == pytest.approx(ad, abs=1e-12)
    assert found.interpolated_median == pytest.approx(interpolated, abs=1e-12)
    assert sum(found.counts) == len(ratings)


def test_no_rating_has_counts_and_nothing_else():
    found = agreement([], 4)
    assert (found.label, found.counts, found.range) == ("none", (0, 0, 0, 0), 0)
    assert (found.median, found.interpolated_median, found.ad_median) == (None, None, None)
    assert (found.straddles, found.lone_dissent) == (False, False)


def test_one_rating_is_single_and_never_a_class():
    found = agreement([3], 4)
    assert (found.label, found.median, found.ad_median, found.range) == ("single", 3, 0, 0)
    assert not found.straddles


@pytest.mark.parametrize(("ratings", "gap"), [([3, 3], 0), ([2, 3], 1), ([1, 4], 3)])
def test_two_ratings_are_a_pair_with_its_gap_never_a_consensus(ratings, gap):
    found = agreement(ratings, 4)
    assert (found.label, found.range, found.lone_dissent) == ("pair", gap, False)


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
def test_a_threshold_is_unanimous_or_split(ratings, label):
    assert agreement(ratings, 2).label == label


@pytest.mark.parametrize(
    ("levels", "first"), [(2, 2), (3, 3), (4, 3), (5, 4), (6, 4), (7, 5), (8, 5), (9, 6)]
)
def test_the_bar_is_the_first_level_of_the_upper_half(levels, first):
    assert bar(levels) == first


@pytest.mark.parametrize("levels", range(3, 10))
def test_close_ratings_across_the_bar_are_mixed_on_every_scale(levels):
    upper = bar(levels)
    across = agreement([upper - 1] * 2 + [upper] * 2, levels)
    assert (across.label, across.straddles, across.range) == ("mixed", True, 1)
    assert agreement([upper - 1] + [upper] * 4, levels).label == "consensus"


def test_the_split_of_a_long_scale_needs_a_larger_deviation():
    assert agreement([2, 2, 4, 4], 5).label == "split"
    assert agreement([2, 2, 4, 4], 9).label == "mixed"


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
    assert (mirrored.range, mirrored.lone_dissent) == (found.range, found.lone_dissent)
    if levels % 2 == 0:  # the bar of an odd scale is not in its middle
        assert (mirrored.label, mirrored.straddles) == (found.label, found.straddles)


def test_on_an_odd_scale_only_the_words_across_the_bar_change_with_the_direction():
    assert agreement([3, 3, 4, 4], 5).label == "mixed"
    assert agreement([3, 3, 2, 2], 5).label == "consensus"


@given(st.integers(2, 9).flatmap(lambda c: st.tuples(st.integers(1, c), st.just(c))), st.data())
def test_unanimity_is_consensus_without_deviation(level_of, data):
    level, levels = level_of
    found = agreement([level] * data.draw(st.integers(3, 12)), levels)
    assert (found.label, found.ad_median, found.range) == ("consensus", 0, 0)
    assert found.interpolated_median == level


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
def test_the_words_of_a_class_its_counts_and_its_spread(ratings, words, counts, spread):
    found = agreement(ratings, 4)
    levels = ("strong no", "no", "yes", "strong yes")
    assert class_words(found) == words
    assert count_words(found, levels) == counts
    assert spread_words(found) == spread
