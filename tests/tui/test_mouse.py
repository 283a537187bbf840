"""Tests of clicks on keys in the footer, and on parts of a screen."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

from clicking import click
from meetings import START, Driver
from replays import press, the_replay
from replays import text as told
from terminals import Terminal
from textual.pilot import Pilot
from waiting import text, until

from debrief.live.console import Console, ConsoleEnvironment
from debrief.store import paths
from debrief.store.sessions import session
from debrief.store.theme import load_themes
from debrief.tui.app import DebriefApp
from debrief.tui.screens.console import ConsoleScreen
from debrief.tui.screens.frame import Body
from debrief.tui.screens.help import HelpScreen
from debrief.tui.screens.live import LiveScreen
from debrief.tui.widgets.prompt import Prompt

THEMES, _ = load_themes([paths.shipped("themes")])


class Mouse:
    """A mouse on the meeting screen, with clicks a second apart."""

    def __init__(self, pilot: Pilot[int], driver: Driver) -> None:
        self.pilot = pilot
        self.driver = driver

    async def click(self, words: str, *, times: int = 1, right: int = 0) -> None:
        self.driver.seconds += 1
        await click(self.pilot, words, times=times, right=right)

    async def press(self, key: str) -> None:
        self.driver.seconds += 1
        self.pilot.app.simulate_key(key)
        await self.pilot.pause()

    @property
    def screen(self) -> LiveScreen:
        screen = self.pilot.app.screen_stack[0]
        assert isinstance(screen, LiveScreen)
        return screen

    async def asks(self, verb: str) -> None:
        """Wait until the prompt of a verb is open."""

        def asked() -> str:
            return self.screen.query_one(Prompt).ask.verb

        await until(self.pilot, lambda: asked() == verb)

    def shows(self, name: str) -> str:
        return text(self.screen, name)


@asynccontextmanager
async def room(demo: Driver, size: tuple[int, int] = (100, 30)) -> AsyncIterator[Mouse]:
    app = DebriefApp(lambda: LiveScreen(demo.live, lambda: demo.seconds), THEMES, "debrief run")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Mouse(pilot, demo)


# ---- the meeting


async def test_the_words_of_the_footer_press_their_keys(demo: Driver) -> None:
    async with room(demo) as mouse:
        await mouse.click("Open the meeting")
        assert demo.live.meeting.opened
        await mouse.click("minute")
        await mouse.asks("minute")
        await mouse.click("escape close")
        await mouse.asks("")
        await mouse.click("[space]")
        assert demo.live.meeting.heard
        await mouse.click("differs")
        await mouse.asks("confirm_role")
        await mouse.click("escape close")
        await mouse.asks("")
        await mouse.click("[space]")
        assert demo.live.meeting.confirmations
        await mouse.click("p people")
        await mouse.asks("people")


async def test_a_click_beside_the_words_does_nothing(demo: Driver) -> None:
    async with room(demo) as mouse:
        await mouse.click("Open the meeting", right=20)
        await mouse.pilot.click("#pane")
        assert not demo.live.log


async def test_a_double_click_is_one_press_of_the_main_key(demo: Driver) -> None:
    demo.until("challenge")
    async with room(demo) as mouse:
        await mouse.click("[space]", times=2)
        await until(mouse.pilot, lambda: "Note, and close" in mouse.shows("footer"))
        await mouse.asks("")  # the second one would open the note
        await mouse.click("[space]")
        await mouse.asks("challenge")


async def test_a_prompt_is_filled_in_by_clicks(demo: Driver) -> None:
    demo.do("open")
    async with room(demo) as mouse:
        await mouse.click("n minute")
        await mouse.press("tab")
        await mouse.click("One line")
        await mouse.press("x")
        await mouse.click("( ) Omar Haddad")
        await mouse.click("Save")
        (minute,) = demo.live.meeting.minutes
        assert (minute.event.text, minute.event.speaker) == ("x", "omar")


async def test_a_click_on_a_step_asks_where_to_go(demo: Driver) -> None:
    demo.until("argue")
    async with room(demo) as mouse:
        count = len(demo.live.log)
        await mouse.press("left_square_bracket")
        assert "Back to now" in mouse.shows("footer")
        await mouse.click("Back to now")
        assert mouse.screen.shown is not None
        assert mouse.screen.shown.place.competency == "decides-under-pressure"

        await mouse.click("Refs")
        await mouse.asks("go")
        await mouse.click("Competencies")  # what is asked stays
        await mouse.asks("go")
        assert len(demo.live.log) == count


async def test_a_click_goes_to_a_cell_and_shows_nothing_of_it(demo: Driver) -> None:
    demo.until("reveal_votes")
    async with room(demo) as mouse:
        seen = set()
        for choice in ("1", "4"):
            await mouse.click("Dana Whitfield  ")
            assert mouse.screen.cursor == "dana"
            await mouse.press(choice)
            await mouse.click("Dana Whitfield  ")
            seen.add(mouse.shows("pane"))
        assert len(seen) == 1
        (here,) = (line for line in mouse.shows("pane").splitlines() if line.startswith("▸"))
        assert here.split("│")[0].split() == ["▸", "Dana", "Whitfield", "▓▓"]
        await mouse.click("Votes")  # there is no cell
        assert mouse.screen.cursor == "dana"
        await mouse.click("1 strong no")
        assert mouse.shows("pane") in seen


async def test_a_prompt_keeps_cells_from_clicks(demo: Driver) -> None:
    demo.until("reveal_votes")
    async with room(demo, (100, 40)) as mouse:
        cursor = mouse.screen.cursor
        await mouse.press("n")
        await mouse.click("Omar Haddad  ")
        assert mouse.screen.cursor == cursor


async def test_help_closes_beside_it_and_on_its_words(demo: Driver) -> None:
    async with room(demo) as mouse:
        for close in ("beside", "its words"):
            await mouse.click("help")
            assert isinstance(mouse.pilot.app.screen, HelpScreen)
            await mouse.click("Preflight")
            assert isinstance(mouse.pilot.app.screen, HelpScreen)
            if close == "beside":
                await mouse.pilot.click(offset=(1, 1))
            else:
                await mouse.click("[escape]")
            assert mouse.pilot.app.screen is mouse.screen


async def test_a_blank_screen_comes_back_by_its_words_alone(demo: Driver) -> None:
    async with room(demo) as mouse:
        await mouse.press("b")
        await mouse.pilot.click("#body", offset=(50, 20))
        assert mouse.screen.blanked
        await mouse.click("b shows the screen again")
        assert not mouse.screen.blanked


async def test_the_words_that_there_is_more_turn_the_page(demo: Driver) -> None:
    demo.until("reveal")
    async with room(demo, (80, 22)) as mouse:
        await mouse.press("e")
        footer = mouse.screen.query_one("#footer")
        for sign in ("▼", "▲"):
            for _ in range(9):
                if sign in (footer.border_title or ""):
                    await mouse.pilot.click("#footer", offset=(-4 + footer.size.width, 0))
            assert sign not in (footer.border_title or "")
        body = mouse.screen.query_one("#body")
        assert 0 < body.scroll_y < body.max_scroll_y


async def test_the_wheel_scrolls_a_step_as_soon_as_it_is_there(demo: Driver) -> None:
    demo.until("pass_gate")
    async with room(demo, (80, 16)) as mouse:
        place, body = demo.live.meeting.place, mouse.screen.query_one(Body)
        mouse.screen.action_main()
        assert demo.live.meeting.place != place
        body.scroll_to(y=2, animate=False, immediate=True)  # as a turn of the wheel does
        await mouse.pilot.pause()
        assert body.scroll_y == 2


async def test_the_wheel_may_turn_away_from_the_cursor(demo: Driver) -> None:
    demo.until("reveal_votes")
    async with room(demo, (80, 16)) as mouse:
        body = mouse.screen.query_one(Body)
        await mouse.pilot.pause()
        body.scroll_to(y=body.max_scroll_y, animate=False, immediate=True)
        mouse.screen.repaint()
        await mouse.pilot.pause()
        assert body.scroll_y == body.max_scroll_y > 0

        await mouse.press("down")
        await mouse.pilot.pause()
        assert body.scroll_y < body.max_scroll_y


def test_real_clicks_and_the_wheel_in_a_terminal(terminal: Callable[..., Terminal]) -> None:
    started = terminal(sys.executable, "-m", "debrief", "demo", size=(80, 24))
    started.shows("Open the meeting")
    row, column = _at(started, "Open the meeting")
    started.type(f"\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m".encode())
    started.shows("▸Role")
    started.shows("page down")

    started.type(b"\x1b[<65;10;10M" * 40)
    started.shows("page up")


def _at(terminal: Terminal, words: str) -> tuple[int, int]:
    lines = terminal.screen().splitlines()
    row = next(number for number, line in enumerate(lines, start=1) if words in line)
    return row, lines[row - 1].index(words) + 1


# ---- the other screens


async def test_a_replay_by_clicks(replay: Callable[..., DebriefApp]) -> None:
    async with replay().run_test(size=(100, 30)) as pilot:
        await click(pilot, "→ event")
        await click(pilot, "event  [", times=2)
        assert the_replay(pilot).position == 4
        await click(pilot, "← →", right=1)  # the gap between two keys is none of them
        assert the_replay(pilot).position == 4
        await click(pilot, "← →")
        assert the_replay(pilot).position == 3

        await click(pilot, "Refs")
        assert "▸Refs" in told(the_replay(pilot), "agenda")
        await click(pilot, "Comp")
        assert "▸Comp" in told(the_replay(pilot), "agenda")

        await click(pilot, "Play")
        assert the_replay(pilot).playing
        await click(pilot, "[space]")
        assert not the_replay(pilot).playing
        await click(pilot, "search")
        assert the_replay(pilot).asking
        await press(pilot, *"stations")
        await click(pilot, "Find")
        assert "stations" in told(the_replay(pilot), "below")


async def test_the_console_by_clicks(demo: Driver) -> None:
    demo.do("open")
    watching = ConsoleEnvironment(
        now=lambda: START + timedelta(seconds=demo.seconds),
        random=bytes,
        load=session.load,
        leans=demo.leans,
    )
    console = Console(demo.folder, watching)
    app = DebriefApp(lambda: ConsoleScreen(console), THEMES, "debrief console")
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: "running" in text(app.screen, "guidance"))
        await click(pilot, "shown from here")
        await click(pilot, "[n]")
        assert app.screen.query_one(Prompt).ask.verb == "minute"
        app.simulate_key("x")
        await click(pilot, "Send to the meeting")
        assert console.notes_waiting == 1
        await click(pilot, "q leave")
    assert app.return_code == 0
