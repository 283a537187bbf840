"""Tests that an error costs one key press, and that a failing pane is shown as plain text."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from homes import at_home, choose, opens, order
from meetings import START, Driver
from textual.events import AppBlur
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Static
from waiting import press, text, until

from debrief.calibration.estimate import calibration
from debrief.calibration.names import Names
from debrief.core.form import Ask, Field
from debrief.core.meeting.events import BallotsLost
from debrief.core.replay.playback import Playback
from debrief.core.steps import STEPS, TITLES
from debrief.live.console import Console, ConsoleEnvironment
from debrief.live.environment import FAILED
from debrief.store import inbox, paths
from debrief.store.cards.card_work import CardWork
from debrief.store.sessions import session
from debrief.store.theme import load_themes
from debrief.tui import steps
from debrief.tui.app import DebriefApp
from debrief.tui.calibration_report import Report
from debrief.tui.commands import commands
from debrief.tui.resilient import STANDS, UNDRAWN
from debrief.tui.screens.calibration import CalibrationScreen
from debrief.tui.screens.console import ConsoleScreen
from debrief.tui.screens.help import HelpScreen
from debrief.tui.screens.live import LiveScreen
from debrief.tui.screens.replay import ReplayScreen
from debrief.tui.screens.review import ReviewScreen
from debrief.tui.screens.room import UNSEEN
from debrief.tui.screens.scorecard import ScorecardScreen
from debrief.tui.screens.tour import TourScreen
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
    async with app.run_test(size=(80, 30)) as pilot:
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
        "open", "hear_brief", "confirm_roles", "pass_gate", "reveal", "challenge",
        "review_reference", "note_owed", "give_cause", "reveal_votes", "decide", "finish", "leave",
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
    """Press each key while the verb `due` is next."""
    assert demo.live.view().main.verb == due
    async with shown(demo, live(demo)) as room:
        for key, command in [(k, one) for one in commands(*LiveScreen.WHERE) for k in one.keys]:
            name = command.name
            if name == "main" or (name == "leave" and due in ("open", "leave")):
                continue  # the main key is pressed by the walk; before and after, q just leaves
            room.screen.tell("")
            before = (room.all, len(demo.live.log))
            await room.press(key)
            assert room.goes_on, key
            assert FAILED not in room.all, key
            assert STANDS not in room.all, key
            asks = room.screen.query_one(Prompt).is_open
            if command.verb is not None:
                assert asks or (room.all, len(demo.live.log)) != before, key
            if asks or len(room.pilot.app.screen_stack) > 1:
                await room.press("escape")
            elif room.screen.blanked:
                await room.press(key)
    assert not (paths.state_dir() / "crash.log").exists()


async def test_a_key_without_a_verb_behind_it_costs_this_key(demo: Driver) -> None:
    async with shown(demo, live(demo)) as room:
        await room.press("space")
        await room.screen.run_action("verb('nonsense')")
        await room.pilot.pause()
        assert room.text("guidance") == FAILED
        await room.press("n")
        assert room.screen.query_one(Prompt).is_open


async def test_an_error_in_a_key_is_told_and_the_next_key_works(
    demo: Driver, monkeypatch: Patch
) -> None:
    async with shown(demo, live(demo)) as room:
        await room.press("space")
        count = len(demo.live.log)
        with Patch.context() as patch:
            patch.setattr("debrief.live.prompt_drafts.PromptDrafts.of", fail)
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
        for target in ("debrief.core.room.view.heading", "debrief.live.meeting.LiveMeeting.do"):
            with Patch.context() as patch:
                patch.setattr(target, fail)
                await room.press("enter")
            assert room.text("notice") == FAILED
            assert room.screen.query_one(Prompt).values["text"] == "hi"
            assert len(demo.live.log) == count
        await room.press("enter")
        assert len(demo.live.log) == count + 1
        assert not room.screen.query_one(Prompt).is_open


@pytest.mark.parametrize(
    "target",
    [
        "debrief.core.verbs.anytime.TakeMinute.notice",
        "debrief.core.verbs.anytime.TakeMinute.follows",
    ],
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
        assert not room.screen.query_one(Prompt).is_open
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
        assert "▓▓ Dana" in room.text("pane")
        assert room.text("footer").startswith("[space] Reveal (1 missing)")
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
            patch.setattr("debrief.core.replay.playback.Playback.next_competency", fail)
            await room.press("left_square_bracket")
            assert room.text("guidance") == FAILED
        with Patch.context() as patch:
            patch.setattr("debrief.tui.screens.replay.destination", fail)
            await room.press("g", "1", "enter")
            assert room.text("guidance") == FAILED
        await room.press("enter")
        assert room.screen.position == 1


async def test_the_console_outlives_its_errors(demo: Driver, monkeypatch: Patch) -> None:
    demo.until("reveal")

    monkeypatch.setattr("debrief.tui.screens.console.LOOK", 0.02)
    async with shown(demo, lambda: console(demo)) as room:
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
            assert room.text("notice") == FAILED
        await room.press("enter")
        assert len(inbox.waiting(demo.folder)) == 1


# ---- home, calibration, forms and the console


HELP = "debrief.tui.screens.help.HelpScreen.__init__"


def card(demo: Driver) -> CardWork:
    return CardWork(demo.folder, "tom", demo.folder.parent / "drafts", lambda: START)


def form(demo: Driver) -> Screen[Any]:
    return ScorecardScreen(card(demo))


def console(demo: Driver) -> Screen[Any]:
    now = lambda: START + timedelta(seconds=demo.seconds)  # noqa: E731
    return ConsoleScreen(Console(demo.folder, ConsoleEnvironment(now, bytes, session.load)))


def calibrated(_: Driver) -> Screen[Any]:
    return CalibrationScreen(lambda _: Report(calibration((), Names(), bytes)))


@pytest.mark.parametrize(
    ("screen", "key"),
    [(form, "f1"), (console, "question_mark"), (calibrated, "question_mark")],
)
async def test_an_error_in_a_key_outside_the_meeting_costs_this_key(
    demo: Driver, screen: Callable[[Driver], Screen[Any]], key: str
) -> None:
    async with shown(demo, lambda: screen(demo)) as room:
        with Patch.context() as patch:
            patch.setattr(HELP, fail)
            await room.press(key)
            assert room.text("guidance") == FAILED
        assert "screens/" in crash_log()
        assert SECRET not in crash_log()
        await room.press(key)
        assert isinstance(room.pilot.app.screen, HelpScreen)


async def test_an_error_in_a_key_at_home_costs_this_key(root: Path) -> None:
    async with at_home(root) as (pilot, screen):
        await choose(pilot, screen, "a-over")
        for key, target in (
            ("question_mark", HELP),
            ("v", "debrief.tui.home_actions.ScreenFactory.review"),
            ("s", "debrief.tui.home.listing.ORDERS"),
        ):
            with Patch.context() as patch:
                patch.setattr(target, fail)
                await press(pilot, key)
            assert FAILED in text(screen, "guidance") or UNDRAWN in text(screen, "guidance")
        await press(pilot, "slash", "a")
        with Patch.context() as patch:
            patch.setattr("debrief.tui.screens.home.character_before", fail)
            await press(pilot, "backspace")
        assert text(screen, "guidance") == FAILED
        assert screen.listing.filter == "a"
        await press(pilot, "backspace", "escape")
        await choose(pilot, screen, "a-over")
        await opens(pilot, "v", ReviewScreen)


async def test_an_error_in_what_was_opened_from_home_is_told_there(root: Path) -> None:
    async with at_home(root) as (pilot, screen):
        await choose(pilot, screen, "a-over")
        await opens(pilot, "v", ReviewScreen)
        with Patch.context() as patch:
            patch.setattr(HELP, fail)
            await press(pilot, "f1")
        assert text(pilot.app.screen, "guidance") == FAILED
        assert screen.notice == ""


async def test_an_error_while_the_archive_is_read_is_told_and_it_is_read_again(
    root: Path, monkeypatch: Patch
) -> None:
    monkeypatch.setattr("debrief.tui.screens.home.LOOK_AGAIN", 0.02)
    monkeypatch.setattr("debrief.tui.screens.home.SHARE_OF_LOOKING", 1)
    async with at_home(root) as (pilot, screen):
        with Patch.context() as patch:
            patch.setattr("debrief.tui.screens.home.batches", fail)
            await until(pilot, lambda: "could not be read" in text(screen, "guidance"))
        assert SECRET not in crash_log()
        shutil.copytree(root / "a-over", root / "e-over")
        await until(pilot, lambda: "e-over" in order(screen))


async def test_an_error_while_a_record_is_read_is_told_in_its_place(root: Path) -> None:
    async with at_home(root) as (pilot, screen):
        await choose(pilot, screen, "a-over")
        with Patch.context() as patch:
            patch.setattr("debrief.tui.home_actions.ScreenFactory.record", fail)
            await press(pilot, "e")
            await until(pilot, lambda: "record could not be read" in text(screen, "chosen"))
        assert SECRET not in crash_log()


async def test_an_error_in_the_work_of_a_calibration_is_told(demo: Driver) -> None:
    async with shown(demo, lambda: CalibrationScreen(fail)) as room:
        await until(room.pilot, lambda: "There is no report" in room.text("pane"))
        assert SECRET not in crash_log()
        await room.press("right")
        assert room.goes_on


@pytest.mark.parametrize("keys", [("pagedown",), ("escape",), ("enter",) * 4])
async def test_a_page_of_a_form_that_cannot_be_turned_is_turned_by_the_next_key(
    demo: Driver, keys: tuple[str, ...]
) -> None:
    async with shown(demo, lambda: form(demo)) as room:
        title = room.text("heading")
        with Patch.context() as patch:
            patch.setattr("debrief.store.cards.card_work.CardWork.keep", fail)
            await room.press(*keys)
            assert room.text("guidance") == FAILED
            assert room.text("heading") == title
        await room.press(keys[0])
        assert room.text("heading") != title


@pytest.mark.parametrize(
    ("screen", "target", "key"),
    [
        (form, "debrief.tui.screens.scorecard.ScorecardScreen.guidance", "pagedown"),
        (calibrated, "debrief.tui.screens.calibration_lines.tabs", "right"),
    ],
)
async def test_a_screen_that_cannot_be_drawn_goes_on(
    demo: Driver, screen: Callable[[Driver], Screen[Any]], target: str, key: str
) -> None:
    async with shown(demo, lambda: screen(demo)) as room:
        with Patch.context() as patch:
            patch.setattr(target, fail)
            await room.press(key)
            assert UNDRAWN in room.text("guidance")
        await room.press(key)
        assert UNDRAWN not in room.text("guidance")
        assert room.goes_on


# ---- help and the tour


async def test_help_that_cannot_be_drawn_says_so_and_closes(demo: Driver) -> None:
    async with shown(demo, live(demo)) as room:
        with Patch.context() as patch:
            patch.setattr("debrief.tui.screens.help.key_line", fail)
            await room.press("question_mark")
            helped = room.pilot.app.screen
            assert isinstance(helped, HelpScreen)
            assert helped.query_one("#footer").border_title == UNDRAWN
        assert SECRET not in crash_log()
        with Patch.context() as patch:
            patch.setattr(HelpScreen, "action_page", fail)
            await room.press("pagedown")
        assert helped.query_one("#footer").border_title == FAILED
        await room.press("escape")
        assert isinstance(room.pilot.app.screen, LiveScreen)


async def test_an_error_in_what_help_explains_costs_the_key(demo: Driver) -> None:
    async with shown(demo, live(demo)) as room:
        with Patch.context() as patch:
            patch.setattr("debrief.tui.screens.help.Static", fail)
            await room.press("question_mark")
        assert room.text("guidance") == FAILED
        assert room.goes_on


async def test_the_tour_outlives_its_errors(demo: Driver) -> None:
    async with shown(demo, lambda: TourScreen("Begin")) as room:
        with Patch.context() as patch:
            patch.setattr("debrief.tui.tour.paint", fail)
            await room.press("right")
            assert room.text("guidance") == UNDRAWN
        assert SECRET not in crash_log()
        with Patch.context() as patch:
            patch.setattr(TourScreen, "action_turn", fail)
            await room.press("right")
            assert room.text("guidance") == FAILED
        await room.press("right")
        assert "3 of" in room.text("title")


# ---- without the meeting's key


def without_its_key(demo: Driver) -> Driver:
    demo.until("reveal")
    demo.live.close()
    shutil.rmtree(demo.config)
    demo.start("run-2")
    return demo


async def test_a_meeting_without_its_key_continues_only_after_a_yes(demo: Driver) -> None:
    count = len(without_its_key(demo).live.log)
    async with shown(demo, live(demo)) as room:
        assert "Continue on this machine?" in text(room.screen)
        assert len(demo.live.log) == count
        await room.press("y")
        assert isinstance(demo.live.log[-1].event, BallotsLost)
        assert room.goes_on
        assert not room.screen.query_one(Prompt).is_open


async def test_any_other_key_leaves_it_as_it_was(demo: Driver) -> None:
    before = (without_its_key(demo).folder / "journal.jsonl").read_bytes()
    async with shown(demo, live(demo)) as room:
        await room.press("space")
        await room.pilot.pause()
        assert room.pilot.app.return_code == 0
    assert (demo.folder / "journal.jsonl").read_bytes() == before


async def test_keys_work_after_a_guard_closed_while_the_window_had_no_focus(demo: Driver) -> None:
    demo.until("reveal_votes")
    demo.enter(omar="3")
    async with shown(demo, live(demo)) as room:
        await room.press("space")
        assert room.screen.guard is not None
        room.pilot.app.post_message(AppBlur())
        await room.pilot.pause()
        await room.press("escape")
        assert room.screen.guard is None
        await room.press("question_mark")
        assert isinstance(room.pilot.app.screen, HelpScreen)


async def test_a_prompt_is_not_prepared_any_more_once_the_app_is_left(playback: Playback) -> None:
    app = DebriefApp(lambda: ReplayScreen(playback), THEMES, "debrief replay")
    async with app.run_test(size=(100, 30)):
        app.exit(0)
        await app.screen.query_one(Prompt).prepare()
    assert app.return_code == 0


async def test_a_question_that_needs_more_fields_asks_nothing_once_the_app_is_left(
    demo: Driver, own_folders: Path
) -> None:
    fields = tuple(Field(str(n), str(n), "text") for n in range(9))
    app = DebriefApp(lambda: LiveScreen(demo.live, lambda: demo.seconds), THEMES, "debrief run")
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, LiveScreen)
        app.screen.open_prompt(Ask("minute", "", "Many", fields, "Go"), {})
        app.exit(0)
    assert app.return_code == 0
    assert not (own_folders / ".local/state/debrief/crash.log").exists()
