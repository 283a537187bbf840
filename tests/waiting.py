"""Waits for what a screen does in its own time, and presses keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.content import Content
from textual.pilot import Pilot
from textual.widgets import Static

PATIENCE = 250
"""Looks, a fiftieth of a second apart, before a test gives up."""


async def until(pilot: Pilot[int], true: Callable[[], bool]) -> None:
    for _ in range(PATIENCE):
        if true():
            await pilot.pause()
            return
        await pilot.pause(0.02)
    raise AssertionError("it did not come to this")


async def shows(pilot: Pilot[int], kind: type) -> None:
    """Wait until a screen of this kind is shown."""
    await until(pilot, lambda: isinstance(pilot.app.screen, kind))


async def press(pilot: Pilot[int], *keys: str) -> None:
    for key in keys:
        pilot.app.simulate_key(key)
    await pilot.pause()


def text(screen: Any, *names: str) -> str:
    contents = [w.content for w in screen.query(Static) if not names or w.id in names]
    return "\n".join(c.plain for c in contents if isinstance(c, Content))


class Unhurried:
    """A clock by which every key is read long after the one before, and after what it began."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> float:
        return self.seconds

    def read(self, _: object) -> float:
        self.seconds += 2.0
        return self.seconds
