"""Tests that keys read together have the same effect as one by one."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from meetings import Driver
from textual import events
from textual.geometry import Size
from textual.pilot import Pilot
from waiting import text

from debrief.core.replay.playback import Playback
from debrief.store import paths
from debrief.store.cards.card_work import CardWork
from debrief.store.theme import load_themes
from debrief.tui.app import DebriefApp
from debrief.tui.screens.live import LiveScreen
from debrief.tui.screens.replay import ReplayScreen
from debrief.tui.screens.scorecard import ScorecardScreen

THEMES, _ = load_themes([paths.shipped("themes")])
NAMES = {" ": "space", "\n": "enter", "\t": "tab", "/": "slash", ".": "full_stop"}


def app_of(screen: LiveScreen | ReplayScreen | ScorecardScreen) -> DebriefApp:
    return DebriefApp(lambda: screen, THEMES, "debrief run")


async def burst(pilot: Pilot[int], text: Iterable[str]) -> None:
    """Send keys at once; a word of several characters is the name of a key."""
    await pilot.pause()
    for char in text:
        name = NAMES.get(char, char)
        pilot.app.post_message(events.Key(name, char if len(char) == 1 else None))
    await pilot.pause()
    await pilot.pause()


async def test_a_page_of_a_scorecard_and_the_next_in_one_burst(tmp_path: Path) -> None:
    folder = tmp_path / "vp"
    shutil.copytree(paths.shipped("sessions") / "demo-vp-engineering", folder)
    work = CardWork(folder, "tom", tmp_path, lambda: datetime(2026, 11, 20, tzinfo=UTC))
    screen = ScorecardScreen(work)
    first, second = (one.id for one in screen.pages[:2])
    names = [field.name for field in screen.pages[0].fields]
    async with app_of(screen).run_test(size=(80, 24)) as pilot:
        await burst(pilot, "3\n2\nKilled it\n\nWas slow\n\n")
        await burst(pilot, ["pagedown", "4", "\t", "1", "pageup", "2"])

        said = work.draft
        assert names[:2] == ["rating", "confidence"]
        assert said[first]["rating"] == "2"
        assert said[first]["confidence"] == "medium"
        assert "Killed it" in said[first]["for"]
        assert "Was slow" in said[first]["against"]
        assert (said[second]["rating"], said[second]["confidence"]) == ("4", "low")


async def test_a_minute_and_its_text_in_one_burst(demo: Driver) -> None:
    demo.until("reveal")
    screen = LiveScreen(demo.live, lambda: 1000.0)
    async with app_of(screen).run_test(size=(80, 24)) as pilot:
        await burst(pilot, "nbefore we begin")
        demo.seconds += 1

        assert not screen.blanked
        assert screen.focused is not None
        assert "before we begin" in screen._prompt.values["text"]  # type: ignore[union-attr]


async def test_a_key_typed_while_the_window_grows_opens_its_prompt(demo: Driver) -> None:
    demo.until("reveal")
    screen = LiveScreen(demo.live, lambda: 1000.0)
    async with app_of(screen).run_test(size=(18, 4)) as pilot:
        await pilot.pause()
        pilot.app.post_message(events.Resize(Size(100, 30), Size(100, 30)))
        pilot.app.post_message(events.Key("n", "n"))
        await burst(pilot, "before we begin")

        assert screen._prompt is not None
        assert "before we begin" in screen._prompt.values["text"]


async def test_a_search_and_its_next_hits_in_one_burst(playback: Playback) -> None:
    screen = ReplayScreen(playback)
    async with app_of(screen).run_test(size=(80, 24)) as pilot:
        await burst(pilot, "/lin\n..")

        assert "3 of " in text(screen, "below")


async def test_keys_that_only_look_follow_at_once(playback: Playback) -> None:
    screen = ReplayScreen(playback)
    async with app_of(screen).run_test(size=(80, 24)) as pilot:
        await burst(pilot, ["right"] * 30 + ["left"] * 4)

        assert screen.position == 27


async def test_what_is_pasted_after_a_key_goes_where_the_key_leads(playback: Playback) -> None:
    screen = ReplayScreen(playback)
    async with app_of(screen).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        pilot.app.post_message(events.Key("slash", "/"))
        pilot.app.post_message(events.Paste("mateo"))
        pilot.app.post_message(events.Key("enter", None))
        await pilot.pause()
        await pilot.pause()

        assert "“mateo”" in text(screen, "below")
