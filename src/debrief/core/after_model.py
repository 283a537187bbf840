"""What is added after the finish, one frozen model a kind of entry: reviews, objections, notes.

An entry says in words what it is about, so that it can be read without the journal it hangs on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from debrief.core.model import Day, Id, Line, Many, Model, Text, Words

Outcome = Literal["joined", "declined", "left", "not-hired"]
"""What became of the candidate: joined, declined the offer, joined and left, or no offer at all."""

Happened = Literal["happened", "partly", "no"]
Fared = Literal["right", "partly", "no", "cannot-tell"]
Kept = Literal["met", "not-met"]


class CauseMark(Model):
    """Whether a cause of the premortem came true; `question` is which of its two was asked."""

    question: Literal["failed", "missed"]
    text: Words
    mark: Happened


class DissentMark(Model):
    """Whether a dissent proved right, as far as can be told."""

    panelist: Id
    text: Words
    mark: Fared


class ConditionMark(Model):
    """Whether a condition of the decision was met."""

    text: Words
    mark: Kept


class Reviewed(Model):
    """The decision was looked at again; what was left open is not in it.

    `by` is who did, in their own spelling. `outcome_on` is when they joined, declined or left;
    `again` is when to look once more. `happened`, `signal` and `ask` answer the three questions:
    what happened compared with what was expected, which signal was missed, what to ask next time.
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
    """Somebody says that the record has them wrong; `panelist` is None for the facilitator.

    `at_event` is the `seq` of the event that is objected to, if one was named.
    """

    by: Line
    panelist: Id | None = None
    text: Words
    at_event: int | None = Field(default=None, ge=1)


class Noted(Model):
    """A reader's own note, for instance an auditor's; `at_event` is the `seq` it is on."""

    by: Line
    text: Words
    at_event: int | None = Field(default=None, ge=1)


Entry = Reviewed | Objected | Noted

_BY_NAME: dict[str, type[Entry]] = {one.__name__: one for one in (Reviewed, Objected, Noted)}


@dataclass(frozen=True, slots=True)
class Added:
    """An entry with its line: `seq` from 1, and when it was added, in UTC."""

    seq: int
    t: datetime
    entry: Entry


def dump(entry: Entry) -> tuple[str, dict[str, Any]]:
    """Return the entry's type and its JSON-ready data."""
    return type(entry).__name__, entry.model_dump(mode="json", exclude_none=True)


def listed(added: Sequence[Added], mode: Literal["json", "python"]) -> list[dict[str, Any]]:
    """Return what was added as a list of tables; in the mode `json` its times are texts."""
    tables = []
    for one in added:
        at = one.t.isoformat().replace("+00:00", "Z") if mode == "json" else one.t
        said = one.entry.model_dump(mode=mode, exclude_none=True)
        tables.append({"seq": one.seq, "at": at, "type": type(one.entry).__name__, **said})
    return tables


def parse(name: str, data: dict[str, Any]) -> Entry:
    """Return the entry of this type; ValueError for a type or for data that are not known."""
    if name not in _BY_NAME:
        raise ValueError(name)
    return _BY_NAME[name].model_validate(data)


def reviews(added: Sequence[Added]) -> tuple[tuple[datetime, Reviewed], ...]:
    """Return every review with its time, the oldest first."""
    return tuple((x.t, x.entry) for x in added if isinstance(x.entry, Reviewed))


def next_review(planned: date | None, added: Sequence[Added]) -> date | None:
    """Return when to look again: `planned` at the decision, after a review what that one says."""
    held = reviews(added)
    return held[-1][1].again if held else planned
