"""The first picture comes before what only later keys need, and no key waits for an import."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from meetings import Driver

from debrief.live.libraries import LIBRARIES, RECORD

HEAVY = {
    "filelock",
    "jinja2",
    "numpy",
    "pyrage",
    "tomlkit",
    "tree_sitter_toml",
    "wcwidth",
}  # tree_sitter itself comes with Textual's TextArea
LEFT = "\x1b[D"
WRITES_THE_RECORD = ("debrief.report", "debrief.core.after", "debrief.core.record")

# Runs the program; holds it where it would import the libraries, and writes down what was imported
# before, by then, and at the end.
PROBE = """
import json, pathlib, sys
from debrief.__main__ import main
from debrief.live import libraries

told = pathlib.Path(sys.argv.pop(1))
imports = libraries.import_libraries
found = {}

def import_libraries():
    found["painted"] = sorted(sys.modules)
    (told / "go on").read_text()
    imports()
    found["ready"] = sorted(sys.modules)

libraries.import_libraries = import_libraries
try:
    main()
finally:
    found["left"] = sorted(sys.modules)
    (told / "found").write_text(json.dumps(found))
"""


class Meeting:
    """A meeting in a terminal, by somebody who does not hurry."""

    def __init__(self, start: Callable[..., Any], told: Path, *words: str) -> None:
        self.told = told
        os.mkfifo(told / "go on")
        self.terminal = start(sys.executable, "-c", PROBE, str(told), *words)

    def painted(self, text: str) -> None:
        """Wait for the first picture, and only then let the program import its libraries."""
        self.terminal.shows(text)
        (self.told / "go on").write_text("now")

    def walk(self, *steps: tuple[str, str]) -> None:
        """Press a key, and wait until the screen shows what it brings."""
        for key, shows in steps:
            self.terminal.pause(1.0)
            self.terminal.type(key.encode())
            self.terminal.shows(shows)

    def left(self, key: str) -> dict[str, set[str]]:
        """Press the key that leaves; return what was imported at each time."""
        self.terminal.pause(1.0)
        self.terminal.type(key.encode())
        assert self.terminal.ended() == 0, self.terminal.said()
        found = json.loads((self.told / "found").read_text())
        return {name: set(modules) for name, modules in found.items()}


def imported_by_keys(found: dict[str, set[str]]) -> set[str]:
    """Return what of ours, and of what we import, came after the meeting was ready for keys."""
    new = found["left"] - found["ready"]
    return {name for name in new if name.partition(".")[0] in {"debrief", *HEAVY}}


@pytest.fixture
def told(tmp_path: Path) -> Path:
    folder = tmp_path / "told"
    folder.mkdir()
    return folder


def test_the_first_picture_needs_no_heavy_library_and_no_record(
    terminal: Callable[..., Any], told: Path
) -> None:
    meeting = Meeting(terminal, told, "demo")
    meeting.painted("Open the meeting")
    found = meeting.left("q")

    assert "debrief.tui.screens.live" in found["painted"]
    assert found["painted"] & HEAVY == set()
    assert {name for name in found["painted"] if name.startswith("debrief.core.record")} == set()
    assert found["ready"] >= {*LIBRARIES, *RECORD}


def test_no_key_of_a_beginning_meeting_imports_anything(
    terminal: Callable[..., Any], told: Path
) -> None:
    meeting = Meeting(terminal, told, "demo")
    meeting.painted("Open the meeting")
    meeting.walk(
        (" ", "[space] Everybody has heard it"),
        ("n", "[enter] Save"),
        ("wor", "wor"),
        ("\x7f", "wo"),
        ("\r", "Minute: “wo”"),
        ("u", "Taken back"),
        (LEFT, "Looking back"),
        (" ", "[space] Everybody has heard it"),
        ("?", "[escape]"),
        ("t", "[space] Next"),
        ("\x1b", "[space] Everybody has heard it"),
        (" ", "[space] Everybody rated this role"),
        ("1", "▸ Omar Haddad"),
        ("p", "joined late"),
        ("\x1b", "▸ Omar Haddad"),
        ("q", "[enter] Leave"),
    )

    assert imported_by_keys(meeting.left("\r")) == set()


def test_no_key_of_a_blind_vote_imports_anything(
    terminal: Callable[..., Any], told: Path, demo: Driver
) -> None:
    demo.until("reveal_votes")
    demo.live.close()
    meeting = Meeting(terminal, told, "run", str(demo.folder))
    meeting.painted("[space] Reveal")
    meeting.walk(("3", "1 of 6 in"), ("x", "2 of 6 in"), ("q", "[enter] Leave"))

    assert imported_by_keys(meeting.left("\r")) == set()


def test_the_key_that_finishes_a_meeting_imports_only_what_writes_the_record(
    terminal: Callable[..., Any], told: Path, demo: Driver
) -> None:
    demo.until("finish")
    demo.live.close()
    meeting = Meeting(terminal, told, "run", str(demo.folder))
    meeting.painted("[space] Finish and write the record")
    meeting.walk((" ", "[y] Finish and write the record"), ("y", "[space] Leave"))

    new = imported_by_keys(meeting.left(" "))
    assert (demo.folder / "record.html").exists()
    assert {name for name in new if not name.startswith(WRITES_THE_RECORD)} == set()
