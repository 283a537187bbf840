"""The secret of a session's code sheets, and the folders that sheets may lie in."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from debrief.core import ballots
from debrief.core.brief import Brief
from debrief.store import atomic, ballot_book
from debrief.store.ballot_book import Book
from debrief.store.paths import shipped
from debrief.store.sessions.session import read_brief

SECRET = bytes(range(32))
MARK = "0123456789abcdef"


@pytest.fixture(scope="module")
def brief() -> Brief:
    folder = shipped("sessions") / "demo-vp-engineering"
    found, _ = read_brief((folder / "session.toml").read_bytes())
    assert found is not None
    return found


@pytest.fixture
def book(brief: Brief) -> Book:
    return Book(MARK, SECRET).issued(brief, tuple(p.id for p in brief.panel), "2026-11-20")


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path]:
    config, session = tmp_path / "config", tmp_path / "session"
    session.mkdir()
    return config, session


def test_reads_back_what_it_saved(book: Book, places: tuple[Path, Path]) -> None:
    config, session = places
    ballot_book.save(config, session, book)
    assert ballot_book.load(config, session) == book
    assert ballot_book.mark_of(session) == MARK
    secret = config / "keys" / f"{MARK}.ballots"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600


def test_keeps_no_code_and_no_secret_in_the_session(book: Book, places: tuple[Path, Path]) -> None:
    config, session = places
    ballot_book.save(config, session, book)
    kept = b"".join(x.read_bytes() for x in session.iterdir())
    assert SECRET.hex().encode() not in kept
    assert not any(code.encode() in kept for code in book.codes())
    assert not ballots.find(kept.decode())
    assert all(x.encode() in kept for x in book.commitments().values())


def test_hides_the_secret_when_printed(book: Book) -> None:
    assert SECRET.hex() not in repr(book)
    assert "secret" not in repr(book)


def test_has_no_book_without_sheets_or_without_the_secret(
    book: Book, places: tuple[Path, Path]
) -> None:
    config, session = places
    assert ballot_book.mark_of(session) == ""
    assert ballot_book.load(config, session) is None
    ballot_book.save(config, session, book)
    ballot_book.forget(config, MARK)
    assert ballot_book.load(config, session) is None
    assert ballot_book.mark_of(session) == MARK


def test_forgets_the_secret_and_the_sheets(book: Book, places: tuple[Path, Path]) -> None:
    config, session = places
    ballot_book.save(config, session, book)
    sheets = ballot_book.sheets_folder(config, MARK)
    ballot_book.make_private(sheets)
    (sheets / "dana.html").write_text("a sheet")
    ballot_book.forget(config, MARK)
    ballot_book.forget(config, "")
    assert not [x for x in config.rglob("*") if x.is_file()]


@pytest.mark.parametrize("text", ["schema = 2", "mark = 3", "\xff", "[[[[", "secret = 'x'"])
def test_says_which_file_cannot_be_used(places: tuple[Path, Path], text: str) -> None:
    _, session = places
    (session / ballot_book.FILE).write_text(text, "latin-1")
    with pytest.raises(atomic.FileProblem, match=r"cannot be used as it is; restore it"):
        ballot_book.mark_of(session)


def test_names_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(atomic.FileProblem):
        ballot_book.make_private(tmp_path / "file" / "sheets")


def test_a_changed_brief_makes_sheets_stale(book: Book, brief: Brief) -> None:
    assert ballots.stale(brief, book.issues) == ()
    everybody = tuple(p.id for p in brief.panel)
    shorter = brief.model_copy(update={"competencies": brief.competencies[1:]})
    assert ballots.stale(shorter, book.issues) == everybody
    again = book.issued(shorter, everybody, "2026-11-21")
    assert ballots.stale(shorter, again.issues) == ()
    assert set(again.newest().values()) == {2}
    assert again.commitments() != book.commitments()


def test_a_replaced_panelist_makes_only_that_sheet_stale(book: Book, brief: Brief) -> None:
    new = brief.panel[-1].model_copy(update={"id": "zoe"})
    changed = brief.model_copy(update={"panel": (*brief.panel[:-1], new)})
    assert ballots.stale(changed, book.issues) == ("zoe",)
    again = book.issued(changed, ("zoe",), "2026-11-21")
    assert again.newest()["zoe"] == 2
    assert again.newest()["dana"] == 1


def test_refuses_the_session_and_synced_folders(tmp_path: Path) -> None:
    session = tmp_path / "session"
    marked = tmp_path / "marked"
    (marked / ".stfolder").mkdir(parents=True)
    assert "session" in ballot_book.why_not_in(session, session)
    assert "session" in ballot_book.why_not_in(session / "sheets", session)
    assert "synced" in ballot_book.why_not_in(marked / "sheets", session)
    assert "synced" in ballot_book.why_not_in(tmp_path / "OneDrive - Firm" / "x", session)
    assert ballot_book.why_not_in(tmp_path / "sheets", session) == ""
