"""The archive as a list to choose from: what a row says, in which order, found by which words."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from debrief.core.text import clean_line

if TYPE_CHECKING:
    from debrief.store.archive import Entry

Order = Literal["state", "date", "title", "review due"]
ORDERS: tuple[Order, ...] = ("state", "date", "title", "review due")

STATES = ("open", "postponed", "not started", "finished", "damaged")
"""A session's state in words; what waits for something comes first."""

DECISIONS = {"hire": "hire", "no-hire": "no hire", "more-signal": "more signal"}
DUE = "review due"
NEVER = float("inf")


def state(entry: Entry) -> str:
    """Return the state in words, one of STATES."""
    if entry.state == "open":
        return "postponed" if entry.postponed_until else "open"
    return entry.state.replace("-", " ")


def folder(entry: Entry) -> str:
    """Return the name of a session's folder, safe to show."""
    return clean_line(entry.id)


def day(entry: Entry) -> str:
    """Return the day of the meeting where the reader is, empty where none is known."""
    at = entry.scheduled or entry.opened
    return at.astimezone().date().isoformat() if at else ""


def decision(entry: Entry) -> str:
    """Return the decision in words, empty before there is one."""
    return DECISIONS.get(entry.decision or "", "")


def dissent(entry: Entry) -> str:
    """Return how many dissents there were, in words, empty for none."""
    if not entry.dissents:
        return ""
    return "1 dissent" if entry.dissents == 1 else f"{entry.dissents} dissents"


def review(entry: Entry, today: date) -> str:
    """Return when the decision is to be looked at again, or that it is due."""
    if entry.next_review is None:
        return "reviewed" if entry.reviews else ""
    return DUE if is_due(entry, today) else f"{entry.next_review}"


def is_due(entry: Entry, today: date) -> bool:
    """Return whether the day has come to look at a decision again; it tells of no decision."""
    return entry.next_review is not None and entry.next_review <= today


def folded(text: str) -> str:
    """Return text as it is searched: without case and without marks on letters."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in parts if not unicodedata.combining(char))


@dataclass(frozen=True, slots=True)
class _Row:
    """A session, what everybody in the call may find it by, and its place in each order."""

    entry: Entry
    words: str
    places: dict[Order, tuple[Any, ...]]


class Listing:
    """The sessions known so far, and those that are shown: sorted, and found by the filter."""

    def __init__(self, today: Callable[[], date]) -> None:
        self._today = today
        self._rows: dict[str, _Row] = {}
        self.order: Order = ORDERS[0]
        self.filter = ""
        self.revealed = False
        """Whether decisions may be seen, and so be searched."""

    def __len__(self) -> int:
        return len(self._rows)

    def get(self, name: str) -> Entry | None:
        """Return the session with this id, if it is there."""
        row = self._rows.get(name)
        return row.entry if row else None

    def names(self) -> Iterable[str]:
        """Return the ids of all sessions known so far."""
        return self._rows.keys()

    def put(self, entries: Iterable[Entry]) -> None:
        """Take sessions in, in place of what was known of them."""
        for entry in entries:
            said = (entry.alias, entry.title, state(entry), day(entry), entry.id)
            self._rows[entry.id] = _Row(entry, folded(" ".join(said)), _places(entry))

    def keep_only(self, names: frozenset[str]) -> bool:
        """Forget the sessions that are gone; whether there were any."""
        gone = self._rows.keys() - names
        for name in gone:
            del self._rows[name]
        return bool(gone)

    @property
    def next_order(self) -> Order:
        """The next thing there is to sort by."""
        return ORDERS[(ORDERS.index(self.order) + 1) % len(ORDERS)]

    def shown(self) -> list[Entry]:
        """Return the sessions that every word of the filter is found in, sorted."""
        wanted = folded(self.filter).split()
        found = list(self._rows.values())
        if wanted:
            found = [row for row in found if all(word in self._words(row) for word in wanted)]
        found.sort(key=lambda row: row.places[self.order])
        return [row.entry for row in found]

    def _words(self, row: _Row) -> str:
        entry = row.entry
        if not self.revealed:
            return f"{row.words} {DUE}" if is_due(entry, self._today()) else row.words
        return f"{row.words} {decision(entry)} {dissent(entry)} {review(entry, self._today())}"


def _places(entry: Entry) -> dict[Order, tuple[Any, ...]]:
    """Where a session stands in each order; what has no date yet counts as far ahead.

    By state: what goes on, then what comes, the soonest first, then what is over, the newest first.
    """
    said, at = state(entry), entry.scheduled or entry.opened
    when = at.timestamp() if at else NEVER
    soonest = -when if said == "finished" else when
    unreadable = entry.state == "damaged" and not entry.alias
    again = entry.next_review
    return {
        "state": (STATES.index(said), soonest, entry.id),
        "date": (unreadable, -when, entry.id),
        "title": (not entry.title, folded(entry.title), -when, entry.id),
        "review due": (again is None, again or date.min, -when, entry.id),
    }
