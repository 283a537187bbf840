"""`debrief run` says, once it is left, where the record is or how to go on."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

RUN = (sys.executable, "-m", "debrief", "run")
DEMO = "demo-director-platform"
FINISH, WRITTEN = -2, -1
"""Where these stand in the journal of the demo."""


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
    meeting.shows("[space] Finish and write the record")
    meeting.type(b" ")
    meeting.shows("[enter] Finish and write the record")
    meeting.type(b"\r")
    meeting.shows("[space] Leave")
    meeting.type(b" ")

    assert meeting.ended() == 0
    assert "Written: record.html, record.md and record.toml in " in meeting.said()
    assert f"debrief replay {DEMO}" in meeting.said()


def test_before_the_finish_it_says_how_to_go_on(
    terminal: Callable[..., Any], unfinished: Path
) -> None:
    meeting = terminal(*RUN, unfinished.name)
    meeting.shows("[space] Finish and write the record")
    meeting.type(b"q")
    meeting.shows("[enter] Leave")
    meeting.type(b"\r")

    assert meeting.ended() == 0
    assert f"go on with: debrief run {DEMO}" in meeting.said()
