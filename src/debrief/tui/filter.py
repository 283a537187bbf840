"""The last gate before the terminal: nothing that steers it, hides or turns text gets through."""

from __future__ import annotations

import unicodedata

from rich.cells import cell_len, get_character_cell_size, set_cell_size
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

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


def _shown(char: str) -> str:
    if char.isprintable() or char in _JOINERS or unicodedata.category(char) not in _UNSEEN:
        return char
    return REPLACEMENT * get_character_cell_size(char)
