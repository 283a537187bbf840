"""Each state of a screen in two sizes, compared with the grid that is kept of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import pytest
from grids import grid
from kept import PICTURED, differs, slim, state
from textual.pilot import Pilot
from textual.screen import Screen
from waiting import until

from debrief.store import paths
from debrief.store.theme import load_themes
from debrief.tui.app import DebriefApp
from debrief.tui.screens.room import RoomScreen

SIZES = ((80, 24), (100, 30))
THEME = "debrief-dark"
LONG, SHORT = 3600.0, 0.01
"""Seconds for which the main key rests: longer than any test, and hardly at all."""

CALM = 3
"""Looks in a row that see the same before nothing moves any more."""

Act = Callable[[Pilot[int]], Awaitable[None]]


@pytest.fixture(autouse=True)
def _in_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


@pytest.fixture
def look(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Return a function that compares a screen with what is kept of it."""
    name = state(request.path.stem, request.node.name)
    themes = [one for one in load_themes([paths.shipped("themes")])[0] if one.name == THEME]

    def seen(
        screen: Callable[[], Screen[Any]],
        act: Act | None = None,
        *,
        ready: Callable[[], bool] = lambda: True,
        rests: bool = False,
        sizes: Sequence[tuple[int, int]] = SIZES,
    ) -> None:
        """Compare the screen in each size, after `act`.

        `ready` is awaited in each size. The main key is dimmed if it `rests`, and only then,
        however long all this took.
        """

        async def walk() -> tuple[list[str], str]:
            app, grids = DebriefApp(screen, themes, "debrief"), []
            async with app.run_test(size=sizes[0]) as pilot:
                if act is not None:
                    await act(pilot)
                for size in sizes:
                    await pilot.resize_terminal(*size)
                    await until(pilot, lambda size=size: app.screen.size == size and ready())
                    grids.append(await settled(pilot, rests=rests))
                return grids, slim(app.export_screenshot())

        grids, picture = asyncio.run(walk())
        wrong = differs(f"grids/{name}.txt", "\n\n".join(grids) + "\n")
        if name in PICTURED and differs(f"svg/{name}.svg", picture):
            wrong = wrong or f"svg/{name}.svg is missing or looks different."
        if wrong:
            pytest.fail(f"{wrong}\n`make snapshots` keeps how it looks now.", pytrace=False)

    return seen


async def settled(pilot: Pilot[int], *, rests: bool) -> str:
    """Return the grid once nothing moves any more."""
    rooms = [screen for screen in pilot.app.screen_stack if isinstance(screen, RoomScreen)]
    if rests:
        for room in rooms:
            room.rest_main_key(LONG)
    now, calm = "", 0
    while calm < CALM:
        restless = [room for room in rooms if room.main_rests != rests]
        for room in restless:
            room.rest_main_key(SHORT)
        await pilot.pause(SHORT)
        was, now = now, grid(pilot.app)
        calm = calm + 1 if was == now and not restless else 0
    return now
