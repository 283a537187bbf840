"""What a meeting keeps of what happened: rounds, cases rated, turns, dissent, who was there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from debrief.core.scorecard import Entry, State
from debrief.core.words import Closing, Presence

if TYPE_CHECKING:
    from debrief.core import events as e
    from debrief.core import record_model

How = Literal["card", "entered", "kept", "none"]


@dataclass(frozen=True, slots=True)
class Mark:
    """One panelist in one revealed round; `entry` is the cell, when it was entered by hand."""

    state: State
    level: int | None = None
    how: How = "card"
    entry: Entry | None = None
    was: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Round:
    """A revealed round: the marks by panelist, in panel order."""

    number: int
    marks: Mapping[str, Mark]
    at: datetime


@dataclass(frozen=True, slots=True)
class Closed:
    """How a competency closed, and why when that was not the proposed way."""

    closing: Closing
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Dissent:
    """A dissent in the dissenter's own words; `id` is the seq of its first wording."""

    id: int
    panelist: str
    text: str
    confirmed: bool
    at: datetime
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Attended:
    """From when on a panelist was present, late, gone or absent."""

    panelist: str
    presence: Presence
    at: datetime


@dataclass(frozen=True, slots=True)
class Turn:
    """A competency was closed, or, with no `closing`, opened again."""

    competency: str
    at: datetime
    closing: Closing | None
    reason: str


@dataclass(frozen=True, slots=True)
class Minute:
    """A minute with its time; `entry` is what the record says of it, made once for all records."""

    t: datetime
    event: e.MinuteTaken
    entry: record_model.Minute


@dataclass(frozen=True, slots=True)
class Rated:
    """A case that was revealed, with the panel's entries in panel order."""

    key: str
    entries: Mapping[str, Entry]

    @property
    def levels(self) -> dict[str, int]:
        """The level of each panelist who rated it."""
        return {p: one.level for p, one in self.entries.items() if one.level is not None}
