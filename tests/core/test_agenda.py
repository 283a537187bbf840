"""The order of the places, and what is due at each of them."""

from __future__ import annotations

from datetime import date

import pytest

from debrief.core.brief import Reference
from debrief.core.meeting import agenda
from debrief.core.meeting.agenda import next_place
from debrief.core.meeting.promises import proposed_conditions
from debrief.core.meeting.state import Meeting
from debrief.core.steps import Place
from debrief.core.verbs import decision, fit, moves, opening, premortem, references, rounds, talk
from debrief.core.verbs.due import Advance, advance, due, due_of_poll
from debrief.core.verbs.verb import Due

BOSS = Reference.model_validate({"id": "boss", "relation": "Boss"})
DIFFERS = {"differs": "On call", "ruling": "Not on call"}


def where(script):
    return script.meeting.place.competency or script.meeting.place.step


def dues(script):
    found = due(script.meeting)
    return found.verb.name, found.about


# ---- the order


def test_the_normal_path_visits_every_place_in_order(meet):
    script = meet().to_decision().decide()
    script.do(advance)
    seen = [("role-clarity", None)]
    for logged in script.log:
        then = getattr(logged.event, "then", None) or getattr(logged.event, "place", None)
        if then is not None:
            seen.append((then.step, then.competency))
    assert seen == [(p.step, p.competency) for p in script.meeting.places()][1:]


def test_the_gate_leads_to_the_first_competency(meet):
    assert where(meet()) == "judgment"


def test_later_competencies_come_first_then_earlier_ones_left_open(meet):
    script = meet().at("culture").settle()
    assert where(script) == "depth"
    assert where(script.settle()) == "judgment"
    assert where(script.settle()) == "influence"
    assert where(script.settle()) == "references"


def test_those_put_off_come_last(meet):
    script = meet(rules=1).settle().settle()
    script.reveal().do(talk.waive_challenge, "Late", together=True)
    assert agenda.deferred_challenges(script.meeting) == ("culture",)
    script.do(talk.reopen, "judgment", "A doubt")
    script.do(talk.close, None, "It was none")
    assert where(script) == "depth"
    assert where(script.settle()) == "culture"


def test_the_last_one_put_off_stays(meet):
    script = meet(rules=1).settle().settle().at("depth").settle()
    script.reveal().do(talk.waive_challenge, "Late", together=True)
    assert where(script) == "culture"
    assert dues(script) == ("challenge", "")


def test_the_vote_waits_for_the_competencies_left_open(meet):
    script = meet()
    script.do(moves.go, Place(step="premortem"))
    script.do(moves.waive, "No time")
    assert where(script) == "judgment"
    script.settle_all()
    assert where(script) == "references"


def test_a_jump_ahead_leaves_the_rest_for_the_way_back(meet):
    script = meet()
    script.do(moves.go, Place(step="references"))
    script.do(references.review_reference)
    script.do(advance)
    assert where(script) == "fit"


@pytest.mark.parametrize("last", ["close", "waive", "wrap-up", "challenge"])
def test_the_vote_opens_however_the_meeting_comes_to_it(meet, last):
    script = meet(depth="2222n" if last != "close" else "2122n")
    script.do(moves.go, Place(step="references"))
    for _ in range(3):
        script.do(moves.waive, "No time")
    while len(agenda.open_competencies(script.meeting)) > 1:
        script.settle()
    if last == "waive":
        script.do(moves.waive, "No time")
    elif last == "wrap-up":
        script.do(rounds.wrap_up, script.cards, reason="Time is up.")
        script.do(advance)
    else:
        script.settle()
    assert where(script) == "vote"
    assert dues(script) == ("reveal_votes", "")
    assert script.meeting.open_round(None) == 1


def test_waiving_the_premortem_opens_the_vote(meet):
    script = meet().settle_all()
    for _ in range(3):
        script.do(moves.waive, "No time")
    assert dues(script) == ("reveal_votes", "")


def test_after_the_record_there_is_nothing(meet):
    script = meet().to_decision().decide()
    script.do(advance)
    assert next_place(script.meeting) == Place(step="record")


def test_a_competency_reopened_from_the_references_leads_back_to_them(meet):
    script = meet(references=(BOSS,)).settle_all()
    script.do(talk.reopen, "judgment", "The boss contradicts")
    script.second_round("judgment", lin=2)
    script.do(rounds.explain_move, "judgment", "lin", "The boss knows")
    script.do(talk.close)
    assert dues(script) == ("review_reference", "boss")


# ---- what is due


def test_before_the_meeting_it_is_opened_then_everybody_is_asked(start):
    script = start()
    assert dues(script) == ("open", "")
    script.open()
    assert dues(script) == ("hear_brief", "")
    script.do(opening.hear_brief)
    assert dues(script) == ("confirm_roles", "")
    script.do(opening.confirm_role, "lin", "same")
    assert dues(script) == ("confirm_roles", "")
    script.do(opening.confirm_roles)
    assert dues(script) == ("pass_gate", "")


