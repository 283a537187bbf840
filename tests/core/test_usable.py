"""Of a log that this program cannot use to its end, all lines before that are used."""

from __future__ import annotations

from dataclasses import replace

import pytest

from debrief.core import events as e
from debrief.core import fold, tell
from debrief.core.rules import rounds
from debrief.core.steps import Place
from debrief.core.usable import usable


@pytest.fixture
def script(meet):
    return meet().settle().reveal()


def with_line(script, at, event):
    """Return the log with another event in the place of line `at`, from 1."""
    log = list(script.log)
    log[at - 1] = replace(log[at - 1], event=event)
    return log


def fail(*_):
    raise ZeroDivisionError


def test_a_good_log_is_used_to_its_end(script):
    assert usable(script.log) == (len(script.log), None)


@pytest.mark.parametrize("at", [2, 7, 9])
def test_a_line_that_cannot_be_applied_ends_it(script, at):
    wrong = e.CompetencyReopened(competency="nope", reason="So")

    count, problem = usable(with_line(script, at, wrong))

    assert count == at - 1
    assert isinstance(problem, KeyError)


def test_a_place_that_cannot_be_shown_ends_it(script):
    last = len(script.log)
    nowhere = e.StepOpened(place=Place(step="competency", competency="nope"))

    count, problem = usable(with_line(script, last, nowhere))

    assert count == last - 1
    assert isinstance(problem, KeyError)


def test_a_reveal_that_is_taken_back_ends_it(meet):
    script = meet().reveal()
    script.do(rounds.open_round, "judgment")
    script.enter("judgment", lin=2).commit("judgment")
    reveal = next(x for x in script.log if isinstance(x.event, e.RatingsRevealed))
    taken_back = e.Undone(target=reveal.seq, what="So")
    log = [*script.log, replace(script.log[-1], seq=len(script.log) + 1, event=taken_back)]

    count, problem = usable(log)

    assert count == len(script.log)
    assert isinstance(problem, Exception)


def test_a_sentence_that_cannot_be_built_ends_it(script, monkeypatch):
    monkeypatch.setitem(tell._TELL, e.ChallengeRecorded, fail)
    first = next(x for x in script.log if isinstance(x.event, e.ChallengeRecorded))

    assert usable(script.log)[0] == first.seq - 1


def test_of_a_log_whose_first_line_cannot_be_used_nothing_is(script, monkeypatch):
    assert usable(script.log[1:])[0] == 0
    monkeypatch.setitem(fold.HANDLERS, e.MeetingOpened, fail)
    count, problem = usable(script.log)
    assert count == 0
    assert isinstance(problem, ZeroDivisionError)


def test_where_nothing_can_be_shown_nothing_is_used(script, monkeypatch):
    monkeypatch.setattr("debrief.core.usable.view", fail)
    assert usable(script.log)[0] == 0
