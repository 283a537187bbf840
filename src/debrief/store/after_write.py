"""Adds to a finished session: one line at the end of after.jsonl, on the disk before it counts."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from debrief.core import after_rules
from debrief.core.after_model import Added, Entry, dump
from debrief.core.record import record
from debrief.core.record_model import Record
from debrief.core.rules.refused import Refused
from debrief.store import after, atomic, chain, journal, lock
from debrief.store.after import FILE, After
from debrief.store.atomic import DISK, OPEN_SAFELY, Disk, FileProblem
from debrief.store.journal import NotSaved, ReadOnly

JOURNAL = "journal.jsonl"


@dataclass(frozen=True, slots=True)
class Outside:
    """What adding a line takes from the world, as the journal does.

    `now` is UTC, `mono` seconds, `random` gives that many bytes, `run` names this program run.
    """

    now: Callable[[], datetime]
    mono: Callable[[], float]
    random: Callable[[int], bytes]
    run: str
    disk: Disk = DISK


def append_note(
    folder: Path, text: str, by: str, at_event: int | None, outside: Outside
) -> Added | Refused:
    """Add a reader's note, on an event or on the whole; raises what `append` does."""
    return append(folder, lambda found: after_rules.noted(found, by, text, at_event), outside)


def append_objection(
    folder: Path, text: str, by: str, at_event: int | None, outside: Outside
) -> Added | Refused:
    """Add an objection by somebody who was there; raises what `append` does."""
    return append(folder, lambda found: after_rules.objected(found, by, text, at_event), outside)


def append(
    folder: Path, rule: Callable[[Record], Entry | Refused], outside: Outside
) -> Added | Refused:
    """Add what `rule` makes of the record, and return it as a later reading will.

    The journal is read and never written. A torn last line is put aside first, as the journal's
    is. FileProblem, Busy, ReadOnly, NotSaved.
    """
    if not os.path.lexists(folder / JOURNAL):
        return Refused(after_rules.NOT_BEGUN)
    with ExitStack() as closing:
        # The journal's own lock: a session has one writer, whichever file it writes.
        lock.hold(folder / JOURNAL, outside.now(), closing)
        contents = journal.usable(journal.read(folder / JOURNAL))
        if contents.read_only:
            raise ReadOnly(f"{contents.read_only} Nothing can be added to this session.")
        if not contents.fingerprint:
            return Refused(after_rules.NOT_FINISHED)
        entry = rule(record(contents.events, contents.fingerprint))
        if isinstance(entry, Refused):
            return entry
        return _Appending(folder / FILE, contents.fingerprint, outside, closing).append(entry)


class _Appending:
    def __init__(self, path: Path, fingerprint: str, outside: Outside, closing: ExitStack) -> None:
        self._path, self._outside, self._disk = path, outside, outside.disk
        try:
            flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | OPEN_SAFELY
            self._descriptor = self._disk.open(path, flags, 0o600)
            closing.callback(os.close, self._descriptor)
            atomic.refuse_special(self._descriptor, path)
            data = atomic.read_open(self._descriptor, path, after.LIMIT)
            self._found = self._recovered(after.scan(data, fingerprint))
            self._prev = self._found.lines[-1].hash if self._found.lines else fingerprint
        except OSError as error:
            raise FileProblem(path, atomic.unopened(error, to_write=True)) from error

    def _recovered(self, found: After) -> After:
        if found.read_only:
            raise ReadOnly(f"In {FILE}, {found.read_only}. Nothing is added to it.")
        if found.torn:
            atomic.write(journal.free_name(self._path), found.torn, disk=self._disk)
            self._disk.truncate(self._descriptor, found.good_offset)
        if found.unended:
            atomic.write_all(self._disk, self._descriptor, b"\n")
        self._disk.sync(self._descriptor)
        atomic.sync_folder(self._path.parent, self._disk)
        return found

    def append(self, entry: Entry) -> Added:
        raw, added = self._prepared(entry)
        end = os.fstat(self._descriptor).st_size
        try:
            atomic.write_all(self._disk, self._descriptor, raw)
            self._disk.sync(self._descriptor)
        except OSError as error:
            self._take_back(end)
            raise NotSaved(
                f"{FILE} could not be written ({error.strerror}); free some space, then try again.",
                retry=True,
            ) from error
        return added

    def _prepared(self, entry: Entry) -> tuple[bytes, Added]:
        """The line, and what reading it back gives: nothing is written that cannot be read."""
        outside, seq = self._outside, len(self._found.lines) + 1
        stamp = chain.Stamp(
            seq, self._prev, outside.now(), outside.mono(), outside.run, outside.random(16)
        )
        raw = chain.encode(stamp, *dump(entry))
        try:
            line = chain.decode(raw)
        except chain.UnverifiedError as error:
            raise NotSaved(
                "This is too long for one line; make it shorter.", retry=False
            ) from error
        if self._found.good_offset + len(raw) > after.LIMIT:
            raise NotSaved(f"{FILE} has no room for more.", retry=False)
        return raw, Added(line.seq, line.t, entry)

    def _take_back(self, end: int) -> None:
        """Leave no part of a line; what cannot be taken back is torn, and cut off next time."""
        try:
            self._disk.truncate(self._descriptor, end)
            self._disk.sync(self._descriptor)
        except OSError as error:
            raise NotSaved(
                f"The disk failed to keep {FILE} ({error.strerror}); check it, then try again.",
                retry=False,
            ) from error
