"""Tests of the overview of all competencies, and of what else is beside the vote."""

from __future__ import annotations

from dataclasses import replace

from debrief.core.room.guide import phase_of
from debrief.core.room.view import view
from debrief.core.room.view_overview import overview
from debrief.core.steps import OVERVIEW
from debrief.core.verbs import opening


def test_the_vote_shows_what_each_competency_came_to_and_no_name(meet):
    script = meet(judgment="3333a", influence="33312", depth="22221").to_vote()
    rows = view(script.meeting).pane.overview

    assert [(row.title, row.counts) for row in rows] == [
        ("Judgment", (0, 0, 4, 0)),
        ("Influence", (1, 1, 3, 0)),
        ("Culture", (0, 0, 5, 0)),
        ("Depth", (1, 4)),
    ]
    assert [row.without for row in rows] == [("1 abstains",), (), (), ()]
    assert (rows[0].must_have, rows[3].threshold, rows[2].sign) == (True, True, "=")
    assert "Day" not in str(rows)


def test_a_competency_that_is_still_blind_is_not_in_the_overview(meet):
    assert overview(meet().meeting) == ()


def test_the_overview_of_its_own_has_closings_and_the_name_of_the_one_against(meet):
    script = meet(judgment="33331", influence="33112").settle_all()
    shown = view(script.meeting, look=OVERVIEW)
    alone = script.meeting.name(script.meeting.alone("judgment"))

    assert [(row.closing, row.alone) for row in shown.pane.rows] == [
        ("yes, one against", alone),
        ("contested", ""),
        ("agreed: yes", ""),
        ("agreed: met", ""),
    ]
    assert (shown.main.label, shown.guidance) == ("References", "")
    assert (shown.phase, phase_of(script.meeting)) == ("", "")


def test_a_revealed_competency_that_is_not_closed_is_still_open(meet):
    script = meet().reveal()

    assert [row.closing for row in view(script.meeting, look=OVERVIEW).pane.rows] == ["still open"]


def test_a_closed_competency_has_its_outcome_in_words(meet):
    marks = view(meet(judgment="33344").settle().meeting).competencies

    assert [mark.outcome for mark in marks[:2]] == ["agreed: yes (3 yes, 2 strong yes)", ""]


def test_the_vote_has_the_question_the_role_and_what_was_not_told(meet):
    meeting = meet().to_vote().meeting
    shown = view(meeting).pane
    told = [f"Not told: {constraint}" for constraint in meeting.brief.role.constraints]

    assert meeting.brief.candidate.alias in shown.question
    assert shown.role[0] == ("Role", meeting.brief.role.mandate)
    assert [text for mark, text in shown.concerns if mark == "!"] == told
    assert shown.concerns[-1] == ("·", "1 cause")
    assert "·" not in dict(view(replace(meeting, causes=())).pane.concerns)


def test_a_rating_that_does_not_count_is_told_beside_the_counts(start):
    script = start().open()
    script.do(opening.hear_brief)
    script.do(
        opening.confirm_role, "lin", "differs", differs="On call", ruling="No", ratings="set-aside"
    )
    script.do(opening.confirm_roles)
    script.do(opening.pass_gate)
    script.reveal()
    (row,) = overview(script.meeting)

    assert sum(row.counts) == 4
    assert "1 not counted" in row.without
