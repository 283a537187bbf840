"""Read ratings from a folder that `debrief export --format parquet` wrote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from debrief.calibration.names import Names
from debrief.calibration.ratings_csv import LONGEST_ID, ListedSessions
from debrief.calibration.sessions import LONGEST_SCALE, CompetencyRatings, SessionRatings
from debrief.core.text import clean_line
from debrief.store.atomic import FileProblem
from debrief.store.tables import parquet_rows

COLUMNS = (
    "session", "state", "kind", "competency", "panelist", "name_number",
    "round", "counts", "levels", "rating",
)  # fmt: skip
FINISHED, GRADED = "finished", "graded"
OF_THE_SCALE = (GRADED, "vote")
"""Kinds of rows with the levels of the session's scale."""


@dataclass(slots=True)
class _SessionReading:
    """A session while it is read: the length of its scale, and its ratings by competency."""

    levels: int
    cells: dict[str, dict[str, int]] = field(default_factory=dict)


def read(folder: Path) -> tuple[ListedSessions, Names]:
    """Read the ratings in a folder, and the ids with several names; FileProblem.

    Only ratings that count in first rounds of graded competencies in finished sessions are used.
    """
    sessions: dict[str, _SessionReading] = {}
    numbers: dict[str, set[int]] = {}
    rows = used = without = 0
    for row in _rows(folder):
        session, state, kind, competency, panelist, number, round_, counts, levels, rating = row
        rows += 1
        if state != FINISHED or kind not in OF_THE_SCALE:
            continue
        found = sessions.setdefault(
            _id(folder, session), _SessionReading(_whole(folder, levels, 2, LONGEST_SCALE))
        )
        if number is not None:
            numbers.setdefault(_id(folder, panelist), set()).add(number)
        if kind != GRADED or round_ != 1:
            continue
        cell = found.cells.setdefault(_id(folder, competency), {})
        if rating is None:
            without += 1
        elif counts:
            who = _id(folder, panelist)
            if who in cell:
                raise FileProblem(folder, "has a rating twice; export into an empty folder.")
            cell[who] = _whole(folder, rating, 1, found.levels)
            used += 1
    listed = ListedSessions(
        sessions=tuple(
            SessionRatings(
                id_,
                session.levels,
                tuple(
                    CompetencyRatings(competency, cell)
                    for competency, cell in session.cells.items()
                ),
            )
            for id_, session in sessions.items()
        ),
        scale=None,
        used=used,
        without=without,
        left_out=rows - used - without,
        findings=(),
    )
    return listed, Names({id_: (id_,) * len(found) for id_, found in numbers.items()})


def _rows(folder: Path) -> Iterator[tuple[Any, ...]]:
    for batch in parquet_rows.read(folder, COLUMNS):
        yield from zip(*batch, strict=True)


def _whole(folder: Path, value: object, least: int, most: int) -> int:
    if type(value) is not int or not least <= value <= most:
        raise FileProblem(folder, "has an impossible rating or scale; export it again.")
    return value


def _id(folder: Path, value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_ID:
        raise FileProblem(
            folder, "lacks a session, competency or panelist in a row; export it again."
        )
    return clean_line(value)
