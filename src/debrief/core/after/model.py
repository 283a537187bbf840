"""The entries added after the finish, one frozen model each: reviews, objections and notes.

An entry quotes what it is about, so that it can be read without the journal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from debrief.core.model import Day, Id, Line, Many, Model, Text, Words

Outcome = Literal["joined", "declined", "left", "not-hired"]
"""The candidate joined, declined the offer, joined and left, or got no offer."""

Happened = Literal["happened", "partly", "no"]
Fared = Literal["right", "partly", "no", "cannot-tell"]
Kept = Literal["met", "not-met"]


class CauseMark(Model):
    """A mark on a cause from the premortem: it came true, partly, or not.

    `question` is the one of the premortem's two questions that it answered.
    """

    question: Literal["failed", "missed"]
    text: Words
    mark: Happened


class DissentMark(Model):
    """A mark on a dissent: it was right, partly, or not, or nobody can tell."""

    panelist: Id
    text: Words
    mark: Fared


class ConditionMark(Model):
    """A mark on a condition of the decision: met or not."""

    text: Words
    mark: Kept


class Reviewed(Model):
    """The decision was reviewed; questions left open are not in it.

    `by` is the reviewer's name as typed. `outcome_on` is the day the candidate joined, declined or
    left, `again` the day of the next review. `happened`, `signal` and `ask` answer the three
    questions: what happened compared with what we expected, which signal we missed, and what we
    would ask next time.
    """

    by: Line
    outcome: Outcome | None = None
    outcome_on: Day | None = None
    outcome_note: Text = ""
    dissents: Many[DissentMark] = ()
    causes: Many[CauseMark] = ()
    conditions: Many[ConditionMark] = ()
    happened: Text = ""
    signal: Text = ""
    ask: Text = ""
    again: Day | None = None


class Objected(Model):
    """A panelist or the facilitator objected to the record; `panelist` is None for the latter.

    `at_event` is the `seq` of the event that the objection is about, if one was named.
    """

    by: Line
    panelist: Id | None = None
    text: Words
    at_event: int | None = Field(default=None, ge=1)


class Noted(Model):
    """A reader's own note, for instance an auditor's; `at_event` is the `seq` of its event."""

    by: Line
    text: Words
    at_event: int | None = Field(default=None, ge=1)


Entry = Reviewed | Objected | Noted

_BY_NAME: dict[str, type[Entry]] = {x.__name__: x for x in (Reviewed, Objected, Noted)}


@dataclass(frozen=True, slots=True)
class AddedEntry:
    """An entry with its line: `seq` from 1, and the time it was added, in UTC."""

    seq: int
    t: datetime
    entry: Entry


def dump(entry: Entry) -> tuple[str, dict[str, Any]]:
    """Return the entry's type and its JSON-ready data."""
    return type(entry).__name__, entry.model_dump(mode="json", exclude_none=True)


def listed(added: Sequence[AddedEntry], mode: Literal["json", "python"]) -> list[dict[str, Any]]:
    """Return entries as a list of tables; in the mode `json` their times are texts."""
    tables = []
    for line in added:
        at = line.t.isoformat().replace("+00:00", "Z") if mode == "json" else line.t
        data = line.entry.model_dump(mode=mode, exclude_none=True)
        tables.append({"seq": line.seq, "at": at, "type": type(line.entry).__name__, **data})
    return tables


def parse(name: str, data: dict[str, Any]) -> Entry:
    """Return the entry of this type; ValueError for an unknown type or bad data."""
    if name not in _BY_NAME:
        raise ValueError(name)
    return _BY_NAME[name].model_validate(data)


def reviews(added: Sequence[AddedEntry]) -> tuple[tuple[datetime, Reviewed], ...]:
    """Return every review with its time, the oldest first."""
    return tuple((x.t, x.entry) for x in added if isinstance(x.entry, Reviewed))


def next_review(planned: date | None, added: Sequence[AddedEntry]) -> date | None:
    """Return the day of the next review: it stays until a review replaces it or is held on it."""
    day = planned
    for at, review in reviews(added):
        if review.again is not None:
            day = review.again
        elif day is not None and at.date() >= day:
            day = None
    return day
