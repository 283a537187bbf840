"""References, fit, premortem, dissent, the decision and the finish."""

from __future__ import annotations

from datetime import date

import pytest

from debrief.core.brief import Reference
from debrief.core.rules import closing, moves, opening, rounds, talk
from debrief.core.words import FollowUp

BOSS = Reference.model_validate({"id": "boss", "relation": "Boss"})
CONSTRAINT = "No head-count before Q3"
REVIEW = date(2027, 5, 24)

BEHIND_THE_GATE = [
    (closing.review_reference, (), {}),
    (closing.mark_constraint, (CONSTRAINT,), {"told": True}),
    (closing.note_context, ("judgment", "lin", "yes"), {}),
    (closing.note_owed, (), {}),
    (closing.note_concern, ("Reach",), {}),
    (closing.give_causes, ("failed", ["One"]), {}),
    (closing.answer_dissent, (1, "Heard"), {}),
    (closing.rule_on, ("judgment", "All the same"), {}),
    (closing.decide, ("no-hire", "So"), {"review": REVIEW}),
    (closing.finish, ("salt", {}, "debrief"), {}),
]


@pytest.mark.parametrize(("rule", "args", "more"), BEHIND_THE_GATE)
def test_nothing_before_the_gate_or_after_the_finish(start, meet, rule, args, more):
    assert "role clarity gate first" in start().open().refusal(rule, *args, **more)
    script = meet().to_decision().decide().finish()
    assert "is finished" in script.refusal(rule, *args, **more)


def test_a_dissent_may_come_before_the_gate_but_not_before_the_opening(start):
    words = ("lin", "We rated another role")
    script = start()
    refused = script.refusal(closing.record_dissent, *words, confirmed=True)
    assert "Open the meeting first" in refused
    script.open().do(closing.record_dissent, *words, confirmed=True)


# ---- references


def test_a_reference_is_reviewed_with_a_note(meet):
    script = meet(references=(BOSS,))
    script.do(closing.review_reference, "boss", "Calm")
    assert script.meeting.reviewed == {"boss": "Calm"}
    assert "no reference “aunt”" in script.refusal(closing.review_reference, "aunt")
    assert "references on file" in script.refusal(closing.review_reference)


def test_none_on_file_is_recorded(meet):
    script = meet()
    script.do(closing.review_reference, note="Taken after the offer")
    assert script.meeting.no_references


# ---- fit


def test_a_constraint_was_told_by_somebody_or_not(meet):
    script = meet()
    script.do(closing.mark_constraint, CONSTRAINT, told=True, by=("lin", "tom"))
    assert script.meeting.constraints[CONSTRAINT].by == ("lin", "tom")
    script.do(closing.mark_constraint, CONSTRAINT, told=False)
    assert not script.meeting.constraints[CONSTRAINT].told
    refusal = script.refusal(closing.mark_constraint, "No coffee", told=True)
    assert "not one of the constraints" in refusal
    refusal = script.refusal(closing.mark_constraint, CONSTRAINT, told=True, by=("aunt",))
    assert "no “aunt”" in refusal


@pytest.mark.parametrize("offers", ["yes", "partly", "no"])
def test_a_past_context_is_offered_or_not(meet, rate, offers):
    special = {("lin", "judgment"): rate("3", depends_on_context="A strong CFO")}
    script = meet(special=special).reveal()
    event = script.do(closing.note_context, "judgment", "lin", offers)
    assert (event.text, event.offers) == ("A strong CFO", offers)
    refusal = script.refusal(closing.note_context, "judgment", "lin", offers)
    assert "no open context note" in refusal


def test_each_context_note_is_answered_on_its_own(meet, rate):
    special = {(p, "judgment"): rate("3", depends_on_context=f"{p}'s") for p in ("lin", "tom")}
    script = meet(special=special).reveal()
    assert script.do(closing.note_context, "judgment", "tom", "no").text == "tom's"
    assert "no open context note" in script.refusal(closing.note_context, "influence", "lin", "no")


def test_a_context_is_not_told_before_its_reveal(meet, rate):
    special = {("lin", "judgment"): rate("3", depends_on_context="A strong CFO")}
    refusal = meet(special=special).refusal(closing.note_context, "judgment", "lin", "yes")
    assert "no open context note" in refusal


