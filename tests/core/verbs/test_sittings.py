"""A decision to wait ends the meeting and not the session: what can be done when it goes on."""

from __future__ import annotations

from datetime import date

import pytest

from debrief.core.brief import Reference
from debrief.core.form import Option
from debrief.core.meeting import events as e
from debrief.core.meeting.dissent import to_ask, to_word
from debrief.core.meeting.promises import proposed_conditions
from debrief.core.meeting.question import VoteQuestion
from debrief.core.record.build import record
from debrief.core.refused import Refused
from debrief.core.room.view_closing import decision_view
from debrief.core.steps import Place
from debrief.core.verbs import (
    anytime,
    decision,
    fit,
    moves,
    premortem,
    references,
    rounds,
    sittings,
    talk,
)
from debrief.core.verbs import record as ending
from debrief.core.verbs.due import advance, due
from debrief.core.verbs.verb import Table, act, question
from debrief.core.vocabulary import FollowUp

DAY = date(2027, 5, 24)
BOSS = Reference.model_validate({"id": "boss", "relation": "Boss"})
WAIT = {
    "more-signal": {"test": "Half a day", "tester": "Lin Day", "due": DAY},
    "postponed": {"until": DAY, "would_change": "The budget"},
}


def ended(script, outcome="postponed"):
    """Return the script of a meeting that ended with a decision to wait."""
    script.do(decision.decide, outcome, "Too early", **WAIT[outcome])
    script.do(sittings.end_sitting)
    return script


@pytest.fixture
def resumed(meet):
    """Return a maker of scripts of meetings that were carried on."""

    def made(outcome="postponed", on_file=(), **more):
        script = ended(meet(**more).to_decision("31233"), outcome)
        script.add_all(sittings.carry_on(script.meeting, on_file))
        return script

    return made


@pytest.mark.parametrize("outcome", WAIT)
def test_a_decision_to_wait_ends_the_meeting_and_not_the_session(meet, outcome):
    script = meet().to_decision()
    assert "Dana Day decides first" in script.refusal(sittings.end_sitting)
    script.do(decision.decide, outcome, "Too early", **WAIT[outcome])
    verb = due(script.meeting).verb
    assert (verb, verb.label(script.meeting, "")) == (sittings.EndSitting(), "End the meeting")
    words = {"more-signal": "More signal", "postponed": "Postponed"}
    assert verb.guidance(script.meeting, "").startswith(f"{words[outcome]}, until Mon 24 May 2027.")
    script.add_all(act(verb, Table(script.meeting), "", {}))
    assert due(script.meeting).verb == ending.Leave()
    assert "stays open" in due(script.meeting).verb.guidance(script.meeting, "")
    assert script.meeting.finished is None
    assert "has ended" in script.refusal(anytime.take_minute, "More")
    assert "has ended" in script.refusal(anytime.undo, script.log)
    assert not script.meeting.decided


def test_nobody_is_asked_for_dissent_before_the_decision(meet):
    assert to_ask(ended(meet().to_decision("31233")).meeting) == ()


def test_only_a_meeting_that_waits_is_carried_on(meet):
    script = meet().to_decision()
    assert sittings.carry_on(script.meeting, ()) == ()
    script.do(decision.decide, "postponed", "Too early", **WAIT["postponed"])
    assert sittings.carry_on(script.meeting, ()) == (e.SittingResumed(),)  # also after a crash
    script.do(sittings.end_sitting)
    script.add_all(sittings.carry_on(script.meeting, ()))
    assert sittings.carry_on(script.meeting, ()) == ()
    decided = meet().to_decision().decide()
    assert sittings.carry_on(decided.meeting, ()) == ()


def test_references_that_came_since_are_added_and_heard(resumed):
    script = resumed(on_file=(BOSS,))
    assert [x.id for x in script.meeting.references] == ["boss"]
    assert label(script) == "Hear the new reference"
    script.do(sittings.go_back_to, "references")
    assert due(script.meeting).about == "boss"
    script.do(references.review_reference, "boss")
    script.do(advance)
    assert script.meeting.place == Place(step="decision")
    two = resumed(on_file=(BOSS, BOSS.model_copy(update={"id": "cto"})))
    assert label(two) == "Hear the new references"


def label(script):
    main = due(script.meeting)
    return main.verb.label(script.meeting, main.about)


