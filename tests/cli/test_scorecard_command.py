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
    form.type(b"\x1b[F")
    form.shows("[enter] Save")
    form.type(b"\r")

    assert form.ended() == 0
    assert form.is_restored()
    assert "tom.toml Anyone who can open the folder can read it" in form.said()
    assert "rating = 3" in card.read_text()


def test_a_draft_left_is_said_and_nothing_is_written(terminal, card: Path) -> None:
    form = terminal(*COMMAND, "demo-vp-engineering", "tom", size=(80, 24))
    form.shows("[enter] Next page")
    form.type(b"3\x1b")
    form.shows("the whole card")
    form.type(b"\x1b")

    assert form.ended() == 0
    said = form.said()
    assert "The card is not saved, but its draft is kept." in said
    assert "To continue: debrief scorecard dem" in said
    assert not card.exists()


def test_killed_in_the_midst_of_typing_it_has_the_draft(
    terminal, card: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    form = terminal(*COMMAND, "demo-vp-engineering", "tom", size=(80, 24))
    form.shows("[enter] Next page")
    form.type(b"3\x1b")
    form.shows("the whole card")
    form.type(b"\x1b[F\x1b[A\x1b[A\r")  # above the button and the fit: the role
    form.shows("[enter] Next page")

    def draft_is_saved() -> bool:
        return any("ooooo" in one.read_text() for one in tmp_path.rglob("draft.json"))

    for _ in range(400):  # never a pause between two keys
        form.type(b"o")
        form.read()
        if draft_is_saved():
            break
    form.process.kill()
    form.process.wait()
    assert not card.exists()

    again = terminal(*COMMAND, "demo-vp-engineering", "tom", size=(80, 24))
    again.shows("Your draft is back")
    again.type(b"\x1b[F\x1b[A\x1b[A\r")
    again.shows("ooooo")


@pytest.mark.parametrize(
    ("panelist", "code", "said"),
    [
        ("tim", 2, "“tim” is not on the panel; did you mean “tom”?"),
        ("tom", 1, "Until then the card cannot be written."),
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
