"""A reader's notes: beside the finished meeting, each on its event, never in the journal."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from debrief.core.refused import Refused
from debrief.live.notebook import Notebook
from debrief.store import paths
from debrief.store.journal import after, journal, lock
from debrief.store.journal.after_writer import WriterEnvironment

T = datetime(2027, 11, 24, 15, 0, tzinfo=UTC)
OUTSIDE = WriterEnvironment(now=lambda: T, mono=lambda: 0.0, random=bytes, run="run-9")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the finished session's journal, alone."""
    copy = tmp_path / "session"
    copy.mkdir()
    shutil.copy(paths.shipped("sessions") / "demo-director-platform" / "journal.jsonl", copy)
    return copy


@pytest.fixture
def fingerprint(folder: Path) -> str:
    return journal.read(folder / "journal.jsonl").fingerprint


def test_a_note_is_kept_on_its_event_and_read_again(folder: Path, fingerprint: str) -> None:
    before = (folder / "journal.jsonl").read_bytes()
    notebook = Notebook(folder, fingerprint, OUTSIDE)

    assert notebook.note("Ask finance", "Ada", 32) is None
    assert notebook.note("And again", "Ada", 32) is None

    for one in (notebook, Notebook(folder, fingerprint, OUTSIDE)):
        assert [x.entry.text for x in one.on(32)] == ["Ask finance", "And again"]
        assert (one.on(31), one.places, one.notice) == ((), frozenset({32}), "")
    assert after.read(folder, fingerprint).read_only is None
    assert (folder / "journal.jsonl").read_bytes().startswith(before)


def test_reading_writes_nothing(folder: Path, fingerprint: str) -> None:
    Notebook(folder, fingerprint, OUTSIDE)

    assert [path.name for path in folder.iterdir()] == ["journal.jsonl"]


def test_an_unfinished_meeting_takes_no_notes(folder: Path) -> None:
    refused = Notebook(folder, "", OUTSIDE).refused()

    assert refused is not None
    assert "not finished" in refused.reason
    assert Notebook(folder, "ab" * 32, OUTSIDE).refused() is None


@pytest.mark.parametrize(
    ("text", "by", "said"),
    [("", "Ada", "empty"), ("Hm", " ", "Missing: the name of the note’s author")],
)
def test_what_is_no_note_is_refused(
    folder: Path, fingerprint: str, text: str, by: str, said: str
) -> None:
    refused = Notebook(folder, fingerprint, OUTSIDE).note(text, by, 1)

    assert isinstance(refused, Refused)
    assert said in refused.reason


def test_what_cannot_be_written_is_said(folder: Path, fingerprint: str) -> None:
    notebook = Notebook(folder, fingerprint, OUTSIDE)
    with ExitStack() as closing:
        lock.hold(folder / "journal.jsonl", T, closing)
        busy = notebook.note("Hm", "Ada", 1)
    (folder / after.FILE).mkdir()
    special = notebook.note("Hm", "Ada", 1)

    assert isinstance(busy, Refused)
    assert busy.reason.startswith("NOT SAVED. This meeting is open elsewhere")
    assert isinstance(special, Refused)
    assert special.reason.startswith("NOT SAVED. after.jsonl ")
    assert notebook.added == ()


def test_a_damaged_file_of_notes_shows_what_is_good(folder: Path, fingerprint: str) -> None:
    Notebook(folder, fingerprint, OUTSIDE).note("Good", "Ada", 3)
    with (folder / after.FILE).open("ab") as file:
        file.write(b"{}\n")

    damaged = Notebook(folder, fingerprint, OUTSIDE)
    assert [x.entry.text for x in damaged.on(3)] == ["Good"]
    assert damaged.notice.startswith("Line 2 of after.jsonl ")

    (folder / after.FILE).unlink()
    (folder / after.FILE).mkdir()
    assert "cannot be shown" in Notebook(folder, fingerprint, OUTSIDE).notice
