"""What calibration needs of one finished session, from the few kinds of events that bear on it.

Events come as the journal has them, by type and as data: an archive has hundreds of thousands, and
a fold over models would take minutes. A test holds the outcome to that of the fold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from debrief.core.text import ID_PATTERN, clean_line

if TYPE_CHECKING:
    from debrief.core.after_model import Fared

Fact = tuple[int, str, Mapping[str, Any]]
"""An event: its seq, its type and its data."""

Challenged = Literal["held", "changed", "open", "waived"]

LONGEST_SCALE = 20
"""Levels that a scale of anybody's may have here; a brief allows nine."""
_ID = re.compile(ID_PATTERN)


Rated = tuple[str, str, str, int]
"""One rating: session, competency, panelist, and the level from 1 that they gave."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A graded competency that was revealed: levels by panelist in the first and the last round.

    Both hold only ratings that count: the five other states and ratings set aside are not there.
    `last` is None without a further round; `owner` is who decided when it was revealed.
    """

    id: str
    title: str
    first: Mapping[str, int]
    last: Mapping[str, int] | None = None
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A finished session, or one of a list of ratings, which has first rounds and no names.

    `names` are the panelists' by id. `challenges` has an outcome for each challenge of a competency
    or of the final vote; `dissents` counts those recorded, `fared` how they fared at review.
    """

    id: str
    levels: int
    asked: tuple[Asked, ...]
    names: Mapping[str, str] = field(default_factory=dict)
    challenges: tuple[Challenged, ...] = ()
    dissents: int = 0
    fared: tuple[Fared, ...] = ()

    def ratings(self, without: frozenset[str] = frozenset()) -> list[Rated]:
        """Return the ratings of first rounds, leaving out those of some panelists."""
        return [
            (self.id, one.id, panelist, level)
            for one in self.asked
            for panelist, level in one.first.items()
            if panelist not in without
        ]


def held(id_: str, facts: Sequence[Fact]) -> Held:
    """Return the session that `facts`, which begin with MeetingOpened, tell of.

    Events that were taken back are left out. ValueError, KeyError, TypeError or AttributeError for
    data that no version of this program wrote.
    """
    gone = _taken_back(facts)
    (_, name, opened), *later = facts
    if name != "MeetingOpened":
        raise ValueError("a journal begins with the opening of the meeting")
    told = _Told(opened["brief"])
    for seq, kind, data in later:
        if seq not in gone and kind in _TOLD:
            _TOLD[kind](told, data)
    return Held(
        id=id_,
        levels=told.levels,
        asked=tuple(told.asked()),
        names=told.names,
        challenges=tuple(told.challenges),
        dissents=told.dissents,
    )


def _taken_back(facts: Iterable[Fact]) -> set[int]:
    gone: set[int] = set()
    for _, kind, data in facts:
        if kind == "Undone":
            gone.add(data["target"])
        elif kind == "Redone":
            gone.discard(data["target"])
    return gone


_Levels = dict[str, int | None]


class _Told:
    """What has been told of a session so far."""

    def __init__(self, brief: Mapping[str, Any]) -> None:
        self.levels = len(brief["scale"]["levels"])
        self.names = {_id(one["id"]): clean_line(one["name"]) for one in brief["panel"]}
        self.graded = {
            _id(one["id"]): clean_line(one["title"])
            for one in brief["competencies"]
            if one["kind"] == "graded"
        }
        self.owner: str = brief["decision"]["owner"]
        self.owners: dict[str, str] = {}
        self.rounds: dict[str, list[_Levels]] = {}
        self.set_aside: dict[str, bool] = {}
        self.challenges: list[Challenged] = []
        self.dissents = 0
        if not 1 < self.levels <= LONGEST_SCALE:
            raise ValueError("no scale is that long")

    def confirmed(self, data: Mapping[str, Any]) -> None:
        self.set_aside[data["panelist"]] = data["ratings"] == "set-aside"

    def owner_replaced(self, data: Mapping[str, Any]) -> None:
        self.owner = data["owner"]

    def revealed(self, data: Mapping[str, Any]) -> None:
        for shown in data["revealed"]:
            competency = shown["competency"]
            if competency not in self.graded:
                continue
            self.owners[competency] = self.owner
            rounds = self.rounds.setdefault(competency, [])
            if data["round"] == 1:
                ratings = shown["ratings"]
                rounds.append(
                    {p: self._level(ratings[p]["rating"]) for p in self.names if p in ratings}
                )
            else:
                earlier, entries = rounds[-1], shown["entries"]
                rounds.append(
                    {p: self._entered(earlier.get(p), entries.get(p)) for p in self.names}
                )

    def corrected(self, data: Mapping[str, Any]) -> None:
        rounds = self.rounds.get(data["competency"])
        if rounds is not None:
            at, panelist = data["round"] - 1, data["panelist"]
            earlier = rounds[at - 1].get(panelist)
            rounds[at][panelist] = self._entered(earlier, data["now"])

    def challenged(self, data: Mapping[str, Any]) -> None:
        self.challenges += [data["outcome"]] * (len(data["competencies"]) or 1)

    def waived(self, data: Mapping[str, Any]) -> None:
        if not data["together"]:
            waived: Challenged = "waived"
            self.challenges += [waived] * (len(data["competencies"]) or 1)

    def finished(self, data: Mapping[str, Any]) -> None:
        self.dissents = int(data["summary"]["dissents"])

    def asked(self) -> Iterable[Asked]:
        """Yield each competency that was revealed, in the order of the brief."""
        for competency, title in self.graded.items():
            rounds = self.rounds.get(competency)
            if rounds:
                yield Asked(
                    competency,
                    title,
                    self._counting(rounds[0]),
                    self._counting(rounds[-1]) if len(rounds) > 1 else None,
                    self.owners[competency],
                )

    def _counting(self, round_: _Levels) -> dict[str, int]:
        aside = self.set_aside
        return {p: x for p, x in round_.items() if x is not None and not aside.get(p)}

    def _entered(self, earlier: int | None, entry: Mapping[str, Any] | None) -> int | None:
        match entry["choice"] if entry else "none":
            case "level":
                return self._level(entry["level"]) if entry else None
            case "not-voting":
                return None
            case _:
                return earlier

    def _level(self, level: object) -> int | None:
        if level is not None and not (type(level) is int and 1 <= level <= self.levels):
            raise ValueError("a rating lies outside its scale")
        return level


_TOLD: dict[str, Callable[[_Told, Mapping[str, Any]], None]] = {
    "RoleConfirmed": _Told.confirmed,
    "OwnerReplaced": _Told.owner_replaced,
    "RatingsRevealed": _Told.revealed,
    "EntryCorrected": _Told.corrected,
    "ChallengeRecorded": _Told.challenged,
    "ChallengeWaived": _Told.waived,
    "MeetingFinished": _Told.finished,
}

WANTED = frozenset({"MeetingOpened", "Undone", "Redone", *_TOLD})
"""The types of events that `held` reads; any other may be left out of its facts."""


def _id(text: str) -> str:
    if not _ID.fullmatch(text):
        raise ValueError("that is no id")
    return text
