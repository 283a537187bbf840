"""Tests of the wrap-up: what it would reveal, and what it revealed."""

from __future__ import annotations

from debrief.core.room.glossary import glossary
from debrief.core.room.guide import guide
from debrief.core.room.poll import CompetencyView, OverviewView, WrappedUpView, WrapUpRow
from debrief.core.room.view import view
from debrief.core.room.view_wrap_up import with_wrap_up
from debrief.core.steps import OVERVIEW, Place
from debrief.core.verbs import moves, rounds, talk
from debrief.core.verbs.due import advance
from debrief.core.verbs.talk import Reopen


def wrapped_up(script):
    script.do(rounds.wrap_up, script.cards, reason="Seven minutes left")
    return script


def test_what_would_be_revealed_is_named_with_what_a_hire_then_needs(meet):
    script = meet().at("influence").settle()
    shown = with_wrap_up(view(script.meeting), script.meeting)
    rules = "Dana Day will have to rule on it for a hire"
    assert shown.pane.rows == (
        WrapUpRow("Judgment", f"must-have: {rules}"),
        WrapUpRow("Culture", ""),
        WrapUpRow("Depth", f"threshold: {rules}"),
    )
    assert shown.guidance == ""


def test_everything_that_was_revealed_is_on_one_screen_then_the_overview_follows(meet):
    script = wrapped_up(meet(culture="3344-").settle().settle())
    shown = view(script.meeting)
    assert isinstance(shown.pane, WrappedUpView)
    assert [row.result.title for row in shown.pane.wrapped_up] == ["Culture", "Depth"]
    assert [row.poll.headline for row in shown.pane.wrapped_up] == ["2 yes, 2 strong yes", "5 met"]
    assert {row.result.closing for row in shown.pane.wrapped_up} == {"not discussed"}
    assert shown.main.label == "Overview of all four"
    assert Reopen().word(shown) == "reopen one"
    script.do(advance)
    assert script.meeting.place.step == "references"
    assert isinstance(view(script.meeting, look=OVERVIEW).pane, OverviewView)


def test_a_competency_left_open_is_what_comes_next(meet):
    script = wrapped_up(meet().reveal())
    assert view(script.meeting).main.label == "Next: Judgment"


def test_each_can_be_looked_at_and_one_that_is_reopened_leaves_the_screen(meet):
    script = wrapped_up(meet().settle().settle())
    depth = Place(step="competency", competency="depth")
    assert isinstance(view(script.meeting, look=depth).pane, CompetencyView)
    script.do(talk.reopen, "culture", "There is time")
    assert isinstance(view(script.meeting).pane, CompetencyView)
    script.challenge()
    looked = view(script.meeting, look=depth)
    assert isinstance(looked.pane, CompetencyView)


def test_what_was_left_out_blind_has_nothing_to_show(meet):
    script = meet().settle()
    script.do(moves.waive, "No time")
    at = script.meeting.changed(place=Place(step="competency", competency="influence"))
    assert isinstance(view(at).pane, CompetencyView)


def test_looking_back_at_a_wrap_up_says_so(meet):
    script = wrapped_up(meet().settle().settle())
    assert view(script.meeting).guidance.startswith("Nobody discussed these.")
    assert view(script.meeting, back=True).guidance.startswith("You’re looking back.")


def test_the_help_after_a_wrap_up_says_that_nothing_was_discussed(meet):
    script = meet().reveal().challenge()
    script.do(rounds.wrap_up, script.cards, reason="Time is up.")
    shown = view(script.meeting)

    assert shown.phase == "wrapped-up"
    assert "Nobody has discussed them." in guide(shown.place.step, shown.phase).purpose
    assert ("*", "must-have") in glossary(shown.place.step, shown.phase)
