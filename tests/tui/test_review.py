"""Tests of the review screen, by its keys and with the mouse."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from debrief.core.after.model import Objected, Reviewed
from debrief.store import paths
from debrief.store.journal import after, journal
from debrief.store.journal.after_writer import WriterEnvironment
from debrief.store.review_work import ReviewWork
from debrief.store.theme import load_themes
from debrief.tui.app import DebriefApp
from debrief.tui.screens.review import ReviewScreen

THEMES, _ = load_themes([paths.shipped("themes")])
NOW = datetime(2027, 3, 15, 9, 30, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "platform"
    shutil.copytree(paths.shipped("sessions") / "demo-director-platform", folder)
    return folder


class Form:
    """The form of a review, with helpers to use it."""

    def __init__(self, pilot: Pilot[int], screen: ReviewScreen) -> None:
        self.pilot = pilot
        self.screen = screen

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
    world = WriterEnvironment(now=lambda: NOW, mono=lambda: 0.0, random=bytes, run="run-9")
    screen = ReviewScreen(ReviewWork(folder, folder.parent / "state", world))
    app = DebriefApp(lambda: screen, THEMES, "debrief review platform")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Form(pilot, screen)


def files(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}


def added(folder: Path) -> list[object]:
    fingerprint = journal.read(folder / "journal.jsonl").fingerprint
    return [event.entry for event in after.read(folder, fingerprint).events]


async def test_a_review_by_keys_alone(folder: Path) -> None:
    before = files(folder)
    async with shown(folder) as form:
        assert "Hire, decided by Ruth Calder on 15 September 2026." in form.all
        await form.press("1", "enter")
        await form.type("2026-11-02")
        await form.press("enter", "enter")
        assert "Mateo Silva: I would not hire yet." in form.all
        await form.press("2", "enter", "1", "enter", "3", "enter", "enter")
        assert "Premortem: we passed" in form.said("heading")
        await form.press("pagedown", "1", "enter", "2", "enter")
        await form.type("As feared")
        await form.press("pagedown")
        await form.type("Ruth and Mateo")
        await form.press("enter")
        await form.type("2028-03-15")
        await form.press("enter", "end")
        assert "[enter] Save the review" in form.said("footer")
        await form.press("enter")

        assert form.pilot.app.return_code == 0
        assert form.screen.saved is not None

    (review,) = added(folder)
    assert isinstance(review, Reviewed)
    assert (review.by, review.outcome, str(review.outcome_on)) == (
        "Ruth and Mateo", "joined", "2026-11-02",
    )  # fmt: skip
    assert [dissent.mark for dissent in review.dissents] == ["partly"]
    assert [one.mark for one in review.causes] == ["happened", "no"]
    assert [one.mark for one in review.conditions] == ["met", "not-met"]
    assert (review.happened, str(review.again)) == ("As feared", "2028-03-15")
    now = files(folder)
    assert {n for n, data in before.items() if now[n] != data} == {
        "journal.jsonl", "record.html", "record.md", "record.toml",
    }  # fmt: skip
    assert now["journal.jsonl"].startswith(before["journal.jsonl"])
    assert b"Since then: reviewed once." in now["record.html"]


async def test_the_key_that_saves_says_what_is_missing(folder: Path) -> None:
    async with shown(folder) as form:
        await form.press("1", "enter")
        await form.type("soon")
        await form.press("escape", "end", "enter")
        assert "Not saved: “soon” is not a day. Type a date such as 2026-11-24." in form.said(
            "guidance"
        )
        await form.press("down", "enter", "enter", *["backspace"] * 4, "escape", "end", "enter")
        assert form.said("guidance") == "Missing: who held this review, on the last page."

        assert added(folder) == []


async def test_an_objection_stands_by_name(folder: Path) -> None:
    async with shown(folder) as form:
        await form.press("escape", "end", "up")
        assert "[enter] Add an objection" in form.said("footer")
        await form.press("enter", "5", "enter")
        assert "[enter] Add the objection" in form.said("footer")
        await form.press("enter")
        assert "in the objector’s own words" in form.said("guidance")
        await form.type("I never said that")
        await form.press("enter")
        assert "The objection was added" in form.said("guidance")
        assert "the whole review" in form.said("agenda")
        await form.press("end", "up", "enter")
        assert form.screen.answered("text") == ""

    assert added(folder) == [Objected(by="Mateo Silva", panelist="mateo", text="I never said that")]


async def test_every_key_stays_in_sight_in_the_overview(folder: Path) -> None:
    async with shown(folder) as form:
        await form.press("escape", "end")
        for _ in range(len(form.screen.pages) + 2):
            footer = form.said("footer")
            for key in ("[enter] ", "↑ ↓ choose", "pgup back", "f1 help", "escape leave"):
                assert key in footer, footer
            await form.press("down")


async def test_what_was_typed_is_there_again(folder: Path) -> None:
    async with shown(folder) as form:
        await form.press("pagedown", "1", "escape", "escape")

    async with shown(folder) as form:
        assert "Your draft is back" in form.said("guidance")
        assert "1 of 7 pages done" in form.said("heading")


async def test_a_file_that_was_altered_meanwhile_is_told(folder: Path) -> None:
    async with shown(folder) as form:
        await form.press("1", "pagedown", "escape")
        form.screen.work.draft["close"] = {"by": "Ruth"}
        (folder / after.FILE).write_bytes(b"x\n")
        await form.press("end", "enter")

        assert "Not saved: Line 1 of after.jsonl is not a whole" in form.said("guidance")
        (folder / after.FILE).unlink()
        (folder / after.FILE).mkdir()
        await form.press("enter")
        assert form.said("guidance").startswith("Not saved: after.jsonl is a folder")
        assert str(folder) not in form.all


async def test_with_the_mouse(folder: Path) -> None:
    async with shown(folder, (100, 30)) as form:
        await form.pilot.click("#agenda", offset=(3, 0))
        assert "page 2 of 7" in form.said("agenda")
        await form.pilot.click("ChoiceField", offset=(2, 0))
        assert form.screen.work.draft["dissent"]["0"] == "right"
        await form.pilot.click("#footer", offset=(4, 1))
        assert "page 3 of 7" in form.said("agenda")
        await form.pilot.click("#agenda", offset=(15, 0))
        assert form.screen.query(OptionList)


@pytest.mark.parametrize("size", [(20, 5), (40, 12), (300, 100)])
async def test_any_window(folder: Path, size: tuple[int, int]) -> None:
    async with shown(folder, size) as form:
        await form.press("1", "pagedown", "pageup", "escape", "escape")

        assert form.pilot.app.return_code == 0
