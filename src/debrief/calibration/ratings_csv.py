"""Read ratings from a CSV by another program, and report its problems.

Nothing is guessed. A good row counts, whatever is wrong with other rows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from debrief.calibration.sessions import LONGEST_SCALE, CompetencyRatings, SessionRatings
from debrief.core.findings import Finding, Severity
from debrief.core.text import clean_line, searchable
from debrief.store.atomic import read_regular
from debrief.store.tables import csv_rows
from debrief.store.tables.csv_rows import Row

COLUMNS = ("session", "competency", "panelist", "rating")
FILE_LIMIT = 256 * 1024 * 1024
"""Maximum size of a list in bytes; a million ratings have some forty million."""

LONGEST_ID = 200
NO_RATING = frozenset(
    {"", "-", "–", "—", ".", "?", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "missing"}
)
"""Texts for no rating, in any case."""

_SEVERAL = ("sessions", "competencies", "panelists")
_DELIMITERS = (",", ";", "\t", "|")
_SHOWN = 40
_DECIMAL = re.compile(r"([+-]?[0-9]{1,4})(?:[.,]([0-9]*))?")
_UNSEEN = re.compile(r"⟨U\+[0-9A-F]+⟩")
_SEPARATOR = re.compile(r"\s*sep=(.)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ListedSessions:
    """The sessions in a list of ratings, and the numbers of rows by use.

    `scale` has the possible ratings, None if each session has its own; in `sessions` its lowest is
    level 1. `left_out` is the number of rows that have a rating and were not used; `findings` have
    the reasons, and assumptions.
    """

    sessions: tuple[SessionRatings, ...]
    scale: range | None
    used: int
    without: int
    left_out: int
    findings: tuple[Finding, ...]


def read(path: Path, scale: range | None = None) -> ListedSessions:
    """Read a list of ratings; FileProblem if the file does not exist.

    `scale` has the possible ratings; without it, they are 1 to the highest in the list.
    """
    return parse(read_regular(path, FILE_LIMIT), clean_line(path.name), scale)


def parse(data: bytes, file: str, scale: range | None = None) -> ListedSessions:
    """Return the ratings in the bytes of a list; `file` names it in findings. Never raises."""
    found = _ListReading(file, scale)
    text, assumed = csv_rows.decoded(data)
    if assumed:
        found.note((1, 1), "warning", "encoding", assumed, "save it as UTF-8 to be sure")
    lines = csv_rows.lines(text)
    table = _table(lines, found)
    if table is not None:
        for row in csv_rows.rows(lines, table.begin, table.delimiter):
            found.rows += 1
            _take(row, table, found)
    return found.listed()


@dataclass(frozen=True, slots=True)
class _Table:
    """The layout of a list: `at` has the index of each of `COLUMNS`, `begin` the first row."""

    delimiter: str
    at: tuple[int, ...]
    width: int
    begin: int


@dataclass(slots=True)
class _ListReading:
    """A list while it is read."""

    file: str
    scale: range | None
    findings: list[Finding] = field(default_factory=list)
    sessions: dict[str, dict[str, dict[str, tuple[int, int]]]] = field(default_factory=dict)
    twice: set[tuple[str, str, str]] = field(default_factory=set)
    ids: tuple[dict[str, str], ...] = field(default_factory=lambda: ({}, {}, {}))
    first: dict[tuple[int, str], int] = field(default_factory=dict)
    ratings: dict[str, int | str | None] = field(default_factory=dict)
    rows: int = 0
    without: int = 0

    def note(
        self, at: tuple[int, int], severity: Severity, code: str, message: str, hint: str = ""
    ) -> None:
        """Add a finding at a line and a column."""
        self.findings.append(Finding(self.file, *at, severity, code, message, hint))

    def listed(self) -> ListedSessions:
        """Return the result, after all rows were read."""
        for session, competency, panelist in self.twice:
            del self.sessions[session][competency][panelist]
        counts = Counter(
            rating
            for cells in self.sessions.values()
            for ratings in cells.values()
            for rating, _ in ratings.values()
        )
        scale = self.scale or range(1, max([2, *counts]) + 1)
        if self.scale is None:
            self._doubt(sorted(counts))
        self._look_alike()
        sessions = (
            SessionRatings(s, len(scale), tuple(_revealed(cells, scale.start)))
            for s, cells in self.sessions.items()
        )
        used = counts.total()
        return ListedSessions(
            sessions=tuple(session for session in sessions if session.competencies),
            scale=scale,
            used=used,
            without=self.without,
            left_out=self.rows - used - self.without,
            findings=tuple(
                sorted(self.findings, key=lambda finding: (finding.line, finding.column))
            ),
        )

    def _doubt(self, used: Sequence[int]) -> None:
        """Warn if the highest rating, which sets the scale, is far above all others."""
        if len(used) > 1 and used[-1] - used[-2] > 1:
            self.note(
                (0, 0),
                "warning",
                "scale",
                f"the highest rating is {used[-1]}, the next {used[-2]}; the scale was taken to "
                f"have {used[-1]} levels",
                "give the number of levels with --levels",
            )

    def _look_alike(self) -> None:
        """Warn of ids that a person would read as the same."""
        known: dict[tuple[int, str], str] = {}
        for (column, id_), line in self.first.items():
            other = known.setdefault((column, _read_as(id_)), id_)
            if other != id_:
                self.note(
                    (line, 1),
                    "warning",
                    "two-spellings",
                    f"{_quoted(other)} and {_quoted(id_)} were taken for two {_SEVERAL[column]}",
                    "write each id in one way",
                )


def _read_as(text: str) -> str:
    return " ".join(searchable(_UNSEEN.sub("", text)).split())


def _revealed(
    cells: Mapping[str, Mapping[str, tuple[int, int]]], lowest: int
) -> Iterator[CompetencyRatings]:
    for competency, ratings in cells.items():
        if ratings:
            levels = {p: rating - lowest + 1 for p, (rating, _) in ratings.items()}
            yield CompetencyRatings(competency, levels)


def _table(lines: list[str], reading: _ListReading) -> _Table | None:
    """Find the header, the delimiter and the columns; None if that is impossible."""
    begin = next((i for i, line in enumerate(lines) if line.strip()), None)
    if begin is None:
        reading.note((1, 1), "error", "empty", "the file is empty", f"its columns are {_names()}")
        return None
    delimiters: tuple[str, ...] = _DELIMITERS
    separator = _SEPARATOR.fullmatch(lines[begin])
    if separator and begin + 1 < len(lines):
        delimiters = (separator[1],)
        begin += 1
    heads = {
        mark: [_key(name) for name in csv_rows.split(lines[begin], mark) or []]
        for mark in delimiters
    }
    delimiter = max(
        heads, key=lambda mark: (len(set(COLUMNS) & set(heads[mark])), len(heads[mark]))
    )
    head = heads[delimiter]
    if not set(COLUMNS) & set(head):
        return _headless(lines[begin], begin, delimiters, reading)
    missing = [name for name in COLUMNS if name not in head]
    double = [name for name in COLUMNS if head.count(name) > 1]
    if missing or double:
        what = "there is no column" if missing else "there are two columns"
        (name, *_) = missing or double
        reading.note((begin + 1, 1), "error", "header", f"{what} “{name}”", f"it needs {_names()}")
        return None
    return _Table(delimiter, tuple(head.index(name) for name in COLUMNS), len(head), begin + 1)


def _headless(
    line: str, begin: int, delimiters: tuple[str, ...], reading: _ListReading
) -> _Table | None:
    """Use the documented columns if the first line is plainly a row of them."""
    for delimiter in delimiters:
        fields = csv_rows.split(line, delimiter) or []
        if len(fields) == len(COLUMNS) and isinstance(_rating(fields[-1].strip()), int):
            reading.note(
                (begin + 1, 1),
                "error",
                "header",
                f"there is no header; the columns were taken as {_names()}",
                "name them in the first line",
            )
            return _Table(delimiter, (0, 1, 2, 3), len(COLUMNS), begin)
    reading.note(
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


def _take(row: Row, table: _Table, reading: _ListReading) -> None:
    """Add the rating of a row, or a finding."""
    number, _, fields = row
    if fields is None:
        at = number, row.line.index('"') + 1
        reading.note(at, "error", "quote", "the quotes do not close", "close or double them")
        return
    if len(fields) != table.width and not _fits(number, fields, table, reading):
        return
    in_session, in_competency, in_panelist, in_rating = table.at
    (sessions, competencies, panelists), cell = reading.ids, fields[in_rating]
    # A list has few names and fewer ratings, so each is checked only once.
    session = sessions.get(fields[in_session]) or _id(row, 0, table, reading)
    competency = competencies.get(fields[in_competency]) or _id(row, 1, table, reading)
    panelist = panelists.get(fields[in_panelist]) or _id(row, 2, table, reading)
    rating = (
        reading.ratings[cell] if cell in reading.ratings else _rating(cell.strip(), reading.scale)
    )
    reading.ratings[cell] = rating
    if isinstance(rating, str):
        reading.note(_where(row, table, 3), "error", "rating", f"{_quoted(cell)} {rating}")
        return
    if not (session and competency and panelist):
        return
    if rating is None:
        reading.without += 1
        return
    ratings = reading.sessions.setdefault(session, {}).setdefault(competency, {})
    earlier = ratings.setdefault(panelist, (rating, number))
    if earlier[1] != number:
        _again(row, (session, competency, panelist), earlier, rating, reading)


def _again(
    row: Row,
    who: tuple[str, str, str],
    earlier: tuple[int, int],
    rating: int,
    reading: _ListReading,
) -> None:
    """Report a repeated rating: it counts once if both are equal, else not at all."""
    same = earlier[0] == rating
    if not same:
        reading.twice.add(who)
    reading.note(
        (row.number, 1),
        "warning" if same else "error",
        "twice",
        f"the same rating stands in line {earlier[1]} already"
        if same
        else f"line {earlier[1]} says {earlier[0]} of the same, and neither counts",
        "" if same else "leave the right one",
    )


def _fits(number: int, fields: list[str], table: _Table, reading: _ListReading) -> bool:
    """Return whether a row of another width than the header can be used, else report it."""
    beyond = "".join(fields[table.width :]).strip()
    if len(fields) > max(table.at) and not beyond:
        return True
    reading.note(
        (number, 1),
        "error",
        "width",
        f"the row has {len(fields)} field{'s' * (len(fields) != 1)}, its header {table.width}",
        "put a text that has the delimiter in it in quotes" if beyond else "",
    )
    return False


def _id(row: Row, column: int, table: _Table, reading: _ListReading) -> str:
    """Return the cleaned text of a field; empty, with a finding, if it cannot be used."""
    field_text = (row.fields or [])[table.at[column]]
    name = COLUMNS[column]
    text = clean_line(field_text[: LONGEST_ID + 2])
    problem = ""
    if not text:
        problem = f"the {name} is empty"
    elif "\0" in field_text:
        problem = f"the {name} has a NUL character in it"
    elif len(field_text) > LONGEST_ID:
        problem = f"the {name} is longer than {LONGEST_ID} characters"
    if problem:
        reading.note(_where(row, table, column), "error", "text", problem)
        return ""
    reading.ids[column][field_text] = text
    reading.first.setdefault((column, text), row.number)
    return text


def _where(row: Row, table: _Table, column: int) -> tuple[int, int]:
    return row.number, csv_rows.column(row.line, table.delimiter, table.at[column])


def _rating(text: str, scale: range | None = None) -> int | str | None:
    """Return a rating, None for no rating, or a problem that completes "“x” …"."""
    if text.casefold() in NO_RATING:
        return None
    number = _DECIMAL.fullmatch(text)
    if number is None:
        return "is not a level: write a whole number"
    if (number[2] or "").strip("0"):
        return "lies between two levels: write a whole number"
    rating = int(number[1])
    if rating in (scale or range(1, LONGEST_SCALE + 1)):
        return rating
    if scale:
        return f"lies outside {scale[0]} to {scale[-1]}"
    if rating < 1:
        return "lies below 1; if the scale begins there, say so with --levels, as in --levels 0..4"
    return f"lies outside 1 to {LONGEST_SCALE}, the longest scale there may be"


def _quoted(text: str) -> str:
    line = clean_line(text[: _SHOWN + 1])
    return f"“{line[:_SHOWN]}…”" if len(line) > _SHOWN else f"“{line}”"
