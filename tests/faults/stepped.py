"""The real meeting screen with a clock and randomness of its own; run as a process.

After the start and after each key it waits until nothing moves any more, paints the whole screen
once, and marks the end of the step, so that who types need not guess.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from debrief.cli.terminal import prepare

STEP = "\x1b_step\x1b\\"
"""Written after each step; terminals ignore it."""

START = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


def main(folder: Path) -> int:
    prepare(os.environ)
    sys.path.append(str(Path(__file__).parents[1]))  # as pytest has it
    from textual import events
    from textual.pilot import Pilot
    from textual.screen import Screen
    from waiting import Unhurried

    from debrief.live import Environment, LiveMeeting
    from debrief.store import paths
    from debrief.store.sessions import session
    from debrief.store.theme import load_themes
    from debrief.tui.app import DebriefApp
    from debrief.tui.screens.live import LiveScreen
    from debrief.tui.terminal.typeahead import Typed

    source = random.Random(0)
    live = LiveMeeting(
        folder,
        Environment(
            now=lambda: START,
            mono=lambda: 0.0,
            random=source.randbytes,
            run="run-1",
            load=session.load,
            config_dir=paths.config_dir(),
            program="debrief test",
        ),
    )

    class Stepped(DebriefApp):
        clock = Unhurried()  # type: ignore[assignment]  # a clock in all but name
        CSS_PATH = paths.PACKAGE / "tui" / DebriefApp.CSS_PATH

        async def on_event(self, event: events.Event) -> None:
            # A key comes here first, and again, forwarded, after no widget wanted it.
            first = isinstance(event, Typed) and not event.is_forwarded
            await super().on_event(event)
            if first:
                self._tell_step()

        def on_ready(self) -> None:
            self._tell_step()

        def _tell_step(self) -> None:
            self._telling = asyncio.create_task(self._settled())

        async def _settled(self) -> None:
            pilot = Pilot(self)
            seen, now = None, self._seen()
            # On a busy machine what a key began may come later than a screen that looks calm, or
            # one on which nothing is laid out yet.
            while seen != now or self._is_busy or not any(now[1:]):
                self._go_on_early()
                await pilot._wait_for_screen()
                await pilot.pause()
                seen, now = now, self._seen()
            compositor = self.screen._compositor
            frame = compositor.render_update(full=True, screen_stack=self._background_screens)
            super()._display(self.screen, frame)
            self._driver.write(STEP)

        @property
        def _is_busy(self) -> bool:
            return self.keys_waiting or self._moved > float("-inf")

        def _seen(self) -> tuple[object, ...]:
            lines = self.screen._compositor.render_strips()
            return (self.cursor_position, *(line.text.strip() for line in lines))

        def _display(self, screen: Screen, renderable: object) -> None:
            """Paint nothing in between: how updates fall into frames is a matter of luck."""

    # When the main key is no longer dimmed is a matter of luck as well.
    LiveScreen.rest_main_key = lambda *_: None  # type: ignore[method-assign]
    themes, _ = load_themes([paths.shipped("themes")])
    # Each look at this clock is a second later: keys are never too close together.
    ticks = count(1)
    try:
        app = Stepped(lambda: LiveScreen(live, lambda: float(next(ticks))), themes, "debrief run")
        app.run()
    finally:
        live.close()
    return app.return_code or 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
