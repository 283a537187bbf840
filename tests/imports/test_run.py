"""An export goes into a session as whole cards, and never over one that is there."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from exports import MAP, rated, scorecard

from debrief.imports.run import Result, import_greenhouse
from debrief.store import age, card_keys, paths
from debrief.store.atomic import FileProblem
from debrief.store.sessions import session

OMAR = {"interviewer": {"email": "omar@example.com"}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "vp"
    shutil.copytree(paths.shipped("sessions") / "demo-vp-engineering", folder)
    shutil.rmtree(folder / "scores")
    return folder


def imported(folder: Path, *cards: Any, level_map: str = MAP, replace: bool = False) -> Result:
    export, levels = folder.parent / "export.json", folder.parent / "map.toml"
    export.write_text(json.dumps(cards))
    levels.write_text(level_map)
    return import_greenhouse(export, levels, folder, private_notes=False, replace=replace)


def test_the_cards_can_be_used_in_the_meeting(folder: Path) -> None:
    done = imported(folder, scorecard(rated("Problem solving", "yes", "Why")), scorecard(**OMAR))

    assert [path.name for path in done.files] == ["lin.toml", "omar.toml"]
    assert set(session.load(folder).cards) == {"lin", "omar"}


def test_they_are_encrypted_for_a_session_with_recipients(folder: Path) -> None:
    pair = age.make_pair()
    (folder / "recipients.txt").write_text(card_keys.recipients_text("vp", [pair.public]))

    done = imported(folder, scorecard())

    assert [path.name for path in done.files] == ["lin.toml.age"]
    assert set(session.load(folder, identities=lambda: [pair]).cards) == {"lin"}


def test_a_card_that_is_there_keeps_all_from_being_written(folder: Path) -> None:
    imported(folder, scorecard())
    before = (folder / "scores" / "lin.toml").read_bytes()
    more = (scorecard(rated("Delegation")), scorecard(**OMAR))

    done = imported(folder, *more)
    assert done.files == ()
    assert [path.name for path in done.existing] == ["lin.toml"]
    assert [path.name for path in (folder / "scores").iterdir()] == ["lin.toml"]

    assert len(imported(folder, *more, replace=True).files) == 2
    assert (folder / "scores" / "lin.toml").read_bytes() != before


def test_nothing_is_written_when_something_is_not_mapped(folder: Path) -> None:
    done = imported(folder, scorecard(), scorecard(rated("Problem solving", "mixed"), **OMAR))

    assert done.files == ()
    assert done.imported is not None
    assert done.imported.unmapped
    assert not (folder / "scores").exists()


@pytest.mark.parametrize("wrong", ["[levels]\nyes = \n", MAP.replace('"judgment"', '"judgement"')])
def test_a_map_with_an_error_is_said(folder: Path, wrong: str) -> None:
    done = imported(folder, scorecard(), level_map=wrong)

    assert done.files == ()
    assert done.findings[0].file == "map.toml"
    assert done.findings[0].line


def test_a_card_that_the_session_could_not_use_is_not_written(folder: Path) -> None:
    notes = [{"question": f"Question {n}", "answer": "long " * 2000} for n in range(8)]

    done = imported(folder, scorecard(questions=notes))

    assert done.files == ()
    assert [finding.code for finding in done.findings] == ["size"]


def test_a_session_that_cannot_be_read_is_said(folder: Path) -> None:
    brief = folder / "session.toml"
    brief.write_text(brief.read_text().replace('owner = "dana"', 'owner = "dan"'))
    assert imported(folder, scorecard()).findings[0].file == "session.toml"

    brief.unlink()
    with pytest.raises(FileProblem):
        imported(folder, scorecard())
