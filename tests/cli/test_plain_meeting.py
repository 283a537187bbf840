"""`debrief run --plain` in a real terminal: whole meetings led by their lines alone."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sitters import LineSitter, ScreenSitter, recorded

from debrief.cli.meeting import environment
from debrief.live import LiveMeeting
from debrief.store import paths
from debrief.store.theme import load_themes
from debrief.tui.app import DebriefApp
from debrief.tui.screens.live import LiveScreen

DEMO = "demo-vp-engineering"
RUN = (sys.executable, "-m", "debrief", "run", DEMO, "--plain")
COLUMNS = 80
ANSWER = re.compile(r"They |> ")
"""In a line with an answer of the sitter, which the terminal wraps."""


def by_lines(meeting: Any, folder: Path, times: int) -> list[dict[str, Any]]:
    """Lead the demo to its finish, each line sent so many times, and return its events."""
    sitter = LineSitter(meeting, times)
    sitter.lead()
    assert meeting.ended() == 0, sitter.text[-2000:]
    assert meeting.is_as_before()
    assert not sitter.ways_round
    told = sitter.text.partition("\nFingerprint: ")[0]
    assert all(len(line) <= COLUMNS for line in told.splitlines() if not ANSWER.search(line))
    assert not re.search(r"[─-╿▀-▟●○◌▸┊✓✗·]|\x1b", sitter.text)
    return recorded(folder)


async def on_the_screen(folder: Path) -> list[dict[str, Any]]:
    """Lead the same meeting with keys on the full screen, and return its events."""
    live = LiveMeeting(folder, environment())
    sitter = ScreenSitter(live)
    themes, _ = load_themes([paths.shipped("themes")])
    app = DebriefApp(lambda: LiveScreen(live, sitter.clock.now), themes, "debrief run")
    app.clock = sitter.clock
    async with app.run_test(size=(100, 40)) as pilot:
        await sitter.lead(pilot)
    live.close()
    assert not sitter.ways_round
    return recorded(folder)


@pytest.mark.timeout(180)  # three whole meetings
async def test_meetings_led_by_lines_have_the_journal_of_one_led_on_the_screen(
    terminal: Callable[..., Any], sessions: Path, tmp_path: Path
) -> None:
    for name in ("once", "twice", "on the screen"):
        shutil.copytree(sessions / DEMO, tmp_path / name / DEMO)
    led = {}
    for times, name in ((1, "once"), (2, "twice")):
        meeting = terminal(*RUN, extra={"TERM": "dumb", "DEBRIEF_SESSIONS": str(tmp_path / name)})
        led[name] = by_lines(meeting, tmp_path / name / DEMO, times)
    on_screen = await on_the_screen(tmp_path / "on the screen" / DEMO)

    kinds = [line["type"] for line in on_screen]
    assert kinds[-2:] == ["MeetingFinished", "RecordWritten"]
    assert {"BallotEntered", "Undone", "Redone", "MinuteTaken", "RoundOpened"} <= set(kinds)
    for lines in led.values():
        assert [line["type"] for line in lines] == kinds
        assert lines == on_screen


def test_an_empty_line_and_lines_typed_before_do_nothing(
    terminal: Callable[..., Any], sessions: Path
) -> None:
    meeting = terminal(*RUN, extra={"TERM": "dumb"})
    meeting.until(b"Next: open")
    meeting.pause(0.2)
    meeting.type(b"\n")
    meeting.until(b"Nothing done. Next: open")
    meeting.pause(0.2)
    meeting.type(b"\nopen\n")
    meeting.until(b"Anything typed before this prompt was ignored.")

    assert not (sessions / DEMO / "journal.jsonl").exists()


def test_ctrl_c_asks_before_it_leaves(terminal: Callable[..., Any], sessions: Path) -> None:
    meeting = terminal(*RUN, extra={"TERM": "dumb"})
    meeting.until(b"Next: open")
    meeting.pause(0.2)
    meeting.type(b"open\n")
    meeting.until(b"Next: hear")
    meeting.pause(0.2)
    meeting.type(b"\x03")
    meeting.until(b"Type yes to leave.")
    meeting.pause(0.2)
    meeting.type(b"no\n")
    meeting.until(b"Nothing done. Next: hear")
    meeting.pause(0.2)
    meeting.type(b"\x03")
    meeting.pause(0.2)
    meeting.type(b"yes\n")

    assert meeting.ended() == 0
    assert "Resume with: debrief run" in meeting.written.decode()
    assert recorded(sessions / DEMO)[0]["type"] == "MeetingOpened"


@pytest.mark.parametrize(("term", "why"), [("dumb", "TERM is “dumb”"), ("", "TERM is not set")])
def test_where_only_lines_can_be_shown_the_meeting_is_led_by_lines(
    terminal: Callable[..., Any], sessions: Path, term: str, why: str
) -> None:
    meeting = terminal(*RUN[:-1], extra={"TERM": term})
    meeting.until(b"Next: open")

    assert meeting.written.decode().startswith(f"{why}: the meeting runs line by line")
    assert b"\x1b" not in meeting.written


def test_a_session_that_cannot_be_run_is_one_sentence(
    terminal: Callable[..., Any], sessions: Path
) -> None:
    (sessions / DEMO / "session.toml").write_text("title = ")
    meeting = terminal(*RUN, extra={"TERM": "dumb"})

    assert meeting.ended() == 3
    assert "session.toml:1" in meeting.written.decode()
