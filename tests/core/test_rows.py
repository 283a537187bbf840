"""The people who can answer now, in a cell or by name, on the screen and line by line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from debrief.core.room.rows import answers, cells
from debrief.core.room.view import view
from debrief.core.verbs import decision, opening, rounds


def ids(rows):
    return [row.id for row in rows]


def test_cells_are_of_those_who_vote_unless_another_place_is_looked_at(meet):
    script = meet(judgment="33332").reveal()
    assert cells(view(script.meeting)) == []
    script.do(rounds.open_round, "judgment")
    shown = view(script.meeting)

    assert ids(cells(shown)) == ["dana", "lin", "omar", "priya", "tom"]
    assert cells(replace(shown, looking=True)) == []
    assert answers(shown) == []


def test_at_the_role_everybody_with_a_card_answers_once_it_was_heard(start):
    script = start().open()
    assert answers(view(script.meeting)) == []
    script.do(opening.hear_brief)
    assert "lin" in ids(answers(view(script.meeting)))
    assert answers(replace(view(script.meeting), looking=True)) == []
    script.do(opening.confirm_roles)
    script.do(opening.pass_gate)
    assert answers(view(script.meeting)) == []


def test_after_a_decision_those_who_voted_against_it_answer(meet):
    script = meet().to_decision("31233")
    assert answers(view(script.meeting)) == []
    script.do(decision.decide, "hire", "So", review=date(2027, 5, 24))
    assert set(ids(answers(view(script.meeting)))) >= {"lin"}
