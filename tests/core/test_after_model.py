"""Entries after the finish: the next review, the sentence on each, and reading back."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from debrief.core.after.model import (
    AddedEntry,
    Noted,
    Objected,
    Reviewed,
    dump,
    listed,
    next_review,
    parse,
)
from debrief.core.after.wording import entry_sentence

T = datetime(2026, 11, 24, 15, tzinfo=UTC)
PLANNED = date(2027, 5, 24)


def reviewed_on(day: date, **said: Any) -> AddedEntry:
    entry = Reviewed.model_validate({"by": "Dana", "outcome": "joined", **said})
    return AddedEntry(1, datetime(day.year, day.month, day.day, 9, tzinfo=UTC), entry)


def test_when_to_look_again() -> None:
    again = reviewed_on(PLANNED, again=date(2028, 5, 24))
    noted = AddedEntry(2, T, Noted(by="x", text="y"))

    assert next_review(PLANNED, []) == PLANNED
    assert next_review(PLANNED, [noted]) == PLANNED
    assert next_review(PLANNED, [again, noted]) == date(2028, 5, 24)
    assert next_review(PLANNED, [again, reviewed_on(date(2028, 5, 20))]) == date(2028, 5, 24)
    assert next_review(PLANNED, [again, reviewed_on(date(2028, 5, 24))]) is None
    assert next_review(PLANNED, [reviewed_on(date(2027, 3, 1))]) == PLANNED, "held early"
    assert next_review(PLANNED, [reviewed_on(PLANNED)]) is None
    assert next_review(None, [reviewed_on(PLANNED)]) is None
    assert next_review(None, []) is None


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (Objected(by="Lin Wei", text="Not I.", at_event=3),
         "Lin Wei objects to event 3: “Not I.”"),
        (Objected(by="Lin Wei", text="Not I."), "Lin Wei objects: “Not I.”"),
        (Noted(by="An auditor", text="Why?", at_event=3), "Note by An auditor on event 3: “Why?”"),
        (Reviewed(by="Dana", outcome="left"), "Reviewed by Dana: joined and left"),
        (Reviewed(by="Dana", ask="More"), "Reviewed by Dana"),
    ],
)  # fmt: skip
def test_each_entry_is_told_and_read_back(entry: Any, told: str) -> None:
    assert entry_sentence(entry) == told
    assert parse(*dump(entry)) == entry


def test_a_list_has_texts_for_json_and_times_for_toml() -> None:
    added = [reviewed_on(PLANNED, outcome_on=PLANNED)]

    (text,), (times,) = listed(added, "json"), listed(added, "python")

    assert (text["at"], text["outcome_on"]) == ("2027-05-24T09:00:00Z", "2027-05-24")
    assert (times["at"], times["outcome_on"]) == (added[0].t, PLANNED)
    assert text["type"] == times["type"] == "Reviewed"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("Praised", {}),
        ("Noted", {"by": "x"}),
        ("Noted", {"by": "x", "text": "y", "at_event": 0}),
        ("Noted", {"by": "x", "text": "y", "more": 1}),
        ("Reviewed", {"by": "x", "outcome": "promoted"}),
        ("Reviewed", {"by": "x", "causes": [{"question": "failed", "text": "x", "mark": "yes"}]}),
        ("Objected", {"by": "x", "text": "y", "panelist": "../x"}),
    ],
)
def test_an_entry_that_debrief_does_not_write_is_none(name: str, data: dict[str, Any]) -> None:
    with pytest.raises((ValueError, ValidationError)):
        parse(name, data)
