"""However the program is ended from outside, it ends in order and leaves the terminal as it was."""

from __future__ import annotations

import re
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

TINY = str(Path(__file__).with_name("tiny.py"))


def _paints(written: bytes) -> bool:
    """Whether it is painting the numbers of its frames, whichever were written out."""
    return re.search(rb"[0-9]{40}", written) is not None


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