def test_the_absent_are_not_asked_at_the_gate_but_a_latecomer_is(start):
    script = start().open()
    for panelist in ("dana", "lin", "omar", "priya"):
        script.do(opening.mark_attendance, panelist, "absent")
    assert agenda.unconfirmed(script.meeting) == ("tom",)
    script.do(opening.confirm_role, "tom", "absent")
    assert dues(script) == ("pass_gate", "")
    script.do(opening.mark_attendance, "tom", "late")
    assert dues(script) == ("confirm_roles", "")


CLASSES = [
    # judgment's ratings, due after the reveal, and the closing
    ("33333", "challenge", "agreed-yes"),
    ("22222", "challenge", "agreed-no"),
    ("33344", "challenge", "agreed-yes"),
    ("22333", "argue", "contested"),
    ("23334", "argue", "yes-one-against"),
    ("11444", "argue", "contested"),
    ("34nnn", "argue", "agreed-yes"),
    ("24nnn", "argue", "contested"),
    ("3nnnn", "close", "needs-more-signal"),
    ("nnarn", "close", "not-assessed"),
    ("-----", "close", "not-assessed"),
]


@pytest.mark.parametrize(("marks", "verb", "closing_as"), CLASSES)
def test_each_class_has_its_main_action_and_closing(meet, marks, verb, closing_as):
    script = meet(judgment=marks)
    assert dues(script) == ("reveal", "")
    script.reveal()
    assert dues(script) == (verb, "")
    act = {"argue": talk.argue, "close": talk.close}.get(verb)
    if act is None:
        script.challenge()
    else:
        script.do(act)
    assert script.meeting.competencies["judgment"].closed.closing == closing_as
    assert where(script) == "influence"


@pytest.mark.parametrize(
    ("outcome", "closed", "place"),
    [
        ("held", "agreed-yes", "influence"),
        ("open", "needs-more-signal", "influence"),
        ("changed", None, "judgment"),
    ],
)
def test_each_outcome_of_a_challenge(meet, outcome, closed, place):
    script = meet().reveal().challenge(outcome)
    found = script.meeting.competencies["judgment"].closed
    assert (found.closing if found else None) == closed
    assert where(script) == place
    assert dues(script) == (("reveal_round", "") if outcome == "changed" else ("reveal", ""))


def test_after_a_changed_challenge_the_second_round_closes_without_another(meet):
    script = meet().reveal().challenge("changed").enter("judgment", lin=4, omar="keep")
    script.commit("judgment")
    assert dues(script) == ("explain", "lin")
    script.do(rounds.explain_move, "judgment", "lin", "I saw it late")
    assert dues(script) == ("close", "")
    script.do(talk.close)
    assert script.meeting.competencies["judgment"].closed.closing == "agreed-yes"


def test_who_moved_and_left_is_not_waited_for(meet):
    script = meet(judgment="13333").reveal().second_round("judgment", dana=3, lin=4)
    script.do(opening.mark_attendance, "dana", "left")
    assert agenda.unexplained(script.meeting, "judgment") == ("lin",)
    script.do(rounds.explain_move, "judgment", "lin", "", declined=True)
    assert dues(script) == ("challenge", "")


def test_under_rules_1_who_rated_another_role_rates_again_once(start):
    script = start(rules=1).open()
    script.do(opening.confirm_role, "lin", "differs", **DIFFERS, ratings="re-rate")
    for panelist in ("dana", "omar", "priya", "tom"):
        script.do(opening.confirm_role, panelist, "same")
    script.do(opening.pass_gate)
    assert dues(script.reveal()) == ("open_round", "lin")
    script.do(rounds.open_round, "judgment")
    script.do(rounds.abandon_round, "judgment", "Lin stands by it")
    assert dues(script) == ("challenge", "")
    script.challenge().reveal().second_round("influence", lin="keep")
    assert dues(script) == ("challenge", "")
    script.do(opening.mark_attendance, "lin", "left")
    assert dues(script.challenge().reveal()) == ("challenge", "")


def test_a_closed_competency_has_nothing_due_but_to_go_on(meet):
    script = meet().reveal()
    script.do(rounds.wrap_up, script.cards, reason="Time is up.")
    assert where(script) == "influence"
    assert dues(script) == ("advance", "")
    script.do(advance)
    assert where(script) == "judgment"
    assert dues(script) == ("challenge", "")
    script.challenge()
    assert where(script) == "references"
    assert due_of_poll(script.meeting, "judgment") == Due(Advance())


def test_the_references(meet):
    script = meet(references=(BOSS,)).settle_all()
    assert dues(script) == ("review_reference", "boss")
    script.do(references.review_reference, "boss")
    assert dues(script) == ("advance", "")


def test_no_references_on_file_is_recorded_and_passes(meet):
    script = meet().settle_all()
    assert dues(script) == ("review_reference", "")
    script.do(references.review_reference)
    assert dues(script) == ("advance", "")


