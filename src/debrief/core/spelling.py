"""The spellings of a person's name: one pattern that finds the name and its parts in a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from itertools import chain

from debrief.core.characters import is_ignorable, look_alikes, looks
from debrief.core.text import MADE_VISIBLE, searchable

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

# Optional marks in a name: accents, Hebrew and Arabic vowels.
_ACCENTS = "\u0300-\u036f"
_MARKS = f"{_ACCENTS}\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
_MARK = re.compile(f"[{_MARKS}]")
# Other forms of the same letters: wide, mathematical, ligatures, Arabic letters by their position.
_FORMS = ("<wide>", "<narrow>", "<font>", "<initial>", "<medial>", "<final>", "<isolated>")
_TATWEEL = "\u0640"
_SOFT_HYPHEN = "\u00ad"
_JOINTS = "-\u2010\u2011\u2013'\u2019\u02bc`\u00b4"
_JOINT_OR_SPACE = re.compile(rf"[{_JOINTS}\s]")
# Scripts without spaces between words, or that join endings to a name.
# Compiled when first used: these take milliseconds, and a name in plain letters needs none.
_UNSPACED = "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\U0003ffff]"
_HAN = "[\u3005\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]+"
_HANGUL = "[\uac00-\ud7a3]+"
# Letters that make an adjoining name part of a word, by script: “Kim” is a word in “Kimさん”.
_LATIN = f"[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1e9e{_ACCENTS}]"
_OTHER = f"[{_ACCENTS}\u0370-\u10ff]"
# A capital inside a word begins a word: “Okafor” is one in “MsOkafor”, but not in “McOkafor”.
_CAMEL = f"(?<=[a-z{_ACCENTS}])(?=[A-Z])"
_BLANK = r"[^\S\n]{0,3}"
# Each matches in only one way, so a text that does not match fails fast.
_GAP = rf"{_BLANK}(?:(?:-|\u2010|\u2011){_BLANK})?"
_GAP_OR_BREAK = rf"(?:[._]|{_BLANK}(?:(?:-|\u2010|\u2011|\n){_BLANK})?)"
# Between the letters of a part: the end of a line, with or without a hyphen.
_BREAK = rf"(?:[-\u2010\u2011]?{_BLANK}\n{_BLANK})?"
_BLANK_OR_BREAK = rf"(?:[^\S\n]{{1,3}}|{_BLANK}\n{_BLANK})?"
_JOINT = rf"(?:[{re.escape(_JOINTS)} ](?:\n{_BLANK})?|\n{_BLANK})?"
# A syllable that goes on is another syllable.
_NO_FINAL = "(?![\u11a8-\u11ff])"
_SPACE = r"\s{1,3}"
_STROKES = {"o": "øØ", "l": "łŁ", "d": "đĐðÐ", "h": "ħĦ", "i": "ıİ", "a": "", "u": "", "σ": "ς"}
_PLAIN = str.maketrans({letter: plain for plain, letters in _STROKES.items() for letter in letters})
# Letters also spelled as two letters, or as the first of the two.
_TWO = {"ae": "æÆ", "oe": "œŒøØ", "ss": "ßẞ", "th": "þÞ", "ue": "", "aa": ""}
_AS_TWO = {
    **{letter: two for two, letters in _TWO.items() for letter in letters},
    **{"ä": "ae", "Ä": "ae", "ö": "oe", "Ö": "oe", "ü": "ue", "Ü": "ue", "å": "aa", "Å": "aa"},
}


class _Read(dict[int, str]):
    """The reading of each character, by code point."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        kind, _, letters = unicodedata.decomposition(char).partition(" ")
        if char == _TATWEEL or is_ignorable(char) or unicodedata.category(char) == "Cf":
            read = ""
        elif letters and (kind in _FORMS or (kind == "<compat>" and char.isalpha())):
            read = unicodedata.normalize("NFKD", char)
        else:
            read = char
        self[code] = read
        return read


READ = _Read()
"""The reading of each character of a text in NFD, as `spellings` needs it.

Wide and mathematical letters and ligatures become plain letters; invisible characters, such as soft
hyphens and joiners, are dropped.
"""


