"""What was added after the finish, in words: its marks, and each entry as one sentence."""

from __future__ import annotations

from typing import Literal

from debrief.core.after_model import Entry, Fared, Happened, Kept, Noted, Objected, Outcome
from debrief.core.tell import quoted

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
    """Return one sentence, without a full stop, on what was added."""
    if isinstance(entry, Objected):
        return f"{entry.by} objects{_on(entry)}: {quoted(entry.text)}"
    if isinstance(entry, Noted):
        return f"Note by {entry.by}{_on(entry)}: {quoted(entry.text)}"
    found = f": {OUTCOMES[entry.outcome]}" if entry.outcome else ""
    return f"Reviewed by {entry.by}{found}"


def _on(entry: Objected | Noted) -> str:
    if entry.at_event is None:
        return ""
    return f" {'to' if isinstance(entry, Objected) else 'on'} event {entry.at_event}"
