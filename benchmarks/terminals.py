"""Starts a program in a terminal of its own and times what it writes there."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fcntl import ioctl
from pathlib import Path

from debrief.store.settings import see_tour

PATIENCE = 60.0
SIZE = (30, 100)
BURST, QUIET = 0.012, 0.08
"""Seconds without a byte after which one repaint is over, and after which all of them are."""

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
"""An app that shows one line anew at every key."""


class Terminal:
    """A program in a terminal of its own; `written` is all that it has written so far."""

    def __init__(self, command: list[str], home: Path, *, tour: bool = False) -> None:
        """Start it for somebody who has seen the tour, unless it is their first time: `tour`."""
        home.mkdir(exist_ok=True)
        if not tour:
            see_tour(home / ".config" / "debrief")
        kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        environ = {"HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor", **kept}
        self._master, self._slave = pty.openpty()
        ioctl(self._slave, termios.TIOCSWINSZ, struct.pack("HHHH", *SIZE, 0, 0))
        self.written = b""
        self.began = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            stdin=self._slave,
            stdout=self._slave,
            stderr=self._slave,
            env=environ,
            start_new_session=True,
        )

    def read(self, wait: float) -> bool:
        """Take what is written within so many seconds; whether anything was."""
        if not select.select([self._master], [], [], wait)[0]:
            return False
        with suppress(OSError):
            self.written += os.read(self._master, 1 << 16)
        return True

    def until(self, pattern: re.Pattern[bytes]) -> float:
        """Wait until this was written, and return how many ms after the start that was."""
        while not pattern.search(self.written):
            if time.perf_counter() - self.began > PATIENCE:
                raise SystemExit(f"not seen in time: {pattern.pattern!r}\n{self.written[-500:]!r}")
            self.read(0.1)
        return 1000 * (time.perf_counter() - self.began)

    def settle(self, quiet: float = QUIET) -> None:
        """Wait until nothing more is written."""
        while self.read(quiet):
            pass

    def press(self, keys: bytes) -> tuple[float, int]:
        """Press keys; return the ms until the first repaint is there, and the bytes of all.

        What fades in, or blinks, is repainted again afterwards.
        """
        before, began = len(self.written), time.perf_counter()
        os.write(self._master, keys)
        last = began
        while self.read(BURST if len(self.written) > before else 2.0):
            last = time.perf_counter()
        self.settle()
        return 1000 * (last - began), len(self.written) - before

    def close(self) -> None:
        """End the program."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._slave)
        os.close(self._master)


@contextmanager
def running(command: list[str], home: Path, *, tour: bool = False) -> Iterator[Terminal]:
    """Run a program in a terminal as long as the block lasts."""
    terminal = Terminal(command, home, tour=tour)
    try:
        yield terminal
    finally:
        terminal.close()


def seen(command: list[str], home: Path, *wanted: bytes | re.Pattern[bytes]) -> list[float]:
    """Start a program in a terminal and return after how many ms it wrote each of these."""
    patterns = [re.compile(re.escape(one)) if isinstance(one, bytes) else one for one in wanted]
    with running(command, home) as terminal:
        times = [terminal.until(pattern) for pattern in patterns]
        if len(patterns) > 1:
            time.sleep(0.5)  # the index is written after all is shown
    return times
