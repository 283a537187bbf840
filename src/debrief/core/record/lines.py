"""The sections of a record as lines of text, for the plain page and the pane."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from debrief.core.record.sections import (
    Cell,
    Facts,
    Heading,
    Paragraph,
    Part,
    Quote,
    Rounds,
    Row,
    Rows,
    Section,
    Style,
    Table,
)

GAP = "  "
BULLET = "· "
SEPARATOR = " | "


@dataclass(frozen=True, slots=True)
class Line:
    """A line of any length: its mark or indent, a strong beginning, the rest, and its style.

    `free` adds an empty line before it.
    """

    text: str
    strong: str = ""
    mark: str = ""
    style: Style | Literal["heading"] = ""
    free: bool = False


def lines(section: Section) -> Iterator[Line]:
    """Yield the lines of a section, without its title."""
    for part in section.parts:
        yield from _lines(part)


def brief(section: Section) -> Section:
    """Return a section without the marks and evidence of its rounds, for the read-back."""
    parts: list[Part] = []
    for part in section.parts:
        if isinstance(part, Rounds):
            parts += (x for x in part.parts if not (isinstance(x, Rows) and x.detail))
        elif not (section.key == "detail" and _is_known(part)):
            parts.append(part)
    return replace(section, parts=tuple(parts))


def _is_known(part: Part) -> bool:
    """Return whether a part of a competency was on the screen during the meeting."""
    if isinstance(part, Heading):
        return part.deep
    return isinstance(part, Paragraph) and part.style in ("quiet", "scale")


def _lines(part: Part) -> Iterator[Line]:
    match part:
        case Heading():
            tags = f" ({', '.join(part.tags)})" if part.tags else ""
            yield Line(part.title + tags, style="heading", free=True)
        case Paragraph():
            yield Line(part.row.rest, part.row.strong, style=part.style)
        case Rows():
            for number, row in enumerate(part.rows, start=1):
                yield Line(row.rest, row.strong, f"{number}. " if part.numbered else BULLET)
                yield from (Line(text, mark=GAP + BULLET) for text in row.more)
        case Facts():
            yield from _lines(part.rows)
        case Quote():
            yield from (Line(text, mark=GAP) for text in part.text.strip().split("\n"))
        case Rounds():
            for inner in part.parts:
                yield from _lines(inner)
        case _:
            yield from _table(part)


def _table(part: Table) -> Iterator[Line]:
    if part.kind == "promises":
        for what, who, when in part.rows:
            yield Line(f"{_words(what)}: {_words(who)}, {_words(when)}", mark=BULLET)
        return
    yield Line(SEPARATOR.join(part.head), style="quiet")
    for cells in part.rows:
        yield Line(SEPARATOR.join(map(_words, cells)), mark=BULLET)


def _words(cell: Cell) -> str:
    match cell:
        case str():
            return cell
        case Row():
            return cell.strong + cell.rest
        case _:
            return cell.text
