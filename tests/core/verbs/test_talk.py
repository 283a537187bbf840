"""Challenges, arguments, closing and reopening."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from debrief.core.form import UNCHOSEN
from debrief.core.steps import Place
from debrief.core.verbs import moves, opening, rounds, talk
from debrief.core.verbs.due import advance, due
from debrief.core.verbs.verb import Table

HELD = {"outcome": "held"}

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
    script = meet(judgment="43444").reveal().challenge("held-new-evidence")
    event = script.log[-1].event
    assert (event.competencies, event.basis, event.challengers) == (
        ("judgment",),
        "dissent",
        ("lin",),
    )
    assert (event.outcome, event.closes) == ("held-new-evidence", "agreed-yes")
    assert script.meeting.competencies["judgment"].challenges == (event,)


@pytest.mark.parametrize("outcome", ["held-new-evidence", "changed"])
def test_what_a_challenge_brought_needs_its_words(meet, outcome):
    script = meet().reveal()
    assert "what was argued" in script.refusal(talk.record_challenge, " ", outcome=outcome)


def test_nobody_has_to_argue(meet):
    event = meet().reveal().do(talk.record_challenge, "", **HELD)
    assert event.argued == "Nobody argued against it."


def test_an_open_challenge_names_the_signal_who_brings_it_and_by_when(meet):
    script = meet().reveal()
    assert "the signal" in script.refusal(talk.record_challenge, "But", outcome="open")
    signal = talk.Signal("A case on vendors", "omar", date(2026, 12, 4))
    wrong = replace(signal, who="nobody")
    refused = script.refusal(talk.record_challenge, "But", outcome="open", signal=wrong)
    assert "on this panel" in refused
    script.do(talk.record_challenge, "But", outcome="open", signal=signal)
    (named,) = script.meeting.competencies["judgment"].signals
    assert (named.signal, named.who, named.by) == ("A case on vendors", "omar", signal.by)


def test_changed_opens_a_round_as_long_as_there_is_one(meet):
    script = meet().reveal().second_round("judgment", lin="keep")
    refused = script.refusal(talk.record_challenge, "But", outcome="changed")
    assert "That was the last round" in refused
    script.challenge("open")


def test_a_joint_challenge_that_changes_opens_a_round_where_it_was_held(meet):
    script = meet(rules=1).settle().settle()
    for _ in range(2):
        script.reveal().do(talk.waive_challenge, "Late", together=True)
    here = script.meeting.place.competency
    event = script.challenge("changed").log[-1].event
    assert event.competencies == ("culture", "depth")
    other = "depth" if here == "culture" else "culture"
    meeting = script.meeting
    assert (meeting.open_round(here), meeting.competencies[here].closed) == (2, None)
    assert meeting.open_round(other) is None
    assert meeting.competencies[other].closed.closing == "agreed"


def test_a_joint_challenge_that_stays_open_closes_all_as_needing_more_signal(meet):
    script = meet(rules=1).settle().settle()
    for _ in range(2):
        script.reveal().do(talk.waive_challenge, "Late", together=True)
    script.challenge("open")
    polls = script.meeting.competencies
    assert polls["culture"].closed.closing == polls["depth"].closed.closing == "needs-more-signal"


NO_CHALLENGE = [
    ("33333", lambda s: None, "Reveal the ratings first"),
    ("33333", lambda s: s.reveal().do(rounds.open_round, "judgment"), "Reveal the ratings first"),
    ("33333", lambda s: s.reveal().challenge() and s.do(talk.reopen, "judgment", "Doubt"),
     "already settled."),
    ("22333", lambda s: s.reveal(), "no consensus"),
    ("33nnn", lambda s: s.reveal(), "no consensus"),
    ("33333", lambda s: s.do(moves.go, Place(step="references")), "nothing to challenge"),
    ("33333", lambda s: s.to_vote(), "only when it is unanimous"),
    ("33333", lambda s: s.to_vote().vote("33332"), "only when it is unanimous"),
    ("33333", lambda s: s.to_vote().vote("33333").challenge(), "has already been challenged."),
    ("33333", lambda s: s.to_vote().vote("33333").challenge("changed"), "only when it is"),
    ("33333", lambda s: s.reveal().second_round("judgment", lin=4), "Lin Day moved"),
]  # fmt: skip


@pytest.mark.parametrize(("marks", "prepare", "refusal"), NO_CHALLENGE)
def test_no_challenge_is_due(meet, marks, prepare, refusal):
    script = meet(judgment=marks)
    prepare(script)
    assert refusal in script.refusal(talk.record_challenge, "But", **HELD)
    assert refusal in script.refusal(talk.waive_challenge, "Late")


def test_under_rules_1_who_rated_another_role_rates_again_before_the_close(start):
    script = start(rules=1).open()
    script.do(opening.confirm_role, "lin", "differs", differs="x", ruling="y", ratings="re-rate")
    for panelist in ("dana", "omar", "priya", "tom"):
        script.do(opening.confirm_role, panelist, "same")
    script.do(opening.pass_gate)
    script.reveal()
    due = "Lin Day rated another role"
    assert due in script.refusal(talk.record_challenge, "But", **HELD)
    assert due in script.refusal(talk.close)
    script.do(talk.close, "needs-more-signal", "Lin has no view of this role")


def test_the_vote_is_challenged_once_and_repeated_once(meet):
    script = meet().to_vote().vote("33333").challenge()
    assert script.log[-1].event.closes is None
    assert script.meeting.place.step == "vote"
    script = meet().to_vote().vote("33333").challenge("changed")
    assert script.log[-1].event.opens_round == 2
    script.enter(None, lin=4).do(rounds.reveal_votes, script.opened(None))
    assert "has already been challenged." in script.refusal(talk.record_challenge, "But", **HELD)


def test_a_vote_repeated_after_an_undone_challenge_is_not_repeated_again(meet):
    script = meet().to_vote().vote("33333").challenge("changed").enter(None, lin=4)
    script.do(rounds.reveal_votes, script.opened(None))
    poll = script.meeting.vote
    unchallenged = replace(script.meeting, vote=replace(poll, challenges=()))
    refused = talk.record_challenge(unchallenged, "But", outcome="changed")
    assert "repeated once already" in refused.reason


# ---- waiving it


def test_a_waived_challenge_closes_as_agreed(meet):
    script = meet().reveal()
    assert "Give a reason" in script.refusal(talk.waive_challenge, " ")
    event = script.do(talk.waive_challenge, "Five minutes left")
    assert (event.closes, event.together) == ("agreed-yes", False)
    assert script.meeting.competencies["judgment"].closed.closing == "agreed-yes"
    assert script.meeting.place.competency == "influence"


def test_a_waived_challenge_of_the_vote(meet):
    script = meet().to_vote().vote("33333")
    assert script.do(talk.waive_challenge, "Late").competencies == ()
    assert script.meeting.vote.challenge_settled
    script.do(advance)


def test_putting_off_needs_the_offer_and_happens_once(meet):
    script = meet(rules=1).settle().reveal()
    refusal = "only after two without new evidence"
    assert refusal in script.refusal(talk.waive_challenge, "Late", together=True)
    script.challenge().reveal()
    event = script.do(talk.waive_challenge, "Late", together=True)
    assert (event.closes, event.together) == (None, True)
    assert script.meeting.competencies["culture"].challenge_deferred
    script.at("culture")
    assert refusal in script.refusal(talk.waive_challenge, "Late", together=True)


def test_waiving_what_was_put_off_closes_all_of_it(meet):
    script = meet(rules=1).settle().settle()
    for _ in range(2):
        script.reveal().do(talk.waive_challenge, "Late", together=True)
    script.do(talk.waive_challenge, "No time at all")
    assert script.meeting.competencies["depth"].closed.closing == "agreed"
    assert script.meeting.competencies["culture"].closed.closing == "agreed"
    assert script.meeting.place.step == "references"


# ---- arguing and closing


def test_a_disagreement_is_argued_with_or_without_a_line_and_closes(meet):
    script = meet(judgment="13334", influence="22333").reveal()
    script.do(talk.argue)
    assert script.meeting.competencies["judgment"].argued == ("Nothing new.",)
    assert script.meeting.place.competency == "influence"
    script.reveal().do(talk.argue, "Two saw the crisis, three did not")
    poll = script.meeting.competencies["influence"]
    assert poll.argued == ("Two saw the crisis, three did not",)
    assert poll.closed.closing == "contested"


def test_an_argument_closes_nothing_while_a_reason_is_owed(meet):
    script = meet(judgment="13334").reveal().second_round("judgment", dana=2)
    event = script.do(talk.argue, "One saw the crisis")
    assert (event.closes, event.then) == (None, None)


def test_arguing_needs_something_revealed_and_open(meet):
    script = meet(judgment="13334")
    assert "Reveal the ratings first" in script.refusal(talk.argue)
    script.reveal().do(talk.close)
    script.do(rounds.reveal, "influence", script.cards)
    script.do(moves.go, Place(step="fit"))
    assert "Reveal the ratings first" in script.refusal(talk.argue)
    closed = replace(script.meeting, place=Place(step="competency", competency="judgment"))
    assert "reopen it first" in talk.argue(closed).reason
    assert "already closed." in talk.close(closed).reason
    assert "already settled." in talk.no_challenge_due(closed).reason


@pytest.mark.parametrize("closing", ["needs-more-signal", "not-discussed"])
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
    assert "challenge it first" in script.refusal(talk.close, "agreed-yes", "We are sure")
    script.do(talk.close, "needs-more-signal", "We asked one question")


def test_who_moved_is_asked_before_the_close(meet):
    script = meet(judgment="13334").reveal().second_round("judgment", dana=2)
    assert "Dana Day moved" in script.refusal(talk.close)
    assert "Dana Day moved" in script.refusal(talk.close, "needs-more-signal", "Enough")
    script.do(rounds.explain_move, "judgment", "dana", "", declined=True)
    script.do(talk.close)


def test_closing_needs_an_open_revealed_competency(meet):
    script = meet(judgment="13334")
    assert "skip the competency" in script.refusal(talk.close)
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
    script.do(talk.close, None, "Nobody wants to rate again")
    assert script.meeting.place.competency == "culture"


def due_after_reopening(script, *acts):
    """Reopen Judgment, do these acts, and return the name of the main action."""
    script.do(talk.reopen, "judgment", "A reference contradicts it")
    for rule, *args in acts:
        script.do(rule, *args)
    return due(script.meeting).verb.name


NEW_ROUND = {"dana": 3, "lin": 3, "omar": 3, "priya": 3, "tom": 4}


def test_what_was_talked_over_and_reopened_is_rated_again(meet):
    script = meet().settle()
    assert due_after_reopening(script) == "open_round"
    main = due(script.meeting)
    assert main.verb.label(script.meeting, main.about) == "Rate again, blind"
    assert "closes it with a reason" in main.verb.guidance(script.meeting, main.about)
    script.do(rounds.open_round, "judgment")
    assert due(script.meeting).verb.name == "reveal_round"
    script.do(rounds.abandon_round, "judgment", "Lin lost the line")
    assert due(script.meeting).verb.name == "open_round"
    script.second_round("judgment", **NEW_ROUND)
    assert due(script.meeting).verb.name == "explain"
    script.do(rounds.explain_move, "judgment", "tom", "The reference")
    assert due(script.meeting).verb.name == "close"
    assert talk.Close().ask(Table(script.meeting), "") is None
    assert script.do(talk.close).reason == ""


def test_what_was_never_talked_over_is_rated_again_too(meet):
    left_out = meet()
    left_out.do(moves.waive, "No time")
    assert due_after_reopening(left_out) == "reveal"
    for marks in ("33333", "11444"):
        script = meet(judgment=marks)
        script.do(rounds.wrap_up, script.cards, None, "Seven minutes left")
        assert due_after_reopening(script) == "open_round"


def test_what_nobody_rated_is_rated_when_it_is_reopened(meet):
    script = meet(judgment="nnnnn").settle()
    assert due_after_reopening(script) == "open_round"


def test_without_a_round_left_it_closes_with_a_reason(meet):
    script = meet(judgment="11444").reveal().second_round("judgment", dana=4)
    script.do(rounds.explain_move, "judgment", "dana", "Heard Omar")
    script.do(talk.argue, "It depends")
    script.do(talk.reopen, "judgment", "A doubt")
    script.second_round("judgment", dana=1)
    script.do(rounds.explain_move, "judgment", "dana", "", declined=True)
    script.do(talk.close)
    assert due_after_reopening(script) == "close"
    asked = talk.Close().ask(Table(script.meeting), "")
    assert [field.name for field in asked.fields] == ["reason"]
    refused = talk.Close().do(Table(script.meeting), "", {"reason": ""})
    assert "Give a reason" in refused.reason
    (closed,) = talk.Close().do(Table(script.meeting), "", {"reason": "Nothing new"})
    assert (closed.closing, closed.reason) == ("contested", "Nothing new")


def test_nobody_in_the_call_may_rate_it_again(meet):
    script = meet(judgment="3rrrr").settle()
    script.do(opening.mark_attendance, "dana", "left")
    script.do(talk.reopen, "judgment", "A doubt")
    assert due(script.meeting).verb.name == "close"
    asked = talk.Close().ask(Table(script.meeting), "")
    assert [field.name for field in asked.fields] == ["reason", "signal", "who", "by"]


@pytest.mark.parametrize(
    ("marks", "close", "offered"),
    [
        ("33333", {}, {"close:agreed-yes": "close as before: agreed: yes"}),
        (
            "13334",
            {"asks_ruling": True},
            {
                "close:contested": "close as before: contested",
                "close:yes-one-against": "close as yes, one against",
            },
        ),
    ],
)
def test_a_reopened_competency_closes_as_before_with_a_reason(meet, marks, close, offered):
    script = meet(judgment=marks).reveal()
    script.do(talk.argue, "It depends", **close) if close else script.challenge()
    script.do(talk.reopen, "judgment", "A reference")
    asked = moves.Waive().ask(Table(script.meeting), "")
    found = {option.value: option.label for option in asked.fields[0].options}
    assert asked.fields[0].value == UNCHOSEN
    assert found == {**offered, "close:needs-more-signal": "close as needs more signal"}
    first = next(iter(offered))
    refused = moves.Waive().do(Table(script.meeting), "", {"what": first, "reason": ""})
    assert "Give a reason" in refused.reason
    closed = moves.Waive().do(Table(script.meeting), "", {"what": first, "reason": "As it was"})
    assert (f"close:{closed.closing}", closed.reason) == (first, "As it was")


def test_a_wrapped_up_competency_closes_as_before_or_its_challenge_is_skipped(meet):
    script = meet()
    script.do(rounds.wrap_up, script.cards, None, "Seven minutes left")
    script.do(talk.reopen, "judgment", "There is time")
    asked = moves.Waive().ask(Table(script.meeting), "")
    assert [option.label for option in asked.fields[0].options] == [
        "the challenge",
        "close as before: not discussed",
        "close as needs more signal",
    ]


def test_a_closing_that_is_no_longer_true_is_not_offered_as_before(meet):
    script = meet(judgment="11444", absent=("dana", "lin")).reveal()
    script.do(talk.argue, "It depends")
    script.do(talk.reopen, "judgment", "Dana and Lin rated another role")
    differs = {"differs": "Another", "ruling": "This one", "ratings": "set-aside"}
    for panelist in ("dana", "lin"):
        script.do(opening.mark_attendance, panelist, "late")
        script.do(opening.confirm_role, panelist, "differs", **differs)
    asked = moves.Waive().ask(Table(script.meeting), "")
    assert not [x for x in asked.fields[0].options if "as before" in x.label]


def test_reopening_ends_with_the_vote_or_the_decision(meet):
    script = meet().to_vote()
    script.do(talk.reopen, "judgment", "A doubt")
    script.do(talk.close, None, "It was none")
    script.vote()
    assert "vote is revealed" in script.refusal(talk.reopen, "judgment", "A doubt")
    script = meet().to_vote()
    script.do(moves.waive, "Everybody said it")
    script.decide()
    assert "has decided" in script.refusal(talk.reopen, "judgment", "A doubt")
