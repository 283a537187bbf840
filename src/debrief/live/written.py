"""Writing the record from the journal."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from debrief.core.events import Logged, RecordWritten
from debrief.core.record import record
from debrief.report.markdown import markdown
from debrief.report.toml import to_toml
from debrief.store import atomic
from debrief.store.atomic import DISK, Disk


def write_record(
    folder: Path, log: Sequence[Logged], fingerprint: str, disk: Disk = DISK
) -> RecordWritten:
    """Write record.md and record.toml, and return the event that notes their digests.

    An unfinished meeting has no fingerprint and gives a draft. FileProblem.
    """
    found = record(log, fingerprint or None)
    outputs = {"record.md": markdown(found).encode(), "record.toml": to_toml(found).encode()}
    for name, data in outputs.items():
        atomic.write(folder / name, data, disk=disk)
    return RecordWritten(
        outputs={name: hashlib.sha256(data).hexdigest() for name, data in outputs.items()}
    )
