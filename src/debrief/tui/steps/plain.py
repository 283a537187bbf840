"""Any pane as plain text, used if the pane of its step raises an error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from pydantic import BaseModel
from textual.content import Content

from debrief.core.room.model import Pane
from debrief.core.steps import TITLES
from debrief.tui.paint import Lines, Space, page, wrap

CURSOR = "▸"
UNNAMED = frozenset({"id", "lean"})
"""Fields that the usual pane hides too, or shows only on request."""


def paint(pane: Pane, space: Space) -> Content:
    """Return the step's title and the whole content of the pane as text."""
    texts = [TITLES[pane.step], "", *_texts(pane, space.cursor)]
    lines: Lines = []
    for text in texts:
        lines += wrap(text, space.width)
    return page(lines)


def _texts(value: object, cursor: str) -> Iterator[str]:
    """Yield one text for each fact in a part of a pane."""
    for label, part in _parts(value):
        if isinstance(part, tuple) and part:
            yield f"{label}:"
            yield from (f"{_mark(item, cursor)} {_flat(item)}" for item in part)
        elif is_dataclass(part) or isinstance(part, BaseModel):
            yield from _texts(part, cursor)
        elif text := _fact(label, part):
            yield text


def _parts(value: object) -> Iterator[tuple[str, object]]:
    if is_dataclass(value):
        names = [field.name for field in fields(value)]
    elif isinstance(value, BaseModel):
        names = list(type(value).model_fields)
    else:
        names = []
    for name in names:
        if name not in UNNAMED:
            yield name.strip("_").replace("_", " "), getattr(value, name)


def _fact(label: str, part: object) -> str:
    if part is True:
        return label
    text = "" if part is False else _flat(part)
    return f"{label}: {text}" if text else ""


def _flat(value: object) -> str:
    """Return a value as one text."""
    if is_dataclass(value) or isinstance(value, BaseModel):
        facts = (
            part if isinstance(part, str) else _fact(label, part) for label, part in _parts(value)
        )
        return " · ".join(filter(None, facts))
    if isinstance(value, Mapping):
        return " · ".join(f"{_flat(key)}: {_flat(item)}" for key, item in value.items())
    if isinstance(value, tuple | list | frozenset):
        return " · ".join(map(_flat, value))
    return "" if value is None else str(value)


def _mark(value: object, cursor: str) -> str:
    return CURSOR if cursor and getattr(value, "id", None) == cursor else "·"
