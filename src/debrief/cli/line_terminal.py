"""A terminal of lines: shows paragraphs of at most 80 columns, and reads what is typed after."""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from debrief.live.lines import Left
from debrief.report.replay_text import wrapped

if sys.platform != "win32":
    import termios

TOO_SOON = 0.005
"""Seconds after a prompt within which nobody answers it: such a line was typed before."""

DROPPED = "Anything typed before this prompt was ignored."
MOST = 1 << 16
LONGEST = 100_000
"""Bytes of a line; a longer one is no answer of a person."""


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let ctrl+c interrupt this alone, and nothing that is recorded meanwhile."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class LineTerminal:
    """Reads lines from a descriptor and writes to a stream; `hides` if it is a terminal."""

    def __init__(self, source: int = 0, out: IO[str] | None = None) -> None:
        """Read from `source`, by default standard input; show on standard output."""
        self._source = source
        self._out = out or sys.stdout
        self.hides = os.isatty(source) and sys.platform != "win32"

    def show(self, text: str) -> None:
        """Show a paragraph, wrapped at words."""
        for line in text.split("\n"):
            self._out.write("".join(f"{row}\n" for row in wrapped(line, "") or [""]))
        self._out.flush()

    def read(self, prompt: str, *, unseen: bool = False) -> str:
        """Return the next line that is typed after the prompt; Left at the end of the input.

        What was typed before the prompt is dropped, and said to be. An unseen line is not echoed.
        """
        with self._echo(not unseen):
            dropped = self._drop()
            self._prompt(prompt, dropped=dropped)
            time.sleep(TOO_SOON)
            if self._drop():
                self._out.write("\n")
                self._prompt(prompt, dropped=True)
            with _interruptible():
                line = self._line()
        if unseen or not self.hides:
            self._out.write("\n")
        return line

    def _prompt(self, prompt: str, *, dropped: bool) -> None:
        if dropped:
            self.show(DROPPED)
        *lines, last = wrapped(prompt.rstrip(" "), "")
        self._out.write("".join(f"{line}\n" for line in lines) + last + " ")
        self._out.flush()

    def _drop(self) -> bool:
        """Drop what waits to be read; return whether there was a line of it."""
        waited = False
        while select.select([self._source], [], [], 0)[0]:
            if not os.read(self._source, MOST):
                raise Left
            waited = True
        if self.hides:
            termios.tcflush(self._source, termios.TCIFLUSH)  # a line half typed
        return waited

    def _line(self) -> str:
        """Return the next line; what came with it after its end is dropped."""
        line = b""
        while b"\n" not in line and len(line) <= LONGEST:
            part = os.read(self._source, MOST)
            if not part:
                raise Left
            line += part
        first, _, behind = line.partition(b"\n")
        text = first.decode(errors="replace")
        if behind:
            self._out.write("\n" if not self.hides else "")
            self.show("Only the first of several lines was taken.")
        return text

    @contextmanager
    def _echo(self, shows: bool) -> Iterator[None]:
        if shows or not self.hides:
            yield
            return
        before = termios.tcgetattr(self._source)
        quiet = [*before]
        quiet[3] &= ~termios.ECHO
        termios.tcsetattr(self._source, termios.TCSANOW, quiet)
        try:
            yield
        finally:
            termios.tcsetattr(self._source, termios.TCSANOW, before)
