"""Tests that new cards and notes appear while the meeting is on the screen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from meetings import START, Driver
from textual.pilot import Pilot
from textual.widgets import Static

from debrief.live.inbox import MOST_NOTES
from debrief.store import inbox, paths
from debrief.store.inbox import Note, NotedMinute
from debrief.store.theme import load_themes
from debrief.tui.app import DebriefApp
from debrief.tui.screens import live as screens
from debrief.tui.screens.live import LiveScreen

THEMES, _ = load_themes([paths.shipped("themes")])
CARD = 'schema = 1\npanelist = "tom"\n[ratings.judgment]\nrating = 4\nfor = ["TELLTALE"]\n'


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screens, "LOOK_FOR_CARDS", 0.05)
    monkeypatch.setattr(screens, "LOOK_FOR_NOTES", 0.05)


@asynccontextmanager
async def shown(demo: Driver) -> AsyncIterator[Pilot[int]]:
    app = DebriefApp(lambda: LiveScreen(demo.live, lambda: demo.seconds), THEMES, "debrief run")
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        yield pilot


async def until(pilot: Pilot[int], text: str) -> str:
    for _ in range(60):
        await pilot.pause(0.05)
        said = "\n".join(str(one.content) for one in pilot.app.screen.query(Static))
        if text in said:
            return said
    raise AssertionError(f"{text} is not in\n{said}")


async def test_preflight_shows_what_arrives(demo: Driver) -> None:
    card = demo.folder / "scores" / "tom.toml"
    async with shown(demo) as pilot:
        before = await until(pilot, "Tom Becker    no card")
        assert "5 of 6 cards" in before

        card.write_text(CARD)
        said = await until(pilot, "A scorecard arrived from Tom Becker.")
        assert "6 of 6 cards" in said
        assert "TELLTALE" not in said

        card.write_text(CARD + "rating = 3\n")
        said = await until(pilot, "The scorecard that arrived from Tom Becker has errors.")
        assert "card has errors" in said

        card.write_text(CARD.replace("TELLTALE", "Another"))
        await until(pilot, "A scorecard arrived from Tom Becker.")

        card.write_text(CARD.replace("TELLTALE", "A third"))
        await until(pilot, "Tom Becker’s scorecard was replaced.")

        card.unlink()
        said = await until(pilot, "There is no scorecard from Tom Becker any more.")
        assert "5 of 6 cards" in said


async def test_nothing_is_read_or_painted_while_nothing_changes(demo: Driver) -> None:
    loaded: list[object] = []
    async with shown(demo) as pilot:
        demo.live.refresh = lambda: loaded.append(1)  # type: ignore[method-assign]
        await pilot.pause(0.3)
        assert loaded == []

        (demo.folder / "scores" / "tom.toml").write_text(CARD)
        await pilot.pause(0.3)
        assert loaded == [1]


async def test_people_names_whose_card_waits(demo: Driver) -> None:
    async with shown(demo) as pilot:
        demo.do("open")
        (demo.folder / "scores" / "tom.toml").write_text(CARD)
        await pilot.press("p")
        await until(pilot, "A card arrived from Tom Becker.")

        (demo.folder / "scores" / "lin.toml").write_text(CARD.replace("tom", "lin"))
        await until(pilot, "Lin Wei’s scorecard was replaced.")
        await pilot.press("escape", "p")
        await until(pilot, "Cards arrived from Lin Wei and Tom Becker.")


async def test_a_card_that_arrives_during_the_meeting_is_announced_with_its_effect(
    demo: Driver,
) -> None:
    async with shown(demo) as pilot:
        demo.until("reveal")
        (demo.folder / "scores" / "tom.toml").write_text(CARD)
        said = await until(pilot, "A scorecard arrived from Tom Becker.")
        assert "It counts once you accept it: p." in said


async def test_other_prompts_do_not_ask_the_folder(demo: Driver) -> None:
    async with shown(demo) as pilot:
        demo.do("open")
        await pilot.press("n")
        (demo.folder / "scores" / "tom.toml").write_text(CARD)
        await pilot.pause(0.3)

        assert "arrived" not in "\n".join(str(s.content) for s in pilot.app.screen.query(Static))


async def test_a_flood_of_notes_is_told_in_one_sentence(demo: Driver) -> None:
    demo.do("open")
    for number in range(MOST_NOTES + 1):
        note = inbox.new_id(demo.folder, START, bytes(4))
        minute = NotedMinute(text=f"Note {number}")
        inbox.write(demo.folder, Note(id=note, minute=minute))

    async with shown(demo) as pilot:
        said = await until(pilot, "Notes are arriving faster than anyone can write,")
        assert said.count("Note 29") <= 1
    assert len(demo.live.meeting.minutes) == MOST_NOTES
