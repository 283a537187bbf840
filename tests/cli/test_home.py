"""`debrief` alone: home in a terminal, the same as text where there is none."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from debrief.cli import home
from debrief.core.new_session import wanted
from debrief.store.journal import journal

ASKED = {"title": "CTO", "alias": "M-02", "panel": "Dana, Omar", "owner": "Omar"}


def test_without_a_terminal_it_prints_the_list_and_says_so(debrief, sessions) -> None:
    said = debrief().stdout

    assert "K-17" in said
    assert "In a terminal, debrief lets you choose from this list." in said


@pytest.mark.timeout(120)
def test_in_a_terminal_a_finished_meeting_is_three_keys_away(
    sessions: Path, terminal: Callable[..., Any]
) -> None:
    shown = terminal(sys.executable, "-m", "debrief", "--sessions", str(sessions), size=(100, 30))
    shown.shows("2 sessions")
    assert "hire" not in shown.screen()

    shown.type(b"\x1b[B")
    shown.shows("▸ R-04")
    shown.type(b"\r")
    shown.shows("event 1 of")
    shown.type(b"q")
    shown.shows("▸ R-04")
    shown.pause(0.3)  # sooner, it would be one key held down
    shown.type(b"q")

    assert shown.ended() == 0
    assert shown.is_restored()
    assert not journal.read(sessions / "demo-director-platform" / "journal.jsonl").read_only


def test_a_session_asked_for_at_home_is_made_as_by_the_command(debrief, tmp_path: Path) -> None:
    new = wanted(ASKED, date(2026, 11, 1), frozenset())
    assert not isinstance(new, str)

    made, said = home.make_session(tmp_path, new)
    again, why = home.make_session(tmp_path, new)

    assert made
    assert "debrief locate" in said
    assert "debrief new" in said
    assert (tmp_path / new.id / "forms" / "dana.html").is_file()
    assert 'owner = "omar"' in (tmp_path / new.id / "session.toml").read_text()
    assert not again
    assert why.startswith(f"{new.id} already exists")