class InLettersOf:
    """A function that reads look-alikes as the letters of a name: `Оkafor` with a Cyrillic О.

    It is for a text in NFD, and keeps its length. A word is only changed if each letter in it is
    then a letter of the name or a plain one: words of another script stay as they are. A hidden
    character that was made visible, as in `Oka⟨U+200B⟩for`, becomes soft hyphens.
    """

    def __init__(self, name: str) -> None:
        letters = unicodedata.normalize("NFD", name).translate(READ)
        cases = (case for letter in letters for case in (letter, letter.lower(), letter.upper()))
        self._letters = frozenset(char for char in cases if len(char) == 1 and char.isalpha())
        self._alike: dict[str, str] | None = None
        self.plain = name.isascii()

    def __call__(self, text: str) -> str:
        """Return the text as it is to be read."""
        text = MADE_VISIBLE.sub(lambda shown: _SOFT_HYPHEN * len(shown[0]), text)
        return re.sub(r"\w+", self._word, text)

    def _word(self, match: re.Match[str]) -> str:
        word = match[0]
        if word.isascii() and self.plain:
            return word
        if self._alike is None:
            self._alike = {
                other: letter
                for letter in sorted(self._letters)
                for other in look_alikes(letter) - self._letters
            }
        read = "".join(self._alike.get(char, char) for char in word)
        known = all(char.isascii() or char in self._letters for char in read)
        return read if known else word


