"""Reminders to send after a finished meeting, and its days for a calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from debrief.core.record.model import Record
from debrief.core.record.sections import promise_rows

LONGEST = 75
"""Most bytes of a line in a calendar file (RFC 5545, 3.1)."""


def reminders(record: Record) -> str:
    """Return a text for each person with a promise that is not kept yet, and for nobody’s."""
    by_person: dict[str, list[str]] = {}
    for row, who, day in promise_rows(record, str, open_only=True):
        by_person.setdefault(who, []).append(f"- {row.text} ({day})")
    about = f"{record.title} · {record.alias}: what was promised in the debrief"
    texts = ["\n".join((f"{who}:", *lines)) for who, lines in by_person.items()]
    return "\n\n".join((about, *(texts or ["No promises are open."]))) + "\n"


def calendar(record: Record) -> str:
    """Return the days of the promises and of the review as an iCalendar file (RFC 5545)."""
    assert record.finished is not None, "only a finished meeting has a calendar"
    stamp = f"{record.finished:%Y%m%dT%H%M%SZ}"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//debrief//EN"]
    for number, (day, text) in enumerate(_days(record), start=1):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{record.fingerprint_short}-{number}@debrief",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(f'{record.alias}: {text}')}",
            "END:VEVENT",
        ]
    return "".join(f"{_folded(line)}\r\n" for line in (*lines, "END:VCALENDAR"))


def _days(record: Record) -> Iterator[tuple[date, str]]:
    for task in record.follow_ups:
        if task.due is not None:
            yield task.due, f"{task.text} ({task.owner})"
    for promise in record.promises:
        if promise.by is not None and promise.kept is None:
            who = f" ({record.name(promise.who)})" if promise.who else ""
            yield promise.by, f"{promise.text}{who}"
    if record.decision is not None and record.decision.review is not None:
        yield record.decision.review, "review of the decision"


def _escaped(text: str) -> str:
    """Return a text on one line, with the characters escaped that mean something in a value."""
    flat = " ".join(text.split())
    return flat.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> str:
    """Return a line broken before its bytes become too many; the rest begins with a blank."""
    parts, part = [], ""
    for character in line:
        if len((part + character).encode()) > LONGEST:
            parts.append(part)
            part = " "
        part += character
    return "\r\n".join((*parts, part))
