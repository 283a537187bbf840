"""Keys move a replay through its events; it shows what the room saw then, and only that."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from textual.content import Content
from textual.pilot import Pilot
from textual.widgets import Static

from debrief.core import events as e
from debrief.core.playback import Playback
from debrief.live.notebook import Notebook
from debrief.store import journal, paths
from debrief.store.after_write import Outside
from debrief.store.theme import load_themes
from debrief.tui.app import DebriefApp
from debrief.tui.screens.help import HelpScreen
from debrief.tui.screens.replay import ReplayScreen
from debrief.tui.widgets.fields import TextField

FINISHED = "demo-director-platform"
PATIENCE = 250


@pytest.fixture(scope="module")
def playback() -> Playback:
    """Return the replay of the finished demo session."""
    contents = journal.read(paths.shipped("sessions") / FINISHED / "journal.jsonl")
    return Playback.of(contents.events)


@pytest.fixture
def replay(playback: Playback) -> Callable[..., DebriefApp]:
    """Return a maker of apps that show a replay."""

    def make(
        shown: Playback = playback,
        position: int = 1,
        notice: str = "",
        notebook: Notebook | None = None,
    ) -> DebriefApp:
        themes, _ = load_themes([paths.shipped("themes")])
        return DebriefApp(
            lambda: ReplayScreen(shown, position, notice, notebook), themes, "debrief replay"
        )

    return make


async def press(pilot: Pilot[int], *keys: str) -> ReplayScreen:
    """Press keys and return the replay as it is then."""
    for key in keys:
        pilot.app.simulate_key(key)
    await pilot.pause()
    return the_replay(pilot)


def the_replay(pilot: Pilot[int]) -> ReplayScreen:
    """Return the replay on the screen."""
    screen = pilot.app.screen_stack[0]
    assert isinstance(screen, ReplayScreen)
    return screen


async def until(pilot: Pilot[int], true: Callable[[], bool]) -> None:
    """Wait until something is true, or give up."""
    for _ in range(PATIENCE):
        if true():
            return
        await pilot.pause(0.02)
    raise AssertionError("it did not come to this")


def text(screen: ReplayScreen, *names: str) -> str:
    """Return what stands in these widgets, or in all."""
    contents = [w.content for w in screen.query(Static) if not names or w.id in names]
    return "\n".join(c.plain for c in contents if isinstance(c, Content))


def seqs(playback: Playback, *types: type[e.Event]) -> Sequence[int]:
    """Return where events of these types are."""
    return [logged.seq for logged in playback.log if isinstance(logged.event, types)]


def hurried(playback: Playback, total: int) -> Playback:
    """Return the first `total` events as if they had come at once."""
    start = playback.log[0].t
    log = [replace(x, t=start + timedelta(milliseconds=x.seq)) for x in playback.log[:total]]
    return Playback.of(log)


# ---- moving


async def test_it_begins_paused_at_the_first_event(
    replay: Callable[..., DebriefApp], playback: Playback
) -> None:
    async with replay().run_test(size=(100, 30)) as pilot:
        screen = await press(pilot)

        assert not screen.playing
        assert f"event 1 of {playback.total}   paused   ×1, gaps cut to 2 s" in text(screen)
        assert text(screen, "guidance") == "The meeting was opened."
        assert text(screen, "footer").startswith("[space] play ")


async def test_arrows_home_and_end_move_through_the_events(
    replay: Callable[..., DebriefApp], playback: Playback
) -> None:
    async with replay().run_test(size=(100, 30)) as pilot:
        visited = [
            (await press(pilot, key)).position
            for key in ("right", "right", "left", "end", "right", "left", "home", "left")
        ]

        last = playback.total
        assert visited == [2, 3, 2, last, last, last - 1, 1, 1]


async def test_brackets_move_by_competency_to_its_ratings(
    replay: Callable[..., DebriefApp], playback: Playback
) -> None:
    first, second = [
        seq
        for seq in seqs(playback, e.RatingsRevealed)
        if playback.log[seq - 1].event.round == 1  # type: ignore[attr-defined]
    ][:2]
    async with replay().run_test(size=(100, 30)) as pilot:
        visited = [
            (await press(pilot, f"{side}_square_bracket")).position
            for side in ("right", "right", "left")
        ]

        assert visited == [first, second, first]


async def test_it_can_begin_anywhere(replay: Callable[..., DebriefApp], playback: Playback) -> None:
    async with replay(position=20).run_test() as pilot:
        assert (await press(pilot)).position == 20

    async with replay(position=10_000).run_test() as pilot:
        assert (await press(pilot)).position == playback.total


async def test_a_click_on_the_timeline_goes_there(
    replay: Callable[..., DebriefApp], playback: Playback
) -> None:
    reveal = seqs(playback, e.RatingsRevealed)[0]
    async with replay().run_test(size=(100, 30)) as pilot:
        screen = await press(pilot)
        below = screen.query_one("#below", Static)
        titles, rail, words = (below.content_region.offset.transpose[0] + row for row in range(3))
        column = text(screen, "below").split("\n")[1].index("●")

        await pilot.click(offset=(below.content_region.x + column, rail))
        on_the_rail = screen.position
        await pilot.click(offset=(below.content_region.x, titles))
        on_a_title = screen.position
        await pilot.click(offset=(below.content_region.x + column, words))
        await pilot.click("#pane")

        assert (on_the_rail, on_a_title, screen.position) == (reveal, 1, 1)


# ---- playing


async def test_it_plays_to_the_end_and_stays_there(
    replay: Callable[..., DebriefApp], playback: Playback
) -> None:
    async with replay(hurried(playback, 6)).run_test(size=(100, 30)) as pilot:
        screen = await press(pilot, "space")
        assert screen.playing
        assert "playing" in text(screen, "below")

        await until(pilot, lambda: not screen.playing)

        assert screen.position == 6
        assert "event 6 of 6   paused" in text(screen, "below")
        assert pilot.app.is_running
        await press(pilot, "space")
        assert text(screen, "guidance") == "This is the last event; home goes to the first."
        assert not screen.playing


async def test_space_pauses(replay: Callable[..., DebriefApp]) -> None:
    async with replay().run_test(size=(100, 30)) as pilot:
        screen = await press(pilot, "space", "space")

        assert not screen.playing
        assert "paused" in text(screen, "below")


async def test_a_step_while_playing_plays_on_from_there(
    replay: Callable[..., DebriefApp], playback: Playback
) -> None:
    async with replay(hurried(playback, 20)).run_test(size=(100, 30)) as pilot:
        screen = await press(pilot, "space", "right_square_bracket")

        assert screen.playing
        await until(pilot, lambda: not screen.playing)
        assert screen.position == 20


async def test_speed_and_gaps_change_while_it_plays(replay: Callable[..., DebriefApp]) -> None:
    async with replay().run_test(size=(100, 30)) as pilot:
        screen = await press(pilot, "space", "greater_than_sign", "greater_than_sign", "i")
        assert "playing   ×4, gaps in full" in text(screen, "below")

        screen = await press(pilot, *["less_than_sign"] * 3, "i", "space")
        assert "paused   ×½, gaps cut to 2 s" in text(screen, "below")


# ---- what is seen


async def test_every_event_can_be_shown_in_a_small_window(
    replay: Callable[..., DebriefApp], playback: Playback
) -> None:
    async with replay().run_test(size=(80, 24)) as pilot:
        for position in range(1, playback.total + 1):
            screen = await press(pilot, *["right"] * (position > 1))
            assert f"event {position} of {playback.total}" in text(screen, "below")
            lines = text(screen, "title", "agenda", "below", "footer").split("\n")
            assert all(cell_len(line) <= 78 for line in lines)


async def test_before_a_reveal_no_widget_holds_a_rating(
    replay: Callable[..., DebriefApp], playback: Playback
) -> None:
    reveal = seqs(playback, e.RatingsRevealed)[0]
    event = playback.log[reveal - 1].event
    assert isinstance(event, e.RatingsRevealed)
    evidence = [line for r in event.revealed[0].ratings.values() for line in r.for_ + r.against]
    async with replay(position=reveal - 1).run_test(size=(120, 60)) as pilot:
        before = text(await press(pilot, "e"))
        after = text(await press(pilot, "right", "e", "e"))

    def found(shown: str) -> int:
        words = " ".join(shown.split())
        return sum(line[:30] in words for line in evidence)

    assert found(before) == 0
    assert found(after) > 0


async def test_the_blanked_screen_shows_nothing_and_does_not_play(
    replay: Callable[..., DebriefApp],
) -> None:
    async with replay(position=20).run_test(size=(100, 30)) as pilot:
        screen = await press(pilot, "space", "b")
        assert not screen.playing
        assert text(screen).strip() == "The screen is blanked. b shows it again."

        screen = await press(pilot, "space")
        assert not screen.playing
        assert "event 20" in text(await press(pilot, "b"))


async def test_a_sentence_to_begin_with_goes_with_the_first_key(
    replay: Callable[..., DebriefApp],
) -> None:
    async with replay(notice="The journal is damaged.").run_test(size=(100, 30)) as pilot:
        screen = await press(pilot)
        assert text(screen, "guidance") == "The journal is damaged."

        screen = await press(pilot, "right")
        assert "damaged" not in text(screen)


@pytest.mark.parametrize(
    ("size", "fits"),
    [
        ((100, 30), ("← → event", "[ ] competency", "/ search", "? help", "< > speed", "n note")),
        ((80, 24), ("← → event", "[ ] competency", "/ search", "? help", "g go to")),
        ((40, 12), ("← → event",)),
    ],
)
async def test_the_footer_names_the_keys(
    replay: Callable[..., DebriefApp], size: tuple[int, int], fits: tuple[str, ...]
) -> None:
    async with replay().run_test(size=size) as pilot:
        footer = text(await press(pilot), "footer")
        playing = text(await press(pilot, "space"), "footer")

    assert footer.startswith("[space] play ")
    assert playing.startswith("[space] pause ")
    for line in (footer, playing):
        assert line.endswith("q leave")
        assert all(key in line for key in fits)
        assert not any(key in line for key in ("keep", "undo", "minute", "people"))


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
        assert "There is no event 9999" in text(screen, "guidance")
        assert text(screen, "footer").startswith("[enter] Go")

        screen = await press(pilot, "escape")
        assert not screen.asking
        assert screen.position == 1
        screen = await press(pilot, "g")
        assert screen.query_one(TextField).text == "9999"


async def test_while_something_is_asked_other_keys_are_text(
    replay: Callable[..., DebriefApp],
) -> None:
    async with replay().run_test(size=(100, 30)) as pilot:
        await press(pilot, "space", "slash", "b", "q")  # before there is a field
        screen = await press(pilot, "q", "b", "n", "home", "end")
        below = screen.query_one("#below", Static).content_region

        assert screen.query_one(TextField).text == "qbn"
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
        assert f"2 of {len(hits)}, “STATIONS”: " in text(screen, "guidance")
        assert "tations" in text(screen, "guidance").partition(": ")[2]
        assert ". next" in text(screen, "footer")

        visited = [(await press(pilot, "full_stop")).position for _ in hits]
        assert visited == [*hits[2:], *hits[:2]]


async def test_a_search_without_a_hit_says_so(replay: Callable[..., DebriefApp]) -> None:
    async with replay().run_test(size=(100, 30)) as pilot:
        screen = await press(pilot, "full_stop")
        assert "Search first" in text(screen, "guidance")

        screen = await ask(pilot, "slash", "not a word of it")
        assert "Nobody said “not a word of it”" in text(screen, "guidance")
        screen.query_one(TextField).clear()
        screen = await press(pilot, "enter")
        assert "Type a word" in text(screen, "guidance")
        assert screen.position == 1


async def test_a_hit_far_in_a_long_text_is_shown(replay: Callable[..., DebriefApp]) -> None:
    async with replay().run_test(size=(100, 30)) as pilot:
        screen = await ask(pilot, "slash", "slow decision")

        assert "slow decision" in text(screen, "guidance")
        assert "…" in text(screen, "guidance")


# ---- notes


@pytest.fixture
def notebook(tmp_path: Path) -> Notebook:
    """Return the notebook of a copy of the finished session."""
    shutil.copy(paths.shipped("sessions") / FINISHED / "journal.jsonl", tmp_path)
    fingerprint = journal.read(tmp_path / "journal.jsonl").fingerprint
    start = datetime(2027, 1, 3, 9, 30, tzinfo=UTC)
    outside = Outside(now=lambda: start, mono=lambda: 0.0, random=bytes, run="run-9")
    return Notebook(tmp_path, fingerprint, outside)


async def note(pilot: Pilot[int], words: str, by: str) -> ReplayScreen:
    """Take a note on the event shown."""
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

        assert "kept in after.jsonl" in text(screen, "guidance")
        assert "★ 3 Jan 2027, Ada notes: Ask R-04" in text(screen, "below")
        assert screen.position == 20
        screen = await press(pilot, "right")
        assert "Ada notes" not in text(screen, "below")
        assert "★" in text(screen, "below")
        screen = await press(pilot, "left", "n")
        assert [field.text for field in screen.query(TextField)] == ["", "Ada"]


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
        assert "Say whose note it is" in text(screen, "guidance")
        assert notebook.added == ()


async def test_where_no_note_can_be_kept_n_says_why(
    replay: Callable[..., DebriefApp], tmp_path: Path, notebook: Notebook
) -> None:
    unfinished = Notebook(tmp_path, "", notebook._outside)
    async with replay(notebook=unfinished).run_test(size=(100, 30)) as pilot:
        screen = await press(pilot, "n")
        assert not screen.asking
        assert "The meeting is not finished" in text(screen, "guidance")

    async with replay().run_test(size=(100, 30)) as pilot:
        assert "Notes cannot be kept here" in text(await press(pilot, "n"), "guidance")


# ---- the rest


async def test_help_pauses_and_explains_the_keys_of_a_replay(
    replay: Callable[..., DebriefApp],
) -> None:
    async with replay().run_test(size=(100, 40)) as pilot:
        screen = await press(pilot, "space", "question_mark")
        assert not screen.playing
        assert isinstance(pilot.app.screen, HelpScreen)
        shown = "\n".join(x.content.plain for x in pilot.app.screen.query(Static))
        assert "● reveal  ◆ challenge  • minute  × undo  ★ note of a reader" in shown
        assert shown.index("Play and pause") < shown.index("Scroll up")
        assert "In a blind entry" not in shown

        await press(pilot, "escape")
        assert pilot.app.screen is screen


async def test_the_palette_offers_what_the_keys_do(replay: Callable[..., DebriefApp]) -> None:
    async with replay().run_test() as pilot:
        screen = await press(pilot)

        offered = {command.title for command in pilot.app.get_system_commands(screen)}

    assert {"Next event", "Previous competency", "Faster"} <= offered
    assert "Take a minute" not in offered


async def test_q_leaves(replay: Callable[..., DebriefApp]) -> None:
    app = replay()
    async with app.run_test() as pilot:
        await press(pilot, "q")

    assert app.return_code == 0


def test_in_a_real_terminal_it_paints_and_leaves(terminal: Callable[..., Any]) -> None:
    folder = str(paths.shipped("sessions") / FINISHED)
    there = terminal(sys.executable, "-m", "debrief", "replay", folder, "--at", "3")
    there.until(b"event 3 of")

    there.type(b"q")

    assert there.ended() == 0
    assert there.is_restored()
    assert there.said() == ""
