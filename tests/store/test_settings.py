"""The file of what a person chose, or has seen, is small, theirs, and never in the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from debrief.store.atomic import FileProblem
from debrief.store.settings import (
    choose_motion,
    choose_theme,
    chosen_theme,
    motion_is_wanted,
    see_tour,
    tour_is_due,
)

BROKEN = ["theme = 1", 'theme = "no name"', "colour = 1", "theme =", 'tour = "seen"']


def test_the_theme_chosen_last_is_remembered(tmp_path: Path) -> None:
    config = tmp_path / "not" / "yet"
    assert chosen_theme(config) == ""

    choose_theme(config, "print")
    choose_theme(config, "debrief-light")

    assert chosen_theme(config) == "debrief-light"
    assert (config / "settings.toml").read_text() == 'theme = "debrief-light"\n'


@pytest.mark.parametrize("text", ["", *BROKEN])
def test_settings_that_cannot_be_read_choose_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "settings.toml").write_text(text)

    assert chosen_theme(tmp_path) == ""


def test_a_folder_that_cannot_be_made_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file")

    with pytest.raises(FileProblem):
        choose_theme(tmp_path / "config", "print")


# ---- motion


def test_the_screens_move_until_that_is_switched_off(tmp_path: Path) -> None:
    assert motion_is_wanted(tmp_path)

    choose_theme(tmp_path, "print")
    choose_motion(tmp_path, motion=False)

    assert not motion_is_wanted(tmp_path)
    assert (tmp_path / "settings.toml").read_text() == 'theme = "print"\nmotion = false\n'

    choose_motion(tmp_path, motion=True)

    assert motion_is_wanted(tmp_path)
    assert chosen_theme(tmp_path) == "print"


@pytest.mark.parametrize("text", ["", *BROKEN, 'motion = "none"'])
def test_settings_that_cannot_be_read_leave_motion_on(tmp_path: Path, text: str) -> None:
    (tmp_path / "settings.toml").write_text(text)

    assert motion_is_wanted(tmp_path)


# ---- the tour


def test_the_tour_is_due_until_it_was_seen(tmp_path: Path) -> None:
    config = tmp_path / "not" / "yet"
    assert tour_is_due(config)

    see_tour(config)

    assert not tour_is_due(config)


def test_the_theme_and_the_tour_are_remembered_beside_each_other(tmp_path: Path) -> None:
    choose_theme(tmp_path, "print")
    assert tour_is_due(tmp_path)

    see_tour(tmp_path)
    choose_theme(tmp_path, "debrief-light")

    assert chosen_theme(tmp_path) == "debrief-light"
    assert not tour_is_due(tmp_path)


@pytest.mark.parametrize("text", BROKEN)
def test_whoever_has_a_broken_file_was_here_before(tmp_path: Path, text: str) -> None:
    (tmp_path / "settings.toml").write_text(text)

    assert not tour_is_due(tmp_path)


def test_what_cannot_be_read_is_no_reason_for_the_tour(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").mkdir()

    assert not tour_is_due(tmp_path)


def test_a_tour_that_could_not_be_remembered_does_not_come_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def access(path: Path, mode: int) -> bool:
        asked.append(path)
        return False

    monkeypatch.setattr("os.access", access)  # root may write everywhere

    assert not tour_is_due(tmp_path / "config" / "debrief")
    assert asked == [tmp_path]
