"""Acts that need the gate; dissent, rulings and the decision."""

from __future__ import annotations

from datetime import date

import pytest

from debrief.core.brief import Reference
from debrief.core.form import short_answer
from debrief.core.meeting import events as e
from debrief.core.meeting.promises import conditions, proposed_conditions
from debrief.core.verbs import (
    anytime,
    decision,
    fit,
    moves,
    opening,
    premortem,
    record,
    references,
    rounds,
    sittings,
    talk,
)
from debrief.core.verbs.verb import Table, act, question

BOSS = Reference.model_validate({"id": "boss", "relation": "Boss"})
CONSTRAINT = "No head-count before Q3"
REVIEW = date(2027, 5, 24)

BEHIND_THE_GATE = [
    (references.review_reference, (), {}),
    (fit.mark_constraint, (CONSTRAINT,), {"told": True}),
    (fit.note_context, ("judgment", "lin", "yes"), {}),
    (fit.note_owed, (), {}),
    (fit.note_concern, ("Reach",), {}),
    (premortem.give_causes, ("failed", ["One"]), {}),
    (decision.answer_dissent, (1, "Heard"), {}),
    (decision.rule_on, ("judgment", "All the same"), {}),
    (decision.decide, ("no-hire", "So"), {"review": REVIEW}),
    (decision.ask_dissent, ({"lin": "accepts"},), {}),
    (decision.answer_against, ("lin", ["judgment"], "So"), {}),
    (sittings.end_sitting, (), {}),
    (sittings.go_back_to, ("vote",), {}),
    (record.finish, ("salt", {}, "debrief"), {}),
]


@pytest.mark.parametrize(("rule", "args", "more"), BEHIND_THE_GATE)
def test_nothing_before_the_gate_or_after_the_finish(start, meet, rule, args, more):
    assert "role clarity gate first" in start().open().refusal(rule, *args, **more)
    script = meet().to_decision().decide().finish()
    assert "is finished" in script.refusal(rule, *args, **more)


def test_a_dissent_may_come_before_the_gate_but_not_before_the_opening(start):
    words = ("lin", "We rated another role")
    script = start()
    refused = script.refusal(decision.record_dissent, *words, confirmed=True)
    assert "Open the meeting first" in refused
    script.open().do(decision.record_dissent, *words, confirmed=True)


# ---- dissent


def test_a_dissent_keeps_its_place_when_it_is_reworded(meet):
    script = meet()
    script.do(decision.record_dissent, "lin", "I would not", confirmed=False)
    first = script.meeting.dissents[0].id
    assert first == script.log[-1].seq
    script.do(decision.record_dissent, "tom", "Nor I", confirmed=True)
    script.do(decision.record_dissent, "lin", "Not yet", confirmed=True, replaces=first)
    found = [(d.id, d.panelist, d.text, d.confirmed) for d in script.meeting.dissents]
    assert found == [(first, "lin", "Not yet", True), (first + 1, "tom", "Nor I", True)]
    script.do(decision.answer_dissent, first, "Heard")
    assert [d.answer for d in script.meeting.dissents] == ["Heard", ""]


def test_dissents_that_cannot_be(meet):
    script = meet()
    script.do(decision.record_dissent, "lin", "I would not", confirmed=False)
    first = script.meeting.dissents[0].id
    record = decision.record_dissent
    assert "no “aunt”" in script.refusal(record, "aunt", "No", confirmed=True)
    assert "in their own words" in script.refusal(record, "lin", " ", confirmed=True)
    assert "No such dissent by Lin Day" in script.refusal(
        record, "lin", "No", confirmed=True, replaces=99
    )
    assert "No such dissent by Tom Day" in script.refusal(
        record, "tom", "Put into Lin's mouth", confirmed=True, replaces=first
    )
    assert "No such dissent" in script.refusal(decision.answer_dissent, 99, "Heard")
    assert "Dana Day’s answer" in script.refusal(decision.answer_dissent, first, " ")


# ---- rulings


def test_the_owner_rules_on_what_stands_in_the_way(meet):
    script = meet(judgment="22222")
    assert "Close the competency first" in script.refusal(decision.rule_on, "judgment", "So")
    script.settle()
    assert "Dana Day’s ruling on this (agreed: no)" in script.refusal(
        decision.rule_on, "judgment", " "
    )
    assert "no competency “x”" in script.refusal(decision.rule_on, "x", "So")
    event = script.do(decision.rule_on, "judgment", "She will learn")
    assert event.obstacle == "agreed: no"
    assert "needs no ruling" in script.refusal(decision.rule_on, "judgment", "Again")


# ---- the decision

PARTS = {
    "hire": {"review": REVIEW},
    "no-hire": {"review": REVIEW},
    "more-signal": {"test": "A case", "tester": "Lin", "due": REVIEW},
    "postponed": {"until": REVIEW, "would_change": "The budget"},
}


