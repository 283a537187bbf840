"""The parts of a prompt: questions, choices, and what enter does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from debrief.core.meeting import Meeting
from debrief.core.rules.refused import Refused

Kind = Literal["line", "text", "lines", "choice", "day", "hidden"]

UNCHOSEN = "?"
"""The value of a choice in which nothing is chosen beforehand."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a choice; `enter` is what enter does then, if not what the prompt says."""

    __aliased__: ClassVar = ("label",)
    """The fields that may name the candidate; see alias.py."""

    value: str
    label: str
    enter: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One question: `lines` is one answer a line, `day` a date as 2026-11-24,
    `hidden` a line that is not shown while it is typed.

    `when` names another field and the answers of it for which this one is asked.
    """

    name: str
    label: str
    kind: Kind = "line"
    options: tuple[Option, ...] = ()
    value: str = ""
    hint: str = ""
    when: tuple[str, tuple[str, ...]] | None = None

    @property
    def __aliased__(self) -> tuple[str, ...] | None:
        """The fields that may name the candidate; see alias.py. Where one chooses, the options."""
        return ("options",) if self.options else None


@dataclass(frozen=True, slots=True)
class Ask:
    """A prompt: its purpose, the facilitator's words, the questions, and the action of enter.

    A `guard` has no questions. A key of its own confirms it, because the action cannot be undone.
    """

    verb: str
    about: str
    title: str
    fields: tuple[Field, ...]
    enter: str
    says: tuple[str, ...] = ()
    guard: bool = False


def choices(*pairs: tuple[str, str]) -> tuple[Option, ...]:
    """Return options from (value, label) pairs."""
    return tuple(Option(value, label) for value, label in pairs)


def panel(meeting: Meeting, *, nobody: str = "") -> tuple[Option, ...]:
    """Return the panelists as options, after `nobody` when that may be an answer."""
    people = choices(*((p.id, meeting.name(p.id)) for p in meeting.brief.panel))
    return choices(("", nobody)) + people if nobody else people


def parse_day(text: str) -> date | Refused | None:
    """Return the day that `text` says, None when it is empty."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return Refused(f"“{text.strip()}” is no date: write it as 2026-11-24.")
