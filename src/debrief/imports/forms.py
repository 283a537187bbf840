"""Filled-in forms as rows, whatever system or file they come from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from debrief.imports.json_export import Attribute, Person


@dataclass(frozen=True, slots=True)
class Answer:
    """A question of a form and its answer, as text."""

    question: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Form:
    """One person's filled-in form.

    `place` is where it is in the file, as in “scorecard 3” or “row 7”. `left_out` is the reason to
    leave it out, as for a draft; empty if there is none. `about` is the application's id.
    """

    number: int
    place: str
    person: Person | None
    rated: tuple[Attribute, ...] = ()
    answers: tuple[Answer, ...] = ()
    when: datetime | None = None
    interview: str = ""
    about: str = ""
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """The forms of an export: the kind of file, a sentence on it, and its problems.

    `lacks` is a sentence on why the file cannot be imported; empty if it can. `overall` is true if
    the file has overall recommendations.
    """

    kind: str
    found: str
    forms: tuple[Form, ...] = ()
    lacks: str = ""
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    overall: bool = False


def moment(value: object) -> datetime | None:
    """Return a time with its zone, from ISO text; else None."""
    try:
        when = datetime.fromisoformat(str(value))
        if when.tzinfo is not None:
            return when.astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError):
        pass
    return None


def from_milliseconds(value: object) -> datetime | None:
    """Return a time from milliseconds since 1970; None for anything else."""
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    try:
        return datetime.fromtimestamp(value / 1000, UTC).replace(microsecond=0)
    except (ValueError, OverflowError, OSError):
        return None
