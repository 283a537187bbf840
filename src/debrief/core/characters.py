"""Look characters up in the table of Unicode's properties: hidden ones, marks, and look-alikes."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cache, cached_property

from debrief.core import unicode_table

_LOOKED_AT = 8
"""Characters on each side of a joiner that decide whether it does something."""

_ZWNJ, _ZWJ = "\u200c", "\u200d"
_VOWEL_SEPARATOR = "\u180e"
_MONGOLIAN = range(0x1820, 0x1879)
_SEPARATED_VOWELS = "\u1820\u1821"
_KEYCAP = "\u20e3"
_KEYCAP_BASES = frozenset("0123456789#*")
_EMOJI_SELECTORS = "\ufe0e\ufe0f"
_MODIFIERS = frozenset("\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
_SELECTORS = "\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
_IDEOGRAPHIC_SELECTORS = range(0xE0100, 0xE01F0)
_TAGS = 0xE0000
_CANCEL_TAG = "\U000e007f"
_BLACK_FLAG = "\U0001f3f4"
_FLAGS = "|".join(
    "".join(chr(_TAGS + ord(letter)) for letter in region) for region in unicode_table.FLAGS
)
# Compiled when first used: most texts are in plain letters.
_STAYS = rf"[{_ZWNJ}{_ZWJ}{_VOWEL_SEPARATOR}{_SELECTORS}\U000e0020-\U000e007f]"
_FLAG_OR_ONE = rf"(?<={_BLACK_FLAG})(?:{_FLAGS}){_CANCEL_TAG}|{_STAYS}"


class _CodePoints:
    """A set of code points, read from its ranges when first needed."""

    def __init__(self, ranges: str) -> None:
        self._ranges = ranges

    @cached_property
    def _bounds(self) -> list[int]:
        """The first code point of each range, and the first after it, in turn."""
        bounds: list[int] = []
        for each in self._ranges.split():
            first, _, last = each.partition("-")
            bounds += int(first, 16), int(last or first, 16) + 1
        return bounds

    def __contains__(self, char: str) -> bool:
        return bisect_right(self._bounds, ord(char)) % 2 == 1

    def characters(self) -> list[str]:
        """Return all of the set's characters."""
        pairs = zip(self._bounds[::2], self._bounds[1::2], strict=True)
        return [chr(code) for first, end in pairs for code in range(first, end)]


_HIDDEN = _CodePoints(unicode_table.HIDDEN)
_IGNORABLE = _CodePoints(unicode_table.IGNORABLE)
_JOINS_NEXT = _CodePoints(unicode_table.JOINS_NEXT)
_JOINS_LAST = _CodePoints(unicode_table.JOINS_LAST)
_STACKING = _CodePoints(unicode_table.STACKING)
_PICTOGRAPHS = _CodePoints(unicode_table.PICTOGRAPHS)
_IDEOGRAPHS = _CodePoints(unicode_table.IDEOGRAPHS)


@cache
def marks() -> frozenset[str]:
    """Return the characters that combine with the one before them."""
    return frozenset(_CodePoints(unicode_table.MARKS).characters())


def is_hidden(char: str) -> bool:
    """Return whether a character is never seen by itself, joiners and selectors included."""
    return char in _HIDDEN


def is_ignorable(char: str) -> bool:
    """Return whether a text without this character reads the same."""
    return char in _IGNORABLE


def replace_hidden(text: str, replacement: Callable[[str], str]) -> str:
    """Return a text with a replacement for each hidden character but newlines.

    Joiners, variation selectors and the tags of a flag stay where they do something. The
    replacement must begin and end with a visible character, or be empty.
    """
    shown = text.translate(_table(replacement))
    if not re.search(_STAYS, shown):
        return shown
    kept: list[str] = []
    done = 0
    for found in re.finditer(_FLAG_OR_ONE, shown):
        kept.append(shown[done : found.start()])
        before = "".join(kept[-2 * _LOOKED_AT :])[-_LOOKED_AT:]
        char, done = found[0], found.end()
        after = shown[done : done + _LOOKED_AT]
        acts = len(char) > 1 or _acts(before, char, after)
        kept.append(char if acts else replacement(char))
    return "".join((*kept, shown[done:]))


