"""Code ballots: the codes of a sheet, the check in each, and the codes found in pasted text."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Literal

from debrief.core import characters
from debrief.core.brief import Brief
from debrief.core.text import counted

ALPHABET = "2346789CDFHJKMNPQRTVWXY"
"""The characters of a code: 23, a prime number, without vowels and without look-alikes."""

DIGITS = frozenset("2346789")
SECRET_BYTES = 32
MOST_BYTES = 1024 * 1024
"""Maximum size of a pasted text."""

MOST_UNKNOWN = 20
"""Maximum number of codes in one paste that belong to nobody; with more it is refused whole."""

_HEAD, _BODY = 3, 6
_HYPHENS = "\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_LIKE = dict(
    zip(
        "СНКМРТХУснкмртхуΗΚΜΡΤΧΥηκμρτχυ",
        "CHKMPTXY" * 2 + "HKMPTXY" * 2,
        strict=True,
    )
)
_READ_AS = str.maketrans({**_LIKE, **dict.fromkeys(_HYPHENS, "-")})
_ADDRESS = re.compile(r"\b[a-z][a-z0-9+.-]*://\S+|\bwww\.\S+", re.IGNORECASE)
_SHAPE = re.compile(
    rf"(?<![\w\-/@=])(?<!\w\.)([{ALPHABET}]{{3}})-?([{ALPHABET}]{{4}})(?![\w\-/@=])(?!\.\w)"
)
_LINE_ENDS = re.compile(r"\r\n|[\n\r\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Poll:
    """A blind question on a sheet: its name in codes, its rounds, and the words of its scale."""

    name: str
    rounds: tuple[int, ...]
    words: tuple[str, ...]

    def choices(self, round_: int) -> tuple[str, ...]:
        """Return the choices of a round: levels from 1, `keep` if it can be, `not-voting`."""
        levels = tuple(str(number) for number in range(1, len(self.words) + 1))
        keeps = self.name.startswith("competency/") or (self.name == "vote" and round_ > 1)
        return (*levels, *(("keep",) if keeps else ()), "not-voting")


@dataclass(frozen=True, slots=True)
class Issue:
    """Sheets made at one time: their number, day, panelists and polls."""

    number: int
    day: str
    panelists: tuple[str, ...]
    polls: tuple[Poll, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """The meaning of a code: a panelist's choice in one round of a poll, on a sheet of an issue."""

    issue: int
    panelist: str
    poll: str
    round: int
    choice: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A code in a text, without its hyphen; `right` is False if its check is wrong."""

    line: int
    code: str
    right: bool


@dataclass(frozen=True, slots=True)
class Submission:
    """A code of somebody for the open poll, and the choice that it means."""

    panelist: str
    code: str
    choice: str


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A line of a paste with a code that was not taken; `panelist` is empty if it is nobody's."""

    line: int
    why: Literal["not a code", "old sheet", "other poll", "nobody"]
    panelist: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """The result of one paste: submissions in order, codes sent again after a change, the rest."""

    accepted: tuple[Submission, ...] = ()
    replaced: tuple[Submission, ...] = ()
    not_taken: tuple[NotTaken, ...] = ()
    codes: int = 0
    strange: bool = False
    """True if the text has too many codes of nobody, so that none was taken."""


def polls(brief: Brief) -> tuple[Poll, ...]:
    """Return the polls of a brief's sheets: each competency, the vote, each warm-up case."""
    warm_up = brief.competencies if brief.has_warm_up else ()
    return (
        *(Poll(f"competency/{c.id}", (1, 2, 3), brief.levels(c.id)) for c in brief.competencies),
        Poll("vote", (1, 2, 3), brief.levels(None)),
        *(
            Poll(f"warm-up/{c.id}/{vignette.id}", (1,), brief.levels(c.id))
            for c in warm_up
            for vignette in c.vignettes
        ),
    )


def table(secret: bytes, issues: Iterable[Issue]) -> dict[str, Place]:
    """Return the meaning of each code of all sheets; an earlier cell keeps a code that two have."""
    places: dict[str, Place] = {}
    for issue in issues:
        for panelist in issue.panelists:
            for poll in issue.polls:
                for round_ in poll.rounds:
                    for choice in poll.choices(round_):
                        place = Place(issue.number, panelist, poll.name, round_, choice, poll.words)
                        places[derived(secret, place, places)] = place
    return places


def derived(secret: bytes, place: Place, taken: Mapping[str, object]) -> str:
    """Return the code of a place, without its hyphen, that is in no place before it."""
    counter = 0
    while (code := _code(secret, place, counter)) in taken or not _has_both(code):
        counter += 1
    return code


def written(code: str) -> str:
    """Return a code as people see it: `QJ2-94RD`."""
    return f"{code[:_HEAD]}-{code[_HEAD:]}"


def is_right(code: str) -> bool:
    """Return whether seven characters of the alphabet have a right check."""
    return sum(i * ALPHABET.index(x) for i, x in enumerate(code, start=1)) % len(ALPHABET) == 0


def _code(secret: bytes, place: Place, counter: int) -> str:
    digest = _digest(
        secret,
        "debrief code 2",
        place.issue,
        place.panelist,
        place.poll,
        place.round,
        place.choice,
        list(place.words),
        counter,
    )
    number, base = int.from_bytes(digest[:16], "big"), len(ALPHABET)
    values = []
    for _ in range(_BODY):
        number, value = divmod(number, base)
        values.append(value)
    weighted = sum(i * x for i, x in enumerate(values, start=1))
    values.append(-weighted * pow(_BODY + 1, -1, base) % base)
    return "".join(ALPHABET[value] for value in values)


