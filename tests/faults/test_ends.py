"""However the meeting ends: the terminal is restored, a sentence says why, and nothing is lost."""

from __future__ import annotations

import ctypes
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from faults.typist import Typist
from meetings import Driver

from debrief.core.events import ClockWentBack
from debrief.store.journal import read

RUN = (sys.executable, "-m", "debrief", "run")
NO_OVERRIDE = (1, 2)  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
PR_CAPBSET_DROP = 24


@pytest.fixture
def folder(sessions: Path) -> Path:
    return sessions / "demo-vp-engineering"


@pytest.fixture
def opened(folder: Path, terminal: Callable[..., Any]) -> Callable[..., Typist]:
    """Start the real program and open the meeting."""

    def start(**how: Any) -> Typist:
        typist = Typist(terminal(*RUN, str(folder), **how))
        typist.settle()
        typist.insist(b" ")
        return typist

    return start


def _minutes(folder: Path) -> list[str]:
    logged = read(folder / "journal.jsonl")
    assert logged.read_only is None
    return [one.event.text for one in logged.events if hasattr(one.event, "quiet")]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_it_in_order(
    opened: Callable[..., Typist], folder: Path, number: signal.Signals
) -> None:
    typist = opened()
    typist.minute("Kept")
    typist.press(b"n")

    typist.terminal.process.send_signal(number)

    assert typist.terminal.ended() == 128 + number
    assert typist.terminal.is_restored()
    assert _minutes(folder) == ["Kept"]


def test_a_closed_terminal_ends_it(opened: Callable[..., Typist], folder: Path) -> None:
    typist = opened()
    typist.minute("Kept")

    typist.terminal.hang_up()

    assert typist.terminal.ended() == 128 + signal.SIGHUP
    assert _minutes(folder) == ["Kept"]


@pytest.mark.parametrize("size", [(20, 5), (1, 1), (300, 100), (40, 12)])
def test_it_runs_in_a_window_of_any_size(
    opened: Callable[..., Typist], folder: Path, terminal: Callable[..., Any], size: tuple[int, int]
) -> None:
    shown = terminal(*RUN, str(folder), size=size)
    typist = Typist(shown)
    shown.until(b"\x1b[1;1H")
    typist.settle(lambda _: True)
    if size == (20, 5):
        assert "Make the window" in shown.screen()
    shown.resize(100, 30)
    shown.process.send_signal(signal.SIGWINCH)
    typist.settle()
    typist.insist(b" ")
    shown.shows("Role clarity")
    shown.process.terminate()
    assert shown.ended() == 128 + signal.SIGTERM


@pytest.mark.parametrize(
    ("extra", "redirected", "said"),
    [
        ({"TERM": "dumb"}, "", "TERM is “dumb”"),
        ({"TERM": ""}, "", "TERM is not set"),
        ({"TERM": "xterm"}, "stdin", "Standard input is not a terminal"),
        ({"TERM": "xterm"}, "stderr", "Standard error is not a terminal"),
    ],
)
def test_without_a_terminal_there_is_one_sentence(
    folder: Path, extra: dict[str, str], redirected: str, said: str
) -> None:
    master, slave = os.openpty()
    streams = dict.fromkeys(("stdin", "stdout", "stderr"), slave) | {"stdout": subprocess.PIPE}
    if redirected:
        streams[redirected] = subprocess.DEVNULL if redirected == "stdin" else subprocess.PIPE
    if redirected != "stderr":
        streams["stderr"] = slave
    try:
        done = subprocess.run(
            [*RUN, str(folder)], env={**os.environ, **extra}, timeout=30, check=False, **streams
        )
        told = done.stderr or os.read(master, 1 << 16)
    finally:
        os.close(master)
        os.close(slave)
    assert done.returncode == 2
    assert said in told.decode()
    assert b"Traceback" not in told
    assert not (folder / "journal.jsonl").exists()


