"""The time that is left, and what takes it."""

from __future__ import annotations

import pytest

from debrief.core.meeting import agenda
from debrief.core.meeting.state import Meeting
from debrief.core.verbs import anytime

# ---- time


def test_the_shipped_agenda_has_seventy_five_minutes_for_seven_competencies(brief):
    one = brief().competencies[1]
    seven = [one.model_copy(update={"id": f"c{n}"}) for n in range(7)]
    meeting = Meeting.planned(brief(competencies=seven))
    assert sum(agenda.planned(meeting, p) for p in meeting.places()) == 75 * 60


def test_time_run_over_is_taken_evenly_from_what_remains(meet, competency):
    script = meet()
    before = agenda.budget(script.meeting, competency("influence"))
    assert before == 300
    script.reveal().add(anytime.take_minute(script.meeting, "Long"), after=1800)
    assert agenda.budget(script.meeting, competency("judgment")) == 300
    script.challenge()
    meeting = script.meeting
    left = [p for p in meeting.places() if not agenda.is_finished(meeting, p)]
    assert agenda.budget(meeting, competency("influence")) < before
    total = sum(agenda.planned(meeting, p) for p in meeting.places())
    spent = sum(s for p, s in meeting.clock.used.items() if p not in left)
    assert sum(agenda.budget(meeting, p) for p in left) == pytest.approx(total - spent)


def test_time_left_over_lengthens_nothing(meet, competency):
    script = meet().settle()
    assert agenda.budget(script.meeting, competency("influence")) == 300


def test_when_all_time_is_gone_nothing_is_negative(meet, competency):
    script = meet().reveal()
    script.add(anytime.take_minute(script.meeting, "Long"), after=100_000)
    script.challenge()
    assert agenda.budget(script.meeting, competency("influence")) == 0


def test_an_agenda_without_minutes_has_no_budget(meet, brief, competency):
    steps = brief().agenda.model_dump(by_alias=True)
    nothing = dict.fromkeys(steps, 0)
    script = meet(brief=brief(agenda=nothing))
    assert agenda.budget(script.meeting, competency("judgment")) == 0
