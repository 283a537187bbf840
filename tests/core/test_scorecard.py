"""Ratings and their states, and what may be known of a card before a reveal."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from debrief.core.scorecard import (
    CardContents,
    CardFacts,
    Entry,
    Rating,
    Scorecard,
    State,
    contents,
    facts,
)


@pytest.mark.parametrize(
    ("said", "standing", "level"),
    [
        ({"rating": 3}, State.RATED, 3),
        ({"rating": "met"}, State.RATED, 2),
        ({"rating": "not-met"}, State.RATED, 1),
        ({"state": "not-assessed"}, State.NOT_ASSESSED, None),
        ({"state": "abstains"}, State.ABSTAINS, None),
        ({"state": "recused", "reason": "A friend"}, State.RECUSED, None),
    ],
)
def test_a_rating_or_a_state(said, standing, level):
    found = Rating.model_validate(said)
    assert (found.standing, found.level) == (standing, level)


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({}, "has neither a rating nor a state"),
        ({"rating": 3, "state": "abstains"}, "not both"),
        ({"state": "recused", "reason": " "}, "recused needs a reason"),
        ({"rating": True}, "a whole number from 1"),
        ({"rating": "3"}, "a whole number from 1"),
        ({"rating": 3.0}, "a whole number from 1"),
        ({"rating": [3]}, "a whole number from 1"),
    ],
)
def test_what_is_no_rating_is_said(said, message):
    with pytest.raises(ValidationError) as refused:
        Rating.model_validate(said)
    assert message in str(refused.value)


def test_evidence_is_for_then_against():
    found = Rating.model_validate({"rating": 3, "for": ["A"], "against": ["B"]})
    assert found.evidence == ("A", "B")


def test_the_facts_of_a_card_do_not_move_with_its_ratings():
    def known(first, second):
        ratings = {"b": first, "a": second, "c": {"state": "abstains", "reason": "Why"}}
        card = Scorecard.model_validate(
            {
                "schema": 1,
                "panelist": "lin",
                "role_as_i_understood_it": "Rebuild",
                "ratings": ratings,
                "fit": {"told": ["No heads"], "concerns": ["Reach"]},
            }
        )
        return facts(card, late=True, encrypted=True)

    found = known({"rating": 1}, {"rating": 4, "for": ["A"]})
    assert found == known({"rating": 3}, {"state": "not-assessed", "reason": "No time"})
    assert "covered" not in found.model_dump_json()
    assert "bare" not in found.model_dump_json()
    assert (found.late, found.encrypted, found.role) == (True, True, "Rebuild")
    assert (found.told, found.concerns) == (("No heads",), ("Reach",))


def test_counts_of_an_earlier_release_are_kept_and_none_are_added():
    old = {"panelist": "lin", "covered": ["a", "b"], "bare": 1}
    assert CardFacts.model_validate(old).model_dump(mode="json") | old == {
        **CardFacts(panelist="lin").model_dump(mode="json"), **old
    }  # fmt: skip
    assert not {"covered", "bare"} & set(CardFacts(panelist="lin").model_dump())


def test_the_contents_of_a_card_name_entries_and_those_without_ground():
    said = {"b": {"rating": 3}, "a": {"rating": 1, "for": ["A"]}, "c": {"state": "abstains"}}
    ratings = {name: Rating.model_validate(rating) for name, rating in said.items()}
    assert contents(ratings) == CardContents(("a", "b", "c"), ("b", "c"))


@pytest.mark.parametrize(("choice", "level"), [("level", None), ("keep", 3), ("none", 1)])
def test_a_cell_has_a_level_exactly_where_one_was_chosen(choice, level):
    with pytest.raises(ValidationError, match="exactly where one was chosen"):
        Entry(choice=choice, level=level)
