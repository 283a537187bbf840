"""Tests of the help on every step: its purpose, sentences to say, and only keys that work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from meetings import Driver
from waiting import press, text, until

from debrief.core.form import Ask
from debrief.core.refused import Refused
from debrief.core.room.guide import guide
from debrief.core.verbs import VERBS, named
from debrief.store import paths
from debrief.store.theme import load_themes
from debrief.tui.app import DebriefApp
from debrief.tui.commands import SUBJECTS, commands
from debrief.tui.screens.help import HelpScreen
from debrief.tui.screens.live import LiveScreen

THEMES, _ = load_themes([paths.shipped("themes")])
KEYS = [one for one in VERBS if one.key is not None and one.key.key and not one.key.entry]
EXPANDS = (
    "hear_brief", "confirm_roles", "pass_gate", "reveal", "challenge", "argue", "reveal_votes",
)  # fmt: skip
WALK = [
    "open", "hear_brief", "confirm_roles", "pass_gate", "reveal", "challenge", "argue",
    "review_reference",
    "mark_constraint", "note_owed", "give_cause", "reveal_votes", "decide", "finish", "leave",
]  # fmt: skip


@pytest.mark.parametrize("verb", WALK)
async def test_help_on_every_step(demo: Driver, verb: str) -> None:
    demo.until(verb)
    if verb == "argue":
        demo.do("open_round")
    screen = LiveScreen(demo.live, lambda: demo.seconds)
    app = DebriefApp(lambda: screen, THEMES, "debrief run")
    async with app.run_test(size=(70, 60)) as pilot:
        await pilot.pause()
        view = demo.live.view()
        await press(pilot, "question_mark")
        said = text(app.screen)
        keys = text(app.screen, "keys")

    told = guide(view.place.step, view.phase)
    assert told.purpose in said
    assert all(f"“{sentence}”" in said for sentence in told.say)
    assert ["space", view.main.label] in [line.split(maxsplit=1) for line in keys.splitlines()]
    for command in commands("meeting"):
        if command.verb in KEYS:
            there = any(line.split()[:1] == [command.shown] for line in keys.splitlines())
            assert there == demo.live.may(command.verb), command.verb
    assert ("1–9" in keys) == (verb in ("confirm_roles", "pass_gate", "argue", "reveal_votes"))
    assert ("Show more of this step" in keys) == (verb in EXPANDS)
    assert ("←" in keys) == (view.opened and verb not in ("argue", "reveal_votes"))


@pytest.mark.parametrize("size", [(80, 24), (100, 30)])
async def test_help_has_two_columns_by_subject_and_nothing_is_cut(
    demo: Driver, size: tuple[int, int]
) -> None:
    demo.until("argue")
    screen = LiveScreen(demo.live, lambda: demo.seconds)
    app = DebriefApp(lambda: screen, THEMES, "debrief run")
    async with app.run_test(size=size) as pilot:
        await press(pilot, "question_mark")
        keys = text(app.screen, "keys")

    heads = [line.split("   ") for line in keys.splitlines() if "Signs and words" in line]
    assert [part.strip() for part in heads[0] if part.strip()][1:]  # another one beside it
    assert all(subject in keys for subject in SUBJECTS)
    assert "…" not in keys
    assert max(map(len, keys.splitlines())) <= size[0] - 7


async def test_keys_that_do_the_same_share_a_line(demo: Driver) -> None:
    demo.until("argue")
    screen = LiveScreen(demo.live, lambda: demo.seconds)
    app = DebriefApp(lambda: screen, THEMES, "debrief run")
    async with app.run_test(size=(70, 60)) as pilot:
        await press(pilot, "question_mark")
        keys = text(app.screen, "keys")

    assert "← →        Look back and forward through the meeting" in keys
    assert "pgup pgdn  Scroll" in keys


@pytest.mark.parametrize(("verb", "known"), [("reveal", "not in yet"), ("argue", "split: a third")])
async def test_help_tells_what_the_signs_of_the_step_mean(
    demo: Driver, verb: str, known: str
) -> None:
    demo.until(verb)
    screen = LiveScreen(demo.live, lambda: demo.seconds)
    app = DebriefApp(lambda: screen, THEMES, "debrief run")
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "question_mark")

        assert known in text(app.screen, "keys")


def test_what_may_be_done_is_what_is_not_refused(demo: Driver) -> None:
    for verb in WALK:
        demo.until(verb)
        for key in KEYS:
            asked = demo.live.ask(key)
            if demo.live.may(key):
                assert not isinstance(asked, Refused), key
            elif not isinstance(asked, Refused):
                assert not isinstance(asked, Ask), key
                assert demo.refused(key.name)


def test_undo_and_redo_take_turns(demo: Driver) -> None:
    demo.until("hear_brief")
    demo.do("minute", text="Said", speaker="")
    may = lambda: [demo.live.may(named(verb)) for verb in ("undo", "redo")]  # noqa: E731
    assert may() == [True, False]
    demo.do("undo")
    assert may() == [False, True]


async def test_help_while_looking_back_explains_what_is_seen(demo: Driver) -> None:
    demo.until("give_cause")
    screen = LiveScreen(demo.live, lambda: demo.seconds)
    app = DebriefApp(lambda: screen, THEMES, "debrief run")
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "left_square_bracket", "left_square_bracket", "question_mark")
        said = text(app.screen)

    assert guide("competency", "closed").purpose in said
    assert "Back to now" in said


async def test_long_help_scrolls_and_says_that_there_is_more(
    demo: Driver, replay: Callable[..., Any]
) -> None:
    app = replay()
    async with app.run_test(size=(80, 14)) as pilot:
        await press(pilot, "question_mark")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        footer = app.screen.query_one("#footer")
        assert "more" in str(footer.border_title)
        for key in ("down", *["pagedown"] * 9):
            await press(pilot, key)
        await until(pilot, lambda: "page up" in str(footer.border_title))
        await press(pilot, "up")
        await press(pilot, "pageup")
        await until(pilot, lambda: "more" in str(footer.border_title))
        await pilot.click("#footer", offset=(3, 1))
        assert app.screen is app.screen_stack[0]


async def test_the_footer_offers_to_reopen_once_a_reference_contradicts(demo: Driver) -> None:
    demo.until("review_reference")
    screen = LiveScreen(demo.live, lambda: demo.seconds)
    async with DebriefApp(lambda: screen, THEMES, "x").run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        assert "o reopen" not in text(screen, "footer")
        demo.main()
        demo.main()  # the second reference contradicts a competency
        screen.repaint()
        await pilot.pause()
        assert "o reopen" in text(screen, "footer")
