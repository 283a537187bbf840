"""Copies that sync programs and editors leave are recognised, and named by check and verify."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from debrief.live.record_files import outputs
from debrief.report.pages import PAGES
from debrief.report.record_toml import same_record
from debrief.store import paths, sync_copies
from debrief.store.sessions.session import load
from debrief.store.verify import VerifyEnvironment, verify

COPIES = {
    "journal (1).jsonl": "journal.jsonl",
    "journal(2).jsonl": "journal.jsonl",
    "journal 2.jsonl": "journal.jsonl",
    "journal (Kim's conflicted copy 2026-11-24).jsonl": "journal.jsonl",
    "journal (conflicted copy 2026-11-24 150000).jsonl": "journal.jsonl",
    "journal.sync-conflict-20261124-150000-ABCDEFG.jsonl": "journal.jsonl",
    "journal_conflict-20261124.jsonl": "journal.jsonl",
    "journal-LAPTOP-7F3.jsonl": "journal.jsonl",
    "journal-Kims-MacBook.jsonl": "journal.jsonl",
    "journal - Copy.jsonl": "journal.jsonl",
    "journal copy 3.jsonl": "journal.jsonl",
    "journal.jsonl~": "journal.jsonl",
    "journal.jsonl.orig": "journal.jsonl",
    "journal.jsonl (1)": "journal.jsonl",
    "session (1).toml": "session.toml",
    "session.toml.bak": "session.toml",
    "session-OFFICE.toml": "session.toml",
    "after 2.jsonl": "after.jsonl",
    "references.sync-conflict-1.toml": "references.toml",
}


@pytest.mark.parametrize(("name", "original"), COPIES.items())
def test_a_copy_is_recognised(name: str, original: str) -> None:
    assert sync_copies.original_of(name) == original


@pytest.mark.parametrize(
    "name",
    [
        *sync_copies.ORIGINALS, "journal.jsonl.torn-1", "journal.lock", "draft.json",
        "sessions.toml", "session-notes.toml", "journalist.jsonl", "record.html",
        ".session.toml.swp",
    ],
)  # fmt: skip
def test_another_file_is_no_copy(name: str) -> None:
    assert sync_copies.original_of(name) == ""


def test_a_folder_that_is_not_there_has_no_copies(tmp_path: Path) -> None:
    assert sync_copies.of(tmp_path / "gone") == {}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(
        shutil.copytree(paths.shipped("sessions") / "demo-director-platform", tmp_path / "vp")
    )


def test_check_and_verify_name_a_copy(folder: Path) -> None:
    shutil.copy(folder / "journal.jsonl", folder / "journal (1).jsonl")
    shutil.copy(folder / "session.toml", folder / "session.sync-conflict-1.toml")

    found = {finding.file: finding for finding in load(folder).findings if finding.code == "copy"}
    assert {name: one.severity for name, one in found.items()} == {
        "journal (1).jsonl": "warning",
        "session.sync-conflict-1.toml": "warning",
    }
    environment = VerifyEnvironment("debrief test", PAGES, outputs, same_record)
    items = {item.item: item for item in verify(folder, environment).items}
    assert items["journal (1).jsonl"].status == "NOT CHECKED"
    assert "second version of journal.jsonl" in items["journal (1).jsonl"].note
    assert items["session.sync-conflict-1.toml"].status == "NOT CHECKED"


def test_a_journal_that_only_a_copy_is_left_of_is_no_meeting_that_has_not_begun(
    folder: Path,
) -> None:
    for path in folder.glob("record.*"):
        path.unlink()
    (folder / "journal.jsonl").rename(folder / "journal (1).jsonl")

    (one,) = [error for error in load(folder).errors if error.code == "copy"]
    assert one.message == "journal.jsonl is missing, and this looks like a version of it"
    environment = VerifyEnvironment("debrief test", PAGES, outputs, same_record)
    items = {item.item: item.status for item in verify(folder, environment).items}
    assert items["journal.jsonl"] == "MISSING"
    assert items["journal (1).jsonl"] == "NOT CHECKED"
