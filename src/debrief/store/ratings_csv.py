"""Reads ratings from a list that somebody else's program wrote, and says what is wrong with it.

A good row counts whatever stands beside it: nothing is guessed, nothing stops at the first problem.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from debrief.core.findings import Finding, Severity
from debrief.core.held import LONGEST_SCALE, Asked, Held
from debrief.core.text import clean_line
from debrief.store import csv_rows
from debrief.store.atomic import read_regular
from debrief.store.csv_rows import Row

COLUMNS = ("session", "competency", "panelist", "rating")
FILE_LIMIT = 256 * 1024 * 1024
"""Bytes that a list may have; a million ratings have some forty million."""

LONGEST_ID = 200
NO_RATING = frozenset(
    {"", "-", "–", "—", ".", "?", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "missing"}
)
"""What stands for no rating, in any case."""

_DELIMITERS = (",", ";", "\t", "|")
_SHOWN = 40
_DECIMAL = re.compile(r"\+?([0-9]{1,4})(?:[.,]([0-9]*))?")
_SEPARATOR = re.compile(r"\s*sep=(.)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list of ratings holds: its sessions, and how many rows were used or had no rating.

    `levels` is the length of the scale. `findings` say what was left out, and what was assumed.
    """

    sessions: tuple[Held, ...]
    levels: int
    used: int
    without: int
    findings: tuple[Finding, ...]


def read(path: Path, levels: int | None = None) -> Listed:
    """Read a list of ratings; FileProblem when there is no such file.

    `levels` is the length of the scale; without it, it is the highest rating in the list.
    """
    return parse(read_regular(path, FILE_LIMIT), clean_line(path.name), levels)


def parse(data: bytes, file: str, levels: int | None = None) -> Listed:
    """Return what the bytes of a list hold; `file` names it in findings. Never raises."""
    found = _Reading(file, levels)
    text, assumed = csv_rows.decoded(data)
    if assumed:
        found.note((1, 1), "warning", "encoding", assumed, "save it as UTF-8 to be sure")
    lines = csv_rows.lines(text)
    table = _table(lines, found)
    if table is not None:
        for row in csv_rows.rows(lines, table.begin, table.delimiter):
            _take(row, table, found)
    return found.listed()


@dataclass(frozen=True, slots=True)
class _Table:
    """How the list is laid out; `at` has the place of each of `COLUMNS`, `begin` the first row."""

    delimiter: str
    at: tuple[int, ...]
    width: int
    begin: int


@dataclass(slots=True)
class _Reading:
    """A list while it is read."""

    file: str
    levels: int | None
    findings: list[Finding] = field(default_factory=list)
    sessions: dict[str, dict[str, dict[str, tuple[int, int]]]] = field(default_factory=dict)
    twice: set[tuple[str, str, str]] = field(default_factory=set)
    ids: dict[str, str] = field(default_factory=dict)
    ratings: dict[str, int | str | None] = field(default_factory=dict)
    without: int = 0

    def note(
        self, at: tuple[int, int], severity: Severity, code: str, message: str, hint: str = ""
    ) -> None:
        """Add a finding at a line and a column."""
        self.findings.append(Finding(self.file, *at, severity, code, message, hint))

    def listed(self) -> Listed:
        """Return what was read, once all of it is."""
        for session, competency, panelist in self.twice:
            del self.sessions[session][competency][panelist]
        counts: dict[int, int] = {}
        for cells in self.sessions.values():
            for ratings in cells.values():
                for level, _ in ratings.values():
                    counts[level] = counts.get(level, 0) + 1
        levels = self.levels or max([2, *counts])
        if self.levels is None:
            self._doubt(counts)
        self._look_alike()
        sessions = (Held(s, levels, tuple(_asked(cells))) for s, cells in self.sessions.items())
        return Listed(
            sessions=tuple(one for one in sessions if one.asked),
            levels=levels,
            used=sum(counts.values()),
            without=self.without,
            findings=tuple(sorted(self.findings, key=lambda one: (one.line, one.column))),
        )

    def _doubt(self, counts: Mapping[int, int]) -> None:
        """A highest rating far above all others may be a slip, and the scale is taken from it."""
        used = sorted(counts)
        if len(used) > 1 and used[-1] - used[-2] > 1:
            self.note(
                (0, 0),
                "warning",
                "scale",
                f"the highest rating is {used[-1]}, the next {used[-2]}; the scale was taken to "
                f"have {used[-1]} levels",
                "say how many it has with --levels",
            )

    def _look_alike(self) -> None:
        known: dict[str, str] = {}
        people = {
            p: at for s in self.sessions.values() for c in s.values() for p, (_, at) in c.items()
        }
        for panelist, line in people.items():
            other = known.setdefault(panelist.casefold(), panelist)
            if other != panelist:
                self.note(
                    (line, 1),
                    "warning",
                    "two-spellings",
                    f"{_quoted(other)} and {_quoted(panelist)} were taken for two panelists",
                    "write each one's id in one way",
                )


