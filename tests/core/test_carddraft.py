"""A scorecard being written: what is asked, what is missing, and what the card will say."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from debrief.core import card_draft as carddraft
from debrief.core.brief import Brief
from debrief.core.card_draft import FIT, ROLE, CardPage
from debrief.core.scorecard import Scorecard

BRIEF = Brief.model_validate(
    {
        "title": "VP Engineering",
        "candidate": {"alias": "K-17"},
        "role": {
            "mandate": "One platform",
            "authority": ["Hires"],
            "success": ["One platform"],
            "constraints": ["No growth", "An adviser stays"],
        },
        "decision": {"owner": "dana"},
        "panel": [
            {"id": "dana", "name": "Dana W", "covers": ["depth"]},
            {"id": "omar", "name": "Omar H"},
        ],
        "scenarios": [
            {"id": "merge", "title": "M" * 60, "competencies": ["judgment"]},
            {"id": "other", "title": "Other", "competencies": []},
        ],
        "competencies": [
            {"id": "judgment", "title": "Judgment", "definition": "x", "anchors": list("abcd")},
            {
                "id": "depth",
                "title": "Depth",
                "kind": "threshold",
                "definition": "x",
                "anchors": list("ab"),
            },
        ],
    }
)
CARD = """
schema = 1
panelist = "dana"
role_as_i_understood_it = "Merge"
[ratings.judgment]
rating = 3
confidence = "high"
for = ["one", "two"]
against = ["three"]
depends_on_context = "A board"
scenario = "other"
reason = "as imported"
[ratings.depth]
rating = "met"
[fit]
told = ["No growth", "Something else"]
concerns = ["A say"]
"""


def card(text: str = CARD) -> Scorecard:
    return Scorecard.model_validate(tomllib.loads(text), by_alias=True, by_name=False)


def page(draft: dict[str, dict[str, str]], name: str = "judgment") -> CardPage:
    return next(one for one in carddraft.pages(BRIEF, "dana", draft) if one.id == name)


def entry(
    values: dict[str, str], before: dict[str, str] | None = None, of: str = "judgment"
) -> Any:
    said = carddraft.content(BRIEF, {of: values}, {of: before or {}})
    found = said["ratings"][of]
    return found and {key: value for key, value in found.items() if value is not None}


def test_what_a_panelist_covers_comes_first_then_role_and_fit() -> None:
    of_dana = carddraft.pages(BRIEF, "dana", {})
    of_omar = carddraft.pages(BRIEF, "omar", {})

    assert [one.id for one in of_dana] == ["depth", "judgment", ROLE, FIT]
    assert [one.id for one in of_omar] == ["judgment", "depth", ROLE, FIT]
    assert [one.own for one in of_dana] == [True, False, False, False]


def test_the_draft_of_a_card_says_the_card() -> None:
    draft = carddraft.drafted(BRIEF, card())
    said = carddraft.content(BRIEF, draft, draft)

    written = tomllib.loads(CARD)
    assert said["role_as_i_understood_it"] == "Merge"
    assert said["fit"] == written["fit"]
    for name, given in written["ratings"].items():
        assert {k: v for k, v in said["ratings"][name].items() if v is not None} == given


def test_the_draft_of_no_card_says_nothing() -> None:
    draft = carddraft.drafted(BRIEF, None)

    assert carddraft.content(BRIEF, draft, draft) == {
        "role_as_i_understood_it": None,
        "ratings": {"judgment": None, "depth": None},
        "fit": None,
    }
    assert carddraft.content(BRIEF, {}, {}) == carddraft.content(BRIEF, draft, draft)


@pytest.mark.parametrize(
    ("rating", "asked"),
    [
        ("", ["rating"]),
        ("3", ["rating", "confidence", "for", "against", "context", "scenario"]),
        ("not-assessed", ["rating", "reason"]),
        ("abstains", ["rating", "for", "against", "reason"]),
        ("recused", ["rating", "reason"]),
    ],
)
def test_what_is_asked_follows_from_the_rating(rating: str, asked: list[str]) -> None:
    assert [*carddraft.asked(page({}), {"rating": rating})] == asked


def test_a_reason_that_stands_is_asked_for_beside_a_rating() -> None:
    draft = carddraft.drafted(BRIEF, card())

    assert "reason" in carddraft.asked(page(draft), draft["judgment"])


def test_a_page_has_the_alias_also_where_a_title_is_cut() -> None:
    title = f"{'M' * (carddraft.TITLE - 8)} Kim Okafor"
    scenario = BRIEF.scenarios[0].model_copy(update={"title": title})
    candidate = BRIEF.candidate.model_copy(update={"name": "Kim Okafor"})
    brief = BRIEF.model_copy(update={"scenarios": (scenario,), "candidate": candidate})
    draft = {"judgment": {"rating": "3"}}

    pages = carddraft.pages(brief, "omar", draft)

    assert "K-17" in repr(pages)
    assert "Kim" not in repr(pages)
    assert "Ok" not in repr(pages)


def test_scenarios_are_those_of_the_competency_and_the_one_chosen() -> None:
    chosen = carddraft.drafted(BRIEF, card())
    (field,) = (one for one in page(chosen).fields if one.name == "scenario")

    assert [option.value for option in field.options] == ["merge", "other", ""]
    assert field.options[0].label == "M" * 39 + "…"
    assert not [one for one in page({}, "depth").fields if one.name == "scenario"]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"rating": "3"}, {"rating": 3}),
        ({"rating": "3", "for": " a \n\n b"}, {"rating": 3, "for": ["a", "b"]}),
        ({"rating": "3", "reason": "hidden"}, {"rating": 3, "reason": "hidden"}),
        ({"rating": "abstains", "reason": "r ", "for": "a"},
         {"state": "abstains", "reason": "r", "for": ["a"]}),
        ({"rating": "recused", "reason": "r", "for": "a"}, {"state": "recused", "reason": "r"}),
        ({"rating": "3", "context": " a\nb ", "scenario": "merge", "confidence": "low"},
         {"rating": 3, "depends_on_context": "a b", "scenario": "merge", "confidence": "low"}),
        ({"for": "a"}, None),
    ],
)  # fmt: skip
def test_what_an_entry_says(values: dict[str, str], said: Any) -> None:
    assert entry(values) == said


def test_a_threshold_is_met_or_not() -> None:
    assert entry({"rating": "1"}, of="depth") == {"rating": "not-met"}
    assert entry({"rating": "2"}, of="depth") == {"rating": "met"}


def test_what_is_not_asked_stays_until_the_rating_changes() -> None:
    before = {"rating": "recused", "reason": "x", "for": "kept"}

    assert entry({**before}, before) == {"state": "recused", "reason": "x", "for": ["kept"]}
    assert entry({"rating": "not-assessed"}, before) == {"state": "not-assessed"}


@pytest.mark.parametrize(
    ("values", "state", "sentence"),
    [
        ({}, "open", "nothing yet"),
        ({"rating": "3"}, "open", "rated, without evidence"),
        ({"rating": "3", "for": "a"}, "open", "rated; how sure are you?"),
        ({"rating": "3", "against": "a", "confidence": "low"}, "done", "rated"),
        ({"rating": "abstains"}, "open", "abstains: why?"),
        ({"rating": "not-assessed", "reason": "x"}, "done", "not assessed"),
        ({"rating": "recused"}, "wrong", "recused needs a reason"),
        ({"rating": "3", "for": "a\n" + "b" * 1025}, "wrong", "“Evidence for” has a line"),
        ({"rating": "3", "context": "b" * 1025}, "wrong", "“Depended on” has a line"),
        ({"rating": "3", "reason": "b" * 20_000}, "wrong", "“Why” is too long"),
    ],
)
def test_how_far_a_page_is(values: dict[str, str], state: str, sentence: str) -> None:
    marks = {one.page: one for one in carddraft.marks(BRIEF, "dana", {"judgment": values})}

    assert marks["judgment"].state == state
    assert marks["judgment"].sentence.startswith(sentence)


def test_how_far_the_other_pages_are() -> None:
    before = {one.page: one.state for one in carddraft.marks(BRIEF, "dana", {})}
    after = {one.page: one.state for one in carddraft.marks(BRIEF, "dana", {ROLE: {"role": "x"}})}

    assert before == {"depth": "open", "judgment": "open", ROLE: "open", FIT: "done"}
    assert after[ROLE] == "done"
    own = carddraft.marks(BRIEF, "dana", {})[0]
    assert own.sentence == "nothing yet, and you are asked to cover it"


def test_a_rating_of_the_wrong_kind_chooses_nothing() -> None:
    wrong = card(CARD.replace('rating = "met"', "rating = 2"))

    assert carddraft.drafted(BRIEF, wrong)["depth"]["rating"] == ""
