"""The list of sessions at home: texts of a row, sort orders, and the filter."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from debrief.core.days import local
from debrief.core.text import clean_line

if TYPE_CHECKING:
    from debrief.store.archive.archive import Entry

Order = Literal["state", "date", "title", "review due"]
ORDERS: tuple[Order, ...] = ("state", "date", "title", "review due")

STATES = ("open", "to be carried on", "not started", "finished", "damaged")
"""States of a session in words; states that need action come first."""

DECISIONS = {"hire": "hire", "no-hire": "no hire", "more-signal": "more signal"}
DUE = "review due"
NEVER = float("inf")


def state(entry: Entry) -> str:
    """Return the state in words, one of STATES."""
    if entry.state == "open":
        return "to be carried on" if entry.carry_on else "open"
    return entry.state.replace("-", " ")


def folder(entry: Entry) -> str:
    """Return the name of a session's folder, safe to show in a terminal."""
    return clean_line(entry.id)


def day(entry: Entry) -> str:
    """Return the local date of the meeting, or an empty text if unknown."""
    at = entry.scheduled or entry.opened
    return local(at).date().isoformat() if at else ""


def decision(entry: Entry) -> str:
    """Return the decision in words, or an empty text before it is made."""
    return DECISIONS.get(entry.decision or "", "")


def dissent(entry: Entry) -> str:
    """Return the number of dissents in words, or an empty text for none."""
    if not entry.dissents:
        return ""
    return "1 dissent" if entry.dissents == 1 else f"{entry.dissents} dissents"


def review(entry: Entry, today: date) -> str:
    """Return the date of the next review, that it is due, or that it is done."""
    if entry.next_review is None:
        return "reviewed" if entry.reviews else ""
    return DUE if is_due(entry, today) else f"{entry.next_review}"


def is_due(entry: Entry, today: date) -> bool:
    """Return whether a review is due, which does not reveal the decision."""
    return entry.next_review is not None and entry.next_review <= today


def folded(text: str) -> str:
    """Return text for searching: without case and accents."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in parts if not unicodedata.combining(char))


@dataclass(frozen=True, slots=True)
class _Row:
    """A session, its public text for the filter, and its sort key for each order."""

    entry: Entry
    words: str
    places: dict[Order, tuple[Any, ...]]


class Listing:
    """The sessions read so far, and the sorted list of those that match the filter."""

    def __init__(self, today: Callable[[], date]) -> None:
        self._today = today
        self._rows: dict[str, _Row] = {}
        self.order: Order = ORDERS[0]
        self.filter = ""
        self.revealed = False
        """True while decisions are shown, and the filter searches them too."""

    def __len__(self) -> int:
        return len(self._rows)

    def get(self, name: str) -> Entry | None:
        """Return the session with this id, or None."""
        row = self._rows.get(name)
        return row.entry if row else None

    def names(self) -> Iterable[str]:
        """Return the ids of all sessions read so far."""
        return self._rows.keys()

    def put(self, entries: Iterable[Entry]) -> None:
        """Add sessions, or replace older entries of them."""
        for entry in entries:
            texts = (entry.alias, entry.title, state(entry), day(entry), entry.id)
            self._rows[entry.id] = _Row(entry, folded(" ".join(texts)), _places(entry))

    def keep_only(self, names: frozenset[str]) -> bool:
        """Remove all other sessions; return whether any was removed."""
        gone = self._rows.keys() - names
        for name in gone:
            del self._rows[name]
        return bool(gone)

    @property
    def next_order(self) -> Order:
        """The sort order after the current one."""
        return ORDERS[(ORDERS.index(self.order) + 1) % len(ORDERS)]

    def shown(self) -> list[Entry]:
        """Return the sessions that contain every word of the filter, sorted."""
        wanted = folded(self.filter).split()
        rows = list(self._rows.values())
        if wanted:
            rows = [row for row in rows if all(word in self._words(row) for word in wanted)]
        rows.sort(key=lambda row: row.places[self.order])
        return [row.entry for row in rows]

    def _words(self, row: _Row) -> str:
        entry = row.entry
        if not self.revealed:
            return f"{row.words} {DUE}" if is_due(entry, self._today()) else row.words
        return f"{row.words} {decision(entry)} {dissent(entry)} {review(entry, self._today())}"


def _places(entry: Entry) -> dict[Order, tuple[Any, ...]]:
    """Return the sort key of a session for each order; without a date it counts as far ahead.

    By state: first running sessions, then coming ones (soonest first), then finished ones (newest
    first).
    """
    in_words, at = state(entry), entry.scheduled or entry.opened
    when = at.timestamp() if at else NEVER
    soonest = -when if in_words == "finished" else when
    unreadable = entry.state == "damaged" and not entry.alias
    again = entry.next_review
    return {
        "state": (STATES.index(in_words), soonest, entry.id),
        "date": (unreadable, -when, entry.id),
        "title": (not entry.title, folded(entry.title), -when, entry.id),
        "review due": (again is None, again or date.min, -when, entry.id),
    }
