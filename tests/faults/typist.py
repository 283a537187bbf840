"""Types at the meeting screen of the real program, when it is ready for a key."""

from __future__ import annotations

import time
from collections.abc import Callable

from terminals import PATIENCE, Terminal

from debrief.tui.terminal.keyboard import NOT_TAKEN

QUIET = 0.12
"""Seconds without output after which the program is thought to wait for a key."""

RESTS = 0.6
"""Seconds without a key after which a guard takes one."""

TYPED_ON = 1.1
"""Seconds after a text after which a letter is a command again."""

MORE = "more: page down"
"""The line above the keys has this while there is more of a page below."""

PROMPT_COMES = 5.0
"""Seconds in which a key that is taken opens its prompt."""


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
        """True if a prompt is open."""
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
            if done.startswith("[space] Reveal"):
                self.read_on()
            self.insist(b" ")
            return done
        if "Argued" in done or "Record, close" in done:
            self.press(words)
        screen = self.terminal.screen()
        if "( )" in screen and "(•)" not in screen:  # nothing is chosen yet
            self.press(b"1")
        self.insist(b"\r")
        return done

    def read_on(self) -> None:
        """Turn the pages to the end: nothing is revealed before the last level was seen."""
        end = time.monotonic() + PATIENCE
        while MORE in self.terminal.screen():
            assert time.monotonic() < end, self.terminal.screen()
            self.press(b"\x1b[6~")

    def insist(self, key: bytes, done: Callable[[], bool] | None = None) -> None:
        """Press a key until it is done, or until the footer or the page has changed.

        A main key rests for a moment after a step changed, and a guard after any key.
        """
        end = time.monotonic() + PATIENCE
        before, guards = self._page, self.footer.startswith("[y]")
        done = done or (lambda: self._page != before)
        while not done():
            assert time.monotonic() < end, self.terminal.screen()
            self.pause(RESTS if guards else 0.0)
            self.press(key)
        if key == b"\r":
            self._text_done = time.monotonic()

    @property
    def _page(self) -> str:
        """The screen without what changes by itself, or by a key that was not taken."""
        _, *lines = self.terminal.screen().splitlines()  # the clock stands in the first
        return "\n".join(line for line in lines if NOT_TAKEN not in line and "──" not in line)

    def open(self) -> None:
        """Open the meeting."""
        self.insist(b" ", lambda: "▸Role" in self.terminal.screen())

    def minute(self, text: str) -> None:
        """Take a minute."""
        while not self.is_asked:
            assert self.terminal.process.poll() is None, self.terminal.screen()
            self.press(b"n")
            end = time.monotonic() + PROMPT_COMES  # pressed again too soon, it would be text
            while not self.is_asked and time.monotonic() < end:
                self.pause(QUIET)
        self.press(text.encode())
        self.settle(lambda _: text in self.terminal.screen())
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
            # Pressed again at once, escape would be the first half of another key.
            self.pause(RESTS)
        return self.terminal.ended()
