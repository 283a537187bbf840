"""Help says on every step what it is for, what to say, and the keys that work, and no other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from meetings import Driver
from waiting import press, text, until

from debrief.core.guide import guide
from debrief.core.prompts.asking import may
from debrief.core.prompts.form import Ask
from debrief.core.rules.refused import Refused
from debrief.store import paths
from debrief.store.theme import load_themes
from debrief.tui.app import DebriefApp
from debrief.tui.commands import commands
from debrief.tui.screens.help import HelpScreen
from debrief.tui.screens.live import LiveScreen

THEMES, _ = load_themes([paths.shipped("themes")])
VERBS = [one.name[4:-2] for one in commands("meeting") if one.name.startswith("do(") and one.keys]
EXPANDS = (
    "open", "confirm_role", "pass_gate", "reveal", "challenge", "close", "reveal_votes",
)  # fmt: skip
WALK = [
    "open", "confirm_role", "pass_gate", "reveal", "challenge", "close", "review_reference",
    "mark_constraint", "note_owed", "give_cause", "reveal_votes", "decide", "finish", "leave",
]  # fmt: skip


@pytest.mark.parametrize("verb", WALK)
async def test_help_on_every_step(demo: Driver, verb: str) -> None:
    demo.until(verb)
    if verb == "close":
        demo.do("open_round")
    screen = LiveScreen(demo.live, lambda: demo.seconds)
    app = DebriefApp(lambda: screen, THEMES, "debrief run")
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        view = demo.live.view()
        await press(pilot, "question_mark")
        said = text(app.screen)
        keys = text(app.screen, "keys")

    told = guide(view.place.step, view.phase)
    assert told.purpose in said
    assert all(f"“{sentence}”" in said for sentence in told.say)
    assert keys.splitlines()[0].split(maxsplit=1) == ["space", view.main.label]
    for command in commands("meeting"):
        if (name := command.name[4:-2]) in VERBS and command.keys:
            there = any(line.split()[0] == command.shown for line in keys.splitlines())
            assert there == may(demo.live.meeting, demo.live.log, name), name
    assert ("1–9" in keys) == (verb in ("close", "reveal_votes"))
    assert ("Evidence in full" in keys) == (verb in EXPANDS)
    assert ("←" in keys) == (view.opened and "1–9" not in keys)


def test_what_may_be_done_is_what_is_not_refused(demo: Driver) -> None:
    for verb in WALK:
        demo.until(verb)
        for key in VERBS:
            asked = demo.live.ask(key)
            if may(demo.live.meeting, demo.live.log, key):
                assert not isinstance(asked, Refused), key
            elif not isinstance(asked, Refused):
                assert not isinstance(asked, Ask), key
                assert demo.refused(key)


def test_undo_and_redo_take_turns(demo: Driver) -> None:
    demo.until("confirm_role")
    demo.do("minute", text="Said", speaker="")
    live = demo.live
    assert [may(live.meeting, live.log, verb) for verb in ("undo", "redo")] == [True, False]
    demo.do("undo")
    assert [may(live.meeting, live.log, verb) for verb in ("undo", "redo")] == [False, True]


async def test_help_while_looking_back_explains_what_is_seen(demo: Driver) -> None:
    demo.until("give_cause")
    screen = LiveScreen(demo.live, lambda: demo.seconds)
    app = DebriefApp(lambda: screen, THEMES, "debrief run")
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "left_square_bracket", "question_mark")
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
