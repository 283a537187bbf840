"""The terminal of a screen command: no key is echoed until its end, and a signal ends it in order.

It is read before everything else, so it reads little itself.
"""

from __future__ import annotations

import atexit
import os
import signal
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from types import FrameType
from typing import Any

if sys.platform != "win32":
    import termios

SCREENS = frozenset({"demo", "run", "console", "replay", "review", "scorecard", "calibration"})
"""The commands that draw a screen, as `debrief` alone does."""

TEXT = frozenset({"-h", "--help", "--version", "--plain", "--json"})
"""The options with which they, or `debrief` alone, print text instead."""

_LEFT_ALONE = frozenset(
    {
        *("SIGKILL", "SIGSTOP"),  # cannot be caught
        *("SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGCONT"),  # stop and go on
        *("SIGCHLD", "SIGURG", "SIGWINCH", "SIGINFO"),  # end nothing
        *("SIGPIPE", "SIGXFSZ"),  # Python ignores them, so that a write fails instead
        *("SIGSEGV", "SIGBUS", "SIGFPE", "SIGILL"),  # after a handler the same fault comes again
    }
)

ENDS = tuple(
    number
    for number in sorted(signal.valid_signals())
    if getattr(number, "name", "") not in _LEFT_ALONE
)
"""The signals that would end the program at once, and can be caught."""

ERASE_LINE = b"\r\x1b[K"

_echo: list[Any] | None = None
"""The terminal's settings before `start`, while it is quiet."""


def draws_a_screen(words: Sequence[str], term: str) -> bool:
    """Whether the command of these words draws a screen, in a terminal of this name."""
    named = iter(words)
    command = next((word for word in named if not _option(word, named)), "")
    asks_for_text = not TEXT.isdisjoint(words)
    return term not in ("", "dumb") and not asks_for_text and command in {"", *SCREENS}


def _option(word: str, others: Iterator[str]) -> bool:
    if word == "--sessions":
        next(others, "")
    return word.startswith("-")


def end_in_order(end: Callable[[int, FrameType | None], None]) -> None:
    """Call `end` with the number of each signal that would end the program at once."""
    for number in ENDS:
        signal.signal(number, end)


def start() -> None:
    """Echo nothing from here on, and stop, go on and end in order.

    Only on a terminal that is ours alone: with a pipe, it may be another program's too.
    """
    if not (os.isatty(0) and os.isatty(2)) or _is_pipe(1):
        return
    atexit.register(give_back)
    end_in_order(_exit)
    signal.signal(signal.SIGTSTP, _stop)
    silence()
    os.write(2, ERASE_LINE)  # a key that was quicker may be there to read already


def _is_pipe(descriptor: int) -> bool:
    try:
        return stat.S_ISFIFO(os.fstat(descriptor).st_mode)
    except OSError:  # closed
        return False


def silence() -> None:
    """Echo nothing, and drop what was typed so far."""
    global _echo
    with suppress(termios.error, OSError):
        if _echo is None:
            _echo = termios.tcgetattr(0)
        quiet = [*_echo]
        quiet[3] &= ~(termios.ECHO | termios.ECHOE | termios.ECHOK | termios.ECHONL)
        _set(quiet)


def give_back() -> None:
    """Drop what was typed so far, and echo again as before."""
    global _echo
    if _echo is not None:
        with suppress(termios.error, OSError):
            _set(_echo)
        _echo = None


def in_front() -> bool:
    """Whether the terminal is ours to set: a program that went on with `bg` waits for `fg`."""
    try:
        return os.tcgetpgrp(0) == os.getpgrp()
    except OSError:  # it is nobody's
        return True


def _set(settings: list[Any]) -> None:
    termios.tcsetattr(0, termios.TCSANOW, settings)
    termios.tcflush(0, termios.TCIFLUSH)


def _exit(number: int, _: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _stop(*_: object) -> None:
    """Stop as the signal means, with the terminal as it was meanwhile."""
    give_back()
    os.kill(os.getpid(), signal.SIGSTOP)
    silence()
