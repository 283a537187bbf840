"""A terminal of lines: shows paragraphs of at most 80 columns, and reads what is typed after."""

from __future__ import annotations

import os
import re
import select
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any

from debrief.core.text import clean_line
from debrief.live.lines import Left
from debrief.report.replay_text import WIDTH, wrapped

if sys.platform != "win32":
    import termios

TOO_SOON = 0.005
"""Seconds after a prompt within which nobody answers it: such a line was typed before."""

DROPPED = "Anything typed before this prompt was ignored."
ONLY_FIRST = "Only the first of several lines was used."
TOO_LONG = "Ignored: the line is too long, and its end did not arrive. Type a shorter one."
NOT_UTF_8 = "Ignored: the line has characters that are not UTF-8. Set the terminal to UTF-8."

MOST = 1 << 16
"""Bytes read at once."""

LONGEST = 100_000
"""Bytes of a line; a longer one is no answer of a person."""

LONGEST_TYPED = 1023 if sys.platform == "darwin" else 4095
"""Bytes of a line that a terminal keeps until its end; it silently drops what follows."""

NARROWEST = 20
"""Columns below which paragraphs are not wrapped further."""

_KEYS = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|O.|.)?|[\x00-\x08\x0b-\x1f\x7f]")
"""Keys that are no text, such as arrows, as a terminal of lines sends them."""


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let ctrl+c interrupt this alone, and nothing that is recorded meanwhile."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class LineTerminal:
    """Reads lines from a descriptor and writes to a stream; `hides` if it is a terminal.

    As a context, it echoes only what is typed at a prompt that may be seen: a rating that is typed
    too early is not shown either.
    """

    def __init__(self, source: int = 0, out: IO[str] | None = None) -> None:
        """Read from `source`, by default standard input; show on standard output."""
        self._source = source
        self._out = out or sys.stdout
        self.hides = os.isatty(source) and sys.platform != "win32"
        self._settings: list[Any] = []
        self._before: list[tuple[signal.Signals, Any]] = []
        self._echoes = False
        self._waiting = ""
        """The prompt that is waiting for a line."""

    def __enter__(self) -> LineTerminal:
        """Echo nothing until a prompt."""
        if self.hides:
            self._settings = termios.tcgetattr(self._source)
            self._echo(False)
            self._before = [
                (signal.SIGTSTP, signal.signal(signal.SIGTSTP, self._suspend)),
                (signal.SIGCONT, signal.signal(signal.SIGCONT, self._resume)),
            ]
        return self

    def __exit__(self, *_: object) -> None:
        """Restore the terminal."""
        if self.hides:
            for number, handler in self._before:
                signal.signal(number, handler)
            self._restore()

    def show(self, text: str) -> None:
        """Show a paragraph, wrapped at words; Left if nothing can be shown any more."""
        for line in text.split("\n"):
            self._write("".join(f"{row}\n" for row in self._wrapped(line)))

    def read(self, prompt: str, *, unseen: bool = False) -> str:
        """Return the next line that is typed after the prompt; Left at the end of the input.

        What was typed before the prompt is dropped, and said to be. An unseen line is not echoed.
        At a terminal, ctrl+c and ctrl+d are a KeyboardInterrupt.
        """
        while (line := self._read(prompt, unseen=unseen)) is None:
            pass
        return line

    def _read(self, prompt: str, *, unseen: bool) -> str | None:
        """Return a line, None if it could not be taken, which was said."""
        dropped = self._drop()
        while True:
            if dropped:
                self.show(DROPPED)
            self._echo(not unseen)
            self._waiting = prompt
            asked = time.monotonic()
            self._prompt()
            if not self._comes_too_soon(asked):
                break
            dropped = self._drop() or dropped
            self._write("\n")
        try:
            with _interruptible():
                line = self._line()
        except KeyboardInterrupt:
            self._write("\n")
            raise
        finally:
            self._waiting = ""
            self._echo(False)
        if unseen or not self.hides:
            self._write("\n")
        return self._taken(line)

    def _taken(self, line: bytes) -> str | None:
        """Return a line as text, None if something is wrong with it, which is said."""
        line, _, behind = line.partition(b"\n")
        if behind.strip():
            self.show(ONLY_FIRST)
        if len(line) >= (LONGEST_TYPED if self.hides else LONGEST):
            self.show(TOO_LONG)
            return None
        try:
            return clean_line(_KEYS.sub("", line.decode()))
        except UnicodeDecodeError:
            self.show(NOT_UTF_8)
            return None

    def _prompt(self) -> None:
        *lines, last = self._wrapped(self._waiting.rstrip(" "))
        self._write("".join(f"{line}\n" for line in lines) + last + " ")

    def _wrapped(self, text: str) -> list[str]:
        return wrapped(text, "", self._width()) or [""]

    def _width(self) -> int:
        with suppress(OSError, ValueError):  # no terminal, or no descriptor
            columns = os.get_terminal_size(self._out.fileno()).columns
            return min(WIDTH, max(NARROWEST, columns or WIDTH))
        return WIDTH

    def _write(self, text: str) -> None:
        try:
            self._out.write(text)
            self._out.flush()
        except BrokenPipeError:
            raise
        except OSError as error:  # the terminal is gone
            raise Left from error

    def _drop(self) -> bool:
        """Drop what waits to be read; return whether there was a line with text in it."""
        waited, ends = b"", 0
        while select.select([self._source], [], [], 0)[0]:
            part = self._some()
            ends = 0 if part else ends + 1
            if ends > (1 if self.hides else 0):
                if waited.strip():
                    self.show(DROPPED)
                raise Left
            waited += part
        if self.hides:
            termios.tcflush(self._source, termios.TCIFLUSH)  # a line half typed
        return bool(waited.strip())

    def _comes_too_soon(self, asked: float) -> bool:
        """Return whether a line was there sooner than somebody who read the prompt could send it.

        `asked` is when the prompt was shown. On a busy machine that may be long ago, and the line
        an answer.
        """
        waits = select.select([self._source], [], [], TOO_SOON)[0]
        return bool(waits) and time.monotonic() - asked < TOO_SOON

    def _line(self) -> bytes:
        """Return the next line with its end, and what came with it; of a long one its beginning."""
        line, ended = b"", False
        while not ended:
            part = self._some()
            if not part:
                raise KeyboardInterrupt if self.hides else Left
            ended = b"\n" in part
            if len(line) < LONGEST:
                line += part
            elif ended:
                line += part[part.index(b"\n") :]
        return line

    def _some(self) -> bytes:
        try:
            return os.read(self._source, MOST)
        except OSError:  # the terminal is gone
            return b""

    # ---- the echo

    def _echo(self, shows: bool) -> None:
        self._echoes = shows
        if self.hides and self._settings:
            settings = [*self._settings]
            if not shows:
                settings[3] &= ~(termios.ECHO | termios.ECHONL)
            self._set(settings)

    def _restore(self) -> None:
        self._set(self._settings)

    def _set(self, settings: list[Any]) -> None:
        with suppress(termios.error, OSError):  # the terminal is gone
            termios.tcsetattr(self._source, termios.TCSANOW, settings)

    def _suspend(self, *_: object) -> None:
        """Stop, as ctrl+z asks, with the terminal as it was."""
        self._restore()
        os.kill(os.getpid(), signal.SIGSTOP)

    def _resume(self, *_: object) -> None:
        """Hide again what is hidden, and repeat the prompt that waits."""
        self._echo(self._echoes)
        if self._waiting:
            termios.tcflush(self._source, termios.TCIFLUSH)
            self._write("\n")
            self._prompt()
