"""Tests of the rules on the timing of keys."""

from __future__ import annotations

import pytest

from debrief.tui.terminal.pace import Pace


def test_the_main_key_rests_after_a_letter_and_longer_in_a_blind_entry() -> None:
    pace = Pace()
    assert pace.main_rests_until(in_entry=False) < 0
    pace.press("e", 10.0, printable=True)
    assert pace.main_rests_until(in_entry=False) == 10.5
    assert pace.main_rests_until(in_entry=True) == 11.0
    pace.press("left", 21.0, printable=False)
    assert pace.main_rests_until(in_entry=False) == 10.5, "an arrow is no letter"
    pace.press("space", 22.0, printable=True)
    assert pace.main_rests_until(in_entry=False) == 10.5, "space is no letter"
    pace.main = 22.0
    assert pace.main_rests_until(in_entry=False) == 22.8, "it may be held down"
    pace.press("k", 24.0, printable=True, stray=True)
    assert pace.main_rests_until(in_entry=False) == 26.0, "a letter that does nothing here"
    pace.type("x", 30.0, printable=True)
    assert pace.main_rests_until(in_entry=False) == 30.5
    pace.put_in(40.0)
    assert pace.main_rests_until(in_entry=False) == 40.5


@pytest.mark.parametrize(("at", "held"), [(10.03, True), (10.11, True), (10.2, False)])
def test_the_same_key_again_at_once_is_the_key_held_down(at: float, held: bool) -> None:
    pace = Pace()
    pace.press("space", 10.0, printable=True)
    assert pace.is_held("space", at) is held
    assert not pace.is_held("enter", at)


def test_what_comes_close_behind_a_paste_belongs_to_it() -> None:
    pace = Pace()
    assert not pace.is_behind_paste(0.0)
    pace.put_in(10.0)
    assert pace.is_behind_paste(10.2)
    assert pace.is_behind_paste(10.4), "and what follows that"
    assert not pace.is_behind_paste(10.7)


def test_letters_within_a_second_of_a_text_are_the_rest_of_it() -> None:
    pace = Pace()
    pace.press("n", 1.0, printable=True)
    assert not pace.is_typed_on(1.2)
    pace.type("enter", 10.0, printable=False)
    assert pace.is_typed_on(10.9)
    assert not pace.is_typed_on(11.0)


@pytest.mark.parametrize(
    ("key", "painted", "at", "taken"),
    [
        (1.0, 2.0, 2.4, False),
        (1.0, 2.0, 2.5, True),
        (2.3, 2.0, 2.6, False),
        (2.3, 2.0, 2.8, True),
        (1.0, 2.0, 1.9, False),
        (1.0, None, 99.0, False),
    ],
)
def test_a_guard_takes_a_key_after_half_a_second_without_any(
    key: float, painted: float | None, at: float, taken: bool
) -> None:
    pace = Pace()
    pace.press("S", key, printable=True)
    assert pace.guard_takes("y", at, painted) is taken


def test_a_guard_waits_longer_for_the_key_that_came_last_for_it_may_be_held() -> None:
    pace = Pace()
    pace.press("y", 10.0, printable=True)
    assert not pace.guard_takes("y", 10.6, 1.0)
    assert pace.guard_takes("n", 10.6, 1.0)
    assert pace.guard_takes("y", 10.8, 1.0)


def test_a_guard_takes_no_yes_close_behind_a_letter_that_it_did_not_take() -> None:
    pace = Pace()
    pace.press("r", 10.0, printable=True, stray=True)
    assert not pace.guard_takes("y", 11.9, 1.0)
    assert pace.guard_takes("n", 11.9, 1.0)
    assert pace.guard_takes("y", 12.0, 1.0)


def test_a_letter_where_only_a_choice_is_made_lets_enter_rest() -> None:
    pace = Pace()
    pace.answer("3", 10.0, letter=False, chooses=False)
    assert not pace.answer_rests(10.1, enter=True)
    pace.answer("e", 10.2, letter=True, chooses=False)
    assert pace.answer_rests(12.1, enter=True)
    assert pace.answer_rests(12.1, enter=False)
    assert not pace.answer_rests(12.3, enter=True)


def test_a_letter_that_chooses_lets_enter_rest_as_the_last_letter_of_a_word_does() -> None:
    pace = Pace()
    pace.answer("j", 10.0, letter=True, chooses=True)
    assert pace.answer_rests(10.4, enter=True)
    assert not pace.answer_rests(10.4, enter=False)
    assert not pace.answer_rests(10.5, enter=True)
