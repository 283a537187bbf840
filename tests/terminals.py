"""Runs a program in a real pseudo-terminal and reads what it does to it."""

from __future__ import annotations

import codecs
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
from unicodedata import category

import pyte
import pytest

from debrief.store import paths
from debrief.store.settings import see_tour

PATIENCE = 30
"""Seconds until something that should happen is given up."""

COLUMNS, ROWS = 100, 30

USUAL_MODES = frozenset({"?7", "?25"})
"""The private modes that are set where no program has been: lines wrap, and there is a cursor."""

_MODES = re.compile(rb"\x1b\[(?:\?([0-9;]+)([hl])|([<>])[0-9]*u)")

_UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[[<>=?][0-9;]*u|\x1b\[\?[0-9;]*\$p|\x1b_[^\x1b]*\x1b\\\\")


def modes(written: bytes) -> frozenset[str]:
    """Return the private modes that are set after all of this; `kitty` for its keyboard protocol.

    A push of that protocol adds a sign, a pop takes one away, as both can happen more than once.
    """
    on, pushed = set(USUAL_MODES), 0
    for numbers, final, kitty in _MODES.findall(written):
        pushed += {b">": 1, b"<": -1}.get(kitty, 0)
        for number in filter(None, numbers.split(b";")):
            (on.add if final == b"h" else on.discard)(f"?{number.decode()}")
    return frozenset(on) | ({f"kitty {pushed:+}"} if pushed else set())


class Terminal:
    """A program in a pseudo-terminal: what it wrote, what is typed, how it ends."""

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
        self._screen = pyte.Screen(self._columns, self._rows)
        self._stream = pyte.Stream(self._screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
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
        """Give the window another size."""
        self._columns, self._rows = columns, rows
        self._screen.resize(rows, columns)
        fcntl.ioctl(self._slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def screen(self) -> str:
        """What stands on the screen now, of what was read so far."""
        # pyte prints the `u` of kitty's keyboard protocol and the graphics probes as letters.
        known = _UNKNOWN_TO_PYTE.sub(b"", self.written[self._fed :])
        # It fails on some marks that stand alone; they are no cells of their own.
        text = self._decoder.decode(known)
        self._stream.feed("".join(char for char in text if category(char) not in ("Mn", "Me")))
        self._fed = len(self.written)
        # Not pyte's own display, which fails on half of a wide character.
        cells = self._screen.buffer
        lines = ("".join(cells[y][x].data for x in range(self._columns)) for y in range(self._rows))
        return "\n".join(line.rstrip() for line in lines)

    def clear(self) -> None:
        """Clear the screen, as leaving the alternate one does, which pyte does not know."""
        self.screen()
        self._screen.reset()

    def shows(self, text: str) -> str:
        """Read until `text` stands on the screen; AssertionError after PATIENCE."""
        self.until(lambda _: text in self.screen())
        return self.screen()

    def until(self, seen: Callable[[bytes], bool] | bytes) -> bytes:
        """Read until something is seen in all that was written; AssertionError after PATIENCE."""
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
        """Read on until the program ends and return its exit code."""
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
        """Read on until the program is stopped, as by ctrl+z; AssertionError after PATIENCE."""
        end = time.monotonic() + PATIENCE
        looks = os.WSTOPPED | os.WNOHANG | os.WNOWAIT
        while os.waitid(os.P_PID, self.process.pid, looks) is None:
            assert time.monotonic() < end, f"not stopped: {self.written[-2000:]!r}"
            self.read()
        while self.read():
            pass

    def is_restored(self) -> bool:
        """Whether every mode and setting is as it was before the program."""
        return self.is_as_before() and modes(self.written) == USUAL_MODES

    def is_as_before(self) -> bool:
        """Whether lines are edited and echoed as they were before the program."""
        return termios.tcgetattr(self._slave) == self._settings

    def echoes(self) -> bool:
        """Whether what is typed is shown."""
        return bool(termios.tcgetattr(self._slave)[3] & termios.ECHO)

    def waiting(self) -> bytes:
        """Take what was typed and not read: it would be there for the shell."""
        found = b""
        os.set_blocking(self._slave, False)
        settings = termios.tcgetattr(self._slave)
        settings[3] &= ~termios.ICANON
        termios.tcsetattr(self._slave, termios.TCSANOW, settings)
        with contextlib.suppress(BlockingIOError):
            found = os.read(self._slave, 1 << 16)
        return found

    def said(self) -> str:
        """What stands on the main screen after the program, as one line of words."""
        screen = pyte.Screen(self._columns, self._rows)
        pyte.ByteStream(screen).feed(self.written.rpartition(b"\x1b[?1049l")[2])
        return " ".join(" ".join(screen.display).split())

    def close(self) -> None:
        """End the program, if it still runs, and the terminal."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for descriptor in (self._master, self._slave):
            if descriptor >= 0:
                os.close(descriptor)
        self._master = self._slave = -1

    def pause(self, seconds: float) -> None:
        """Read on for so long, as somebody who does not hurry."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.read(left)

    def read(self, patience: float = 0.05) -> bool:
        """Read what there is, waiting a little for it; whether there was anything."""
        if not select.select([self._master], [], [], patience)[0]:
            return False
        try:
            read = os.read(self._master, 1 << 16)
        except OSError:  # Linux: nobody holds the other side any more
            return False
        self.written += read
        return bool(read)


def _control() -> None:
    """Make standard input the controlling terminal, so that closing it sends SIGHUP."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


@pytest.fixture
def terminal() -> Iterator[Callable[..., Terminal]]:
    """Start programs in terminals of their own; they are ended with the test.

    Whoever sits there has seen the tour, unless `tour` says that it is their first time.
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
