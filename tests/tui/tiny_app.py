"""An app of two widgets on the real base class, for tests of errors and exits."""

from __future__ import annotations

import sys
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from debrief.tui.terminal.shim import GuardedApp

CANARY = "canary-3f9a"
HOSTILE = "one\x1b]0;owned\x07two\x1b[2J\u202ethree\x9b5n\x00four\x1b]8;;http://x\x1b\\"


class DrawsItselfError(Exception):
    """An error that Textual would render by itself, without a traceback."""

    def __rich__(self) -> str:
        return CANARY


class Tiny(GuardedApp[None]):
    """An app whose keys raise errors, except q, s and z; `a` paints without end."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("q", "quit", "Leave"),
        ("z", "suspend_process", "Stop"),
    ]
    painted = 0

    def compose(self) -> ComposeResult:
        yield Static(Content(HOSTILE if "hostile" in sys.argv else "plain"))
        yield Static(Content("ready"), id="status")

    def key_b(self) -> None:
        secret = CANARY
        raise ValueError(secret)

    def key_e(self) -> None:
        self.exit()
        secret = CANARY
        raise ValueError(secret)

    def key_w(self) -> None:
        async def work() -> None:
            secret = CANARY
            raise ValueError(secret)

        self.run_worker(work())

    def key_r(self) -> None:
        secret = CANARY
        raise DrawsItselfError(secret)

    def key_t(self) -> None:
        driver = self._driver
        assert driver is not None
        process = driver.process_message

        def fail_once(message: object) -> None:
            driver.process_message = process  # type: ignore[method-assign]
            secret = CANARY
            raise ValueError(secret)

        driver.process_message = fail_once  # type: ignore[method-assign]
        self.query_one("#status", Static).update(Content("any key now"))

    def key_s(self) -> None:
        self.query_one("#status", Static).update(Content("ready"))

    def key_a(self) -> None:
        self.set_interval(0.01, self.paint)

    def paint(self) -> None:
        self.painted += 1
        self.query_one("#status", Static).update(Content(f"{self.painted}" * 400))
