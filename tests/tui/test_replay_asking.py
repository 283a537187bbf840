"""Tests of the prompts of a replay: going to a place, searching, and taking notes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from replays import FINISHED, press, text
from textual.pilot import Pilot
from textual.widgets import Static

from debrief.core.meeting import events as e
from debrief.core.replay.playback import Playback
from debrief.live.notebook import Notebook
from debrief.store import paths
from debrief.store.journal import journal
from debrief.store.journal.after_writer import WriterEnvironment
from debrief.tui.app import DebriefApp
from debrief.tui.screens.replay import ReplayScreen
from debrief.tui.widgets.fields import TextField

# ---- going somewhere


async def ask(pilot: Pilot[int], key: str, answer: str) -> ReplayScreen:
    """Open a prompt, answer it, and return the replay."""
    screen = await press(pilot, key)
    screen.query_one(TextField).insert(answer)
    return await press(pilot, "enter")


@pytest.mark.parametrize(
    ("answer", "kind"), [("14:03:30", e.BallotEntered), ("vote", e.StepOpened), ("11", None)]
)
async def test_g_goes_to_a_time_a_step_or_an_event(
    replay: Callable[..., DebriefApp], playback: Playback, answer: str, kind: type[e.Event] | None
) -> None:
    async with replay().run_test(size=(100, 30)) as pilot:
        screen = await ask(pilot, "g", answer)

        assert not screen.asking
        assert screen.position > 1
        if kind is None:
            assert screen.position == 11
        else:
            assert isinstance(playback.log[screen.position - 1].event, kind)
        assert (await press(pilot, "right")).notice == ""


async def test_a_place_that_is_not_there_leaves_the_prompt_open(
    replay: Callable[..., DebriefApp],
) -> None:
    async with replay().run_test(size=(100, 30)) as pilot:
        screen = await ask(pilot, "g", "9999")

        assert screen.asking
        assert "There is no event 9999" in text(screen, "guidance", "notice")
        assert text(screen, "footer").startswith("[enter] Go")

        screen = await press(pilot, "escape")
        assert not screen.asking
        assert screen.position == 1
        screen = await press(pilot, "g")
        assert screen.query_one(TextField).text == ""


async def test_while_something_is_asked_other_keys_are_text(
    replay: Callable[..., DebriefApp],
) -> None:
    async with replay().run_test(size=(100, 30)) as pilot:
        await press(pilot, "space", "slash", "b", "q")  # they wait for the field
        screen = await press(pilot, "q", "b", "n", "home", "end")
        below = screen.query_one("#below", Static).content_region

        assert screen.query_one(TextField).text == "bqqbn"
        assert (screen.playing, screen.blanked, screen.position) == (False, False, 1)
        await pilot.click(offset=(below.x + 40, below.y))
        assert screen.position == 1


# ---- searching


async def test_a_search_goes_from_hit_to_hit_and_counts_them(
    replay: Callable[..., DebriefApp], playback: Playback
) -> None:
    hits = [hit.position for hit in playback.find("stations")]
    assert len(hits) > 2
    async with replay(position=hits[1]).run_test(size=(100, 30)) as pilot:
        screen = await ask(pilot, "slash", "STATIONS")

        assert screen.position == hits[1]
        assert f"2 of {len(hits)}, “STATIONS”: " in text(screen, "below")
        assert "tations" in text(screen, "below").partition(": ")[2]
        assert ". next" in text(screen, "footer")

        visited = [(await press(pilot, "full_stop")).position for _ in hits]
        assert visited == [*hits[2:], *hits[:2]]


async def test_a_search_without_a_hit_says_so(replay: Callable[..., DebriefApp]) -> None:
    async with replay().run_test(size=(100, 30)) as pilot:
        screen = await press(pilot, "full_stop")
        assert "Search first" in text(screen, "guidance", "notice")

        screen = await ask(pilot, "slash", "not a word of it")
        assert "Nobody said “not a word of it”" in text(screen, "guidance", "notice")
        screen.query_one(TextField).clear()
        screen = await press(pilot, "enter")
        assert "Type a word" in text(screen, "guidance", "notice")
        assert screen.position == 1


async def test_a_hit_far_in_a_long_text_is_shown(replay: Callable[..., DebriefApp]) -> None:
    async with replay().run_test(size=(100, 30)) as pilot:
        screen = await ask(pilot, "slash", "slow decision")

        assert "slow decision" in text(screen, "below")
        assert "…" in text(screen, "below")


async def test_a_search_result_has_rules_of_its_own_until_one_moves(
    replay: Callable[..., DebriefApp],
) -> None:
    async with replay().run_test(size=(80, 24)) as pilot:
        screen = await ask(pilot, "slash", "stations")
        above, found, *_ = text(screen, "below").split("\n")
        assert set(above) == {"─"}
        assert found.startswith("1 of ")
        assert "stations" not in text(screen, "guidance")

        await press(pilot, "right")
        assert "1 of " not in text(screen, "below")


async def test_a_time_after_the_end_is_told_with_its_zone(
    replay: Callable[..., DebriefApp], playback: Playback
) -> None:
    async with replay().run_test(size=(100, 30)) as pilot:
        screen = await ask(pilot, "g", "23:59 UTC")
        assert screen.position == playback.total
        last = playback.log[-1].t
        assert text(screen, "guidance") == f"The last event, at {last:%H:%M:%S} UTC."


# ---- notes


@pytest.fixture
def notebook(tmp_path: Path) -> Notebook:
    """Return the notebook of a copy of the finished session."""
    shutil.copy(paths.shipped("sessions") / FINISHED / "journal.jsonl", tmp_path)
    fingerprint = journal.read(tmp_path / "journal.jsonl").fingerprint
    start = datetime(2027, 1, 3, 9, 30, tzinfo=UTC)
    environment = WriterEnvironment(now=lambda: start, mono=lambda: 0.0, random=bytes, run="run-9")
    return Notebook(tmp_path, fingerprint, environment)


async def note(pilot: Pilot[int], words: str, by: str) -> ReplayScreen:
    """Take a note on the current event."""
    screen = await press(pilot, "n")
    texts = list(screen.query(TextField))
    texts[0].insert(words)
    texts[1].insert(by)
    return await press(pilot, "enter")


@pytest.mark.parametrize("size", [(80, 24), (100, 30)])
async def test_a_note_stands_with_its_event_from_then_on(
    replay: Callable[..., DebriefApp], notebook: Notebook, size: tuple[int, int]
) -> None:
    async with replay(position=20, notebook=notebook).run_test(size=size) as pilot:
        screen = await note(pilot, "Ask Robin Sandoval", "Ada")

        assert "kept in after.jsonl" in text(screen, "guidance", "notice")
        assert "★ 3 Jan 2027, Ada notes: Ask R-04" in text(screen, "below")
        assert screen.position == 20
        screen = await press(pilot, "right")
        assert "Ada notes" not in text(screen, "below")
        assert "★" in text(screen, "below")
        screen = await press(pilot, "left", "n")
        assert screen.prompt.values == {"text": "", "by": "Ada"}


async def test_many_notes_are_all_there_in_full(
    replay: Callable[..., DebriefApp], notebook: Notebook
) -> None:
    for number in range(4):
        notebook.note(f"Note {number} " + "and more " * 20, "Ada", 7)
    async with replay(position=7, notebook=notebook).run_test(size=(100, 40)) as pilot:
        shown = text(await press(pilot), "below")
        assert ("Note 3" in shown, "Note 1" in shown, "and 2 more: e" in shown) == (
            True, False, True
        )  # fmt: skip

        full = " ".join(text(await press(pilot, "e"), "below").split())
        assert all(f"Note {number} and more" in full for number in range(4))
        assert full.count("and more") == 80


async def test_a_note_without_a_name_leaves_the_prompt_open(
    replay: Callable[..., DebriefApp], notebook: Notebook
) -> None:
    async with replay(notebook=notebook).run_test(size=(100, 30)) as pilot:
        screen = await note(pilot, "Hm", "")

        assert screen.asking
        assert "Missing: the name of the note’s author" in text(screen, "guidance", "notice")
        assert notebook.added == ()


async def test_where_no_note_can_be_kept_n_says_why(
    replay: Callable[..., DebriefApp], tmp_path: Path, notebook: Notebook
) -> None:
    unfinished = Notebook(tmp_path, "", notebook._environment)
    async with replay(notebook=unfinished).run_test(size=(100, 30)) as pilot:
        screen = await press(pilot, "n")
        assert not screen.asking
        assert "The meeting is not finished" in text(screen, "guidance", "notice")

    async with replay().run_test(size=(100, 30)) as pilot:
        assert "Notes cannot be kept here" in text(await press(pilot, "n"), "guidance")
