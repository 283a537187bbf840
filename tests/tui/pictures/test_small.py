"""A window in which nothing but a sentence has room."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from meetings import Driver

from debrief.tui.screens.live import LiveScreen


@pytest.fixture
def size() -> tuple[int, int]:
    return (20, 5)


def test_too_small(demo: Driver, look: Callable[..., None]) -> None:
    look(lambda: LiveScreen(demo.live, lambda: demo.seconds))
