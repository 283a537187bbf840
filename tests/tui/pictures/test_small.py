"""A window in which nothing but a sentence has room."""

from __future__ import annotations

from collections.abc import Callable

from meetings import Driver

from debrief.tui.screens.live import LiveScreen


def test_too_small(demo: Driver, look: Callable[..., None]) -> None:
    look(lambda: LiveScreen(demo.live, lambda: demo.seconds), sizes=[(20, 5)])
