"""Tests of a replay: keys move through its events, and it shows only the room's view then."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from replays import FINISHED, press, text, until
from rich.cells import cell_len
from textual.widgets import Static

from debrief.core.meeting import events as e
from debrief.core.replay.playback import Playback
from debrief.store import paths
from debrief.tui.app import DebriefApp
from debrief.tui.screens.help import HelpScreen
from debrief.tui.widgets.timeline import TERMS


def seqs(playback: Playback, *types: type[e.Event]) -> Sequence[int]:
    """Return the positions of events of these types."""
    return [logged.seq for logged in playback.log if isinstance(logged.event, types)]


def hurried(playback: Playback, total: int) -> Playback:
    """Return the first `total` events, all at the same time."""
    start = playback.log[0].t
    log = [
        replace(x, t=start + timedelta(milliseconds=x.seq), mono=x.seq / 1000)
        for x in playback.log[:total]
    ]
    return Playback.of(log)


# ---- moving


async def test_it_begins_paused_at_the_first_event(
    replay: Callable[..., DebriefApp], playback: Playback
) -> None:
    async with replay().run_test(size=(100, 30)) as pilot:
        screen = await press(pilot)

        assert not screen.playing
        assert f"event 1 of {playback.total}  paused  ×1, gaps cut to 2 s" in text(screen)
        assert text(screen, "guidance") == "The meeting was opened."
        assert text(screen, "footer").startswith("[space] Play ")


async def test_the_timeline_has_the_agendas_names_and_numbers_the_competencies(
    replay: Callable[..., DebriefApp],
) -> None:
    async with replay().run_test(size=(80, 24)) as pilot:
        titles, *_ = text(await press(pilot), "below").split("\n")
        names = [name.strip() for name in titles.split("│")[1:]]
        steps = ["Refs", "Fit", "Risk", "Vote", "Dec", "Rec"]
        assert names == ["Role", "Comp 1", *"2345678", *steps]


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


async def test_it_plays_to_the_end_stays_there_and_plays_again(
    replay: Callable[..., DebriefApp], playback: Playback
) -> None:
    async with replay(hurried(playback, 24)).run_test(size=(100, 30)) as pilot:
        screen = await press(pilot, "space")
        assert screen.playing
        assert "playing" in text(screen, "below")

        await until(pilot, lambda: not screen.playing)

        assert screen.position == 24
        assert "event 24 of 24  paused" in text(screen, "below")
        assert pilot.app.is_running
        assert text(screen, "footer").startswith("[space] Play again ")
        await press(pilot, "space")
        assert screen.position < 24
        assert screen.playing


async def test_space_pauses(replay: Callable[..., DebriefApp]) -> None:
    async with replay().run_test(size=(100, 30)) as pilot:
        screen = await press(pilot, "space", "space")

        assert not screen.playing
        assert "paused" in text(screen, "below")


async def test_a_step_while_playing_plays_on_from_there(
    replay: Callable[..., DebriefApp], playback: Playback
) -> None:
    async with replay(hurried(playback, 40)).run_test(size=(100, 30)) as pilot:
        screen = await press(pilot, "space", "right_square_bracket")

        assert screen.playing
        await until(pilot, lambda: not screen.playing)
        assert screen.position == 40


async def test_speed_and_gaps_change_while_it_plays(replay: Callable[..., DebriefApp]) -> None:
    async with replay().run_test(size=(100, 30)) as pilot:
        screen = await press(pilot, "space", "greater_than_sign", "greater_than_sign", "i")
        assert "playing  ×4, gaps in full" in text(screen, "below")

        screen = await press(pilot, *["less_than_sign"] * 3, "i", "space")
        assert "paused  ×½, gaps cut to 2 s" in text(screen, "below")


# ---- what is seen


async def test_every_event_can_be_shown_in_a_small_window(
    replay: Callable[..., DebriefApp], playback: Playback
) -> None:
    async with replay().run_test(size=(80, 24)) as pilot:
        for position in range(1, playback.total + 1):
            screen = await press(pilot, *["right"] * (position > 1))
            assert f"event {position} of {playback.total}" in text(screen, "below")
            lines = text(screen, "title", "agenda", "below", "footer").split("\n")
            assert all(cell_len(line) <= 79 for line in lines)


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
        said = [line.strip() for line in text(screen).split("\n") if line.strip()]
        assert said == ["Short pause. We’ll be right back.", "b shows the screen again"]

        screen = await press(pilot, "space")
        assert not screen.playing
        assert "event 20" in text(await press(pilot, "b"))


async def test_why_there_is_no_more_is_said_first_and_after_the_last_event(
    replay: Callable[..., DebriefApp],
) -> None:
    async with replay(notice="The journal is damaged.").run_test(size=(100, 30)) as pilot:
        screen = await press(pilot)
        assert text(screen, "guidance") == "The journal is damaged."

        screen = await press(pilot, "right")
        assert "damaged" not in text(screen)

        for keys in (("end",), ("left", "right")):
            screen = await press(pilot, *keys)
            assert text(screen, "guidance") == "The journal is damaged."


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

    assert footer.startswith("[space] Play ")
    assert playing.startswith("[space] Pause ")
    for line in (footer, playing):
        assert line.endswith("q leave")
        assert all(key in line for key in fits)
        assert not any(key in line for key in ("keep", "undo", "minute", "people"))


# ---- the rest


async def test_help_pauses_and_explains_the_keys_of_a_replay(
    replay: Callable[..., DebriefApp],
) -> None:
    async with replay().run_test(size=(70, 70)) as pilot:
        screen = await press(pilot, "space", "question_mark")
        assert not screen.playing
        assert isinstance(pilot.app.screen, HelpScreen)
        shown = "\n".join(x.content.plain for x in pilot.app.screen.query(Static))
        assert all(f"{sign:<11}{meaning}" in shown for sign, meaning in TERMS)
        assert shown.index("Play and pause") < shown.index("Screen and program")
        assert "In a blind entry" not in shown

        await press(pilot, "escape")
        assert pilot.app.screen is screen


async def test_the_palette_offers_what_the_keys_do(replay: Callable[..., DebriefApp]) -> None:
    async with replay().run_test() as pilot:
        screen = await press(pilot)

        offered = {command.title for command in pilot.app.get_system_commands(screen)}

    assert "Play and pause" in offered
    assert "Search minutes, evidence and names" in offered
    assert not offered & {"Add a minute", "Every command by name", "Scroll", "Slower or faster"}


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
