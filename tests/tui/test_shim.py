"""Tests of a crash: one sentence, no values, and a restored terminal."""

from __future__ import annotations

import gc
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from meetings import Driver
from textual._styles_cache import StylesCache
from textual.app import ComposeResult
from textual.widgets import Static

from debrief.store import paths
from debrief.store.theme import load_themes
from debrief.tui.app import DebriefApp
from debrief.tui.screens.live import LiveScreen
from debrief.tui.terminal.shim import GuardedApp

THEMES, _ = load_themes([paths.shipped("themes")])
TINY = str(Path(__file__).with_name("tiny.py"))
CANARY = "canary-3f9a"
SENTENCE = (
    "debrief stopped because of an internal error. Everything recorded is saved. "
    "To resume: `debrief run 'my session'`."
)


@pytest.fixture
def log(own_folders: Path) -> Path:
    return own_folders / ".local/state/debrief/crash.log"


@pytest.mark.parametrize(
    ("key", "place"),
    [(b"b", "in key_b"), (b"w", "in work"), (b"r", "in key_r")],
    ids=["handler", "worker", "draws itself"],
)
def test_an_error_is_one_sentence_without_values(
    terminal: Callable[..., Any], log: Path, key: bytes, place: str
) -> None:
    shown = terminal(sys.executable, TINY)
    shown.until(b"ready")

    shown.type(key)

    assert shown.ended() == 1
    assert shown.said() == f"{SENTENCE} Details are in crash.log (`debrief locate` shows where)."
    assert shown.is_restored()
    assert CANARY.encode() not in shown.written
    assert CANARY not in log.read_text("utf-8")
    assert place in log.read_text("utf-8")
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_an_error_while_a_key_is_read_costs_that_key_alone(
    terminal: Callable[..., Any], log: Path
) -> None:
    shown = terminal(sys.executable, TINY)
    shown.until(b"ready")
    shown.type(b"t")
    shown.until(b"any key now")

    shown.type(b"x")
    while not log.exists():
        shown.read()
    shown.type(b"q")

    assert shown.ended() == 0
    assert CANARY not in log.read_text("utf-8")
    assert "in fail_once" in log.read_text("utf-8")


def test_a_log_that_cannot_be_written_is_not_spoken_of(
    terminal: Callable[..., Any], log: Path
) -> None:
    log.parent.parent.mkdir(parents=True, exist_ok=True)
    log.parent.write_text("in the way")
    shown = terminal(sys.executable, TINY)
    shown.until(b"ready")

    shown.type(b"b")

    assert shown.ended() == 1
    assert shown.said() == SENTENCE


def test_leaving_says_nothing(terminal: Callable[..., Any], log: Path) -> None:
    shown = terminal(sys.executable, TINY)
    shown.until(b"ready")

    shown.type(b"q")

    assert shown.ended() == 0
    assert shown.said() == ""
    assert shown.is_restored()
    assert not log.exists()


def test_an_error_while_leaving_changes_nothing(terminal: Callable[..., Any], log: Path) -> None:
    shown = terminal(sys.executable, TINY)
    shown.until(b"ready")

    shown.type(b"e")

    assert shown.ended() == 0
    assert shown.said() == ""
    assert shown.is_restored()
    assert "in key_e" in log.read_text("utf-8")


def test_nothing_hostile_reaches_the_terminal(terminal: Callable[..., Any]) -> None:
    shown = terminal(sys.executable, TINY, "hostile")
    written = shown.until(b"ready")

    assert b"one" in written
    assert b"owned" in written, "it is text now"
    # Textual writes one OSC of its own, 22, for the pointer's shape.
    for harmful in ("\x1b]0", "\x1b]8", "owned\x07", "\x1b[2J", "\u202e", "\x9b", "\0"):
        assert harmful.encode() not in written


async def test_the_error_itself_still_reaches_tests() -> None:
    class Broken(GuardedApp[None]):
        def compose(self) -> ComposeResult:
            yield Static("[/unopened]")

    with pytest.raises(Exception, match="unopened"):
        async with Broken().run_test():
            pass


async def test_what_a_closed_screen_painted_is_forgotten(demo: Driver) -> None:
    """Textual would keep the lines of its last thousand widgets."""
    app = DebriefApp(lambda: LiveScreen(demo.live, lambda: demo.seconds), THEMES, "debrief run")
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()

        async def look() -> int:
            await pilot.press("question_mark", "escape")
            gc.collect()
            return sum(isinstance(found, StylesCache) for found in gc.get_objects())

        await look()
        before = await look()
        assert before > 0
        assert await look() == before
