"""Tests of the tour: shown once, first of all, and none of its keys reach other screens."""

from __future__ import annotations

import shutil
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from meetings import Driver
from textual import events
from textual.pilot import Pilot
from waiting import press, text, until

from debrief.store import paths
from debrief.store.settings import chosen_theme, see_tour, tour_is_due
from debrief.store.theme import load_themes
from debrief.tui import tour
from debrief.tui.app import DebriefApp
from debrief.tui.screens.help import HelpScreen
from debrief.tui.screens.live import LiveScreen
from debrief.tui.screens.tour import TourScreen

THEMES, _ = load_themes([paths.shipped("themes")])
HEADINGS = [card.heading for card in tour.CARDS]
RUN = (sys.executable, "-m", "debrief", "run")

Start = Callable[..., Any]


@pytest.fixture
def start(demo: Driver, tmp_path: Path) -> Start:
    """Start the demo meeting for a user with an empty settings folder."""

    @asynccontextmanager
    async def started(
        size: tuple[int, int] = (100, 30), *, tour: bool = True
    ) -> AsyncIterator[Pilot[int]]:
        app = DebriefApp(
            lambda: LiveScreen(demo.live, lambda: demo.seconds),
            THEMES,
            "debrief run",
            tmp_path / "person",
            tour=tour,
        )
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield pilot

    return started


def card(pilot: Pilot[int]) -> str:
    return " ".join(text(pilot.app.screen, "card").split())


async def rested(pilot: Pilot[int]) -> LiveScreen:
    """Wait until keys reach the meeting, and return its screen."""
    app = pilot.app
    assert isinstance(app, DebriefApp)
    await until(pilot, lambda: not app.rests)
    assert isinstance(app.screen, LiveScreen)
    return app.screen


async def test_a_first_run_begins_with_the_tour_and_the_next_does_not(
    start: Start, tmp_path: Path
) -> None:
    async with start() as pilot:
        seen = [card(pilot)]
        while isinstance(pilot.app.screen, TourScreen):
            await press(pilot, "space" if len(seen) % 2 else "enter")
            seen.append(card(pilot))
        assert "Open the meeting" in text(pilot.app.screen, "footer")
        assert len(pilot.app.screen_stack) == 1
    assert len(seen[:-1]) == len(HEADINGS)
    assert all(heading in said for said, heading in zip(seen, HEADINGS, strict=False))

    assert not tour_is_due(tmp_path / "person")
    async with start() as pilot:
        assert isinstance(pilot.app.screen, LiveScreen)


async def test_whoever_leaves_it_at_once_has_seen_it_too(start: Start, tmp_path: Path) -> None:
    async with start() as pilot:
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, LiveScreen)
    assert not tour_is_due(tmp_path / "person")


async def test_no_key_typed_at_the_tour_reaches_the_meeting(start: Start, demo: Driver) -> None:
    async with start() as pilot:
        demo.seconds += 100
        await press(pilot, *["space"] * 12, "n", "q", "b")
        for kind in (events.MouseDown, events.MouseUp):
            pilot.app.post_message(kind(None, 3, 29, 0, 0, 1, False, False, False, 3, 29))
        screen = await rested(pilot)
        assert not demo.live.meeting.opened
        assert not screen.asking
        assert not screen.blanked

        await press(pilot, "space")
        assert demo.live.meeting.opened


async def test_the_tour_goes_back_and_forth_and_ends_only_with_its_own_key(start: Start) -> None:
    async with start() as pilot:
        await press(pilot, "left", "right", "right", "left")
        assert HEADINGS[1] in card(pilot)
        await press(pilot, *["right"] * 9)
        assert HEADINGS[-1] in card(pilot)
        assert "Begin" in text(pilot.app.screen, "footer")


async def test_no_tour_where_none_was_asked_for(start: Start, tmp_path: Path) -> None:
    async with start(tour=False) as pilot:
        assert isinstance(pilot.app.screen, LiveScreen)
    assert tour_is_due(tmp_path / "person")


