"""The archive as rows for other tools: one for each rating of a revealed round."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from debrief.core.record_model import Record
from debrief.core.record_poll_model import Competency, Mark, Poll, Round

Cell: TypeAlias = str | int | bool | None
Row: TypeAlias = dict[str, Cell]

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
"""What a row says of one rating; the first four are those that calibration takes."""

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
"""What every row says of its session."""

COLUMNS = RATING + SESSION
VOTE = "vote"
"""The kind of a row of the final vote, which belongs to no competency."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def rows(session: str, facts: Mapping[str, Cell], record: Record | None) -> Iterator[Row]:
    """Yield the rows of one session; where nothing was revealed, one without a rating.

    `facts` has what the archive knows of the session, by the names in SESSION.
    """
    known = {name: facts.get(name) for name in SESSION}
    if record is not None and record.finished is not None:
        known["finished"] = _iso(record.finished.isoformat())
    empty = dict.fromkeys(COLUMNS) | {"session": session}
    found = False
    for rating in _ratings(record) if record is not None else ():
        found = True
        yield empty | rating | known
    if not found:
        yield empty | known


def to_csv(found: Iterable[Row]) -> Iterator[str]:
    """Yield the header and the rows as lines of CSV: commas, quotes where needed, LF.

    A text that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    yield _line(COLUMNS)
    for row in found:
        yield _line([_text(row[name]) for name in COLUMNS])


def to_jsonl(found: Iterable[Row]) -> Iterator[str]:
    """Yield each row as a JSON object on a line; what is not known is null."""
    for row in found:
        yield json.dumps(row, ensure_ascii=False)


def _ratings(record: Record) -> Iterator[Row]:
    for one in record.competencies:
        yield from _of_poll(one, _about(one))
    yield from _of_poll(record.vote, {"kind": VOTE})


def _about(one: Competency) -> Row:
    return {
        "competency": one.id,
        "kind": one.kind,
        "must_have": one.must_have,
        "closing": one.closing,
    }


def _of_poll(poll: Poll, about: Row) -> Iterator[Row]:
    for held in poll.rounds:
        for mark in held.marks:
            yield about | {"levels": len(poll.scale)} | _of_mark(held, mark)


def _of_mark(held: Round, mark: Mark) -> Row:
    return {
        "panelist": mark.panelist,
        "rating": mark.level,
        "word": mark.word or None,
        "entry": mark.state,
        "round": held.number,
        "revealed": _iso(held.at.isoformat()),
        "class": held.label,
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