def test_concerns_and_what_we_owe(meet):
    script = meet()
    script.do(closing.note_owed)
    script.do(closing.note_owed, "A date")
    script.do(closing.note_concern, "Vendor contracts")
    assert [(n.kind, n.text) for n in script.meeting.fit] == [
        ("owed", ""),
        ("owed", "A date"),
        ("concern", "Vendor contracts"),
    ]
    assert "Write the candidate's concern" in script.refusal(closing.note_concern, " ")


# ---- premortem


def test_many_causes_at_once_and_none(meet):
    script = meet()
    event = script.do(closing.give_causes, "failed", ["One", " ", "Two", ""], "lin")
    assert (event.kind, event.causes, event.by) == ("failed", ("One", "Two"), "lin")
    assert script.do(closing.give_causes, "missed", []).causes == ()
    assert "no “aunt”" in script.refusal(closing.give_causes, "failed", ["One"], "aunt")


# ---- dissent


def test_a_dissent_keeps_its_place_when_it_is_reworded(meet):
    script = meet()
    script.do(closing.record_dissent, "lin", "I would not", confirmed=False)
    first = script.meeting.dissents[0].id
    assert first == script.log[-1].seq
    script.do(closing.record_dissent, "tom", "Nor I", confirmed=True)
    script.do(closing.record_dissent, "lin", "Not yet", confirmed=True, replaces=first)
    found = [(d.id, d.panelist, d.text, d.confirmed) for d in script.meeting.dissents]
    assert found == [(first, "lin", "Not yet", True), (first + 1, "tom", "Nor I", True)]
    script.do(closing.answer_dissent, first, "Heard")
    assert [d.answer for d in script.meeting.dissents] == ["Heard", ""]


def test_dissents_that_cannot_be(meet):
    script = meet()
    script.do(closing.record_dissent, "lin", "I would not", confirmed=False)
    first = script.meeting.dissents[0].id
    record = closing.record_dissent
    assert "no “aunt”" in script.refusal(record, "aunt", "No", confirmed=True)
    assert "in their own words" in script.refusal(record, "lin", " ", confirmed=True)
    assert "no such dissent of Lin Day" in script.refusal(
        record, "lin", "No", confirmed=True, replaces=99
    )
    assert "no such dissent of Tom Day" in script.refusal(
        record, "tom", "Put into Lin's mouth", confirmed=True, replaces=first
    )
    assert "no such dissent" in script.refusal(closing.answer_dissent, 99, "Heard")
    assert "Dana Day’s answer" in script.refusal(closing.answer_dissent, first, " ")


# ---- rulings


def test_the_owner_rules_on_what_stands_in_the_way(meet):
    script = meet(judgment="22222")
    assert "Close the competency first" in script.refusal(closing.rule_on, "judgment", "So")
    script.settle()
    assert "hires although this is not met" in script.refusal(closing.rule_on, "judgment", " ")
    assert "no competency “x”" in script.refusal(closing.rule_on, "x", "So")
    event = script.do(closing.rule_on, "judgment", "She will learn")
    assert event.obstacle == "not met"
    assert "stands in the way" in script.refusal(closing.rule_on, "judgment", "Again")


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
    event = script.do(closing.decide, outcome, "It weighs more", **everything)
    assert (event.outcome, event.owner, event.owner_recused) == (outcome, "dana", False)
    kept = {n: getattr(event, n) for n in everything if getattr(event, n) not in ("", None)}
    assert kept == PARTS[outcome]
    assert (event.conditions, event.follow_ups) == ((), ())
    assert script.meeting.decided == (outcome != "postponed")


@pytest.mark.parametrize(
    ("outcome", "missing", "refusal"),
    [
        *((o, "review", "Set a review date") for o in ("hire", "no-hire")),
        *(("more-signal", part, "More signal: write") for part in PARTS["more-signal"]),
        *(("postponed", part, "Postponed: write") for part in PARTS["postponed"]),
    ],
)
def test_each_part_is_needed(meet, outcome, missing, refusal):
    parts = {name: part for name, part in PARTS[outcome].items() if name != missing}
    script = meet(references=(BOSS,)).to_decision()
    assert refusal in script.refusal(closing.decide, outcome, "So", **parts)


def test_a_decision_needs_its_reasons(meet):
    script = meet().to_decision()
    refusal = script.refusal(closing.decide, "no-hire", " ", review=REVIEW)
    assert "Write why: Dana Day’s reasons" in refusal