def _obey_modes() -> None:
    """Take from root the right to write where nobody may."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None, use_errno=True)
        for capability in NO_OVERRIDE:
            if libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0:
                raise OSError(ctypes.get_errno(), "the right could not be given up")


@pytest.mark.skipif(
    sys.platform != "linux" and os.geteuid() == 0, reason="root gives up its rights on Linux only"
)
def test_a_folder_that_may_not_be_written_is_named(
    folder: Path, terminal: Callable[..., Any]
) -> None:
    folder.chmod(0o555)
    try:
        shown = terminal(*RUN, str(folder), first=_obey_modes)
        typist = Typist(shown)
        typist.settle()
        shown.type(b" ")
        typist.settle(lambda _: "Permission denied" in shown.screen())
        shown.type(b"q")
        assert shown.ended() == 0
    finally:
        folder.chmod(0o755)
    assert not (folder / "journal.jsonl").exists()


def test_a_full_disk_asks_for_space_and_then_goes_on(
    opened: Callable[..., Typist], folder: Path, sessions: Path
) -> None:
    """A limit on the size of files stands for the disk: it needs no right to mount one."""
    typist = opened()
    typist.minute("Kept")
    size = (folder / "journal.jsonl").stat().st_size
    process = typist.terminal.process.pid
    resource.prlimit(process, resource.RLIMIT_FSIZE, (size + 100, resource.RLIM_INFINITY))

    typist.minute("Waits")
    assert "NOT SAVED" in typist.terminal.screen()
    assert _minutes(folder) == ["Kept"]

    resource.prlimit(process, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
    typist.press(b"\r")
    assert _minutes(folder) == ["Kept", "Waits"]
    assert typist.leave() == 0


def test_a_deleted_folder_is_noticed_and_everything_goes_into_another(
    opened: Callable[..., Typist], folder: Path, tmp_path: Path
) -> None:
    typist = opened()
    typist.minute("Kept")
    shutil.rmtree(folder)

    typist.minute("Saved too")
    assert "Write everything recorded there and go on" in typist.footer
    other = tmp_path / "other"
    typist.press(b"\x15")  # the line is empty
    typist.press(str(other).encode())
    typist.insist(b"\r")

    # What could not be saved was kept, and is offered again.
    typist.minute("")
    assert _minutes(other) == ["Kept", "Saved too"]
    assert typist.terminal.process.poll() is None


def test_a_clock_set_back_is_recorded_and_loses_nothing(demo: Driver) -> None:
    demo.seconds = 1000.0
    demo.do("open")
    demo.do("minute", text="Kept")
    demo.seconds = 10.0
    demo.do("minute", text="Before it")
    assert any(isinstance(one.event, ClockWentBack) for one in demo.live.log)
    demo.again()
    assert [one.event.text for one in demo.live.meeting.minutes] == ["Kept", "Before it"]


def test_an_error_of_our_own_is_one_sentence_and_nothing_is_lost(
    folder: Path, terminal: Callable[..., Any]
) -> None:
    """The handler of a key is made to fail, in the program as it is."""
    fail = (
        "import sys\n"
        "from debrief.tui.screens.live import LiveScreen\n"
        "def action_blank(self):\n"
        "    secret = 'strong no'\n"
        "    raise RuntimeError(secret)\n"
        "LiveScreen.action_blank = action_blank\n"
        "from debrief.cli.main import main\n"
        "main()\n"
    )
    shown = terminal(sys.executable, "-c", fail, "run", str(folder))
    typist = Typist(shown)
    typist.settle()
    typist.insist(b" ")
    typist.minute("Kept")
    shown.type(b"b")

    assert shown.ended() == 1
    assert shown.is_restored()
    assert "error in the program; everything recorded is saved" in shown.said()
    assert b"Traceback" not in shown.written
    assert b"secret" not in shown.written
    assert b"RuntimeError" not in shown.written
    assert _minutes(folder) == ["Kept"]


def test_a_second_program_is_told_who_has_the_meeting(
    opened: Callable[..., Typist], folder: Path, terminal: Callable[..., Any]
) -> None:
    first = opened()
    second = terminal(*RUN, str(folder))
    second.shows("Read only")
    assert str(first.terminal.process.pid) in " ".join(second.screen().split())
    second.type(b"q")
    second.ended()
    first.minute("Kept")
    assert _minutes(folder) == ["Kept"]
