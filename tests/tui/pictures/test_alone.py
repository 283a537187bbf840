"""Pictures of screens for one person: the list of sessions, forms, console and calibration."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from meetings import START, Driver
from rated import made_up
from textual.pilot import Pilot
from waiting import press, text, until

from debrief.calibration.estimate import calibration
from debrief.calibration.names import Names
from debrief.calibration.ratings_csv import parse
from debrief.live import Environment
from debrief.live.console import Console, ConsoleEnvironment
from debrief.store import paths
from debrief.store.archive.archive import Archive
from debrief.store.cards.card_work import CardWork
from debrief.store.journal.after_writer import WriterEnvironment as Adding
from debrief.store.review_work import ReviewWork
from debrief.store.sessions import session
from debrief.tui.calibration_report import Report
from debrief.tui.home_actions import Home, ScreenFactory
from debrief.tui.screens.calibration import CalibrationScreen
from debrief.tui.screens.console import ConsoleScreen
from debrief.tui.screens.home import HomeScreen
from debrief.tui.screens.review import ReviewScreen
from debrief.tui.screens.scorecard import ScorecardScreen
from debrief.tui.screens.tour import TourScreen
from debrief.tui.widgets.detail_pane import DetailPane

SHIPPED = paths.shipped("sessions")
FINISHED, NOT_BEGUN = SHIPPED / "demo-director-platform", SHIPPED / "demo-vp-engineering"
NOW = datetime(2027, 4, 1, 9, 0, tzinfo=UTC)
NAMES = ("zoë", "abel", "mira", "kofi", "ines", "bram", "yuki", "nils")
ADDING = Adding(now=lambda: NOW, mono=lambda: 0.0, random=bytes, run="run-1")

GROUPS = ("running", "carried", "next", "waiting", "new", "promises", "review")
"""The sessions of `grouped` in their order."""

Look = Callable[..., None]


# ---- home


def at_home(root: Path, look: Look, *keys: str, until_seen: str = "") -> None:
    """Look at home after these keys, once all is read, and what is waited for is seen."""
    environment = Environment(
        now=lambda: NOW,
        mono=lambda: 0.0,
        random=bytes,
        run="run-1",
        load=session.load,
        config_dir=root.parent / "config",
        program="debrief test",
    )
    screens = ScreenFactory(
        lambda: environment,
        lambda folder: ReviewWork(folder, root.parent / "state", ADDING),
        lambda _: Report(calibration((), Names(), bytes)),
    )
    home = Home(
        archive=lambda: Archive(root, root.parent / "cache"),
        screens=screens,
        today=lambda: date(2027, 4, 1),
        make=lambda wanted: (False, "No session was made."),
        demo=lambda: root,
        where="~/debrief/sessions",
        write_brief=lambda folder: f"Wrote {folder.name}.",
        make_forms=lambda folder: f"Made the forms of {folder.name}.",
    )
    screen = HomeScreen(home)

    async def act(pilot: Pilot[int]) -> None:
        await until(pilot, lambda: screen.complete)
        await press(pilot, *keys)

    def ready() -> bool:
        """Return whether all that is beside the list is there and has room."""
        if until_seen not in text(screen):
            return False
        lines, beside = text(screen, "chosen").count("\n") + 1, screen.query_one(DetailPane)
        return not beside.size or screen.query_one("#chosen").size.height == lines

    look(lambda: screen, act, ready=ready)


def test_home(root: Path, look: Look) -> None:
    at_home(root, look)


def test_home_with_the_record(root: Path, look: Look) -> None:
    at_home(root, look, "down", "e", until_seen="Fingerprint")


def test_home_groups(grouped: Path, look: Look) -> None:
    at_home(grouped, look)


@pytest.mark.parametrize("group", ["carried", "next", "waiting", "new", "promises", "review"])
def test_home_group(grouped: Path, look: Look, group: str) -> None:
    at_home(grouped, look, *["down"] * GROUPS.index(group))


def test_home_done(grouped: Path, look: Look) -> None:
    at_home(grouped, look, "end", "up", until_seen="2 meetings are over")


def test_home_filtered(root: Path, look: Look) -> None:
    at_home(root, look, "slash", *"r-0")


def test_home_empty(tmp_path: Path, look: Look) -> None:
    at_home(tmp_path / "nowhere", look)


def test_new_session(root: Path, look: Look) -> None:
    at_home(root, look, "n", *"CTO", "tab", *"X-1")


def test_home_help(root: Path, look: Look) -> None:
    at_home(root, look, "question_mark")


def test_tour(look: Look) -> None:
    async def act(pilot: Pilot[int]) -> None:
        await pilot.press("space")

    look(lambda: TourScreen("To your sessions"), act)


# ---- the forms


def form(screen: Callable[[], object], look: Look, *keys: str) -> None:
    """Look at a form after these keys."""

    async def act(pilot: Pilot[int]) -> None:
        await until(pilot, lambda: pilot.app.focused is not None)
        for key in keys:
            pilot.app.simulate_key(key)
            await pilot.pause()

    look(screen, act)


@pytest.fixture
def card(tmp_path: Path) -> Callable[[], ScorecardScreen]:
    folder = tmp_path / "vp"
    shutil.copytree(NOT_BEGUN, folder)
    return lambda: ScorecardScreen(CardWork(folder, "tom", tmp_path / "state", lambda: NOW))


def test_scorecard(card: Callable[[], ScorecardScreen], look: Look) -> None:
    form(card, look, "3")


def test_scorecard_evidence(card: Callable[[], ScorecardScreen], look: Look) -> None:
    form(card, look, "3", "enter", "2", "enter", *"Cancelled", "enter")


def test_scorecard_overview(card: Callable[[], ScorecardScreen], look: Look) -> None:
    form(card, look, "3", "enter", "2", "enter", "escape")


@pytest.fixture
def review(tmp_path: Path) -> Callable[[], ReviewScreen]:
    folder = tmp_path / "platform"
    shutil.copytree(FINISHED, folder)
    return lambda: ReviewScreen(ReviewWork(folder, tmp_path / "state", ADDING))


def test_review(review: Callable[[], ReviewScreen], look: Look) -> None:
    form(review, look, "1")


def test_review_dissent(review: Callable[[], ReviewScreen], look: Look) -> None:
    form(review, look, "1", "pagedown")


def test_review_overview(review: Callable[[], ReviewScreen], look: Look) -> None:
    form(review, look, "1", "escape")


# ---- the console


def console(demo: Driver, look: Look, *keys: str) -> None:
    """Look at the console of the meeting as it is now, after these keys."""
    watching = ConsoleEnvironment(
        now=lambda: START + timedelta(seconds=demo.seconds),
        random=bytes,
        load=session.load,
        leans=demo.leans,
    )
    watched = Console(demo.folder, watching)

    async def act(pilot: Pilot[int]) -> None:
        await until(pilot, lambda: bool(text(pilot.app.screen, "guidance").strip()))
        await press(pilot, *keys)

    look(lambda: ConsoleScreen(watched), act)


def test_console_before(demo: Driver, look: Look) -> None:
    console(demo, look)


def test_console_blind(demo: Driver, look: Look) -> None:
    demo.until("reveal")
    console(demo, look)


def test_console_revealed(demo: Driver, look: Look) -> None:
    demo.until("argue")
    console(demo, look)


def test_console_minute(demo: Driver, look: Look) -> None:
    demo.until("reveal")
    console(demo, look, "n")


# ---- calibration


@pytest.fixture(scope="module")
def report() -> Report:
    rows = made_up(Random(2), sessions=40, raters=8, panel=5, competencies=4)
    told = [f"{x.session},{x.competency},{NAMES[int(x.panelist[1:])]},{x.level}" for x in rows]
    told += ["s0,c0,late,2"]
    held = parse(
        "\n".join(["session,competency,panelist,rating", *told]).encode(), "x", range(1, 5)
    ).sessions
    return Report(calibration(held, Names(), Random(1).randbytes))


def calibrated(report: Report, look: Look, *keys: str) -> None:
    """Look at calibration after these keys."""

    async def act(pilot: Pilot[int]) -> None:
        await pilot.pause()
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        await press(pilot, *keys)
        await pilot.pause()

    look(lambda: CalibrationScreen(lambda _: report), act)


def test_calibration(report: Report, look: Look) -> None:
    calibrated(report, look)


def test_calibration_unnamed(report: Report, look: Look) -> None:
    calibrated(report, look, "right")


def test_calibration_named(report: Report, look: Look) -> None:
    calibrated(report, look, "right", "e", "down")


def test_calibration_discussion(report: Report, look: Look) -> None:
    calibrated(report, look, "right", "right")


def test_calibration_left_out(report: Report, look: Look) -> None:
    calibrated(report, look, "left")