def _asked(cells: Mapping[str, Mapping[str, tuple[int, int]]]) -> Iterator[Asked]:
    for competency, ratings in cells.items():
        if ratings:
            yield Asked(competency, competency, {p: level for p, (level, _) in ratings.items()})


def _table(lines: list[str], found: _Reading) -> _Table | None:
    """Find the header, the delimiter, and where the columns are; None when there is no telling."""
    begin = next((i for i, line in enumerate(lines) if line.strip()), None)
    if begin is None:
        found.note((1, 1), "error", "empty", "the file is empty", f"its columns are {_names()}")
        return None
    delimiters: tuple[str, ...] = _DELIMITERS
    said = _SEPARATOR.fullmatch(lines[begin])
    if said and begin + 1 < len(lines):
        delimiters = (said[1],)
        begin += 1
    heads = {
        one: [_key(name) for name in csv_rows.split(lines[begin], one) or []] for one in delimiters
    }
    delimiter = max(heads, key=lambda one: (len(set(COLUMNS) & set(heads[one])), len(heads[one])))
    head = heads[delimiter]
    if not set(COLUMNS) & set(head):
        return _headless(lines[begin], begin, delimiters, found)
    missing = [name for name in COLUMNS if name not in head]
    double = [name for name in COLUMNS if head.count(name) > 1]
    if missing or double:
        what = "there is no column" if missing else "there are two columns"
        (name, *_) = missing or double
        found.note((begin + 1, 1), "error", "header", f"{what} “{name}”", f"it needs {_names()}")
        return None
    return _Table(delimiter, tuple(head.index(name) for name in COLUMNS), len(head), begin + 1)


def _headless(line: str, begin: int, delimiters: tuple[str, ...], found: _Reading) -> _Table | None:
    """Take the columns as documented where the first line is plainly a row of them."""
    for delimiter in delimiters:
        fields = csv_rows.split(line, delimiter) or []
        if len(fields) == len(COLUMNS) and isinstance(_rating(fields[-1].strip()), int):
            found.note(
                (begin + 1, 1),
                "error",
                "header",
                f"there is no header; the columns were taken as {_names()}",
                "name them in the first line",
            )
            return _Table(delimiter, (0, 1, 2, 3), len(COLUMNS), begin)
    found.note(
        (begin + 1, 1),
        "error",
        "header",
        "the first line does not name the columns",
        f"it needs {_names()}",
    )
    return None


def _names() -> str:
    return ",".join(COLUMNS)


def _key(name: str) -> str:
    return name.strip().casefold()


