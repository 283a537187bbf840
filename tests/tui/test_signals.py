"""Tests that the program exits in order and restores the terminal when ended from outside."""

from __future__ import annotations

import re
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from terminals import USUAL_MODES, modes

from debrief.quiet import ENDS

TINY = str(Path(__file__).with_name("tiny.py"))


def _paints(written: bytes) -> bool:
    """Return whether the output contains the digits of a painted frame."""
    return re.search(rb"[0-9]{40}", written) is not None


def _paints_after(shown: Any, number: signal.Signals) -> None:
    """Send a signal, and read until everything is painted again."""
    before = len(shown.written)
    shown.process.send_signal(number)
    shown.until(lambda written: b"ready" in written[before:])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
@pytest.mark.parametrize("keys", [b"", b"a"], ids=["idle", "painting"])
def test_a_signal_ends_with_its_number(
    terminal: Callable[..., Any], number: signal.Signals, keys: bytes
) -> None:
    shown = terminal(sys.executable, TINY)
    shown.until(b"ready")
    if keys:
        shown.type(keys)
        shown.until(_paints)

    shown.process.send_signal(number)

    assert shown.ended() == 128 + number
    assert shown.is_restored()
    assert shown.said() == "Ended from outside."


@pytest.mark.parametrize("number", [one for one in ENDS if isinstance(one, signal.Signals)])
def test_every_signal_that_can_be_caught_ends_in_order(
    terminal: Callable[..., Any], number: signal.Signals
) -> None:
    shown = terminal(sys.executable, TINY)
    shown.until(b"ready")

    shown.process.send_signal(number)

    assert shown.ended() == 128 + number
    assert shown.is_restored()


@pytest.mark.parametrize("way", ["a signal", "ctrl+z"])
def test_suspended_it_gives_the_terminal_back_and_takes_it_again(
    terminal: Callable[..., Any], way: str
) -> None:
    shown = terminal(sys.executable, TINY)
    shown.until(b"ready")
    for _ in range(2):
        if way == "ctrl+z":
            shown.type(b"z")
        else:
            shown.process.send_signal(signal.SIGTSTP)
        shown.stopped()
        assert shown.is_restored()

        _paints_after(shown, signal.SIGCONT)
        assert modes(shown.written) != USUAL_MODES
        assert not shown.echoes()

    shown.type(b"q")
    assert shown.ended() == 0
    assert shown.is_restored()


def test_stopped_without_a_warning_it_sets_everything_again(terminal: Callable[..., Any]) -> None:
    """A SIGSTOP cannot be caught; a shell may have changed the terminal meanwhile."""
    shown = terminal(sys.executable, TINY)
    shown.until(b"ready")
    shown.process.send_signal(signal.SIGSTOP)
    shown.stopped()

    _paints_after(shown, signal.SIGCONT)
    shown.type(b"q")

    assert shown.ended() == 0
    assert shown.is_restored()


def test_ended_while_it_is_suspended_it_does_not_take_the_terminal_again(
    terminal: Callable[..., Any],
) -> None:
    """Send SIGTERM, then SIGCONT so that it acts, as `kill %1` does."""
    shown = terminal(sys.executable, TINY)
    shown.until(b"ready")
    shown.process.send_signal(signal.SIGTSTP)
    shown.stopped()
    before = shown.written

    shown.process.send_signal(signal.SIGTERM)
    shown.process.send_signal(signal.SIGCONT)

    assert shown.ended() == 128 + signal.SIGTERM
    assert shown.is_restored()
    assert b"?1049h" not in shown.written[len(before) :]


@pytest.mark.parametrize("controlling", [True, False], ids=["with SIGHUP", "without"])
@pytest.mark.parametrize("keys", [b"", b"a"], ids=["idle", "painting"])
def test_a_closed_terminal_ends_like_sighup(
    terminal: Callable[..., Any], controlling: bool, keys: bytes
) -> None:
    shown = terminal(sys.executable, TINY, controlling=controlling)
    shown.until(b"ready")
    if keys:
        shown.type(keys)
        shown.until(_paints)

    shown.hang_up()

    assert shown.ended() == 128 + signal.SIGHUP
