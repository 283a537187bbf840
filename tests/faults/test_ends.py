"""However the meeting ends: the terminal is restored, a sentence says why, and nothing is lost."""

from __future__ import annotations

import ctypes
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyte
import pytest
from faults.typist import RESTS, Typist
from meetings import Driver
from terminals import USUAL_MODES, Terminal, modes

from debrief.core.meeting.events import ClockWentBack
from debrief.store.journal.journal import read

RUN = (sys.executable, "-m", "debrief", "run")
NO_OVERRIDE = (1, 2)  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
PR_CAPBSET_DROP = 24

ENDS_WITHIN = 10.0
"""Seconds in which a program that was told to end gives the terminal back."""


@pytest.fixture
def folder(sessions: Path) -> Path:
    return sessions / "demo-vp-engineering"


@pytest.fixture
def opened(folder: Path, terminal: Callable[..., Any]) -> Callable[..., Typist]:
    """Start the real program and open the meeting."""

    def start(**how: Any) -> Typist:
        typist = Typist(terminal(*RUN, str(folder), **how))
        typist.settle()
        typist.open()
        return typist

    return start


def _minutes(folder: Path) -> list[str]:
    logged = read(folder / "journal.jsonl")
    assert logged.read_only is None
    return [event.event.text for event in logged.events if hasattr(event.event, "quiet")]


@pytest.mark.parametrize(
    "number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGALRM]
)
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


@pytest.mark.parametrize("way", ["a signal", "ctrl+z"])
def test_it_can_be_suspended(opened: Callable[..., Typist], folder: Path, way: str) -> None:
    typist = opened()
    typist.minute("Kept")
    shown = typist.terminal
    before = shown.screen()

    if way == "ctrl+z":
        shown.type(b"\x1a")
    else:
        shown.process.send_signal(signal.SIGTSTP)
    shown.stopped()
    assert shown.is_restored()
    shown.clear()
    shown.type(b"n")  # meant for the shell, and read by none here

    shown.process.send_signal(signal.SIGCONT)
    typist.settle()
    assert shown.screen() == before
    assert modes(shown.written) != USUAL_MODES
    typist.minute("Kept too")
    assert typist.leave() == 0
    assert shown.is_restored()
    assert _minutes(folder) == ["Kept", "Kept too"]


def test_ctrl_q_asks_as_q_does(opened: Callable[..., Typist]) -> None:
    typist = opened()

    typist.insist(b"\x11")

    assert "Leave the meeting?" in typist.terminal.screen()
    typist.press(b"\x11")
    assert "Leave the meeting?" in typist.terminal.screen()
    typist.terminal.type(b"\x1b")
    typist.settle(lambda _: "Leave the meeting?" not in typist.terminal.screen())
    assert typist.terminal.process.poll() is None


@pytest.mark.parametrize("answers", [b"", b"\x1b[?2048;2$y\x1b[?2026;2$y"], ids=["none", "all"])
def test_the_mouse_reports_clicks_and_nothing_else(
    opened: Callable[..., Typist], answers: bytes
) -> None:
    """Not even where the terminal can tell its size and much else by itself."""
    typist = opened()
    shown = typist.terminal
    shown.type(answers)
    typist.minute("Painted")

    clicks = {mode for mode in modes(shown.written) if mode.startswith("?1") and mode != "?1049"}
    assert clicks == {"?1000", "?1004", "?1006"}
    assert "?2048" not in modes(shown.written)
    shown.process.terminate()
    shown.ended()
    assert shown.is_restored()
    for never in (1001, 1002, 1003, 1005, 1015, 1016):
        assert b"\x1b[?%dh" % never not in shown.written


@pytest.fixture
def second_round(demo: Driver) -> Path:
    """A meeting that was left in a blind second round, with no entry yet."""
    demo.until("reveal")
    demo.do("reveal")
    demo.do("open_round")
    demo.live.close()
    return demo.folder


def _left_behind(written: bytes) -> str:
    """The text on the main screen when the program takes over."""
    screen = pyte.Screen(100, 30)
    pyte.ByteStream(screen).feed(written.partition(b"\x1b[?1049h")[0])
    return "".join(screen.display).strip()


def _ballots(folder: Path) -> int:
    return (folder / "journal.jsonl").read_bytes().count(b'"BallotEntered"')


def test_in_a_pipe_the_terminal_is_left_to_the_others(
    sessions: Path, terminal: Callable[..., Any]
) -> None:
    """A pager behind it reads keys from the same terminal, and its settings at its start."""
    piped = f"{sys.executable} -m debrief --sessions {sessions} | cat"
    shown = terminal("bash", "-c", piped)

    assert shown.ended() == 0
    assert "All commands" in shown.screen()
    assert b"\x1b" not in shown.written


