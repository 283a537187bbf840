"""All sessions of a directory, each looked at again only when one of its files changed."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from debrief import __version__
from debrief.store import atomic
from debrief.store.atomic import FileProblem
from debrief.store.entry import AFTER, BRIEF, JOURNAL, Entry, State, look

__all__ = ["Archive", "Entry", "State", "sessions"]

INDEX_BYTES = 64 * 1024 * 1024

_FileState = list[int] | None
"""Times of change of its bytes and of it in ns, size and inode; None for no such file, empty where
that cannot be told."""

_WATCHED = (JOURNAL, BRIEF, AFTER)
_MADE_BY = f"debrief {__version__}, index 1"


@dataclass(frozen=True, slots=True)
class _Known:
    """A session as it was with its files in these states."""

    states: list[_FileState]
    entry: Entry


class Archive:
    """The sessions in the directory `root`; `cache` is a folder for what was seen before.

    The index in it is only there to be faster: one that is broken or of another version is
    ignored, and a damaged session is never in it.
    """

    def __init__(self, root: Path, cache: Path | None = None) -> None:
        self.root = root
        self._cache = cache
        self._known: dict[str, _Known] | None = None
        self._kept = True

    def entries(self) -> Iterator[Entry]:
        """Yield every session as it is now, the last id first, as ids tend to begin with a date.

        A session with a broken file is `damaged`, and so is a folder that cannot be looked into.
        """
        before = self._load() if self._known is None else self._known
        known: dict[str, _Known] = {}
        for name in self._names():
            states = self._states(name)
            if states[:2] == [None, None]:
                continue
            seen = before.get(name)
            if seen is None or seen.states != states:
                seen = _Known(states, look(self.root / name))
                self._kept = self._kept and not _may_keep(name, seen)
            known[name] = seen
            yield seen.entry
        self._kept = self._kept and known.keys() >= before.keys()
        self._known = known

    def keep(self) -> None:
        """Write the index if anything changed; that it cannot be written is no problem."""
        if self._kept or self._cache is None or self._known is None:
            return
        self._kept = True
        kept = {
            name: [one.states, _written(one.entry)]
            for name, one in self._known.items()
            if _may_keep(name, one)
        }
        text = json.dumps([_MADE_BY, kept], ensure_ascii=False, separators=(",", ":")).encode()
        with suppress(FileProblem, OSError):
            self._cache.mkdir(mode=0o700, parents=True, exist_ok=True)
            atomic.write(self._index(self._cache), _digest(text) + b"\n" + text)

    def _load(self) -> dict[str, _Known]:
        if self._cache is None:
            return {}
        try:
            data = atomic.read_regular(self._index(self._cache), INDEX_BYTES)
        except FileProblem:
            return {}
        digest, _, text = data.partition(b"\n")
        if digest != _digest(text):  # so what follows is as it was written
            return {}
        made_by, kept = json.loads(text)
        if made_by != _MADE_BY:
            return {}
        return {
            name: _Known(states, _read(name, self.root / name, said))
            for name, (states, said) in kept.items()
        }

    def _index(self, cache: Path) -> Path:
        """An index for each directory, named so that its name says nothing of where it is."""
        where = hashlib.sha256(os.fsencode(self.root.absolute())).hexdigest()
        return cache / f"sessions-{where[:16]}.json"

    def _names(self) -> list[str]:
        try:
            with os.scandir(self.root) as found:
                return sorted((one.name for one in found), reverse=True)
        except OSError:
            return []

    def _states(self, name: str) -> list[_FileState]:
        base = f"{self.root}{os.sep}{name}{os.sep}"
        return [_state(base + file) for file in _WATCHED]


def _may_keep(name: str, seen: _Known) -> bool:
    """Whether it goes into the index: no damage, and a name that JSON can hold."""
    return seen.entry.state != "damaged" and name.isprintable()


def sessions(root: Path, cache: Path | None = None) -> tuple[Entry, ...]:
    """Return every session in a sessions directory, by id; none when the directory is not there."""
    archive = Archive(root, cache)
    found = tuple(archive.entries())[::-1]
    archive.keep()
    return found


def _state(path: str) -> _FileState:
    try:
        found = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:  # its folder may not be looked into: perhaps a session, so it is told of
        return []
    return [found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino]


def _digest(text: bytes) -> bytes:
    return hashlib.sha256(text).hexdigest().encode()


def _written(entry: Entry) -> list[Any]:
    """An entry that is not damaged, for the index; its id and folder are known without it."""
    days = (entry.postponed_until, entry.review, entry.next_review)
    times = (entry.scheduled, entry.opened)
    return [
        entry.title,
        entry.alias,
        entry.state,
        entry.decision,
        entry.dissents,
        entry.reviews,
        *(one.isoformat() if one else None for one in (*days, *times)),
    ]


def _read(name: str, folder: Path, said: list[Any]) -> Entry:
    title, alias, state, decision, dissents, reviews, until, review, again, planned, opened = said
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
        next_review=_day(again),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
