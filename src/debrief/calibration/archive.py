"""Read the ratings of every finished session; the cache saves reading unchanged ones again."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import BaseModel, ValidationError

from debrief.calibration import cache, pool
from debrief.calibration.cache import Cached
from debrief.calibration.extract import ratings_of
from debrief.calibration.names import Names, same
from debrief.calibration.sessions import SessionRatings
from debrief.core.after.model import DissentMark, Fared, reviews
from debrief.core.meeting.fold import fold
from debrief.core.model import Line
from debrief.core.text import clean_line
from debrief.store import index
from debrief.store.archive.entry import AFTER, BRIEF, JOURNAL
from debrief.store.atomic import FileProblem
from debrief.store.index import FileState
from debrief.store.journal import after, journal
from debrief.store.paths import session_ids

CHUNK = 32
"""Number of sessions that one process reads at a time."""


@dataclass(frozen=True, slots=True)
class Damaged:
    """A session that cannot be used, and one sentence on the problem."""

    session: str
    problem: str


@dataclass(frozen=True, slots=True)
class PastMeetings:
    """The past meetings of an archive: finished sessions by id, damaged ones, and names.

    `unfinished` is the number of sessions whose meeting has not finished or not begun.
    """

    sessions: tuple[SessionRatings, ...]
    names: Names = field(default_factory=Names)
    damaged: tuple[Damaged, ...] = ()
    unfinished: int = 0


@dataclass(frozen=True, slots=True)
class SessionNames:
    """The names of a session's panelists and the titles of its competencies, by id."""

    people: Mapping[str, str]
    titles: Mapping[str, str]


_ReadSession = tuple[Cached, SessionNames | None] | Damaged


def read(
    root: Path,
    progress: Callable[[int, int], None] = lambda done, of: None,
    folder: Path | None = None,
    local: pool.Executors = pool.local,
) -> PastMeetings:
    """Read every session in the directory `root`; damaged ones are listed, not used.

    `progress` is called with the numbers of sessions read and of all sessions. `folder` is the
    folder of the cache. LostError.
    """
    before = cache.load(root, folder)
    ids = session_ids(root)
    states = {id_: _states(root / id_) for id_ in ids}
    cached = {id_: before[id_] for id_ in ids if _unchanged(before.get(id_), states[id_])}
    to_read = [root / id_ for id_ in ids if id_ not in cached]
    new: dict[str, _ReadSession] = {}
    chunks = [to_read[at : at + CHUNK] for at in range(0, len(to_read), CHUNK)]
    progress(len(cached), len(ids))
    with local(len(to_read)) as executor:
        for chunk in pool.in_order(executor, _read_many, chunks):
            new |= chunk
            progress(len(cached) + len(new), len(ids))
    cached = {
        id_: _reviewed(root / id_, session, states[id_][2]) for id_, session in cached.items()
    }
    names = _Numbered(root, cached)
    damaged = []
    for id_, session in new.items():
        if isinstance(session, Damaged):
            damaged.append(session)
        else:
            cached[id_] = names.numbered(id_, *session)
    if cached != before:
        cache.save(root, folder, cached)
    sessions = [cached[id_].ratings for id_ in ids if id_ in cached]
    return PastMeetings(
        sessions=tuple(ratings for ratings in sessions if ratings is not None),
        names=names.names(cached.values()),
        damaged=tuple(damaged),
        unfinished=sessions.count(None),
    )


def _states(folder: Path) -> list[FileState]:
    return [index.state(f"{folder}{os.sep}{file}") for file in (JOURNAL, BRIEF, AFTER)]


def _unchanged(cached: Cached | None, states: list[FileState]) -> bool:
    return cached is not None and cached.states == states[:2]


def _reviewed(folder: Path, cached: Cached, state: FileState) -> Cached:
    """Return a cached session with the newest outcomes of its dissents."""
    if cached.ratings is None or cached.after == state:
        return cached
    ratings = replace(cached.ratings, fared=_fared(folder, cached.ratings, cached.fingerprint))
    return replace(cached, ratings=ratings, after=state)


def _read_many(folders: list[Path]) -> dict[str, _ReadSession]:
    return {folder.name: _read_one(folder) for folder in folders}


