"""Ballots open with the meeting's key alone, and their length tells nothing."""

from __future__ import annotations

import base64
import errno
import os
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.store import keys
from debrief.store.atomic import FileProblem
from debrief.store.keys import BallotKey, CannotOpenError, UnusableKeyError

SALT = bytes(range(32))
# b"3" under the passphrase "word"; making one takes seconds.
WITH_PASSPHRASE = (
    "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCAxQ0U0Vll6Z1BPeHFqRWlwazlOQ3BRIDE5ClBBdVNPVnhS"
    "QlZReTBPQ2NLK2s1K01Ma2RBd0pjbHhkRTNZWXdRbU9OQkEKLS0tIGlqTkRDOUQreFR5dmlJdXRoQ2F4Z1Fvd3JN"
    "M1V6N0JIUWkzWjRVYmVuT2MKS4s4tmDT4tul0XFzcDzn9qDE0jGcv71pH7d26bS71YlW"
)


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> BallotKey:
    return keys.make_ballot_key(tmp_path_factory.mktemp("config"), "k17", SALT)


def test_a_key_is_kept_for_its_owner_alone_and_never_overwritten(tmp_path: Path) -> None:
    config = tmp_path / "config" / "debrief"

    made = keys.make_ballot_key(config, "k17-abc", SALT)

    assert keys.load_ballot_key(config, "k17-abc") == made
    assert keys.make_ballot_key(config, "k17-abc", bytes(32)) == made
    assert made.salt == SALT
    assert (config / "keys").stat().st_mode & 0o777 == 0o700
    assert (config / "keys" / "k17-abc.age-key").stat().st_mode & 0o777 == 0o600


def test_two_meetings_have_two_keys(tmp_path: Path) -> None:
    first = keys.make_ballot_key(tmp_path, "a", SALT)

    assert keys.make_ballot_key(tmp_path, "b", SALT).public != first.public


def test_a_key_shows_only_its_public_half(key: BallotKey) -> None:
    assert repr(key) == f"BallotKey(public={key.public!r})"


def test_a_finished_meetings_key_is_forgotten(tmp_path: Path) -> None:
    keys.make_ballot_key(tmp_path, "k17", SALT)

    keys.forget_ballot_key(tmp_path, "k17")
    keys.forget_ballot_key(tmp_path, "k17")

    assert keys.load_ballot_key(tmp_path, "k17") is None


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text[:-10],
        lambda text: text.replace("salt", "sand"),
        lambda text: text.replace("age1", "age1q", 1)[:-1],
        lambda text: text.replace("AGE-SECRET-KEY-1", "AGE-SECRET-KEY-1Q")[:-2] + "\n",
        lambda text: text + "\udcff",
        lambda text: "",
        lambda text: text.replace("salt: 0", "salt: x"),
    ],
    ids=["cut", "other words", "other public key", "no key", "no text", "empty", "bad salt"],
)
def test_a_damaged_key_is_named_with_its_line_and_never_overwritten(
    tmp_path: Path, spoil: Callable[[str], str]
) -> None:
    keys.make_ballot_key(tmp_path, "k17", SALT)
    path = tmp_path / "keys" / "k17.age-key"
    spoilt = spoil(path.read_text())
    path.write_text(spoilt, errors="surrogateescape")

    for use in (keys.load_ballot_key, lambda *its: keys.make_ballot_key(*its, SALT)):
        with pytest.raises(
            UnusableKeyError, match=r"k17\.age-key (cannot be used: line \d|has )"
        ) as problem:
            use(tmp_path, "k17")
        assert "AGE-SECRET" not in str(problem.value)

    assert path.read_text(errors="surrogateescape") == spoilt


@pytest.mark.parametrize(
    "rewritten",
    [
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: data.replace(b"\n", b"\r"),
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.decode().encode("utf-16"),
        lambda data: b"\n" + data.replace(b"\n", b"  \n\n\t"),
        lambda data: data[:-1],
    ],
    ids=["CRLF", "CR", "mark", "UTF-16", "blanks", "no line end"],
)
@pytest.mark.parametrize("linked", [False, True])
def test_a_key_that_an_editor_rewrote_or_that_is_behind_a_link_works(
    tmp_path: Path, rewritten: Callable[[bytes], bytes], linked: bool
) -> None:
    made = keys.make_ballot_key(tmp_path, "k17", SALT)
    path = tmp_path / "keys" / "k17.age-key"
    path.write_bytes(rewritten(path.read_bytes()))
    if linked:
        path.rename(tmp_path / "stick")
        path.symlink_to(tmp_path / "stick")

    assert keys.load_ballot_key(tmp_path, "k17") == made
    keys.forget_ballot_key(tmp_path, "k17")
    assert keys.load_ballot_key(tmp_path, "k17") is None
    assert not (tmp_path / "stick").exists()


