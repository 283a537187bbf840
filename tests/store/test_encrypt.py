"""A card is encrypted once nothing is wrong in it, and opened for the meeting in memory only."""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path

import pytest

from debrief.core.findings import Finding
from debrief.store import age, atomic, card_keys
from debrief.store.atomic import FileProblem
from debrief.store.cards.encrypt import Encrypted, encrypt_card
from debrief.store.sessions.session import load
from debrief.store.sessions.session_files import PLAIN_CARDS, SessionFiles

OURS, BACKUP, THEIRS = (age.make_pair() for _ in range(3))
BRIEF = """schema = 1
title = "VP Engineering"
[candidate]
alias = "K-17"
[role]
mandate = "Rebuild it"
authority = ["Hires and fires"]
success = ["One platform"]
[decision]
owner = "dana"
[[panel]]
id = "dana"
name = "Dana Whitfield"
[[panel]]
id = "omar"
name = "Omar Haddad"
[[competencies]]
id = "judgment"
title = "Judgment"
definition = "How they choose."
anchors = ["a", "b", "c", "d"]
"""
CARD = """schema = 1
panelist = "{}"
submitted = 2026-11-20T09:30:00Z
role_as_i_understood_it = "One platform from two."
[ratings.judgment]
rating = 3
for = ["Killed her own project"]
"""
RECIPIENTS = card_keys.recipients_text("vp-k17", (OURS.public, BACKUP.public))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "vp"
    (folder / "scores").mkdir(parents=True)
    (folder / "session.toml").write_text(BRIEF)
    (folder / "recipients.txt").write_text(RECIPIENTS)
    for panelist in ("dana", "omar"):
        plain(folder, panelist).write_text(CARD.format(panelist))
    return folder


def plain(folder: Path, panelist: str) -> Path:
    return folder / "scores" / f"{panelist}.toml"


def sealed(folder: Path, panelist: str) -> Path:
    return folder / "scores" / f"{panelist}.toml.age"


def both(folder: Path) -> None:
    for panelist in ("dana", "omar"):
        assert encrypt_card(plain(folder, panelist), folder, replace=True).file is not None


def codes_of(files: SessionFiles) -> list[tuple[str, str]]:
    return [(finding.file, finding.code) for finding in files.findings]


def only(files: SessionFiles) -> Finding:
    (finding,) = files.findings
    return finding


# ---- encrypting


def test_a_card_is_encrypted_beside_the_plain_one(folder: Path) -> None:
    card = plain(folder, "dana")
    before = card.read_bytes()

    done = encrypt_card(card, folder, replace=False)

    assert done == Encrypted((), sealed(folder, "dana"), 2, again=False, plain=True)
    assert card.read_bytes() == before
    written = sealed(folder, "dana").read_bytes()
    assert b"Killed" not in written
    assert sealed(folder, "dana").stat().st_mode & 0o777 == 0o600
    for pair in (OURS, BACKUP):
        assert age.decrypt(written, [pair]) == before + b"#:session vp-k17\n"
    assert encrypt_card(card, folder, replace=False).again


def test_the_plain_card_is_deleted_when_that_is_wanted(folder: Path) -> None:
    done = encrypt_card(plain(folder, "dana"), folder, replace=True)

    assert not done.plain
    assert {path.name for path in (folder / "scores").iterdir()} == {"dana.toml.age", "omar.toml"}


def test_a_card_that_changed_meanwhile_is_not_deleted(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = plain(folder, "dana")
    write = atomic.write

    def slow(path: Path, data: bytes) -> None:
        write(path, data)
        card.write_text("mine, newer")

    monkeypatch.setattr(atomic, "write", slow)

    assert encrypt_card(card, folder, replace=True).plain
    assert card.read_text() == "mine, newer"


def test_a_card_that_cannot_be_deleted_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", refuse)

    with pytest.raises(FileProblem, match="is encrypted, but could not be deleted"):
        encrypt_card(plain(folder, "dana"), folder, replace=True)

    assert sealed(folder, "dana").exists()


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("rating = 3", "rating = 7", "rating-scale"),
        ("rating = 3", "rating = yes", "unquoted"),
        ('"dana"', '"omar"', "panelist"),
        ("judgment", "judgement", "unknown-competency"),
        ("[ratings", "#:session other\n[ratings", ""),
        ("[ratings.judgment]\nrating = 3\nfor = [", "#", "empty-card"),
    ],
)
def test_a_card_with_an_error_is_not_encrypted(folder: Path, old: str, new: str, code: str) -> None:
    text = CARD.format("dana")
    assert old in text
    plain(folder, "dana").write_text(text.replace(old, new))

    done = encrypt_card(plain(folder, "dana"), folder, replace=True)

    assert [finding.code for finding in done.findings] == ([code] if code else [])
    assert (done.file is None) == bool(code)
    assert plain(folder, "dana").exists() == bool(code)


