"""A card is changed where something else is to stand; everything else stays as it was written."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.store.cards.card_edit import edited

TEXT = """# mine
schema = 1
panelist = "dana" # me

[ratings.judgment]   # about her
rating = 3    # was 2
for = [
  "a", # first
  "b",
]
# the tail

[ratings.depth]
state = "abstains"
reason = "x"

[fit]
told = ["x"]
"""


def test_nothing_to_change_changes_nothing() -> None:
    wanted = {
        "ratings": {"judgment": {"rating": 3, "for": ["a", "b"], "state": None}, "none": None}
    }

    assert edited(TEXT, wanted) == TEXT


def test_only_what_changed_is_touched() -> None:
    wanted = {
        "role_as_i_understood_it": "One",
        "ratings": {
            "judgment": {"rating": 4, "against": ["n", "m"], "reason": "one\ntwo"},
            "depth": {"rating": 2, "state": None, "reason": None},
            "more": {"rating": "met", "state": None},
            "empty": {"rating": None},
        },
        "fit": None,
    }
    text = edited(TEXT, wanted)

    assert text.startswith("# mine\nschema = 1\n")
    assert 'panelist = "dana" # me\nrole_as_i_understood_it = "One"\n' in text
    assert "[ratings.judgment]   # about her\nrating = 4    # was 2\n" in text
    assert '  "a", # first\n' in text
    assert "# the tail" in text
    assert tomllib.loads(text) == {
        "schema": 1,
        "panelist": "dana",
        "role_as_i_understood_it": "One",
        "ratings": {
            "judgment": {
                "rating": 4,
                "for": ["a", "b"],
                "against": ["n", "m"],
                "reason": "one\ntwo",
            },
            "depth": {"rating": 2},
            "more": {"rating": "met"},
        },
    }


@pytest.mark.parametrize(
    "text",
    [
        "schema=1\nratings.judgment.rating = 3\n# only\n",
        "schema=1\nratings = {judgment = {rating = 3}}\n",
        "schema=1\n[ratings]\njudgment = {rating = 3}\n",
        "schema=1\n[ratings]\njudgment.rating = 3\n",
        "[fit]\n[ratings.judgment]\nrating = 3",
        "[ratings.judgment]\nrating = 3\n[other]\n[ratings.last]\nrating = 1\n",
    ],
)
def test_however_a_card_is_written_it_says_what_is_wanted(text: str) -> None:
    wanted = {
        "role_as_i_understood_it": "r",
        "ratings": {"judgment": {"rating": 4, "for": ["a", "b"]}, "third": {"rating": 1}},
        "fit": {"told": ["x"], "concerns": None},
    }
    found = tomllib.loads(edited(text, wanted))

    assert found["role_as_i_understood_it"] == "r"
    assert found["ratings"]["judgment"] == {"rating": 4, "for": ["a", "b"]}
    assert found["ratings"]["third"] == {"rating": 1}
    assert found["fit"] == {"told": ["x"]}


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=40)


@given(
    st.dictionaries(st.sampled_from(["for", "reason", "x y"]), texts | st.lists(texts), max_size=3)
)
def test_whatever_text_is_written_is_read_again(values: dict[str, Any]) -> None:
    found = tomllib.loads(edited(TEXT, {"ratings": {"new": values}}))

    assert found["ratings"].get("new", {}) == values