@pytest.mark.parametrize("kind", ["dangling", "folder", "no stick", "unreadable folder"])
def test_a_key_that_cannot_be_read_is_not_told_as_missing(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "keys"
    match kind:
        case "dangling":
            folder.mkdir()
            (folder / "k17.age-key").symlink_to(tmp_path / "stick")
            why = "is a link to a file that does not exist; check"
        case "folder":
            (folder / "k17.age-key").mkdir(parents=True)
            why = "is a folder"
        case "no stick":
            folder.symlink_to(tmp_path / "stick")
            why = "is a link to a folder that is not there; connect the disk"
        case _:
            lstat = Path.lstat

            def refused(path: Path) -> os.stat_result:
                if path.name == "k17.age-key":
                    raise PermissionError(errno.EACCES, "Permission denied")
                return lstat(path)

            monkeypatch.setattr(Path, "lstat", refused)
            why = "could not be read"

    with pytest.raises(UnusableKeyError, match=why):
        keys.load_ballot_key(tmp_path, "k17")


def test_a_key_with_anothers_public_half_is_not_used(tmp_path: Path) -> None:
    ours = keys.make_ballot_key(tmp_path, "a", SALT)
    theirs = keys.make_ballot_key(tmp_path, "b", SALT)
    path = tmp_path / "keys" / "a.age-key"
    path.write_text(path.read_text().replace(ours.public, theirs.public))

    with pytest.raises(UnusableKeyError, match="has the public key of another key"):
        keys.load_ballot_key(tmp_path, "a")


@pytest.mark.parametrize("token", ["", "../x", "A", "a b", "-a", "a\n", "a" * 101])
def test_a_key_is_named_with_plain_letters_only(tmp_path: Path, token: str) -> None:
    with pytest.raises(ValueError, match="named with a-z"):
        keys.make_ballot_key(tmp_path, token, SALT)


def test_a_short_salt_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        keys.make_ballot_key(tmp_path, "k17", b"short")


def test_a_key_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("in the way")

    with pytest.raises(FileProblem, match=r"keys could not be created \(File exists\)"):
        keys.make_ballot_key(tmp_path, "k17", SALT)


@given(plain=st.binary(max_size=keys.ROOM))
def test_what_is_sealed_opens_with_the_key_alone(key: BallotKey, plain: bytes) -> None:
    sealed = keys.seal(key.public, plain)

    assert keys.open_sealed(key, sealed) == plain
    assert sealed.isascii()


@given(plain=st.binary(max_size=keys.ROOM))
def test_every_ballot_has_one_length_inside(key: BallotKey, plain: bytes) -> None:
    sealed = base64.b64decode(keys.seal(key.public, plain))
    identity = pyrage.x25519.Identity.from_str(key.identity)

    assert len(pyrage.decrypt(sealed, [identity])) == 64


def test_what_does_not_fit_is_refused(key: BallotKey) -> None:
    with pytest.raises(ValueError, match="room for 63 bytes"):
        keys.seal(key.public, bytes(64))
    with pytest.raises(ValueError, match="not a public age key"):
        keys.seal("age1nonsense", b"3")


def _foreign(key: BallotKey, padded: bytes) -> str:
    recipient = pyrage.x25519.Recipient.from_str(key.public)
    return base64.b64encode(pyrage.encrypt(padded, [recipient])).decode()


def test_what_is_not_a_ballot_of_this_meeting_does_not_open(key: BallotKey, tmp_path: Path) -> None:
    other = keys.make_ballot_key(tmp_path, "other", SALT)
    sealed = keys.seal(key.public, b"3")
    wrong = [
        keys.seal(other.public, b"3"),
        sealed[:-8],
        sealed.swapcase(),
        "not base64 ÿ",
        "",
        "A" * 10_000,
        WITH_PASSPHRASE,
        _foreign(key, b""),
        _foreign(key, b"\x01" + b"3"),
        _foreign(key, b"\x01" + b"3" * 63),
    ]

    for text in wrong:
        with pytest.raises(CannotOpenError, match="clear it and enter it again"):
            keys.open_sealed(key, text)


def test_a_commitment_depends_on_salt_and_content() -> None:
    # RFC 4231, test case 2.
    known = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"

    assert keys.commit(b"Jefe", b"what do ya want for nothing?") == known
    assert len({keys.commit(salt, data) for salt in (b"a", b"b") for data in (b"x", b"y")}) == 4
