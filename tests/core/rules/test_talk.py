"""Challenges, arguments, closing and reopening."""

from __future__ import annotations

from dataclasses import replace

import pytest

from debrief.core.rules import moves, opening, rounds, talk
from debrief.core.steps import Place

HELD = {"new_evidence": False, "outcome": "held"}

BEHIND_THE_GATE = [
    (talk.record_challenge, ("But",), HELD),
    (talk.waive_challenge, ("Late",), {}),
    (talk.argue, ("So",), {}),
    (talk.close, (), {}),
    (talk.reopen, ("judgment", "A doubt"), {}),
]


@pytest.mark.parametrize(("rule", "args", "more"), BEHIND_THE_GATE)
def test_nothing_before_the_gate_or_after_the_finish(start, meet, rule, args, more):
    assert "role clarity gate first" in start().open().refusal(rule, *args, **more)
    script = meet().to_decision().decide().finish()
    assert "is finished" in script.refusal(rule, *args, **more)


# ---- the challenge


def test_a_challenge_records_who_what_and_whether_it_brought_evidence(meet):
    script = meet(judgment="34333").reveal().challenge(new_evidence=True)
    event = script.log[-1].event
    assert (event.competencies, event.basis, event.challengers) == (
        ("judgment",),
        "dissent",
        ("lin",),
    )
    assert (event.new_evidence, event.outcome, event.closes) == (True, "held", "agreed")
    assert script.meeting.competencies["judgment"].challenges == (event,)


def test_a_challenge_needs_its_words(meet):
    assert "what was argued" in meet().reveal().refusal(talk.record_challenge, " ", **HELD)


def test_changed_opens_a_round_as_long_as_there_is_one(meet):
    script = meet().reveal().second_round("judgment", lin="keep")
    changed = {"new_evidence": True, "outcome": "changed"}
    assert "That was the last round" in script.refusal(talk.record_challenge, "But", **changed)
    script.do(talk.record_challenge, "But", new_evidence=True, outcome="open")


def test_a_joint_challenge_that_changes_opens_a_round_where_it_was_held(meet):
    script = meet().settle().settle()
    for _ in range(2):
        script.reveal().do(talk.waive_challenge, "Late", together=True)
    here = script.meeting.place.competency
    event = script.challenge("changed").log[-1].event
    assert event.competencies == ("culture", "depth")
    polls = script.meeting.competencies
    assert (polls[here].open_round, polls[here].closed) == (2, None)
    other = polls["depth" if here == "culture" else "culture"]
    assert (other.open_round, other.closed.closing) == (None, "agreed")


def test_a_joint_challenge_that_stays_open_closes_all_as_needing_more_signal(meet):
    script = meet().settle().settle()
    for _ in range(2):
        script.reveal().do(talk.waive_challenge, "Late", together=True)
    script.challenge("open")
    polls = script.meeting.competencies
    assert polls["culture"].closed.closing == polls["depth"].closed.closing == "needs-more-signal"


NO_CHALLENGE = [
    ("33333", lambda s: None, "Reveal the ratings first"),
    ("33333", lambda s: s.reveal().do(rounds.open_round, "judgment"), "Reveal the ratings first"),
    ("33333", lambda s: s.reveal().challenge() and s.do(talk.reopen, "judgment", "Doubt"),
     "settled already"),
    ("22333", lambda s: s.reveal(), "no consensus"),
    ("33nnn", lambda s: s.reveal(), "no consensus"),
    ("33333", lambda s: s.do(moves.go, Place(step="references")), "nothing to challenge"),
    ("33333", lambda s: s.to_vote(), "only when it is unanimous"),
    ("33333", lambda s: s.to_vote().vote("33332"), "only when it is unanimous"),
    ("33333", lambda s: s.to_vote().vote("33333").challenge(), "challenged already"),
    ("33333", lambda s: s.to_vote().vote("33333").challenge("changed"), "only when it is"),
    ("33333", lambda s: s.reveal().second_round("judgment", lin=4), "Lin Day moved"),
]  # fmt: skip


@pytest.mark.parametrize(("marks", "prepare", "refusal"), NO_CHALLENGE)
def test_no_challenge_is_due(meet, marks, prepare, refusal):
    script = meet(judgment=marks)
    prepare(script)
    assert refusal in script.refusal(talk.record_challenge, "But", **HELD)
    assert refusal in script.refusal(talk.waive_challenge, "Late")


def test_who_rated_another_role_rates_anew_before_the_challenge_and_the_close(start):
    script = start().open()
    script.do(opening.confirm_role, "lin", "differs", differs="x", ruling="y", ratings="re-rate")
    for panelist in ("dana", "omar", "priya", "tom"):
        script.do(opening.confirm_role, panelist, "same")
    script.do(opening.pass_gate)
    script.reveal()
    due = "Lin Day rated another role"
    assert due in script.refusal(talk.record_challenge, "But", **HELD)
    assert due in script.refusal(talk.close)
    script.do(talk.close, "contested", "Lin has no view of this role")


def test_the_vote_is_challenged_once_and_repeated_once(meet):
    script = meet().to_vote().vote("33333").challenge()
    assert script.log[-1].event.closes is None
    assert script.meeting.place.step == "vote"
    script = meet().to_vote().vote("33333").challenge("changed")
    assert script.log[-1].event.opens_round == 2
    script.enter(None, lin=4).do(rounds.reveal_votes, script.opened(None))
    assert "challenged already" in script.refusal(talk.record_challenge, "But", **HELD)


def test_a_vote_repeated_after_an_undone_challenge_is_not_repeated_again(meet):
    script = meet().to_vote().vote("33333").challenge("changed").enter(None, lin=4)
    script.do(rounds.reveal_votes, script.opened(None))
    poll = script.meeting.vote
    unchallenged = replace(script.meeting, vote=replace(poll, challenges=()))
    refused = talk.record_challenge(unchallenged, "But", new_evidence=False, outcome="changed")
    assert "repeated once already" in refused.reason


