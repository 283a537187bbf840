"""Start a program in its own terminal and time its output."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fcntl import ioctl
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from drawn import DrawnScreen

from debrief.store.settings import see_tour

PATIENCE = 60.0
SIZE = (30, 100)
BURST, QUIET = 0.012, 0.08
"""Seconds of silence after which one repaint, and all repaints, are over."""

BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("Sessions")
Bare().run()
"""

BARE_KEYS = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    pressed = 0
    def compose(self):
        yield Static("Sessions")
    def on_key(self):
        self.pressed += 1
        self.query_one(Static).update(f"Sessions, key {self.pressed}")
Bare().run()
"""
"""An app that updates one line at every key."""


class Terminal:
    """A program in its own terminal; `written` counts the bytes of its output so far.

    The output goes to a screen, as after the first paint only changed cells are written.
    """

    def __init__(self, command: list[str], home: Path, *, tour: bool = False) -> None:
        """Start it for a user who has seen the tour, unless `tour` is set."""
        home.mkdir(exist_ok=True)
        if not tour:
            see_tour(home / ".config" / "debrief")
        environ = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        environ |= {"HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        self._master, self._slave = pty.openpty()
        ioctl(self._slave, termios.TIOCSWINSZ, struct.pack("HHHH", *SIZE, 0, 0))
        self.written = 0
        self._screen = DrawnScreen(columns=SIZE[1], rows=SIZE[0])
        self._undrawn: deque[tuple[float, bytes]] = deque()
        self.began = self._drawn_until = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            stdin=self._slave,
            stdout=self._slave,
            stderr=self._slave,
            env=environ,
            start_new_session=True,
        )

    def read(self, wait: float) -> bool:
        """Read the output for this many seconds; return whether there was any."""
        if not select.select([self._master], [], [], wait)[0]:
            return False
        with suppress(OSError):
            output = os.read(self._master, 1 << 16)
            self.written += len(output)
            self._undrawn.append((time.perf_counter(), output))
        return True

    def until(self, pattern: str) -> float:
        """Wait until this regular expression is on the screen; return the ms since the start.

        The time counts until its last bytes were read, without drawing them.
        """
        while not re.search(pattern, self._screen.text()):
            if time.perf_counter() - self.began > PATIENCE:
                raise SystemExit(f"not seen in time: {pattern}\n{self._screen.text()}")
            if not self._undrawn and self.read(0.1):
                self.settle(0.0)  # read all there is before drawing, which is slow
            if self._undrawn:
                self._drawn_until, output = self._undrawn.popleft()
                self._screen.feed(output)
        return 1000 * (self._drawn_until - self.began)

    def settle(self, quiet: float = QUIET) -> None:
        """Wait until nothing more is written."""
        while self.read(quiet):
            pass

    def press(self, keys: bytes) -> tuple[float, int]:
        """Press keys; return the ms until the first repaint, and the bytes of all repaints.

        A fade or a blink is repainted again later.
        """
        before, began = self.written, time.perf_counter()
        os.write(self._master, keys)
        last = began
        while self.read(BURST if self.written > before else 2.0):
            last = time.perf_counter()
        self.settle()
        return 1000 * (last - began), self.written - before

    def close(self) -> None:
        """End the program."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._slave)
        os.close(self._master)


@contextmanager
def running(command: list[str], home: Path, *, tour: bool = False) -> Iterator[Terminal]:
    """Run a program in a terminal until the block ends."""
    terminal = Terminal(command, home, tour=tour)
    try:
        yield terminal
    finally:
        terminal.close()


def seen(command: list[str], home: Path, *wanted: str) -> list[float]:
    """Start a program in a terminal; return the ms until each regular expression was on screen."""
    with running(command, home) as terminal:
        times = [terminal.until(pattern) for pattern in wanted]
        if len(wanted) > 1:
            time.sleep(0.5)  # the index is written after everything is shown
    return times
