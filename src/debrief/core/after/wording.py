"""The wording of entries after the finish: the marks, and a sentence on each entry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal

from debrief.core.after.model import (
    AddedEntry,
    Entry,
    Fared,
    Happened,
    Kept,
    Noted,
    Objected,
    Outcome,
    Reviewed,
)
from debrief.core.text import clean_line, counted, times

RESULTS: dict[Outcome, str] = {
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

REVIEW_QUESTIONS = (
    ("happened", "What happened, compared with what we expected?"),
    ("signal", "Which signal did we miss?"),
    ("ask", "What would we ask next time?"),
)
"""The three questions of a review, by field."""

FAILED: Literal["failed"] = "failed"
MISSED: Literal["missed"] = "missed"

PREMORTEM = {
    FAILED: ("Premortem: it went wrong", "“A year has passed and it went wrong.” Did it?"),
    MISSED: ("Premortem: we passed", "“We passed, and they excelled elsewhere.” Did they?"),
}
"""A title for each question of the premortem, and the question of a review on its causes."""


def entry_sentence(entry: Entry) -> str:
    """Return one uncut sentence on an entry, without a full stop."""
    if isinstance(entry, Objected):
        return f"{entry.by} objects{_on(entry)}: {_quoted(entry.text)}"
    if isinstance(entry, Noted):
        return f"Note by {entry.by}{_on(entry)}: {_quoted(entry.text)}"
    outcome = f": {RESULTS[entry.outcome]}" if entry.outcome else ""
    return f"Reviewed by {entry.by}{outcome}"


def since_then(added: Sequence[AddedEntry]) -> str:
    """Return the number of entries after the finish by kind, in a sentence; empty without any."""
    kinds = [type(line.entry) for line in added]
    objections, reviews, notes = (kinds.count(x) for x in (Objected, Reviewed, Noted))
    parts = [counted(objections, "objection")] if objections else []
    parts += [f"reviewed {times(reviews)}"] if reviews else []
    parts += [counted(notes, "note")] if notes else []
    return f"Since then: {', '.join(parts)}." if parts else ""


def review_sentences(entry: Reviewed) -> Iterator[str]:
    """Yield an uncut sentence on each mark and answer of a review."""
    if entry.outcome_on:
        yield f"Since {_day(entry.outcome_on)}"
    if entry.outcome_note:
        yield _quoted(entry.outcome_note)
    for dissent in entry.dissents:
        yield f"Dissent {_quoted(dissent.text)}: {DISSENTS[dissent.mark]}"
    for cause in entry.causes:
        yield f"{PREMORTEM[cause.question][0]}, {_quoted(cause.text)}: {CAUSES[cause.mark]}"
    for condition in entry.conditions:
        yield f"Condition {_quoted(condition.text)}: {CONDITIONS[condition.mark]}"
    for name, question in REVIEW_QUESTIONS:
        if text := getattr(entry, name):
            yield f"{question} {_quoted(text)}"
    if entry.again:
        yield f"To be looked at again on {_day(entry.again)}"


def _quoted(text: str) -> str:
    return f"“{clean_line(text)}”"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _on(entry: Objected | Noted) -> str:
    if entry.at_event is None:
        return ""
    return f" {'to' if isinstance(entry, Objected) else 'on'} event {entry.at_event}"
