"""The documents for users name what there is: every key, event, command and exit code."""

from __future__ import annotations

import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from pydantic import BaseModel

from debrief.cli import import_command
from debrief.cli.main import COMMANDS
from debrief.core.after.model import Noted, Objected, Reviewed
from debrief.core.brief import ReferencesFile, SessionFile
from debrief.core.record.model import Record
from debrief.core.scorecard import Scorecard
from debrief.store.journal.chain import Line
from debrief.store.theme import ThemeFile
from debrief.store.toml_files.wording import all_keys

ROOT = Path(__file__).parents[2]
FILES = (ROOT / "docs" / "files.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
COMMANDS_PAGE = (ROOT / "docs" / "commands.md").read_text("utf-8")


def _section(title: str) -> str:
    (text,) = re.findall(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", FILES, re.S | re.M)
    return text


def _named(text: str) -> set[str]:
    """Every name in code, also where it is the last part of a table's."""
    return {part for code in re.findall(r"`([^`]+)`", text) for part in re.findall(r"[\w-]+", code)}


@pytest.mark.parametrize(
    ("title", "model"),
    [
        ("session.toml", SessionFile),
        ("scores/ID.toml", Scorecard),
        ("references.toml", ReferencesFile),
        ("journal.jsonl", Line),
        ("record.md, record.html and record.toml", Record),
        ("themes/NAME.toml", ThemeFile),
    ],
)
def test_every_key_of_a_file_is_documented(title: str, model: type[BaseModel]) -> None:
    assert all_keys(model) - _named(_section(title)) == set()


def test_every_entry_after_the_finish_is_documented() -> None:
    named = _named(_section("after.jsonl"))

    for entry in (Reviewed, Objected, Noted):
        assert {entry.__name__, *all_keys(entry)} - named == set()


@pytest.fixture
def tables() -> ModuleType:
    """Return the script that writes tables into the docs."""
    file = ROOT / "scripts" / "tables.py"
    spec = spec_from_file_location("tables", file)
    assert spec is not None
    assert spec.loader is not None
    script = module_from_spec(spec)
    spec.loader.exec_module(script)
    return script


def test_every_table_of_events_and_keys_is_as_the_program_declares_it(tables: ModuleType) -> None:
    for path in tables.PAGES:
        page = path.read_text("utf-8")
        assert tables.written(page) == page, f"{path.name}: run make docs"


def test_every_table_that_can_be_written_is_in_the_docs_once(tables: ModuleType) -> None:
    pages = "".join(path.read_text("utf-8") for path in tables.PAGES)
    assert sorted(found[1] for found in tables.MARKED.findall(pages)) == sorted(tables.TABLES)


def test_every_command_is_listed_and_no_other() -> None:
    listed = re.findall(r"^\| `debrief ([a-z]+)", COMMANDS_PAGE, re.M)

    assert set(listed) == set(COMMANDS)


def test_every_export_that_can_be_imported_is_documented_and_no_other() -> None:
    for page in (COMMANDS_PAGE, FILES):
        named = re.findall(r"`debrief import ([a-z0-9-]+) ", page)
        shown = {name for name, each in import_command.command.commands.items() if not each.hidden}
        assert set(named) == shown


def test_the_readme_opens_with_the_two_commands_and_a_picture() -> None:
    assert README.index("make demo") < README.index("make test") < README.index("<img")
    assert README.index("<img") < README.index("## ")


def test_the_readme_is_read_in_three_minutes() -> None:
    assert len(README.split()) <= 700


@pytest.mark.parametrize("picture", ["meeting-dark.svg", "meeting-light.svg"])
def test_the_moving_picture_is_small_ends_and_stands_still_where_nothing_may_move(
    picture: str,
) -> None:
    assert f"docs/pictures/{picture}" in README
    svg = (ROOT / "docs" / "pictures" / picture).read_text("utf-8")

    assert len(svg.encode()) <= 200_000
    assert "animation: 12s step-end 3 forwards" in svg
    assert "@media (prefers-reduced-motion: reduce)" in svg
    assert not re.search(r"<script|https?://(?!www\.w3\.org|www\.textualize\.io)", svg)


def test_every_file_that_the_readme_points_to_is_there() -> None:
    for name in re.findall(r"\]\(([^):]+)\)", README):
        assert (ROOT / name).is_file(), name
