"""A terminal of lines is typed into by hurried, clumsy and hostile hands, and nothing is taken."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sitters import recorded

from debrief.cli.line_terminal import (
    DROPPED,
    LONGEST_TYPED,
    NOT_UTF_8,
    ONLY_FIRST,
    TOO_LONG,
)
from debrief.live.lines import NOT_HIDDEN

DEMO = "demo-vp-engineering"
RUN = (sys.executable, "-m", "debrief", "run", DEMO, "--plain")
ASKED = 0.05
"""Seconds after a prompt in which somebody who read it may answer."""


class Lines:
    """The demo meeting, line by line, in a real terminal."""

    def __init__(self, meeting: Any, folder: Path) -> None:
        self.meeting, self.folder = meeting, folder
        self._shown = 0
        """The bytes that were written when the last line was typed."""

    def type(self, *lines: str) -> None:
        """Type each line once its prompt is there."""
        for line in lines:
            self.send(line.encode() + b"\n")

    def send(self, data: bytes) -> None:
        self.asked()
        self._shown = len(self.meeting.written)
        self.meeting.type(data)

    def asked(self) -> str:
        """Wait for a prompt that was not answered, and return all text so far."""
        self.meeting.until(self._is_asked)
        return self.text

    def _is_asked(self, written: bytes) -> bool:
        """Return whether a prompt is the last that was written since a line was typed."""
        answered = len(written) > self._shown
        return answered and written.endswith((b"> ", b": ")) and self._rests()

    def _rests(self) -> bool:
        return not self.meeting.read(ASKED)

    @property
    def text(self) -> str:
        return str(self.meeting.written.decode(errors="replace").replace("\r\n", "\n"))

    @property
    def kinds(self) -> list[str]:
        return [line["type"] for line in recorded(self.folder)]


@pytest.fixture
def lines(terminal: Callable[..., Any], sessions: Path) -> Callable[..., Lines]:
    """Start the meeting, and type these lines."""

    def start(*typed: str, **how: Any) -> Lines:
        started = Lines(terminal(*RUN, extra={"TERM": "dumb"}, **how), sessions / DEMO)
        started.type(*typed)
        return started

    return start


IN_A_ROUND = ("open", "hear", "confirm", "pass", "reveal", "second round")
"""The lines up to the first blind entry, which is Dana Whitfield's."""


def test_a_rating_typed_before_its_prompt_is_neither_shown_nor_taken(
    lines: Callable[..., Lines],
) -> None:
    room = lines(*IN_A_ROUND[:-1])
    room.asked()
    before = len(room.text)
    room.meeting.type(b"second round\n")
    while room.meeting.echoes():  # until the line is taken
        pass
    room.meeting.type(b"3\n4\n")
    room.asked()

    typed = room.text[before:].removeprefix("second round\n")
    assert DROPPED in typed
    assert "3\n" not in typed.replace("Round 3", "")
    assert typed.endswith("Dana Whitfield (not shown): ")
    assert "BallotEntered" not in room.kinds


def test_nothing_is_echoed_from_one_entry_to_the_next(lines: Callable[..., Lines]) -> None:
    room = lines(*IN_A_ROUND)
    for _ in range(3):
        room.asked()
        assert not room.meeting.echoes()
        room.meeting.type(b"3\n")
        assert not room.meeting.echoes()

    assert room.asked().endswith("Priya Raman (not shown): ")
    assert room.kinds.count("BallotEntered") == 3


def test_suspended_in_an_entry_it_is_still_hidden_after_fg(lines: Callable[..., Lines]) -> None:
    room = lines(*IN_A_ROUND)
    room.asked()
    room.meeting.type(b"\x1a")
    room.meeting.stopped()
    assert room.meeting.is_as_before()

    os.kill(room.meeting.process.pid, signal.SIGCONT)
    room.meeting.until(lambda written: written.count(b"Dana Whitfield (not shown): ") == 2)
    assert not room.meeting.echoes()
    room.type("3")

    assert room.asked().endswith("Omar Haddad (not shown): ")
    assert room.kinds[-1] == "BallotEntered"


