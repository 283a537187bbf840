"""`debrief run --plain` in a real terminal: whole meetings led by their lines alone."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from debrief.cli.line_terminal import DROPPED

DEMO = "demo-vp-engineering"
RUN = (sys.executable, "-m", "debrief", "run", DEMO, "--plain")
PROMPT = re.compile(r"(> |: )$")
ANSWERED = 0.01
"""Seconds from a prompt to its answer."""

SEALED = ("ballot", "ballots", "sealed", "salt", "key", "ballot_key", "commitments", "commitment")
MOST = 400
COLUMNS = 80
ANSWER = re.compile(r"They |> ")
"""In a line with an answer of the sitter, which the terminal wraps."""


class LineSitter:
    """Answers each prompt of a meeting by what was printed, each line `times` at once.

    The answer depends on the prompt alone, so that one asked for again is the same.
    """

    def __init__(self, meeting: Any, times: int = 1) -> None:
        self.meeting, self.times = meeting, times

    @property
    def text(self) -> str:
        return str(self.meeting.written.decode(errors="replace").replace("\r\n", "\n"))

    def lead(self) -> None:
        """Answer until the program ends."""
        for _ in range(MOST):
            shown = len(self.text)
            while not (len(self.text) > shown and PROMPT.search(self.text)):
                if not self.meeting.read() and self.meeting.process.poll() is not None:
                    return
            self.meeting.pause(ANSWERED)
            if PROMPT.search(self.text):
                self.meeting.type((self.answer() + "\n").encode() * self.times)
        raise AssertionError(self.text[-3000:])

    def answer(self) -> str:
        shown = self.text[-2000:].replace(f"{DROPPED}\n", "")
        prompt = shown.rpartition("\n")[2]
        if prompt.endswith("(not shown): "):
            return str(len(prompt) % 4 + 1)
        if prompt == "> ":
            return "yes" if "Type yes to leave." in shown[-200:] else self.due(shown)
        if "Type yes" in prompt:
            return "yes"
        if "number" in shown.splitlines()[-2]:
            return "1"
        if f"{prompt.split(' (')[0].rstrip(': ')}: 1, " in " ".join(shown.splitlines()):
            return "" if "(empty: " in prompt else "1"
        if "+14" in prompt:
            return "+14"
        if "ends the list" in shown[-400:]:
            return ""
        return "They said so, with three examples"

    @staticmethod
    def due(shown: str) -> str:
        return re.findall(r"Next: ([a-z]+)", shown)[-1]


def lines_of(folder: Path) -> list[dict[str, Any]]:
    """Return the events of a journal without what differs from run to run."""
    lines = [json.loads(line) for line in (folder / "journal.jsonl").read_text().splitlines()]
    return [{"type": line["type"], **plain(line["data"])} for line in lines]


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items() if key not in SEALED}
    return [plain(item) for item in value] if isinstance(value, list) else value


@pytest.fixture
def led(
    terminal: Callable[..., Any], sessions: Path, tmp_path: Path
) -> Callable[[int], list[dict[str, Any]]]:
    """Lead the demo to its finish, each line sent so many times, and return its events."""
    kept = tmp_path / "kept"

    def lead(times: int) -> list[dict[str, Any]]:
        folder = sessions / DEMO
        if kept.exists():
            shutil.rmtree(folder)
            shutil.copytree(kept, folder)
        else:
            shutil.copytree(folder, kept)
        meeting = terminal(*RUN, extra={"TERM": "dumb"})
        sitter = LineSitter(meeting, times)
        sitter.lead()
        assert meeting.ended() == 0, sitter.text[-2000:]
        told = sitter.text.partition("\nFingerprint: ")[0]
        assert all(len(line) <= COLUMNS for line in told.splitlines() if not ANSWER.search(line))
        assert not re.search(r"[─-╿▀-▟●○◌▸┊]|\x1b", sitter.text)
        return lines_of(folder)

    return lead


def test_a_whole_meeting_is_led_by_its_lines_and_a_line_sent_twice_counts_once(
    led: Callable[[int], list[dict[str, Any]]],
) -> None:
    once, twice = led(1), led(2)

    kinds = [event["type"] for event in once]
    assert kinds[-2:] == ["MeetingFinished", "RecordWritten"]
    assert "BallotEntered" in kinds
    assert kinds == [event["type"] for event in twice]


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
    assert lines_of(sessions / DEMO)[0]["type"] == "MeetingOpened"


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
