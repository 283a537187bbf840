"""`debrief scorecard` in a real terminal, and what it says where it cannot begin."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

COMMAND = (sys.executable, "-m", "debrief", "scorecard")


@pytest.fixture
def card(sessions: Path) -> Path:
    return sessions / "demo-vp-engineering" / "scores" / "tom.toml"


def test_a_card_is_written_and_said(terminal, card: Path) -> None:
    form = terminal(*COMMAND, "demo-vp-engineering", "tom", size=(80, 24))
    form.shows("[enter] Next page")
    form.type(b"3")
    form.shows("[enter] Next: How sure")
    form.type(b"\x1b")
    form.shows("the whole card")
    form.type(b"\x1b[H")
    form.shows("[enter] Save")
    form.type(b"\r")

    assert form.ended() == 0
    assert form.is_restored()
    assert "tom.toml Whoever can open the folder can read it" in form.said()
    assert "rating = 3" in card.read_text()


def test_a_draft_left_is_said_and_nothing_is_written(terminal, card: Path) -> None:
    form = terminal(*COMMAND, "demo-vp-engineering", "tom", size=(80, 24))
    form.shows("[enter] Next page")
    form.type(b"3\x1b")
    form.shows("the whole card")
    form.type(b"\x1b")

    assert form.ended() == 0
    said = form.said()
    assert "Not saved as a card yet; the draft is kept." in said
    assert "Go on with: debrief scorecard demo-v" in said
    assert not card.exists()


@pytest.mark.parametrize(
    ("panelist", "code", "said"),
    [
        ("tim", 2, "“tim” is not on the panel; did you mean “tom”?"),
        ("tom", 1, "cannot be written before this is mended"),
    ],
)
def test_where_it_cannot_begin_it_says_why(
    terminal, card: Path, panelist: str, code: int, said: str
) -> None:
    card.write_text("schema = 1\npanelist =\n")
    form = terminal(*COMMAND, "demo-vp-engineering", panelist)

    assert form.ended() == code
    assert said in form.said()


def test_without_a_terminal_it_says_so(debrief, card: Path) -> None:
    done = debrief("scorecard", "demo-vp-engineering", "tom")

    assert done.exit_code == 2
    assert "not a terminal" in done.stderr