def test_everybody_votes_again_and_all_votes_are_kept(resumed):
    script = resumed()
    script.do(sittings.go_back_to, "vote")
    assert script.meeting.cells[VoteQuestion()].round == 2
    script.enter(None, lin=3, omar=3)
    script.do(rounds.reveal_votes, script.opened(None))
    assert [len(x.marks) for x in script.meeting.vote.rounds] == [5, 5]
    assert "the new vote is revealed" in script.refusal(sittings.go_back_to, "vote")
    assert "stay as they closed" in script.refusal(talk.reopen, "culture", "A doubt")
    if due(script.meeting).verb == talk.Challenge():
        script.challenge()
    script.do(advance)
    assert due(script.meeting).about == "decide"
    script.decide("hire")
    assert script.meeting.decided
    found = record(script.log, None)
    assert [x.outcome for x in found.earlier_decisions] == ["postponed"]
    assert len(found.vote.rounds) == 2
    assert found.carried_on == (script.meeting.carried_on.at,)


def dissenting(script, panelist="omar"):
    script.do(decision.record_dissent, panelist, "Not without the test.", confirmed=True)
    script.do(decision.answer_dissent, script.meeting.dissents[-1].id, "It can wait.")
    return script


def carried_on_with_dissent(meet):
    script = ended(dissenting(meet().to_decision("33312")))
    script.add_all(sittings.carry_on(script.meeting, ()))
    return script


def voted_again(script, votes):
    script.do(sittings.go_back_to, "vote")
    script.vote(votes)
    if due(script.meeting).verb == talk.Challenge():
        script.challenge()
    script.do(advance)
    return script


def test_a_dissent_belongs_to_the_decision_it_was_about(meet):
    script = voted_again(carried_on_with_dissent(meet), "33333")
    assert decision_view(script.meeting).dissents == ()
    script.decide("hire")
    script.finish()
    found = record(script.log, None)
    assert (found.dissents, found.asked) == ((), ())
    [earlier] = found.earlier_decisions
    assert [(x.panelist, x.answer) for x in earlier.dissents] == [("omar", "It can wait.")]
    assert script.log[-1].event.summary.dissents == 0


def test_people_who_dissented_before_are_asked_by_name_about_the_new_decision(meet):
    script = voted_again(carried_on_with_dissent(meet), "33233")
    script.do(decision.decide, "hire", "It weighs more.", review=DAY)
    assert to_ask(script.meeting) == ("omar",)
    script.do(decision.ask_dissent, {"omar": "dissents"})
    assert to_word(script.meeting) == ("omar",)
    dissenting(script)
    found = record(script.log, None)
    assert [x.panelist for x in found.dissents] == ["omar"]
    assert len(found.earlier_decisions[0].dissents) == 1


def test_a_dissent_from_an_open_decision_is_the_records(meet):
    script = carried_on_with_dissent(meet)
    assert len(record(script.log, None).dissents) == 1
    assert record(script.log, None).earlier_decisions == ()


def facts(script):
    return {row.label: row.texts for row in decision_view(script.meeting).carried_on}


def test_the_vote_then_stays_that_of_then(meet):
    script = carried_on_with_dissent(meet)
    then = facts(script)
    assert then["Vote then"] == ("3 yes · 1 no, 1 strong no",)
    assert "Dissent at the time: Omar Day" in then["Decided then"]
    voted_again(script, "33331")
    assert facts(script)["Vote then"] == then["Vote then"]
    assert facts(script)["Vote now"] == ("4 yes · 1 strong no",)
    script.do(decision.decide, "postponed", "Still too early", **WAIT["postponed"])
    script.do(sittings.end_sitting)
    script.add_all(sittings.carry_on(script.meeting, ()))
    assert facts(script)["Vote then"] == ("4 yes · 1 strong no",)


def test_a_competency_is_reopened_until_the_next_vote(resumed):
    script = resumed()
    script.do(talk.reopen, "culture", "The reference")
    script.second_round("culture", lin=2)
    script.do(rounds.explain_move, "culture", "lin", "I read it")
    if due(script.meeting).verb == talk.Challenge():
        script.challenge()
    else:
        script.do(talk.close)
    assert script.meeting.place == Place(step="decision")
    assert len(script.meeting.competencies["culture"].rounds) == 2


def test_the_premortem_is_held_again_and_all_causes_are_kept(resumed):
    script = resumed()
    script.do(sittings.go_back_to, "premortem")
    assert due(script.meeting).about == "failed"
    script.do(premortem.give_causes, "failed", ["The adviser leaves"])
    script.do(premortem.give_causes, "missed", [])
    script.do(advance)
    assert len(record(script.log, None).premortem.failed) == 2


