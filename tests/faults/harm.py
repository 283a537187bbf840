"""Finds in what was written to a terminal all that steers it and is not how Textual paints."""

from __future__ import annotations

import re

from debrief.core.characters import is_hidden

_PAINTS = re.compile(
    r"\x1b\[[0-9;]*m|\r\x1b\[K|\x1b\[\d+;\d+H|\x1b\[\?(?:1000|1004|1006|1049|2004|25|7)[hl]"
    r"|\x1b\[\?2026\$p|\x1b\[\?2026[hl]|\x1b\[>25u|\x1b\[<u|\x1b\[\?u"
    r"|\x1b\]22;(?:default|pointer|text)\x07"
)
_ALLOWED = frozenset("\r\n\u200c\u200d\ufe0e\ufe0f")
"""Line ends, and what emoji and some scripts need."""

_BLINKS_OR_HIDES = re.compile(r"\x1b\[(?:\d+;)*[58]m")


def harm(written: bytes) -> list[str]:
    """Return each harmful character and sequence, in order; bytes that are no UTF-8 too."""
    text = written.decode("utf-8", "surrogateescape")
    found = [repr(one) for one in _BLINKS_OR_HIDES.findall(_without_colours(text))]
    for char in dict.fromkeys(_PAINTS.sub("", text)):
        if is_hidden(char) and char not in _ALLOWED:
            found.append(f"U+{ord(char):04X}")
    return found


def _without_colours(text: str) -> str:
    """Leave 5 and 8 out where they belong to a colour, as in 38;5;8."""
    return re.sub(r"(?<=[\[;])[34]8;(?:5;\d+|2;\d+;\d+;\d+)", "", text)
