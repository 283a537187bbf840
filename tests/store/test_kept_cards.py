"""Copies of cards open with the meeting's key alone, and only where they are what they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from debrief.store import age, keys
from debrief.store.atomic import FileProblem
from debrief.store.cards.kept_cards import Copy, forget, ratings
from debrief.store.keys import BallotKey

CARD = b'schema = 1\npanelist = "lin"\n[ratings.judgment]\nrating = 3\n'


@pytest.fixture
def key(tmp_path: Path) -> BallotKey:
    return keys.make_ballot_key(tmp_path / "config", "k17", bytes(32))


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path, "lin", "ab" * 32)


@pytest.mark.parametrize("data", [b"", CARD, b"\0" * 5, bytes(range(256)) * 384])
def test_a_copy_is_read_back_byte_for_byte(copy: Copy, key: BallotKey, data: bytes) -> None:
    copy.write(key, data)
    copy.write(key, b"another")  # the copy of a commitment is written once
    assert copy.read(key) == data


def test_another_key_does_not_open_a_copy(copy: Copy, key: BallotKey, tmp_path: Path) -> None:
    copy.write(key, CARD)
    other = keys.make_ballot_key(tmp_path / "config", "other", bytes(32))
    assert copy.read(other) is None


def test_an_accepted_card_replaces_the_copy_of_its_panelist_alone(
    copy: Copy, key: BallotKey, tmp_path: Path
) -> None:
    other = Copy(tmp_path, "lin-2", "cd" * 32)
    new = Copy(tmp_path, "lin", "ef" * 32)
    for one in (copy, other, new):
        one.write(key, CARD)
    assert [one.path.exists() for one in (copy, other, new)] == [False, True, True]


def test_an_old_copy_that_cannot_be_deleted_stays(
    copy: Copy, key: BallotKey, tmp_path: Path
) -> None:
    copy.path.mkdir(parents=True)
    Copy(tmp_path, "lin", "ef" * 32).write(key, CARD)
    assert copy.path.is_dir()


def test_a_folder_that_cannot_be_made_or_is_a_link_takes_no_copy(
    copy: Copy, key: BallotKey, tmp_path: Path
) -> None:
    folder = copy.path.parent
    folder.write_text("in the way")
    with pytest.raises(FileProblem, match=r"cards.age could not be created"):
        copy.write(key, CARD)
    forget(tmp_path)
    folder.unlink()
    (tmp_path / "elsewhere").mkdir()
    folder.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FileProblem, match=r"cards.age is a link"):
        copy.write(key, CARD)
    assert copy.read(key) is None


def test_forgetting_leaves_what_is_not_a_copy(copy: Copy, key: BallotKey, tmp_path: Path) -> None:
    copy.write(key, CARD)
    (copy.path.parent / "mine.txt").write_text("mine")
    forget(tmp_path)
    assert [path.name for path in copy.path.parent.iterdir()] == ["mine.txt"]


def test_a_copy_has_sealed_ratings_if_its_card_can_be_opened() -> None:
    pair = age.make_pair()
    plain = ratings("lin", CARD, tuple)
    sealed = ratings("lin", age.encrypt(CARD, [pair.public]), lambda: [pair])
    assert plain is not None
    assert sealed is not None
    assert plain["judgment"].open() == sealed["judgment"].open()
    assert ratings("lin", age.encrypt(CARD, [pair.public]), tuple) is None
    assert ratings("lin", b"rating = ", tuple) is None
