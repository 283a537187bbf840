"""A code sheet has what its panelist needs, and nothing else."""

from __future__ import annotations

import re

import pytest

from debrief.core import ballots
from debrief.core.brief import Brief
from debrief.report.sheet import sheet_html
from debrief.store.ballot_book import Book
from debrief.store.paths import shipped
from debrief.store.sessions.session import read_brief

CODE = re.compile(r"[2-9A-Z]{3}-[2-9A-Z]{4}")


@pytest.fixture(scope="module")
def brief() -> Brief:
    folder = shipped("sessions") / "demo-vp-engineering"
    found, _ = read_brief((folder / "session.toml").read_bytes())
    assert found is not None
    return found


@pytest.fixture(scope="module")
def book(brief: Brief) -> Book:
    panel = tuple(p.id for p in brief.panel)
    return Book("0" * 16, bytes(range(32))).issued(brief, panel, "2026-11-20")


def test_has_every_code_of_its_panelist_and_no_other(brief: Brief, book: Book) -> None:
    codes = book.codes()
    page = sheet_html(brief, book.secret, codes, 1, "priya")
    mine = {ballots.written(c) for c, p in codes.items() if p.panelist == "priya"}
    assert set(CODE.findall(page)) == mine
    assert book.secret.hex() not in page
    assert ballots.salt(book.secret, 1, "priya").hex() in page


def test_names_polls_and_choices_in_words(brief: Brief, book: Book) -> None:
    page = sheet_html(brief, book.secret, book.codes(), 1, "priya")
    for words in ("strong yes", "keep mine", "not voting", "not met", "vote 2", "round 3"):
        assert words in page
    for competency in brief.competencies:
        assert competency.title in page
    assert brief.candidate.alias in page
    assert brief.candidate.name is None or brief.candidate.name not in page


def test_is_small_loads_nothing_and_keeps_nothing(brief: Brief, book: Book) -> None:
    page = sheet_html(brief, book.secret, book.codes(), 1, "priya")
    assert len(page.encode()) <= 60 * 1024
    assert "default-src 'none'" in page
    for word in ("localStorage", "sessionStorage", "indexedDB", "crypto", "http", "fetch"):
        assert word not in page.replace("http-equiv", "")


def test_has_the_cases_of_a_warm_up(brief: Brief, book: Book) -> None:
    agenda = brief.agenda.model_copy(update={"warm_up": 10})
    with_cases = next((c for c in brief.competencies if c.vignettes), None)
    assert with_cases is not None
    warm = brief.model_copy(update={"agenda": agenda})
    again = book.issued(warm, ("priya",), "2026-11-21")
    page = sheet_html(warm, again.secret, again.codes(), 2, "priya")
    assert f"Warm-up: {with_cases.title}" in page
