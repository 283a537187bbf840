"""Filters of all output: no control character or hidden text reaches the terminal; NO_COLOR."""

from __future__ import annotations

from functools import lru_cache

from rich.cells import cell_len, get_character_cell_size, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from debrief.core.characters import replace_hidden
from debrief.core.colour import contrast

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_JOINERS = "\u200c\u200d"


def harmless(text: str) -> str:
    """Return the text at the same width, with `�` in each cell of a forbidden character.

    Forbidden are newlines and the hidden characters that `core.text.clean` makes visible.
    """
    if text.isascii() and text.isprintable():
        return text
    shown = replace_hidden(text, _cells).replace("\n", "")
    if shown == text:
        return text
    width = cell_len(text)
    if cell_len(shown) == width:
        return shown
    # A character after a joiner has no width, but now follows something else.
    return set_cell_size(shown.translate(dict.fromkeys(map(ord, _JOINERS))), width)


class HarmlessLines(LineFilter):
    """A filter that replaces forbidden characters in every line of the screen."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments of one line at the same width, without controls and links."""
        if all(harmless(text) == text and not (look and look.link) for text, look, _ in segments):
            return segments
        return [
            Segment(harmless(text), style.update_link(None) if style and style.link else style)
            for text, style, _ in segments
        ]


class NoColours(LineFilter):
    """A filter that removes all colour, for NO_COLOR and for terminals without colours.

    Bold, dim, underline and reverse stay. Text on a special background, such as a key or the
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
    stands_out = all(contrast(here, ground) >= STANDS_OUT for ground in grounds)
    return Style(
        bold=style.bold,
        dim=style.dim,
        italic=style.italic,
        underline=style.underline,
        strike=style.strike,
        reverse=bool(style.reverse) != stands_out,
        meta=style.meta,
    )


def _cells(char: str) -> str:
    return REPLACEMENT * get_character_cell_size(char)
