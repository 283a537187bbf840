"""Tests of a session's record at home: whole, or one sentence on why there is none."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from forging import events, forge
from meetings import Driver

from debrief.core.room.view_record import RecordView
from debrief.store import paths
from debrief.tui.home_actions import ScreenFactory
from debrief.tui.meeting_screens import NOT_BEGUN, OpenedScreen
from debrief.tui.screens.replay import ReplayScreen

FINISHED = paths.shipped("sessions") / "demo-director-platform"


def _never(*_: object) -> Any:
    raise AssertionError("a record needs nothing from outside")


SCREENS = ScreenFactory(_never, _never, _never)


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """Return the journal of a finished session."""
    return Path(shutil.copy(FINISHED / "journal.jsonl", tmp_path))


def test_a_finished_session_has_its_record(journal: Path) -> None:
    found = SCREENS.record(journal.parent)

    assert isinstance(found, RecordView)
    assert found.finished


def test_a_journal_that_was_altered_has_no_record(journal: Path) -> None:
    lines = journal.read_bytes().splitlines(keepends=True)
    lines[20] = lines[20].replace(b'"t":"2026', b'"t":"2027')
    journal.write_bytes(b"".join(lines))

    found = SCREENS.record(journal.parent)

    assert isinstance(found, str)
    assert found.startswith("Line 21 of the journal was altered")
    assert found.endswith("No record is shown of it; the meeting is, up to there.")


def test_a_torn_last_line_takes_no_record_away(journal: Path) -> None:
    journal.write_bytes(journal.read_bytes()[:-200])

    assert isinstance(SCREENS.record(journal.parent), RecordView)


def test_a_meeting_that_has_not_begun_has_none(tmp_path: Path) -> None:
    assert SCREENS.record(tmp_path) == NOT_BEGUN


def test_a_journal_that_cannot_be_used_to_its_end_is_replayed_read_only(
    tmp_path: Path, demo: Driver
) -> None:
    demo.until("reveal")
    demo.live.close()
    lines = events(demo.folder)
    nowhere = {"place": {"step": "competency", "competency": "nope"}}
    forge(demo.folder, [*lines, {"type": "StepOpened", "data": nowhere}])
    screens = ScreenFactory(lambda: demo.environment("run-2"), _never, _never)

    opened = screens.meeting(demo.folder)
    record = screens.record(demo.folder)

    said = f"This debrief cannot use line {len(lines) + 1} of the journal; update debrief."
    assert isinstance(opened, OpenedScreen)
    assert isinstance(opened.screen, ReplayScreen)
    assert opened.screen.playback.total == len(lines)
    assert opened.screen.notice == f"Read only. {said}"
    assert record == f"{said} No record is shown of it; the meeting is, up to there."
