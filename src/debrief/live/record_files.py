"""The record's files, built from the journal and from what was added after the finish."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from debrief.core.after.model import AddedEntry
from debrief.core.meeting.events import LogLine, RecordWritten
from debrief.store import atomic
from debrief.store.atomic import DISK, Disk
from debrief.store.journal import after


def outputs(
    log: Sequence[LogLine], fingerprint: str, added: Sequence[AddedEntry] = (), head: str = ""
) -> dict[str, bytes]:
    """Return the contents of the record's files by name, with the entries `added` after the finish.

    Without a fingerprint, for an unfinished meeting, the record is a draft, or an interim record
    up to the line with the hash `head`.
    """
    # Imported at the top, these would delay the first picture.
    from debrief.core.record.build import record
    from debrief.report.markdown_after import markdown_after
    from debrief.report.record_html import html
    from debrief.report.record_markdown import markdown
    from debrief.report.record_toml import to_toml

    found = record(log, fingerprint or None, head)
    pages = {
        "record.md": markdown(found, added) + markdown_after(found, added),
        "record.toml": to_toml(found, added),
        "record.html": html(found, added),
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
    entries = after.read(folder, fingerprint) if fingerprint else after.After()
    written = outputs(log, fingerprint, entries.events, head)
    for name, data in written.items():
        atomic.write(folder / name, data, disk=disk)
    return noting(digests(written), program, len(entries.lines), interim=not fingerprint)


def noting(
    digests: dict[str, str], program: str, added: int, *, interim: bool = False
) -> RecordWritten:
    """Return the event that notes the files' digests and the number of entries they include."""
    from debrief.report.pages import PAGES

    return RecordWritten(
        outputs=digests, program=program, pages=PAGES, interim=interim, added=added
    )


def digests(files: dict[str, bytes]) -> dict[str, str]:
    """Return the SHA-256 of each file by name."""
    return {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}


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
