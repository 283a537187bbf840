"""The text of the detail pane at home: the chosen session, its decision and its record."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from textual.content import Content

from debrief.core.days import local
from debrief.tui.home import listing
from debrief.tui.paint import MUTED, Lines, Space, page, says, stacked, wrap

if TYPE_CHECKING:
    from debrief.core.room.view_record import RecordView
    from debrief.store.archive.archive import Entry

ABOUT = {
    "open": "The meeting was interrupted. It resumes where it stopped.",
    "to be carried on": "The decision was put off.",
    "not started": "The meeting has not started. Its first screen shows what is missing.",
    "finished": "The meeting is over. Press e for its decision and record.",
}
ENTER = {
    "open": "Resume the meeting",
    "to be carried on": "Carry the meeting on",
    "not started": "Start the meeting",
    "finished": "Replay the meeting",
    "damaged": "See what can be read",
}
"""The action of enter for a session in each state."""

READING = "The record is being read …"


def about(entry: Entry, width: int) -> Content:
    """Return the details of a session that may be shown on a shared screen."""
    return page(stacked(_head(entry, width), _state_sentence(entry, width)))


def in_full(
    entry: Entry, record: RecordView | str | None, today: date, width: int, height: int
) -> Content:
    """Return all details of a session; `record` is None while loading, a str if unreadable."""
    facts = _facts(entry, today, width)
    if record is None or isinstance(record, str) or entry.state in ("not-started", "damaged"):
        lines = stacked(_head(entry, width), _state_sentence(entry, width), facts)
        if entry.state in ("open", "finished"):
            lines = stacked(lines, wrap(str(record or READING), width, MUTED))
        return page(lines)
    from debrief.tui.steps.record import paint

    return page([*facts, Content()]) + Content("\n") + paint(record, Space(width, height))


def _head(entry: Entry, width: int) -> Lines:
    lines = wrap(says(entry.alias or listing.folder(entry), "bold"), width)
    if entry.title:
        lines += wrap(entry.title, width)
    state = " · ".join(part for part in (listing.state(entry), _when(entry)) if part)
    return [*lines, *wrap(state, width, MUTED)]


def _state_sentence(entry: Entry, width: int) -> Lines:
    if entry.state == "damaged":
        return wrap(entry.problem, width, "$text-error")
    sentence = ABOUT[listing.state(entry)]
    if entry.carry_on and entry.due is not None:
        who = f", {entry.due_who}" if entry.due_who else ""
        sentence = f"To be carried on by {_day(entry.due)}{who}."
    return wrap(sentence, width, MUTED)


def _facts(entry: Entry, today: date, width: int) -> Lines:
    """Return the name of the folder, for commands, and the date of the next review."""
    lines = wrap(says("Session", MUTED) + "  " + says(listing.folder(entry)), width)
    if decision := listing.decision(entry):
        outcome = f"{decision}, {listing.dissent(entry) or 'no dissent'}"
        lines += wrap(says("Decision", MUTED) + " " + says(outcome), width)
    if entry.next_review is not None:
        due = entry.next_review <= today
        word, style = ("since", "$text-warning") if due else ("on", "")
        looked = f"{'due ' if due else ''}{word} {_day(entry.next_review)}"
        lines += wrap(says("Review", MUTED) + "   " + says(looked, style), width)
    if entry.reviews:
        times = "once" if entry.reviews == 1 else f"{entry.reviews} times"
        lines += wrap(says(f"Looked at again {times}", MUTED), width)
    return lines


def _when(entry: Entry) -> str:
    at = entry.scheduled or entry.opened
    return f"{_day(local(at))}, {local(at):%H:%M}" if at else ""


def _day(day: date | datetime) -> str:
    return f"{day.day} {day:%B %Y}"
