"""Colours: contrast as WCAG 2 has it, mixing that keeps the order of lightness."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.core.colour import READABLE, contrast, halfway, legible, luminance, mix, ramp

colours = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21),
        ("#777777", "#777777", 1),
        ("#777777", "#ffffff", 4.478),
        ("#ff0000", "#ffffff", 3.998),
        ("#0000ff", "#ffff00", 8.004),
    ],
)
def test_contrast_has_the_ratios_known(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert contrast(other, one) == contrast(one, other)


@given(colours, colours, st.floats(0, 1))
def test_a_mix_begins_and_ends_with_its_parts_and_lies_between(
    one: str, other: str, share: float
) -> None:
    assert mix(one, other, 0) == one
    assert mix(one, other, 1) == other
    low, high = sorted((luminance(one), luminance(other)))
    assert low - 0.01 <= luminance(mix(one, other, share)) <= high + 0.01


@given(colours, colours)
def test_halfway_has_the_same_contrast_to_both_colours(one: str, other: str) -> None:
    made = halfway(one, other)

    assert contrast(made, one) == pytest.approx(contrast(made, other), rel=0.05)


@given(colours, colours)
def test_any_colour_can_be_made_readable_on_any_ground(colour: str, ground: str) -> None:
    made = legible(colour, [ground])

    assert contrast(made, ground) >= READABLE
    if contrast(colour, ground) >= READABLE:
        assert made == colour


def test_on_black_and_white_at_once_it_does_what_can_be_done() -> None:
    assert legible("#808080", ["#000000", "#ffffff"], least=7) in ("#000000", "#ffffff")


@given(st.lists(colours, min_size=3, max_size=9), st.integers(2, 12))
def test_a_ramp_goes_from_the_first_to_the_last(given_: list[str], count: int) -> None:
    made = ramp(given_, count)

    assert len(made) == count
    assert (made[0], made[-1]) == (given_[0], given_[-1])


@given(st.lists(colours, min_size=3, max_size=9))
def test_a_ramp_keeps_the_order_of_lightness(given_: list[str]) -> None:
    ordered = sorted(given_, key=luminance)

    made = [luminance(colour) for colour in ramp(ordered, 9)]

    assert all(a <= b + 0.01 for a, b in itertools.pairwise(made))


def test_a_ramp_of_as_many_colours_is_the_colours() -> None:
    nine = [f"#{number}{number}{number}{number}{number}{number}" for number in range(1, 10)]

    assert ramp(nine, 9) == tuple(nine)
