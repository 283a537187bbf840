"""The documents for users name what there is: every key, event, command and exit code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from debrief.cli.main import COMMANDS
from debrief.core.after_model import Noted, Objected, Reviewed
from debrief.core.brief import ReferencesFile, SessionFile
from debrief.core.events import EVENTS
from debrief.core.record_model import Record
from debrief.core.scorecard import Scorecard
from debrief.store.chain import Line
from debrief.store.wording import all_keys

ROOT = Path(__file__).parents[2]
FILES = (ROOT / "docs" / "files.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")


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
    ],
)
def test_every_key_of_a_file_is_documented(title: str, model: type[BaseModel]) -> None:
    assert all_keys(model) - _named(_section(title)) == set()


def test_every_entry_after_the_finish_is_documented() -> None:
    named = _named(_section("after.jsonl"))

    for entry in (Reviewed, Objected, Noted):
        assert {entry.__name__, *all_keys(entry)} - named == set()


def test_every_event_is_documented_and_no_other() -> None:
    rows = re.findall(r"^\| ((?:`[A-Z]\w+` ?)+)\|", _section("journal.jsonl"), re.M)

    assert {name for row in rows for name in re.findall(r"\w+", row)} == {
        event.__name__ for event in EVENTS
    }


def test_the_readme_lists_every_command_and_no_other() -> None:
    listed = re.findall(r"^\| `debrief ([a-z]+)", README, re.M)

    assert set(listed) == set(COMMANDS)


def test_the_readme_opens_with_the_two_commands_and_a_picture() -> None:
    assert README.index("make demo") < README.index("make test") < README.index("<img")
    assert README.index("<img") < README.index("## ")


def test_every_file_that_the_readme_points_to_is_there() -> None:
    for name in re.findall(r"\]\(([^):]+)\)", README):
        assert (ROOT / name).is_file(), name