def test_what_is_typed_before_the_first_picture_is_for_nobody(
    second_round: Path, terminal: Callable[..., Any]
) -> None:
    shown = terminal(*RUN, str(second_round))
    shown.type(b"3")  # the kernel shows it, before there is a program
    while shown.echoes():
        shown.read()
    quiet_from = len(shown.written)
    while b"\x1b[?1049h" not in shown.written:
        shown.type(b"3")
        shown.read()
    typist = Typist(shown)
    typist.settle()

    assert _left_behind(shown.written) == ""
    assert b"3" not in shown.written[quiet_from : shown.written.index(b"\x1b[?1049h")]
    assert _ballots(second_round) == 0
    typist.insist(b"3", lambda: _ballots(second_round) > 0)


def _type_as_it_ends(shown: Terminal) -> None:
    """Type digits until the terminal is given back, or for so long that it will not be."""
    end = time.monotonic() + ENDS_WITHIN
    while not shown.echoes() and time.monotonic() < end:
        shown.type(b"3")
        shown.read(0.001)


@pytest.mark.parametrize("how", ["q", "SIGTERM"])
def test_what_is_typed_as_it_ends_is_not_there_for_the_shell(
    folder: Path, terminal: Callable[..., Any], how: str
) -> None:
    shown = terminal(*RUN, str(folder))
    typist = Typist(shown)
    typist.settle()
    if how == "q":
        while not shown.echoes():
            shown.type(b"q")
            shown.pause(0.03)  # sooner, the digits would make a burst of it
            _type_as_it_ends(shown)
            if not shown.echoes():  # they did, as the program was not given the time to see it
                typist.settle()
                typist.pause(RESTS)
    else:
        shown.process.terminate()
        _type_as_it_ends(shown)
    shown.ended()

    assert shown.is_restored()
    late = 1  # what is typed after the terminal was given back
    said = shown.written.rpartition(b"\x1b[?1049l")[2].replace(str(folder).encode(), b"")
    assert b"3" * (late + 1) not in said
    assert len(shown.waiting()) <= late


@pytest.mark.parametrize("words", [("run", "no-such-session"), ("replay", "no-such-session")])
def test_a_refusal_gives_the_terminal_back(
    words: tuple[str, ...], terminal: Callable[..., Any]
) -> None:
    shown = terminal(sys.executable, "-m", "debrief", *words)

    assert shown.ended() in (2, 3)
    assert b"Error: " in shown.written
    assert shown.is_as_before()
    assert modes(shown.written) == USUAL_MODES


@pytest.mark.parametrize("how", [b"\x03", signal.SIGTERM, signal.SIGQUIT, signal.SIGHUP])
def test_an_end_before_the_screen_gives_the_terminal_back(
    folder: Path, terminal: Callable[..., Any], how: bytes | signal.Signals
) -> None:
    shown = terminal(*RUN, str(folder))
    while shown.echoes():
        shown.read()
    if isinstance(how, bytes):
        shown.type(how)
    else:
        shown.process.send_signal(how)

    assert shown.ended() == 128 + (signal.SIGINT if isinstance(how, bytes) else how)
    assert shown.is_as_before()
    assert modes(shown.written) == USUAL_MODES
    assert b"Traceback" not in shown.written


def test_it_can_be_suspended_before_the_screen(folder: Path, terminal: Callable[..., Any]) -> None:
    shown = terminal(*RUN, str(folder))
    while shown.echoes():
        shown.read()
    shown.process.send_signal(signal.SIGTSTP)
    shown.stopped()
    assert shown.is_as_before()

    shown.process.send_signal(signal.SIGCONT)
    typist = Typist(shown)
    typist.settle()
    assert not shown.echoes()
    shown.type(b"q")
    assert shown.ended() == 0
    assert shown.is_restored()


@pytest.mark.parametrize(
    "words", [("list",), ("-h",), ("replay", "-h"), ("replay", "x", "--plain")]
)
def test_a_command_without_a_screen_leaves_the_terminal_alone(
    words: tuple[str, ...], sessions: Path, terminal: Callable[..., Any]
) -> None:
    shown = terminal(sys.executable, "-m", "debrief", "--sessions", str(sessions), *words)
    shown.ended()

    assert b"\x1b" not in shown.written


COLOURS = re.compile(rb"(?:3|4|9|10)[0-9]")


