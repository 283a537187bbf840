"""Rows for other tools: every revealed rating once, no formula, no text of the meeting."""

from __future__ import annotations

import csv
import io
import json

import pytest

from debrief.core.record.build import record
from debrief.core.record.model import Record
from debrief.report.rows import COLUMNS, VOTE, rows, to_csv, to_jsonl
from debrief.store import paths
from debrief.store.journal import journal

FACTS = {"title": "Director", "alias": "R-04", "state": "finished", "dissents": 1}


@pytest.fixture(scope="module")
def finished() -> Record:
    contents = journal.read(paths.shipped("sessions") / "demo-director-platform" / "journal.jsonl")
    return record(contents.events, contents.fingerprint)


def test_there_is_a_row_for_every_mark_of_every_revealed_round(finished: Record) -> None:
    found = list(rows("s", FACTS, finished))

    polls = [*finished.competencies, finished.vote]
    assert len(found) == sum(len(held.marks) for poll in polls for held in poll.rounds)
    assert all(tuple(row) == COLUMNS for row in found)
    assert {row["alias"] for row in found} == {"R-04"}
    assert {row["competency"] for row in found if row["kind"] == VOTE} == {None}
    second = next(row for row in found if row["round"] == 2)
    assert (second["evidence_for"], second["confidence"]) == (0, None)
    assert str(second["finished"]).endswith("Z")


def test_a_session_in_which_nothing_was_revealed_has_one_row() -> None:
    (row,) = rows("s", {**FACTS, "state": "not-started"}, None)

    assert (row["session"], row["rating"], row["state"]) == ("s", None, "not-started")


def test_the_csv_reads_back_as_what_was_written(finished: Record) -> None:
    found = list(rows("s", FACTS, finished))

    read = list(csv.DictReader(io.StringIO("\n".join(to_csv(found)))))

    assert len(read) == len(found)
    assert tuple(read[0]) == COLUMNS
    for row, line in zip(found, read, strict=True):
        expected = "" if row["rating"] is None else str(row["rating"])
        assert line["rating"] == expected
        assert line["counts"] == ("true" if row["counts"] else "false")
    assert [json.loads(line) for line in to_jsonl(found)] == found


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\r=1", "＝1", "=HYPERLINK(1)"]
)
def test_no_cell_is_a_formula(text: str) -> None:
    (row,) = rows("s", {**FACTS, "title": text}, None)

    _, line = csv.reader(io.StringIO("\r\n".join(to_csv([row])), newline=""))

    assert line[COLUMNS.index("title")] == f"'{text}"
    assert json.loads(next(to_jsonl([row])))["title"] == text


def test_numbers_and_plain_texts_stay_as_they_are() -> None:
    (row,) = rows("s", {**FACTS, "title": "VP, “Growth” = more", "dissents": -1}, None)

    _, line = csv.reader(io.StringIO("\n".join(to_csv([row]))))

    assert line[COLUMNS.index("title")] == "VP, “Growth” = more"
    assert line[COLUMNS.index("dissents")] == "-1"
