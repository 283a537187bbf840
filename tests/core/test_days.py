"""A day is read as people type it, seen from the day on which they type."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta

import pytest

from debrief.core.days import day_of, examples, in_full, later, local

FRIDAY = date(2026, 12, 4)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("", None),
        ("  ", None),
        ("today", FRIDAY),
        ("Tomorrow ", date(2026, 12, 5)),
        ("fri", date(2026, 12, 11)),
        ("Friday", date(2026, 12, 11)),
        ("sat", date(2026, 12, 5)),
        ("thu", date(2026, 12, 10)),
        ("thurs", date(2026, 12, 10)),
        ("mon", date(2026, 12, 7)),
        ("+0", FRIDAY),
        ("+14", date(2026, 12, 18)),
        ("+ 7", date(2026, 12, 11)),
        ("2026-12-11", date(2026, 12, 11)),
        ("2026-11-24", date(2026, 11, 24)),
    ],
)
def test_a_day_is_read_as_it_is_typed(typed: str, day: date | None) -> None:
    assert day_of(typed, FRIDAY) == day


@pytest.mark.parametrize(
    "typed",
    ["soon", "fr", "14", "-3", "11.12.2026", "2026-02-30", "20261211", "+99999", "9999-12-31"],
)
def test_other_texts_name_no_day(typed: str) -> None:
    with pytest.raises(ValueError, match="day"):
        day_of(typed, FRIDAY)


def test_a_day_is_shown_with_its_weekday() -> None:
    assert in_full(date(2026, 12, 11)) == "Fri 11 December 2026"
    assert in_full(None) == "no day"


def test_every_example_is_a_day_to_come() -> None:
    typed = examples(FRIDAY).replace(" or ", ", ").split(", ")
    days = [day_of(one, FRIDAY) for one in typed]
    assert all(one is not None and one > FRIDAY for one in days)


@pytest.mark.parametrize("typed", ["tomorrow", "fri", "+14"])
def test_there_is_no_day_after_the_last(typed: str) -> None:
    assert day_of(typed, date.max) == date.max
    assert later(date.max, timedelta(days=182)) == date.max
    assert str(date.max) in examples(date.max)


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/Lima"])
@pytest.mark.parametrize(
    "moment",
    [
        datetime.max.replace(tzinfo=UTC),
        datetime.min.replace(tzinfo=UTC),
        datetime(2026, 12, 4, tzinfo=UTC),
    ],
)
def test_any_moment_has_a_local_day(
    zone: str, moment: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert abs((local(moment).date() - moment.date()).days) <= 1
    finally:
        monkeypatch.undo()
        time.tzset()
