"""The text on a screen, drawn by pyte from the bytes that a program wrote."""

from __future__ import annotations

import codecs
import re
from typing import Any
from unicodedata import category

import pyte

_UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[[<>=?][0-9;]*u|\x1b\[\?[0-9;]*\$p|\x1b_[^\x1b]*\x1b\\\\")


class DrawnScreen:
    """A screen of `columns` by `rows` cells; `feed` draws on it."""

    def __init__(self, columns: int, rows: int) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self._screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")

    def feed(self, written: bytes) -> None:
        """Draw what a program wrote next."""
        # pyte prints the `u` of kitty's keyboard protocol and the graphics probes as letters.
        text = self._decoder.decode(_UNKNOWN_TO_PYTE.sub(b"", written))
        # It fails on some combining marks at the start of a text; they are no cells of their own.
        self._stream.feed("".join(char for char in text if category(char) not in ("Mn", "Me")))

    def resize(self, columns: int, rows: int) -> None:
        """Give the screen another size."""
        self._screen.resize(rows, columns)

    def clear(self) -> None:
        """Clear the screen."""
        self._screen.reset()

    def cells(self) -> list[list[Any]]:
        """Return all cells, row by row, with their colours."""
        # Not pyte's own display, which fails on half of a wide character.
        screen = self._screen
        return [[screen.buffer[y][x] for x in range(screen.columns)] for y in range(screen.lines)]

    def text(self) -> str:
        """Return the text of all cells, a line for each row, without blanks at the end."""
        return "\n".join("".join(cell.data for cell in row).rstrip() for row in self.cells())
