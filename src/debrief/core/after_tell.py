"""What was added after the finish, in words: its marks, and each entry as one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from debrief.core.after_model import (
    Entry,
    Fared,
    Happened,
    Kept,
    Noted,
    Objected,
    Outcome,
    Reviewed,
)
from debrief.core.text import clean_line

OUTCOMES: dict[Outcome, str] = {
    "joined": "joined",
    "declined": "declined the offer",
    "left": "joined and left",
    "not-hired": "was not hired",
}
DISSENTS: dict[Fared, str] = {
    "right": "it was right",
    "partly": "partly",
    "no": "no",
    "cannot-tell": "cannot tell",
}
CAUSES: dict[Happened, str] = {"happened": "happened", "partly": "partly", "no": "no"}
CONDITIONS: dict[Kept, str] = {"met": "met", "not-met": "not met"}

ASKED = (
    ("happened", "What happened, compared with what we expected?"),
    ("signal", "Which signal did we miss?"),
    ("ask", "What would we ask next time?"),
)
"""The three questions of a review, by the field that takes the answer."""

FAILED: Literal["failed"] = "failed"
MISSED: Literal["missed"] = "missed"

PREMORTEM = {
    FAILED: ("Premortem: it went wrong", "“A year has passed and it went wrong.” Did it?"),
    MISSED: ("Premortem: we passed", "“We passed, and they excelled elsewhere.” Did they?"),
}
"""The two questions of the premortem: a title, and what a review asks of its causes."""


def tell_added(entry: Entry) -> str:
    """Return one uncut sentence on an added entry, without a full stop."""
    if isinstance(entry, Objected):
        return f"{entry.by} objects{_on(entry)}: {_whole(entry.text)}"
    if isinstance(entry, Noted):
        return f"Note by {entry.by}{_on(entry)}: {_whole(entry.text)}"
    found = f": {OUTCOMES[entry.outcome]}" if entry.outcome else ""
    return f"Reviewed by {entry.by}{found}"


def tell_review(entry: Reviewed) -> Iterator[str]:
    """Yield a sentence each on what a review marked and answered, with all its words."""
    if entry.outcome_on:
        yield f"Since {_day(entry.outcome_on)}"
    if entry.outcome_note:
        yield _whole(entry.outcome_note)
    for dissent in entry.dissents:
        yield f"Dissent {_whole(dissent.text)}: {DISSENTS[dissent.mark]}"
    for cause in entry.causes:
        yield f"{PREMORTEM[cause.question][0]}, {_whole(cause.text)}: {CAUSES[cause.mark]}"
    for condition in entry.conditions:
        yield f"Condition {_whole(condition.text)}: {CONDITIONS[condition.mark]}"
    for name, asked in ASKED:
        if text := getattr(entry, name):
            yield f"{asked} {_whole(text)}"
    if entry.again:
        yield f"To be looked at again on {_day(entry.again)}"


def _whole(text: str) -> str:
    return f"“{clean_line(text)}”"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _on(entry: Objected | Noted) -> str:
    if entry.at_event is None:
        return ""
    return f" {'to' if isinstance(entry, Objected) else 'on'} event {entry.at_event}"
