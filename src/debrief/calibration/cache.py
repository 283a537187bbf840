"""The ratings of finished sessions in the user's cache folder: levels, ids and counts only.

No text is in it. An id can stand for several names; the cache has the number of the one that a
session uses, and the names are read from the briefs. The ratings of a session are used again only
while its journal and its brief are unchanged, the outcomes of its dissents only while after.jsonl
is unchanged too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from debrief.calibration.extract import VERSION
from debrief.calibration.sessions import ENDS, CompetencyRatings, SessionRatings
from debrief.store.index import FileState, Index

_MADE_BY = [VERSION, 2]
"""The version of the fold, and the version of this file."""


@dataclass(frozen=True, slots=True)
class Cached:
    """A session, and the states that its files had when it was read.

    `states` are those of the journal and the brief, `after` is that of after.jsonl. `fingerprint`
    is the hash of its finish, empty for an unfinished meeting, which has no `ratings`. `called` has
    the number of each panelist's name among the names that their id stands for.
    """

    states: list[FileState]
    after: FileState = None
    fingerprint: str = ""
    ratings: SessionRatings | None = None
    called: Mapping[str, int] = field(default_factory=dict)


def load(root: Path, cache: Path | None) -> dict[str, Cached]:
    """Return the cached sessions of a directory, by id."""
    made_by, sessions = _index(root, cache).read()
    if made_by != _MADE_BY:
        return {}
    return {name: _read(name, values) for name, values in sessions.items()}


def save(root: Path, cache: Path | None, sessions: Mapping[str, Cached]) -> None:
    """Write these sessions to the cache; a failure is ignored."""
    _index(root, cache).write(
        _MADE_BY, {name: _written(session) for name, session in sessions.items()}
    )


def _index(root: Path, cache: Path | None) -> Index:
    return Index("ratings", root, cache)


def _written(session: Cached) -> list[Any]:
    values: list[Any] = [session.states, session.after, session.fingerprint]
    return (
        values if session.ratings is None else [*values, session.called, *written(session.ratings)]
    )


def _read(name: str, values: list[Any]) -> Cached:
    states, after, fingerprint, *rest = values
    if not rest:
        return Cached(states, after, fingerprint)
    called, *ratings = rest
    return Cached(states, after, fingerprint, _ratings(name, ratings), called)


def written(ratings: SessionRatings) -> list[Any]:
    """Return the ratings of a session as lists of ids and numbers."""
    people = list(dict.fromkeys(p for rated in ratings.competencies for p in _everybody(rated)))
    return [
        ratings.levels,
        people,
        [
            [rated.id, rated.owner, _row(rated.first, people), _row(rated.last, people)]
            for rated in ratings.competencies
        ],
        [ratings.challenges.get(end, 0) for end in ENDS],
        ratings.dissents,
        list(ratings.fared),
        ratings.rules,
    ]


def _everybody(rated: CompetencyRatings) -> list[str]:
    return [*rated.first, *(rated.last or ())]


def _row(levels: Mapping[str, int] | None, people: list[str]) -> list[int] | None:
    return None if levels is None else [levels.get(panelist, 0) for panelist in people]


def _ratings(name: str, written: list[Any]) -> SessionRatings:
    levels, people, competencies, ends, dissents, fared, rules = written

    def by_panelist(row: list[int]) -> dict[str, int]:
        return {panelist: level for panelist, level in zip(people, row, strict=True) if level}

    return SessionRatings(
        id=name,
        levels=levels,
        competencies=tuple(
            CompetencyRatings(
                id_, by_panelist(first), None if last is None else by_panelist(last), owner
            )
            for id_, owner, first, last in competencies
        ),
        challenges={end: count for end, count in zip(ENDS, ends, strict=True) if count},
        dissents=dissents,
        fared=tuple(fared),
        rules=rules,
    )