def test_constraints_and_fit(meet, rate):
    special = {("lin", "influence"): rate("3", depends_on_context="A strong CFO")}
    script = meet(special=special).settle_all()
    script.do(moves.waive, "None taken")
    assert dues(script) == ("mark_constraint", "No head-count before Q3")
    script.do(fit.mark_constraint, "No head-count before Q3", told=True, by=("lin",))
    assert dues(script) == ("note_context", "lin")
    assert agenda.open_contexts(script.meeting) == (("influence", "lin", "A strong CFO"),)
    script.do(fit.note_context, "influence", "lin", "partly")
    assert dues(script) == ("note_owed", "")
    script.do(fit.note_owed)
    assert dues(script) == ("advance", "")


def test_a_constraint_that_a_card_says_was_told_is_not_asked(start):
    script = start()
    card = script.meeting.cards["lin"].model_copy(update={"told": ("No head-count before Q3",)})
    cards = {**script.meeting.cards, "lin": card}
    assert agenda.unasked_constraints(script.meeting) == ("No head-count before Q3",)
    assert agenda.unasked_constraints(Meeting.planned(script.meeting.brief, cards)) == ()


def test_the_premortem_asks_both_questions(meet):
    script = meet().settle_all()
    script.do(moves.go, Place(step="premortem"), "No time")
    assert dues(script) == ("give_cause", "failed")
    script.do(premortem.give_causes, "failed", ["One", "Two"])
    assert dues(script) == ("give_cause", "missed")
    script.do(premortem.give_causes, "missed", [])
    assert dues(script) == ("advance", "")


@pytest.mark.parametrize(
    ("votes", "verb"),
    [("33332", "advance"), ("33343", "challenge"), ("12112", "challenge"), ("33233", "advance")],
)
def test_only_a_unanimous_vote_is_challenged(meet, votes, verb):
    script = meet().to_vote()
    assert dues(script) == ("reveal_votes", "")
    assert dues(script.vote(votes)) == (verb, "")


def test_one_vote_is_not_unanimous(meet):
    script = meet().to_vote()
    assert not agenda.is_unanimous(script.meeting)
    script.enter(None, lin=3).do(rounds.reveal_votes, script.opened(None))
    assert not agenda.is_unanimous(script.meeting)


def test_the_decision_waits_for_each_dissent(meet):
    script = meet().to_decision()
    assert dues(script) == ("decide", "")
    script.do(decision.record_dissent, "lin", "I would not", confirmed=False)
    assert dues(script) == ("confirm_dissent", "lin")
    first = script.meeting.dissents[0].id
    script.do(decision.record_dissent, "lin", "I would not yet", confirmed=True, replaces=first)
    assert dues(script) == ("answer_dissent", "lin")
    script.do(decision.answer_dissent, first, "Heard")
    assert dues(script) == ("decide", "")
    assert dues(script.decide()) == ("advance", "")


def test_a_dissenter_who_left_blocks_only_until_they_are_answered(meet):
    script = meet().to_decision()
    script.do(decision.record_dissent, "lin", "I would not", confirmed=False)
    script.do(opening.mark_attendance, "lin", "left")
    assert dues(script) == ("answer_dissent", "lin")
    script.do(decision.answer_dissent, script.meeting.dissents[0].id, "Heard")
    script.decide().finish()


def test_a_postponed_decision_ends_the_meeting(meet):
    script = meet().to_decision()
    script.decide("postponed", until=date(2027, 1, 8), would_change="The budget")
    assert dues(script) == ("end_sitting", "")
    assert dues(script.decide("no-hire")) == ("advance", "")


def test_the_read_back_finishes_unless_somebody_dissents_now(meet):
    script = meet().to_decision().decide()
    script.do(advance)
    assert dues(script) == ("finish", "")
    script.do(decision.record_dissent, "tom", "Not so", confirmed=True)
    assert dues(script) == ("answer_dissent", "tom")
    script.do(decision.answer_dissent, script.meeting.dissents[0].id, "Heard")
    assert dues(script.finish()) == ("leave", "")


def test_a_contradiction_is_settled_once_the_competency_was_rated_again(meet):
    found = {"competency": "judgment", "finding": "contradicts", "note": "Never saw it"}
    boss = Reference.model_validate({"id": "boss", "relation": "Boss", "findings": [found]})
    script = meet(references=(boss,)).settle_all()
    script.do(references.review_reference, "boss")
    assert "judgment" in agenda.contradicted(script.meeting)
    assert any("contradicts" in text for text in proposed_conditions(script.meeting))
    script.do(talk.reopen, "judgment", "The boss contradicts")
    script.second_round("judgment", lin=2)
    script.do(rounds.explain_move, "judgment", "lin", "The boss knows")
    script.do(talk.close)

    assert agenda.contradicted(script.meeting) == ()
    assert not any("contradicts" in text for text in proposed_conditions(script.meeting))
