"""Tests of the scorecard screen, by its keys and with the mouse."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import OptionList, Static
from waiting import text, until

from debrief.store import paths
from debrief.store.cards.card_work import CardWork
from debrief.store.theme import load_themes
from debrief.tui.app import DebriefApp
from debrief.tui.screens.help import HelpScreen
from debrief.tui.screens.scorecard import ScorecardScreen
from debrief.tui.widgets.evidence_field import LinesField

THEMES, _ = load_themes([paths.shipped("themes")])
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
OTHERS = "TELLTALE"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "vp"
    shutil.copytree(paths.shipped("sessions") / "demo-vp-engineering", folder)
    other = folder / "scores" / "lin.toml"
    other.write_text(f'schema = 1\npanelist = "lin"\nrole_as_i_understood_it = "{OTHERS}"\n')
    return folder


class Form:
    """The form of a scorecard, with helpers to use it."""

    def __init__(self, pilot: Pilot[int], screen: ScorecardScreen, folder: Path) -> None:
        self.pilot = pilot
        self.screen = screen
        self.card = folder / "scores" / "tom.toml"

    async def press(self, *keys: str) -> None:
        for key in keys:
            self.pilot.app.simulate_key(key)
            await self.pilot.pause()

    async def type(self, text: str) -> None:
        for char in text:
            self.pilot.app.post_message(events.Key({" ": "space"}.get(char, char), char))
        await self.pilot.pause()

    def said(self, name: str) -> str:
        return str(self.screen.query_one(f"#{name}", Static).content)

    @property
    def all(self) -> str:
        return "\n".join(str(one.content) for one in self.screen.query(Static))


@asynccontextmanager
async def shown(folder: Path, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Form]:
    work = CardWork(folder, "tom", folder.parent / "state", lambda: NOW)
    screen = ScorecardScreen(work)
    app = DebriefApp(lambda: screen, THEMES, "debrief scorecard vp tom")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Form(pilot, screen, folder)


async def test_a_card_by_keys_alone(folder: Path) -> None:
    async with shown(folder) as form:
        assert "[enter] Next page " in form.said("footer")
        first = form.screen.pages[0].id
        await form.press("3")
        assert "[enter] Next: How sure" in form.said("footer")
        await form.press("enter", "2", "enter")
        await form.type("Killed their own project")
        assert "[enter] New line" in form.said("footer")
        await form.press("enter")
        await form.type("And said so")
        await form.press("enter", "enter")
        assert "[enter] Next: Depended on" in form.said("footer")
        await form.press("escape")
        assert "1 of" not in form.said("heading")
        await form.press("pageup", "pageup")
        await form.type("One platform out of two")
        await form.press("escape", "end")
        assert "[enter] Save the scorecard" in form.said("footer")
        await form.press("enter")

        assert form.screen.saved is not None
        card = tomllib.loads(form.card.read_text())
        assert card["role_as_i_understood_it"] == "One platform out of two"
        assert card["ratings"][first] == {
            "rating": 3,
            "confidence": "medium",
            "for": ["Killed their own project", "And said so"],
        }


async def test_every_page_fits_its_window_and_shows_nobody_elses_card(folder: Path) -> None:
    async with shown(folder) as form:
        for number, page in enumerate(form.screen.pages):
            assert form.said("heading").startswith(page.title)
            assert f"page {number + 1} of 9" in form.said("agenda")
            assert OTHERS not in form.all
            assert form.screen.query_one("#footer").region.bottom == 24
            await form.press("pagedown")
        assert "the whole card" in form.said("agenda")
        assert OTHERS not in form.all


async def test_another_state_asks_why(folder: Path) -> None:
    async with shown(folder) as form:
        await form.press("7")
        assert "recused needs a reason" in form.said("guidance")
        await form.press("escape")
        assert "[enter] Open this page" in form.said("footer")
        await form.press("end", "enter")
        assert "Not saved: recused needs a reason" in form.said("guidance")
        assert not form.card.exists()
        await form.press("down", "enter", "enter")
        await form.type("We are related")
        await form.press("escape", "end", "enter")

        first = form.screen.pages[0].id
        assert tomllib.loads(form.card.read_text())["ratings"][first] == {
            "state": "recused",
            "reason": "We are related",
        }


async def test_ctrl_q_goes_to_the_overview_and_leaves_from_there(folder: Path) -> None:
    async with shown(folder) as form:
        await form.press("3", "enter", "ctrl+q")
        assert "the whole card" in form.said("agenda")
        assert form.pilot.app.is_running

        await form.press("ctrl+q")
        assert form.pilot.app.return_code == 0


async def test_nothing_is_saved_while_nothing_is_rated(folder: Path) -> None:
    async with shown(folder) as form:
        await form.press("escape", "end", "enter")

        assert "Not saved: " in form.said("guidance")
        assert "no ratings yet" in form.said("guidance")


async def test_with_the_mouse(folder: Path) -> None:
    async with shown(folder, (100, 30)) as form:
        scale = form.screen.query_one("ScaleField")
        await form.pilot.click("ScaleField", offset=(30, scale.region.height - 2))
        assert form.screen.work.draft[form.screen.pages[0].id]["rating"] == "4"
        await form.pilot.click("ScaleField", offset=(5, scale.region.height - 1))
        assert form.screen.work.draft[form.screen.pages[0].id]["rating"] == "not-assessed"
        await form.pilot.click("#footer", offset=(4, 1))
        assert form.screen.focused is not None
        await form.pilot.click("#agenda", offset=(5, 0))
        assert "page 3 of 9" in form.said("agenda")
        await form.pilot.click("#agenda", offset=(19, 0))
        assert form.screen.query(OptionList)
        await form.pilot.click("#footer", offset=(4, 1))
        assert "page" in form.said("agenda")


async def test_save_is_a_button_at_the_end_of_the_overview(folder: Path) -> None:
    async with shown(folder) as form:
        await form.press("3", "escape")
        listed = form.screen.query_one(OptionList)
        *pages, above, button = listed.options

        assert str(button.prompt) == "▏ Save the scorecard ▕"
        assert (str(above.prompt), above.disabled) == ("", True)
        assert len(pages) == len(form.screen.pages)
        await form.press("end", "enter")
        assert form.screen.saved is not None


async def test_what_was_typed_is_there_again(folder: Path) -> None:
    async with shown(folder) as form:
        await form.press("2", "enter", "enter")
        await form.type("Half a sent")
        await form.pilot.pause(1.2)
        drafts = list((folder.parent / "state").rglob("draft.json"))
        assert "Half a sent" in drafts[0].read_text()
        await form.press("escape", "escape")

    async with shown(folder) as form:
        assert "Your draft is back" in form.said("guidance")
        await form.press("home", "enter")
        assert "Half a sent" in [getattr(one, "text", "") for one in form.screen.query("TextArea")]


async def test_a_folder_that_cannot_be_written_is_said(folder: Path) -> None:
    shutil.rmtree(folder / "scores")
    (folder / "scores").symlink_to(folder.parent)
    async with shown(folder) as form:
        await form.press("3", "escape", "end", "enter")

        assert "Not saved: " in form.said("guidance")
        assert "is a link" in form.said("guidance")


@pytest.mark.parametrize("size", [(20, 5), (40, 12), (55, 24), (300, 100)])
async def test_any_window(folder: Path, size: tuple[int, int]) -> None:
    async with shown(folder, size) as form:
        await form.press("3", "pagedown", "pageup", "escape", "escape")

        assert form.pilot.app.return_code == 0


async def test_every_key_is_in_sight_wherever_the_cursor_is(folder: Path) -> None:
    async with shown(folder) as form:
        await form.press("3")
        for page in (form.screen.pages[0], form.screen.pages[-1]):
            for _ in page.fields:
                if isinstance(form.screen.focused, LinesField):
                    await form.type("x")
                footer = form.said("footer")
                for key in ("[enter] Ne", "tab field", "pgup pgdn pages", "escape whole card"):
                    assert key in footer, (page.title, footer)
                await form.press("tab")
            await form.press("escape", "end", "up", "enter")
        await form.press("escape")
        footer = form.said("footer")
        for key in ("[enter] ", "↑ ↓ choose", "pgup back", "f1 help", "escape leave"):
            assert key in footer


async def test_a_window_made_small_and_large_again_loses_nothing(folder: Path) -> None:
    async with shown(folder) as form:
        await form.press("3", "enter", "1", "enter")
        await form.type("Killed their own project")
        before = form.all
        for size in ((20, 5), (1, 1), (80, 24)):
            await form.pilot.resize_terminal(*size)
            await form.pilot.pause()

        assert form.all == before
        first = form.screen.pages[0].id
        assert form.screen.work.draft[first]["for"] == "Killed their own project"


async def test_f1_explains_the_form_also_out_of_a_text(folder: Path) -> None:
    async with shown(folder) as form:
        await form.press("3", "enter", "1", "enter")
        await form.type("Why")
        await form.press("question_mark", "f1")
        await until(form.pilot, lambda: isinstance(form.pilot.app.screen, HelpScreen))
        said = text(form.pilot.app.screen)
        assert "written alone before the meeting" in said
        assert "Previous or next page" in said
        await form.press("escape")
        assert form.pilot.app.screen is form.screen
        assert form.screen.focused is not None
        await form.press("escape", "question_mark")
        await until(form.pilot, lambda: isinstance(form.pilot.app.screen, HelpScreen))
