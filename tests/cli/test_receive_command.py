"""`debrief receive` files a card that came by mail, and shows no rating."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest
from click.testing import CliRunner

from debrief.cli.main import group
from debrief.store.cards.receive import MESSAGE_BYTES

PANEL = ("--panel", "dana:Dana W", "--panel", "omar:Omar H")
CARD = """schema = 1
panelist = "dana"
submitted = 2026-11-20T09:30:00Z
role_as_i_understood_it = "One platform."
[ratings.judgment]
rating = 3
for = ["Killed her own project"]
"""
MAIL = f"Hi,\n===== debrief scorecard begins =====\n{CARD}===== debrief scorecard ends =====\n"


@pytest.fixture
def session(debrief, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new session, which has recipients."""
    monkeypatch.setenv("DEBRIEF_SESSIONS", str(tmp_path))
    debrief("new", "vp", "--title", "VP", "--alias", "K-17", "--owner", "dana", *PANEL)
    return tmp_path / "vp"


@pytest.fixture
def card(tmp_path: Path) -> Path:
    """A card as it was saved from a mail."""
    card = tmp_path / "dana.toml"
    card.write_text(CARD)
    return card


def test_a_card_is_filed_encrypted_and_can_be_used(debrief, session: Path, card: Path) -> None:
    done = debrief("receive", "vp", card)

    assert done.exit_code == 0
    assert f"Filed the card of dana as {session}/scores/dana.toml.age\n" in done.stdout
    assert f"The original is still at {card}" in done.stdout
    assert "Killed" not in done.stdout
    assert "1 of 2 scorecards can be used" in debrief("check", "vp").stdout


def test_a_mail_comes_through_standard_input(session: Path) -> None:
    done = CliRunner().invoke(group, ["receive", "vp", "-"], input=MAIL)

    assert done.exit_code == 0
    assert done.stdout == f"Filed the card of dana as {session}/scores/dana.toml.age\n"


def test_a_mail_comes_as_it_was_saved(debrief, session: Path, tmp_path: Path) -> None:
    saved = EmailMessage()
    saved["From"] = "Dana <dana@example.org>"
    saved.set_content(MAIL.replace('"', "”"), cte="base64")
    (tmp_path / "mail.eml").write_bytes(bytes(saved))

    done = debrief("receive", "vp", tmp_path / "mail.eml")

    assert done.exit_code == 0
    assert f"Filed the card of dana as {session}/scores/dana.toml.age\n" in done.stdout


def test_without_recipients_it_says_who_can_read_the_card(
    debrief, session: Path, card: Path
) -> None:
    (session / "recipients.txt").unlink()

    done = debrief("receive", "vp", card)

    assert f"as {session}/scores/dana.toml\n" in done.stdout
    assert "It is not encrypted: anyone who can open this folder" in done.stdout


def test_a_card_that_is_there_is_not_overwritten_unasked(
    debrief, session: Path, card: Path
) -> None:
    debrief("receive", "vp", card)

    again = debrief("receive", "vp", card)
    assert again.exit_code == 2
    assert "There is already a card of dana: scores/dana.toml.age" in again.stderr

    assert debrief("receive", "vp", card, "--replace").exit_code == 0


def test_errors_are_told_without_a_rating_and_nothing_is_filed(
    debrief, session: Path, card: Path
) -> None:
    card.write_text(MAIL.replace("rating = 3", "rating = 7"))

    done = debrief("receive", "vp", card)

    assert done.exit_code == 1
    assert "dana.toml:8:10 error: competency judgment: the rating is outside" in done.stdout
    assert "7" not in done.stdout
    assert done.stdout.endswith("Nothing was filed.\n")
    assert not (session / "scores" / "dana.toml.age").exists()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("receive", "vp", "none.toml"), 3, "none.toml does not exist"),
        (("receive", "vp", "."), 3, "is a folder"),
        (("receive", "cto", "dana.toml"), 2, "There is no session “cto”"),
        (("receive", "vp"), 2, "Missing argument"),
    ],
)
def test_wrong_use_is_said(debrief, session: Path, words, code: int, said: str) -> None:
    done = debrief(*words)

    assert done.exit_code == code
    assert said in done.stderr


def test_a_giant_is_refused(session: Path) -> None:
    done = CliRunner().invoke(group, ["receive", "vp", "-"], input="x" * (MESSAGE_BYTES + 1))

    assert done.exit_code == 3
    assert "standard input is larger than" in done.stderr
    assert "save the card that is attached to it, or copy its text" in done.stderr


def test_a_mail_with_a_photo_is_told_the_way_out(debrief, session: Path, tmp_path: Path) -> None:
    mail = tmp_path / "dana.eml"
    mail.write_bytes(b"MIME-Version: 1.0\n\n" + b"x" * MESSAGE_BYTES)

    done = debrief("receive", "vp", mail)

    assert done.exit_code == 3
    assert "save the card that is attached to it, or copy its text" in done.stderr
    assert "make it shorter" not in done.stderr
