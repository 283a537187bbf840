"""What stands beside the list: the chosen session, and behind a key its decision and record."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from textual.content import Content

from debrief.tui import listing
from debrief.tui.paint import MUTED, Lines, Space, page, says, stacked, wrap

if TYPE_CHECKING:
    from debrief.core.room_closing import RecordView
    from debrief.store.archive import Entry

ABOUT = {
    "open": "The meeting has begun and goes on where it stopped.",
    "postponed": "The decision was put off.",
    "not started": "The meeting has not begun. Its first page says what is in and what is missing.",
    "finished": "The meeting is over. Its decision and record are shown with e.",
}
ENTER = {
    "open": "Go on with the meeting",
    "postponed": "Go on with the meeting",
    "not started": "Begin the meeting",
    "finished": "See the meeting again",
    "damaged": "See what can be read",
}
"""What enter does with a session in each state."""

READING = "The record is being read …"


def about(entry: Entry, width: int) -> Content:
    """Return what everybody in the call may read of a session."""
    return page(stacked(_head(entry, width), _said(entry, width)))


def in_full(
    entry: Entry, record: RecordView | str | None, today: date, width: int, height: int
) -> Content:
    """Return all there is of a session; `record` is None while it is read, a str why not."""
    facts = _facts(entry, today, width)
    if record is None or isinstance(record, str) or entry.state in ("not-started", "damaged"):
        lines = stacked(_head(entry, width), _said(entry, width), facts)
        if entry.state in ("open", "finished"):
            lines = stacked(lines, wrap(str(record or READING), width, MUTED))
        return page(lines)
    from debrief.tui.steps.record import paint

    return page([*facts, Content()]) + Content("\n") + paint(record, Space(width, height))


def _head(entry: Entry, width: int) -> Lines:
    lines = wrap(says(entry.alias or listing.folder(entry), "bold"), width)
    if entry.title:
        lines += wrap(entry.title, width)
    said = " · ".join(part for part in (listing.state(entry), _when(entry)) if part)
    return [*lines, *wrap(said, width, MUTED)]


def _said(entry: Entry, width: int) -> Lines:
    if entry.state == "damaged":
        return wrap(entry.problem, width, "$text-error")
    said = ABOUT[listing.state(entry)]
    if entry.postponed_until:
        said = f"The decision was put off until {_day(entry.postponed_until)}."
    return wrap(said, width, MUTED)


def _facts(entry: Entry, today: date, width: int) -> Lines:
    """The folder's name, for who types a command, and when to look at the decision again."""
    lines = wrap(says("Session", MUTED) + "  " + says(listing.folder(entry)), width)
    if said := listing.decision(entry):
        told = f"{said}, {listing.dissent(entry) or 'no dissent'}"
        lines += wrap(says("Decision", MUTED) + " " + says(told), width)
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
    return f"{_day(at.astimezone())}, {at.astimezone():%H:%M}" if at else ""


def _day(day: date | datetime) -> str:
    return f"{day.day} {day:%B %Y}"
