"""A session is in the first group that fits."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from debrief.core.session_groups import (
    GROUPS,
    CardState,
    Group,
    Preparation,
    Task,
    group_of,
    is_overdue,
)
from debrief.store.archive.entry import Entry

TODAY = date(2026, 12, 1)
NOON = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
BEFORE, AFTER = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def entry(**facts: Any) -> Entry:
    return Entry("s", Path("s"), **facts)


def planned(days: int, cards: int = 0, panel: int = 6) -> dict[str, Any]:
    return {"scheduled": NOON + timedelta(days=days), "cards": cards, "panel": panel}


@pytest.mark.parametrize(
    ("facts", "group"),
    [
        ({"state": "open"}, "running"),
        ({"state": "open", "held_elsewhere": True}, "running"),
        ({"state": "open", "carry_on": True}, "carry-on"),
        ({"state": "open", "carry_on": True, "held_elsewhere": True}, "running"),
        (planned(0), "next"),
        (planned(7), "next"),
        (planned(8), "waiting"),
        (planned(8, cards=6), "next"),
        (planned(8, cards=5), "waiting"),
        ({"cards": 2, "panel": 2}, "next"),
        ({"cards": 1, "panel": 2}, "waiting"),
        ({}, "waiting"),
        (planned(-1), "past"),
        (planned(-1, cards=6), "past"),
        ({"state": "finished", "promised": TODAY, "next_review": BEFORE}, "promises"),
        ({"state": "finished", "promised": AFTER, "next_review": TODAY}, "review"),
        ({"state": "finished", "promised": AFTER, "next_review": AFTER}, "done"),
        ({"state": "finished"}, "done"),
        ({"state": "damaged", "scheduled": NOON}, "unreadable"),
    ],
)
def test_a_session_is_in_the_first_group_that_fits(facts: dict[str, Any], group: Group) -> None:
    assert group_of(entry(**facts), TODAY) == group
    assert group in GROUPS


@pytest.mark.parametrize(
    ("facts", "due", "overdue"),
    [
        ({"state": "finished", "promised": TODAY}, None, True),
        ({"state": "finished", "next_review": TODAY}, None, True),
        ({"state": "finished"}, None, False),
        ({"state": "open", "carry_on": True}, TODAY, True),
        ({"state": "open", "carry_on": True}, AFTER, False),
        ({"state": "open", "carry_on": True}, None, False),
        (planned(-1), None, False),
    ],
)
def test_promises_reviews_and_meetings_put_off_are_due(
    facts: dict[str, Any], due: date | None, *, overdue: bool
) -> None:
    assert is_overdue(entry(**facts), due, TODAY) is overdue


def prepared(written: bool, forms: bool, *cards: bool) -> Preparation:
    states = tuple(CardState(name, is_in) for name, is_in in zip("AB", cards, strict=True))
    return Preparation("A", written, forms, states)


@pytest.mark.parametrize(
    ("preparation", "task", "is_new"),
    [
        (prepared(False, False, False, False), "brief", True),
        (prepared(False, True, True, False), "brief", True),
        (prepared(True, False, False, False), "forms", True),
        (prepared(True, True, False, False), "cards", True),
        (prepared(True, False, True, False), "cards", False),
        (prepared(True, False, True, True), None, False),
    ],
)
def test_the_first_step_that_is_due_comes_first(
    preparation: Preparation, task: Task | None, *, is_new: bool
) -> None:
    assert (preparation.task, preparation.is_new) == (task, is_new)


def test_missing_cards_are_asked_for_and_undated_ones_named() -> None:
    cards = (CardState("Omar Haddad", True, True), CardState("Tom Becker", False))
    preparation = Preparation("Omar Haddad", True, True, cards)

    assert preparation.cards_in == 1
    assert preparation.left == (
        "Ask Tom Becker for the card",
        "Omar Haddad’s card has no date",
    )


def test_many_missing_cards_are_asked_for_together() -> None:
    cards = tuple(CardState(name, False) for name in ("Omar", "Tom", "Lin"))
    preparation = Preparation("Omar", True, True, cards)

    assert preparation.left == ("Ask for the cards of Omar, Tom and Lin",)
