"""Tests of the calibration screen: names appear only after their key is pressed."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random

import pytest
from rated import made_up
from rich.cells import cell_len
from textual.pilot import Pilot
from textual.widgets import Static

from debrief.calibration.archive import Damaged
from debrief.calibration.estimate import Challenges, Dissents, calibration
from debrief.calibration.names import Names, TwoNames
from debrief.calibration.ratings_csv import parse
from debrief.calibration.wording import tell_person
from debrief.store import paths
from debrief.store.atomic import FileProblem
from debrief.store.theme import load_themes
from debrief.tui.app import DebriefApp
from debrief.tui.calibration_report import Report, Tell, Work
from debrief.tui.screens.calibration import CalibrationScreen, Listing

THEMES, _ = load_themes([paths.shipped("themes")])
LAID = ("title", "tabs", "pane", "head", "told", "footer")
"""Ids of widgets with lines laid out by us; the guidance wraps by itself."""

NAMES = ("zoë", "abel", "mira", "kofi", "ines", "bram", "yuki", "nils")


def _report(*, few: bool = False, longer: bool = False) -> Report:
    """Return a report on ratings by eight people, and `late`, who is not past the gate."""
    rows = made_up(Random(2), sessions=2 if few else 40, raters=8, panel=5, competencies=4)
    told = [f"{x.session},{x.competency},{NAMES[int(x.panelist[1:])]},{x.level}" for x in rows]
    told += ["s0,c0,late,2"]
    held = parse(
        "\n".join(["session,competency,panelist,rating", *told]).encode(), "x", range(1, 5)
    ).sessions
    more = parse(
        b"session,competency,panelist,rating\no,c,u,5\no,c,w,4\n", "y", range(1, 6)
    ).sessions
    return Report(calibration(held + more if longer else held, Names(), Random(1).randbytes))


@pytest.fixture(scope="module")
def report() -> Report:
    return _report()


@asynccontextmanager
async def shown(work: Work | Report, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[int]]:
    doing = (lambda _: work) if isinstance(work, Report) else work
    app = DebriefApp(lambda: CalibrationScreen(doing), THEMES, "debrief calibration")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        if isinstance(work, Report):
            await app.workers.wait_for_complete()
            await pilot.pause()
        yield pilot


def everything(pilot: Pilot[int]) -> str:
    """Return the texts of all widgets, visible or not."""
    texts = [str(one.content) for one in pilot.app.screen.query(Static)]
    return "\n".join([*texts, *rows(pilot)])


def rows(pilot: Pilot[int]) -> list[str]:
    return [str(row.prompt) for one in pilot.app.screen.query(Listing) for row in one.options]


def told(pilot: Pilot[int]) -> str:
    return str(pilot.app.screen.query_one("#told", Static).content)


async def press(pilot: Pilot[int], *keys: str) -> str:
    for key in keys:
        pilot.app.simulate_key(key)
    await pilot.pause()
    await pilot.pause()
    return everything(pilot)


async def test_it_opens_on_agreement_and_says_that_it_is_about_people(report: Report) -> None:
    async with shown(report) as pilot:
        said = everything(pilot)

    assert "Krippendorff's ordinal alpha" in said
    assert "About people: not for a shared screen. Names stay hidden until e." in said
    assert "the anchors may need rewriting" in said
    assert "40 finished debriefs" in said


async def test_nobody_is_in_any_widget_before_the_key(report: Report) -> None:
    async with shown(report) as pilot:
        for _ in range(4):
            said = await press(pilot, "right")
            assert not [name for name in (*NAMES, "late") if name in said]
        said = await press(pilot, "right")
        assert "8 of 9 panelists past the gate." in said

        await press(pilot, "e")
        assert len(rows(pilot)) == 10
        said = await press(pilot, "b")
        assert not [name for name in (*NAMES, "late") if name in said]
        await press(pilot, "b", "e")
        assert rows(pilot) == []


async def test_people_stand_by_name_and_the_chosen_one_is_told_word_for_word(
    report: Report,
) -> None:
    (scale,) = report.found.scales
    by_name = {person.name: person for person in scale.people}
    async with shown(report, (100, 40)) as pilot:
        await press(pilot, "right", "e")
        names = [row.split()[0] for row in rows(pilot)]
        assert names == [*sorted(NAMES), "Not", "late"]

        for name in sorted(NAMES):
            flat = " ".join(told(pilot).split())
            assert flat.startswith(tell_person(by_name[name]))
            assert f"reliability {by_name[name].estimate.reliability:.2f}" in flat
            await press(pilot, "down")
        assert "Not enough shared debriefs to say (1 of 5)." in told(pilot)
        assert "lean" not in told(pilot)
        assert all("◆" in row or "◇" in row for row in rows(pilot)[:8])
        assert "◆" not in rows(pilot)[9]

        await press(pilot, "home")
        assert "abel" in told(pilot)
        await press(pilot, "end", "up")
        assert "zoë" in told(pilot)
        await press(pilot, "pageup")
        await press(pilot, "pagedown", "[", "]")


async def test_a_click_chooses_turns_the_page_and_leads_on(report: Report) -> None:
    async with shown(report) as pilot:
        await pilot.click("#tabs", offset=(18, 0))
        assert "past the gate" in everything(pilot)
        await pilot.click("#footer", offset=(3, 1))
        assert len(rows(pilot)) == 10
        await pilot.click(Listing, offset=(6, 2))
        assert "ines" in told(pilot)
        await pilot.click("#footer", offset=(3, 1))
        assert "No competency was rated a second time." in everything(pilot)


@pytest.mark.parametrize("size", [(40, 12), (60, 16), (80, 24), (100, 30), (120, 40), (300, 100)])
async def test_every_page_fits_its_window(report: Report, size: tuple[int, int]) -> None:
    async with shown(report, size) as pilot:
        for key in ("e", "right", "right", "right"):
            await press(pilot, key)
            texts = [str(pilot.app.screen.query_one(f"#{name}", Static).content) for name in LAID]
            lines = "\n".join([*texts, *rows(pilot)]).splitlines()
            assert max(map(cell_len, lines)) <= size[0] - 2


async def test_a_window_that_is_too_small_says_so_and_holds_nothing(report: Report) -> None:
    async with shown(report, (20, 5)) as pilot:
        said = await press(pilot, "right", "e")
        assert "Make the window larger." in said
        assert not [name for name in NAMES if name in said]

        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert len(rows(pilot)) == 10


async def test_what_is_needed_is_said_where_there_is_nothing_yet() -> None:
    nothing = Report(calibration((), Names(), Random(1).randbytes))
    async with shown(nothing) as pilot:
        assert "There is no finished debrief here yet" in everything(pilot)
        assert "There is no finished debrief" in await press(pilot, "right", "e")
    async with shown(_report(few=True), (100, 30)) as pilot:
        said = await press(pilot, "right")
        assert "0 of " in said
        said = await press(pilot, "e")
        assert "Nobody is past the gate yet. Of a person nothing is said before 5 debriefs" in said
        assert not [row for row in rows(pilot) if "◆" in row or "◇" in row]


async def test_scales_of_different_length_stand_apart() -> None:
    async with shown(_report(longer=True), (100, 50)) as pilot:
        assert "On the scale of 5 levels" in everything(pilot)
        await press(pilot, "right", "e")
        headings = [row for row in rows(pilot) if row.startswith("On the scale")]
        assert headings == ["On the scale of 4 levels", "On the scale of 5 levels"]
        assert "w" in (await press(pilot, "end"))


async def test_what_was_left_out_is_counted_and_named(report: Report) -> None:
    found = report.found.__class__(
        **{
            **{name: getattr(report.found, name) for name in report.found.__slots__},
            "two_names": (TwoNames("p1", ("Ada", "Bob")),),
            "challenges": Challenges(held=2, waived=1),
            "dissents": Dissents(recorded=3, right=1),
        }
    )
    left = Report(found, damaged=(Damaged("s-9", "Line 3 is torn."),), unfinished=2)
    async with shown(left) as pilot:
        assert "Left out 2" in everything(pilot)
        said = await press(pilot, "left")
        assert "s-9: Line 3 is torn." in said
        assert "2 sessions not finished yet." in said
        assert "1 id stands for two names" in said
        assert "Ada" not in said
        assert "The id p1 stands for Ada and Bob" in await press(pilot, "e")

        said = await press(pilot, "left")
        assert "2 held, 0 changed, 0 left open, 1 waived." in said
        assert "3 dissents recorded, 1 reviewed: 1 proved right" in said


async def test_of_a_list_the_notes_quote_people_and_wait_for_the_key(report: Report) -> None:
    of_list = Report(report.found, meetings=False, notes=("“abel” is no level",), used="9 used.")
    async with shown(of_list) as pilot:
        said = await press(pilot, "left")
        assert "9 used." in said
        assert "abel" not in said
        assert "“abel” is no level" in await press(pilot, "e")
        assert "does not say what became of them" in await press(pilot, "left")


async def test_it_says_how_far_it_is_and_stops_when_it_is_left() -> None:
    stopped = threading.Event()

    def endless(tell: Tell) -> Report:
        try:
            while True:
                tell("Reading sessions", 640, 10_000)
                stopped.wait(0.01)
        finally:
            stopped.set()

    async with shown(endless) as pilot:
        for _ in range(100):
            await pilot.pause(0.01)
            if "640 of 10,000" in (said := everything(pilot)):
                break
        assert "Reading sessions 640 of 10,000" in said
        assert "Reading sessions …" in said
        await press(pilot, "e", "right")
        pilot.app.simulate_key("q")
    assert stopped.wait(5)


async def test_a_list_that_is_gone_is_one_sentence() -> None:
    def gone(tell: Tell) -> Report:
        raise FileProblem(Path("/somewhere/ratings.csv"), "does not exist.")

    async with shown(gone) as pilot:
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        said = everything(pilot)

    assert "ratings.csv does not exist." in said
    assert "somewhere" not in said


async def test_help_palette_and_theme(report: Report) -> None:
    async with shown(report) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, CalibrationScreen)
        assert "Show people by name (private)" in {one.title for one in screen.palette()}
        assert "Theme: " in await press(pilot, "T")
        said = await press(pilot, "question_mark")
        assert "Nobody is ranked" in said
