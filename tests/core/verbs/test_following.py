"""The question that follows an answer."""

from __future__ import annotations

import pytest

from debrief.core.verbs import named
from debrief.core.verbs.verb import Due


@pytest.mark.parametrize(("then", "asked"), [("ask_dissent", True), ("finish", False)])
def test_a_question_that_chains_is_asked_again_for_the_next(meet, then, asked):
    meeting, due = meet().meeting, Due(named(then))
    found = named("ask_dissent").follows(meeting, due, "lin", {"answer": "no"})
    assert found == (due if asked else None)
