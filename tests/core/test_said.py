"""What people said in an event: whose it is, and nothing that the room did not see."""

from __future__ import annotations

from datetime import date

import pytest

from debrief.core import events as e
from debrief.core.brief import Reference
from debrief.core.rules import anytime, moves
from debrief.core.said import Said, said
from debrief.core.steps import Place
from debrief.core.words import FollowUp

HERE = Place(step="fit")
REFERENCE = Reference.model_validate(
    {
        "id": "boss",
        "relation": "CEO",
        "difficult_period": "The merger",
        "findings": [{"competency": "judgment", "finding": "confirms", "note": "Waited"}],
    }
)


@pytest.mark.parametrize(
    ("event", "given"),
    [
        (e.AttendanceMarked(panelist="tom", presence="late"), [Said("Tom Day", "")]),
        (
            e.RoleConfirmed(panelist="lin", understanding="differs", differs="x", ruling="y"),
            [Said("Lin Day", "", "on the card"), Said("Lin Day", "x", "differs"),
             Said("", "y", "ruling")],
        ),
        (
            e.ChallengeRecorded(
                basis="dissent", challengers=("lin", "tom"), argued="But", outcome="held"
            ),
            [Said("Lin Day and Tom Day", "But")],
        ),
        (
            e.MoveExplained(competency="judgment", round=2, panelist="lin", reason="New"),
            [Said("Lin Day", "New")],
        ),
        (
            e.ReferenceReviewed(reference="boss", note="Read"),
            [Said("", "Read", "note"), Said("CEO", "The merger", "a difficult period"),
             Said("CEO", "", "where they struggled most"),
             Said("CEO", "", "their best environment"),
             Said("CEO", "Waited", "confirms, Judgment")],
        ),
        (e.ReferenceReviewed(), []),
        (e.ConstraintMarked(constraint="None", told=True, by=("lin",)), [Said("Lin Day", "None")]),
        (e.CauseGiven(kind="failed", causes=("a", "b")), [Said("", "a"), Said("", "b")]),
        (e.FitNoted(kind="owed", text="An answer"), [Said("", "An answer")]),
        (
            e.DecisionMade(
                outcome="hire",
                owner="dana",
                rationale="Yes",
                conditions=("Look",),
                follow_ups=(FollowUp(text="Write", owner="HR", due=date(2026, 12, 1)),),
                test="A case",
                tester="Tom",
            ),
            [Said("Dana Day", "Yes"), Said("Dana Day", "Look", "condition"),
             Said("HR", "Write", "follow-up"), Said("Tom", "A case", "test"),
             Said("Dana Day", "", "would change it")],
        ),
        (e.MinuteTaken(text="So", speaker="tom", place=HERE), [Said("Tom Day", "So")]),
        (e.MinuteTaken(text="So", quiet=True, place=HERE), []),
        (e.ClockPaused(), []),
        (e.BallotEntered(round=1, ballots={"lin": "cipher"}), []),
    ],
)  # fmt: skip
def test_texts_and_whose_they_are(meet, event, given):
    meeting = meet(references=(REFERENCE,)).meeting

    assert list(said(meeting, event)) == [one for one in given if one.text or one.who]


def test_a_reveal_gives_what_was_written_beside_the_ratings(meet):
    script = meet(judgment="3n---", without=("omar", "priya", "tom"))
    script.reveal()

    given = said(script.meeting, script.log[-1].event)

    assert [(one.who, one.text, one.about) for one in given] == [
        ("Dana Day", "Saw it", "for"),
        ("Lin Day", "So it is.", "reason"),
    ]


def test_a_quiet_minute_is_said_once_the_meeting_is_finished(meet):
    script = meet()
    quiet = script.do(anytime.take_minute, "Early", quiet=True)
    assert said(script.meeting, quiet) == ()

    script.to_decision().decide().do(moves.advance)
    script.finish()
    assert said(script.meeting, quiet) == (Said("", "Early"),)
