"""Continuing in another folder: copied and uncopied files, and refused folders."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from debrief.core.meeting import events as e
from debrief.store.atomic import FileProblem
from debrief.store.journal import rescue
from debrief.store.journal.journal import Contents, read


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
    with pytest.raises(FileProblem, match=r"could not be created \(.+\); choose another folder"):
        rescue.continue_in(folder, contents, tmp_path / "copy")


def cut(folder: Path, line: int, old: bytes, new: bytes) -> Contents:
    """Return the journal with one changed line whose hash is wrong, so that it ends there."""
    path = folder / rescue.JOURNAL
    lines = path.read_bytes().splitlines(keepends=True)
    assert old in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(old, new)
    path.write_bytes(b"".join(lines))
    return read(path)


def of_type(contents: Contents, *types: type[e.Event]) -> int:
    """Return the number, from 1, of the last line of these types."""
    return max(x.seq for x in contents.events if isinstance(x.event, types))


def test_what_is_left_behind_is_kept_beside_the_copy(
    folder: Path, contents: Contents, tmp_path: Path
) -> None:
    raw = (folder / rescue.JOURNAL).read_bytes()
    found = cut(folder, len(contents.lines), b"record.md", b"record.mD")

    rescue.continue_in(folder, found, tmp_path / "copy")

    kept = (tmp_path / "copy" / rescue.BEHIND).read_bytes()
    assert kept == contents.lines[-1].replace(b"record.md", b"record.mD")
    assert (tmp_path / "copy" / rescue.JOURNAL).read_bytes() == raw[: -len(kept)]


def test_no_copy_goes_on_before_a_finish_a_decision_or_a_reveal(
    folder: Path, contents: Contents
) -> None:
    assert rescue.may_continue(contents)
    final = (e.RatingsRevealed, e.VotesRevealed, e.DecisionMade, e.MeetingFinished)
    for kind in final:
        line = of_type(contents, kind)
        behind = b"".join(contents.lines[line - 1 :])
        before = contents.lines[: line - 1]
        assert not rescue.may_continue(Contents(contents.events[:1], before, left=behind))


@pytest.mark.parametrize(
    ("left", "may"),
    [
        (b'{"v":1,"seq":3,"type":"MinuteTaken"}\n{"v":1,"type":"StepOpened"', True),
        (b"", True),
        (b"torn, and of no sense", True),
        (b"whole, and of no sense\n", False),
        (b'{"v":1,"seq":3,"type":"CoffeeServed"}\n', False),
        (b'{"v":2,"seq":3,"type":"MinuteTaken"}\n', False),
        (b'{"v":1,"type":"MinuteTaken"}\n?"type":"VignetteRevealed"', False),
    ],
)
def test_a_copy_goes_on_where_nothing_final_is_left_behind(
    contents: Contents, left: bytes, may: bool
) -> None:
    found = Contents(contents.events[:1], contents.lines[:1], left=left)
    assert rescue.may_continue(found) is may


def test_nothing_goes_on_without_a_good_line() -> None:
    assert not rescue.may_continue(Contents())