def test_stopped_from_outside_in_an_entry_it_is_still_hidden(lines: Callable[..., Lines]) -> None:
    room = lines(*IN_A_ROUND)
    room.asked()
    os.kill(room.meeting.process.pid, signal.SIGSTOP)
    room.meeting.stopped()
    os.kill(room.meeting.process.pid, signal.SIGCONT)

    room.meeting.until(lambda written: written.count(b"Dana Whitfield (not shown): ") == 2)
    assert not room.meeting.echoes()


def test_a_terminal_that_closes_in_an_entry_ends_it_and_the_meeting_resumes_there(
    lines: Callable[..., Lines],
) -> None:
    room = lines(*IN_A_ROUND, "3")
    room.asked()
    room.meeting.hang_up()
    assert room.meeting.ended() == 128 + signal.SIGHUP

    again = lines()
    assert again.asked().endswith("Omar Haddad (not shown): ")
    assert not again.meeting.echoes()
    assert again.kinds.count("BallotEntered") == 1


def test_ctrl_d_asks_before_it_leaves_and_twice_leaves(lines: Callable[..., Lines]) -> None:
    room = lines("open")
    room.send(b"\x04")
    assert "Type yes to leave." in room.asked()
    room.meeting.type(b"\x04")

    assert room.meeting.ended() == 0
    assert "Resume with: debrief run" in room.text
    assert room.meeting.is_as_before()


def test_ctrl_d_in_a_question_puts_it_aside(lines: Callable[..., Lines]) -> None:
    room = lines("open", "minute")
    room.send(b"\x04")

    assert "Nothing was recorded." in room.asked()
    assert "MinuteTaken" not in room.kinds


def test_a_line_that_a_terminal_cannot_keep_is_not_taken(lines: Callable[..., Lines]) -> None:
    room = lines("open", "minute")
    room.send(b"a" * (LONGEST_TYPED + 100) + b"\n")
    assert TOO_LONG in room.asked()
    room.type("Short", "")
    room.asked()

    assert room.kinds.count("MinuteTaken") == 1
    assert recorded(room.folder)[-1]["data"]["text"] == "Short"


@pytest.mark.parametrize(
    "data", [b"caf\xe9\n", b"\xff\n", b"\x80\n", b"\xc3\n", b"\xf4\x90\x80\x80\n"]
)
def test_bytes_that_are_not_utf_8_are_not_taken(lines: Callable[..., Lines], data: bytes) -> None:
    room = lines("open", "minute")
    room.send(data)

    assert NOT_UTF_8 in " ".join(room.asked().split("\n"))
    room.type("Café", "")
    room.asked()
    assert recorded(room.folder)[-1]["data"]["text"] == "Café"


@pytest.mark.parametrize("keys", [b"\x1b[A", b"\x1bOA", b"\x1b[1;5C", b"\x1b[200~", b"\x07"])
def test_keys_that_are_no_text_are_no_answer(lines: Callable[..., Lines], keys: bytes) -> None:
    room = lines()
    room.send(keys + b"\n")

    assert "Nothing done. Next: open" in room.asked()
    room.send(keys + b"open" + keys + b"\n")
    assert "Next: hear" in room.asked()


def test_of_two_hundred_pasted_lines_only_the_first_is_an_answer(
    lines: Callable[..., Lines],
) -> None:
    room = lines("open", "minute")
    pasted = [f"Line {number} of what somebody copied from the chat" for number in range(200)]
    room.asked()
    fd = room.meeting._master
    data = "".join(f"{line}\n" for line in pasted).encode()
    os.set_blocking(fd, False)
    while data:
        try:
            data = data[os.write(fd, data[:1000]) :]
        except BlockingIOError:
            room.meeting.read(0.01)
        room.meeting.read(0)
    os.set_blocking(fd, True)
    shown = room.asked()

    assert DROPPED in shown
    assert room.kinds.count("MinuteTaken") <= 1
    assert [x for x in room.kinds if x not in ("MeetingOpened", "MinuteTaken")] == []


