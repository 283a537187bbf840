"""The spellings of a person's name: one pattern that finds the name and its parts in a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable

from debrief.core.text import searchable

LONG_PART = 4
"""Minimum letters for a part of a name to be found in any case."""

LONGEST_CUT = 60
"""Characters of a name to look for where an older journal cut a sentence."""

MOST_LEFT_OUT = 4
"""Maximum middle words of a name for each of them to be optional."""

TITLES = frozenset("mr mrs ms miss mx dr prof sir dame herr frau jr sr ii iii iv phd md".split())  # noqa: SIM905 - prose
"""Words written with a name that are not part of it."""

# Names that are also words.
_NAMES = """
april august bell best bill black blue bond book bridge bright brown bush case chance chase
church cliff cross day dean dear drew early fair faith field fields forest frank free friend
gift gold good grace grant gray green grey hall hand harmony head hill hope house joy judge june
just justice king lake lance land lane law little long love lucky major mark marks may miles
mill noble north page park patience pleasant pool power powers price prince quick rain rich ring
rivers rock rose rush sage sharp short silver sky small smart snow song south speed spring star
steel stern still stone storm strange street strong summer swift temple trip true waters way
west white wild will winter wise wood woods worth young
"""
# Words that debrief's own sentences use.
_OURS = """
absent anybody away back blind cells clock close closed come decide enter entered everybody
final gate given have held here hire keep kept last late left look minute must name need next
nobody none note nothing once only open opened over panel press rate rated read ready record
reveal role round said same seen show space speak split start step taken talk tell that them
then there this told vote wait what when which with word write year your
"""
# Short words that are also short names without accents.
_SHORT = """
am an and are as at be but by can da de den der des die do du el en for go ha he hi ho i if il
in is it la le let lo me my no of off on or our out per she so sub the to too tu un up us van
von was we who why yes you zu
"""
EVERYDAY = frozenset(f"{_NAMES}{_OURS}{_SHORT}".split())
"""Words that may also be names; without a capital they count as words."""

# Optional marks in a name: accents, Hebrew and Arabic vowels, joiners.
_ACCENTS = "\u0300-\u036f"
_VOWELS = "\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u200c\u200d"
_FIRST_VOWEL = 0x0591
_MARK = re.compile(f"[{_ACCENTS}{_VOWELS}]")
_JOINTS = "-\u2010\u2011\u2013'\u2019\u02bc`\u00b4"
# Scripts without spaces between words, or that join endings to a name.
_UNSPACED = "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\U0003ffff]"
# Letters that make an adjoining name part of a word, by script: “Kim” is a word in “Kimさん”.
_FIRST_OTHER = "\u0370"
_LATIN, _OTHER = "[A-Za-z\u00df-\u024f]", "[\u0370-\u10ff]"
_BLANK = r"[^\S\n]{0,3}"
# Each matches in only one way, so a text that does not match fails fast.
_GAP = rf"{_BLANK}(?:(?:-|\u2010|\u2011){_BLANK})?"
_GAP_OR_BREAK = rf"{_BLANK}(?:(?:-|\u2010|\u2011|\n){_BLANK})?"
_STROKES = {"o": "øØ", "l": "łŁ", "d": "đĐðÐ", "h": "ħĦ", "i": "ıİ", "a": "", "u": ""}
_PLAIN = str.maketrans({one: plain for plain, letters in _STROKES.items() for one in letters})
# Letters also spelled as two letters, or as the first of the two.
_TWO = {"ae": "æÆ", "oe": "œŒøØ", "ss": "ßẞ", "th": "þÞ", "ue": "", "aa": ""}
_AS_TWO = {
    **{letter: two for two, letters in _TWO.items() for letter in letters},
    **{"ä": "ae", "Ä": "ae", "ö": "oe", "Ö": "oe", "ü": "ue", "Ü": "ue", "å": "aa", "Å": "aa"},
}


def spellings(name: str, others: Iterable[str], words: Collection[str]) -> re.Pattern[str]:
    """Return the pattern for `name`, and for each part of it that is not in one of `others`.

    It finds the whole name in any case, with or without accents and across a line break. It finds
    each part in the same way, as a separate word; blanks, hyphens and apostrophes divide parts. A
    part of two or three plain letters, or one that is also an everyday word, is found only as
    spelled in the name and in capitals. `words` are words as spelled in the session's texts; those
    in lower case count as everyday words too. In a script without cases, a part is also found
    inside a longer text. Nicknames and inflected forms are not found.

    Older journals hold sentences that were cut inside a name: the pattern finds two or more first
    letters of a name before `…”`. Group 1 is the blank after the name, if there is one.
    """
    whole = _words(name)
    taken = {_plain(part) for other in others for part in _parts(_words(other))}
    parts = [part for part in _parts(whole) if _is_name(part) and _plain(part) not in taken]
    if len(whole) == 1:
        parts = [*whole, *(part for part in parts if part not in whole)]
    beginnings = "|".join(_beginning(text) for text in (" ".join(whole), *parts) if len(text) > 1)
    found = [f"{_before(whole[0])}(?:{beginnings})(?=…”)"] if beginnings else []
    if len(whole) > 1:
        found.append(_in_full(whole))
    more = ""
    if parts:
        part = f"(?:{'|'.join(_part(part, words) for part in parts)})"
        initials = {c for word in whole for c in (word[0].upper()[0], word[0].lower()[0])}
        before = _before(whole[0])
        initial = f"[{re.escape(''.join(sorted(initials)))}]"
        found.append(rf"(?:{before}(?:{initial}\.?[ -]?){{1,3}})?{part}")
        more = rf"(?:,?{_GAP}(?:{part}|{before}{initial}\.))*"
    return re.compile(f"(?:{'|'.join(found)}){more}( ?)")


def may_be_in(text: str, name: str) -> bool:
    """Return whether a text may contain a name or a part of it; a faster check than `spellings`."""
    loose = _loose(text)
    return any(_loose(part) in loose for part in _parts(_words(name)))


def _loose(text: str) -> str:
    letters = re.sub(r"\W", "", searchable(text))
    return re.sub(r"(?<=[aou])e|(?<=a)a|(?<=s)s|(?<=t)h", "", letters)


def _words(name: str) -> list[str]:
    """Return the words of a name without titles, or the whole name if nothing else is left."""
    bare = (word.strip('.,;:()"“”') for word in unicodedata.normalize("NFC", name).split())
    words = [word for word in bare if _MARK.sub("", word) and word.casefold() not in TITLES]
    return words or [name.strip()]


def _parts(words: Iterable[str]) -> list[str]:
    """Return the words, and their parts between hyphens and apostrophes; the longest first."""
    parts = {part for word in words for part in (word, *re.split(f"[{_JOINTS}]", word)) if part}
    return sorted(parts, key=lambda part: (-len(part), part))


def _is_name(part: str) -> bool:
    """Return whether a part alone names a person, unlike an initial, a number or a “de”."""
    plain = _plain(part)
    if len(plain) <= 1 or not any(map(str.isalpha, plain)):
        return False
    return len(plain) >= LONG_PART or not part.islower() or not part.isascii()


def _part(part: str, words: Collection[str]) -> str:
    """Return the pattern of a part as a separate word."""
    plain = _plain(part)
    if part.lower() == part.upper():
        inside = len(plain) >= LONG_PART - 1 or re.search(_UNSPACED, part)
        return _letters(part) if inside else f"{_before(part)}{_letters(part)}{_after(part)}"
    everyday = bool({plain, part.lower()} & EVERYDAY or plain in words or part.lower() in words)
    accented = any(not char.isascii() and char.isalpha() for char in part)
    if not everyday and (len(plain) >= LONG_PART or accented):
        return f"{_before(part)}{_letters(part)}(?=[sS]?{_after(part)})"
    forms = {part} if part.upper() in words else {part, part.upper()}
    spelled = sorted(re.escape(unicodedata.normalize("NFD", one)) for one in forms)
    return f"{_before(part)}(?:{'|'.join(spelled)})(?![{_ACCENTS}]){_after(part)}"


def _in_full(words: list[str]) -> str:
    """Return the pattern of the first and last word, with or without the words between them."""
    first, *between, last = map(_letters, words)
    may = "?" if len(between) <= MOST_LEFT_OUT else ""  # each doubles the ways to match
    middle = "".join(f"(?:{_GAP_OR_BREAK}{word}){may}" for word in between)
    name = f"{first}{middle}{_GAP_OR_BREAK}{last}"
    if words[0].lower() == words[0].upper():
        return name
    return f"{_before(words[0])}{name}(?=[sS]?{_after(words[-1])})"


def _before(part: str) -> str:
    return f"(?<!{_OTHER if part[0] >= _FIRST_OTHER else _LATIN})"


def _after(part: str) -> str:
    return f"(?!{_OTHER if part[0] >= _FIRST_OTHER else _LATIN})"


def _beginning(text: str) -> str:
    """Return the pattern of the first two or more letters of a text."""
    letters = _each(text[:LONGEST_CUT])
    rest = letters[2:]
    return "".join(letters[:2]) + "".join(f"(?:{one}" for one in rest) + ")?" * len(rest)


def _letters(text: str) -> str:
    return "".join(_each(text))


def _each(text: str) -> list[str]:
    """Return a pattern for each letter of a text, in any case, with or without accents."""
    chars = [char for char in unicodedata.normalize("NFC", text) if not _MARK.match(char)]
    found = []
    while chars:
        char = chars.pop(0)
        two = _AS_TWO.get(char)
        if two is not None:
            either = "".join(f"|{letter}" for letter in _TWO[two])
            found.append(f"(?:{_letter(two[0])}{_letter(two[1])}?{either})")
        elif char.isspace():
            found.append(r"\s{1,3}")
        elif char in _JOINTS:
            found.append(f"(?:{'|'.join(map(re.escape, _JOINTS))}| )?")
        elif chars and (pair := f"{char}{chars[0]}".lower()) in _TWO:
            either = "".join(f"|{letter}" for letter in _TWO[pair])
            accented = "" if pair in ("ss", "th") else f"|{_letter(char)}(?<=[{_ACCENTS}])"
            found.append(f"(?:{_letter(char)}{_letter(chars.pop(0))}{accented}{either})")
        else:
            found.append(_letter(char))
    return found


def _letter(char: str) -> str:
    plain = _plain(char)
    same = {char, char.lower(), char.upper(), plain, plain.upper(), *_STROKES.get(plain, "")}
    forms = sorted({unicodedata.normalize("NFD", one) for one in same})
    bare = [one for one in forms if not _MARK.search(one)]
    marks = _ACCENTS if ord(char) < _FIRST_VOWEL else _VOWELS
    return f"(?:(?:{'|'.join(map(re.escape, bare))})[{marks}]*)"


def _plain(text: str) -> str:
    """Return a text in lower case without optional marks."""
    bare = _MARK.sub("", unicodedata.normalize("NFD", text.casefold()))
    return unicodedata.normalize("NFC", bare).translate(_PLAIN)
