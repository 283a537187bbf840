"""The list of sessions at home: groups, texts of a row, sort orders, and the filter."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from debrief.core.days import local
from debrief.core.session_groups import GROUPS, Group, group_of, is_overdue
from debrief.core.text import clean_line, counted

if TYPE_CHECKING:
    from debrief.store.archive.archive import Entry

Order = Literal["next", "date", "title", "review due"]
ORDERS: tuple[Order, ...] = ("next", "date", "title", "review due")
"""Sort orders; only the first, by what is to be done, has groups."""

DECISIONS = {"hire": "hire", "no-hire": "no hire", "more-signal": "more signal"}
NEVER = float("inf")

HALF_A_YEAR = 183
"""Days from today up to which a day is written without its year."""

_PLACES = {group: number for number, group in enumerate(GROUPS)}
_NEWEST_FIRST = frozenset({"past", "done"})


def folder(entry: Entry) -> str:
    """Return the name of a session's folder, safe to show in a terminal."""
    return clean_line(entry.id)


def name(entry: Entry) -> str:
    """Return what a session is called on a shared screen: its alias, else its folder's name."""
    return entry.alias or folder(entry)


def meeting_day(entry: Entry) -> date | None:
    """Return the local date on which the meeting was opened or, before that, is planned."""
    at = entry.opened or entry.scheduled
    return local(at).date() if at else None


def short_day(day: date, today: date, *, weekday: bool = False) -> str:
    """Return a day in a few cells, as `Tue 1 Dec` or `15 Sep`, with its year if it is far away."""
    before = f"{day:%a} " if weekday else ""
    year = f" {day.year}" if abs((day - today).days) > HALF_A_YEAR else ""
    return f"{before}{day.day} {day:%b}{year}"


def decision(entry: Entry) -> str:
    """Return the decision in words, or an empty text before it is made."""
    return DECISIONS.get(entry.decision or "", "")


def dissent(entry: Entry) -> str:
    """Return the number of dissents in words, or an empty text for none."""
    return counted(entry.dissents, "dissent") if entry.dissents else ""


def when(entry: Entry, group: Group, today: date) -> str:
    """Return the day of a row: of the meeting, or of what is due."""
    match group:
        case "carry-on":
            return f"by {short_day(entry.due, today, weekday=True)}" if entry.due else ""
        case "promises" if entry.promised:
            return f"since {short_day(entry.promised, today)}"
        case "review" if entry.next_review:
            return f"since {short_day(entry.next_review, today)}"
    day = meeting_day(entry)
    if day is None:
        return ""
    if group == "next" and entry.scheduled is not None:
        return f"{short_day(day, today, weekday=True)} {local(entry.scheduled):%H:%M}"
    return short_day(day, today, weekday=group in ("waiting", "past"))


def note(entry: Entry, group: Group, today: date, *, revealed: bool) -> str:
    """Return the second text of a row: cards, people, or why; decisions only if `revealed`."""
    public = _public_note(entry, group, today)
    private = (decision(entry), dissent(entry)) if revealed else ()
    return " · ".join(part for part in (*private, public) if part)


def _public_note(entry: Entry, group: Group, today: date) -> str:
    match group:
        case "running":
            return "open in another terminal" if entry.held_elsewhere else "interrupted"
        case "carry-on":
            return clean_line(entry.due_who)
        case "next" | "waiting":
            if entry.preparation is not None and not entry.preparation.written:
                return "brief to write"
            return f"{entry.cards} of {entry.panel} cards"
        case "promises":
            return keepers(entry, today)
        case "past":
            return "not held"
        case "unreadable":
            return entry.problem
        case "done" if entry.next_review is not None:
            return f"review on {short_day(entry.next_review, today)}"
        case _:
            return "reviewed" if entry.reviews else ""


def keepers(entry: Entry, today: date) -> str:
    """Return whose promises are due, the first by name."""
    due = [who for day, who in entry.promises or () if day <= today]
    people = list(dict.fromkeys(clean_line(who) or "nobody named" for who in due))
    if not people:
        return ""
    return people[0] if len(people) == 1 else f"{people[0]} and {len(people) - 1} more"


