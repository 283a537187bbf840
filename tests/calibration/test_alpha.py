"""Krippendorff's alpha: his example, coincidences counted pair by pair, and its interval."""

from __future__ import annotations

from itertools import groupby, permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rated import KRIPPENDORFF, Rated, archives, made_up, units

from debrief.calibration.alpha import Alpha, alpha, ordinal_alpha
from debrief.calibration.columns import columns
from debrief.calibration.sums import sums_of


def _sums(ratings):
    return sums_of(columns(ratings))


EXAMPLE = _sums(units(KRIPPENDORFF))


@pytest.mark.parametrize(
    ("metric", "expected"),
    [("ordinal", 0.8153875), ("nominal", 0.7434211), ("interval", 0.8491071)],
)
def test_the_example_of_krippendorff(metric, expected):
    assert alpha(EXAMPLE, metric) == pytest.approx(expected, abs=5e-8)


def _pair_by_pair(ratings: list[Rated]) -> float | None:
    """Ordinal alpha from every pair of ratings, as its definition has it."""
    cells = [
        [one.level for one in cell] for _, cell in groupby(sorted(ratings), lambda one: one[:2])
    ]
    cells = [cell for cell in cells if len(cell) > 1]
    values = [x for cell in cells for x in cell]

    def distance(a: int, b: int) -> float:
        low, high = min(a, b), max(a, b)
        between = sum(low <= x <= high for x in values)
        return (between - (values.count(a) + values.count(b)) / 2) ** 2

    expected = sum(distance(a, b) for a, b in permutations(values, 2))
    if not expected:
        return None
    seen = sum(distance(a, b) / (len(cell) - 1) for cell in cells for a, b in permutations(cell, 2))
    return 1 - (len(values) - 1) * seen / expected


@given(archives(sessions=4))
def test_it_is_what_its_definition_gives_pair_by_pair(ratings):
    expected = _pair_by_pair(ratings)
    found = alpha(_sums(ratings))
    assert found == (None if expected is None else pytest.approx(expected, abs=1e-9))


@given(archives(), st.sampled_from(["nominal", "ordinal", "interval"]))
def test_turning_the_scale_round_changes_nothing(ratings, metric):
    turned = [rating._replace(level=6 - rating.level) for rating in ratings]
    found = alpha(_sums(ratings), metric)
    turned_round = alpha(_sums(turned), metric)
    assert turned_round == (None if found is None else pytest.approx(found, abs=1e-9))


def test_perfect_agreement_is_one_and_equal_ratings_are_undefined():
    perfect = _sums(units({"a": "1 2 3 4", "b": "1 2 3 4"}))
    equal = _sums(units({"a": "3 3 3", "b": "3 3 3"}))
    assert (alpha(perfect), alpha(equal)) == (1, None)
    assert ordinal_alpha(equal, Random(1).randbytes) == Alpha(None, None, None, 6, 3)


def test_without_two_ratings_of_the_same_there_is_none():
    for ratings in ([], units({"a": "1 2 3"})):
        table = _sums(ratings)
        assert alpha(table) is None
        assert ordinal_alpha(table, Random(1).randbytes) == Alpha(None, None, None, 0, 0)


def test_the_interval_lies_around_it_and_is_the_same_each_time():
    ratings = list(made_up(Random(1), sessions=60, raters=9, panel=5, competencies=4))
    first, again = (ordinal_alpha(_sums(ratings), Random(7).randbytes) for _ in range(2))
    assert first == again
    assert -1 < first.low < first.ordinal < first.high < 1
    assert (first.ratings, first.sessions) == (1200, 60)


def test_more_sessions_narrow_the_interval():
    def width(sessions: int) -> float:
        drawn = made_up(Random(1), sessions=sessions, raters=9, panel=5, competencies=4)
        found = ordinal_alpha(_sums(list(drawn)), Random(7).randbytes)
        return found.high - found.low

    assert width(400) < width(40) / 2


def test_one_session_has_no_interval():
    one = _sums([Rated("s", c, p, x) for c, x in (("x", 1), ("y", 3)) for p in "ab"])
    assert ordinal_alpha(one, Random(1).randbytes) == Alpha(1, None, None, 4, 1)
