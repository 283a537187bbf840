"""Days as people type them: `tomorrow`, `fri`, `+14`, `2026-12-11`."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SHORTEST_WEEKDAY = 3
"""Fewest letters that name a weekday."""

FAR = timedelta(days=36_500)
"""Longest distance from today; a day further away is a typing mistake."""

_AHEAD = re.compile(r"\+\s*([0-9]{1,5})")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def local(moment: datetime) -> datetime:
    """Return a moment in the local zone, or unchanged at an end of time, where it has no such."""
    try:
        return moment.astimezone()
    except (OverflowError, OSError, ValueError):
        return moment


def later(day: date, by: timedelta) -> date:
    """Return the day `by` later, the last day there is at the end of time."""
    try:
        return day + by
    except OverflowError:
        return date.max


def day_of(text: str, today: date) -> date | None:
    """Return the day that a text names, None if the text is empty.

    A weekday means the next one after `today`, and `+14` means fourteen days from `today`.
    ValueError if the text names no day, or one that is too far away.
    """
    word = text.strip().casefold()
    if not word:
        return None
    if word in ("today", "tomorrow"):
        return later(today, timedelta(days=word == "tomorrow"))
    if ahead := _AHEAD.fullmatch(word):
        return _near(timedelta(days=int(ahead[1])), today)
    if len(word) >= SHORTEST_WEEKDAY:
        for number, name in enumerate(WEEKDAYS):
            if name.startswith(word):
                return later(today, timedelta(days=(number - today.weekday() - 1) % 7 + 1))
    if not _ISO.fullmatch(word):
        raise ValueError("the text names no day")
    day = date.fromisoformat(word)
    _near(day - today, today)
    return day


def _near(distance: timedelta, today: date) -> date:
    if abs(distance) > FAR:
        raise ValueError("the day is too far from today")
    return later(today, distance)


def in_full(day: date | None) -> str:
    """Return a day with its weekday, as `Fri 11 December 2026`; `no day` for None."""
    return "no day" if day is None else f"{day:%a} {day.day} {day:%B %Y}"


def examples(today: date) -> str:
    """Return examples of how to type a day, all in the future."""
    return f"tomorrow, fri, +14 or {later(today, timedelta(days=14))}"
