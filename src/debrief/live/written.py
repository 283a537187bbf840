"""Writing the record from the journal."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from debrief.core.events import Logged, RecordWritten
from debrief.core.record import record
from debrief.store import atomic
from debrief.store.atomic import DISK, Disk


def outputs(log: Sequence[Logged], fingerprint: str) -> dict[str, bytes]:
    """Return the record's files by name, as the journal gives them.

    An unfinished meeting has no fingerprint and gives a draft.
    """
    # Here, and not at the top: only a finish needs them, and a start would take 6 ms longer.
    from debrief.report.html import html
    from debrief.report.markdown import markdown
    from debrief.report.toml import to_toml

    found = record(log, fingerprint or None)
    pages = {
        "record.md": markdown(found),
        "record.toml": to_toml(found),
        "record.html": html(found),
    }
    return {name: page.encode() for name, page in pages.items()}


def write_record(
    folder: Path, log: Sequence[Logged], fingerprint: str, disk: Disk = DISK
) -> RecordWritten:
    """Write the record's files, and return the event that notes their digests; FileProblem."""
    written = outputs(log, fingerprint)
    for name, data in written.items():
        atomic.write(folder / name, data, disk=disk)
    return RecordWritten(
        outputs={name: hashlib.sha256(data).hexdigest() for name, data in written.items()}
    )