def folded(text: str) -> str:
    """Return text for searching: without case and accents."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in parts if not unicodedata.combining(char))


@dataclass(frozen=True, slots=True)
class Section:
    """Sessions under one heading; `group` is None where the list is not grouped.

    A folded section is one line with the number of its sessions.
    """

    group: Group | None
    entries: tuple[Entry, ...]
    is_folded: bool = False

    @property
    def heading(self) -> str:
        """The heading with the number of sessions; empty without a group."""
        return "" if self.group is None else f"{GROUPS[self.group]} · {len(self.entries):,}"


@dataclass(frozen=True, slots=True)
class _Row:
    """A session with its group, its public text for the filter, and its keys for sorting."""

    entry: Entry
    group: Group
    is_overdue: bool
    words: str
    places: dict[Order, tuple[Any, ...]]


class Listing:
    """The sessions read so far, and the sorted list of those that match the filter."""

    def __init__(self, today: Callable[[], date]) -> None:
        self._today = today
        self._day = today()
        self._rows: dict[str, _Row] = {}
        self.order: Order = ORDERS[0]
        self.filter = ""
        self.revealed = False
        """True while decisions are shown, and the filter searches them too."""
        self.shows_done = False
        """True while the sessions that are done are listed one by one."""

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
            self._rows[entry.id] = _row(entry, self._day)

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

    @property
    def due(self) -> int:
        """The number of sessions of which something is due by today."""
        return sum(row.is_overdue for row in self._current())

    def shown(self) -> list[Entry]:
        """Return the sessions that contain every word of the filter, sorted."""
        return [row.entry for row in self._found()]

    def sections(self) -> list[Section]:
        """Return the sessions found, in groups if they are sorted by what is next.

        Sessions that are done are folded unless the user opened them or searches.
        """
        rows = self._found()
        if self.order != ORDERS[0]:
            return [Section(None, tuple(row.entry for row in rows))] if rows else []
        grouped: dict[Group, list[Entry]] = {}
        for row in rows:
            grouped.setdefault(row.group, []).append(row.entry)
        folds = not (self.shows_done or self.filter)
        return [
            Section(group, tuple(entries), folds and group == "done")
            for group, entries in grouped.items()
        ]

    def _current(self) -> Iterable[_Row]:
        """Return the rows as they are today."""
        if self._day != (today := self._today()):
            self._day = today
            self.put([row.entry for row in self._rows.values()])
        return self._rows.values()

    def _found(self) -> list[_Row]:
        rows = list(self._current())
        if wanted := folded(self.filter).split():
            rows = [row for row in rows if all(word in self._words(row) for word in wanted)]
        rows.sort(key=lambda row: row.places[self.order])
        return rows

    def _words(self, row: _Row) -> str:
        if not self.revealed:
            return row.words
        return f"{row.words} {decision(row.entry)} {dissent(row.entry)}"


def _row(entry: Entry, today: date) -> _Row:
    group = group_of(entry, today)
    day = meeting_day(entry)
    iso = day.isoformat() if day else ""
    texts = (entry.alias, entry.title, GROUPS[group], iso, entry.id)
    due = is_overdue(entry, entry.due, today)
    return _Row(entry, group, due, folded(" ".join(texts)), _places(entry, group))


def _places(entry: Entry, group: Group) -> dict[Order, tuple[Any, ...]]:
    """Return the sort key of a session for each order; without a date it counts as far ahead.

    By what is next: by group, then by the day that counts in it, the soonest first; sessions past
    their day and those that are done the newest first.
    """
    at = entry.opened or entry.scheduled
    held = at.timestamp() if at else NEVER
    days = {"carry-on": entry.due, "promises": entry.promised, "review": entry.next_review}
    first = float((days.get(group) or date.max).toordinal()) if group in days else held
    soonest = -first if group in _NEWEST_FIRST else first
    unreadable = entry.state == "damaged" and not entry.alias
    again = entry.next_review
    return {
        "next": (_PLACES[group], soonest, entry.id),
        "date": (unreadable, -held, entry.id),
        "title": (not entry.title, folded(entry.title), -held, entry.id),
        "review due": (again is None, again or date.min, -held, entry.id),
    }
