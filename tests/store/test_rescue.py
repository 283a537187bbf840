"""Going on in another folder: what is copied, what cannot be, and folders that are refused."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from debrief.store import rescue
from debrief.store.atomic import FileProblem
from debrief.store.chain import Contents
from debrief.store.journal import read


@pytest.fixture
def contents(folder: Path) -> Contents:
    return read(folder / rescue.JOURNAL)


def test_the_journal_and_every_input_are_copied(
    folder: Path, contents: Contents, tmp_path: Path
) -> None:
    target = tmp_path / "elsewhere" / "copy"
    assert rescue.continue_in(folder, contents, target) == ()
    copied = {str(path.relative_to(target)) for path in target.rglob("*") if path.is_file()}
    cards = {str(path.relative_to(folder)) for path in folder.glob("scores/*.toml")}
    there = {name for name in rescue.INPUTS if (folder / name).exists()}
    assert copied == {rescue.JOURNAL, *there, *cards}
    for name in copied:
        assert (target / name).read_bytes() == (folder / name).read_bytes()


def test_what_cannot_be_read_is_named_and_the_rest_is_copied(
    folder: Path, contents: Contents, tmp_path: Path
) -> None:
    cards = sorted(folder.glob("scores/*.toml"))
    (folder / "references.toml").unlink(missing_ok=True)
    (folder / "references.toml").symlink_to(tmp_path / "nowhere")
    (folder / "recipients.txt").write_bytes(bytes(rescue.LARGEST_INPUT + 1))
    cards[0].unlink()
    os.mkfifo(cards[0])

    left = rescue.continue_in(folder, contents, tmp_path / "copy")

    assert left == ("references.toml", "recipients.txt", f"scores/{cards[0].name}")
    assert (tmp_path / "copy" / "session.toml").exists()
    assert len(list((tmp_path / "copy" / "scores").iterdir())) == len(cards) - 1


def test_a_folder_with_something_in_it_is_refused(
    folder: Path, contents: Contents, tmp_path: Path
) -> None:
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "theirs.txt").touch()
    with pytest.raises(FileProblem, match="is not empty; choose another folder"):
        rescue.continue_in(folder, contents, tmp_path / "copy")


def test_a_folder_that_cannot_be_made_is_refused(
    folder: Path, contents: Contents, tmp_path: Path
) -> None:
    (tmp_path / "copy").touch()
    with pytest.raises(FileProblem, match=r"could not be made \(.+\); choose another folder"):
        rescue.continue_in(folder, contents, tmp_path / "copy")
