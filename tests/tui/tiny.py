"""A program of one widget on the real base, to be ended in every way; run as a process.

Its keys: b, an error in a handler; w, in a worker; r, one that draws itself; t, in the thread that
reads keys; a, endless painting; q, out. Its arguments: `hostile` shows a text full of controls.
"""

from __future__ import annotations

import os
import sys
from typing import ClassVar

from debrief.cli.terminal import forget_developer_settings, unusable

CANARY = "canary-3f9a"
HOSTILE = "one\x1b]0;owned\x07two\x1b[2J\u202ethree\x9b5n\x00four\x1b]8;;http://x\x1b\\"


def main() -> int:
    if reason := unusable(sys.stdin, sys.stderr, os.environ):
        print(reason, file=sys.stderr)
        return 2
    forget_developer_settings(os.environ)

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content
    from textual.widgets import Static

    from debrief.tui.shim import GuardedApp

    class DrawsItselfError(Exception):
        def __rich__(self) -> str:
            return CANARY

    class Tiny(GuardedApp[None]):
        BINDINGS: ClassVar[list[BindingType]] = [("q", "quit", "Leave")]

        def compose(self) -> ComposeResult:
            yield Static(Content(HOSTILE if "hostile" in sys.argv else "plain"))
            yield Static(Content("ready"), id="status")

        def key_b(self) -> None:
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
            def fail(message: object) -> None:
                secret = CANARY
                raise ValueError(secret)

            driver = self._driver
            assert driver is not None
            driver.process_message = fail  # type: ignore[method-assign]
            self.query_one("#status", Static).update(Content("any key now"))

        def key_a(self) -> None:
            self.count = 0
            self.set_interval(0.01, self.paint)

        def paint(self) -> None:
            self.count += 1
            self.query_one("#status", Static).update(Content(f"{self.count}" * 400))

    app = Tiny("debrief run 'my session'")
    app.run()
    return app.return_code or 0


if __name__ == "__main__":
    sys.exit(main())
