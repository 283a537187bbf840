"""The keys to scorecards are made once, kept for their owner alone, and never overwritten."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.store import age, card_keys
from debrief.store.atomic import FileProblem
from debrief.store.card_keys import CannotOpenCardError, RecipientsError

CARD = b'schema = 1\npanelist = "dana"\n'


def test_the_key_and_its_backup_are_made_once_for_their_owner_alone(tmp_path: Path) -> None:
    config = tmp_path / "config" / "debrief"

    made = card_keys.make_card_keys(config)
    again = card_keys.make_card_keys(config)

    assert made.made
    assert not again.made
    assert (again.public, again.backup) == (made.public, made.backup)
    assert made.public != made.backup
    assert (config / "keys").stat().st_mode & 0o777 == 0o700
    for file in (made.file, made.backup_file):
        assert file.parent == config / "keys"
        assert file.stat().st_mode & 0o777 == 0o600
    assert [pair.public for pair in card_keys.load_card_keys(config)] == [made.public, made.backup]


def test_a_backup_taken_elsewhere_is_still_encrypted_to(tmp_path: Path) -> None:
    made = card_keys.make_card_keys(tmp_path)
    made.backup_file.rename(tmp_path / "usb")

    again = card_keys.make_card_keys(tmp_path)

    assert again.backup == made.backup
    assert not made.backup_file.exists()
    assert [pair.public for pair in card_keys.load_card_keys(tmp_path)] == [made.public]


def test_a_lost_key_is_made_anew_beside_its_backup(tmp_path: Path) -> None:
    made = card_keys.make_card_keys(tmp_path)
    made.file.unlink()

    again = card_keys.make_card_keys(tmp_path)

    assert again.made
    assert again.backup == made.backup
    assert again.public != made.public


@pytest.mark.parametrize("name", ["scorecards.txt", "scorecards-backup.txt"])
@pytest.mark.parametrize(
    "spoil", [lambda text: text[:-9], lambda text: text.replace("age1", "age1q", 1)]
)
def test_a_damaged_key_is_told_and_left_alone(tmp_path: Path, name: str, spoil) -> None:
    made = card_keys.make_card_keys(tmp_path)
    path = tmp_path / "keys" / name
    spoilt = spoil(path.read_text())
    path.write_text(spoilt)
    if path == made.backup_file:
        made.file.unlink()

    with pytest.raises(FileProblem, match="is not a key that debrief wrote; restore it"):
        card_keys.make_card_keys(tmp_path)

    assert path.read_text() == spoilt


def test_the_backup_is_not_taken_for_the_key(tmp_path: Path) -> None:
    made = card_keys.make_card_keys(tmp_path)
    made.file.write_bytes(made.backup_file.read_bytes())

    with pytest.raises(FileProblem, match="is not a key that debrief wrote"):
        card_keys.make_card_keys(tmp_path)


def test_a_key_with_anothers_public_half_is_no_key(tmp_path: Path) -> None:
    made = card_keys.make_card_keys(tmp_path)
    made.file.write_text(made.file.read_text().replace(made.public, age.make_pair().public))

    with pytest.raises(FileProblem, match="is not a key that debrief wrote"):
        card_keys.make_card_keys(tmp_path)


def test_keys_in_the_folder_are_tried_and_whatever_else_is_there_is_passed_over(
    tmp_path: Path,
) -> None:
    assert card_keys.load_card_keys(tmp_path) == ()
    keys = tmp_path / "keys"
    keys.mkdir()
    pairs = [age.make_pair() for _ in range(10)]
    for number, pair in enumerate(pairs):
        (keys / f"{number}.txt").write_text(f"# from age-keygen\n{pair.identity}\n")
    (keys / "a.txt").mkdir()
    (keys / "b.txt").write_text("AGE-SECRET-KEY-1" + "Q" * 58)
    (keys / "c.txt").write_bytes(b"\xff\xfe")
    (keys / "0.age-key").write_text(age.make_pair().identity)

    found = card_keys.load_card_keys(tmp_path)

    assert found == tuple(pairs[: card_keys.MOST_KEYS])
    assert [str(problem) for problem in card_keys.unusable_card_keys(tmp_path)] == [
        "keys/a.txt is a folder; put a regular file there.",
        "keys/b.txt cannot be used: line 1 is not a key; restore it from a copy.",
        "keys/c.txt has no key in it; restore it from a copy.",
    ]


@pytest.mark.parametrize(
    "rewritten",
    [
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.decode().encode("utf-16"),
        lambda data: data.replace(b"\n", b" \n\n"),
    ],
    ids=["CRLF", "mark", "UTF-16", "blanks"],
)
@pytest.mark.parametrize("linked", [False, True])
def test_a_key_that_an_editor_rewrote_or_that_is_behind_a_link_works(
    tmp_path: Path, rewritten, linked: bool
) -> None:
    made = card_keys.make_card_keys(tmp_path)
    made.backup_file.unlink()
    made.file.write_bytes(rewritten(made.file.read_bytes()))
    if linked:
        made.file.rename(tmp_path / "stick")
        made.file.symlink_to(tmp_path / "stick")

    assert [pair.public for pair in card_keys.load_card_keys(tmp_path)] == [made.public]
    assert card_keys.make_card_keys(tmp_path).public == made.public
    assert card_keys.unusable_card_keys(tmp_path) == ()


def test_a_folder_of_keys_that_is_not_connected_is_told(tmp_path: Path) -> None:
    (tmp_path / "keys").symlink_to(tmp_path / "stick")

    assert card_keys.load_card_keys(tmp_path) == ()
    (problem,) = card_keys.unusable_card_keys(tmp_path)
    assert "is a link to a folder that is not there" in str(problem)
    with pytest.raises(FileProblem, match="connect the disk"):
        card_keys.make_card_keys(tmp_path)


def test_a_key_that_cannot_be_used_is_named_where_a_card_stays_closed(tmp_path: Path) -> None:
    made = card_keys.make_card_keys(tmp_path)
    sealed = age.encrypt(CARD, [made.public])
    made.backup_file.rename(tmp_path / "away")
    made.file.write_text(made.file.read_text().replace("AGE-SECRET", "AGE SECRET"))

    with pytest.raises(CannotOpenCardError) as refused:
        card_keys.open_card(sealed, (), lambda: card_keys.unusable_card_keys(tmp_path))

    assert refused.value.message == "no usable key on this machine opens the encrypted card"
    assert refused.value.hint == (
        "keys/scorecards.txt cannot be used: line 4 is not a key; restore it from a copy"
    )
    (tmp_path / "keys" / "z.txt").write_text("")
    hint = card_keys.mend(card_keys.unusable_card_keys(tmp_path))
    assert hint.endswith(". 1 more in that folder cannot be used")


def test_recipients_are_read_as_they_were_written() -> None:
    publics = (age.make_pair().public, age.make_pair().public)

    text = card_keys.recipients_text("2026-11-vp", publics)

    assert card_keys.read_recipients(text.encode()) == card_keys.Recipients(publics, "2026-11-vp")
    by_hand = f"\ufeff# mine\r\n\r\n  {publics[0]}  \r\n".encode()
    assert card_keys.read_recipients(by_hand) == card_keys.Recipients(publics[:1])


@pytest.mark.parametrize(
    ("data", "line", "said"),
    [
        (b"\xff", 0, "not UTF-8"),
        (b"# none\n", 0, "has no public key"),
        (b"# a\nage1nonsense\n", 2, "not a public age key"),
        (b"ssh-ed25519 AAAA\n", 1, "not a public age key"),
        (b"AGE-SECRET-KEY-1" + b"Q" * 58, 1, "not a public age key"),
        (f"{age.make_pair().public}\n".encode() * 17, 0, "more than 16"),
    ],
    ids=["bytes", "none", "nonsense", "ssh", "secret", "many"],  # keys differ from run to run
)
def test_recipients_that_cannot_be_used_are_told_with_their_line(
    data: bytes, line: int, said: str
) -> None:
    with pytest.raises(RecipientsError, match=said) as refused:
        card_keys.read_recipients(data)

    finding = refused.value.finding
    assert (finding.file, finding.line, finding.severity) == ("recipients.txt", line, "error")
    assert finding.hint


@given(card=st.binary(max_size=200))
def test_a_card_is_marked_with_its_session_once(card: bytes) -> None:
    marked = card_keys.marked(card, "vp-k17")

    assert card_keys.session_of(marked) == (card_keys.session_of(card) or "vp-k17")
    assert card_keys.marked(marked, "another") == marked
    assert card_keys.marked(card, "") == card


def test_a_mark_is_the_last_line_and_nothing_else() -> None:
    assert card_keys.session_of(card_keys.marked(CARD, "vp-k17")) == "vp-k17"
    assert card_keys.session_of(CARD) is None
    assert card_keys.session_of(b"#:session vp-k17\n" + CARD) is None
    assert card_keys.session_of(b"#:session VP K17") is None


def test_why_a_card_stays_closed_is_said_with_what_to_do() -> None:
    ours, theirs = age.make_pair(), age.make_pair()
    sealed = age.encrypt(CARD, [theirs.public])
    assert card_keys.open_card(sealed, [theirs]) == CARD
    codes = {}
    for data, keys in ((sealed, [ours]), (sealed, []), (sealed[:-1], [theirs]), (CARD, [ours])):
        with pytest.raises(CannotOpenCardError) as refused:
            card_keys.open_card(data, keys)
        assert refused.value.hint
        codes[refused.value.code] = refused.value.message
    assert list(codes) == ["wrong-key", "lost-key", "damaged", "no-age"]
    assert len(set(codes.values())) == 4
