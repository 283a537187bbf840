"""Programs in a real pseudo-terminal: their output, screen, and final terminal settings."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyte
import pytest
from drawn import DrawnScreen

from debrief.store import paths
from debrief.store.settings import see_tour

PATIENCE = 30
"""Seconds to wait for something before a test fails."""

COLUMNS, ROWS = 100, 30

USUAL_MODES = frozenset({"?7", "?25"})
"""The private modes set in a new terminal: line wrapping and a visible cursor."""

_MODES = re.compile(rb"\x1b\[(?:\?([0-9;]+)([hl])|([<>])[0-9]*u)")


def modes(written: bytes) -> frozenset[str]:
    """Return the private modes set after this output; `kitty` is its keyboard protocol.

    Each push of that protocol adds a sign and each pop removes one, as they can be repeated.
    """
    on, pushed = set(USUAL_MODES), 0
    for numbers, final, kitty in _MODES.findall(written):
        pushed += {b">": 1, b"<": -1}.get(kitty, 0)
        for number in filter(None, numbers.split(b";")):
            (on.add if final == b"h" else on.discard)(f"?{number.decode()}")
    return frozenset(on) | ({f"kitty {pushed:+}"} if pushed else set())


class Terminal:
    """A program in a pseudo-terminal; `written` is its output read so far."""

    def __init__(
        self,
        command: Sequence[str],
        environ: Mapping[str, str],
        *,
        controlling: bool = True,
        size: tuple[int, int] = (COLUMNS, ROWS),
        inherit: Sequence[int] = (),
        first: Callable[[], None] = lambda: None,
    ) -> None:
        self.written = b""
        self._columns, self._rows = size
        self._drawn = DrawnScreen(*size)
        self._fed = 0
        self._master, self._slave = os.openpty()
        self._settings = termios.tcgetattr(self._slave)
        self.resize(*size)

        def prepare() -> None:
            if controlling:
                _control()
            first()

        self.process = subprocess.Popen(
            command,
            stdin=self._slave,
            stdout=self._slave,
            stderr=self._slave,
            env={"TERM": "xterm-256color", **environ},
            start_new_session=True,
            pass_fds=inherit,
            preexec_fn=prepare,
        )

    def resize(self, columns: int, rows: int) -> None:
        """Resize the window."""
        self._columns, self._rows = columns, rows
        self._drawn.resize(columns, rows)
        fcntl.ioctl(self._slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def cells(self) -> list[list[Any]]:
        """Return all current cells of the screen, with their colours."""
        self._draw()
        return self._drawn.cells()

    def screen(self) -> str:
        """Return the current text of the screen, from the output read so far."""
        self._draw()
        return self._drawn.text()

    def _draw(self) -> None:
        self._drawn.feed(self.written[self._fed :])
        self._fed = len(self.written)

    def clear(self) -> None:
        """Clear the screen, as terminals do on leaving the alternate screen; pyte does not."""
        self._draw()
        self._drawn.clear()

    def shows(self, text: str) -> str:
        """Read until `text` is on the screen; AssertionError after PATIENCE."""
        self.until(lambda _: text in self.screen())
        return self.screen()

    def until(self, seen: Callable[[bytes], bool] | bytes) -> bytes:
        """Read until `seen` is in the output, or is true of it; AssertionError after PATIENCE."""
        test = seen if callable(seen) else lambda written: seen in written
        end = time.monotonic() + PATIENCE
        while not test(self.written):
            assert time.monotonic() < end, f"not seen: {self.written[-2000:]!r}"
            ended = self.process.poll() is not None
            if not self.read() and ended and not test(self.written):
                raise AssertionError(f"ended without it: {self.written[-2000:]!r}")
        return self.written

    def type(self, keys: bytes) -> None:
        """Type keys, as bytes."""
        os.write(self._master, keys)

    def hang_up(self) -> None:
        """Close the terminal."""
        os.close(self._slave)
        os.close(self._master)
        self._master = self._slave = -1

    def ended(self) -> int:
        """Read until the program ends, and return its exit code."""
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < end, f"goes on: {self.written[-2000:]!r}"
            if self._master >= 0:
                self.read()
            else:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self.process.wait(0.05)
        while self._master >= 0 and self.read():
            pass
        return self.process.returncode

    def stopped(self) -> None:
        """Read until the program is stopped, as by ctrl+z; AssertionError after PATIENCE."""
        end = time.monotonic() + PATIENCE
        looks = os.WSTOPPED | os.WNOHANG | os.WNOWAIT
        while os.waitid(os.P_PID, self.process.pid, looks) is None:
            assert time.monotonic() < end, f"not stopped: {self.written[-2000:]!r}"
            self.read()
        while self.read():
            pass

    def is_restored(self) -> bool:
        """Return whether all modes and settings are the same as before the program."""
        return self.is_as_before() and modes(self.written) == USUAL_MODES

    def is_as_before(self) -> bool:
        """Return whether line editing and echo are the same as before the program."""
        return termios.tcgetattr(self._slave) == self._settings

    def echoes(self) -> bool:
        """Return whether the terminal echoes typed keys."""
        return bool(termios.tcgetattr(self._slave)[3] & termios.ECHO)

    def unread(self) -> int:
        """Return how many typed bytes the program has not read yet."""
        (number,) = struct.unpack("i", fcntl.ioctl(self._slave, termios.FIONREAD, bytes(4)))
        return int(number)

    def waiting(self) -> bytes:
        """Take the keys that the program did not read and a shell would get."""
        found = b""
        os.set_blocking(self._slave, False)
        settings = termios.tcgetattr(self._slave)
        settings[3] &= ~termios.ICANON
        termios.tcsetattr(self._slave, termios.TCSANOW, settings)
        with contextlib.suppress(BlockingIOError):
            found = os.read(self._slave, 1 << 16)
        return found

    def said(self) -> str:
        """Return the text on the main screen after the program, as one line of words."""
        screen = pyte.Screen(self._columns, self._rows)
        pyte.ByteStream(screen).feed(self.written.rpartition(b"\x1b[?1049l")[2])
        return " ".join(" ".join(screen.display).split())

    def close(self) -> None:
        """End the program if it still runs, and close the terminal."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for descriptor in (self._master, self._slave):
            if descriptor >= 0:
                os.close(descriptor)
        self._master = self._slave = -1

    def pause(self, seconds: float) -> None:
        """Read output for so many seconds."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.read(left)

    def read(self, patience: float = 0.05) -> bool:
        """Read output, waiting up to `patience` seconds; return whether there was any."""
        if not select.select([self._master], [], [], patience)[0]:
            return False
        try:
            read = os.read(self._master, 1 << 16)
        except OSError:  # on Linux, if no program has the other side open
            return False
        self.written += read
        return bool(read)


def _control() -> None:
    """Make standard input the controlling terminal, so that closing it sends SIGHUP."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


@pytest.fixture
def terminal() -> Iterator[Callable[..., Terminal]]:
    """Start programs in terminals of their own, and end them after the test.

    The user has seen the tour, unless `tour` is set.
    """
    started: list[Terminal] = []

    def start(*command: str, tour: bool = False, **how: Any) -> Terminal:
        environ = {**os.environ, "TERM": "xterm-256color", **how.pop("extra", {})}
        if not tour:
            see_tour(Path(environ["XDG_CONFIG_HOME"]) / paths.APP)
        started.append(Terminal(command, environ, **how))
        return started[-1]

    yield start
    for one in started:
        one.close()
