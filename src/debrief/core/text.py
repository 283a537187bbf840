"""Clean text from outside so that it is safe to show anywhere, and format small texts."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from difflib import get_close_matches

from debrief.core.characters import marks, replace_hidden

ID_PATTERN = r"^[a-z0-9]([a-z0-9-]{0,46}[a-z0-9])?$"
"""The pattern of an id; file names are made of ids only."""

MADE_VISIBLE = re.compile(r"⟨U\+[0-9A-F]{4,6}⟩")
"""A hidden character as `clean` shows it."""

MARKS_KEPT = 4
"""Maximum combining marks in a row; further ones are dropped."""

# Sorting marks is quadratic in the length of a run, so runs are cut before NFC as well; generously,
# because composition still takes marks away from a run.
_MARKS_SORTED = 32

_WORDS_BEFORE = 4
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

_JOINERS = "\u200c\u200d"
# Letters with a stroke or a ligature, which have no accent to remove.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "’": "'"}
)
_ASCII_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


def clean(text: str) -> str:
    """Return the text in NFC, with LF line ends, no hidden characters and no piles of marks.

    A tab becomes a space; every other character that is hidden in Unicode becomes visible, as in
    `⟨U+202E⟩`. Newlines stay, and so do joiners and variation selectors where they do something, as
    in emoji and in Arabic, Indic and Mongolian words. Cleaning twice changes nothing.
    """
    if text.isascii() and not _ASCII_CONTROL.search(text):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    text = unicodedata.normalize("NFC", _cut_marks(text, _MARKS_SORTED))
    return replace_hidden(_cut_marks(text, MARKS_KEPT), _code_point)


def clean_line(text: str) -> str:
    """Return the cleaned text on one stripped line."""
    return clean(text).replace("\n", " ").strip()


def quoted(text: str) -> str:
    """Return the text in quotation marks, cleaned on one line."""
    return f"“{clean_line(text)}”"


def searchable(text: str) -> str:
    """Return the text for searching: without case and accents, each space as one blank."""
    lower = text.casefold()
    if not lower.isascii():
        decomposed = unicodedata.normalize("NFKD", lower).casefold().translate(_LETTERS)
        lower = "".join(char for char in decomposed if unicodedata.category(char) != "Mn")
    return " ".join(lower.split())


def nearest(word: str, known: Iterable[str], closeness: float = 0.6) -> str | None:
    """Return the word of `known` that is spelled most like `word`, None if none is close."""
    return next(iter(get_close_matches(word, list(known), n=1, cutoff=closeness)), None)


def excerpt(text: str, wanted: str, most: int) -> str:
    """Return at most `most` characters of the text on one line, from shortly before `wanted`."""
    line = clean_line(text)
    if len(line) <= most:
        return line
    target = searchable(wanted)
    starts = [word.start() for word in re.finditer(r"\S+", line)]
    # The rest of the line contains the target up to the word in which it begins.
    past = bisect_left(starts, True, key=lambda start: target not in searchable(line[start:]))
    begin = starts[max(0, past - 1 - _WORDS_BEFORE)]
    cut = ("…" if begin else "") + line[begin:]
    return cut if len(cut) <= most else cut[: most - 1].rstrip() + "…"


def ended(sentence: str) -> str:
    """Return a sentence with a full stop, unless it ends already, also inside its quotation."""
    last = sentence.rstrip("”’)")[-1:]
    return sentence if last in {".", "!", "?", "…"} else f"{sentence}."


def listed(words: Sequence[str]) -> str:
    """Return words joined as in a sentence: `a, b and c`."""
    if len(words) < 2:  # noqa: PLR2004 - nothing to join
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def counted(number: int, word: str, words: str = "") -> str:
    """Return a number with its noun: `no minutes`, `1 minute`, `2 minutes`, `2 entries`."""
    return f"{number or 'no'} {word if number == 1 else words or word + 's'}"


def number_word(number: int) -> str:
    """Return a small number as a word, one above ten in digits."""
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def times(number: int) -> str:
    """Return a frequency in words: `never`, `once`, `twice`, `3 times`."""
    return {0: "never", 1: "once", 2: "twice"}.get(number, f"{number} times")


def day(date_: date) -> str:
    """Return a day as `15 September 2026`."""
    return f"{date_.day} {date_:%B %Y}"


def clock(moment: datetime) -> str:
    """Return the time of day as `14:05`."""
    return f"{moment:%H:%M}"


def number(value: float) -> str:
    """Return a number with at most two decimals and no trailing zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _code_point(char: str) -> str:
    return f"⟨U+{ord(char):04X}⟩"


def _cut_marks(text: str, most: int) -> str:
    """Drop marks after the first `most` of a run; a joiner between two marks does not end it."""
    if text.isascii():
        return text
    kept: list[str] = []
    run = 0
    mark = marks()
    for char in text:
        if char < "\u0300":
            run = 0
        elif char in mark:
            run += 1
        elif char not in _JOINERS:
            run = 0
        if run <= most or char in _JOINERS:
            kept.append(char)
    return "".join(kept)
