"""The terminal of a screen command: no key is echoed until it ends, and signals end it cleanly.

It is imported before everything else, so it imports little itself.
"""

from __future__ import annotations

import atexit
import os
import select
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
"""The commands that draw a screen; `debrief` without a command draws one too."""

TEXT = frozenset({"-h", "--help", "--version", "--plain", "--json"})
"""The options that make those commands, or `debrief` alone, print text instead."""

_LEFT_ALONE = frozenset(
    {
        *("SIGKILL", "SIGSTOP"),  # cannot be caught
        *("SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGCONT"),  # suspend and resume
        *("SIGCHLD", "SIGURG", "SIGWINCH", "SIGINFO"),  # end nothing
        *("SIGPIPE", "SIGXFSZ"),  # Python ignores them, so a write fails instead
        *("SIGSEGV", "SIGBUS", "SIGFPE", "SIGILL"),  # the same fault returns after a handler
    }
)

ENDS = tuple(
    number
    for number in sorted(signal.valid_signals())
    if getattr(number, "name", "") not in _LEFT_ALONE
)
"""Signals that would end the program at once but can be caught."""

GUARD_RESTS = 0.5
"""Seconds without a key before a question takes one."""

MOST_TYPED = 1 << 16

ERASE_LINE = b"\r\x1b[K"

_echo: list[Any] | None = None
"""The terminal's settings before `start`, kept while it is quiet."""


def draws_a_screen(words: Sequence[str], term: str) -> bool:
    """Return whether a command line draws a screen in a terminal named `term`."""
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
    """Echo nothing from now on, and suspend, resume and end cleanly.

    Do this only on a terminal of our own: with a pipe, another program may share it.
    """
    if not (os.isatty(0) and os.isatty(2)) or _is_pipe(1):
        return
    atexit.register(give_back)
    end_in_order(_exit)
    signal.signal(signal.SIGTSTP, _stop)
    silence()
    os.write(2, ERASE_LINE)  # a key typed earlier may be visible already


def _is_pipe(descriptor: int) -> bool:
    try:
        return stat.S_ISFIFO(os.fstat(descriptor).st_mode)
    except OSError:  # closed
        return False


def silence() -> None:
    """Echo nothing, and drop keys typed so far."""
    global _echo
    with suppress(termios.error, OSError):
        if _echo is None:
            _echo = termios.tcgetattr(0)
        quiet = [*_echo]
        quiet[3] &= ~(termios.ECHO | termios.ECHOE | termios.ECHOK | termios.ECHONL)
        _set(quiet)


def give_back() -> None:
    """Drop keys typed so far, and restore the echo."""
    global _echo
    if _echo is not None:
        with suppress(termios.error, OSError):
            _set(_echo)
        _echo = None


def confirms(question: str) -> bool:
    """Ask on the terminal; return whether the first key after half a second without any is y."""
    os.write(2, question.encode())
    settings = termios.tcgetattr(0)
    settings[3] &= ~(termios.ICANON | termios.ECHO)
    with suppress(termios.error, OSError):
        termios.tcsetattr(0, termios.TCSANOW, settings)
    while select.select([0], [], [], GUARD_RESTS)[0]:
        if not os.read(0, MOST_TYPED):
            break  # the terminal is gone
    answer = os.read(0, MOST_TYPED)  # whole: an escape sequence may end with y
    os.write(2, b"\n")
    return answer == b"y"


def in_front() -> bool:
    """Return whether we are in the foreground; a program resumed with `bg` waits for `fg`."""
    try:
        return os.tcgetpgrp(0) == os.getpgrp()
    except OSError:  # there is no controlling terminal
        return True


def _set(settings: list[Any]) -> None:
    termios.tcsetattr(0, termios.TCSANOW, settings)
    termios.tcflush(0, termios.TCIFLUSH)


def _exit(number: int, _: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _stop(*_: object) -> None:
    """Suspend the program, with the terminal restored meanwhile."""
    give_back()
    os.kill(os.getpid(), signal.SIGSTOP)
    silence()
