"""`debrief console` needs a session and a terminal, and says so."""

from __future__ import annotations

from pathlib import Path


def test_without_a_terminal_it_says_what_to_do(debrief, sessions: Path) -> None:
    done = debrief("console", "demo-vp-engineering")

    assert done.exit_code == 2
    assert "not a terminal" in done.stderr


def test_a_session_that_is_not_there_is_wrong_use(debrief, sessions: Path) -> None:
    assert debrief("console", "nowhere").exit_code == 2


def test_help_says_that_it_is_private(debrief) -> None:
    assert "for the facilitator alone" in debrief("console", "-h").stdout
