"""Ratings out of a folder of Parquet files, and what is no such folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from debrief.calibration import ratings_parquet
from debrief.report.rows import typed
from debrief.store.atomic import FileProblem
from debrief.store.tables import parquet_rows

pytest.importorskip("pyarrow")

ROW: dict[str, Any] = {
    "session": "s", "state": "finished", "kind": "graded", "competency": "c", "panelist": "p",
    "name_number": 1, "round": 1, "counts": True, "levels": 4, "rating": 3,
}  # fmt: skip


def _folder(tmp_path: Path, *rows: dict[str, Any]) -> Path:
    parquet_rows.write(tmp_path / "ratings.parquet", [{**ROW, **row} for row in rows], typed())
    return tmp_path


def test_only_what_calibration_takes_is_taken(tmp_path: Path) -> None:
    folder = _folder(
        tmp_path,
        {},
        {"panelist": "q", "rating": None},
        {"panelist": "r", "counts": False},
        {"round": 2, "rating": 4},
        {"kind": "vote", "competency": None},
        {"kind": "threshold", "levels": 2},
        {"state": "open", "session": "t"},
        {"name_number": 2, "session": "u"},
    )
    listed, names = ratings_parquet.read(folder)

    assert [session.ratings() for session in listed.sessions] == [
        [("s", "c", "p", 3)],
        [("u", "c", "p", 3)],
    ]
    assert (listed.used, listed.without, listed.left_out) == (2, 1, 5)
    assert [one.panelist for one in names.doubled] == ["p"]


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([{}, {}], "has a rating twice"),
        ([{"rating": 5}], "has an impossible rating or scale"),
        ([{"levels": 21}], "has an impossible rating or scale"),
        ([{"levels": None}], "has an impossible rating or scale"),
        ([{"panelist": None, "name_number": None}], "lacks a session, competency"),
        ([{"competency": "x" * 201}], "lacks a session, competency"),
    ],
)
def test_what_no_export_wrote_is_refused(
    tmp_path: Path, rows: list[dict[str, Any]], problem: str
) -> None:
    with pytest.raises(FileProblem, match=problem):
        ratings_parquet.read(_folder(tmp_path, *rows))


def test_a_folder_without_parquet_or_with_something_else_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="has no Parquet file in it"):
        ratings_parquet.read(tmp_path)
    (tmp_path / "x.parquet").write_bytes(b"PAR1 no")
    with pytest.raises(FileProblem, match="is not a table that debrief export wrote"):
        ratings_parquet.read(tmp_path)


def test_where_it_cannot_be_written_is_said_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(FileProblem, match="could not be written"):
        _folder(tmp_path / "file", {})
    (tmp_path / "ratings.parquet").mkdir()
    with pytest.raises(FileProblem, match="could not be written"):
        _folder(tmp_path, {})
    assert sorted(one.name for one in tmp_path.iterdir()) == ["file", "ratings.parquet"]


def test_without_pyarrow_it_is_said_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    for work in (lambda: _folder(tmp_path, {}), lambda: ratings_parquet.read(tmp_path)):
        with pytest.raises(FileProblem, match=r"pip install 'calibrated-debrief\[parquet\]'"):
            work()
