"""Ratings and their states, and what may be known of a card before a reveal."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from debrief.core.scorecard import Entry, Rating, Scorecard, State, facts


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
    assert (found.covered, found.entries, found.bare) == (("a", "b", "c"), 3, 1)
    assert (found.late, found.encrypted, found.role) == (True, True, "Rebuild")
    assert (found.told, found.concerns) == (("No heads",), ("Reach",))


@pytest.mark.parametrize(("choice", "level"), [("level", None), ("keep", 3), ("none", 1)])
def test_a_cell_has_a_level_exactly_where_one_was_chosen(choice, level):
    with pytest.raises(ValidationError, match="exactly where one was chosen"):
        Entry(choice=choice, level=level)
