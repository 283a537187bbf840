"""Cards are put into a session together: all of them, or none."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from debrief.store import age, card_keys, paths
from debrief.store.atomic import DISK, FileProblem
from debrief.store.cards import filing

EMPTY = b'schema = 1\npanelist = "dana"\n# rating =\n'
FULL = EMPTY + b'role_as_i_understood_it = "One platform"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "scores").mkdir()
    return tmp_path


def listed(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "scores").iterdir()}


def test_a_template_left_empty_is_no_card(folder: Path) -> None:
    card = folder / "scores" / "dana.toml"
    assert filing.card_there(folder, "dana") is None

    card.write_bytes(EMPTY)
    assert filing.card_there(folder, "dana") is None

    card.write_bytes(FULL)
    assert filing.card_there(folder, "dana") == card

    card.write_bytes(b"broken = ")
    assert filing.card_there(folder, "dana") == card


def test_an_encrypted_card_or_one_that_cannot_be_read_is_there(folder: Path) -> None:
    card = folder / "scores" / "dana.toml"
    card.symlink_to(folder / "elsewhere")
    assert filing.card_there(folder, "dana") == card

    encrypted = folder / "scores" / "dana.toml.age"
    encrypted.write_bytes(b"")
    assert filing.card_there(folder, "dana") == encrypted


def test_without_recipients_cards_are_plain_and_replace_what_is_there(tmp_path: Path) -> None:
    assert filing.file_cards(tmp_path, {"dana": EMPTY}) == (tmp_path / "scores" / "dana.toml",)
    (tmp_path / "scores" / "dana.toml.age").write_bytes(b"old")

    filing.file_cards(tmp_path, {"dana": FULL, "omar": EMPTY})

    assert listed(tmp_path) == {"dana.toml": FULL, "omar.toml": EMPTY}


def test_with_recipients_only_the_encrypted_card_stays(folder: Path) -> None:
    pair = age.make_pair()
    named = card_keys.recipients_text("vp", [pair.public])
    (folder / "recipients.txt").write_text(named)
    (folder / "scores" / "dana.toml").write_bytes(EMPTY)

    (file,) = filing.file_cards(folder, {"dana": FULL})

    assert [*listed(folder)] == ["dana.toml.age"]
    assert card_keys.open_card(file.read_bytes(), [pair]).startswith(FULL)


def test_recipients_that_cannot_be_used_are_a_problem(folder: Path) -> None:
    (folder / "recipients.txt").write_text("nonsense\n")

    with pytest.raises(FileProblem, match="cannot be used: the line is not a public age key"):
        filing.file_cards(folder, {"dana": FULL})


def test_the_cards_of_a_finished_meeting_stay(tmp_path: Path) -> None:
    finished = tmp_path / "finished"
    shutil.copytree(paths.shipped("sessions") / "demo-director-platform", finished)

    with pytest.raises(FileProblem, match="belongs to a finished meeting"):
        filing.file_cards(finished, {"dana": FULL})
    (finished / "journal.jsonl").write_bytes(b"")
    filing.file_cards(finished, {"dana": FULL})


def test_a_link_in_place_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "scores").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(FileProblem, match="is a link"):
        filing.file_cards(tmp_path, {"dana": FULL})


def test_a_disk_that_fails_in_the_middle_leaves_everything_as_it_was(folder: Path) -> None:
    filing.file_cards(folder, {"dana": EMPTY})
    before = listed(folder)
    cards = {"dana": FULL, "lin": FULL, "omar": FULL}
    for good in range(9):
        left = good

        def stops(old: Path, new: Path) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise OSError(28, "No space left on device")
            DISK.replace(old, new)

        failed = None
        try:
            filing.file_cards(folder, cards, replace(DISK, replace=stops))
        except FileProblem as problem:
            failed = str(problem)
        if failed is None:
            assert good == 6
            assert sorted(listed(folder)) == ["dana.toml", "lin.toml", "omar.toml"]
            return
        assert "No space left" in failed
        assert listed(folder) == before, good
    raise AssertionError("it never went well")
