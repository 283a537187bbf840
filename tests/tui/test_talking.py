"""Tests of the talk about a result: its script, its clock, and what comes after it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest
from meetings import Driver
from textual.pilot import Pilot
from textual.widgets import Static
from waiting import until

from debrief.core.steps import OVERVIEW
from debrief.tui.app import DebriefApp
from debrief.tui.screens.live import LiveScreen
from debrief.tui.steps.scene import time_left

Started = Callable[..., AbstractAsyncContextManager[Pilot[int]]]


@pytest.fixture
def started(demo: Driver) -> Started:
    """Return a starter of the app, without animations, where `verb` is due."""

    @asynccontextmanager
    async def start(verb: str, size: tuple[int, int] = (100, 30)) -> AsyncIterator[Pilot[int]]:
        demo.until(verb)
        app = DebriefApp(lambda: LiveScreen(demo.live, lambda: demo.seconds), [], "debrief run")
        app.animation_level = "none"
        async with app.run_test(size=size) as pilot:
            yield pilot

    return start


async def press(demo: Driver, pilot: Pilot[int], *keys: str) -> None:
    for key in keys:
        demo.seconds += 1
        await pilot.press(key)
    await pilot.pause()


def shown(pilot: Pilot[int], name: str = "pane") -> str:
    return str(pilot.app.screen.query_one(f"#{name}", Static).content)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (180, "3:00"), (179.9, "3:00"), (170, "2:50"), (161, "2:50"), (31, "0:40"), (30, "0:30"),
        (29, "0:29"), (0.4, "0:01"), (0, "0:00, time is up"), (-75, "0:00, time is up"),
    ],
)  # fmt: skip
def test_the_time_left_goes_by_tens_and_in_its_last_half_minute_by_one(
    seconds: float, words: str
) -> None:
    assert time_left(seconds) == words


async def test_space_shows_the_script_of_a_challenge_then_asks_in_a_line(
    demo: Driver, started: Started
) -> None:
    async with started("challenge") as pilot:
        assert "likeliest reason" not in shown(pilot)
        await press(demo, pilot, "space")
        assert "It’s a year later and this rating was wrong." in shown(pilot)
        assert "challenge  3:00" in shown(pilot)
        assert "[space] Note, and close as agreed: yes" in shown(pilot, "footer")
        before = len(demo.live.log)

        await press(demo, pilot, "space", "enter")
        assert len(demo.live.log) == before + 1
        assert "challenge" not in shown(pilot)
        assert "Judgment: agreed: yes (" in shown(pilot, "agenda")


async def test_arguing_shows_the_lines_of_both_ends_and_closes_as_its_footer_says(
    demo: Driver, started: Started
) -> None:
    async with started("argue") as pilot:
        await press(demo, pilot, "space")
        assert "arguing  3:00" in shown(pilot)
        assert "What did you see that Lin Wei did not?" in shown(pilot)
        assert "Who saw something that hasn’t been said?" in shown(pilot)
        assert "does anybody want to rate again?  r" in shown(pilot)
        assert shown(pilot, "guidance").strip() == ""
        assert "[space] Note and close as yes, one against" in shown(pilot, "footer")

        await press(demo, pilot, "space", "enter")
        assert demo.live.meeting.competencies["decides-under-pressure"].argued == ("Nothing new.",)
        assert "yes, one against" in shown(pilot, "agenda")

        demo.seconds += 60
        await press(demo, pilot, "b", "b")
        assert "yes, one against" not in shown(pilot, "agenda")


async def test_the_clock_counts_down_and_stops_while_the_meeting_is_paused(
    demo: Driver, started: Started
) -> None:
    async with started("challenge") as pilot:
        demo.do("minute", text="Said", speaker="")
        await press(demo, pilot, "space")
        demo.seconds += 100
        await until(pilot, lambda: "challenge  1:20" in shown(pilot))
        await press(demo, pilot, "t")
        assert "clock paused" in shown(pilot, "title")
        demo.seconds += 400
        await press(demo, pilot, "b", "b")
        assert "challenge  1:20" in shown(pilot)


async def test_another_key_keeps_its_work_and_looking_away_keeps_the_talk(
    demo: Driver, started: Started
) -> None:
    async with started("argue") as pilot:
        await press(demo, pilot, "space", "left_square_bracket")
        assert "arguing" not in shown(pilot)
        await press(demo, pilot, "space")
        assert "arguing" in shown(pilot)
        await press(demo, pilot, "e")
        assert "arguing" not in shown(pilot)
        await press(demo, pilot, "e", "r")
        assert demo.live.meeting.cells_here
        assert "arguing" not in shown(pilot)


async def test_the_lines_above_a_prompt_do_not_move(demo: Driver, started: Started) -> None:
    async with started("argue", (80, 24)) as pilot:
        await press(demo, pilot, "space")
        before = shown(pilot)
        await press(demo, pilot, "space")
        assert pilot.app.screen.query_one("Prompt").display
        assert shown(pilot) == before


async def test_the_overview_comes_once_after_the_last_competency(
    demo: Driver, started: Started
) -> None:
    last = list(demo.live.meeting.competencies)[-1]
    while demo.live.meeting.place.competency != last or demo.live.due.verb.name == "reveal":
        demo.main()
    async with started(demo.live.due.verb.name) as pilot:
        await press(demo, pilot, "space", "space", "enter")
        assert shown(pilot).startswith("All competencies")
        assert "yes, one against: Lin Wei" in shown(pilot)
        assert "[space] References" in shown(pilot, "footer")
        assert "▸Competencies 7/7" in shown(pilot, "agenda")

        await press(demo, pilot, "space")
        assert "▸Refs" in shown(pilot, "agenda")
        assert demo.live.meeting.place != OVERVIEW
        await press(demo, pilot, "left_square_bracket")
        assert shown(pilot).startswith("All competencies")


async def test_the_overview_is_a_key_away_at_the_decision(demo: Driver, started: Started) -> None:
    async with started("decide") as pilot:
        assert "yes, one against: Lin Wei" not in shown(pilot)
        await press(demo, pilot, "e")
        assert "yes, one against: Lin Wei" in shown(pilot)
