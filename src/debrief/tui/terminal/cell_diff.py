"""A copy of the terminal's cells, and short output that changes them to others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from rich.cells import split_graphemes
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style

GAP = 4
"""Most unchanged cells between two changed ones that are written again, cheaper than a move."""

UNSEEN_ON_BLANKS = frozenset({"1", "2", "3"})
"""Bold, dim and italic: attributes that do not show on a blank."""


class CellStyle(NamedTuple):
    """The parameters of SGR for attributes, foreground and background; each may be empty."""

    attributes: str = ""
    ink: str = ""
    ground: str = ""

    def on_blank(self) -> CellStyle:
        """Return the parts of the look that are visible on a blank."""
        if UNSEEN_ON_BLANKS.issuperset(filter(None, self.attributes.split(";"))):
            return CellStyle(ground=self.ground)
        return self


PLAIN = CellStyle()


@dataclass(slots=True)
class _Row:
    """Cells of one row: a character, or "" after a wide one, and its look.

    An unknown cell is two `None`.
    """

    texts: list[str | None] = field(default_factory=list)
    looks: list[CellStyle | None] = field(default_factory=list)

    def widen(self, width: int) -> None:
        """Add unknown cells up to this width."""
        missing = [None] * (width - len(self.texts))
        self.texts += missing
        self.looks += missing


class Cells:
    """A copy of the terminal's cells; `changed` returns the output to show others."""

    def __init__(self) -> None:
        self._rows: dict[int, _Row] = {}

    def forget(self) -> None:
        """Mark all cells as unknown, because something else may have written to the terminal."""
        self._rows.clear()

    def changed(
        self, parts: Iterable[tuple[int, int, Iterable[Segment]]], colours: ColorSystem
    ) -> str:
        """Return the output that shows parts of lines, each given with its row and first column.

        It is empty if the terminal shows them already. It begins and ends in plain style.
        """
        pen = _Pen()
        for y, x, segments in parts:
            texts, looks = _laid(segments, colours)
            end = x + len(texts)
            row = self._rows.setdefault(y, _Row())
            row.widen(end)
            if row.texts[x:end] == texts and row.looks[x:end] == looks:
                continue
            changed = [
                row.texts[x + i] != texts[i] or row.looks[x + i] != looks[i]
                for i in range(len(texts))
            ]
            for first, last in _runs(changed, texts):
                pen.write(y, x + first, texts[first:last], looks[first:last])
            row.texts[x:end], row.looks[x:end] = texts, looks
        return pen.text


class _Pen:
    """A writer of cells that tracks the position and style of the cursor."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._look = PLAIN
        self._at: tuple[int, int] | None = None

    @property
    def text(self) -> str:
        """The output so far, ending in plain style."""
        return "".join([*self._out, "\x1b[0m"] if self._look != PLAIN else self._out)

    def write(self, y: int, x: int, texts: Sequence[str], looks: Sequence[CellStyle]) -> None:
        """Write cells of one row, starting at column `x`."""
        for column, (text, look) in enumerate(zip(texts, looks, strict=True), x):
            if not text:
                continue
            if look != (self._look.on_blank() if text == " " else self._look):
                self._turn_to(look)
            wide = texts[column - x + 1 : column - x + 2] == [""]
            if len(text) > 1:  # its width differs between terminals: clear its cells first
                self._move(y, column)
                self._out.append(" " * (1 + wide))
                self._at = None
            self._move(y, column)
            self._out.append(text)
            self._at = None if len(text) > 1 else (y, column + 1 + wide)

    def _turn_to(self, look: CellStyle) -> None:
        """Change the style with as few parameters as possible."""
        now, parameters = self._look, []
        kept = now.attributes in ("", look.attributes)
        if not kept or (now.ink and not look.ink) or (now.ground and not look.ground):
            now, parameters = PLAIN, ["0"]
        parameters += [new for old, new in zip(now, look, strict=True) if new != old]
        self._out.append(f"\x1b[{';'.join(parameters)}m")
        self._look = look

    def _move(self, y: int, x: int) -> None:
        if self._at != (y, x):
            self._out.append(f"\x1b[{y + 1};{x + 1}H")


def _runs(changed: Sequence[bool], texts: Sequence[str]) -> list[tuple[int, int]]:
    """Return each run of cells to write at once: its first cell, and the one after its last.

    A wide character is never split.
    """
    runs: list[tuple[int, int]] = []
    for at, other in enumerate(changed):
        if not other:
            continue
        if runs and at - runs[-1][1] <= GAP:
            runs[-1] = (runs[-1][0], at + 1)
        else:
            runs.append((at, at + 1))
    return [(_whole(texts, first, -1), _whole(texts, last, 1)) for first, last in runs]


def _whole(texts: Sequence[str], at: int, step: int) -> int:
    """Return the nearest place from `at` on that is not inside a wide character."""
    while 0 < at < len(texts) and not texts[at]:
        at += step
    return at


def _laid(segments: Iterable[Segment], colours: ColorSystem) -> tuple[list[str], list[CellStyle]]:
    """Return the characters of a part of a line, one for each cell, and their looks."""
    texts: list[str] = []
    looks: list[CellStyle] = []
    for text, style, control in segments:
        if control is not None or not text:
            continue
        marks, cells = _split(text)
        if marks and texts:
            texts[_whole(texts, len(texts) - 1, -1)] += marks
        texts += cells
        look = _look(style, colours)
        if " " in cells and look != (blank := look.on_blank()):
            looks += [blank if cell == " " else look for cell in cells]
        else:
            looks += [look] * len(cells)
    return texts, looks


@lru_cache(4096)
def _split(text: str) -> tuple[str, tuple[str, ...]]:
    """Split a text into marks that join the character before it, and one text for each cell."""
    if text.isascii():
        return "", tuple(text)
    marks = ""
    cells: list[str] = []
    for start, end, width in split_graphemes(text)[0]:
        if width:
            cells += [text[start:end], *[""] * (width - 1)]
        elif cells:  # pragma: no cover  # rich adds such marks to the character before
            cells[-1] += text[start:end]
        else:
            marks += text[start:end]
    return marks, tuple(cells)


@lru_cache(4096)
def _look(style: Style | None, colours: ColorSystem) -> CellStyle:
    if style is None:
        return PLAIN
    uncoloured = style.clear_meta_and_links().without_color.render(" ", color_system=colours)
    attributes = uncoloured.partition(" ")[0].removeprefix("\x1b[").removesuffix("m")
    ink, ground = (
        ";".join(colour.downgrade(colours).get_ansi_codes(foreground)) if colour else ""
        for colour, foreground in ((style.color, True), (style.bgcolor, False))
    )
    return CellStyle(attributes, ink, ground)
