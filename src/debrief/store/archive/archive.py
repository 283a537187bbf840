"""All sessions of a directory; a session is read again only if one of its files changed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from debrief import __version__
from debrief.store.archive import preparation
from debrief.store.archive.entry import AFTER, BRIEF, JOURNAL, Entry, look
from debrief.store.index import FileState, Index, state
from debrief.store.journal import lock

__all__ = ["Archive", "Entry", "sessions"]

_WATCHED = (JOURNAL, BRIEF, AFTER)
_MADE_BY = f"debrief {__version__}, index 2"

IN_FULL = 150
"""Most sessions that one reading of the directory reads with the names in them."""


@dataclass(frozen=True, slots=True)
class _CachedEntry:
    """An entry, and the states that the session's files had when it was read."""

    states: list[FileState]
    entry: Entry


class Archive:
    """The sessions in the directory `root`; `cache` is the folder of the index of their entries.

    The index only saves time: a broken one, or one of another version, is ignored. Damaged sessions
    are not in it.
    """

    def __init__(self, root: Path, cache: Path | None = None) -> None:
        self.root = root
        self._index = Index("sessions", root, cache)
        self._known: dict[str, _CachedEntry] | None = None
        self._is_saved = True

    def entries(self) -> Iterator[Entry]:
        """Yield every session as it is now, the last id first, because ids often begin with a date.

        A session with a broken file, or in a folder that cannot be read, is `damaged`. The names of
        people, which the index does not have, are read for the first `IN_FULL` entries that lack
        them; the other entries are partial until the next readings.
        """
        left = IN_FULL
        before = self._load() if self._known is None else self._known
        known: dict[str, _CachedEntry] = {}
        for name in self._names():
            states = self._states(name)
            if states[:2] == [None, None]:
                continue
            session = before.get(name)
            is_new = session is None or session.states != states
            if session is None or is_new or (left and session.entry.is_partial):
                entry = look(self.root / name, partial=not left)
                left -= bool(left) and entry.state in ("not-started", "finished")
                learns = is_new or entry.promises is not None
                session = _CachedEntry(states, entry)
                self._is_saved = self._is_saved and not (learns and _is_indexed(name, session))
            session = _watched(session)
            known[name] = session
            yield session.entry
        self._is_saved = self._is_saved and known.keys() >= before.keys()
        self._known = known

    def keep(self) -> None:
        """Write the index if anything changed; a failure is ignored."""
        if self._is_saved or self._known is None:
            return
        self._is_saved = True
        entries = {
            name: [session.states, _written(session.entry)]
            for name, session in self._known.items()
            if _is_indexed(name, session)
        }
        self._index.write(_MADE_BY, entries)

    def _load(self) -> dict[str, _CachedEntry]:
        made_by, entries = self._index.read()
        if made_by != _MADE_BY:
            return {}
        return {
            name: _CachedEntry(states, _read(name, self.root / name, values))
            for name, (states, values) in entries.items()
        }

    def _names(self) -> list[str]:
        try:
            with os.scandir(self.root) as folders:
                return sorted((folder.name for folder in folders), reverse=True)
        except OSError:
            return []

    def _states(self, name: str) -> list[FileState]:
        base = f"{self.root}{os.sep}{name}{os.sep}"
        states = [state(base + file) for file in _WATCHED]
        return states if states[0] else [*states, *preparation.states(base[:-1])]


def _watched(session: _CachedEntry) -> _CachedEntry:
    """Return the session with whether a program has its open meeting now."""
    entry = session.entry
    if entry.state != "open":
        return session
    held = lock.held_since(entry.folder / JOURNAL) is not None
    if held == entry.held_elsewhere:
        return session
    return _CachedEntry(session.states, replace(entry, held_elsewhere=held))


def _is_indexed(name: str, session: _CachedEntry) -> bool:
    """Return whether a session goes into the index: undamaged, and with a name for JSON.

    One that is to be carried on is read again, since its entry names a panelist.
    """
    entry = session.entry
    return entry.state != "damaged" and not entry.carry_on and name.isprintable()


def sessions(root: Path, cache: Path | None = None) -> tuple[Entry, ...]:
    """Return every session in a sessions directory, by id; none if the directory is missing."""
    archive = Archive(root, cache)
    entries = tuple(archive.entries())[::-1]
    archive.keep()
    return entries


def _written(entry: Entry) -> list[Any]:
    """Return an undamaged entry for the index, without its id and folder."""
    days = (entry.postponed_until, entry.review, entry.last_review, entry.next_review)
    times = (entry.scheduled, entry.opened)
    knows = entry.promises is not None or entry.promised is not None
    return [
        entry.title,
        entry.alias,
        entry.state,
        entry.decision,
        entry.dissents,
        entry.reviews,
        entry.cards,
        entry.panel,
        *(moment.isoformat() if moment else None for moment in (*days, *times, entry.promised)),
        knows,
    ]


def _read(name: str, folder: Path, values: list[Any]) -> Entry:
    title, alias, state, decision, dissents, reviews, cards, panel, *moments, knows = values
    until, review, last, again, planned, opened, promised = moments
    return Entry(
        name,
        folder,
        title,
        alias,
        state,
        decision,
        postponed_until=_day(until),
        scheduled=_time(planned),
        opened=_time(opened),
        review=_day(review),
        dissents=dissents,
        reviews=reviews,
        last_review=_day(last),
        next_review=_day(again),
        cards=cards,
        panel=panel,
        promised=_day(promised),
        promises=() if knows and not promised else None,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
