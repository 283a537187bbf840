"""A session folder in, what can be used and every problem out."""

from __future__ import annotations

import hashlib
import os
import pickle
from pathlib import Path

import pytest

from debrief.core.findings import Finding
from debrief.core.scorecard import CardContents
from debrief.store.sessions.session import MOST_CARDS, load
from debrief.store.sessions.session_files import SessionFiles

BRIEF = """schema = 1
title = "VP Engineering"
scheduled = 2026-11-24T15:00:00Z
facilitator = "Noor Rahman"
[candidate]
alias = "K-17"
name = "Kim Okafor"
[role]
mandate = "Rebuild it"
authority = ["Hires and fires"]
success = ["One platform"]
[decision]
owner = "dana"
[[panel]]
id = "dana"
name = "Dana Whitfield"
[[panel]]
id = "omar"
name = "Omar Haddad"
[[competencies]]
id = "judgment"
title = "Judgment"
definition = "How they choose."
anchors = ["a", "b", "c", "d"]
[[competencies]]
id = "depth"
title = "Depth"
kind = "threshold"
definition = "Enough to be believed."
anchors = ["a", "b"]
"""
CARD = """schema = 1
panelist = "{}"
submitted = 2026-11-20T09:30:00Z
role_as_i_understood_it = "One platform from two."
[ratings.judgment]
rating = 3
for = ["Killed her own project"]
[ratings.depth]
rating = "met"
for = ["Read the code"]
"""
FRAMEWORK = """schema = 1
id = "own"
title = "Own"
[[competencies]]
id = "judgment"
title = "Framework judgment"
definition = "d"
anchors = ["a", "b", "c", "d"]
[[competencies]]
id = "growth"
title = "Growth"
definition = "d"
anchors = ["a", "b", "c", "d"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "scores").mkdir()
    (tmp_path / "session.toml").write_text(BRIEF)
    for panelist in ("dana", "omar"):
        card(tmp_path, panelist, CARD.format(panelist))
    return tmp_path


def card(folder: Path, panelist: str, text: str) -> None:
    (folder / "scores" / f"{panelist}.toml").write_text(text)


def session(folder: Path, old: str, new: str) -> None:
    assert old in BRIEF
    (folder / "session.toml").write_text(BRIEF.replace(old, new))


def codes_of(files: SessionFiles) -> list[tuple[str, str]]:
    return [(finding.file, finding.code) for finding in files.findings]


def with_code(files: SessionFiles, code: str) -> Finding:
    return next(finding for finding in files.findings if finding.code == code)


def test_a_good_session_is_loaded_whole(folder: Path) -> None:
    files = load(folder)
    assert files.findings == files.errors == ()
    assert files.brief is not None
    assert [competency.id for competency in files.brief.competencies] == ["judgment", "depth"]
    assert sorted(files.cards) == ["dana", "omar"]
    facts = files.cards["omar"].facts
    assert files.cards["omar"].contents.open() == CardContents(("depth", "judgment"))
    assert (facts.late, facts.encrypted) == (False, False)
    assert files.ratings["omar"]["judgment"].open().level == 3
    assert files.cards["omar"].data.open() == CARD.format("omar").encode()
    assert files.digests == {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
        for name in ("session.toml", "scores/dana.toml", "scores/omar.toml")
    }


def test_no_rating_can_be_seen_in_what_is_loaded(folder: Path) -> None:
    files = load(folder)
    assert "Killed" not in repr(files)
    assert "rating" not in repr(files.cards["omar"].ratings["judgment"])
    with pytest.raises(TypeError):
        pickle.dumps(files.cards["omar"].data)


def test_own_competencies_replace_the_framework_s_in_place(folder: Path, tmp_path: Path) -> None:
    frameworks = tmp_path / "frameworks"
    frameworks.mkdir()
    (frameworks / "own.toml").write_text(FRAMEWORK)
    session(folder, "facilitator", 'framework = "own"\nfacilitator')
    files = load(folder, frameworks, private=True)
    assert files.brief is not None
    assert [competency.title for competency in files.brief.competencies] == [
        "Judgment",
        "Growth",
        "Depth",
    ]
    assert "frameworks/own.toml" in files.digests
    assert files.brief.framework_version == 1
    assert with_code(files, "coverage").message == "competency growth is rated by nobody"

    (frameworks / "own.toml").write_text(FRAMEWORK.replace('id = "own"', "id = own"))
    files = load(folder, frameworks)
    assert ("frameworks/own.toml", "unquoted") in codes_of(files)
    (frameworks / "own.toml").unlink()
    (frameworks / "own.toml").mkdir()
    assert ("frameworks/own.toml", "file") in codes_of(load(folder, frameworks))


def test_the_shipped_framework_is_found(folder: Path) -> None:
    session(folder, "facilitator", 'framework = "senior-technology-leader"\nfacilitator')
    brief = load(folder).brief
    assert brief is not None
    assert len(brief.competencies) == 8
    assert brief.framework_version == 2


def test_an_unknown_framework_is_said_once(folder: Path) -> None:
    text = BRIEF.partition("[[competencies]]")[0]
    framework = 'framework = "senior-tech-leader"\nfacilitator'
    (folder / "session.toml").write_text(text.replace("facilitator", framework, 1))
    (folder / "references.toml").write_text(REFERENCES)
    files = load(folder)
    assert files.brief is None
    assert codes_of(files) == [("session.toml", "unknown-framework")]
    assert files.findings[0].hint == "did you mean “senior-technology-leader”?"


@pytest.mark.parametrize("text", [None, "title = ", "schema = 1"])
def test_without_a_brief_the_cards_are_still_checked(folder: Path, text: str | None) -> None:
    (folder / "session.toml").unlink()
    if text is not None:
        (folder / "session.toml").write_text(text)
    card(folder, "omar", "ratings = 1")
    (folder / "references.toml").write_text(REFERENCES)
    files = load(folder)
    assert files.brief is None
    assert {finding.file for finding in files.findings} == {"session.toml", "scores/omar.toml"}
    assert list(files.cards) == ["dana"]
    assert len(files.references) == 1


def test_a_card_with_an_error_is_not_there_and_stops_no_other(folder: Path) -> None:
    card(folder, "omar", CARD.format("omar").replace("rating = 3", "rating = yes"))
    files = load(folder)
    assert list(files.cards) == ["dana"]
    assert files.brief is not None
    assert codes_of(files) == [("scores/omar.toml", "unquoted")]
    assert files.findings[0].hint == "write 1 strong no · 2 no · 3 yes · 4 strong yes"
    assert "scores/omar.toml" in files.digests


def test_a_card_must_be_its_panelist_s(folder: Path) -> None:
    card(folder, "omar", CARD.format("dana"))
    card(folder, "omarr", CARD.format("omarr"))
    card(folder, "Omar Haddad", CARD.format("omar"))
    files = load(folder)
    assert list(files.cards) == ["dana"]
    assert codes_of(files) == [
        ("scores/Omar Haddad.toml", "file-name"),
        ("scores/omar.toml", "panelist"),
        ("scores/omarr.toml", "unknown-panelist"),
    ]
    assert "is from dana, but its file is named for omar" in with_code(files, "panelist").message
    assert with_code(files, "unknown-panelist").hint == "did you mean “omar”? Rename the file"


def test_a_card_without_a_rating_is_not_there(folder: Path) -> None:
    card(folder, "omar", CARD.format("omar").partition("[ratings")[0])
    files = load(folder)
    assert list(files.cards) == ["dana"]
    assert codes_of(files) == [("scores/omar.toml", "empty-card")]


def test_a_late_card_counts_and_is_marked(folder: Path) -> None:
    card(folder, "omar", CARD.format("omar").replace("2026-11-20T", "2026-11-25T"))
    files = load(folder)
    assert files.cards["omar"].facts.late
    assert codes_of(files) == [("scores/omar.toml", "late")]


def test_other_files_among_the_cards(folder: Path) -> None:
    (folder / "scores" / "omar.toml").unlink()
    (folder / "scores" / "omar.toml.age").write_bytes(b"age-encryption.org/v1")
    (folder / "scores" / "notes.txt").write_text("x")
    (folder / "scores" / ".hidden.toml").write_text("x")
    (folder / "scores" / "lin\x1b.toml").write_text("x")
    files = load(folder)
    assert codes_of(files) == [
        ("scores/lin⟨U+001B⟩.toml", "file-name"),
        ("scores/notes.txt", "not-a-card"),
        ("scores/omar.toml.age", "not-checked"),
    ]


def test_only_regular_files_of_a_size_are_read(folder: Path) -> None:
    scores = folder / "scores"
    (scores / "omar.toml").unlink()
    (scores / "omar.toml").symlink_to(scores / "dana.toml")
    (scores / "dana.toml").unlink()
    os.mkfifo(scores / "dana.toml")
    (folder / "references.toml").mkdir()
    files = load(folder)
    assert files.cards == {}
    assert files.references == ()
    assert codes_of(files) == [
        ("scores/dana.toml", "file"),
        ("scores/omar.toml", "file"),
        ("references.toml", "file"),
    ]
    assert files.findings[1].message == "the file is a link, and links are not followed"
    assert files.findings[1].hint == "put the file itself there."
    (scores / "omar.toml").unlink()
    card(folder, "omar", "#" * 70_000)
    assert "larger than" in load(folder).findings[1].message


def test_the_folder_of_cards_is_no_link_and_may_be_missing(folder: Path) -> None:
    (folder / "scores").rename(folder / "elsewhere")
    assert [finding.code for finding in load(folder).findings] == ["no-card", "no-card"]
    (folder / "scores").symlink_to(folder / "elsewhere")
    files = load(folder)
    assert files.cards == {}
    assert ("scores", "file") in codes_of(files)


def test_more_cards_than_a_panel_can_have_are_not_read(folder: Path) -> None:
    for number in range(MOST_CARDS):
        card(folder, f"a{number}", "")
    files = load(folder)
    assert with_code(files, "too-many").message == "there are more than 64 cards"
    assert files.cards == {}


REFERENCES = """schema = 1
[[references]]
id = "ceo"
relation = "CEO"
[[references.findings]]
competency = "judgment"
finding = "confirms"
note = "Yes"
"""


def test_references_are_loaded_unless_they_are_wrong(folder: Path) -> None:
    (folder / "references.toml").write_text(REFERENCES)
    files = load(folder)
    assert files.findings == ()
    assert files.references[0].findings[0].competency == "judgment"

    (folder / "references.toml").write_text(REFERENCES.replace('"judgment"', '"judgement"'))
    files = load(folder)
    assert files.references == ()
    assert (files.findings[0].line, files.findings[0].column) == (6, 14)
    assert files.findings[0].hint == "did you mean “judgment”?"

    (folder / "references.toml").write_text("schema = 1\nreferences = 3")
    assert load(folder).references == ()


def test_a_session_that_does_not_fit_together_has_no_brief(folder: Path) -> None:
    session(folder, 'owner = "dana"', 'owner = "dan"')
    files = load(folder)
    assert files.brief is None
    assert sorted(files.cards) == ["dana", "omar"]
    assert codes_of(files) == [("session.toml", "owner")]
