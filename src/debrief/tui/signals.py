"""An end from outside – a signal, a closed terminal – becomes an orderly one."""

from __future__ import annotations

import asyncio
import os
import signal
from typing import Any

from textual.app import App

ENDS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""SIGINT comes from outside only: in the app ctrl+c is a key."""

LOOK = 0.5
"""Seconds between looks at whether the terminal is still there."""


def on_signals(app: App[Any]) -> None:
    """Let signals, and a terminal that closes without one, exit the app with 128 + n.

    To be called once, in the app's event loop.
    """
    loop = asyncio.get_running_loop()
    terminals = [descriptor for descriptor in (0, 1, 2) if os.isatty(descriptor)]

    def end(number: signal.Signals) -> None:
        _let_go([descriptor for descriptor in terminals if not os.isatty(descriptor)])
        app.exit(return_code=128 + number)

    def look() -> None:
        if all(map(os.isatty, terminals)):
            loop.call_later(LOOK, look)
        else:
            end(signal.SIGHUP)

    for number in ENDS:
        loop.add_signal_handler(number, end, number)
    look()


def _let_go(gone: list[int]) -> None:
    """Send to nowhere what is still to be written: a failure would become the exit code."""
    if gone:
        nowhere = os.open(os.devnull, os.O_RDWR)
        for descriptor in gone:
            os.dup2(nowhere, descriptor)
        os.close(nowhere)
