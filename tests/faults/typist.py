"""Types at the meeting screen of the real program, when it is ready for a key."""

from __future__ import annotations

import time
from collections.abc import Callable

from terminals import PATIENCE, Terminal

QUIET = 0.12
"""Seconds without output after which the program is thought to wait for a key."""

RESTS = 0.6
"""Seconds without a key after which a guard takes one."""

TYPED_ON = 1.1
"""Seconds after a text after which a letter is a command again."""


class Typist:
    """Presses keys, each when the screen has come to rest, and reads the footer."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self._text_done = 0.0

    @property
    def footer(self) -> str:
        lines = [line for line in self.terminal.screen().splitlines() if line.strip()]
        return lines[-1].strip() if lines else ""

    def settle(self, ready: Callable[[str], bool] = lambda footer: "[" in footer) -> None:
        """Read until the footer names a key and nothing more is written for a moment."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            while self.terminal.read(QUIET):
                pass
            if ready(self.footer):
                return
            assert self.terminal.process.poll() is None, self.terminal.screen()
        raise AssertionError(self.terminal.screen())

    @property
    def is_asked(self) -> bool:
        """Whether a prompt is open."""
        return self.footer.startswith(("[enter]", "[y]"))

    def press(self, keys: bytes) -> None:
        """Type, and let it have its effect."""
        if not self.is_asked:
            self.rest()
        self.terminal.type(keys)
        self.settle()

    def rest(self) -> None:
        """Wait until what is typed is no longer taken for the rest of a text."""
        self.pause(self._text_done + TYPED_ON - time.monotonic())

    def pause(self, seconds: float) -> None:
        """Read on for so long."""
        self.terminal.pause(seconds)

    def main(self, words: bytes = b"Because") -> str:
        """Do the main action, whatever it asks; the footer's words for it."""
        done = self.footer
        if done.startswith("[y]"):
            self.insist(b"y")
            return done
        if not self.is_asked:
            self.insist(b" ")
            return done
        if "Argued" in done or "Record, close" in done:
            self.press(words)
        screen = self.terminal.screen()
        if "( )" in screen and "(•)" not in screen:  # nothing is chosen yet
            self.press(b"1")
        self.insist(b"\r")
        return done

    def insist(self, key: bytes) -> None:
        """Press a key until it has an effect: after a step changed it rests for a moment.

        So does a guard after any key.
        """
        end = time.monotonic() + PATIENCE
        before, guards = self.terminal.screen(), self.footer.startswith("[y]")
        while self.terminal.screen() == before:
            assert time.monotonic() < end, before
            self.pause(RESTS if guards else 0.0)
            self.press(key)
        if key == b"\r":
            self._text_done = time.monotonic()

    def minute(self, text: str) -> None:
        """Take a minute."""
        self.press(b"n")
        self.press(text.encode())
        self.insist(b"\r")

    def leave(self) -> int:
        """Leave as somebody does, and return the program's exit code."""
        end = time.monotonic() + PATIENCE
        while self.terminal.process.poll() is None:
            screen = self.terminal.screen()
            assert time.monotonic() < end, screen
            # A prompt may still be open, and enter rests for a moment.
            asked = "Leave the meeting?" in screen
            self.terminal.type(b"\r" if asked else b"\x1b" if self.is_asked else b"q")
            while self.terminal.read(QUIET):
                pass
        return self.terminal.ended()
