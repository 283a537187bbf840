"""Moving on, jumping, and leaving out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from debrief.core.rules import closing, moves, talk
from debrief.core.steps import Place

JUDGMENT = Place(step="competency", competency="judgment")


@pytest.mark.parametrize(
    ("rule", "args"), [(moves.advance, ()), (moves.go, (JUDGMENT,)), (moves.waive, ("Late",))]
)
def test_nothing_before_the_gate_or_after_the_finish(start, meet, rule, args):
    assert "Open the meeting first" in start().refusal(rule, *args)
    script = start().open()
    assert "role clarity gate first" in script.refusal(rule, *args)
    assert not moves.is_waivable(script.meeting)
    assert moves.reachable(script.meeting) == ()
    finished = meet().to_decision().decide().finish()
    assert "is finished" in finished.refusal(rule, *args)


def test_going_on_needs_everything_here_done(meet):
    script = meet().settle_all()
    assert "still due here" in script.refusal(moves.advance)
    script.do(closing.review_reference)
    event = script.do(moves.advance)
    assert (event.place.step, event.done) == ("fit", "references")
    assert "references" in script.meeting.done


def test_a_jump_leaves_the_step_unfinished(meet):
    script = meet()
    event = script.do(moves.go, Place(step="premortem"))
    assert (event.place.step, event.done) == ("premortem", None)
    assert "We are here already" in script.refusal(moves.go, Place(step="premortem"))
    script.do(moves.go, JUDGMENT)
    assert script.meeting.place == JUDGMENT


@pytest.mark.parametrize(
    ("place", "refusal"),
    [
        (Place(step="competency"), "no such place"),
        (Place(step="competency", competency="nothing"), "no such place"),
        (Place(step="fit", competency="judgment"), "no such place"),
        (Place(step="preflight"), "Preflight is finished."),
        (Place(step="role-clarity"), "Role clarity is finished."),
        (JUDGMENT, "Judgment is finished. Reopen it with o"),
        (Place(step="vote"), "Culture is still open"),
        (Place(step="decision"), "Culture is still open"),
        (Place(step="record"), "Culture is still open"),
    ],
)
def test_where_no_jump_goes(meet, place, refusal):
    script = meet().settle().settle()
    assert refusal in script.refusal(moves.go, place)
    assert place not in moves.reachable(script.meeting)


def test_the_decision_needs_the_vote_and_the_record_the_decision(meet):
    script = meet().settle_all()
    assert "vote comes first" in script.refusal(moves.go, Place(step="decision"))
    script.do(moves.go, Place(step="vote"))
    script.vote("33333")
    assert "The vote is unanimous" in script.refusal(moves.go, Place(step="decision"))
    script.do(talk.waive_challenge, "Late")
    assert "Dana Day decides first" in script.refusal(moves.go, Place(step="record"))
    script.do(moves.go, Place(step="decision"))
    script.decide()
    script.do(moves.go, Place(step="record"))


def test_a_waived_vote_opens_the_decision(meet):
    script = meet().to_vote()
    script.do(moves.waive, "Everybody said it")
    assert script.meeting.place.step == "decision"
    assert script.meeting.vote.open_round is None
    assert "Final vote is finished" in script.refusal(moves.go, Place(step="vote"))


def test_the_agenda_lists_where_a_jump_goes(meet):
    script = meet().settle()
    found = [p.competency or p.step for p in moves.reachable(script.meeting)]
    assert found == ["culture", "depth", "references", "fit", "premortem"]


def test_a_place_has_the_name_of_its_competency_or_step(meet):
    meeting = meet().meeting
    assert moves.title(meeting, JUDGMENT) == "Judgment"
    assert moves.title(meeting, Place(step="fit")) == "Constraints and mutual fit"


@pytest.mark.parametrize("step", ["references", "fit", "premortem"])
def test_a_step_is_left_out_with_a_reason(meet, step):
    script = meet().settle_all()
    script.do(moves.go, Place(step=step)) if step != "references" else None
    assert moves.is_waivable(script.meeting)
    assert "Give a reason" in script.refusal(moves.waive, " ")
    script.do(moves.waive, "No time")
    assert script.meeting.waived[Place(step=step)] == "No time"
    assert step in script.meeting.done


def test_a_competency_is_left_out_blind_or_with_a_round_open(meet):
    script = meet()
    script.do(moves.waive, "No time")
    poll = script.meeting.competencies["judgment"]
    assert (poll.closed.closing, poll.closed.reason, poll.rounds) == (
        "not-discussed",
        "No time",
        (),
    )
    script.reveal().challenge("changed").enter("influence", lin=4)
    script.do(moves.waive, "No time")
    poll = script.meeting.competencies["influence"]
    assert (poll.closed.closing, poll.open_round, poll.ballots) == ("not-discussed", None, {})
    script.do(talk.reopen, "judgment", "There is time")
    assert JUDGMENT not in script.meeting.waived
    assert script.meeting.competencies["judgment"].closed is None


def test_what_cannot_be_left_out(meet):
    script = meet().to_vote().vote()
    assert "vote is revealed" in script.refusal(moves.waive, "Late")
    script.do(moves.advance)
    assert "Decision cannot be waived" in script.refusal(moves.waive, "Late")
    assert not moves.is_waivable(script.meeting)
    script.decide().do(moves.advance)
    assert "Read-back and record cannot be waived" in script.refusal(moves.waive, "Late")
    settled = replace(meet().settle().meeting, place=JUDGMENT)
    assert "Judgment is finished already" in moves.waive(settled, "Late").reason
