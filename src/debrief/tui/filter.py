"""The last gate before the terminal: nothing that steers it, hides or turns text gets through."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from rich.cells import cell_len, get_character_cell_size, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from debrief.core.colour import contrast

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

# What core.text makes visible, and here the newline too: a line of the screen has none.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_JOINERS = "\u200c\u200d"


def harmless(text: str) -> str:
    """Return the text, as many cells wide, with `�` for every cell of a character not to be shown.

    Controls, bidi and other format characters, surrogates, private use and line separators are
    not; ZWJ and ZWNJ are, because scripts need them.
    """
    if text.isprintable():
        return text
    shown = "".join(map(_shown, text))
    if shown == text:
        return text
    width = cell_len(text)
    if cell_len(shown) == width:
        return shown
    # What follows a joiner has no width of its own, and something else follows it now.
    return set_cell_size(shown.translate(dict.fromkeys(map(ord, _JOINERS))), width)


class HarmlessLines(LineFilter):
    """Makes every line of the screen harmless; clean ones pass as they are."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments of one line, as many cells wide, without controls and links."""
        if all(text.isprintable() and not (style and style.link) for text, style, _ in segments):
            return segments
        return [
            Segment(harmless(text), style.update_link(None) if style and style.link else style)
            for text, style, _ in segments
        ]


class NoColours(LineFilter):
    """Remove all colour, for NO_COLOR and for terminals without colours.

    Bold, dim, underline and reverse stay. Text on a background of its own, such as a key or the
    cursor, is reversed instead. `grounds` are the usual backgrounds.
    """

    def __init__(self, *grounds: str) -> None:
        super().__init__()
        self._grounds = grounds

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments of one line without colours."""
        return [
            Segment(text, style and _colourless(style, self._grounds), control)
            for text, style, control in segments
        ]


STANDS_OUT = 1.2
"""Minimum contrast at which a background counts as a different one."""


@lru_cache(4096)
def _colourless(style: Style, grounds: tuple[str, ...]) -> Style:
    here = Color.from_rich_color(style.bgcolor).hex6 if style.bgcolor else grounds[0]
    stands_out = all(contrast(here, one) >= STANDS_OUT for one in grounds)
    return Style(
        bold=style.bold,
        dim=style.dim,
        italic=style.italic,
        underline=style.underline,
        strike=style.strike,
        reverse=bool(style.reverse) != stands_out,
        meta=style.meta,
    )


def _shown(char: str) -> str:
    if char.isprintable() or char in _JOINERS or unicodedata.category(char) not in _UNSEEN:
        return char
    return REPLACEMENT * get_character_cell_size(char)