def test_a_card_for_another_session_is_not_encrypted_for_this_one(folder: Path) -> None:
    plain(folder, "dana").write_text(CARD.format("dana") + "#:session another\n")

    (finding,) = encrypt_card(plain(folder, "dana"), folder, replace=False).findings

    assert finding.message == "the card was written for the session another, but this one is vp-k17"


def test_a_brief_that_cannot_be_used_is_told_first(folder: Path) -> None:
    for text in (BRIEF.replace('owner = "dana"', 'owner = "lin"'), "title = "):
        (folder / "session.toml").write_text(text)

        done = encrypt_card(plain(folder, "dana"), folder, replace=False)

        assert done.file is None
        assert {finding.file for finding in done.findings} == {"session.toml"}


def test_recipients_are_needed_and_right(folder: Path) -> None:
    (folder / "recipients.txt").write_text("age1nonsense\n")
    done = encrypt_card(plain(folder, "dana"), folder, replace=False)
    assert [(finding.file, finding.line) for finding in done.findings] == [("recipients.txt", 1)]

    (folder / "recipients.txt").unlink()
    with pytest.raises(FileProblem, match="no key to encrypt to; ask the facilitator for it"):
        encrypt_card(plain(folder, "dana"), folder, replace=False)
    assert not sealed(folder, "dana").exists()


@pytest.mark.parametrize("name", ["Dana W.toml", "dana.txt", "dana"])
def test_a_card_goes_by_its_panelist(folder: Path, name: str) -> None:
    card = plain(folder, "dana").rename(folder / name)

    with pytest.raises(FileProblem, match="not named like a card"):
        encrypt_card(card, folder, replace=False)


# ---- opening


def test_encrypted_cards_are_opened_in_memory_with_any_key_there_is(folder: Path) -> None:
    both(folder)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    for keys in ([OURS], [THEIRS, BACKUP]):
        files = load(folder, identities=partial(list, keys))

        assert files.findings == ()
        assert files.cards["omar"].facts.encrypted
        assert files.ratings["omar"]["judgment"].open().level == 3
        assert files.preflight_notes.notes == ()
        assert files.cards["omar"].data.open() == sealed(folder, "omar").read_bytes()
        assert files.digests["scores/omar.toml.age"] == (
            hashlib.sha256(sealed(folder, "omar").read_bytes()).hexdigest()
        )
        assert "recipients.txt" not in files.digests
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_the_same_facts_come_from_a_plain_and_an_encrypted_card(folder: Path) -> None:
    as_plain = load(folder).cards["dana"].facts
    both(folder)

    opened = load(folder, identities=lambda: [OURS]).cards["dana"].facts

    assert opened == as_plain.model_copy(update={"encrypted": True})


def test_without_being_given_keys_encrypted_cards_are_not_checked(folder: Path) -> None:
    both(folder)

    files = load(folder)

    assert files.cards == {}
    assert [
        (finding.code, finding.severity) for finding in files.findings if "scores" in finding.file
    ] == [("not-checked", "warning")] * 2


def test_a_damaged_key_is_named_where_cards_are_not_checked(folder: Path) -> None:
    both(folder)
    damaged = FileProblem(Path("keys/mine.age-key"), "has no key in it.")

    hints = {finding.hint for finding in load(folder, unusable_keys=lambda: (damaged,)).findings}

    assert card_keys.mend([damaged]) in hints


def test_a_warning_needs_no_place_where_nobody_looks_for_it(folder: Path) -> None:
    bare = CARD.format("omar").replace('for = ["Killed her own project"]\n', "")
    (folder / "scores" / "omar.toml").write_text(bare)

    places = {finding.line for finding in load(folder, place_warnings=False, private=True).findings}

    assert places == {0}


def _garbage(data: bytes) -> bytes:
    return b"\x00" * len(data)


def _for_others(data: bytes) -> bytes:
    return age.encrypt(age.decrypt(data, [OURS]), [THEIRS.public])


def _of_dana(data: bytes) -> bytes:
    return age.encrypt(CARD.format("dana").encode(), [OURS.public])


def _of_another_session(data: bytes) -> bytes:
    inside = CARD.format("omar").replace("ratings.judgment", "ratings.growth")
    return age.encrypt(inside.encode(), [OURS.public])


def _marked_for_another_session(data: bytes) -> bytes:
    return age.encrypt((CARD.format("omar") + "#:session cto-b2").encode(), [OURS.public])


def _no_card(data: bytes) -> bytes:
    return age.encrypt(b"\xff" * 100, [OURS.public])


def _bomb(data: bytes) -> bytes:
    return age.encrypt(b"a." * 30_000 + b"a = 1", [OURS.public])


