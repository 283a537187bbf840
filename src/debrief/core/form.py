"""The parts of a prompt: questions, choices, and what enter does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from debrief.core.days import day_of, examples
from debrief.core.meeting.state import Meeting
from debrief.core.refused import Refused
from debrief.core.text import searchable

Kind = Literal["line", "text", "lines", "choice", "day", "hidden", "codes"]

SENTENCE = 3
"""Fewest words of a reason, a ruling or a rationale that need no confirmation."""

LIST_HELP = "Enter adds it and asks again. Enter on an empty line ends the list."
"""The instruction for entering a list, the same everywhere."""

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
    """One question: `lines` is one answer a line, `day` a day, `hidden` a line typed unseen,
    `codes` a text whose lines and codes alone are shown.

    `when` names another field and the answers to it that make this one due; without answers, any
    text does. A `sentence` of fewer than three words has to be confirmed once. Days such as
    `+14` are counted from `today`; without it only a date such as 2026-11-24 is accepted.
    """

    name: str
    label: str
    kind: Kind = "line"
    options: tuple[Option, ...] = ()
    value: str = ""
    hint: str = ""
    when: tuple[str, tuple[str, ...]] | None = None
    today: date | None = None
    sentence: bool = False

    @property
    def __aliased__(self) -> tuple[str, ...] | None:
        """The fields that may name the candidate; see alias.py. Where one chooses, the options."""
        return ("options",) if self.options else None


@dataclass(frozen=True, slots=True)
class Ask:
    """A prompt: its purpose, the facilitator's words, the questions, and the action of enter.

    The fields of `rows` are choices: a digit answers one and goes to the next, space answers all.
    A `guard` has no questions. A key of its own confirms it, because the action cannot be undone.
    A list is asked again after each entry; enter while the first field is empty ends it.
    """

    verb: str
    about: str
    title: str
    fields: tuple[Field, ...]
    enter: str
    says: tuple[str, ...] = ()
    guard: bool = False
    rows: bool = False
    is_list: bool = False


def choices(*pairs: tuple[str, str]) -> tuple[Option, ...]:
    """Return options from (value, label) pairs."""
    return tuple(Option(value, label) for value, label in pairs)


def panel(meeting: Meeting, *, nobody: str = "") -> tuple[Option, ...]:
    """Return the panelists as options, after `nobody` when that may be an answer."""
    people = choices(*((p.id, meeting.name(p.id)) for p in meeting.brief.panel))
    return choices(("", nobody)) + people if nobody else people


def by_first_letter(labels: Sequence[str], letter: str, chosen: int) -> int | None:
    """Return the index of the next label after `chosen` that begins with `letter`, if any.

    The search goes on at the first label after the last one, and ignores case and accents.
    """
    wanted = searchable(letter)
    count = len(labels)
    for step in range(1, count + 1):
        index = (chosen + step) % count
        if wanted and searchable(labels[index]).startswith(wanted):
            return index
    return None


def short_answer(ask: Ask, answers: Mapping[str, str]) -> Field | None:
    """Return the first field for a sentence that got only one or two words, None without any."""
    for field in ask.fields:
        if field.sentence and 0 < len(answers.get(field.name, "").split()) < SENTENCE:
            return field
    return None


def day_field(
    name: str,
    label: str,
    today: date,
    *,
    empty: str = "",
    when: tuple[str, tuple[str, ...]] | None = None,
) -> Field:
    """Return a field for a day, with examples; `empty` explains an empty answer, if allowed."""
    hint = examples(today) + (f"; {empty}" if empty else "")
    return Field(name, label, "day", hint=hint, when=when, today=today)


def parse_day(text: str, today: date | None = None, field: str = "") -> date | Refused | None:
    """Return the day that `text` names, None if it is empty; see `Field` for `today`."""
    word = text.strip()
    try:
        return day_of(word, today) if today is not None else date.fromisoformat(word or "?")
    except ValueError:
        if not word:
            return None
        known = examples(today) if today is not None else "a date such as 2026-11-24"
        return Refused(f"“{word}” is not a day. Type {known}.", field)


def lines(text: str) -> tuple[str, ...]:
    """Return the lines of an answer that are not empty."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())
