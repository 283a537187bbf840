"""A form of several pages that a person fills in alone: its questions and its progress.

A draft has the answers as typed: by page, then by field.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from debrief.core.form import Field
from debrief.core.model import LONGEST_LINE, LONGEST_TEXT
from debrief.core.text import clean, clean_line

Values = Mapping[str, str]
Draft = Mapping[str, Values]


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its subject and its questions."""

    id: str
    title: str
    about: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A page's progress: done, open (may stay so) or wrong (cannot be saved), and one sentence."""

    page: str
    state: Literal["done", "open", "wrong"]
    sentence: str


def asked(page: Page, values: Values) -> tuple[str, ...]:
    """Return the names of the fields that are asked for with these answers."""
    return tuple(
        field.name
        for field in page.fields
        if field.when is None or values.get(field.when[0], "") in field.when[1]
    )


def too_long(fields: Sequence[Field], values: Values) -> str:
    """Return a sentence on an answer that is too long; empty if none is."""
    return next((problem for field in fields if (problem := _too_long(field, values))), "")


def lines(values: Values, name: str) -> list[str]:
    """Return an answer's lines, without empty ones."""
    return [line for each in values.get(name, "").split("\n") if (line := clean_line(each))]


def _too_long(field: Field, values: Values) -> str:
    text = values.get(field.name, "")
    if field.kind == "text":
        return f"“{field.label}” is too long" if len(clean(text)) > LONGEST_TEXT else ""
    each = text.split("\n") if field.kind == "lines" else [text]
    if any(len(clean_line(line)) > LONGEST_LINE for line in each):
        return f"“{field.label}” has a line of more than {LONGEST_LINE} characters"
    return ""
