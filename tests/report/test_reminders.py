"""Tests of reminders and of the calendar file of a finished meeting."""

from __future__ import annotations

from datetime import date, timedelta

from debrief.core.record.model import FollowUp, Promise
from debrief.report.reminders import calendar, reminders

DAY = date(2026, 12, 11)


def promised(record, *promises, **changes):
    decision = record.decision.model_copy(update={"conditions": (), "review": None})
    fit = record.fit.model_copy(update={"owed": ()})
    update = {"promises": promises, "follow_ups": (), "decision": decision, "fit": fit, **changes}
    return record.model_copy(update=update)


def test_each_person_has_a_text_with_their_promises_and_days(kept):
    record = promised(
        kept(),
        Promise(kind="condition", text="Tell K-17", who="dana", by=DAY),
        Promise(kind="signal", text="A second call"),
        Promise(kind="follow-up", text="Send the plan", who="dana"),
    )
    assert reminders(record).split("\n") == [
        "VP Engineering · K-17: what was promised in the debrief",
        "",
        "Dana Whitfield:",
        "- Tell K-17 (Fri 11 December 2026)",
        "- Send the plan (no day)",
        "",
        "nobody named:",
        "- A second call (no day)",
        "",
    ]
    done = Promise(kind="condition", text="Tell K-17", who="dana", kept=kept().finished)
    for nothing in (promised(kept()), promised(kept(), done)):
        assert "No promises are open." in reminders(nothing)


def test_a_calendar_has_a_day_for_each_open_promise_and_the_review(kept):
    record = kept()
    decision = record.decision.model_copy(update={"conditions": (), "review": DAY})
    record = promised(
        record,
        Promise(kind="condition", text="Tell K-17; then, call", who="dana", by=DAY),
        Promise(kind="signal", text="A call", by=DAY),
        Promise(kind="follow-up", text="Kept", who="dana", by=DAY, kept=record.finished),
        Promise(kind="follow-up", text="No day", who="dana"),
        follow_ups=(FollowUp(text="Old", owner="Tom", due=DAY), FollowUp(text="Open", owner="Tom")),
        decision=decision,
    )
    lines = calendar(record).split("\r\n")
    assert lines[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//debrief//EN"]
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert [x for x in lines if x.startswith("SUMMARY")] == [
        "SUMMARY:K-17: Old (Tom)",
        "SUMMARY:K-17: Tell K-17\\; then\\, call (Dana Whitfield)",
        "SUMMARY:K-17: A call",
        "SUMMARY:K-17: review of the decision",
    ]
    assert set(lines) >= {
        "DTSTART;VALUE=DATE:20261211",
        f"DTEND;VALUE=DATE:{DAY + timedelta(days=1):%Y%m%d}",
    }
    assert len({x for x in lines if x.startswith("UID")}) == 4


def test_a_long_line_is_folded_between_characters(kept):
    text = "漢字" * 60
    folded = calendar(promised(kept(), Promise(kind="signal", text=text, by=DAY)))
    assert all(len(line.encode()) <= 75 for line in folded.split("\r\n"))
    assert text in folded.replace("\r\n ", "")
