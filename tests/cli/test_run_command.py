"""`debrief run` says, once it is left, where the record is or how to go on."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from meetings import Driver

from debrief.cli.meeting import on_leaving
from debrief.core.meeting.events import fingerprint_short

RUN = (sys.executable, "-m", "debrief", "run")
DEMO = "demo-director-platform"
FINISH, WRITTEN = -2, -1
"""The places of these events in the demo's journal."""


@pytest.fixture
def unfinished(sessions: Path) -> Path:
    """The demo as it was just before its finish."""
    journal = sessions / DEMO / "journal.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    assert b"MeetingFinished" in lines[FINISH]
    assert b"RecordWritten" in lines[WRITTEN]
    journal.write_bytes(b"".join(lines[:FINISH]))
    return journal.parent


def test_after_the_finish_it_says_where_the_record_is(
    terminal: Callable[..., Any], unfinished: Path
) -> None:
    meeting = terminal(*RUN, unfinished.name)
    meeting.shows("[y] Continue here")  # its key is on the machine where it was started
    meeting.pause(1.0)
    meeting.type(b"y")
    meeting.shows("[space] Finish and write the record")
    meeting.pause(1.0)
    meeting.type(b" ")
    meeting.shows("[y] Finish and write the record")
    meeting.pause(1.0)
    meeting.type(b"y")
    meeting.shows("[space] Leave")
    meeting.pause(1.0)
    meeting.type(b" ")

    assert meeting.ended() == 0
    assert "Written: record.html, record.md and record.toml in " in meeting.said()
    assert f"debrief replay {DEMO}" in meeting.said()


def test_before_the_finish_it_says_how_to_go_on(
    terminal: Callable[..., Any], unfinished: Path
) -> None:
    meeting = terminal(*RUN, unfinished.name)
    meeting.shows("[y] Continue here")  # its key is on the machine where it was started
    meeting.pause(1.0)
    meeting.type(b"y")
    meeting.shows("[space] Finish and write the record")
    meeting.type(b"q")
    meeting.shows("[enter] Leave")
    meeting.pause(1.0)
    meeting.type(b"\r")

    assert meeting.ended() == 0
    assert f"Resume with: debrief run {DEMO}" in meeting.said()


def test_after_going_on_in_another_folder_that_one_is_named(demo: Driver, tmp_path: Path) -> None:
    demo.until("reveal")
    demo.folder.rename(tmp_path / "gone")
    demo.refused("reveal")
    demo.live.save_elsewhere(tmp_path / "other")

    assert list(on_leaving(demo.live)) == [
        f"What was recorded is saved. Resume with: debrief run {tmp_path / 'other'}"
    ]


def test_what_was_not_saved_is_not_told_as_saved(demo: Driver, tmp_path: Path) -> None:
    demo.until("reveal")
    demo.folder.rename(tmp_path / "gone")
    demo.refused("reveal")

    told = list(on_leaving(demo.live))

    assert told[0].startswith("NOT SAVED. The journal was changed or moved")
    assert told[1:] == [
        f"What was saved before that is kept. Resume with: debrief run {demo.folder}"
    ]


def test_a_record_that_could_not_be_written_is_not_told_as_written(demo: Driver) -> None:
    demo.until("finish")
    (demo.folder / "record.md" / "in-the-way").mkdir(parents=True)
    assert "debrief record to write it." in demo.refused("finish")

    assert list(on_leaving(demo.live)) == [
        f"Fingerprint: {fingerprint_short(demo.live.fingerprint)}",
        f"The meeting is saved, but not its record. To write it: debrief record {demo.folder}",
        f"Replay the meeting: debrief replay {demo.folder}",
    ]
