"""Ratings exported as Parquet read back with the figures of the sessions themselves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from archives import finish, forge
from forging import events
from forging import forge as written
from meetings import Driver
from rated import numbers

pytest.importorskip("pyarrow")

FIGURES = ("panelists", "sigma2", "tau2", "df", "components", "alpha", "scales", "sessions")


@pytest.fixture
def root(demo: Driver, tmp_path: Path) -> Path:
    """Sessions of one panel, in one of which somebody else goes by an id of it."""
    lines = finish(demo)
    forge(tmp_path / "archive", lines, 8)
    renamed = events(tmp_path / "archive" / "past-3")
    for one in renamed[0]["data"]["brief"]["panel"]:
        if one["id"] == "lin":
            one["name"] = "Another Lin"
    written(tmp_path / "archive" / "past-3", renamed)
    return tmp_path / "archive"


def _figures(debrief: Any, *words: str) -> dict[str, Any]:
    done = debrief("calibration", "--json", *words)
    found = json.loads(done.stdout)
    without = ("name", "says")
    people = [{k: v for k, v in x.items() if k not in without} for x in found["panelists"]]
    left_out = [one["panelist"] for one in found["two_names"]]
    return {name: found[name] for name in FIGURES} | {"panelists": people, "left_out": left_out}


def test_an_export_reads_back_with_the_figures_of_its_sessions(
    debrief: Any, root: Path, tmp_path: Path
) -> None:
    to = tmp_path / "ratings"
    done = debrief("export", "--sessions", str(root), "--format", "parquet", "--to", str(to))
    assert (done.exit_code, done.output) == (0, "")
    assert (to / "ratings.parquet").stat().st_mode & 0o777 == 0o600
    assert [one.name for one in to.iterdir()] == ["ratings.parquet"]

    sessions, back = (
        _figures(debrief, "--sessions", str(root)),
        _figures(debrief, "--ratings", str(to)),
    )
    assert sessions["left_out"] == back["left_out"] == ["lin"]
    assert sessions["sessions"] == 8
    assert [one["panelist"] for one in back["panelists"]] == [
        one["panelist"] for one in sessions["panelists"]
    ]
    assert list(numbers(back)) == pytest.approx(list(numbers(sessions)), rel=1e-12, abs=1e-12)

    text = debrief("calibration", "--ratings", str(to), "--plain").stdout
    assert text.startswith("208 ratings used; rows without a rating: 80; rows skipped: 96.\n")
    assert "The scale is" not in text
    assert "Another Lin" not in (to / "ratings.parquet").read_bytes().decode("latin-1")


def test_wrong_use_is_said(debrief: Any, tmp_path: Path) -> None:
    for words in (
        ("export", "--format", "parquet"),
        ("export", "--to", str(tmp_path)),
        ("calibration", "--ratings", str(tmp_path), "--levels", "4"),
    ):
        assert debrief(*words).exit_code == 2
