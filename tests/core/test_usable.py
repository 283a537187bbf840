"""The usable beginning of a log that this program cannot use as a whole."""

from __future__ import annotations

from dataclasses import replace

import pytest

from debrief.core.meeting import events as e
from debrief.core.replay.usable import usable
from debrief.core.scorecard import Entry
from debrief.core.steps import Place
from debrief.core.verbs import rounds


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


@pytest.mark.parametrize("level", [-1, 0, 5])
def test_a_rating_outside_the_scale_ends_it(script, level):
    at, reveal = next(
        (logged.seq, logged.event)
        for logged in script.log
        if isinstance(logged.event, e.RatingsRevealed)
    )
    result = reveal.revealed[0]
    panelist, rating = next((p, x) for p, x in result.ratings.items() if x.level is not None)
    ratings = {**result.ratings, panelist: rating.model_copy(update={"rating": level})}
    result = result.model_copy(update={"ratings": ratings})

    count, problem = usable(
        with_line(script, at, reveal.model_copy(update={"revealed": (result,)}))
    )

    assert count == at - 1
    assert isinstance(problem, ValueError)


@pytest.mark.parametrize("level", [-1, 0, 5])
def test_a_rating_of_a_case_outside_the_scale_ends_it(warm, level):
    script = warm().open()
    script.add(e.VignetteOpened(competency="judgment", vignette="tripwire"))
    at = len(script.log) + 1
    revealed = e.VignetteRevealed(ratings={"lin": Entry(choice="level", level=1)})
    script.add(revealed)
    ratings = {"lin": Entry(choice="level", level=level)}

    count, problem = usable(with_line(script, at, revealed.model_copy(update={"ratings": ratings})))

    assert count == at - 1
    assert isinstance(problem, ValueError)


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
    monkeypatch.setattr(e.ChallengeRecorded, "describe", fail)
    first = next(x for x in script.log if isinstance(x.event, e.ChallengeRecorded))

    assert usable(script.log)[0] == first.seq - 1


def test_of_a_log_whose_first_line_cannot_be_used_nothing_is(script, monkeypatch):
    assert usable(script.log[1:])[0] == 0
    monkeypatch.setattr(e.MeetingOpened, "apply", fail)
    count, problem = usable(script.log)
    assert count == 0
    assert isinstance(problem, ZeroDivisionError)


def test_where_nothing_can_be_shown_nothing_is_used(script, monkeypatch):
    monkeypatch.setattr("debrief.core.replay.usable.view", fail)
    assert usable(script.log)[0] == 0
