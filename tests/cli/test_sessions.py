"""A command finds the session it names, and the folders of files."""

from __future__ import annotations

import shutil
from pathlib import Path

import click
import pytest

from debrief.cli import sessions as chosen
from debrief.store import paths


def test_a_session_is_named_by_folder_or_by_id(sessions) -> None:
    folder = sessions / "demo-vp-engineering"

    assert chosen.folder("demo-vp-engineering", None) == folder
    assert chosen.folder(str(folder), None) == folder
    assert chosen.folder("demo-vp-engineering", sessions) == folder


def test_without_a_name_it_is_the_one_that_waits(sessions) -> None:
    assert chosen.folder(None, None) == sessions / "demo-vp-engineering"


def test_two_that_wait_are_both_named(sessions) -> None:
    shutil.copytree(sessions / "demo-vp-engineering", sessions / "other")

    with pytest.raises(click.ClickException, match="demo-vp-engineering, other") as refused:
        chosen.folder(None, None)

    assert refused.value.exit_code == 2


def test_none_that_waits_is_said(tmp_path: Path) -> None:
    with pytest.raises(click.ClickException, match="debrief new"):
        chosen.folder(None, tmp_path)


def test_locate_names_a_place_a_line(debrief, sessions) -> None:
    done = debrief("locate")

    assert done.exit_code == 0
    places = dict(line.split(maxsplit=1) for line in done.stdout.splitlines())
    assert places["sessions"] == str(sessions)
    assert places["keys"] == str(paths.config_dir() / "keys")
    assert places["log"] == str(paths.state_dir() / "crash.log")
    for name in ("themes", "frameworks", "demo"):
        assert Path(places[name]).is_dir()


def test_a_session_is_called_by_its_id_where_that_finds_it(
    sessions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = sessions / "demo-vp-engineering"

    assert chosen.name_of(folder) == "demo-vp-engineering"
    assert chosen.name_of(tmp_path / "demo-vp-engineering") == str(tmp_path / "demo-vp-engineering")

    monkeypatch.delenv("DEBRIEF_SESSIONS")
    monkeypatch.chdir(tmp_path)

    assert chosen.name_of(folder) == "demo-vp-engineering"


def test_a_file_is_named_from_its_session_on(
    sessions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = sessions / "demo-vp-engineering"
    assert chosen.near(folder / "scores" / "lin.toml") == "demo-vp-engineering/scores/lin.toml"
    assert chosen.near(folder / "session.toml") == "demo-vp-engineering/session.toml"

    elsewhere = tmp_path / "a" / "b.toml"
    assert chosen.near(elsewhere) == str(elsewhere)
    monkeypatch.chdir(tmp_path)
    assert chosen.near(elsewhere) == "a/b.toml"
    assert chosen.near(Path("b.toml")) == "b.toml"