def refused_decision(script, outcome="no-hire"):
    return script.refusal(closing.decide, outcome, "So", review=REVIEW)


def test_the_vote_comes_before_the_decision(meet):
    assert "vote comes first" in refused_decision(meet().to_vote())
    script = meet().to_vote().vote("33333").challenge("changed")
    assert "A vote is being entered" in refused_decision(script)


def test_a_reopened_competency_is_closed_before_the_decision(meet):
    script = meet().to_vote()
    script.do(moves.waive, "No time")
    script.do(talk.reopen, "influence", "A doubt")
    assert "Influence was reopened" in refused_decision(script)
    script.do(talk.close)
    assert script.meeting.place.step == "decision"
    script.decide()


def test_an_absent_owner_cannot_decide_a_recused_one_can(meet):
    script = meet(culture="r3333").to_vote()
    script.enter(None, lin=3, omar=2).do(rounds.reveal_votes, script.opened(None))
    script.do(opening.mark_attendance, "dana", "left")
    assert "Dana Day decides and is not in the call" in refused_decision(script)
    script.do(opening.mark_attendance, "dana", "present")
    assert script.do(closing.decide, "no-hire", "So", review=REVIEW).owner_recused


def test_each_dissent_is_confirmed_and_answered_before_the_decision(meet):
    script = meet().to_decision()
    script.do(closing.record_dissent, "lin", "I would not", confirmed=False)
    assert "the words of Lin Day" in refused_decision(script)
    first = script.meeting.dissents[0].id
    script.do(closing.record_dissent, "lin", "I would not", confirmed=True, replaces=first)
    assert "Lin Day’s dissent needs an answer" in refused_decision(script)
    script.do(closing.answer_dissent, first, "Heard")
    script.decide()


def test_one_decision_unless_it_was_postponed(meet):
    script = meet().to_decision()
    script.decide("postponed", until=REVIEW, would_change="The budget").decide("no-hire")
    assert "Dana Day has decided" in refused_decision(script)
    assert [d.outcome for d in script.meeting.decisions] == ["postponed", "no-hire"]


def test_a_plain_hire_needs_the_obstacles_ruled_on(meet):
    script = meet(judgment="22222", references=(BOSS,)).to_decision()
    assert "Judgment is not met and stands in the way" in refused_decision(script, "hire")
    script.do(closing.rule_on, "judgment", "She will learn")
    script.decide("hire", conditions=["A mentor", " "])
    assert script.meeting.decision.conditions == ("A mentor",)


def test_an_obstacle_stops_no_other_outcome(meet):
    meet(judgment="22222").to_decision().decide("more-signal", **PARTS["more-signal"])


@pytest.mark.parametrize("waived", [True, False])
def test_without_references_a_hire_is_conditional(meet, waived):
    script = meet(references=(BOSS,) if waived else ()).settle_all()
    for _ in range(3):
        script.do(moves.waive, "No time")
    script.vote().do(moves.advance)
    script.decide("hire", conditions=["A mentor"])
    assert script.meeting.decision.conditions == (closing.REFERENCE_CONDITION, "A mentor")
    assert script.meeting.follow_ups == (
        FollowUp(text="Take the references", owner="Dana Day", due=REVIEW),
    )


def test_the_condition_is_not_written_twice(meet):
    script = meet().to_decision().decide("hire", conditions=[closing.REFERENCE_CONDITION])
    assert script.meeting.decision.conditions == (closing.REFERENCE_CONDITION,)


# ---- the finish


def test_the_finish_sums_up(meet):
    script = meet().to_decision()
    assert "Dana Day decides first" in script.refusal(closing.finish, "salt", {}, "debrief")
    script.decide("postponed", until=REVIEW, would_change="The budget")
    assert "Dana Day decides first" in script.refusal(closing.finish, "salt", {}, "debrief")
    script.decide()
    script.do(closing.record_dissent, "lin", "I would not", confirmed=True)
    refusal = script.refusal(closing.finish, "salt", {}, "debrief")
    assert "Lin Day’s dissent needs an answer" in refusal
    script.do(closing.answer_dissent, script.meeting.dissents[0].id, "Heard")
    event = script.do(closing.finish, "salt", {"session.toml": "ab"}, "debrief")
    assert (event.summary.decision, event.summary.review, event.summary.dissents) == (
        "no-hire",
        REVIEW,
        1,
    )
    assert script.meeting.finished_at == script.log[-1].t
