"""Moving on, jumping, and leaving out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from debrief.core.brief import Reference
from debrief.core.record.build import record_of
from debrief.core.refused import Refused
from debrief.core.scorecard import Entry
from debrief.core.sealed import Sealed
from debrief.core.steps import Place
from debrief.core.verbs import anytime, fit, moves, premortem, references, rounds, talk, warmup
from debrief.core.verbs.cells import enter
from debrief.core.verbs.due import Advance, advance, due
from debrief.core.verbs.verb import Table, act
from debrief.core.verbs.wrap_up import WrapUp

JUDGMENT = Place(step="competency", competency="judgment")
REFERENCES = (Reference(id="boss", relation="Boss"),)


@pytest.mark.parametrize(
    ("rule", "args"), [(advance, ()), (moves.go, (JUDGMENT,)), (moves.waive, ("Late",))]
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
    assert "not finished: use" in script.refusal(advance)
    script.do(references.review_reference)
    event = script.do(advance)
    assert (event.place.step, event.done) == ("fit", "references")
    assert "references" in script.meeting.done


def test_a_jump_leaves_what_the_meeting_comes_back_to_unfinished(meet):
    script = meet()
    event = script.do(moves.go, Place(step="premortem"))
    assert (event.place.step, event.done) == ("premortem", None)
    assert "You are already here." in script.refusal(moves.go, Place(step="premortem"))
    script.do(moves.go, JUDGMENT)
    assert script.meeting.place == JUDGMENT
    assert script.meeting.waived == {}


def test_a_jump_past_steps_skips_them_with_a_reason(meet):
    script = meet().settle_all()
    vote = Place(step="vote")
    assert "Give a reason" in script.refusal(moves.go, vote)
    script.do(moves.go, vote, "The call ends at five")
    skipped = ("references", "fit", "premortem")
    reason = "The call ends at five"
    assert script.meeting.waived == {Place(step=step): reason for step in skipped}
    assert script.meeting.place == vote
    why = {x.question: x.why for x in record_of(script.meeting, None).not_asked}
    assert why == {
        "references": "left-out",
        "owed": "left-out",
        "failed": "left-out",
        "missed": "left-out",
        "vote": "to-come",
        "decision": "to-come",
    }
    script.add_all(anytime.undo(script.meeting, script.log))
    assert script.meeting.waived == {}
    assert script.meeting.place.step == "references"


def test_a_jump_past_what_was_asked_needs_no_reason(meet):
    script = meet().settle_all()
    script.do(references.review_reference)
    opened = script.do(moves.go, Place(step="fit"))
    assert (opened.place.step, opened.done) == ("fit", "references")
    script.do(moves.go, Place(step="premortem"), "Nobody told the candidate anything")
    assert list(script.meeting.waived) == [Place(step="fit")]
    for kind in ("failed", "missed"):
        script.do(premortem.give_causes, kind, [])
    assert script.do(moves.go, Place(step="vote")).done == "premortem"


def test_a_jump_back_needs_no_reason(meet):
    script = meet().settle_all()
    script.do(moves.go, Place(step="premortem"), "The references come later")
    assert moves.passed_by(script.meeting, JUDGMENT) == ()


@pytest.mark.parametrize(("rated", "skips"), [(False, True), (True, False)])
def test_a_warm_up_is_passed_with_a_reason_until_a_case_was_rated(warm, rated, skips):
    script = warm().gate()
    assert script.meeting.place.step == "warm-up"
    if rated:
        script.do(warmup.open_vignette, "judgment/tripwire")
        assert moves.passed_by(script.meeting, JUDGMENT) == (Place(step="warm-up"),)
        script.do(enter, script.meeting.question, {"dana": "sealed"})
        script.do(warmup.reveal, {"dana": Sealed(Entry(choice="level", level=4))})
        assert "Everything here has been asked" in script.refusal(moves.waive, "No time")
    assert bool(moves.passed_by(script.meeting, JUDGMENT)) == skips


def test_a_skipped_step_can_be_gone_back_to(meet):
    script = meet().settle_all()
    premortem = Place(step="premortem")
    script.do(moves.go, premortem, "The references came late")
    references = Place(step="references")
    assert references in moves.reachable(script.meeting)
    options = moves.Go().ask(Table(script.meeting), "").fields[0].options
    assert [(x.value, x.label) for x in options[:2]] == [
        ("references", "References, skipped"),
        ("fit", "Constraints and mutual fit, skipped"),
    ]
    script.do(moves.go, references)
    assert script.meeting.place == references
    assert references not in script.meeting.waived
    assert "references" not in script.meeting.done
    assert Place(step="fit") in script.meeting.waived
    assert due(script.meeting).verb.name == "review_reference"


def test_the_reason_is_asked_after_the_place(meet):
    script = meet().settle_all()
    table, values = Table(script.meeting), {"place": "premortem"}
    assert act(moves.Go(), table, "", values) == ()
    follows = moves.Go().follows(script.meeting, due(script.meeting), "", values)
    assert (follows.verb, follows.about) == (moves.GoPast(), "premortem")
    asked = moves.GoPast().ask(table, "premortem")
    assert asked.title == "Skip References and Constraints and mutual fit?"
    assert asked.enter == "Skip, go to Premortem"
    assert asked.says == ("The reason goes into the record. g goes back to what was skipped.",)
    assert isinstance(moves.GoPast().ask(table, "decision"), Refused)
    assert "Press g" in moves.GoPast().ask(table, "").reason
    refused = act(moves.GoPast(), table, "premortem", {"reason": ""})
    assert "Give a reason" in refused.reason
    *skipped, opened = act(moves.GoPast(), table, "premortem", {"reason": "No time left"})
    assert [x.place.step for x in skipped] == ["references", "fit"]
    assert opened.place.step == "premortem"


def test_going_where_nothing_is_passed_or_nobody_may_go_asks_nothing_more(meet):
    script = meet().settle()
    table, now = Table(script.meeting), due(script.meeting)
    assert moves.Go().follows(script.meeting, now, "", {"place": "references"}) is None
    assert moves.Go().follows(script.meeting, now, "", {"place": "vote"}) is None
    assert isinstance(act(moves.Go(), table, "", {"place": "vote"}), Refused)
    (opened,) = act(moves.Go(), table, "", {"place": "depth"})
    assert opened.place.competency == "depth"


def test_the_wrap_up_is_asked_about_in_its_own_question(meet):
    script = meet().settle()
    table, values = Table(script.meeting), {"place": moves.WRAP_UP}
    assert act(moves.Go(), table, "", values) == ()
    follows = moves.Go().follows(script.meeting, due(script.meeting), "", values)
    assert follows.verb == WrapUp()
    assert [field.name for field in WrapUp().ask(table, "").fields] == ["reason"]
    assert isinstance(WrapUp().ask(Table(meet().settle_all().meeting), ""), Refused)
    voted = meet().to_decision()
    assert isinstance(WrapUp().ask(Table(voted.meeting), ""), Refused)


@pytest.mark.parametrize(
    ("place", "refusal"),
    [
        (Place(step="competency"), "no such place"),
        (Place(step="competency", competency="nothing"), "no such place"),
        (Place(step="fit", competency="judgment"), "no such place"),
        (Place(step="preflight"), "Preflight is finished."),
        (Place(step="role-clarity"), "Role clarity is finished."),
        (JUDGMENT, "Judgment is finished. Press o to reopen it"),
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
    script.do(moves.go, Place(step="vote"), "No time")
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
    assert script.meeting.open_round(None) is None
    script.decide()
    assert "Final vote is finished" in script.refusal(moves.go, Place(step="vote"))


def test_a_skipped_vote_can_be_gone_back_to_until_the_decision(meet):
    vote = Place(step="vote")
    script = meet().to_vote()
    script.do(moves.waive, "No time")
    assert vote in moves.reachable(script.meeting)

    script.do(moves.go, vote)
    assert vote not in script.meeting.waived
    assert due(script.meeting).verb.name == "reveal_votes"
    script.vote("34433")
    assert script.meeting.vote.revealed


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
    script.do(moves.go, Place(step=step), "No time") if step != "references" else None
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
    script.reveal().do(rounds.open_round, "influence")
    script.enter("influence", lin=4)
    script.do(moves.waive, "No time")
    poll = script.meeting.competencies["influence"]
    assert poll.closed.closing == "not-discussed"
    assert script.meeting.cells == {}
    script.do(talk.reopen, "judgment", "There is time")
    assert JUDGMENT not in script.meeting.waived
    assert script.meeting.competencies["judgment"].closed is None


def test_what_cannot_be_left_out(meet):
    script = meet().to_vote().vote()
    assert "vote is revealed" in script.refusal(moves.waive, "Late")
    script.do(advance)
    assert "Decision cannot be skipped" in script.refusal(moves.waive, "Late")
    assert not moves.is_waivable(script.meeting)
    script.decide().do(advance)
    assert "Read-back and record cannot be skipped" in script.refusal(moves.waive, "Late")
    settled = replace(meet().settle().meeting, place=JUDGMENT)
    assert "Judgment is already finished" in moves.waive(settled, "Late").reason


def test_a_step_in_which_everything_was_asked_is_not_skipped(meet):
    script = meet(references=REFERENCES).settle_all()
    for step in ("references", "fit", "premortem"):
        assert script.meeting.place.step == step
        while due(script.meeting).verb != Advance():
            assert moves.is_waivable(script.meeting)
            main_action(script)
        assert "Everything here has been asked" in script.refusal(moves.waive, "No time")
        table = Table(script.meeting)
        assert "Everything here has been asked" in moves.Waive().ask(table, "").reason
        script.do(advance)


def test_a_discussed_competency_is_never_skipped(meet):
    script = meet(judgment="1144n").reveal()
    script.do(talk.argue, "It depends")
    if script.meeting.poll("judgment").closed is not None:
        script.do(talk.reopen, "judgment", "A doubt")
        script.do(moves.go, JUDGMENT) if script.meeting.place != JUDGMENT else None
    assert "was discussed: close it" in script.refusal(moves.waive, "No time")


def test_a_question_about_the_only_thing_to_skip_names_it(meet):
    script = meet()
    assert moves.Waive().ask(Table(script.meeting), "").title == "Skip: Judgment"
    script.settle_all()
    asked = moves.Waive().ask(Table(script.meeting), "")
    assert (asked.title, [field.name for field in asked.fields]) == (
        "Skip: References",
        ["reason"],
    )


def main_action(script):
    """Do the main action of the references, the fit or the premortem."""
    meeting, main = script.meeting, due(script.meeting)
    rules = {
        "review_reference": lambda: references.review_reference(meeting, main.about or None),
        "mark_constraint": lambda: fit.mark_constraint(meeting, main.about, told=False),
        "note_owed": lambda: fit.note_owed(meeting),
        "give_cause": lambda: premortem.give_causes(meeting, main.about, []),
    }
    script.add_all(rules[main.verb.name]())
