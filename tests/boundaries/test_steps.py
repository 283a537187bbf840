"""Every step of a meeting has all of its parts, in each room."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from samples import BRIEF

from debrief.core.meeting.agenda import budget
from debrief.core.meeting.state import Meeting
from debrief.core.room.guide import guide
from debrief.core.room.view import AGENDA_TITLES, SHORT_TITLES, view
from debrief.core.steps import STEPS, TITLES, Place, Step
from debrief.core.verbs import moves
from debrief.report.room_text import pane_sentences
from debrief.tui import steps
from debrief.tui.paint import Space


def meeting_at(step: Step) -> Meeting:
    competency = BRIEF.competencies[0].id if step == "competency" else None
    return replace(
        Meeting.planned(BRIEF),
        place=Place(step=step, competency=competency),
        opened_at=datetime(2026, 11, 24, tzinfo=UTC),
    )


def test_titles_are_in_the_order_of_the_steps() -> None:
    assert tuple(TITLES) == tuple(SHORT_TITLES) == tuple(AGENDA_TITLES) == STEPS


NEVER_PASSED = ("preflight", "role-clarity", "competency", "vote", "decision", "record")
"""The steps that nobody goes past with a reason: each has a way of its own, or none."""


@pytest.mark.parametrize("step", STEPS)
def test_going_past_a_step_asks_why_or_the_step_is_never_passed(step: Step) -> None:
    place = Place(step=step, competency="judgment" if step == "competency" else None)

    assert moves.skippable(place) is (step not in NEVER_PASSED)


@pytest.mark.parametrize("step", STEPS)
def test_a_step_has_its_guide_its_minutes_a_main_action_a_view_and_a_pane(step: Step) -> None:
    meeting = meeting_at(step)
    shown = view(meeting)

    assert guide(step).purpose
    assert budget(meeting, meeting.place) >= 0
    assert shown.main.label
    assert shown.pane.step == step
    assert steps.paint(shown.pane, Space(100, 30)).plain.strip()
    assert list(pane_sentences(shown.pane))
