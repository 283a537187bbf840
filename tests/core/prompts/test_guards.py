"""What has to be confirmed before it is done."""

from __future__ import annotations

import pytest

from debrief.core.prompts.guards import guard, keep_rest
from debrief.core.rules import rounds


@pytest.mark.parametrize(
    ("verb", "values"),
    [
        ("reveal", {}),
        ("go", {"place": "references"}),
        ("people", {"what": "late", "panelist": "lin"}),
        ("close", {}),
        ("minute", {"text": "x"}),
        ("reveal_votes", {}),
    ],
)
def test_what_can_be_taken_back_is_not_asked_about(meet, verb, values):
    assert guard(meet().reveal().meeting, verb, "", values) is None


@pytest.mark.parametrize(
    ("verb", "values", "title", "said"),
    [
        ("finish", {}, "Finish the meeting?", "nothing in it can change"),
        ("go", {"place": "wrap-up"}, "Wrap up?", "closed as not discussed"),
        ("people", {"what": "card", "panelist": "lin"}, "Accept the new card", "still blind"),
    ],
)
def test_what_cannot_be_taken_back_is_asked_about(meet, verb, values, title, said):
    asked = guard(meet().reveal().meeting, verb, "", values)

    assert asked.guard
    assert asked.fields == ()
    assert asked.title.startswith(title)
    assert said in asked.says[0]


def test_filling_the_rest_names_them_and_what_they_get(meet):
    script = meet().reveal()
    script.do(rounds.open_round, "judgment")

    assert keep_rest(script.meeting, {}) is None
    asked = keep_rest(script.meeting, {"lin": "keep", "omar": "keep"})
    assert asked.says == ("Without an entry: Lin Day and Omar Day. They keep their rating.",)
    asked = keep_rest(script.meeting, {"lin": "not-voting"})
    assert asked.says == ("Without an entry: Lin Day. They do not vote.",)