def _read_one(folder: Path) -> _ReadSession:
    """Read a session in full; the states of its files are taken first."""
    states = _states(folder)
    if states[0] is None:
        return Cached(states[:2]), None
    try:
        contents = journal.read(folder / JOURNAL)
    except FileProblem as problem:
        return Damaged(clean_line(folder.name), f"The journal {problem.reason}")
    if contents.read_only:
        return Damaged(clean_line(folder.name), contents.read_only)
    if not contents.fingerprint:
        return Cached(states[:2]), None
    try:
        meeting = fold(contents.events)
    except Exception:
        unknown = "This debrief does not understand the journal; update debrief."
        return Damaged(clean_line(folder.name), unknown)
    ratings = ratings_of(folder.name, meeting)
    fared = _fared(folder, ratings, contents.fingerprint)
    cached = Cached(states[:2], states[2], contents.fingerprint, replace(ratings, fared=fared))
    brief = meeting.brief
    people = {person.id: person.name for person in brief.panel}
    return cached, SessionNames(people, {x.id: x.title for x in brief.competencies})


def _fared(folder: Path, ratings: SessionRatings, fingerprint: str) -> tuple[Fared, ...]:
    """Return the outcome of each dissent from the last review that has one."""
    if not ratings.dissents:
        return ()
    try:
        past = reviews(after.read(folder, fingerprint).events)
    except FileProblem:
        return ()
    marks: dict[tuple[str, str], DissentMark] = {}
    for _, review in past:
        marks |= {(mark.panelist, mark.text): mark for mark in review.dissents}
    return tuple(mark.mark for mark in marks.values())


# ---- names, read from the briefs


class _Person(BaseModel):
    id: str
    name: Line


class _Competency(BaseModel):
    id: str
    title: Line


class _Brief(BaseModel):
    panel: tuple[_Person, ...]
    competencies: tuple[_Competency, ...]


class _Data(BaseModel):
    brief: _Brief


class _Opening(BaseModel):
    data: _Data


def _called(folder: Path) -> SessionNames:
    """Return the names in the brief in a journal's first line; none if it cannot be read."""
    try:
        first = journal.ends(folder / JOURNAL).first
        brief = _Opening.model_validate_json(first or b"").data.brief
    except (FileProblem, ValidationError):
        return SessionNames({}, {})
    return SessionNames(
        {panelist.id: panelist.name for panelist in brief.panel},
        {competency.id: competency.title for competency in brief.competencies},
    )


class _Numbered:
    """The names of each id, numbered, so that the cache has no name in it.

    The spelling of a name is that of the newest session that uses it.
    """

    def __init__(self, root: Path, cached: Mapping[str, Cached]) -> None:
        self._names: dict[str, dict[int, tuple[str, str]]] = {}
        self._titles: dict[str, tuple[str, str]] = {}
        for id_ in sorted(cached, reverse=True):
            if next(self._unknown(cached[id_]), None) is not None:
                called = _called(root / id_)
                for panelist, number in cached[id_].called.items():
                    name = called.people.get(panelist, panelist)
                    self._names.setdefault(panelist, {}).setdefault(number, (id_, name))
                self._title(id_, called)

    def _unknown(self, cached: Cached) -> Iterator[str]:
        yield from (
            p for p, number in cached.called.items() if number not in self._names.get(p, {})
        )
        if cached.ratings is not None:
            ids = (competency.id for competency in cached.ratings.competencies)
            yield from (id_ for id_ in ids if id_ not in self._titles)

    def numbered(self, id_: str, cached: Cached, called: SessionNames | None) -> Cached:
        """Return a newly read session with the numbers of its names."""
        if called is None:
            return cached
        self._title(id_, called)
        numbers = {p: self._number(id_, p, name) for p, name in called.people.items()}
        return replace(cached, called=numbers)

    def _title(self, id_: str, called: SessionNames) -> None:
        for competency, title in called.titles.items():
            if id_ >= self._titles.get(competency, ("", ""))[0]:
                self._titles[competency] = (id_, title)

    def _number(self, id_: str, panelist: str, name: str) -> int:
        known = self._names.setdefault(panelist, {})
        for number, (newest, other) in known.items():
            if same(other) == same(name):
                known[number] = max((newest, other), (id_, name))
                return number
        number = max(known, default=-1) + 1
        known[number] = (id_, name)
        return number

    def names(self, cached: Iterable[Cached]) -> Names:
        """Return the names that sessions use, in their newest spelling."""
        used: dict[str, set[int]] = {}
        for session in cached:
            for panelist, number in session.called.items():
                used.setdefault(panelist, set()).add(number)
        return Names(
            {
                panelist: tuple(sorted(self._names[panelist][number][1] for number in numbers))
                for panelist, numbers in used.items()
            },
            {competency: title for competency, (_, title) in self._titles.items()},
        )
