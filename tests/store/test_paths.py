"""Everything is found where the documentation says."""

from __future__ import annotations

from pathlib import Path

import pytest

from debrief.store import paths
from debrief.store.paths import NoSessionError


def _session(folder: Path, name: str = "session.toml") -> Path:
    folder.mkdir(parents=True)
    (folder / name).write_text("")
    return folder


def test_the_persons_folders_follow_the_platform(own_folders: Path) -> None:
    assert paths.config_dir() == own_folders / ".config" / "debrief"
    assert paths.state_dir() == own_folders / ".local/state" / "debrief"
    assert paths.data_dir() == own_folders / ".local/share" / "debrief"


def test_frameworks_are_in_the_package() -> None:
    assert paths.FRAMEWORKS == paths.PACKAGE / "frameworks"
    assert (paths.PACKAGE / "store" / "paths.py").is_file()


def test_what_is_shipped_is_in_the_checkout(tmp_path: Path) -> None:
    package = tmp_path / "src" / "debrief"

    assert paths.shipped("themes", package) == tmp_path / "themes"


def test_what_is_shipped_is_in_the_wheel(tmp_path: Path) -> None:
    (tmp_path / "debrief" / "data" / "sessions").mkdir(parents=True)

    found = paths.shipped("sessions", tmp_path / "debrief")

    assert found == tmp_path / "debrief" / "data" / "sessions"


def test_the_sessions_directory_is_looked_for_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    named = {"DEBRIEF_SESSIONS": "/named"}

    assert paths.sessions_dir(None, {}) == paths.data_dir() / "sessions"
    assert paths.sessions_dir(None, {"DEBRIEF_SESSIONS": ""}) == paths.data_dir() / "sessions"
    (tmp_path / "sessions").mkdir()
    assert paths.sessions_dir(None, {}) == Path("sessions")
    assert paths.sessions_dir(None, named) == Path("/named")
    assert paths.sessions_dir(Path("/option"), named) == Path("/option")


@pytest.mark.parametrize("kept", ["session.toml", "journal.jsonl"])
def test_a_session_is_found_by_folder_and_by_id(tmp_path: Path, kept: str) -> None:
    folder = _session(tmp_path / "sessions" / "k17", kept)

    assert paths.find_session(str(folder), Path("/nowhere")) == folder
    assert paths.find_session("k17", tmp_path / "sessions") == folder
    assert paths.find_session("k17/", tmp_path / "sessions") == folder


def test_the_current_folder_has_its_real_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(_session(tmp_path / "k17"))

    assert paths.find_session(".", Path("/nowhere")).name == "k17"


def test_a_folder_without_a_session_hides_no_session_of_that_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "k17").mkdir()
    folder = _session(tmp_path / "sessions" / "k17")
    monkeypatch.chdir(tmp_path)

    assert paths.find_session("k17", tmp_path / "sessions") == folder


def test_a_slip_of_the_finger_is_answered_with_the_nearest_name(tmp_path: Path) -> None:
    _session(tmp_path / "vp-engineering")
    _session(tmp_path / "cfo")

    with pytest.raises(
        NoSessionError, match=r"no session “vp-enginering”.* Did you mean “vp-engineering”"
    ):
        paths.find_session("vp-enginering", tmp_path)


@pytest.mark.parametrize("name", ["", "zzz", "a" * 5000, "a\0b", "\x1b[2J"])
def test_a_name_near_to_nothing_is_answered_with_the_command(tmp_path: Path, name: str) -> None:
    _session(tmp_path / "cfo")

    with pytest.raises(NoSessionError, match="`debrief list` lists all sessions") as caught:
        paths.find_session(name, tmp_path)

    assert str(caught.value).isprintable()


def test_a_folder_that_is_no_session_is_said_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(NoSessionError, match=r"is a folder without session\.toml"):
        paths.find_session(str(tmp_path), tmp_path)


def test_sessions_are_listed_in_order_and_nothing_else_is(tmp_path: Path) -> None:
    _session(tmp_path / "b")
    _session(tmp_path / "a")
    (tmp_path / "c").mkdir()
    (tmp_path / "notes.txt").write_text("")

    assert paths.session_ids(tmp_path) == ("a", "b")
    assert paths.session_ids(tmp_path / "missing") == ()
