"""The time plan says what will not be reached, and makes no fuss where there is time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from debrief.core.meeting.state import Clock, Meeting
from debrief.core.meeting.time_plan import plan_in_words, time_plan
from debrief.core.steps import Place
from debrief.core.verbs import anytime
from debrief.core.verbs.due import advance

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
MINUTE = 60.0
BEFORE = 3 * MINUTE
"""Planned seconds of the preflight, which the clock does not count."""


def used(meeting: Meeting, **minutes: float) -> Meeting:
    """The meeting with minutes used at its competencies, or at a step."""
    places = {
        Place(step="competency", competency=name)
        if name in meeting.competencies
        else Place(step=name.replace("_", "-")): spent * MINUTE  # type: ignore[arg-type]
        for name, spent in minutes.items()
    }
    return replace(meeting, clock=Clock(used=places))


def test_where_there_is_time_only_the_time_is_said(meet: Callable[..., Any]) -> None:
    meeting = used(meet().meeting, role_clarity=10)

    assert plan_in_words(meeting) == ("10 of 60 minutes used.",)
    assert time_plan(meeting).behind == 0
    assert plan_in_words(used(meeting, role_clarity=12))[0] == (
        "12 of 60 minutes used, 2 behind the plan."
    )


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (5, ()),
        (7, ("At this pace one competency will not be reached: Depth.",)),
        (12, ("At this pace two competencies will not be reached: Culture, Depth.",)),
    ],
)
def test_the_pace_is_that_of_the_competencies_done(
    meet: Callable[..., Any], minutes: float, said: tuple[str, ...]
) -> None:
    meeting = used(meet().settle().meeting, role_clarity=7, judgment=minutes)

    assert plan_in_words(meeting)[1:] == said


def test_what_runs_now_counts_and_is_never_out_of_reach(meet: Callable[..., Any]) -> None:
    meeting = used(meet().meeting, role_clarity=7)

    assert time_plan(meeting, 4 * MINUTE).behind == -BEFORE
    late = time_plan(meeting, 60 * MINUTE)
    assert late.behind == 55 * MINUTE - BEFORE
    assert late.unreached == ("influence", "culture", "depth")


def test_many_are_a_number(brief: Callable[..., Any]) -> None:
    one = brief().competencies[1].model_dump()
    several = [{**one, "id": f"c{n}", "title": f"C{n}"} for n in range(14)]
    meeting = replace(
        Meeting.planned(brief(competencies=several)),
        opened_at=NOON,
        place=Place(step="competency", competency="c0"),
    )

    assert plan_in_words(used(meeting, role_clarity=90))[1] == (
        "At this pace 13 competencies will not be reached, from C1 on."
    )


def test_without_a_competency_left_it_ends_late(meet: Callable[..., Any]) -> None:
    meeting = meet().to_vote().meeting

    assert plan_in_words(used(meeting, role_clarity=60))[1] == (
        "At this pace it ends 14 minutes late."
    )
    assert len(plan_in_words(used(meeting, role_clarity=47))) == 1


def test_a_pause_is_said(meet: Callable[..., Any]) -> None:
    script = meet()
    script.do(anytime.pause)

    assert plan_in_words(script.meeting)[0].startswith("The clock is paused.")


def test_nothing_before_the_opening_and_after_the_finish(start: Callable[..., Any]) -> None:
    script = start()
    assert plan_in_words(script.meeting) == ()

    script.gate().to_decision().decide()
    script.do(advance)
    assert plan_in_words(script.meeting)
    assert plan_in_words(script.finish().meeting) == ()
