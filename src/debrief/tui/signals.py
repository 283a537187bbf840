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
    for number in ENDS:
        loop.add_signal_handler(number, app.exit, None, 128 + number)
    terminals = [descriptor for descriptor in (0, 1, 2) if os.isatty(descriptor)]
    _look(app, loop, terminals)


def _look(app: App[Any], loop: asyncio.AbstractEventLoop, terminals: list[int]) -> None:
    """Exit when a terminal is gone; not every one that goes sends a signal."""
    gone = [descriptor for descriptor in terminals if not os.isatty(descriptor)]
    if not gone:
        loop.call_later(LOOK, _look, app, loop, terminals)
        return
    # What is still to be written must not fail, or the exit code would speak of that.
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in gone:
        os.dup2(nowhere, descriptor)
    os.close(nowhere)
    app.exit(return_code=128 + signal.SIGHUP)
