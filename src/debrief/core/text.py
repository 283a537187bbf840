"""The one cleaner: text from outside becomes text that is safe to show anywhere."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left

ID_PATTERN = r"^[a-z0-9]([a-z0-9-]{0,46}[a-z0-9])?$"
"""What an id looks like: names of files are made of ids only."""

MARKS_KEPT = 4
"""Combining marks kept in a row; further ones are dropped, because a pile of marks says nothing."""

# Sorting marks is quadratic in the length of a run, so runs are cut before NFC as well; generously,
# because composition still takes marks away from a run.
_MARKS_SORTED = 32

_WORDS_BEFORE = 4

_ZWJ = "\u200d"
_ZWNJ = "\u200c"
_JOINERS = _ZWJ + _ZWNJ
_BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # Hangul fillers and the empty Braille cell
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_MARKS = frozenset({"Mn", "Mc", "Me"})
# Letters with a stroke or a ligature, which have no accent to take away.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "’": "'"}
)
_ASCII_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


def clean(text: str) -> str:
    """The same text in NFC, with LF line ends, no hidden characters and no piles of marks.

    A tab becomes a space; every other control, format, surrogate, private-use or separator
    character and every blank letter becomes visible, as in `⟨U+202E⟩`. Newline, ZWJ and ZWNJ stay.
    Cleaning twice changes nothing.
    """
    if text.isascii() and not _ASCII_CONTROL.search(text):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    text = unicodedata.normalize("NFC", _cut_marks(text, _MARKS_SORTED))
    return "".join(map(_visible, _cut_marks(text, MARKS_KEPT)))


def clean_line(text: str) -> str:
    """The cleaned text on one line, without space at its ends; empty if nothing can be seen."""
    line = clean(text).replace("\n", " ").strip()
    return line if line.strip(_JOINERS + " ") else ""


def searchable(text: str) -> str:
    """The text as it is looked for: any case, no accents, any space as one blank."""
    lower = text.casefold()
    if not lower.isascii():
        parted = unicodedata.normalize("NFKD", lower).casefold().translate(_LETTERS)
        lower = "".join(char for char in parted if unicodedata.category(char) != "Mn")
    return " ".join(lower.split())


def excerpt(text: str, wanted: str, most: int) -> str:
    """At most `most` characters of the text on one line, from shortly before what is wanted."""
    line = clean_line(text)
    if len(line) <= most:
        return line
    asked = searchable(wanted)
    words = [found.start() for found in re.finditer(r"\S+", line)]
    # The beginnings of words up to which it is still to come; the last is where it stands.
    later = bisect_left(words, True, key=lambda start: asked not in searchable(line[start:]))
    begin = words[max(0, later - 1 - _WORDS_BEFORE)]
    shown = ("…" if begin else "") + line[begin:]
    return shown if len(shown) <= most else shown[: most - 1].rstrip() + "…"


def _visible(char: str) -> str:
    if char in _BLANKS:
        return f"⟨U+{ord(char):04X}⟩"
    if char.isprintable() or char == "\n" or char in _JOINERS:
        return char
    return f"⟨U+{ord(char):04X}⟩" if unicodedata.category(char) in _UNSEEN else char


def _cut_marks(text: str, most: int) -> str:
    """Drop marks after the first `most` of a run; a joiner between two marks does not end it."""
    if text.isascii():
        return text
    kept: list[str] = []
    run = 0
    for char in text:
        if char < "\u0300":
            run = 0
        elif unicodedata.category(char) in _MARKS:
            run += 1
        elif char not in _JOINERS:
            run = 0
        if run <= most or char in _JOINERS:
            kept.append(char)
    return "".join(kept)
