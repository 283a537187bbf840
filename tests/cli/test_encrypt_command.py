"""`debrief encrypt` hides a card from everybody but the session's keys, and says what remains."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PANEL = ("--panel", "dana:Dana W", "--panel", "omar:Omar H")
CARD = """schema = 1
panelist = "dana"
submitted = 2026-11-20T09:30:00Z
role_as_i_understood_it = "One platform."
[ratings.judgment]
rating = 3
for = ["Killed her own project"]
"""


@pytest.fixture
def card(debrief, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A filled-in card in a new session."""
    monkeypatch.setenv("DEBRIEF_SESSIONS", str(tmp_path))
    debrief("new", "vp", "--title", "VP", "--alias", "K-17", "--owner", "dana", *PANEL)
    card = tmp_path / "vp" / "scores" / "dana.toml"
    card.write_text(CARD)
    return card


def test_a_card_is_encrypted_and_the_plain_one_spoken_of(debrief, card: Path) -> None:
    done = debrief("encrypt", card)

    assert done.exit_code == 0
    assert f"Encrypted for 2 keys: {card}.age\n" in done.stdout
    assert "The plain card is still there. Anyone who can open its folder" in done.stdout
    assert f"rm {card}" in done.stdout
    assert card.exists()
    assert "replacing an earlier one" in debrief("encrypt", card).stdout


def test_replaced_it_is_read_by_check_and_by_nobody_else(debrief, card: Path, monkeypatch) -> None:
    done = debrief("encrypt", card, "--replace")
    assert done.exit_code == 0
    assert f"Deleted: {card}. A backup, the trash" in done.stdout
    assert not card.exists()

    assert "1 of 2 scorecards can be used" in debrief("check", "vp").stdout

    monkeypatch.setenv("XDG_CONFIG_HOME", str(card.parent / "nobody"))
    elsewhere = debrief("check", "vp")
    assert elsewhere.exit_code == 0
    assert re.search(r"^Dana W +encrypted, not opened here$", elsewhere.stdout, re.M)


def test_a_card_elsewhere_needs_its_session_named(debrief, card: Path, tmp_path: Path) -> None:
    mine = card.rename(tmp_path / "dana.toml")

    done = debrief("encrypt", mine)
    assert done.exit_code == 2
    assert "Name its session: --session SESSION" in done.stderr

    assert debrief("encrypt", mine, "--session", "vp").exit_code == 0
    assert (tmp_path / "dana.toml.age").exists()


def test_a_card_with_an_error_is_told_as_check_tells_it(debrief, card: Path) -> None:
    card.write_text(CARD.replace("rating = 3", "rating = 7"))

    done = debrief("encrypt", card, "--replace")

    assert done.exit_code == 1
    assert "scores/dana.toml:6:10 error: competency judgment: the rating is outside" in done.stdout
    assert "= 7" not in done.stdout
    assert done.stdout.endswith("Nothing was encrypted.\n")
    assert [path.name for path in card.parent.glob("dana*")] == ["dana.toml"]


def test_a_card_that_changed_meanwhile_is_kept_and_that_is_said(
    debrief, card: Path, monkeypatch
) -> None:
    from debrief.store.cards import encrypt

    monkeypatch.setattr(encrypt, "_delete", lambda card, data: False)

    assert (
        "The plain card has changed in the meantime, so it was kept. "
        in debrief("encrypt", card, "--replace").stdout
    )


def test_one_key_is_one_key(debrief, card: Path) -> None:
    recipients = card.parent.parent / "recipients.txt"
    recipients.write_text(recipients.read_text().splitlines()[-1])

    assert "Encrypted for 1 key: " in debrief("encrypt", card).stdout


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("dana.toml.age", 2, "is already encrypted"),
        ("lin.toml", 2, "There is no card"),
        ("Dana W.toml", 3, "not named like a card"),
    ],
)
def test_what_is_no_card_is_said(debrief, card: Path, name: str, code: int, said: str) -> None:
    (card.parent / "Dana W.toml").write_text(CARD)

    done = debrief("encrypt", card.parent / name)

    assert done.exit_code == code
    assert said in done.stderr


def test_without_recipients_it_says_whom_to_ask(debrief, card: Path) -> None:
    (card.parent.parent / "recipients.txt").unlink()

    done = debrief("encrypt", card)

    assert done.exit_code == 3
    assert "ask the facilitator for it" in done.stderr
