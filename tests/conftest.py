"""Keeps every test away from the person's own folders and settings."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings
from textual.pilot import Pilot
from waiting import Unhurried

import debrief

pytest_plugins = ["homes", "meetings", "replays", "terminals"]

# A slow machine breaks no law; CI tries the same examples every time, so red means changed.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")

# As the commands that count have it; numpy reads it once, when a test first needs it.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# What the surroundings may have set and would change a picture or a width.
_CLEARED = ("COLUMNS", "FORCE_COLOR", "LINES", "NO_COLOR", "TEXTUAL", "TEXTUAL_THEME")

# Where a program may look for a person's files; platformdirs asks these first, then HOME.
_FOLDERS = {
    "HOME": "home",
    "XDG_CACHE_HOME": "home/.cache",
    "XDG_CONFIG_HOME": "home/.config",
    "XDG_DATA_HOME": "home/.local/share",
    "XDG_RUNTIME_DIR": "home/run",
    "XDG_STATE_HOME": "home/.local/state",
    "DEBRIEF_SESSIONS": "sessions",
}

LONGEST_ID = 40
"""Characters of a text that a test is named after."""

UNMEASURED = (
    *("tests/boundaries", "tests/browser", "tests/faults", "tests/tui/test_"),
    "tests/calibration/test_lean.py::test_the_interval",
    "tests/core/test_log.py::test_a_jump",
    "tests/core/test_spelling.py::test_each_letter",
    "tests/core/test_text.py::test_every_code_point",
    "tests/core/test_walks.py",
    "tests/golden/test_golden.py::test_every_line_shows",
    "tests/report/test_every_field.py",
    "tests/tui/steps/test_hostile.py",
)
"""The beginnings of tests that only come to lines that others check: measured, they take thrice as
long."""

LEAVING = 1.0
"""Seconds that the parts of an app have to end in, once it is left."""

_wait_for_screen = Pilot._wait_for_screen


async def _wait_for_keys(pilot: Pilot[object], *patience: float) -> bool:
    """Wait as Textual's pilot does, and for keys that wait for what the key before them began."""
    done = await _wait_unless_left(pilot, *patience)
    while done and getattr(pilot.app, "keys_waiting", False) and not pilot.app._exit:
        await asyncio.sleep(0)
        done = await _wait_unless_left(pilot, *patience)
    return done


async def _wait_unless_left(pilot: Pilot[object], *patience: float) -> bool:
    """Wait for the screen, but not for parts of one that the app left meanwhile: they are mute."""
    waiting = asyncio.create_task(_wait_for_screen(pilot, *patience))
    while not waiting.done():
        await asyncio.wait({waiting}, timeout=LEAVING)
        if pilot.app._exit and not waiting.done():
            waiting.cancel()
            return True
    return waiting.result()


Pilot._wait_for_screen = _wait_for_keys  # type: ignore[method-assign]


def pytest_report_header() -> str:
    """Say whether the checkout or the wheel is tested."""
    return f"debrief: {Path(debrief.__file__).parent}"


def pytest_make_parametrize_id(val: object) -> str | None:
    """Cut the name that a test gets from a long text, which may have megabytes."""
    if isinstance(val, str | bytes) and len(val) > LONGEST_ID:
        start = val[:LONGEST_ID]
        return f"{start if isinstance(start, str) else start.decode('latin-1')}…"
    return None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measure no coverage in the folders named above."""
    for item in items:
        if item.nodeid.startswith(UNMEASURED):
            item.add_marker("no_cover")


@pytest.fixture(autouse=True)
def unhurried_keys(monkeypatch: pytest.MonkeyPatch) -> Unhurried | None:
    """Let a pilot press keys as fast as it can: none is too close to the one before."""
    typeahead = sys.modules.get("debrief.tui.terminal.typeahead")
    if typeahead is None:
        return None
    clock = Unhurried()
    monkeypatch.setattr(typeahead.OneKeyAtATime, "clock", clock)
    return clock


@pytest.fixture(scope="session")
def new_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return an iterator over folders that do not exist yet.

    `tmp_path_factory` numbers its folders by listing those there are: a millisecond for each
    thousand tests before.
    """
    root = tmp_path_factory.mktemp("persons")
    return (root / str(number) for number in count())


@pytest.fixture(autouse=True)
def own_folders(new_folders: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give every test an empty home, outside its tmp_path, and return it."""
    root = next(new_folders)
    for name in os.environ:
        if name in _CLEARED or name.startswith("DEBRIEF_"):
            monkeypatch.delenv(name)
    for name, folder in _FOLDERS.items():
        path = root / folder
        path.mkdir(parents=True, exist_ok=True)
        monkeypatch.setenv(name, str(path))
    # Nothing moves in a test that does not ask for it, in this process or in one it starts.
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    if textual := sys.modules.get("textual.constants"):
        monkeypatch.setattr(textual, "TEXTUAL_ANIMATIONS", "none")
    return root / "home"