def _take(row: Row, table: _Table, found: _Reading) -> None:
    """Take the rating of a row, or say why not."""
    number, _, fields = row
    if fields is None:
        at = number, row.line.index('"') + 1
        found.note(at, "error", "quote", "the quotes do not close", "close or double them")
        return
    if len(fields) != table.width and not _fits(number, fields, table, found):
        return
    in_session, in_competency, in_panelist, in_rating = table.at
    ids, said = found.ids, fields[in_rating]
    # What was seen before needs no second look: a list has few names and fewer ratings.
    session = ids.get(fields[in_session]) or _id(row, fields[in_session], (table, 0), found)
    competency = ids.get(fields[in_competency]) or _id(
        row, fields[in_competency], (table, 1), found
    )
    panelist = ids.get(fields[in_panelist]) or _id(row, fields[in_panelist], (table, 2), found)
    rating = found.ratings[said] if said in found.ratings else _rating(said.strip(), found.levels)
    found.ratings[said] = rating
    if isinstance(rating, str):
        found.note(_where(row, table, 3), "error", "rating", f"{_quoted(said)} {rating}")
        return
    if not (session and competency and panelist):
        return
    if rating is None:
        found.without += 1
        return
    cell = found.sessions.setdefault(session, {}).setdefault(competency, {})
    earlier = cell.setdefault(panelist, (rating, number))
    if earlier[1] != number:
        _again(row, (session, competency, panelist), earlier, rating, found)


def _again(
    row: Row, who: tuple[str, str, str], earlier: tuple[int, int], rating: int, found: _Reading
) -> None:
    """A cell that stands twice counts once if both say the same, else not at all."""
    same = earlier[0] == rating
    if not same:
        found.twice.add(who)
    found.note(
        (row.number, 1),
        "warning" if same else "error",
        "twice",
        f"the same rating stands in line {earlier[1]} already"
        if same
        else f"line {earlier[1]} says {earlier[0]} of the same, and neither counts",
        "" if same else "leave the right one",
    )


def _fits(number: int, fields: list[str], table: _Table, found: _Reading) -> bool:
    """Whether a row of another width than the header's can be read; blank fields may be missing."""
    beyond = "".join(fields[table.width :]).strip()
    if len(fields) > max(table.at) and not beyond:
        return True
    found.note(
        (number, 1),
        "error",
        "width",
        f"the row has {len(fields)} fields, its header {table.width}",
        "put a text that has the delimiter in it in quotes" if beyond else "",
    )
    return False


def _id(row: Row, said: str, at: tuple[_Table, int], found: _Reading) -> str:
    """Return the cleaned text of a field; empty, and said, where it cannot be used."""
    table, column = at
    name = COLUMNS[column]
    text = clean_line(said[: LONGEST_ID + 2])
    problem = ""
    if not text:
        problem = f"the {name} is empty"
    elif "\0" in said:
        problem = f"the {name} has a NUL character in it"
    elif len(said) > LONGEST_ID:
        problem = f"the {name} is longer than {LONGEST_ID} characters"
    if problem:
        found.note(_where(row, table, column), "error", "text", problem)
        return ""
    found.ids[said] = text
    return text


def _where(row: Row, table: _Table, column: int) -> tuple[int, int]:
    return row.number, csv_rows.column(row.line, table.delimiter, table.at[column])


def _rating(said: str, levels: int | None = None) -> int | str | None:
    """Return a level, None for no rating, or what is wrong with it."""
    if said.casefold() in NO_RATING:
        return None
    number = _DECIMAL.fullmatch(said)
    if number is None:
        return "is not a level: write a whole number from 1"
    if (number[2] or "").strip("0"):
        return "lies between two levels: write a whole number"
    level = int(number[1])
    if not 1 <= level <= (levels or LONGEST_SCALE):
        top = levels or f"{LONGEST_SCALE}, the longest scale there may be"
        return f"lies outside 1 to {top}"
    return level


def _quoted(text: str) -> str:
    line = clean_line(text[: _SHOWN + 1])
    return f"“{line[:_SHOWN]}…”" if len(line) > _SHOWN else f"“{line}”"
