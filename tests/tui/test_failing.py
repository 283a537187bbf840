"""An error of our own costs one key, and a pane that cannot be drawn is shown as plain text."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from meetings import START, Driver
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Static

from debrief.core.playback import Playback
from debrief.core.prompts import answers, asking
from debrief.core.steps import STEPS, TITLES
from debrief.live.console import Console, Watching
from debrief.live.outside import FAILED
from debrief.store import inbox, paths, session
from debrief.store.theme import load_themes
from debrief.tui import steps
from debrief.tui.app import DebriefApp
from debrief.tui.commands import commands
from debrief.tui.resilient import STANDS
from debrief.tui.screens.console import ConsoleScreen
from debrief.tui.screens.live import LiveScreen
from debrief.tui.screens.replay import ReplayScreen
from debrief.tui.screens.room import UNDRAWN, UNSEEN
from debrief.tui.widgets.prompt import Prompt

THEMES, _ = load_themes([paths.shipped("themes")])
Patch = pytest.MonkeyPatch
SECRET = "a rating of 4, which no log may hold"


def fail(*_: object, **__: object) -> Any:
    raise ZeroDivisionError(SECRET)


class Shown:
    """A screen in an app, and keys pressed on it a second apart."""

    def __init__(self, pilot: Pilot[int], driver: Driver) -> None:
        self.pilot = pilot
        self.driver = driver

    @property
    def screen(self) -> Any:
        return self.pilot.app.screen_stack[0]

    async def press(self, *keys: str) -> None:
        for key in keys:
            self.driver.seconds += 1
            self.pilot.app.simulate_key(key)
            await self.pilot.pause()

    def text(self, name: str) -> str:
        return str(self.screen.query_one(f"#{name}", Static).content)

    @property
    def all(self) -> str:
        names = ("title", "agenda", "pane", "guidance", "below", "footer")
        return "\n".join(map(self.text, names))

    @property
    def goes_on(self) -> bool:
        return self.pilot.app.return_code is None and self.pilot.app.is_running


@asynccontextmanager
async def shown(driver: Driver, screen: Callable[[], Screen[Any]]) -> AsyncIterator[Shown]:
    app = DebriefApp(screen, THEMES, "debrief run demo")
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.pause()
        yield Shown(pilot, driver)
        assert app._exception is None


def live(driver: Driver) -> Callable[[], Screen[Any]]:
    return lambda: LiveScreen(driver.live, lambda: driver.seconds)


def replay(driver: Driver, at: int | None = None) -> Callable[[], Screen[Any]]:
    log = driver.live.log
    return lambda: ReplayScreen(Playback.of(log), at or len(log))


def crash_log() -> str:
    return (paths.state_dir() / "crash.log").read_text()


# ---- every key


@pytest.mark.parametrize(
    "due",
    [
        "open", "confirm_role", "reveal", "challenge", "review_reference", "note_owed",
        "give_cause", "reveal_votes", "decide", "finish", "leave",
    ],
)  # fmt: skip
async def test_every_key_does_something_or_refuses(demo: Driver, due: str) -> None:
    demo.until(due)
    await press_every_key(demo, due)


@pytest.mark.parametrize("due", ["open_vignette", "reveal_vignette"])
async def test_every_key_of_a_warm_up_does_something_or_refuses(warm: Driver, due: str) -> None:
    warm.until(due)
    await press_every_key(warm, due)


@pytest.mark.parametrize("due", ["reveal_round"])
async def test_every_key_of_a_second_round_does_something_or_refuses(
    demo: Driver, due: str
) -> None:
    demo.until("challenge")
    demo.do("open_round")
    await press_every_key(demo, due)


async def press_every_key(demo: Driver, due: str) -> None:
    """Press each key where `due` is what comes next."""
    assert demo.live.view().main.verb == due
    async with shown(demo, live(demo)) as room:
        for key, name in [(k, one.name) for one in commands(*LiveScreen.WHERE) for k in one.keys]:
            if name == "main" or (name == "leave" and due in ("open", "leave")):
                continue  # the main key is pressed by the walk; before and after, q just leaves
            room.screen.tell("")
            before = (room.all, len(demo.live.log))
            await room.press(key)
            assert room.goes_on, key
            assert FAILED not in room.all, key
            assert STANDS not in room.all, key
            asks = bool(room.screen.query(Prompt))
            if name.startswith("do("):
                assert asks or (room.all, len(demo.live.log)) != before, key
            if asks or len(room.pilot.app.screen_stack) > 1:
                await room.press("escape")
            elif room.screen.blanked:
                await room.press(key)
    assert not (paths.state_dir() / "crash.log").exists()


def test_every_verb_of_a_key_has_a_question_or_a_rule() -> None:
    named = {m[1] for one in commands("meeting") if (m := re.match(r"do\('(\w+)'\)", one.name))}
    known = {*asking._FORMS, *answers._ANSWERS, "undo", "redo"}
    assert named <= known
    assert "minute" in named


async def test_a_key_without_a_verb_behind_it_costs_this_key(demo: Driver) -> None:
    async with shown(demo, live(demo)) as room:
        await room.press("space")
        await room.screen.run_action("do('nonsense')")
        await room.pilot.pause()
        assert room.text("guidance") == FAILED
        await room.press("n")
        assert room.screen.query(Prompt)


async def test_an_error_in_a_key_is_told_and_the_next_key_works(
    demo: Driver, monkeypatch: Patch
) -> None:
    async with shown(demo, live(demo)) as room:
        await room.press("space")
        count = len(demo.live.log)
        with Patch.context() as patch:
            patch.setattr("debrief.tui.screens.live.prompts.Prompt", fail)
            await room.press("n")
        assert room.text("guidance") == FAILED
        assert "screens/live.py" in crash_log()
        assert SECRET not in crash_log()
        await room.press("n", "h", "i", "enter")
        assert len(demo.live.log) == count + 1


async def test_an_answer_that_fails_stays_in_its_prompt(demo: Driver) -> None:
    async with shown(demo, live(demo)) as room:
        await room.press("space", "n", "h", "i")
        count = len(demo.live.log)
        for target in ("debrief.core.view.guidance", "debrief.live.meeting.LiveMeeting.do"):
            with Patch.context() as patch:
                patch.setattr(target, fail)
                await room.press("enter")
            assert room.text("guidance") == FAILED
            assert room.screen.query_one(Prompt).values["text"] == "hi"
            assert len(demo.live.log) == count
        await room.press("enter")
        assert len(demo.live.log) == count + 1
        assert not room.screen.query(Prompt)


@pytest.mark.parametrize(
    "target", ["debrief.tui.afterwards.said", "debrief.core.prompts.chain.following"]
)
async def test_what_fails_after_the_line_is_saved_does_not_deny_it(
    demo: Driver, target: str
) -> None:
    async with shown(demo, live(demo)) as room:
        await room.press("space", "n", "h", "i")
        count = len(demo.live.log)
        with Patch.context() as patch:
            patch.setattr(target, fail)
            await room.press("enter")
        assert room.text("guidance") == STANDS
        assert len(demo.live.log) == count + 1
        assert not room.screen.query(Prompt)
        await room.press("n", "h", "i", "enter")
        assert len(demo.live.log) == count + 2


async def test_what_happens_by_itself_and_fails_is_not_told(
    demo: Driver, monkeypatch: Patch
) -> None:
    monkeypatch.setattr("debrief.tui.screens.live.LOOK_FOR_NOTES", 0.02)
    monkeypatch.setattr("debrief.tui.screens.live.LOOK_FOR_CARDS", 0.02)
    async with shown(demo, live(demo)) as room:
        monkeypatch.setattr("debrief.live.meeting.LiveMeeting.take_notes", fail)
        monkeypatch.setattr("debrief.live.meeting.LiveMeeting.arrivals", fail)
        before = room.all
        for _ in range(5):
            await room.pilot.pause(0.02)
        assert room.all == before
        assert room.goes_on
        assert "ZeroDivisionError" in crash_log()


# ---- a pane that cannot be drawn


class Broken:
    """A pane that raises whenever it is painted."""

    paint = staticmethod(fail)


async def test_a_pane_that_raises_is_plain_text_and_every_key_goes_on(
    demo: Driver, monkeypatch: Patch
) -> None:
    for step in STEPS:
        monkeypatch.setitem(steps.PAINTERS, step, Broken)
    async with shown(demo, live(demo)) as room:
        assert room.text("guidance") == UNDRAWN
        assert "Preflight" in room.text("pane")
        assert "Dana Whitfield" in room.text("pane")
        await room.press("space")
        seen = set()
        while (view := demo.live.view()).main.verb != "leave":
            if view.place.step not in seen:
                room.screen.repaint()
                assert room.text("guidance").startswith(f"Recorded. {UNDRAWN}")
                assert TITLES[view.place.step] in room.text("pane")
                assert room.text("footer").startswith("[space]")
                await room.press("n", "h", "i", "enter", "e", "e")
                assert demo.live.meeting.minutes[-1].event.text == "hi"
            seen.add(view.place.step)
            demo.main()
        assert seen == {*STEPS} - {"preflight", "warm-up"}
        assert room.goes_on


@pytest.mark.parametrize("verb", ["reveal", "reveal_votes", "decide"])
async def test_a_pane_that_raises_is_plain_text_on_resume_and_in_a_replay(
    demo: Driver, verb: str, monkeypatch: Patch
) -> None:
    demo.until(verb)
    demo.again()
    for step in STEPS:
        monkeypatch.setitem(steps.PAINTERS, step, Broken)
    for screen, told in ((live(demo), f"Recorded. {UNDRAWN}"), (replay(demo), UNDRAWN)):
        async with shown(demo, screen) as room:
            assert room.text("guidance").startswith(told)
            assert TITLES[demo.live.meeting.place.step] in room.text("pane")
            await room.press("left", "question_mark", "escape", "right", "b", "b")
            assert room.goes_on


async def test_the_plain_text_shows_no_rating_before_its_reveal(
    demo: Driver, monkeypatch: Patch
) -> None:
    monkeypatch.setitem(steps.PAINTERS, "competency", Broken)
    evidence = next(
        text
        for card in session.load(demo.folder).cards.values()
        for text in card.ratings["judgment"].open().for_
    )
    demo.until("reveal")
    async with shown(demo, live(demo)) as room:
        assert "card in" in room.text("pane")
        blind = room.text("pane")
        assert "level:" not in blind
        assert evidence[:20] not in blind
        await room.press("space")
        assert "level:" in room.text("pane")
        assert evidence[:20] in room.text("pane").replace("\n", " ")


async def test_a_cell_is_still_chosen_in_plain_text(demo: Driver, monkeypatch: Patch) -> None:
    monkeypatch.setitem(steps.PAINTERS, "vote", Broken)
    demo.until("reveal_votes")
    async with shown(demo, live(demo)) as room:
        assert "▸ Dana Whitfield" in room.text("pane")
        await room.press("3")
        assert "· Dana Whitfield · filled" in room.text("pane")
        assert "▸ Omar Haddad" in room.text("pane")


@pytest.mark.parametrize("line", ["title_line", "agenda_line", "key_line", "helpful"])
async def test_a_line_that_cannot_be_drawn_leaves_the_rest(
    demo: Driver, line: str, monkeypatch: Patch
) -> None:
    where = "room" if line in ("title_line", "agenda_line") else "live"
    demo.until("reveal")
    monkeypatch.setattr(f"debrief.tui.screens.{where}.{line}", fail)
    async with shown(demo, live(demo)) as room:
        assert room.text("guidance").startswith(f"Recorded. {UNDRAWN}")
        assert "Dana Whitfield" in room.text("pane")
        assert room.text("footer").startswith("[space] Reveal all ratings")
        await room.press("space")
        assert demo.live.meeting.competencies["judgment"].revealed


async def test_where_even_plain_text_fails_the_keys_go_on(demo: Driver, monkeypatch: Patch) -> None:
    monkeypatch.setitem(steps.PAINTERS, "preflight", Broken)
    monkeypatch.setattr("debrief.tui.steps.plain.paint", fail)
    async with shown(demo, live(demo)) as room:
        assert room.text("pane") == "Preflight"
        await room.press("space")
        assert demo.live.meeting.opened


async def test_what_cannot_be_shown_any_more_leaves_the_last_good_picture(demo: Driver) -> None:
    demo.until("reveal")
    async with shown(demo, live(demo)) as room:
        before = room.text("pane")
        with Patch.context() as patch:
            patch.setattr("debrief.live.meeting.LiveMeeting.view_at", fail)
            await room.press("left")
            assert room.text("guidance").startswith(f"Recorded. {UNSEEN}")
            assert room.text("pane") == before
        await room.press("space", "space")
        assert demo.live.meeting.competencies["judgment"].revealed


async def test_what_could_never_be_shown_is_one_sentence(demo: Driver, monkeypatch: Patch) -> None:
    monkeypatch.setattr("debrief.live.meeting.view", fail)
    async with shown(demo, live(demo)) as room:
        assert room.text("pane") == UNDRAWN
        await room.press("space", "e", "n")
        assert room.goes_on
        assert not demo.live.log


# ---- replay and console


async def test_a_moment_of_a_replay_that_cannot_be_shown_is_passed_over(
    demo: Driver, monkeypatch: Patch
) -> None:
    demo.until("reveal")
    shows = Playback.view
    monkeypatch.setattr(Playback, "view", lambda self, at: fail() if at == 3 else shows(self, at))
    async with shown(demo, replay(demo, 2)) as room:
        await room.press("right")
        assert room.text("guidance").startswith(UNSEEN)
        await room.press("right")
        assert room.screen.position == 4
        assert UNSEEN not in room.text("guidance")


async def test_a_key_of_a_replay_that_fails_is_told(demo: Driver, monkeypatch: Patch) -> None:
    demo.until("reveal")
    async with shown(demo, replay(demo)) as room:
        with Patch.context() as patch:
            patch.setattr("debrief.core.playback.Playback.next_competency", fail)
            await room.press("left_square_bracket")
            assert room.text("guidance") == FAILED
        with Patch.context() as patch:
            patch.setattr("debrief.tui.screens.replay.whereto", fail)
            await room.press("g", "1", "enter")
            assert room.text("guidance") == FAILED
        await room.press("enter")
        assert room.screen.position == 1


async def test_the_console_outlives_its_errors(demo: Driver, monkeypatch: Patch) -> None:
    demo.until("reveal")

    def watching() -> Screen[Any]:
        now = lambda: START + timedelta(seconds=demo.seconds)  # noqa: E731
        return ConsoleScreen(Console(demo.folder, Watching(now, bytes, session.load)))

    monkeypatch.setattr("debrief.tui.screens.console.LOOK", 0.02)
    async with shown(demo, watching) as room:
        await room.pilot.pause(0.05)
        with Patch.context() as patch:
            patch.setattr("debrief.live.console.Console.ask", fail)
            await room.press("n")
            assert room.text("guidance") == FAILED
        with Patch.context() as patch:
            patch.setattr("debrief.tui.console_pane.paint", fail)
            await room.pilot.pause(0.05)
            assert UNDRAWN in room.text("guidance")
        with Patch.context() as patch:
            patch.setattr("debrief.live.console.Console.look", fail)
            await room.pilot.pause(0.05)
        await room.press("n", "h", "i")
        with Patch.context() as patch:
            patch.setattr("debrief.live.console.Console.note", fail)
            await room.press("enter")
            assert room.text("guidance") == FAILED
        await room.press("enter")
        assert len(inbox.waiting(demo.folder)) == 1
