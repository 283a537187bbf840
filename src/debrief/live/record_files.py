"""The record's files, built from the journal and written."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from debrief.core.meeting.events import LogLine, RecordWritten
from debrief.store import atomic
from debrief.store.atomic import DISK, Disk


def outputs(log: Sequence[LogLine], fingerprint: str, head: str = "") -> dict[str, bytes]:
    """Return the contents of the record's files by name.

    Without a fingerprint, for an unfinished meeting, the record is a draft, or an interim record
    up to the line with the hash `head`.
    """
    # Imported at the top, these would delay the first picture.
    from debrief.core.record.build import record
    from debrief.report.record_html import html
    from debrief.report.record_markdown import markdown
    from debrief.report.record_toml import to_toml

    found = record(log, fingerprint or None, head)
    pages = {
        "record.md": markdown(found),
        "record.toml": to_toml(found),
        "record.html": html(found),
    }
    return {name: page.encode() for name, page in pages.items()}


def write_record(
    folder: Path,
    log: Sequence[LogLine],
    fingerprint: str,
    program: str,
    disk: Disk = DISK,
    *,
    head: str = "",
) -> RecordWritten:
    """Write the record's files, and return the event that notes their digests; FileProblem."""
    from debrief.report.pages import PAGES

    written = outputs(log, fingerprint, head)
    for name, data in written.items():
        atomic.write(folder / name, data, disk=disk)
    return RecordWritten(
        outputs={name: hashlib.sha256(data).hexdigest() for name, data in written.items()},
        program=program,
        pages=PAGES,
        interim=not fingerprint,
    )


def reminders(log: Sequence[LogLine], fingerprint: str) -> bytes:
    """Return the texts that remind people of what they promised."""
    from debrief.core.record.build import record
    from debrief.report import reminders

    return reminders.reminders(record(log, fingerprint)).encode()


def calendar(log: Sequence[LogLine], fingerprint: str) -> bytes:
    """Return the days of the promises and of the review, for a calendar."""
    from debrief.core.record.build import record
    from debrief.report import reminders

    return reminders.calendar(record(log, fingerprint)).encode()