def _digest(secret: bytes, *facts: object) -> bytes:
    text = json.dumps(list(facts), ensure_ascii=False, separators=(",", ":"))
    return hmac.new(secret, text.encode(), hashlib.sha256).digest()


def _has_both(code: str) -> bool:
    return all(
        any(x in DIGITS for x in group) and any(x not in DIGITS for x in group)
        for group in (code[:_HEAD], code[_HEAD:])
    )


def salt(secret: bytes, issue: int, panelist: str) -> bytes:
    """Return the salt of a sheet's commitment; it is on the sheet and nowhere else."""
    return _digest(secret, "debrief salt 2", issue, panelist)[:16]


def commitment(salt: bytes, codes: Mapping[str, Place]) -> str:
    """Return the digest that commits to a sheet's codes without showing one."""
    lines = sorted(f"{p.poll}\t{p.round}\t{p.choice}\t{written(c)}" for c, p in codes.items())
    text = "".join(line + "\n" for line in lines)
    return hashlib.sha256(b"debrief sheet 2" + salt + text.encode()).hexdigest()


def sheet(codes: Mapping[str, Place], issue: int, panelist: str) -> dict[str, Place]:
    """Return the codes of one sheet."""
    return {c: p for c, p in codes.items() if p.issue == issue and p.panelist == panelist}


def latest(issues: Sequence[Issue]) -> dict[str, Issue]:
    """Return the last issue of each panelist."""
    return {panelist: issue for issue in issues for panelist in issue.panelists}


def current(brief: Brief, issues: Sequence[Issue]) -> tuple[str, ...]:
    """Return the panelists whose sheet fits the brief, in panel order."""
    old = stale(brief, issues)
    return tuple(p.id for p in brief.panel if p.id not in old)


def stale(brief: Brief, issues: Sequence[Issue]) -> tuple[str, ...]:
    """Return the panelists without a sheet that fits the brief, in panel order."""
    wanted, last = polls(brief), latest(issues)
    return tuple(p.id for p in brief.panel if p.id not in last or last[p.id].polls != wanted)


def find(text: str) -> tuple[Found, ...]:
    """Return each code in a text, in order, and what looks like one but has a wrong check.

    Case, dashes, wide forms, invisible characters and Cyrillic or Greek look-alikes do not matter.
    Nothing is found inside an address, an identifier or a word.
    """
    return tuple(
        Found(number, head + tail, is_right(head + tail))
        for number, line in enumerate(lines_of(text), start=1)
        for head, tail in _SHAPE.findall(_readable(line))
        if _has_both(head + tail)
    )


def lines_of(text: str) -> list[str]:
    """Return the lines of a pasted text."""
    return _LINE_ENDS.split(text)


def what_is_in(text: str) -> str:
    """Return how many lines and codes a pasted text has, in words, and nothing of the text."""
    codes = sum(found.right for found in find(text))
    lines = len(lines_of(text.strip()))
    return f"{counted(lines, 'line', 'lines')}, {counted(codes, 'code', 'codes')}"


def _readable(line: str) -> str:
    if not line.isascii():
        line = "".join(x for x in line if not _is_invisible(x))
        line = unicodedata.normalize("NFKC", line).translate(_READ_AS)
    return _ADDRESS.sub(" ", line).upper()


@cache
def _is_invisible(char: str) -> bool:
    return not char.isascii() and characters.is_ignorable(char)


def count(
    text: str,
    codes: Mapping[str, Place],
    *,
    poll: Poll,
    round_: int,
    newest: Mapping[str, int],
    sent: Mapping[str, Sequence[str]],
) -> Counted:
    """Count the codes of a pasted text for the open poll.

    `newest` is the issue of each voter's sheet. `sent` has what is in each voter's cell and was
    there before in this round, in order: codes, and an empty text for an entry by hand or a
    cleared cell. The last code of a person counts, the one in the cell as well as another: what
    is told and recorded is the same whether somebody changed their mind. A code that was replaced
    since is not taken, but returned to be asked about.
    """
    found = find(text)
    right = [x for x in found if x.right]
    if len({x.code for x in right if x.code not in codes}) > MOST_UNKNOWN:
        return Counted(codes=len(right), strange=True)
    not_taken = []
    last: dict[str, Submission] = {}
    for each in found:
        place = codes.get(each.code)
        why = _why_not(each, place, poll, round_, newest)
        if place is None or why is not None:
            whose = place.panelist if place else ""
            not_taken.append(NotTaken(each.line, why or "nobody", whose))
            continue
        last.pop(place.panelist, None)
        last[place.panelist] = Submission(place.panelist, each.code, place.choice)
    again = {p for p, x in last.items() if x.code in sent.get(p, ())[:-1] and not _is_in(x, sent)}
    return Counted(
        tuple(x for p, x in last.items() if p not in again),
        tuple(x for p, x in last.items() if p in again),
        tuple(key for key, _ in groupby(not_taken)),
        len(right),
    )


def _is_in(submission: Submission, sent: Mapping[str, Sequence[str]]) -> bool:
    """Return whether this code is in the cell now."""
    return sent[submission.panelist][-1] == submission.code


def _why_not(
    found: Found, place: Place | None, poll: Poll, round_: int, newest: Mapping[str, int]
) -> Literal["not a code", "old sheet", "other poll", "nobody"] | None:
    if not found.right:
        return "not a code"
    if place is None or place.panelist not in newest:
        return "nobody"
    if place.issue != newest[place.panelist]:
        return "old sheet"
    if (place.poll, place.round) != (poll.name, round_):
        return "other poll"
    return None if place.words == poll.words else "old sheet"