def spellings(name: str, others: Iterable[str], words: Collection[str]) -> re.Pattern[str]:
    """Return the pattern for `name`, and for each part of it that is not in one of `others`.

    The pattern is for a text in NFD, translated with `READ`.

    It finds the whole name in any case, with or without accents and across a line break. It finds
    each part in the same way, as a separate word; blanks, hyphens and apostrophes divide parts. A
    part of two or three plain letters, or one that is also an everyday word, is found only as
    spelled in the name and in capitals. `words` are words as spelled in the session's texts; those
    in lower case count as everyday words too. In a script without cases, a part is also found
    inside a longer text; of a Chinese, Japanese or Korean name without blanks the given name is a
    part. Nicknames and inflected forms are not found.

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
    more, initials = "", set()
    if parts:
        part = _any_of(parts, words)
        firsts = {first for word in whole for first in (_base(word), _plain(word)[:1])}
        initials = {case[0] for first in firsts for case in (first.upper(), first.lower()) if case}
        before = _before(whole[0])
        initial = f"[{re.escape(''.join(sorted(initials)))}][{_ACCENTS}]*"
        found.append(rf"(?:{before}(?:{initial}\.?[ -]?){{1,3}})?{part}")
        more = rf"(?:,?{_GAP}(?:{part}|{before}{initial}\.))*"
    begin = _begin([whole[0], *parts], initials)
    return re.compile(f"{begin}(?:{'|'.join(found)}){more}( ?)")


def _begin(texts: Collection[str], initials: Collection[str]) -> str:
    """Return a pattern that checks the first letter, so that most of a text is skipped fast."""
    firsts = [re.findall(r"\w", _each(text)[0]) for text in texts]
    if not all(firsts) or any(_JOINT_OR_SPACE.match(text) for text in texts):
        return ""
    either = "".join(sorted({*initials, *chain.from_iterable(firsts)}))
    return f"(?=[{re.escape(either)}])"


def may_be_in(text: str, name: str) -> bool:
    """Return whether a text may contain a name or a part of it; a faster check than `spellings`."""
    parts = _parts(_words(name))
    if any(_loose(part) in _loose(text) for part in parts):
        return True
    if text.isascii() and name.isascii():
        return False
    return any(
        _loose(part) in _loose(all_)
        for each in parts
        for part, all_ in zip(looks(each), looks(text), strict=True)
    )


def _loose(text: str) -> str:
    letters = re.sub(r"\W", "", searchable(text))
    return re.sub(r"(?<=[aou])e|(?<=a)a|(?<=s)s|(?<=t)h", "", letters)


def _words(name: str) -> list[str]:
    """Return the words of a name without titles, or the whole name if nothing else is left."""
    letters = unicodedata.normalize("NFD", name).translate(READ)
    bare = (word.strip('.,;:()"“”') for word in unicodedata.normalize("NFC", letters).split())
    words = [word for word in bare if _MARK.sub("", word) and word.casefold() not in TITLES]
    return words or [name.strip()]


def _parts(words: Iterable[str]) -> list[str]:
    """Return the words, their parts between hyphens and apostrophes, and given names.

    The longest are first.
    """
    parts = {part for word in words for part in (word, *re.split(f"[{_JOINTS}]", word)) if part}
    parts |= {given for part in parts for given in _given(part)}
    return sorted(parts, key=lambda part: (-len(part), part))


def _given(name: str) -> Iterable[str]:
    """Yield possible given names in a Chinese, Japanese or Korean name without blanks."""
    if name.isascii():
        return
    for family in range(1, len(name) - 1 if len(name) in (3, 4) else 1):
        if re.fullmatch(_HAN, name[:family]) or re.fullmatch(_HANGUL, name[:family]):
            yield name[family:]


def _is_name(part: str) -> bool:
    """Return whether a part alone names a person, unlike an initial, a number or a “de”."""
    plain = _plain(part)
    if len(plain) <= 1 or not any(map(str.isalpha, plain)):
        return False
    return len(plain) >= LONG_PART or not part.islower() or not part.isascii()


def _any_of(parts: Iterable[str], words: Collection[str]) -> str:
    """Return the pattern of any of the parts; each kind of text before them is checked once."""
    by_before: dict[str, list[str]] = {}
    for part in parts:
        before = "" if _is_inside(part) else _before(part)
        by_before.setdefault(before, []).append(_part(part, words))
    each = (f"{before}(?:{'|'.join(found)})" for before, found in by_before.items())
    return f"(?:{'|'.join(each)})"


def _is_inside(part: str) -> bool:
    """Return whether a part is also found inside a longer text, because its script has no cases."""
    long = len(_plain(part)) >= LONG_PART - 1
    return part.lower() == part.upper() and (long or _is_unspaced(part))


def _is_unspaced(text: str) -> bool:
    return not text.isascii() and re.search(_UNSPACED, text) is not None


def _part(part: str, words: Collection[str]) -> str:
    """Return the pattern of a part as a word, without the check of the text before it."""
    plain = _plain(part)
    if part.lower() == part.upper():
        return _letters(part) + ("" if _is_inside(part) else _after(part))
    everyday = bool({plain, part.lower()} & EVERYDAY or plain in words or part.lower() in words)
    accented = any(not char.isascii() and char.isalpha() for char in part)
    if not everyday and (len(plain) >= LONG_PART or accented):
        return f"{_letters(part)}(?=[sS]?{_after(part)})"
    forms = {part} if part.upper() in words else {part, part.upper()}
    spelled = sorted(re.escape(unicodedata.normalize("NFD", form)) for form in forms)
    return f"(?:{'|'.join(spelled)})(?![{_ACCENTS}]){_after(part)}"


def _in_full(words: list[str]) -> str:
    """Return the pattern of the first and last word, with or without the words between them."""
    first, *between, last = map(_letters, words)
    may = "?" if len(between) <= MOST_LEFT_OUT else ""  # each doubles the ways to match
    middle = "".join(f"(?:{_GAP_OR_BREAK}{word}){may}" for word in between)
    name = f"{first}{middle}{_GAP_OR_BREAK}{last}"
    if words[0].lower() == words[0].upper():
        return name
    return f"{_before(words[0])}{name}(?=[sS]?{_after(words[-1])})"


def _base(part: str) -> str:
    """Return the first letter without its marks."""
    return unicodedata.normalize("NFD", part)[0]


def _is_latin(part: str) -> bool:
    return _base(part) < "\u0370" or re.match(_LATIN, _base(part)) is not None


def _before(part: str) -> str:
    return f"(?>(?<!{_LATIN})|(?<!Mc)(?<!Mac){_CAMEL})" if _is_latin(part) else f"(?<!{_OTHER})"


def _after(part: str) -> str:
    return f"(?>(?!{_LATIN})|{_CAMEL})" if _is_latin(part) else f"(?!{_OTHER})"


def _beginning(text: str) -> str:
    """Return the pattern of the first two or more letters of a text."""
    letters = _each(text[:LONGEST_CUT])
    rest = letters[2:]
    return "".join(letters[:2]) + "".join(f"(?:{letter}" for letter in rest) + ")?" * len(rest)


def _letters(text: str) -> str:
    """Return the pattern of a text that may be broken at the end of a line."""
    between = _BLANK_OR_BREAK if _is_unspaced(text) else _BREAK
    found = ""
    divided = True
    for letter in _each(text):
        divides = letter in (_JOINT, _SPACE)
        found += letter if divided or divides else between + letter
        divided = divides
    return found


def _each(text: str) -> list[str]:
    """Return a pattern for each letter of a text, in any case, with or without accents."""
    whole = unicodedata.normalize("NFC", text)
    chars = [char for char in whole if not _MARK.match(char)] or list(whole)
    found = []
    while chars:
        char = chars.pop(0)
        two = _AS_TWO.get(char)
        if two is not None:
            either = "".join(f"|{letter}" for letter in _TWO[two])
            found.append(f"(?:{_letter(two[0])}{_letter(two[1])}?{either})")
        elif char.isspace():
            found.append(_SPACE)
        elif char in _JOINTS:
            found.append(_JOINT)
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
    forms = sorted({_MARK.sub("", unicodedata.normalize("NFD", letter)) for letter in same})
    if not char.isascii() and re.match(_HANGUL, char):
        return f"{forms[0]}{_NO_FINAL}"
    marks = f"[{_MARKS}]*"
    each = (marks.join(map(re.escape, form)) for form in forms)
    return f"(?:(?:{'|'.join(each)}){marks})"


def _plain(text: str) -> str:
    """Return a text in lower case without optional marks."""
    bare = _MARK.sub("", unicodedata.normalize("NFD", text)).casefold()
    return unicodedata.normalize("NFC", bare).translate(_PLAIN)