def test_windows_line_ends_are_line_ends(lines: Callable[..., Lines]) -> None:
    room = lines()
    room.send(b"open\r\n")
    room.asked()
    room.send(b"hear\r\n")

    assert "Next: confirm" in room.asked()
    assert DROPPED not in room.text


def test_in_a_narrow_window_lines_are_wrapped_at_its_width(lines: Callable[..., Lines]) -> None:
    room = lines("open", "hear", size=(40, 20))

    told = [line for line in room.asked().splitlines() if not line.startswith("> ")]
    assert max(map(len, told)) <= 40
    room.meeting.resize(60, 20)
    before = len(room.text)
    room.type("again")
    told = room.asked()[before:].splitlines()
    assert 40 < max(map(len, told)) <= 60


def test_a_second_copy_is_one_sentence(
    lines: Callable[..., Lines], terminal: Callable[..., Any]
) -> None:
    room = lines("open")
    room.asked()
    second = terminal(*RUN, extra={"TERM": "dumb"})

    assert second.ended() == 3
    said = second.written.decode()
    assert "This meeting is open elsewhere" in said
    assert said.endswith(f"To read it: debrief replay {DEMO} --plain\r\n")
    room.type("hear")
    assert "Next: confirm" in room.asked()


# ---- a pipe


def piped(sessions: Path, data: bytes) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(RUN, input=data, capture_output=True, timeout=50, check=False)


def test_what_a_pipe_holds_beforehand_is_dropped(sessions: Path) -> None:
    done = piped(sessions, b"open\nhear\n")

    assert done.returncode == 0
    assert DROPPED.encode() in done.stdout
    assert not (sessions / DEMO / "journal.jsonl").exists()


def test_a_pipe_leads_the_meeting_but_enters_no_rating(sessions: Path) -> None:
    program = subprocess.Popen(RUN, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert program.stdin is not None
    assert program.stdout is not None
    text = b""

    def until(seen: bytes) -> None:
        nonlocal text
        while not text.endswith(seen):
            assert program.stdout is not None
            part = os.read(program.stdout.fileno(), 1 << 16)
            assert part, text[-500:]
            text += part

    for line in (*IN_A_ROUND, "3"):
        until(b"> ")
        signal.sigtimedwait([], ASKED)
        program.stdin.write(line.encode() + b"\n")
        program.stdin.flush()
        text += b"|"
    until(b"> ")
    program.stdin.close()
    until(b"debrief run demo-vp-engineering\n")

    assert program.wait(20) == 0
    assert NOT_HIDDEN.encode() in text.replace(b"\n", b" ").replace(b"  ", b" ")
    assert "BallotEntered" not in [line["type"] for line in recorded(sessions / DEMO)]


def test_of_several_lines_at_once_from_a_pipe_the_first_is_taken(sessions: Path) -> None:
    program = subprocess.Popen(RUN, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert program.stdin is not None
    assert program.stdout is not None
    text = b""
    while not text.endswith(b"> "):
        text += os.read(program.stdout.fileno(), 1 << 16)
    signal.sigtimedwait([], ASKED)
    program.stdin.write(b"open\nhear\nconfirm\n")
    program.stdin.close()
    text = program.stdout.read()

    assert ONLY_FIRST.encode() in text
    assert [line["type"] for line in recorded(sessions / DEMO)] == ["MeetingOpened"]
    assert program.wait(20) == 0


def test_an_endless_line_from_a_pipe_is_not_taken(sessions: Path) -> None:
    program = subprocess.Popen(RUN, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert program.stdin is not None
    assert program.stdout is not None
    text = b""
    while not text.endswith(b"> "):
        text += os.read(program.stdout.fileno(), 1 << 16)
    signal.sigtimedwait([], ASKED)
    program.stdin.write(b"open " * 100_000 + b"\n")
    program.stdin.flush()
    while TOO_LONG.encode()[:30] not in text:
        text += os.read(program.stdout.fileno(), 1 << 16)
    program.stdin.close()

    assert program.wait(20) == 0
    assert not (sessions / DEMO / "journal.jsonl").exists()
