"""`debrief import FILE…` finds what a file is, and imports all of it or nothing."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from other_systems import ITEMS, V3, WORKABLE_ACTIVITIES, ashby_form, ashby_page

SESSION = "demo-vp-engineering"


@pytest.fixture
def folder(sessions: Path) -> Path:
    shutil.rmtree(sessions / SESSION / "scores")
    return sessions / SESSION


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "export.json"


@pytest.fixture
def level_map(tmp_path: Path) -> Path:
    path = tmp_path / "map.toml"
    path.write_text(ITEMS)
    return path


def test_the_kind_is_found_and_the_cards_filed(debrief, folder, file, level_map) -> None:
    file.write_text(json.dumps(V3))

    done = debrief("import", file, "--into", SESSION, "--map", level_map)

    assert done.exit_code == 0, done.output
    assert "this looks like Greenhouse Harvest v3, 3 scorecards.\n" in done.stdout
    assert "Imported 2 scorecards (no rating shown):\n  scores/dana.toml\n" in done.stdout
    assert "  The scorecard 3: it is an unsubmitted draft.\n" in done.stdout
    assert not {"strong_yes", "definitely_not", "4"} & set(done.stdout.split())
    assert debrief("check", SESSION).exit_code in (0, 1)
    assert sorted(path.name for path in (folder / "scores").iterdir()) == ["dana.toml", "omar.toml"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (V3["scorecards"], "Greenhouse Harvest v3; it also needs "),
        (WORKABLE_ACTIVITIES, "only an overall recommendation"),
        ({"success": False, "errors": ["no_access"]}, "an error answer of the system (no_access)"),
    ],
)
def test_a_file_that_lacks_something_is_named(debrief, folder, file, content, sentence) -> None:
    file.write_text(json.dumps(content))

    done = debrief("import", file, "--into", SESSION)

    assert done.exit_code == 1
    assert sentence in done.stdout
    assert done.stdout.endswith("Nothing was imported.\n")
    assert not (folder / "scores").exists()


def test_what_is_unmapped_is_listed_with_its_places(debrief, folder, file) -> None:
    file.write_text(json.dumps(ashby_page(ashby_form({"strategy": 5}))))

    done = debrief("import", "--into", SESSION, file)

    assert done.exit_code == 1
    assert '  Strategy = …     # an id of a competency, or "leave-out"  (form 1)' in done.stdout
    assert "  5 = …     # one of 1 (strong no), 2 (no), 3 (yes), 4 (strong yes), or" in done.stdout


def test_a_first_map_is_written_once(debrief, folder, tmp_path: Path) -> None:
    file, path = tmp_path / "panel.csv", tmp_path / "first.toml"
    file.write_text("Panelist,Strategy\ndana,good\nAda Nobody,bad\n")
    words = ["import", file, "--into", SESSION, "--map", path]

    done = debrief(*words, "--write-map")
    assert done.exit_code == 0, done.output
    assert 'Strategy = ""' in path.read_text()

    undecided = debrief(*words)
    assert undecided.exit_code == 1
    assert "first.toml:" in undecided.stdout

    assert debrief(*words, "--write-map").exit_code == 2
    assert not (folder / "scores").exists()


def test_a_panelist_is_named_on_the_command_line(debrief, folder, tmp_path, level_map) -> None:
    file = tmp_path / "panel.csv"
    file.write_text("Panelist,Strategy\ndana,yes\nAda Nobody,no\n")
    words = ["import", file, "--into", SESSION, "--map", level_map]

    done = debrief(*words)
    assert done.exit_code == 1
    assert '"Ada Nobody" = …' in done.stdout
    assert "(row 3)" in done.stdout
    assert '--panelist "NAME=ID"' in done.stdout

    assert debrief(*words, "--panelist", "Ada Nobody=tim").exit_code == 1
    assert debrief(*words, "--panelist", "Ada Nobody").exit_code == 2
    assert debrief(*words, "--panelist", "Ada Nobody=tom").exit_code == 0
    assert (folder / "scores" / "tom.toml").exists()
    assert debrief(*words, "--panelist", "Ada Nobody=tom").exit_code == 2


@pytest.mark.parametrize("content", ['{"cats": []}', "[{", "hello"])
def test_a_file_of_no_known_kind_cannot_be_read(debrief, folder, file, content: str) -> None:
    file.write_text(content)

    done = debrief("import", file, "--into", SESSION)

    assert done.exit_code == 3
    assert "export.json: " in done.stderr


def test_a_map_to_write_needs_a_name(debrief, folder, file) -> None:
    file.write_text("[]")

    assert debrief("import", file, "--into", SESSION, "--write-map").exit_code == 2


def test_no_map_is_written_for_a_file_that_lacks_something(debrief, folder, file, tmp_path) -> None:
    file.write_text(json.dumps(WORKABLE_ACTIVITIES))
    path = tmp_path / "first.toml"

    done = debrief("import", file, "--into", SESSION, "--map", path, "--write-map")

    assert done.exit_code == 1
    assert not path.exists()


def test_the_help_shows_the_options_and_the_older_command(debrief) -> None:
    shown = debrief("import", "-h").stdout

    for words in ("FILE... --into SESSION", "--write-map", "--latest", "greenhouse"):
        assert words in shown


def test_a_card_that_cannot_be_filed_is_named_without_a_place_in_it(
    debrief, folder, file, level_map
) -> None:
    rows = [
        {"scorecard_id": 51, "scorecard_question_id": 600, "answer": "long words " * 1_400}
        for _ in range(6)
    ]
    file.write_text(json.dumps(V3 | {"scorecard_question_answers": rows}))

    done = debrief("import", file, "--into", SESSION, "--map", level_map)

    assert done.exit_code == 1
    assert "The card of dana: " in done.stdout
    assert "dana.toml:" not in done.stdout
    assert not (folder / "scores").exists()


def test_an_overall_column_is_left_out_of_a_first_map(debrief, folder, tmp_path: Path) -> None:
    file, path = tmp_path / "panel.csv", tmp_path / "first.toml"
    file.write_text("Panelist,Strategy,Overall rating\ndana,good,SECRET\n")

    debrief("import", file, "--into", SESSION, "--map", path, "--write-map")

    assert "SECRET" not in path.read_text()
    assert "Overall rating" not in path.read_text()


def test_the_later_ratings_of_two_forms_are_imported_if_wanted(
    debrief, folder, file, level_map
) -> None:
    late = ashby_form({"strategy": 3}, submittedAt="2026-11-25T09:00:00Z")
    file.write_text(json.dumps(ashby_page(ashby_form({"strategy": 1}), late)))
    words = ["import", file, "--into", SESSION, "--map", level_map]

    done = debrief(*words)
    assert done.exit_code == 1
    assert "dana has more than one form: form 1 and form 2." in done.stdout

    assert debrief(*words, "--latest").exit_code == 0
    assert "rating = 3" in (folder / "scores" / "dana.toml").read_text()