def skeleton(text: str) -> str:
    """Return what a text looks like: the skeleton of UTS #39 for Latin, Greek and Cyrillic.

    Two texts with the same skeleton look the same. A skeleton is not for display.
    """
    decomposed = unicodedata.normalize("NFD", text)
    like = "".join(_prototypes().get(char, char) for char in decomposed if not is_ignorable(char))
    return unicodedata.normalize("NFD", like)


def looks(text: str) -> tuple[str, str]:
    """Return two keys of a text in any case; texts that look the same share one of them.

    The first is of the letters as they are, so that “Ι” (Greek) is like “I” and “l”; the second is
    of the letters in lower case. Wide letters and ligatures are like plain ones.
    """
    text = unicodedata.normalize("NFKC", text)
    return skeleton(text).casefold(), skeleton(text.casefold())


def look_alikes(char: str) -> frozenset[str]:
    """Return all characters that look like this one, itself included."""
    like = _prototypes().get(char, char)
    return _alike().get(like, frozenset()) | {char}


class _Table(dict[int, str]):
    """The replacement of each character, by code point, as it is met."""

    def __init__(self, replacement: Callable[[str], str]) -> None:
        super().__init__({ord("\n"): "\n"})
        self._replacement = replacement

    def __missing__(self, code: int) -> str:
        char = chr(code)
        always = is_hidden(char) and not re.match(_STAYS, char)
        self[code] = self._replacement(char) if always else char
        return self[code]


@cache
def _table(replacement: Callable[[str], str]) -> Mapping[int, str]:
    return _Table(replacement)


def _acts(before: str, char: str, after: str) -> bool:
    """Return whether a joiner or selector does something between these texts."""
    last, following = before[-1:], after[:1]
    if char in (_ZWNJ, _ZWJ):
        return _joins(before, char, after)
    if not last:
        return False
    if char == _VOWEL_SEPARATOR:
        return ord(last) in _MONGOLIAN and following != "" and following in _SEPARATED_VOWELS
    if ord(char) in _IDEOGRAPHIC_SELECTORS:
        return last in _IDEOGRAPHS
    if char in _EMOJI_SELECTORS and last in _KEYCAP_BASES:
        return following == _KEYCAP
    return last in _variants().get(char, ())


def _joins(before: str, joiner: str, after: str) -> bool:
    """Return whether a joiner changes a letter of a cursive or Indic script, or joins emoji."""
    last, following = before[-1:], after[:1]
    if any(char in _STACKING for char in (last, following) if char):
        return True
    left = next((char for char in reversed(before) if char not in marks()), "")
    right = next((char for char in after if is_hidden(char) or char not in marks()), "")
    to_right = right != "" and right in _JOINS_LAST
    if joiner == _ZWNJ:
        return to_right and left != "" and (left in _JOINS_NEXT or left in _JOINS_LAST)
    emoji = next((char for char in reversed(before) if char not in _MODIFIERS), "")
    if emoji and emoji in _PICTOGRAPHS and following and following in _PICTOGRAPHS:
        return True
    return to_right or (left != "" and left in _JOINS_NEXT)


def _mapping(text: str) -> dict[str, _CodePoints]:
    """Read a mapping of the table: a key of code points, a colon, and a set."""
    pairs = (line.split(": ") for line in text.replace("\n ", " ").strip().split("\n"))
    return {
        "".join(chr(int(point, 16)) for point in key.split()): _CodePoints(ranges)
        for key, ranges in pairs
    }


@cache
def _variants() -> dict[str, _CodePoints]:
    """Return the characters before each variation selector where it does something."""
    return _mapping(unicode_table.VARIANTS)


@cache
def _alike() -> dict[str, frozenset[str]]:
    """Return the characters of each skeleton of one letter or more."""
    alike: dict[str, set[str]] = defaultdict(set)
    for like, points in _mapping(unicode_table.LOOK_ALIKES).items():
        alike[like].update(points.characters())
        if len(like) == 1:
            alike[like].add(like)
    return {like: frozenset(chars) for like, chars in alike.items()}


@cache
def _prototypes() -> dict[str, str]:
    """Return the prototype of each character that looks like another."""
    return {
        char: like
        for like, points in _mapping(unicode_table.LOOK_ALIKES).items()
        for char in points.characters()
    }