# ---- waiving it


def test_a_waived_challenge_closes_as_agreed(meet):
    script = meet().reveal()
    assert "Give a reason" in script.refusal(talk.waive_challenge, " ")
    event = script.do(talk.waive_challenge, "Five minutes left")
    assert (event.closes, event.together) == ("agreed", False)
    assert script.meeting.competencies["judgment"].closed.closing == "agreed"
    assert script.meeting.place.competency == "influence"


def test_a_waived_challenge_of_the_vote(meet):
    script = meet().to_vote().vote("33333")
    assert script.do(talk.waive_challenge, "Late").competencies == ()
    assert script.meeting.vote.challenge_settled
    script.do(moves.advance)


def test_putting_off_needs_the_offer_and_happens_once(meet):
    script = meet().settle().reveal()
    refusal = "only after two were held"
    assert refusal in script.refusal(talk.waive_challenge, "Late", together=True)
    script.challenge().reveal()
    event = script.do(talk.waive_challenge, "Late", together=True)
    assert (event.closes, event.together) == (None, True)
    assert script.meeting.competencies["culture"].put_off
    script.at("culture")
    assert refusal in script.refusal(talk.waive_challenge, "Late", together=True)


def test_waiving_what_was_put_off_closes_all_of_it(meet):
    script = meet().settle().settle()
    for _ in range(2):
        script.reveal().do(talk.waive_challenge, "Late", together=True)
    script.do(talk.waive_challenge, "No time at all")
    assert script.meeting.competencies["depth"].closed.closing == "agreed"
    assert script.meeting.competencies["culture"].closed.closing == "agreed"
    assert script.meeting.place.step == "references"


# ---- arguing and closing


def test_a_disagreement_is_argued_with_or_without_a_line(meet):
    script = meet(judgment="13334").reveal()
    script.do(talk.argue)
    script.do(talk.argue, "One saw the crisis, four did not")
    assert script.meeting.competencies["judgment"].argued == (
        "",
        "One saw the crisis, four did not",
    )


def test_arguing_needs_something_revealed_and_open(meet):
    script = meet(judgment="13334")
    assert "Reveal the ratings first" in script.refusal(talk.argue)
    script.reveal().do(talk.close)
    script.do(rounds.reveal, "influence", script.cards)
    script.do(moves.go, Place(step="fit"))
    assert "Reveal the ratings first" in script.refusal(talk.argue)
    closed = replace(script.meeting, place=Place(step="competency", competency="judgment"))
    assert "reopen it first" in talk.argue(closed).reason
    assert "closed already" in talk.close(closed).reason
    assert "settled already" in talk.no_challenge_due(closed).reason


@pytest.mark.parametrize("closing", ["agreed", "needs-more-signal", "not-discussed"])
def test_another_closing_than_proposed_needs_a_reason(meet, closing):
    script = meet(judgment="13334").reveal()
    assert "Give a reason" in script.refusal(talk.close, closing)
    event = script.do(talk.close, closing, "Tom withdrew his reading")
    assert (event.closing, event.reason) == (closing, "Tom withdrew his reading")
    assert script.meeting.competencies["judgment"].closed.closing == closing


def test_closing_as_proposed_needs_none(meet):
    event = meet(judgment="13334").reveal().do(talk.close, "contested")
    assert (event.closing, event.reason) == ("contested", "")


def test_a_consensus_is_challenged_before_it_closes_unless_it_closes_otherwise(meet):
    script = meet().reveal()
    assert "challenge it first" in script.refusal(talk.close)
    assert "challenge it first" in script.refusal(talk.close, "agreed", "We are sure")
    script.do(talk.close, "needs-more-signal", "We asked one question")


def test_who_moved_is_asked_before_the_close(meet):
    script = meet(judgment="13334").reveal().second_round("judgment", dana=2)
    assert "Dana Day moved" in script.refusal(talk.close)
    assert "Dana Day moved" in script.refusal(talk.close, "agreed", "Enough")
    script.do(rounds.explain_move, "judgment", "dana", "", declined=True)
    script.do(talk.close)


def test_closing_needs_an_open_revealed_competency(meet):
    script = meet(judgment="13334")
    assert "leave the competency out" in script.refusal(talk.close)
    script.reveal().do(rounds.open_round, "judgment")
    assert "Reveal the ratings first" in script.refusal(talk.close)
    script.do(moves.go, Place(step="references"))
    assert "no competency here" in script.refusal(talk.close)


# ---- reopening


def test_reopening_goes_back_there_with_a_reason(meet):
    script = meet().settle().settle()
    assert "Give a reason" in script.refusal(talk.reopen, "judgment", "")
    assert "no competency “nothing”" in script.refusal(talk.reopen, "nothing", "A doubt")
    assert "not closed" in script.refusal(talk.reopen, "culture", "A doubt")
    script.do(talk.reopen, "judgment", "A reference")
    assert script.meeting.place.competency == "judgment"
    assert script.meeting.competencies["judgment"].reopened == ("A reference",)
    script.do(talk.close)
    assert script.meeting.place.competency == "culture"


def test_reopening_ends_with_the_vote_or_the_decision(meet):
    script = meet().to_vote()
    script.do(talk.reopen, "judgment", "A doubt")
    script.do(talk.close)
    script.vote()
    assert "vote is revealed" in script.refusal(talk.reopen, "judgment", "A doubt")
    script = meet().to_vote()
    script.do(moves.waive, "Everybody said it")
    script.decide()
    assert "has decided" in script.refusal(talk.reopen, "judgment", "A doubt")
