"""The archive as rows for other tools: one for each rating of a revealed round."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from debrief.core.record.model import Record
from debrief.core.record.poll_model import Competency, Mark, Poll, Round

Cell: TypeAlias = str | int | bool | None
Row: TypeAlias = dict[str, Cell]
NamesKnown: TypeAlias = dict[str, list[str]]

RATING = (
    "session",
    "competency",
    "panelist",
    "rating",
    "word",
    "levels",
    "entry",
    "round",
    "revealed",
    "class",
    "how",
    "counts",
    "confidence",
    "evidence_for",
    "evidence_against",
    "kind",
    "must_have",
    "closing",
)
"""The columns of a rating; the first four are those that calibration reads."""

SESSION = (
    "title",
    "alias",
    "state",
    "decision",
    "postponed_until",
    "scheduled",
    "opened",
    "finished",
    "review",
    "dissents",
    "reviews",
    "next_review",
)
"""The columns of the session, in every row."""

COLUMNS = RATING + SESSION
INTEGERS = frozenset(
    {"rating", "levels", "round", "evidence_for", "evidence_against", "dissents", "reviews"}
)
BOOLEANS = frozenset({"counts", "must_have"})
NAME_NUMBER = "name_number"
"""A column of Parquet files only: 1 for the first name of a panelist's id, 2 for the next, …"""

VOTE = "vote"
"""The kind of a row of the final vote, which has no competency."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def rows(session: str, facts: Mapping[str, Cell], record: Record | None) -> Iterator[Row]:
    """Yield the rows of one session; one row without a rating if nothing was revealed.

    `facts` has the values of the columns in SESSION.
    """
    known = {name: facts.get(name) for name in SESSION}
    if record is not None and record.finished is not None:
        known["finished"] = _iso(record.finished.isoformat())
    empty = dict.fromkeys(COLUMNS) | {"session": session}
    rated = False
    for rating in _ratings(record) if record is not None else ():
        rated = True
        yield empty | rating | known
    if not rated:
        yield empty | known


def to_csv(table: Iterable[Row]) -> Iterator[str]:
    """Yield the header and the rows as lines of CSV: commas, quotes where needed, LF.

    A text that a spreadsheet would read as a formula gets an apostrophe in front.
    """
    yield _line(COLUMNS)
    for row in table:
        yield _line([_text(row[name]) for name in COLUMNS])


def to_jsonl(table: Iterable[Row]) -> Iterator[str]:
    """Yield each row as a JSON object on a line, with null for unknown values."""
    for row in table:
        yield json.dumps({name: row[name] for name in COLUMNS}, ensure_ascii=False)


def typed() -> dict[str, type]:
    """Return the columns of a typed table with their types."""
    types: dict[str, type] = dict.fromkeys(COLUMNS, str)
    types |= dict.fromkeys((*INTEGERS, NAME_NUMBER), int)
    return types | dict.fromkeys(BOOLEANS, bool)


def numbered(table: Iterable[Row], record: Record | None, known: NamesKnown) -> Iterator[Row]:
    """Yield the rows of a session with the number of each panelist's name.

    `known` has the names by id so far; the names of this session are added to it.
    """
    numbers: dict[Cell, int] = {}
    for person in record.panel if record is not None else ():
        names = known.setdefault(person.id, [])
        name = " ".join(person.name.casefold().split())
        if name not in names:
            names.append(name)
        numbers[person.id] = names.index(name) + 1
    for row in table:
        yield {**row, NAME_NUMBER: numbers.get(row["panelist"])}


def _ratings(record: Record) -> Iterator[Row]:
    for competency in record.competencies:
        yield from _of_poll(competency, _about(competency))
    yield from _of_poll(record.vote, {"kind": VOTE})


def _about(competency: Competency) -> Row:
    return {
        "competency": competency.id,
        "kind": competency.kind,
        "must_have": competency.must_have,
        "closing": competency.closing,
    }


def _of_poll(poll: Poll, about: Row) -> Iterator[Row]:
    for round_ in poll.rounds:
        for mark in round_.marks:
            yield about | {"levels": len(poll.scale)} | _of_mark(round_, mark)


def _of_mark(round_: Round, mark: Mark) -> Row:
    return {
        "panelist": mark.panelist,
        "rating": mark.level,
        "word": mark.word or None,
        "entry": mark.state,
        "round": round_.number,
        "revealed": _iso(round_.at.isoformat()),
        "class": round_.label,
        "how": mark.how,
        "counts": mark.counts,
        "confidence": mark.confidence,
        "evidence_for": len(mark.for_),
        "evidence_against": len(mark.against),
    }


def _iso(text: str) -> str:
    return text.replace("+00:00", "Z")


def _line(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)  # so that both are quoted in a cell
    return text.getvalue().removesuffix("\r\n")


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, str) and cell.lstrip().startswith(_FORMULA):
        return f"'{cell}"
    return str(cell)