async def test_it_can_be_had_again_from_the_help(
    start: Start, demo: Driver, tmp_path: Path
) -> None:
    see_tour(tmp_path / "person")
    async with start() as pilot:
        await press(pilot, "question_mark", "t")
        await until(pilot, lambda: isinstance(pilot.app.screen, TourScreen))
        assert not any(isinstance(screen, HelpScreen) for screen in pilot.app.screen_stack)
        await press(pilot, *["right"] * 4)
        assert "Back" in text(pilot.app.screen, "footer")
        await press(pilot, "space", "space", "space")
        await rested(pilot)
        assert len(pilot.app.screen_stack) == 1
        assert not demo.live.meeting.opened


async def test_it_can_be_had_again_from_the_palette(start: Start, tmp_path: Path) -> None:
    see_tour(tmp_path / "person")
    async with start() as pilot:
        app = pilot.app
        offered = {one.title: one for one in app.get_system_commands(app.screen)}
        offered["Take the tour: five cards on how debrief works"].callback()
        await pilot.pause()
        assert HEADINGS[0] in card(pilot)
        assert not [
            one for one in app.get_system_commands(app.screen) if one.title.startswith("Take")
        ]


async def test_the_mouse_turns_the_cards(start: Start) -> None:
    async with start() as pilot:
        await pilot.click("#footer", offset=(3, 1))
        assert HEADINGS[1] in card(pilot)
        await pilot.click("#agenda", offset=(9, 0))
        assert HEADINGS[4] in card(pilot)
        await pilot.click("#agenda", offset=(40, 0))
        await pilot.click("#card")
        assert HEADINGS[4] in card(pilot)
        await pilot.click("#footer", offset=(3, 1))
        await rested(pilot)


@pytest.mark.parametrize("size", [(120, 40), (100, 30), (80, 24), (40, 12), (20, 5), (3, 1)])
async def test_every_card_is_there_in_every_window(start: Start, size: tuple[int, int]) -> None:
    async with start(size) as pilot:
        for heading in HEADINGS:
            widget = pilot.app.screen.query_one("#card")
            assert heading.replace(" ", "") in card(pilot).replace(" ", "")
            if size >= (40, 12):
                lines = text(pilot.app.screen, "card").splitlines()
                assert len(lines) <= widget.content_size.height
                assert max(map(len, lines)) <= widget.content_size.width
            await press(pilot, "space")


async def test_the_tour_and_a_theme_are_remembered_beside_each_other(
    start: Start, tmp_path: Path
) -> None:
    async with start() as pilot:
        await press(pilot, "escape")
        await rested(pilot)
        await press(pilot, "T")
        worn = pilot.app.theme
    assert chosen_theme(tmp_path / "person") == worn
    assert not tour_is_due(tmp_path / "person")


# ---- the real program


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the demo session that is not open."""
    return Path(
        shutil.copytree(
            paths.shipped("sessions") / "demo-vp-engineering",
            tmp_path / "demo-vp-engineering",
            ignore=lambda *_: ["journal.jsonl"],
        )
    )


@pytest.mark.timeout(120)
def test_typed_ahead_at_a_first_run_opens_no_meeting(terminal: Any, folder: Path) -> None:
    shown = terminal(*RUN, str(folder), tour=True)
    shown.shows(HEADINGS[0])
    while "Open the meeting" not in shown.screen():
        shown.type(b" ")
        shown.pause(0.2)  # sooner, it would be one key held down
    shown.type(b"q")
    while shown.process.poll() is None:  # the key rests for a moment
        shown.pause(0.3)  # sooner, it would be one key held down
        shown.type(b"q")
    assert not (folder / "journal.jsonl").exists()

    again = terminal(*RUN, str(folder), tour=True)
    again.shows("Open the meeting")
    assert HEADINGS[0].encode() not in again.written


@pytest.mark.timeout(120)
def test_a_meeting_that_resumes_never_begins_with_it(
    terminal: Any, folder: Path, tmp_path: Path
) -> None:
    driver = Driver(folder, paths.config_dir())
    driver.do("open")
    driver.live.close()
    assert tour_is_due(paths.config_dir())

    shown = terminal(*RUN, str(folder), tour=True)

    shown.shows("Everybody has heard it")
    assert HEADINGS[0].encode() not in shown.written


@pytest.mark.timeout(120)
def test_home_begins_with_it_on_a_first_run(terminal: Any, folder: Path) -> None:
    home = (sys.executable, "-m", "debrief", "--sessions", str(folder.parent))
    shown = terminal(*home, tour=True)
    shown.shows(HEADINGS[0])
    shown.type(b"\x1b")
    shown.shows("1 session")