@pytest.mark.parametrize("outcome", PARTS)
def test_each_outcome_keeps_its_own_parts(meet, outcome):
    everything = {name: part for parts in PARTS.values() for name, part in parts.items()}
    script = meet(references=(BOSS,)).to_decision()
    event = script.do(decision.decide, outcome, "It weighs more", **everything)
    assert (event.outcome, event.owner, event.owner_recused) == (outcome, "dana", False)
    kept = {n: getattr(event, n) for n in everything if getattr(event, n) not in ("", None)}
    assert kept == PARTS[outcome]
    assert (event.conditions, event.follow_ups) == ((), ())
    assert script.meeting.decided == (outcome in ("hire", "no-hire"))


@pytest.mark.parametrize(
    ("outcome", "missing", "refusal"),
    [
        ("hire", "review", "the day to review the dissent and the predictions"),
        ("no-hire", "review", "the day to review the dissent and the predictions"),
        ("more-signal", "test", "Missing: which test."),
        ("more-signal", "due", "Missing: the day the result is due."),
        ("postponed", "until", "Missing: until when."),
        ("postponed", "would_change", "Missing: what would change it."),
    ],
)
def test_each_part_is_needed(meet, outcome, missing, refusal):
    parts = {name: part for name, part in PARTS[outcome].items() if name != missing}
    script = meet(references=(BOSS,)).to_decision()
    refused = decision.decide(script.meeting, outcome, "So", **parts)
    assert refusal in refused.reason
    assert refused.field == missing


def test_no_day_of_a_decision_is_over(meet):
    script = meet(references=(BOSS,)).to_decision()
    for outcome, parts in PARTS.items():
        refused = decision.decide(script.meeting, outcome, "So", today=date(2027, 6, 1), **parts)
        assert refused.reason == "Mon 24 May 2027 is in the past. Type a later day."
        assert refused.field in parts


def test_a_decision_needs_its_reasons(meet):
    script = meet().to_decision()
    refusal = script.refusal(decision.decide, "no-hire", " ", review=REVIEW)
    assert "Missing: the reason, in a sentence that Dana Day would sign." in refusal


def refused_decision(script, outcome="no-hire"):
    return script.refusal(decision.decide, outcome, "So", review=REVIEW)


def test_the_vote_comes_before_the_decision(meet):
    assert "vote comes first" in refused_decision(meet().to_vote())
    script = meet().to_vote().vote("33333").challenge("changed")
    assert "A vote is being entered" in refused_decision(script)


def test_a_reopened_competency_is_closed_before_the_decision(meet):
    script = meet().to_vote()
    script.do(moves.waive, "No time")
    script.do(talk.reopen, "influence", "A doubt")
    assert "Influence was reopened" in refused_decision(script)
    script.do(talk.close, None, "It was none")
    assert script.meeting.place.step == "decision"
    script.decide()


def test_an_absent_owner_cannot_decide_a_recused_one_can(meet):
    script = meet(culture="r3333", rules=1).to_vote()
    script.enter(None, lin=3, omar=2).do(rounds.reveal_votes, script.opened(None))
    script.do(opening.mark_attendance, "dana", "left")
    assert "Dana Day decides and is not in the call" in refused_decision(script)
    script.do(opening.mark_attendance, "dana", "present")
    assert script.do(decision.decide, "no-hire", "So", review=REVIEW).owner_recused


def test_each_dissent_is_confirmed_and_answered_before_the_decision(meet):
    script = meet().to_decision()
    script.do(decision.record_dissent, "lin", "I would not", confirmed=False)
    assert "Lin Day’s words" in refused_decision(script)
    first = script.meeting.dissents[0].id
    script.do(decision.record_dissent, "lin", "I would not", confirmed=True, replaces=first)
    assert "Lin Day’s dissent needs an answer" in refused_decision(script)
    script.do(decision.answer_dissent, first, "Heard")
    script.decide()


def test_one_decision_unless_it_was_postponed(meet):
    script = meet().to_decision()
    script.decide("postponed", until=REVIEW, would_change="The budget").decide("no-hire")
    assert "Dana Day has already decided" in refused_decision(script)
    assert [d.outcome for d in script.meeting.decisions] == ["postponed", "no-hire"]


def test_a_plain_hire_needs_the_obstacles_ruled_on(meet):
    script = meet(judgment="22222", references=(BOSS,)).to_decision()
    assert "Dana Day’s ruling on Judgment (agreed: no)" in refused_decision(script, "hire")
    script.do(decision.rule_on, "judgment", "She will learn")
    script.decide("hire")


def test_an_obstacle_stops_no_other_outcome(meet):
    meet(judgment="22222").to_decision().decide("more-signal", **PARTS["more-signal"])


# ---- the form of the decision

TODAY = date(2026, 12, 4)
AGAINST = Reference.model_validate(
    {
        "id": "boss",
        "relation": "Boss",
        "findings": [{"competency": "culture", "finding": "contradicts", "note": "Loud"}],
    }
)


