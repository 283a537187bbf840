"""A list names who has sent a card and who promised something, without opening a card."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from debrief.core.after.model import Reviewed
from debrief.core.meeting import events as e
from debrief.core.steps import Place
from debrief.core.vocabulary import FollowUp, Summary
from debrief.store import paths
from debrief.store.archive import archive
from debrief.store.archive.archive import Archive, Entry
from debrief.store.archive.promises import open_promises
from debrief.store.journal import after_writer
from debrief.store.journal.journal import Journal
from debrief.store.sessions.scaffold import NewSession, scaffold
from debrief.store.sessions.session import load

T = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
NEW = NewSession(
    title="VP Engineering",
    alias="K-17",
    owner="dana",
    panel=(("dana", "Dana Whitfield"), ("omar", "Omar Haddad")),
    scheduled=T,
)
FINISHED = e.MeetingFinished(
    salt="00", inputs={}, program="debrief", summary=Summary(decision="hire")
)
DAY, LATER = date(2026, 12, 3), date(2026, 12, 9)


def _only(root: Path) -> Entry:
    (entry,) = archive.sessions(root)
    return entry


def _held(folder: Path, *events: e.Event) -> Path:
    scaffold(folder, NEW)
    brief = load(folder).brief
    assert brief is not None
    opening = e.MeetingOpened(brief=brief, ballot_key="age1", program="debrief")
    with Journal.open(
        folder / "journal.jsonl",
        now=lambda: T,
        mono=lambda: 0.0,
        nonce=lambda: bytes(16),
        run="run-1",
    ) as written:
        for event in (opening, *events):
            written.append(event)
    return folder


def _promise(who: str | None = "omar", by: date | None = DAY) -> e.PromiseAdded:
    return e.PromiseAdded(kind="follow-up", text="Calls them", who=who, by=by)


@pytest.fixture
def coming(tmp_path: Path) -> Path:
    folder = tmp_path / "sessions" / "vp"
    shutil.copytree(paths.shipped("sessions") / "demo-vp-engineering", folder)
    return folder


def _cards(folder: Path) -> dict[str, tuple[bool, bool]]:
    preparation = _only(folder.parent).preparation
    assert preparation is not None
    return {card.name: (card.is_in, card.undated) for card in preparation.cards}


def test_cards_that_are_in_are_named_and_those_without_a_date(coming: Path) -> None:
    entry = _only(coming.parent)

    assert (entry.cards, entry.panel) == (5, 6)
    assert _cards(coming)["Tom Becker"] == (False, False)
    assert _cards(coming)["Omar Haddad"] == (True, True)
    assert _cards(coming)["Lin Wei"] == (True, False)


def test_of_an_encrypted_card_only_its_presence_is_known(coming: Path) -> None:
    (coming / "scores" / "tom.toml.age").write_bytes(b"nobody can read this")
    (coming / "scores" / "omar.toml").rename(coming / "scores" / "omar.toml.age")

    assert _cards(coming)["Tom Becker"] == _cards(coming)["Omar Haddad"] == (True, False)


def test_a_card_without_a_rating_is_missing_and_so_is_an_unreadable_one(
    tmp_path: Path,
) -> None:
    scaffold(tmp_path / "vp", NEW)
    assert set(_cards(tmp_path / "vp").values()) == {(False, False)}

    (tmp_path / "vp" / "scores" / "dana.toml").unlink()
    (tmp_path / "vp" / "scores" / "dana.toml").mkdir()
    assert _cards(tmp_path / "vp")["Dana Whitfield"] == (False, False)


def test_the_brief_is_written_once_no_placeholder_is_left_and_forms_may_be_older(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "vp"
    scaffold(folder, NEW)
    brief = folder / "session.toml"
    brief.write_text(brief.read_text().replace('"…"', '"Runs it"'))
    os.utime(brief, ns=(100, 100))
    for name, changed in (("dana", 100), ("omar", 99)):
        form = folder / "forms" / f"{name}.html"
        form.parent.mkdir(exist_ok=True)
        form.touch()
        os.utime(form, ns=(changed, changed))

    preparation = _only(tmp_path).preparation
    assert preparation is not None
    assert (preparation.written, preparation.forms) == (True, False)

    os.utime(form, ns=(101, 101))
    assert replace(preparation, forms=True) == _only(tmp_path).preparation


def test_a_card_that_comes_is_seen_by_the_same_archive(coming: Path) -> None:
    known = Archive(coming.parent)
    assert [entry.cards for entry in known.entries()] == [5]

    shutil.copy(coming / "scores" / "lin.toml", coming / "scores" / "tom.toml")

    assert [entry.cards for entry in known.entries()] == [6]
    shutil.rmtree(coming / "scores")
    assert [entry.cards for entry in known.entries()] == [0]


@pytest.mark.parametrize(
    ("events", "promises"),
    [
        ([_promise()], [(DAY, "Omar Haddad")]),
        ([_promise(by=LATER), _promise(None)], [(DAY, ""), (LATER, "Omar Haddad")]),
        ([_promise(by=None)], []),
        ([_promise(), e.PromiseKept(promise=2)], []),
        ([_promise(), e.Undone(target=2, what="it")], []),
        (
            [_promise(), e.Undone(target=2, what="it"), e.Redone(target=2, what="it")],
            [(DAY, "Omar Haddad")],
        ),
        (
            [e.FollowUpAdded(follow_up=FollowUp(text="x", owner="The office", due=DAY))],
            [(DAY, "The office")],
        ),
        ([e.FollowUpAdded(follow_up=FollowUp(text="x", owner="dana"))], []),
    ],
)
def test_open_promises_with_a_day_are_named(
    tmp_path: Path, events: list[e.Event], promises: list[tuple[date, str]]
) -> None:
    _held(tmp_path / "vp", *events, FINISHED)

    entry = _only(tmp_path)

    assert list(entry.promises) == promises
    assert entry.promised == (promises[0][0] if promises else None)


def test_a_journal_that_cannot_be_read_has_no_open_promise(tmp_path: Path) -> None:
    assert open_promises(tmp_path, {}, None) == ()


@pytest.mark.parametrize(("reviewed", "open_"), [(date(2026, 12, 2), 1), (DAY, 0)])
def test_a_review_on_its_day_or_later_closes_a_promise(
    tmp_path: Path, reviewed: date, open_: int
) -> None:
    folder = _held(tmp_path / "vp", _promise(), FINISHED)
    at = datetime(reviewed.year, reviewed.month, reviewed.day, 12, tzinfo=UTC)
    environment = after_writer.WriterEnvironment(
        now=lambda: at, mono=lambda: 0.0, random=lambda n: bytes(n), run="run-1"
    )
    after_writer.append(folder, lambda _: Reviewed(by="Ruth"), environment)

    assert len(_only(tmp_path).promises) == open_


def test_a_line_that_cannot_be_used_hides_only_its_own_promise(tmp_path: Path) -> None:
    long = e.MinuteTaken(text="x" * 16_000, place=Place(step="preflight"))  # beyond the end
    folder = _held(tmp_path / "vp", _promise(), _promise("dana"), long, FINISHED)
    journal = folder / "journal.jsonl"
    journal.write_bytes(journal.read_bytes().replace(b'"who":"omar"', b'"who":"lina"'))

    assert _only(tmp_path).promises == ((DAY, "Dana Whitfield"),)


def test_names_are_read_again_where_the_index_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "IN_FULL", 1)
    cache = tmp_path / "cache"
    for name in ("a", "b"):
        _held(tmp_path / "sessions" / name, _promise(), FINISHED)
    archive.sessions(tmp_path / "sessions", cache)
    (index,) = cache.iterdir()
    assert "Omar" not in index.read_text()

    known = Archive(tmp_path / "sessions", cache)

    assert [bool(entry.promises) for entry in known.entries()] == [True, False]
    assert [entry.promised for entry in known.entries()] == [DAY, DAY]
    assert [bool(entry.promises) for entry in known.entries()] == [True, True]


def test_a_meeting_that_a_program_has_open_is_held_elsewhere(tmp_path: Path) -> None:
    folder = _held(tmp_path / "vp")
    known = Archive(tmp_path)
    assert [entry.held_elsewhere for entry in known.entries()] == [False]

    with Journal.open(
        folder / "journal.jsonl",
        now=lambda: T,
        mono=lambda: 0.0,
        nonce=lambda: bytes(16),
        run="run-2",
    ):
        (before,) = known.entries()
        (entry,) = known.entries()
        assert entry.held_elsewhere
        assert entry is before

    assert [entry.held_elsewhere for entry in known.entries()] == [False]