def _with_passphrase(data: bytes) -> bytes:
    return b"age-encryption.org/v1\n-> scrypt AAAA 19\nAAAA\n--- AAAA\n" + bytes(60)


@pytest.mark.parametrize(
    ("spoil", "code", "message"),
    [
        (_garbage, "no-age", "the file is named .age, but it is not encrypted with age"),
        (lambda data: b"", "no-age", "the file is named .age, but it is not encrypted with age"),
        (lambda data: data[:-1], "damaged", "the encrypted card was cut off or damaged on its way"),
        (lambda data: data[:90], "damaged", "the encrypted card was cut off or damaged on its way"),
        (_with_passphrase, "passphrase",
         "the card is encrypted with a passphrase, which debrief does not support"),
        (_for_others, "wrong-key", "the card was encrypted to a key that is not on this machine"),
        (_of_dana, "panelist", "the card is from dana, but its file is named for omar"),
        (_of_another_session, "unknown-competency", "this session has no competency “growth”"),
        (_marked_for_another_session, "foreign-session",
         "the card was written for the session cto-b2, but this one is vp-k17"),
        (lambda data: bytes(200_000), "file", "the file is larger than 98,304 bytes"),
        (_no_card, "encoding", ""),
        (_bomb, "dots", ""),
    ],
)  # fmt: skip
def test_a_card_that_cannot_be_used_is_one_sentence_and_the_others_go_on(
    folder: Path, spoil, code: str, message: str
) -> None:
    both(folder)
    sealed(folder, "omar").write_bytes(spoil(sealed(folder, "omar").read_bytes()))

    files = load(folder, identities=lambda: [OURS])

    found = [finding for finding in files.findings if finding.file == "scores/omar.toml.age"]
    assert len(found) == 1
    assert found[0].severity == "error"
    assert (found[0].code, found[0].message) == (code, message or found[0].message)
    assert found[0].hint
    assert list(files.cards) == ["dana"]
    assert files.brief is not None
    assert files.preflight_notes.broken == {"omar"}
    assert "no-card" not in [finding.code for finding in files.findings]


def test_a_swapped_card_is_told_with_where_it_belongs(folder: Path) -> None:
    both(folder)
    sealed(folder, "dana").replace(sealed(folder, "omar"))

    files = load(folder, identities=lambda: [OURS])

    (finding,) = files.errors
    assert (finding.file, finding.code) == ("scores/omar.toml.age", "panelist")
    assert finding.hint == "rename the file to dana.toml.age, and ask omar for theirs"
    assert files.cards == {}


def test_a_lost_key_is_told_of_every_card(folder: Path) -> None:
    both(folder)

    files = load(folder, identities=lambda: [])

    assert [error.code for error in files.errors] == ["lost-key"] * 2
    assert "no key to open it is on this machine" in files.errors[0].message
    assert files.brief is not None


def test_keys_that_the_session_does_not_name_are_told_early(folder: Path) -> None:
    files = load(folder, identities=lambda: [THEIRS])

    assert codes_of(files) == [("recipients.txt", "foreign-recipients")]
    assert only(files).severity == "warning"
    assert "none of the keys named here is on this machine" in only(files).message
    assert load(folder).findings == load(folder, identities=lambda: []).findings == ()


def test_recipients_that_cannot_be_used_are_told_by_check(folder: Path) -> None:
    path = folder / "recipients.txt"
    path.write_text("# x\nnonsense")
    files = load(folder)
    assert (only(files).code, only(files).line, only(files).column) == ("recipients", 2, 1)
    path.unlink()
    path.mkdir()
    assert codes_of(load(folder)) == [("recipients.txt", "file")]


def test_of_a_plain_and_an_encrypted_card_the_encrypted_one_counts(folder: Path) -> None:
    encrypt_card(plain(folder, "dana"), folder, replace=False)
    encrypt_card(plain(folder, "omar"), folder, replace=True)
    plain(folder, "dana").write_text(CARD.format("dana").replace("rating = 3", "rating = 1"))

    files = load(folder, identities=lambda: [OURS])

    assert files.ratings["dana"]["judgment"].open().level == 3
    assert codes_of(files) == [("scores/dana.toml", "both-cards")]
    assert only(files).severity == "warning"
    assert "scores/dana.toml" not in files.digests
    assert files.preflight_notes.notes == (PLAIN_CARDS,)


def test_the_name_of_an_encrypted_card_is_an_id_too(folder: Path) -> None:
    both(folder)
    sealed(folder, "omar").rename(folder / "scores" / "Omar H.toml.age")

    assert ("scores/Omar H.toml.age", "file-name") in codes_of(
        load(folder, identities=lambda: [OURS])
    )
