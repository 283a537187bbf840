"""A new session can be checked at once, filled in by deleting `#`, and is never overwritten."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from debrief.core.brief import Brief
from debrief.store import age, card_keys
from debrief.store.atomic import FileProblem
from debrief.store.sessions.scaffold import (
    MODELS,
    SCHEMAS,
    NewSession,
    card_template,
    scaffold,
    schema_text,
)
from debrief.store.sessions.session import load

NEW = NewSession(
    title='VP "Engineering"',
    alias="K-17",
    owner="dana",
    panel=(("dana", "Dana Whitfield"), ("omar", "Omar Haddad")),
    scheduled=datetime(2026, 11, 24, 15, tzinfo=UTC),
)


def brief(**changes: object) -> Brief:
    data = {
        "title": "VP",
        "candidate": {"alias": "K-17"},
        "role": {"mandate": "m", "authority": ["a"], "success": ["s"]},
        "decision": {"owner": "dana"},
        "panel": [
            {"id": "dana", "name": "Dana", "covers": ["depth"]},
            {"id": "omar", "name": "Omar"},
        ],
        "scale": {"levels": ["no", "maybe", "yes"]},
        "competencies": [
            {"id": "judgment", "title": "Judgment", "definition": "d", "must_have": True,
             "anchors": ["never", "once", "often"]},
            {"id": "depth", "title": "Depth", "definition": "d", "kind": "threshold",
             "anchors": ["none", "enough"]},
        ],
    }  # fmt: skip
    return Brief.model_validate(data | changes)


def test_a_new_session_is_complete_and_asks_for_what_is_to_be_written(tmp_path: Path) -> None:
    folder = tmp_path / "sessions" / "vp"
    assert scaffold(folder, NEW) == ()
    files = load(folder)
    assert files.brief is not None
    assert files.brief.title == 'VP "Engineering"'
    assert files.brief.scheduled == NEW.scheduled
    assert files.cards == {}
    assert [(finding.file, finding.code, finding.severity) for finding in files.findings] == [
        ("session.toml", "placeholder", "warning"),
        ("session.toml", "placeholder", "warning"),
        ("session.toml", "placeholder", "warning"),
        ("scores/dana.toml", "empty-card", "warning"),
        ("scores/omar.toml", "empty-card", "warning"),
    ]
    for path, schema in (("session.toml", ".schemas"), ("scores/omar.toml", "../.schemas")):
        first = (folder / path).read_text().splitlines()[0]
        assert first.startswith(f"#:schema {schema}/")
        assert (folder / path).parent.joinpath(first.split()[1]).is_file()


def test_a_new_session_names_whose_keys_open_its_cards(tmp_path: Path) -> None:
    folder = tmp_path / "vp-k17"
    publics = (age.make_pair().public, age.make_pair().public)
    assert scaffold(folder, replace(NEW, recipients=publics)) == ()
    named = card_keys.read_recipients((folder / "recipients.txt").read_bytes())
    assert named == card_keys.Recipients(publics, "vp-k17")
    assert not [finding for finding in load(folder).findings if finding.file == "recipients.txt"]


def test_what_speaks_against_a_session_is_said_and_nothing_is_written(tmp_path: Path) -> None:
    folder = tmp_path / "vp"
    for wrong, code in (
        (replace(NEW, owner="dan", scheduled=None), "owner"),
        (replace(NEW, framework="none"), "unknown-framework"),
        (replace(NEW, panel=(("Dana W", "Dana"), ("omar", "Omar"))), "string-pattern-mismatch"),
        (replace(NEW, panel=()), "missing"),
        (replace(NEW, alias=" "), "value-error"),
    ):
        assert code in [one.code for one in scaffold(folder, wrong)]
        assert not folder.exists()


@pytest.mark.parametrize(
    ("folder", "panel", "message"),
    [
        ("con", NEW.panel, "“con”, is a device name in Windows"),
        (
            "vp",
            (("dana", "Dana Whitfield"), ("aux", "Omar")),
            "panelist aux: the id is a device name",
        ),
        ("vp", (("dana", "Lin Wei"), ("omar", "L\u0456n  wei")), "names that look the same"),
    ],
)
def test_names_that_make_trouble_later_are_refused(
    tmp_path: Path, folder: str, panel: tuple[tuple[str, str], ...], message: str
) -> None:
    (finding,) = scaffold(tmp_path / folder, replace(NEW, panel=panel))
    assert message in finding.message
    assert not (tmp_path / folder).exists()


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "session.toml").write_text("mine")
    with pytest.raises(FileProblem, match="already exists"):
        scaffold(tmp_path, NEW)
    assert [path.name for path in tmp_path.iterdir()] == ["session.toml"]
    with pytest.raises(FileProblem, match="could not be created"):
        scaffold(tmp_path / "session.toml" / "vp", NEW)


def test_a_card_is_filled_in_by_deleting_the_mark(tmp_path: Path) -> None:
    template = card_template(brief(), "omar")
    assert tomllib.loads(template) == {"schema": 1, "panelist": "omar"}
    filled = "\n".join(
        line.removeprefix("# ")
        for line in template.splitlines()
        if not line.startswith(("# state", "# reason"))
    )
    filled = filled.replace("rating =      # 1", "rating = 2 # 1")
    filled = filled.replace('rating =      # "not', 'rating = "met" # "not')
    card = tomllib.loads(filled)
    assert card["ratings"]["judgment"]["rating"] == 2
    assert card["ratings"]["depth"]["rating"] == "met"
    assert set(card) == {
        "schema", "panelist", "submitted", "role_as_i_understood_it", "ratings", "fit",
    }  # fmt: skip


def test_a_card_has_the_words_and_anchors_and_its_author_s_competencies_first() -> None:
    dana, omar = card_template(brief(), "dana"), card_template(brief(), "omar")
    assert "##   2 maybe: once" in dana
    assert '##   "met": enough' in dana
    assert (
        dana.index("[ratings.depth]")
        < dana.index("Others cover the following:")
        < dana.index("[ratings.judgment]")
    )
    assert omar.index("[ratings.judgment]") < omar.index("[ratings.depth]")
    assert "Others cover the following:" not in omar


@pytest.mark.parametrize("name", MODELS)
def test_the_shipped_schemas_are_those_of_the_models(name: str) -> None:
    assert (SCHEMAS / name).read_text() == schema_text(MODELS[name])
