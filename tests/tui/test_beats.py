"""Tests of the beats of a reveal, and of levels that must be read before it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest
from meetings import Driver
from textual.pilot import Pilot
from textual.widgets import Static

from debrief.tui.app import DebriefApp
from debrief.tui.screens.live import LiveScreen
from debrief.tui.widgets.pane import Pane

Started = Callable[..., AbstractAsyncContextManager[Pilot[int]]]


@pytest.fixture
def at_reveal(demo: Driver) -> Started:
    @asynccontextmanager
    async def start(
        size: tuple[int, int] = (100, 30), *, animated: bool = True
    ) -> AsyncIterator[Pilot[int]]:
        demo.until("reveal")
        app = DebriefApp(lambda: LiveScreen(demo.live, lambda: demo.seconds), [], "x")
        app.animation_level = "full" if animated else "none"
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield pilot

    return start


async def press(pilot: Pilot[int], key: str) -> None:
    pilot.app.simulate_key(key)
    await pilot.pause()


async def after(pilot: Pilot[int], demo: Driver, seconds: float) -> tuple[bool, bool, bool]:
    """Let time pass; return whether marks, headline and speakers are shown."""
    demo.seconds += seconds
    screen = pilot.app.screen
    assert isinstance(screen, LiveScreen)
    screen.repaint()
    await pilot.pause()
    return shown(pilot)


def shown(pilot: Pilot[int]) -> tuple[bool, bool, bool]:
    text = str(pilot.app.screen.query_one(Pane).content)
    speakers = "what did you see?" in text or "Next, the challenge" in text
    return "●" in text, "1 strong yes" in text, speakers


async def test_marks_headline_and_speakers_come_a_second_apart(
    demo: Driver, at_reveal: Started
) -> None:
    async with at_reveal() as pilot:
        await press(pilot, "space")
        assert shown(pilot) == (True, False, False)
        assert await after(pilot, demo, 0.9) == (True, False, False)
        assert await after(pilot, demo, 0.1) == (True, True, False)
        assert await after(pilot, demo, 0.9) == (True, True, False)
        assert await after(pilot, demo, 0.1) == (True, True, True)


async def test_space_does_nothing_before_the_last_beat(demo: Driver, at_reveal: Started) -> None:
    async with at_reveal() as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, LiveScreen)
        await press(pilot, "space")
        demo.seconds += 1.5
        screen.action_main()
        assert not screen.timer
        demo.seconds += 0.5
        screen.action_main()
        assert screen.timer


async def test_another_key_shows_everything_and_does_its_work(
    demo: Driver, at_reveal: Started
) -> None:
    async with at_reveal() as pilot:
        await press(pilot, "space")
        demo.seconds += 0.6
        await press(pilot, "e")

        assert shown(pilot) == (True, True, True)
        assert "depends on: “" in str(pilot.app.screen.query_one(Pane).content)


async def test_a_key_that_does_nothing_here_changes_no_beat(
    demo: Driver, at_reveal: Started
) -> None:
    async with at_reveal() as pilot:
        await press(pilot, "space")
        await press(pilot, "z")

        assert shown(pilot) == (True, False, False)


async def test_without_animations_all_is_there_and_space_rests_as_after_a_step(
    demo: Driver, at_reveal: Started
) -> None:
    async with at_reveal(animated=False) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, LiveScreen)
        await press(pilot, "space")
        assert shown(pilot) == (True, True, True)
        demo.seconds += 0.7
        screen.action_main()
        assert not screen.timer
        demo.seconds += 0.2
        screen.action_main()
        assert screen.timer


# ---- levels that are read aloud


async def test_levels_below_the_window_are_shown_before_they_can_be_revealed(
    demo: Driver, at_reveal: Started
) -> None:
    async with at_reveal((80, 15)) as pilot:
        footer = pilot.app.screen.query_one("#footer", Static)
        assert footer.border_title == "▼ more: page down"
        await press(pilot, "space")
        assert "●" not in str(pilot.app.screen.query_one(Pane).content)
        assert "page down" in str(pilot.app.screen.query_one("#guidance", Static).content)
        demo.seconds += 1
        for _ in range(3):
            await press(pilot, "pagedown")
        demo.seconds += 1
        await press(pilot, "space")
        assert "●" in str(pilot.app.screen.query_one(Pane).content)
