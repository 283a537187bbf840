"""A session's files changed, or did not; what is in them is not looked at."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from debrief.store.cards.watch import MOST_WATCHED, snapshot


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "scores").mkdir()
    (tmp_path / "session.toml").write_text("schema = 1\n")
    (tmp_path / "scores" / "dana.toml").write_text("schema = 1\n")
    return tmp_path


def test_nothing_happened(folder: Path) -> None:
    before = snapshot(folder)
    (folder / "journal.jsonl").write_text("{}\n")

    assert snapshot(folder) == before


@pytest.mark.parametrize("name", ["scores/omar.toml", "references.toml", "scores/dana.toml.age"])
def test_a_file_came(folder: Path, name: str) -> None:
    before = snapshot(folder)
    (folder / name).write_text("")

    assert snapshot(folder) != before


def test_a_file_of_the_same_size_and_time_took_its_place(folder: Path) -> None:
    card = folder / "scores" / "dana.toml"
    before, times = snapshot(folder), card.stat()
    other = folder / "other"
    other.write_text("schema = 2\n")
    other.replace(card)
    os.utime(card, ns=(times.st_atime_ns, times.st_mtime_ns))

    assert snapshot(folder) != before


def test_a_file_is_gone(folder: Path) -> None:
    before = snapshot(folder)
    (folder / "scores" / "dana.toml").unlink()

    assert snapshot(folder) != before


def test_no_folder_at_all(tmp_path: Path) -> None:
    assert snapshot(tmp_path / "nowhere") == frozenset()


def test_a_folder_full_of_files_is_watched_in_part(folder: Path) -> None:
    for number in range(MOST_WATCHED + 20):
        (folder / "scores" / f"{number}.toml").touch()

    assert len(snapshot(folder)) <= MOST_WATCHED + 4
