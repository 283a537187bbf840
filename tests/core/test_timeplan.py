"""The time plan says what will not be reached, and makes no fuss where there is time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from debrief.core.meeting import Clock, Meeting
from debrief.core.rules import anytime
from debrief.core.steps import Place
from debrief.core.timeplan import plan_in_words, time_plan

MINUTE = 60.0


def used(meeting: Meeting, **minutes: float) -> Meeting:
    """The meeting with minutes used at its competencies, or at a step."""
    places = {
        Place(step="competency", competency=name)
        if name in meeting.competencies
        else Place(step=name.replace("_", "-")): spent * MINUTE  # type: ignore[arg-type]
        for name, spent in minutes.items()
    }
    return replace(meeting, clock=Clock(used=places))


def test_on_plan_nothing_is_said_but_the_time(meet: Callable[..., Any]) -> None:
    meeting = used(meet().meeting, role_clarity=7)

    assert plan_in_words(meeting) == ("7 of 60 minutes used.",)
    plan = time_plan(meeting)
    assert (plan.behind, plan.unreached) == (0, ())
    assert plan.late == pytest.approx(-3 * MINUTE)  # preflight took none of its own


@pytest.mark.parametrize(
    ("spent", "unreached", "words"),
    [
        (5, (), ""),
        (8, (), "At this pace it ends 11 minutes late."),
    ],
)
def test_the_end_moves_with_the_pace(
    meet: Callable[..., Any], spent: float, unreached: tuple[str, ...], words: str
) -> None:
    script = meet().settle()
    meeting = used(script.meeting, role_clarity=10, judgment=spent)

    plan = time_plan(meeting)

    assert plan.unreached == unreached or words
    assert (plan_in_words(meeting) + ("",))[1].startswith("At this pace") == bool(words)


def test_competencies_that_will_not_be_reached_are_named(meet: Callable[..., Any]) -> None:
    meeting = used(meet().settle().meeting, role_clarity=7, judgment=12)

    assert time_plan(meeting).unreached == ("culture", "depth")
    assert plan_in_words(meeting)[1] == (
        "At this pace two competencies will not be reached: Culture, Depth."
    )


def test_one_is_one_and_many_are_a_number(meet: Callable[..., Any], brief: Callable[..., Any]) -> None:
    meeting = used(meet().settle().meeting, role_clarity=7, judgment=8.5)
    assert "one competency will not be reached: Depth." in plan_in_words(meeting)[1]

    one = brief().competencies[1].model_dump()
    many = brief(competencies=[{**one, "id": f"c{n}", "title": f"C{n}"} for n in range(14)])
    crowd = used(replace(meet().meeting, brief=many), role_clarity=7)
    assert time_plan(crowd).unreached == ()


def test_what_runs_now_counts_and_is_never_out_of_reach(meet: Callable[..., Any]) -> None:
    meeting = used(meet().meeting, role_clarity=7)

    assert time_plan(meeting, 4 * MINUTE).behind == 0
    late = time_plan(meeting, 60 * MINUTE)
    assert late.behind == 55 * MINUTE
    assert late.unreached == ("influence", "culture", "depth")
    assert "55 behind the plan" in plan_in_words(meeting, 60 * MINUTE)[0]


def test_a_pause_is_said(meet: Callable[..., Any]) -> None:
    script = meet()
    script.do(anytime.pause)

    assert plan_in_words(script.meeting)[0].startswith("The clock is paused.")


def test_nothing_before_the_opening_and_after_the_finish(start: Callable[..., Any]) -> None:
    assert plan_in_words(start().meeting) == ()
    finished = start().gate().to_decision().decide().do
    assert finished is not None


def test_late_at_the_end(meet: Callable[..., Any]) -> None:
    meeting = used(meet().to_vote().meeting, role_clarity=80)

    assert plan_in_words(meeting)[1].startswith("At this pace it ends ")
