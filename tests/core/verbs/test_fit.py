"""The fit: constraints, past contexts, what is owed, the candidate's concerns."""

from __future__ import annotations

import pytest

from debrief.core.verbs import fit

CONSTRAINT = "No head-count before Q3"


def test_a_constraint_was_told_by_somebody_or_not(meet):
    script = meet()
    script.do(fit.mark_constraint, CONSTRAINT, told=True, by=("lin", "tom"))
    assert script.meeting.constraints[CONSTRAINT].by == ("lin", "tom")
    script.do(fit.mark_constraint, CONSTRAINT, told=False)
    assert not script.meeting.constraints[CONSTRAINT].told
    refusal = script.refusal(fit.mark_constraint, "No coffee", told=True)
    assert "not one of the constraints" in refusal
    refusal = script.refusal(fit.mark_constraint, CONSTRAINT, told=True, by=("aunt",))
    assert "no “aunt”" in refusal


@pytest.mark.parametrize("offers", ["yes", "partly", "no"])
def test_a_past_context_is_offered_or_not(meet, rate, offers):
    special = {("lin", "judgment"): rate("3", depends_on_context="A strong CFO")}
    script = meet(special=special).reveal()
    event = script.do(fit.note_context, "judgment", "lin", offers)
    assert (event.text, event.offers) == ("A strong CFO", offers)
    refusal = script.refusal(fit.note_context, "judgment", "lin", offers)
    assert "no open context note" in refusal


def test_each_context_note_is_answered_on_its_own(meet, rate):
    special = {(p, "judgment"): rate("3", depends_on_context=f"{p}'s") for p in ("lin", "tom")}
    script = meet(special=special).reveal()
    assert script.do(fit.note_context, "judgment", "tom", "no").text == "tom's"
    assert "no open context note" in script.refusal(fit.note_context, "influence", "lin", "no")


def test_a_context_is_not_told_before_its_reveal(meet, rate):
    special = {("lin", "judgment"): rate("3", depends_on_context="A strong CFO")}
    refusal = meet(special=special).refusal(fit.note_context, "judgment", "lin", "yes")
    assert "no open context note" in refusal


def test_concerns_and_what_we_owe(meet):
    script = meet()
    script.do(fit.note_owed)
    script.do(fit.note_concern, "Vendor contracts")
    assert [(n.kind, n.text) for n in script.meeting.fit] == [
        ("owed", ""),
        ("concern", "Vendor contracts"),
    ]
    assert "Write the candidate’s concern" in script.refusal(fit.note_concern, " ")
