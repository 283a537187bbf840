"""Fixtures: the finished demo session on the screen of a replay, and keys pressed in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.content import Content
from textual.pilot import Pilot
from textual.widgets import Static

from debrief.core.replay.playback import Playback
from debrief.live.notebook import Notebook
from debrief.store import paths
from debrief.store.journal import journal
from debrief.store.theme import load_themes
from debrief.tui.app import DebriefApp
from debrief.tui.screens.replay import ReplayScreen

FINISHED = "demo-director-platform"
PATIENCE = 250


@pytest.fixture(scope="module")
def playback() -> Playback:
    """Return the replay of the finished demo session."""
    contents = journal.read(paths.shipped("sessions") / FINISHED / "journal.jsonl")
    return Playback.of(contents.events)


@pytest.fixture
def replay(playback: Playback) -> Callable[..., DebriefApp]:
    """Return a maker of apps that show a replay."""

    def make(
        shown: Playback = playback,
        position: int = 1,
        notice: str = "",
        notebook: Notebook | None = None,
    ) -> DebriefApp:
        themes, _ = load_themes([paths.shipped("themes")])
        return DebriefApp(
            lambda: ReplayScreen(shown, position, notice, notebook), themes, "debrief replay"
        )

    return make


async def press(pilot: Pilot[int], *keys: str) -> ReplayScreen:
    """Press keys and return the replay as it is then."""
    for key in keys:
        pilot.app.simulate_key(key)
    await pilot.pause()
    return the_replay(pilot)


def the_replay(pilot: Pilot[int]) -> ReplayScreen:
    """Return the replay on the screen."""
    screen = pilot.app.screen_stack[0]
    assert isinstance(screen, ReplayScreen)
    return screen


async def until(pilot: Pilot[int], true: Callable[[], bool]) -> None:
    """Wait until something is true, or give up."""
    for _ in range(PATIENCE):
        if true():
            return
        await pilot.pause(0.02)
    raise AssertionError("it did not come to this")


def text(screen: ReplayScreen, *names: str) -> str:
    """Return what stands in these widgets, or in all."""
    contents = [w.content for w in screen.query(Static) if not names or w.id in names]
    return "\n".join(c.plain for c in contents if isinstance(c, Content))