def _colours(written: bytes) -> set[bytes]:
    """The kinds of colour that were asked for: `38;2`, `48;5`, `31` and the like."""
    found = set()
    for parameters in re.findall(rb"\x1b\[([0-9;]*)m", written):
        found.update(re.findall(rb"(?<![0-9;])[34]8;[25]", parameters))
        found.update(re.findall(rb";([34]8;[25])", parameters))
        plain = re.sub(rb"[34]8;(?:5;[0-9]+|2;[0-9]+;[0-9]+;[0-9]+)", b"", parameters)
        found.update(one for one in plain.split(b";") if COLOURS.fullmatch(one))
    return found


@pytest.mark.parametrize(
    ("environ", "colours"),
    [
        ({"TERM": "screen-256color", "STY": "1.a", "COLORTERM": "truecolor"}, {b"38;5", b"48;5"}),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, {b"38;2", b"48;2"}),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, set()),
        ({"TERM": "vt100", "COLORTERM": "truecolor"}, set()),
        ({"TERM": "xterm-mono"}, set()),
    ],
    ids=["GNU screen", "true colour", "NO_COLOR", "vt100", "xterm-mono"],
)
def test_the_terminal_gets_the_colours_that_it_has(
    opened: Callable[..., Typist], environ: dict[str, str], colours: set[bytes]
) -> None:
    typist = opened(extra={"COLORTERM": "", **environ})
    typist.press(b"n")  # a prompt, with a cursor
    typist.terminal.process.terminate()
    typist.terminal.ended()

    assert _colours(typist.terminal.written) == colours
    if not colours:
        assert b"\x1b[1;7m[" in typist.terminal.written, "a key is told by reverse"


@pytest.mark.parametrize("environ", [{"TERM": "screen", "STY": "1.a"}, {"TERM": "linux"}])
def test_sixteen_colours_never_hide_a_text(
    opened: Callable[..., Typist], environ: dict[str, str]
) -> None:
    typist = opened(extra={"COLORTERM": "truecolor" if "STY" in environ else "", **environ})
    typist.terminal.process.terminate()
    typist.terminal.ended()

    assert not {b"38;2", b"38;5", b"48;2", b"48;5"} & _colours(typist.terminal.written)
    ink = ground = None
    for sequence, text in re.findall(rb"(\x1b\[[0-9;]*[mH])([^\x1b]*)", typist.terminal.written):
        for number in map(int, filter(None, sequence[2:-1].split(b";"))):
            if sequence.endswith(b"H"):
                break
            if number == 0:
                ink = ground = None
            elif number in (*range(30, 38), *range(90, 98)):
                ink = number % 10 + 8 * (number >= 90)
            elif number in (*range(40, 48), *range(100, 108)):
                ground = number % 10 + 8 * (number >= 100)
        assert not text.strip() or ink is None or ink != ground, (sequence, text)


def test_the_screen_is_utf_8_in_the_locale_c(opened: Callable[..., Typist]) -> None:
    typist = opened(
        extra={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    )

    assert "VP Engineering · K-17" in typist.terminal.screen()
    assert b"\\x" not in typist.terminal.written
    assert b"\\u" not in typist.terminal.written


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
    typist.open()
    shown.process.terminate()
    assert shown.ended() == 128 + signal.SIGTERM


@pytest.mark.parametrize(
    ("extra", "redirected", "said"),
    [
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
    assert "Save everything recorded there and continue" in typist.footer
    other = tmp_path / "other"
    typist.press(b"\x15")
    typist.settle(lambda _: "debrief-rescue" not in typist.terminal.screen())  # the line is empty
    typist.press(str(other).encode())
    typist.settle(lambda _: other.name in typist.terminal.screen())
    typist.insist(b"\r", (other / "journal.jsonl").exists)

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
    """A screen is made to fail as Textual puts it together, in the program as it is."""
    fail = (
        "import sys\n"
        "from debrief.tui.screens.help import HelpScreen\n"
        "def compose(self):\n"
        "    secret = 'strong no'\n"
        "    raise RuntimeError(secret)\n"
        "HelpScreen.compose = compose\n"
        "from debrief.cli.main import main\n"
        "main()\n"
    )
    shown = terminal(sys.executable, "-c", fail, "run", str(folder))
    typist = Typist(shown)
    typist.settle()
    typist.open()
    typist.minute("Kept")
    typist.rest()
    shown.type(b"?")

    assert shown.ended() == 1
    assert shown.is_restored()
    assert "internal error. Everything recorded is saved" in shown.said()
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
