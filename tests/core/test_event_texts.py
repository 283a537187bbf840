"""The texts of people in an event, without any that the room did not see."""

from __future__ import annotations

from datetime import date

import pytest

from debrief.core.brief import Reference
from debrief.core.meeting import events as e
from debrief.core.steps import Place
from debrief.core.verbs import anytime
from debrief.core.verbs.due import advance
from debrief.core.vocabulary import FollowUp

HERE = Place(step="fit")
REFERENCE = Reference.model_validate(
    {
        "id": "boss",
        "relation": "CEO",
        "difficult_period": "The merger",
        "findings": [{"competency": "judgment", "finding": "confirms", "note": "Waited"}],
    }
)


def shown(meeting, event):
    """Return whose each text is, the text, and what it is about if that is given."""
    parts = [(one.person, one.text, one.subject) for one in event.shown_texts(meeting)]
    return [one if one[2] else one[:2] for one in parts]


@pytest.mark.parametrize(
    ("event", "given"),
    [
        (e.AttendanceMarked(panelist="tom", presence="late"), [("Tom Day", "")]),
        (
            e.RoleConfirmed(panelist="lin", understanding="differs", differs="x", ruling="y"),
            [("Lin Day", "", "on the card"), ("Lin Day", "x", "differs"),
             ("", "y", "ruling")],
        ),
        (
            e.ChallengeRecorded(
                basis="dissent", challengers=("lin", "tom"), argued="But", outcome="held"
            ),
            [("Lin Day and Tom Day", "But")],
        ),
        (
            e.MoveExplained(competency="judgment", round=2, panelist="lin", reason="New"),
            [("Lin Day", "New")],
        ),
        (
            e.ReferenceReviewed(reference="boss", note="Read"),
            [("", "Read", "note"), ("CEO", "The merger", "a difficult period"),
             ("CEO", "", "where they struggled most"),
             ("CEO", "", "their best environment"),
             ("CEO", "Waited", "confirms, Judgment")],
        ),
        (e.ReferenceReviewed(), []),
        (e.ConstraintMarked(constraint="None", told=True, by=("lin",)), [("Lin Day", "None")]),
        (e.CauseGiven(kind="failed", causes=("a", "b")), [("", "a"), ("", "b")]),
        (e.FitNoted(kind="owed", text="An answer"), [("", "An answer")]),
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
            [("Dana Day", "Yes"), ("Dana Day", "Look", "condition"),
             ("HR", "Write", "follow-up"), ("Tom", "A case", "test"),
             ("Dana Day", "", "would change it")],
        ),
        (e.MinuteTaken(text="So", speaker="tom", place=HERE), [("Tom Day", "So")]),
        (e.MinuteTaken(text="So", quiet=True, place=HERE), []),
        (e.ClockPaused(), []),
        (e.BallotEntered(round=1, ballots={"lin": "cipher"}), []),
    ],
)  # fmt: skip
def test_texts_and_whose_they_are(meet, event, given):
    meeting = meet(references=(REFERENCE,)).meeting

    assert shown(meeting, event) == [tuple(one) for one in given if one[0] or one[1]]


def test_a_reveal_gives_what_was_written_beside_the_ratings(meet):
    script = meet(judgment="3n---", without=("omar", "priya", "tom"))
    script.reveal()

    assert shown(script.meeting, script.log[-1].event) == [
        ("Dana Day", "Saw it", "for"),
        ("Lin Day", "So it is.", "reason"),
    ]


def test_a_quiet_minute_is_never_shown(meet):
    script = meet()
    quiet = script.do(anytime.take_minute, "Early", quiet=True)
    assert shown(script.meeting, quiet) == []

    script.to_decision().decide().do(advance)
    script.finish()
    assert shown(script.meeting, quiet) == []
