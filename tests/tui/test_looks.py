"""Tests of the look of real screens: contrast in every theme, reveal, hints, theme changes."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from meetings import Driver
from rich.color import Color as RichColor
from rich.color import ColorSystem
from textual.geometry import Region
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import OptionList, Static
from waiting import Unhurried, until

from debrief.core.colour import contrast
from debrief.core.room.model import ClockView
from debrief.store import paths
from debrief.store.settings import choose_motion
from debrief.store.theme import ThemeFile, load_themes
from debrief.tui.app import DebriefApp
from debrief.tui.screens.live import LiveScreen
from debrief.tui.screens.room import LAST_BEAT
from debrief.tui.widgets.header import clock_words, title_line
from debrief.tui.widgets.pane import Pane

THEMES, _ = load_themes([paths.shipped("themes")])
NOT_TEXT = set(" ─━│▌▐█▀▄░■·▏▎▍▊▇▆▅▃▂▁▔▕┃\u2800")
"""Lines, blocks and blanks, which are not text."""

Pairs = dict[tuple[str, str], str]


@pytest.fixture
def look(demo: Driver, tmp_path: Path) -> Callable[..., object]:
    @asynccontextmanager
    async def start(
        *themes: ThemeFile, size: tuple[int, int] = (100, 30), animated: bool = False
    ) -> AsyncIterator[Pilot[int]]:
        app = DebriefApp(
            lambda: LiveScreen(demo.live, lambda: demo.seconds), themes or THEMES, "x", tmp_path
        )
        app.animation_level = "full" if animated else "none"
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield pilot

    return start


async def press(pilot: Pilot[int], driver: Driver, *keys: str) -> None:
    for key in keys:
        driver.seconds += 1
        pilot.app.simulate_key(key)
        await pilot.pause()


async def show(pilot: Pilot[int], driver: Driver, verb: str) -> None:
    """Advance the meeting by its verbs until `verb` is due, and paint."""
    driver.until(verb)
    screen = pilot.app.screen
    assert isinstance(screen, LiveScreen)
    screen.repaint()
    await pilot.pause()


def painted(pilot: Pilot[int]) -> Pairs:
    """Return all colour pairs of painted text, each with an example."""
    pairs: Pairs = {}
    for widget in pilot.app.screen.walk_children():
        if widget.is_container or not widget.display or not widget.region.area:
            continue
        for strip in widget.render_lines(Region(0, 0, *widget.region.size)):
            for text, style, _ in strip:
                if set(text) <= NOT_TEXT or style is None:
                    continue
                assert style.color is not None
                assert style.bgcolor is not None
                assert not style.dim, text
                ink, ground = style.color.get_truecolor().hex, style.bgcolor.get_truecolor().hex
                assert not style.reverse, text
                pairs.setdefault((ink, ground), text)
    return pairs


WALK = (
    ("hear_brief",),
    ("confirm_roles", "1", "2"),
    ("reveal", "space", "e", "space"),
    ("review_reference", "p"),
    ("note_owed", "f"),
    ("give_cause", "space"),
    ("reveal_votes", "3"),
    ("decide", "space", "tab"),
    ("leave", "question_mark"),
)


async def walked(driver: Driver) -> dict[str, Pairs]:
    """Walk through the meeting once, and collect the colours of each theme on every step."""
    app = DebriefApp(lambda: LiveScreen(driver.live, lambda: driver.seconds), THEMES, "x")
    app.clock = Unhurried()
    found: dict[str, Pairs] = {theme.name: {} for theme in THEMES}

    async def collect() -> None:
        for name, pairs in found.items():
            app.theme = name
            await pilot.pause()
            pairs |= painted(pilot)

    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await collect()
        for verb, *keys in WALK:
            await show(pilot, driver, verb)
            await collect()
            for key in keys:
                await press(pilot, driver, key)
            await collect()
            await press(pilot, driver, "escape")
    return found


pytestmark = pytest.mark.timeout(180)  # the walk shows each step in each theme

ONE_WALK = pytest.mark.xdist_group("one walk")
"""Mark of tests that share one walk through the meeting in every theme, on one worker."""


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Pairs]]:
    place = tmp_path_factory.mktemp("walk")
    folder = place / "demo-vp-engineering"
    shutil.copytree(paths.shipped("sessions") / folder.name, folder)
    for written in ("journal.jsonl", "record.md", "record.toml"):
        (folder / written).unlink(missing_ok=True)
    driver = Driver(folder, place / "config")
    yield asyncio.run(walked(driver))
    driver.live.close()


@ONE_WALK
@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_every_text_of_the_meeting_stands_out(pairs: dict[str, Pairs], theme: ThemeFile) -> None:
    weak = {
        f"{text!r}: {ink} on {ground}": round(contrast(ink, ground), 2)
        for (ink, ground), text in pairs[theme.name].items()
        if contrast(ink, ground) < theme.contrast
    }
    assert weak == {}
    assert len(pairs[theme.name]) >= 12
    assert theme.contrast >= (7 if theme.name.startswith("high-contrast") else 4.5)


@ONE_WALK
@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize(
    ("system", "least"), [(ColorSystem.EIGHT_BIT, 4.0), (ColorSystem.STANDARD, 3.0)]
)
def test_terminals_of_fewer_colours_can_be_read_too(
    pairs: dict[str, Pairs], theme: ThemeFile, system: ColorSystem, least: float
) -> None:
    for (ink, ground), text in pairs[theme.name].items():
        there = (RichColor.parse(colour).downgrade(system) for colour in (ink, ground))
        shown = [colour.get_truecolor().hex for colour in there]
        assert contrast(shown[0], shown[1]) >= least, (text, ink, ground, shown)


def rows(pane: Pane) -> list[set[str]]:
    """Return the current colours of each line that is fading in."""
    found = []
    for y in sorted(pane._rising):
        styles = [style for _, style, _ in pane.render_line(y) if style is not None]
        colours = [colour for style in styles for colour in (style.color, style.bgcolor)]
        found.append({colour.get_truecolor().hex for colour in colours if colour is not None})
    return found


async def test_a_reveal_comes_up_all_at_once(
    demo: Driver, look: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("debrief.tui.widgets.pane.FRAME", 1.0)  # seen on a busy machine too
    async with look(animated=True) as pilot:  # type: ignore[attr-defined]
        await show(pilot, demo, "reveal")
        pane = pilot.app.screen.query_one(Pane)
        await press(pilot, demo, "space")
        assert pane.rising
        first, final = rows(pane), []
        while pane.rising:
            await pilot.pause(0.1)
        assert not pane.rising
        final = rows(pane)
        names = [y for y, colours in enumerate(final) if len(colours) > 1]
        assert len(names) > 6
        assert all(first[y].isdisjoint(final[y] - {"#12161d"}) for y in names), "no row is ahead"


async def test_without_animations_a_reveal_is_there_at_once(
    demo: Driver, look: Callable[..., object]
) -> None:
    async with look() as pilot:  # type: ignore[attr-defined]
        await show(pilot, demo, "reveal")
        await press(pilot, demo, "space")

        assert not pilot.app.screen.query_one(Pane).rising


async def test_motion_is_switched_off_in_the_palette_and_stays_off(
    demo: Driver, look: Callable[..., object]
) -> None:
    async with look(animated=True) as pilot:  # type: ignore[attr-defined]
        app = pilot.app
        offered = {one.title: one for one in app.get_system_commands(app.screen)}
        assert "Motion: on" not in offered
        offered["Motion: off"].callback()
        await pilot.pause()
        guidance = str(app.screen.query_one("#guidance", Static).content)
        assert guidance == "Motion is off. A reveal comes all at once."

        await show(pilot, demo, "reveal")
        await press(pilot, demo, "space")
        assert not app.screen.query_one(Pane).rising
        assert app.screen.beat == LAST_BEAT  # type: ignore[attr-defined]

        again = {one.title for one in app.get_system_commands(app.screen)}
        assert "Motion: on" in again
        assert "Motion: off" not in again


@pytest.mark.parametrize("motion", [False, True])
def test_motion_is_as_the_settings_have_it(
    demo: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, motion: bool
) -> None:
    monkeypatch.setattr("textual.constants.TEXTUAL_ANIMATIONS", "full")
    choose_motion(tmp_path, motion=motion)
    screen = LiveScreen(demo.live, lambda: demo.seconds)

    assert DebriefApp(lambda: screen, THEMES, "x", tmp_path).moves is motion


def test_the_environment_switches_motion_off_whatever_the_settings_have(
    demo: Driver, tmp_path: Path
) -> None:
    choose_motion(tmp_path, motion=True)
    screen = LiveScreen(demo.live, lambda: demo.seconds)

    assert not DebriefApp(lambda: screen, THEMES, "x", tmp_path).moves


async def test_a_key_during_a_reveal_is_not_lost(demo: Driver, look: Callable[..., object]) -> None:
    async with look(animated=True) as pilot:  # type: ignore[attr-defined]
        await show(pilot, demo, "reveal")
        await press(pilot, demo, "space", "e")

        assert "depends on: “" in str(pilot.app.screen.query_one(Pane).content)


# ---- what is always there


async def test_the_line_above_the_footer_says_that_there_is_more(
    demo: Driver, look: Callable[..., object]
) -> None:
    async with look(size=(80, 24)) as pilot:  # type: ignore[attr-defined]
        footer = pilot.app.screen.query_one("#footer", Static)
        await show(pilot, demo, "hear_brief")
        assert footer.border_title == "▼ more: page down"
        await press(pilot, demo, "pagedown", "pagedown", "pagedown", "pagedown", "pagedown")
        assert footer.border_title == "▲ page up"
        await show(pilot, demo, "review_reference")
        assert footer.border_title == ""


@pytest.mark.parametrize(("width", "hinted"), [(100, False), (120, True)])
async def test_a_large_window_is_told_to_zoom_in_before_the_meeting(
    demo: Driver, look: Callable[..., object], width: int, hinted: bool
) -> None:
    async with look(size=(width, 40)) as pilot:  # type: ignore[attr-defined]
        footer = pilot.app.screen.query_one("#footer", Static)
        assert ("zoom in" in (footer.border_title or "")) is hinted
        await press(pilot, demo, "space")
        assert "zoom in" not in (footer.border_title or "")


async def test_undo_is_offered_when_there_is_something_to_undo(
    demo: Driver, look: Callable[..., object]
) -> None:
    async with look() as pilot:  # type: ignore[attr-defined]
        footer = pilot.app.screen.query_one("#footer", Static)
        await press(pilot, demo, "space")
        assert "u undo" not in str(footer.content)
        await press(pilot, demo, "t")
        assert "u undo" not in str(footer.content)
        await show(pilot, demo, "pass_gate")
        assert "u undo" in str(footer.content)
        await show(pilot, demo, "reveal")
        await press(pilot, demo, "space")
        assert "u undo" not in str(footer.content)


async def test_the_pane_is_whole_after_the_window_changed(
    demo: Driver, look: Callable[..., object]
) -> None:
    async with look(size=(80, 24)) as pilot:  # type: ignore[attr-defined]
        await show(pilot, demo, "challenge")
        for size in ((100, 30), (120, 40), (80, 24), (100, 30)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            pane = pilot.app.screen.query_one(Pane)
            assert pane.size.height == str(pane.content).count("\n") + 1, size


@pytest.mark.parametrize("width", [50, 60, 80, 100])
async def test_alias_owner_and_time_are_always_there(
    demo: Driver, look: Callable[..., object], width: int
) -> None:
    async with look() as pilot:  # type: ignore[attr-defined]
        await show(pilot, demo, "reveal")
        seen = replace(demo.live.view(), title="Director of Platform Engineering and Delivery")
        line = title_line(seen, width)

        assert line.cell_length <= width
        for told in ("Directo", " · K-17", "Dana Wh", " decides", "0:00 of 5:00"):
            assert told in line.plain
        assert line.plain.endswith("0:00 of 5:00")


async def test_the_clock_moves_by_ten_seconds(demo: Driver, look: Callable[..., object]) -> None:
    async with look() as pilot:  # type: ignore[attr-defined]
        await press(pilot, demo, "space")
        said = set()
        for _ in range(24):
            demo.seconds += 4
            pilot.app.screen.repaint()  # type: ignore[attr-defined]
            said.add(str(pilot.app.screen.query_one("#title", Static).content))
        assert len(said) <= 10, "96 seconds"


# ---- themes


async def test_a_theme_put_on_is_named_and_worn_again(
    demo: Driver, look: Callable[..., object]
) -> None:
    async with look() as pilot:  # type: ignore[attr-defined]
        assert pilot.app.theme == "debrief-dark"
        await press(pilot, demo, "T")
        assert pilot.app.theme == "debrief-light"
        guidance = str(pilot.app.screen.query_one("#guidance", Static).content)
        assert guidance == "Theme: debrief-light"
        await press(pilot, demo, "T", "T", "T", "T")
        assert pilot.app.theme == "colour-blind-dark"
    async with look() as pilot:  # type: ignore[attr-defined]
        assert pilot.app.theme == "colour-blind-dark"


async def test_the_palette_offers_every_theme_by_name(
    demo: Driver, look: Callable[..., object]
) -> None:
    async with look() as pilot:  # type: ignore[attr-defined]
        app = pilot.app
        found = {command.title: command for command in app.get_system_commands(app.screen)}
        found["Theme: print"].callback()
        assert app.theme == "print"


async def test_the_palette_offers_what_works_now_and_the_main_action_first(
    demo: Driver, look: Callable[..., object]
) -> None:
    demo.until("reveal")
    async with look() as pilot:  # type: ignore[attr-defined]
        app = pilot.app
        offered = [(one.title, one.help) for one in app.get_system_commands(app.screen)]

    assert offered[0] == ("Reveal (1 missing)", "space")
    assert ("Add a minute", "n") in offered
    assert not [title for title, _ in offered if "blind entry" in title or "Scroll" in title]


async def test_the_palette_has_a_line_for_each_command_with_its_key(
    demo: Driver, look: Callable[..., object]
) -> None:
    demo.until("reveal")
    async with look() as pilot:  # type: ignore[attr-defined]
        await press(pilot, demo, "ctrl+p")
        options = pilot.app.screen.query_one(OptionList)
        await until(pilot, lambda: options.option_count > 1)
        prompts = [str(option.prompt) for option in options.options]
        await press(pilot, demo, *"minute")
        await until(pilot, lambda: "n          Add a minute" in str(options.options[0].prompt))

    assert prompts[0] == "space      Reveal (1 missing)"


def test_a_palette_sooner_than_the_first_picture_offers_every_theme_too(demo: Driver) -> None:
    app = DebriefApp(lambda: LiveScreen(demo.live, lambda: demo.seconds), THEMES, "debrief run")
    titles = {command.title for command in app.get_system_commands(Screen())}
    assert titles == {"Motion: on", *(f"Theme: {theme.name}" for theme in THEMES)}


async def test_a_theme_that_cannot_be_remembered_is_worn_all_the_same(
    demo: Driver, look: Callable[..., object], tmp_path: Path
) -> None:
    (tmp_path / "settings.toml").mkdir()
    async with look() as pilot:  # type: ignore[attr-defined]
        await press(pilot, demo, "T")

        assert pilot.app.theme == "debrief-light"


def test_a_step_without_time_left_says_how_long_it_took() -> None:
    assert clock_words(ClockView(6440.0, 12.0, 6452.0, False)) == "107:20"
    assert clock_words(ClockView(6440.0, 60.0, 6452.0, False)) == "over, 107:20 of 1:00"


def test_the_clock_names_the_minutes_behind_the_plan() -> None:
    clock = ClockView(80.0, 300.0, 900.0, False, behind=6)
    assert clock_words(clock) == "1:20 of 5:00 · behind 6"


@pytest.mark.parametrize("size", [(80, 16), (100, 30)])
@pytest.mark.parametrize("keys", [(), ("question_mark",), ("n",)], ids=["pane", "help", "prompt"])
async def test_the_scroll_bar_is_at_the_edge_of_the_screen(
    demo: Driver, look: Callable[..., object], size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    demo.until("reveal")
    async with look(size=size) as pilot:
        await press(pilot, demo, *keys)
        scrolling = [one for one in pilot.app.screen.walk_children() if one.show_vertical_scrollbar]

        assert all(bar.vertical_scrollbar.region.right == size[0] for bar in scrolling)
        assert scrolling or size[0] > 80
