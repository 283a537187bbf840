"""The record's files written again after the finish, with what was added since."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from debrief import __version__
from debrief.core.meeting.events import LogLine, RecordWritten
from debrief.core.text import listed
from debrief.live.record_files import digests, noting, outputs
from debrief.store import atomic
from debrief.store.atomic import Disk, FileProblem
from debrief.store.journal import after, journal
from debrief.store.journal.after_writer import JOURNAL, WriterEnvironment
from debrief.store.journal.journal import Journal, NotSaved, ReadOnly
from debrief.store.journal.lock import Busy
from debrief.store.verify import LARGEST_RECORD

TO_WRITE = "To write them again: debrief record"


@dataclass(frozen=True, slots=True)
class Renewed:
    """The record's files that were written again, and those left because somebody changed them.

    `problem` is the reason that they could not be written, or empty.
    """

    written: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    problem: str = ""

    def sentence(self, session: str) -> str:
        """Return what somebody has to know or do, empty if all files were written."""
        if self.problem:
            why = f"The record’s files do not show it yet. {self.problem}"
            return f"{why} {TO_WRITE} {session}"
        if self.changed:
            were = "was" if len(self.changed) == 1 else "were"
            they = "it does" if len(self.changed) == 1 else "they do"
            what = f"{listed(self.changed)} {were} changed by hand and left alone, so {they} not"
            return f"{what} show it. {TO_WRITE} {session}"
        return ""


def renew(folder: Path, environment: WriterEnvironment) -> Renewed:
    """Write the record's files of a finished session again, with all that was added since.

    A file that is not as the journal notes it was changed by hand, and is left alone. What was
    added is saved already, so a failure is only told.
    """
    try:
        with Journal.open(
            folder / JOURNAL,
            now=environment.now,
            mono=environment.mono,
            nonce=lambda: environment.random(16),
            run=environment.run,
            disk=environment.disk,
            up_to=journal.usable,
        ) as kept:
            return _renewed(folder, kept, environment.disk)
    except (Busy, NotSaved, ReadOnly, FileProblem) as problem:
        return Renewed(problem=str(problem))


def _renewed(folder: Path, kept: Journal, disk: Disk) -> Renewed:
    contents = kept.contents
    log, fingerprint = contents.events, contents.fingerprint
    entries = after.read(folder, fingerprint)
    new = outputs(log, fingerprint, entries.events)
    noted = _noted(log)
    changed = changed_by_hand(folder, log, fingerprint)
    written = tuple(name for name in new if name not in changed)
    left = {name: noted[-1][name] for name in changed if noted and name in noted[-1]}
    now = left | digests({name: new[name] for name in written})
    if written:  # noted first: files that a crash leaves as they were are known to be older
        kept.append(noting(now, f"debrief {__version__}", len(entries.lines)))
    for name in written:
        atomic.write(folder / name, new[name], disk=disk)
    return Renewed(written, changed)


def changed_by_hand(folder: Path, log: Sequence[LogLine], fingerprint: str) -> tuple[str, ...]:
    """Return the record's files that are there and are not as debrief ever wrote them."""
    noted = _noted(log)
    named = {name for note in noted for name in note}
    fresh: dict[str, str] = {}
    changed = []
    for name in ("record.md", "record.toml", "record.html"):
        if not os.path.lexists(folder / name):
            continue
        try:
            data = atomic.read_regular(folder / name, LARGEST_RECORD)
        except FileProblem:
            changed.append(name)
            continue
        if name not in named and not fresh:
            fresh = digests(outputs(log, fingerprint))
        written = {note.get(name) for note in noted} if name in named else {fresh.get(name)}
        if hashlib.sha256(data).hexdigest() not in written:
            changed.append(name)
    return tuple(changed)


def _noted(log: Sequence[LogLine]) -> list[dict[str, str]]:
    """Return the digests of the files by name, each time they were written."""
    return [line.event.outputs for line in log if isinstance(line.event, RecordWritten)]
