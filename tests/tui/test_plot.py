"""Tests of intervals and bars drawn on a line of cells."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from debrief.tui.plot import Axis, interval, parts

TO_TEN = Axis(-10.0, 10.0, 21)


def test_a_dot_stands_on_its_interval_and_zero_has_a_line() -> None:
    assert interval(TO_TEN, (2.0, 6.0), 4.0).plain == "          │ ╺━◆━╸    "
    assert interval(TO_TEN, (-2.0, 3.0), 2.0, "◇").plain == "        ╺━┿━◇╸       "
    assert interval(TO_TEN, (-3.0, 0.0), -2.0).plain == "       ╺◆━┥          "
    assert interval(TO_TEN, (0.0, 9.9), 10.0).plain == "          ┝━━━━━━━━━◆"
    assert interval(Axis(0.0, 1.0, 5), (0.0, 0.5), 0.25).plain == "╺◆╸  "


def test_half_a_cell_can_be_seen() -> None:
    assert interval(TO_TEN, (2.4, 6.4), 4.0).plain == "          │  ━◆━━    "


@given(
    numbers=st.lists(st.floats(-50, 50), min_size=3, max_size=3),
    width=st.integers(3, 120),
)
def test_it_never_leaves_its_line(numbers: list[float], width: int) -> None:
    low, number, high = sorted(numbers)

    drawn = interval(Axis(-10.0, 10.0, width), (low, high), number)

    assert len(drawn.plain) == width
    assert drawn.plain.count("◆") == 1


@given(amounts=st.lists(st.integers(0, 500), max_size=4), width=st.integers(1, 80))
def test_a_bar_is_filled_by_its_parts(amounts: list[int], width: int) -> None:
    bar = parts([(one, "$mixed") for one in amounts], width)

    assert len(bar.plain) == (width if sum(amounts) else 0)
    assert " " not in bar.plain or not sum(amounts)


def test_parts_have_their_share() -> None:
    assert parts([(1, "$split"), (1, "$mixed")], 4).plain == "████"
    assert parts([(1, "$split"), (2, "$mixed")], 4).plain == "█▎██"
