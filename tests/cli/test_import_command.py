"""`debrief import greenhouse` takes scorecards over, all or none, and shows no rating."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from exports import MAP, rated, scorecard


@pytest.fixture
def files(sessions: Path, tmp_path: Path) -> list[str | Path]:
    """The words after `debrief import greenhouse`."""
    shutil.rmtree(sessions / "demo-vp-engineering" / "scores")
    export, levels = tmp_path / "cards.json", tmp_path / "map.toml"
    export.write_text(json.dumps([scorecard(rated("Problem solving", "strong_yes", "SECRET"))]))
    levels.write_text(MAP)
    return [export, "--session", "demo-vp-engineering", "--levels", levels]


def test_cards_are_imported_and_the_rest_is_told(debrief, files, sessions: Path) -> None:
    done = debrief("import", "greenhouse", *files)

    assert done.exit_code == 0, done.output
    assert "Imported 1 scorecard (no rating shown):\n  scores/lin.toml\n" in done.stdout
    left_out = "Not imported:\n  Overall recommendations: the panel votes in the meeting.\n"
    assert left_out in done.stdout
    assert "debrief check demo-vp-engineering" in done.stdout
    assert not {"SECRET", "strong_yes", "= 4"} & set(done.output.split())
    assert (sessions / "demo-vp-engineering" / "scores" / "lin.toml").exists()


def test_a_card_that_is_there_is_not_written_over(debrief, files) -> None:
    debrief("import", "greenhouse", *files)

    again = debrief("import", "greenhouse", *files)
    assert again.exit_code == 2
    assert "Nothing was imported: scores/lin.toml would be overwritten" in again.stderr

    assert debrief("import", "greenhouse", *files, "--replace").exit_code == 0


def test_what_the_map_lacks_is_listed_as_it_may_be_added(debrief, files, sessions: Path) -> None:
    cards = [
        scorecard(rated("Problem solving", "mixed"), rated("Grit & “nerve”")),
        scorecard(rated("Coding"), rated("Coding"), interviewer={"email": "omar@example.com"}),
        scorecard(interviewer={"name": "Tom Becker"}),
    ]
    files[0].write_text(json.dumps(cards))

    done = debrief("import", "greenhouse", *files)

    assert done.exit_code == 1
    assert "  [levels]\n  mixed = …     # a level from 1" in done.stdout
    assert '  [competencies]\n  "Grit & “nerve”" = …' in done.stdout
    assert '  [panelists]\n  "Tom Becker" = …     # tom?' in done.stdout
    assert "Two attributes of omar are rated" in done.stdout
    assert done.stdout.endswith("Nothing was imported.\n")
    assert not (sessions / "demo-vp-engineering" / "scores").exists()


def test_a_wrong_map_is_shown_with_its_line(debrief, files) -> None:
    files[-1].write_text(MAP.replace('"judgment"', '"judgement"'))

    done = debrief("import", "greenhouse", *files)

    assert done.exit_code == 1
    assert "map.toml:13:21 error: this session has no competency “judgement”" in done.stdout
    assert "did you mean “judgment”?" in done.stdout


def test_an_export_that_is_none_is_one_sentence(debrief, files) -> None:
    files[0].write_text("[" * 100_000)

    done = debrief("import", "greenhouse", *files)

    assert done.exit_code == 3
    assert "cards.json: The export is nested too deeply." in done.stderr
    assert "Traceback" not in done.output


def test_a_file_that_is_not_there_is_wrong_use(debrief, files) -> None:
    assert debrief("import", "greenhouse", "gone.json", *files[1:]).exit_code == 2


def test_help_says_what_the_map_says(debrief) -> None:
    assert "greenhouse" in debrief("import", "-h").stdout
    assert "[competencies]" in debrief("import", "greenhouse", "-h").stdout