def test_constraints_that_had_not_been_told_are_asked_about_again(resumed):
    script = resumed()
    script.do(sittings.go_back_to, "fit")
    constraint = script.meeting.brief.role.constraints[0]
    assert due(script.meeting).about == constraint
    assert f"Tell K-17: {constraint}" in proposed_conditions(script.meeting)
    script.do(fit.mark_constraint, constraint, told=True, by=["lin"])
    assert f"Tell K-17: {constraint}" not in proposed_conditions(script.meeting)
    script.do(advance)
    assert script.meeting.place == Place(step="decision")


def test_what_comes_next_is_chosen(resumed):
    script = resumed("more-signal")
    verb = due(script.meeting).verb
    assert verb == sittings.CarryOn()
    assert "Press a number" in verb.guidance(script.meeting, "")
    table = Table(script.meeting)
    assert question(verb, table) is None
    values = [option.value for option in sittings.next_choices(script.meeting)]
    assert values == ["vote", "decide", "premortem", "fit"]
    assert due(script.meeting).about == "vote"
    assert verb.label(script.meeting, "vote") == "Vote again"
    assert act(verb, table, "decide", {}) == ()
    follows = verb.follows(script.meeting, due(script.meeting), "decide", {})
    assert follows.verb == decision.Decide()
    assert verb.follows(script.meeting, due(script.meeting), "vote", {}) is None
    assert act(verb, table, "vote", {}) == e.StepOpened(place=Place(step="vote"))


def test_what_a_new_reference_contradicts_is_offered_to_be_reopened(resumed):
    against = {"competency": "culture", "finding": "contradicts", "note": "Nobody spoke up"}
    boss = Reference.model_validate({"id": "boss", "relation": "Boss", "findings": [against]})
    script = resumed(on_file=(boss,))
    assert due(script.meeting).about == "reference"
    script.do(sittings.go_back_to, "references")
    script.do(references.review_reference, "boss")
    script.do(advance)
    values = [option.value for option in sittings.next_choices(script.meeting)]
    assert values == ["", "vote", "decide", "reopen:culture", "premortem", "fit"]
    verb = sittings.CarryOn()
    assert verb.label(script.meeting, "reopen:culture") == "Reopen Culture"
    assert act(verb, Table(script.meeting), "reopen:culture", {}) == ()
    follows = verb.follows(script.meeting, due(script.meeting), "reopen:culture", {})
    assert (follows.verb, follows.about) == (talk.Reopen(), "culture")
    script.do(sittings.go_back_to, "vote")
    script.vote("33332").do(advance)
    values = [option.value for option in sittings.next_choices(script.meeting)]
    assert values == ["", "", "decide", "", "premortem", "fit"]
    labels = [option.label for option in sittings.next_choices(script.meeting)]
    assert labels[:4] == [
        "Done: Hear the new reference",
        "Done: Vote again",
        "Decide",
        "Too late: Reopen Culture",
    ]
    assert "Press the number" in act(verb, Table(script.meeting), "", {}).reason


def test_the_new_reference_is_read_at_once(meet):
    script = ended(meet(references=(BOSS,)).to_decision("31233"), "postponed")
    cto = BOSS.model_copy(update={"id": "cto"})
    script.add_all(sittings.carry_on(script.meeting, (BOSS, cto)))
    verb = sittings.CarryOn()
    assert label(script) == "Hear the new reference"
    script.add(act(verb, Table(script.meeting), "reference", {}))
    follows = verb.follows(script.meeting, due(script.meeting), "reference", {})
    assert (follows.verb, follows.about) == (references.ReviewReference(), "cto")


@pytest.mark.parametrize(
    ("cards", "offered"), [({"judgment": "22244"}, True), ({"influence": "22244"}, False)]
)
def test_a_must_have_without_a_result_is_offered_to_be_reopened(resumed, cards, offered):
    script = resumed(**cards)
    places = [option.value for option in sittings.next_choices(script.meeting)]
    assert ("reopen:judgment" in places) == offered
    if offered:
        script.do(talk.reopen, "judgment", "The half day")
        script.second_round("judgment", lin=4, dana=4, omar=4)
        for panelist in ("dana", "lin", "omar"):
            script.do(rounds.explain_move, "judgment", panelist, "It went well")
        script.challenge()
        after = sittings.next_choices(script.meeting)
        assert after[places.index("reopen:judgment")].label == "Done: Reopen Judgment"
        assert [x.value for x in after if x.value] == [x for x in places if "reopen" not in x]


def test_a_meeting_that_was_not_carried_on_has_no_choices(meet):
    assert sittings.next_choices(meet().meeting) == ()


