"""A panelist's sheet shows that the codes meant before the meeting what the record says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from debrief.core import ballots
from debrief.core.meeting.events import VotesRevealed
from debrief.core.refused import Refused
from debrief.report.sheet import sheet_html
from debrief.store import ballot_book, sheet_check


def with_sheets(driver):
    """Restart a meeting from its beginning, with sheets; return what gives a code."""
    driver.live.close()
    (driver.folder / "journal.jsonl").unlink(missing_ok=True)
    brief = driver.live.meeting.brief
    book = ballot_book.Book("0123456789abcdef", bytes(range(32)))
    book = book.issued(brief, tuple(p.id for p in brief.panel), "2026-11-20")
    ballot_book.save(driver.config, driver.folder, book)
    driver.start("run-1")
    codes = book.codes()
    of = {(p.panelist, p.poll, p.round, p.choice): c for c, p in codes.items()}
    pages = {p.id: sheet_html(brief, book.secret, codes, 1, p.id) for p in brief.panel}
    return pages, lambda *place: ballots.written(of[place])


def paste(driver, text):
    assert not isinstance(driver.live.paste(text), Refused)


@pytest.fixture
def voted(demo):
    pages, code = with_sheets(demo)
    demo.until("reveal")
    demo.do("reveal")
    demo.do("open_round")
    paste(demo, code("dana", "competency/judgment", 2, "keep"))
    demo.do("reveal_round")
    demo.until("reveal_votes")
    paste(demo, code("dana", "vote", 1, "3"))
    demo.enter(omar="2")
    demo.do("reveal_votes")
    return pages, code, demo.live.log


def test_the_codes_counted_as_they_were_meant(voted):
    pages, _, log = voted
    assert sheet_check.check(pages["dana"], log) == ("OK", "2 codes counted as meant")
    assert sheet_check.check(pages["omar"], log) == ("OK", "0 codes counted as meant")


def test_a_changed_sheet_is_not_the_one_of_the_opening(voted):
    pages, code, log = voted
    yes, no = code("dana", "vote", 1, "3"), code("dana", "vote", 1, "2")
    swapped = pages["dana"].replace(yes, "x").replace(no, yes).replace("x", no)
    assert sheet_check.check(swapped, log) == ("ALTERED", sheet_check.OTHER)


def test_a_reveal_that_says_something_else_is_altered(voted):
    pages, code, log = voted
    wrong = code("dana", "vote", 1, "1")
    changed = [
        replace(x, event=x.event.model_copy(update={"codes": {"dana": wrong}}))
        if isinstance(x.event, VotesRevealed)
        else x
        for x in log
    ]
    status, note = sheet_check.check(pages["dana"], changed)
    assert status == "ALTERED"
    assert wrong in note


def test_a_warm_up_counted_as_meant(warm):
    pages, code = with_sheets(warm)
    warm.until("reveal_vignette")
    case = warm.live.meeting.question
    voter = case.voters(warm.live.meeting)[0]
    paste(warm, code(voter, f"warm-up/{case.key}", 1, "2"))
    warm.do("reveal_vignette")
    assert sheet_check.check(pages[voter], warm.live.log) == ("OK", "1 code counted as meant")


def test_what_cannot_be_checked(demo, voted):
    pages, _, _ = voted
    assert sheet_check.check("hello", ())[1] == sheet_check.NO_SHEET
    assert sheet_check.check(pages["dana"], ())[1] == sheet_check.WITHOUT