def decided(script, **answers):
    """Return what the decision’s form does with these answers and its own."""
    table = Table(script.meeting, today=TODAY)
    asked = question(decision.Decide(), table)
    own = {field.name: field.value for field in asked.fields}
    return act(decision.Decide(), table, "", {**own, "rationale": "It weighs more", **answers})


def test_untold_constraints_and_references_not_heard_are_proposed_as_conditions(meet):
    told = proposed_conditions(meet().to_decision().meeting)
    assert told == (
        "Take references before the contract is signed",
        "Tell K-17: No head-count before Q3",
    )


@pytest.mark.parametrize(
    ("number", "heard", "proposed"),
    [
        (1, 0, "Hear the 1 reference on file before the contract is signed"),
        (2, 0, "Hear the 2 references on file before the contract is signed"),
        (2, 1, "Hear the other 1 reference on file before the contract is signed"),
        (1, 1, "Look into Culture, which reference 1 contradicts"),
    ],
)
def test_references_on_file_are_proposed_as_what_they_are(meet, number, heard, proposed):
    on_file = tuple(AGAINST.model_copy(update={"id": f"boss-{n}"}) for n in range(number))
    script = meet(references=on_file).settle_all()
    for reference in on_file[:heard]:
        script.do(references.review_reference, reference.id)
    assert proposed_conditions(script.meeting)[0] == proposed


def test_a_hire_records_the_conditions_that_are_left_in_the_form(meet):
    script = meet().to_decision()
    events = decided(
        script,
        outcome="hire",
        **{"text:1": "", "who:2": "lin", "by:2": "fri", "text:3": "A mentor"},
    )
    assert events[:-1] == (
        e.PromiseAdded(
            kind="condition", text="Tell K-17: No head-count before Q3", who="lin",
            by=date(2026, 12, 11),
        ),
        e.PromiseAdded(kind="condition", text="A mentor"),
    )  # fmt: skip
    script.add_all(events)
    assert [one.promise.text for one in conditions(script.meeting)] == [
        "Tell K-17: No head-count before Q3",
        "A mentor",
    ]


def test_a_condition_with_an_unreadable_day_is_refused_at_its_field(meet):
    refused = decided(meet().to_decision(), outcome="hire", **{"by:1": "soon"})
    assert refused.field == "by:1"
    assert "“soon” is not a day" in refused.reason
    assert decided(meet().to_decision(), outcome="postponed", until="soon").field == "until"


def test_a_day_of_another_outcome_does_not_matter(meet):
    events = decided(meet().to_decision(), outcome="no-hire", due="soon")
    assert [type(event).__name__ for event in events] == ["DecisionMade"]


@pytest.mark.parametrize(("tester", "name"), [("lin", "Lin Day"), ("", "")])
def test_more_signal_is_a_promise(meet, tester, name):
    events = decided(
        meet().to_decision(), outcome="more-signal", test="Half a day", tester=tester, due="+7"
    )
    promise, made = events
    assert promise == e.PromiseAdded(
        kind="signal", text="Half a day", who=tester or None, by=date(2026, 12, 11)
    )
    assert (made.test, made.tester, made.due) == ("Half a day", name, promise.by)


def test_a_ruling_is_in_words_of_the_owner_alone(meet):
    script = meet(judgment="11444")
    script.reveal()
    script.do(talk.argue, "Two saw nothing decided")
    script.to_decision()
    asked = question(decision.Decide(), Table(script.meeting, today=TODAY))
    ruling = next(field for field in asked.fields if field.name == "rule:judgment")
    assert (ruling.value, ruling.sentence) == ("", True)


def test_undo_takes_back_a_decision_with_its_rulings_and_conditions(meet):
    script = meet(judgment="22222").to_decision()
    lines = len(script.log)
    script.add_all(decided(script, outcome="hire", **{"rule:judgment": "Lin will mentor"}))
    assert script.meeting.rulings
    assert len(conditions(script.meeting)) == 2
    script.add_all(anytime.undo(script.meeting, script.log))
    assert script.meeting.decision is None
    assert not script.meeting.rulings
    assert not conditions(script.meeting)
    script.add_all(anytime.redo(script.meeting, script.log))
    assert script.meeting.decided
    assert len(conditions(script.meeting)) == 2
    assert len(script.log) == lines + 12


def test_a_missing_ruling_and_an_unchosen_outcome_name_their_field(meet):
    script = meet(judgment="22222").to_decision()
    assert decided(script, outcome="hire").field == "rule:judgment"
    assert decided(script, outcome="?").field == "outcome"


def test_one_word_is_too_short_for_a_sentence(meet):
    asked = question(decision.Decide(), Table(meet().to_decision().meeting, today=TODAY))
    assert short_answer(asked, {"rationale": "fine"}).name == "rationale"
    assert short_answer(asked, {"rationale": "It weighs more"}) is None
    assert short_answer(asked, {}) is None
