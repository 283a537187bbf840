"""Orderly exit of the app after a signal, or when its terminal closes."""

from __future__ import annotations

import asyncio
import atexit
import os
import signal
from typing import Any

from textual.app import App

from debrief import quiet

LOOK = 0.5
"""Seconds between checks that the terminal is still open."""


def on_signals(app: App[Any]) -> None:
    """Let signals, and a terminal that closes without one, exit the app with 128 + n.

    Call this once, in the app's event loop. After the loop has ended, a signal ends the program.
    """
    loop = asyncio.get_running_loop()
    terminals = [descriptor for descriptor in (0, 1, 2) if os.isatty(descriptor)]

    def end(number: int) -> None:
        _let_go([descriptor for descriptor in terminals if not os.isatty(descriptor)])
        app.exit(return_code=128 + number)

    def signalled(number: int, _: object) -> None:
        if not loop.is_running():
            raise SystemExit(128 + number)
        loop.call_soon_threadsafe(end, number)

    def look() -> None:
        if all(map(os.isatty, terminals)):
            loop.call_later(LOOK, look)
        else:
            end(signal.SIGHUP)

    atexit.register(quiet.give_back)
    quiet.end_in_order(signalled)
    look()


def _let_go(gone: list[int]) -> None:
    """Send pending output to /dev/null, as an error would change the exit code."""
    if gone:
        nowhere = os.open(os.devnull, os.O_RDWR)
        for descriptor in gone:
            os.dup2(nowhere, descriptor)
        os.close(nowhere)