def test_every_promise_is_listed_and_marked_as_kept_with_what_was_found(meet):
    script = meet().to_decision()
    script.do(anytime.add_promise, "Send the history", "omar", DAY)
    given = {"outcome": "more-signal", "rationale": "Too little", "test": "Half a day"}
    table = Table(script.meeting, today=date(2026, 12, 1))
    script.add_all(act(decision.Decide(), table, "", {**given, "tester": "lin", "due": "+7"}))
    script.do(sittings.end_sitting)
    script.add_all(sittings.carry_on(script.meeting, ()))
    assert facts(script)["Promised"] == (
        "Send the history: Omar Day, Mon 24 May 2027 · still open",
        "Half a day: Lin Day, Tue 8 December 2026 · still open",
    )
    options = [x for x in sittings.next_choices(script.meeting) if x.value.startswith("kept:")]
    assert [x.label for x in options] == [
        "Mark as kept: Send the history",
        "Mark as kept: Half a day",
    ]
    for option, found in zip(options, (" It is short. ", ""), strict=True):
        main = due(script.meeting)
        assert act(main.verb, Table(script.meeting), option.value, {}) == ()
        follows = main.verb.follows(script.meeting, main, option.value, {})
        asked = question(follows.verb, Table(script.meeting), follows.about)
        assert [field.label for field in asked.fields] == ["What was found"]
        table = Table(script.meeting)
        script.add_all(act(follows.verb, table, follows.about, {"found": found}))
        assert isinstance(question(follows.verb, Table(script.meeting), follows.about), Refused)
    assert facts(script)["Promised"] == (
        "Send the history: Omar Day, Mon 24 May 2027 · kept on Tue 24 November 2026: It is short.",
        "Half a day: Lin Day, Tue 8 December 2026 · kept on Tue 24 November 2026",
    )
    assert sittings.next_choices(script.meeting)[-2:] == (
        Option("", "Done: Send the history"),
        Option("", "Done: Half a day"),
    )
    assert due(script.meeting).verb == sittings.CarryOn()
    kept = record(script.log, None).promises
    assert [(x.kept is not None, x.found) for x in kept] == [(True, "It is short."), (True, "")]


def test_a_promise_to_mark_as_kept_is_chosen(meet):
    script = meet().to_decision()
    assert isinstance(question(sittings.KeepPromise(), Table(script.meeting)), Refused)
    for text in ("Send the history", "Call them"):
        script.do(anytime.add_promise, text)
    asked = question(sittings.KeepPromise(), Table(script.meeting))
    assert [x.label for x in asked.fields[0].options] == ["Send the history", "Call them"]
    given = {"promise": asked.fields[0].options[1].value}
    script.add_all(act(sittings.KeepPromise(), Table(script.meeting), "", given))
    assert [x.kept_at is None for x in script.meeting.promises] == [True, False]


def test_promises_of_the_first_rules_are_listed_too(resumed):
    script = resumed()
    assert "Promised" not in facts(script)
    script.add(e.FollowUpAdded(follow_up=FollowUp(text="Write to HR", owner="Lin Day")))
    assert facts(script)["Promised"] == ("Write to HR: Lin Day, no day",)


def test_only_a_meeting_carried_on_goes_back(meet, resumed):
    script = meet().to_decision()
    assert "carried on" in script.refusal(sittings.go_back_to, "vote")
    script = resumed()
    script.decide("hire")
    assert "carried on" in script.refusal(sittings.go_back_to, "vote")


def test_a_step_that_was_skipped_and_then_held_is_no_more_left_out(meet):
    script = meet().settle_all()
    for _ in range(3):
        script.do(moves.waive, "No time")
    script.do(moves.waive, "Two have left")
    ended(script)
    script.add_all(sittings.carry_on(script.meeting, ()))
    assert len(record(script.log, None).left_out) == 4
    script.do(sittings.go_back_to, "vote")
    script.vote()
    if due(script.meeting).verb == talk.Challenge():
        script.challenge()
    script.do(advance)
    assert [x.step for x in record(script.log, None).left_out] == [
        "references", "fit", "premortem",
    ]  # fmt: skip


@pytest.mark.parametrize("outcome", WAIT)
def test_the_record_of_a_meeting_that_ended_is_interim(meet, outcome):
    script = ended(meet().to_decision(), outcome)
    found = record(script.log, None, "ab12")
    assert (found.status, found.until, found.head) == ("interim", DAY, "ab12")
    assert record(script.log, None).head is None
    script.add_all(sittings.carry_on(script.meeting, ()))
    assert record(script.log, None).status is None


def test_a_refused_choice_is_no_act(resumed):
    script = resumed()
    refused = act(sittings.CarryOn(), Table(script.meeting), "kept:99", {})
    assert isinstance(refused, Refused)
