"""One panelist's card is read, drafted and saved; nobody else's is ever touched."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from debrief.core.card_draft import ROLE
from debrief.store import age, card_keys, paths
from debrief.store.atomic import FileProblem
from debrief.store.cards.card_work import CannotWriteError, CardWork, UnknownPanelistError
from debrief.store.sessions import scaffold, session

NOW = datetime(2026, 11, 20, 9, 30, 0, 5, tzinfo=UTC)
Work = Callable[[], CardWork]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "vp"
    shutil.copytree(paths.shipped("sessions") / "demo-vp-engineering", folder)
    return folder


@pytest.fixture
def work(folder: Path, tmp_path: Path) -> Work:
    return lambda: CardWork(folder, "tom", tmp_path / "state", lambda: NOW)


def rate(card: CardWork, level: str = "3", evidence: str = "Did it") -> None:
    card.draft["judgment"] |= {"rating": level, "for": evidence}


def test_a_new_card_is_written_and_can_be_used(folder: Path, work: Work) -> None:
    card = work()
    rate(card)
    card.draft[ROLE]["role"] = "One platform"
    saved = card.save()

    assert saved.file == folder / "scores" / "tom.toml"
    assert not saved.encrypted
    text = saved.file.read_text()
    assert text.startswith("#:schema ../.schemas/scorecard.schema.json\nschema = 1\n")
    assert "submitted = 2026-11-20T09:30:00Z\n" in text
    assert session.load(folder).cards["tom"].facts.role == "One platform"
    assert work().draft["judgment"]["for"] == "Did it"
    assert work().notice == ""


def test_a_template_left_as_it_came_gives_way_to_the_card(folder: Path, work: Work) -> None:
    card = folder / "scores" / "tom.toml"
    card.write_text(scaffold.card_template(work().brief, "tom"))
    one = work()
    rate(one)
    one.save()

    assert "##" not in card.read_text()


def test_an_earlier_card_keeps_its_comments(folder: Path, work: Work) -> None:
    card = folder / "scores" / "tom.toml"
    text = 'schema = 1\npanelist = "tom"\n# mine\n[ratings.judgment]\nrating = 3 # three\n'
    card.write_text(text)
    one = work()
    rate(one, "4")
    one.save()

    assert "# mine\n" in card.read_text()
    assert "rating = 4 # three\n" in card.read_text()


def test_saving_again_what_is_saved_changes_nothing(folder: Path, work: Work) -> None:
    one = work()
    rate(one)
    one.save()
    before = (folder / "scores" / "tom.toml").read_bytes()

    work().save()

    assert (folder / "scores" / "tom.toml").read_bytes() == before


def test_a_draft_is_there_again_and_for_its_owner_alone(work: Work, tmp_path: Path) -> None:
    work().keep()
    assert not (tmp_path / "state").exists()

    one = work()
    rate(one)
    one.keep()

    again = work()
    assert again.draft["judgment"]["for"] == "Did it"
    assert again.notice == "Your draft is back, as you left it."
    assert {path.stat().st_mode & 0o77 for path in (tmp_path / "state").rglob("*tom*")} == {0}
    again.save()
    assert not list((tmp_path / "state").rglob("draft.json"))


def test_a_draft_of_a_page_that_is_gone_is_let_go(work: Work, folder: Path) -> None:
    one = work()
    one.draft["gone"] = {"rating": "1"}
    one.keep()

    assert "gone" not in work().draft


def test_a_draft_that_cannot_be_kept_does_no_harm(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    card = CardWork(folder, "tom", tmp_path / "state", lambda: NOW)
    rate(card)
    card.keep()

    assert card.save().file is not None


def test_with_recipients_the_card_is_encrypted_and_can_still_be_changed(
    folder: Path, work: Work
) -> None:
    pair = age.make_pair()
    (folder / "recipients.txt").write_text(card_keys.recipients_text("vp", [pair.public]))
    one = work()
    rate(one)
    assert one.save().encrypted
    assert not (folder / "scores" / "tom.toml").exists()

    again = work()
    assert again.notice.startswith("Your earlier card is encrypted")
    assert again.draft["judgment"]["for"] == "Did it"
    rate(again, "4", "Did more")
    again.keep()
    last = work()
    assert last.draft["judgment"]["for"] == "Did more"
    last.save()

    inside = card_keys.open_card((folder / "scores" / "tom.toml.age").read_bytes(), [pair])
    assert b"Did more" in inside


def test_nothing_rated_is_no_card_yet(folder: Path, work: Work) -> None:
    saved = work().save()

    assert saved.file is None
    assert [finding.code for finding in saved.findings] == ["empty-card"]
    assert not (folder / "scores" / "tom.toml").exists()


def test_a_card_that_is_wrong_is_not_written_over(folder: Path, work: Work) -> None:
    card = folder / "scores" / "tom.toml"
    card.write_text('schema = 1\npanelist = "tom"\n[ratings.gone]\nrating = 3\n')
    one = work()
    rate(one)
    saved = one.save()

    assert saved.file is None
    assert [finding.code for finding in saved.findings] == ["unknown-competency"]


def test_a_card_with_an_error_is_to_be_mended_first(folder: Path, work: Work) -> None:
    (folder / "scores" / "tom.toml").write_text("schema = 1\npanelist = \n")

    with pytest.raises(CannotWriteError) as caught:
        work()

    assert caught.value.findings[0].line == 2


def test_a_brief_that_cannot_be_used_is_said(folder: Path, work: Work) -> None:
    brief = folder / "session.toml"
    brief.write_text(brief.read_text().replace('owner = "dana"', 'owner = "dan"'))

    with pytest.raises(CannotWriteError) as caught:
        work()

    assert caught.value.findings[0].file == "session.toml"


def test_who_is_not_on_the_panel_has_no_card(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UnknownPanelistError, match=r"“\.\./dana” is not on the panel"):
        CardWork(folder, "../dana", tmp_path, lambda: NOW)


def test_no_other_card_is_read(folder: Path, work: Work) -> None:
    for other in (folder / "scores").iterdir():
        other.chmod(0)
        other.unlink()
        other.mkdir()

    rate(one := work())
    assert one.save().file is not None


def test_a_card_that_cannot_be_read_is_a_problem(folder: Path, work: Work) -> None:
    (folder / "scores" / "tom.toml").symlink_to(folder / "session.toml")

    with pytest.raises(FileProblem, match="is a link"):
        work()
