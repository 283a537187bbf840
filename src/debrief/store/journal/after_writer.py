"""Add to a finished session: one line at the end of after.jsonl, synced before it counts."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from debrief.core.after import rules as after_rules
from debrief.core.after.model import AddedEntry, Entry, dump
from debrief.core.record.build import record
from debrief.core.record.model import Record
from debrief.core.refused import Refused
from debrief.store.atomic import DISK, Disk
from debrief.store.journal import after, chain, journal, lock
from debrief.store.journal.after import FILE
from debrief.store.journal.chain_file import ReadOnly, Writer

JOURNAL = "journal.jsonl"


@dataclass(frozen=True, slots=True)
class WriterEnvironment:
    """The clock, the randomness and the disk that adding a line needs.

    `now` is in UTC, `mono` in seconds, `random(n)` gives n bytes, `run` names this program run.
    """

    now: Callable[[], datetime]
    mono: Callable[[], float]
    random: Callable[[int], bytes]
    run: str
    disk: Disk = DISK


def append_note(
    folder: Path, text: str, by: str, at_event: int | None, environment: WriterEnvironment
) -> AddedEntry | Refused:
    """Add a reader's note on an event or on the whole session; raises as `append` does."""
    return append(folder, lambda made: after_rules.noted(made, by, text, at_event), environment)


def append_objection(
    folder: Path, text: str, by: str, at_event: int | None, environment: WriterEnvironment
) -> AddedEntry | Refused:
    """Add an objection by a participant; raises as `append` does."""
    return append(folder, lambda made: after_rules.objected(made, by, text, at_event), environment)


def append(
    folder: Path, rule: Callable[[Record], Entry | Refused], environment: WriterEnvironment
) -> AddedEntry | Refused:
    """Add the entry that `rule` returns for the record; return it as a later reading will.

    The journal is only read. FileProblem, Busy, ReadOnly, NotSaved.
    """
    if not os.path.lexists(folder / JOURNAL):
        return Refused(after_rules.NOT_BEGUN)
    with ExitStack() as closing:
        # The journal's lock, because a session has one writer for all its files.
        lock.hold(folder / JOURNAL, environment.now(), closing)
        contents = journal.usable(journal.read(folder / JOURNAL))
        if contents.read_only:
            raise ReadOnly(f"{contents.read_only} Nothing can be added to this session.")
        if not contents.fingerprint:
            return Refused(after_rules.NOT_FINISHED)
        entry = rule(record(contents.events, contents.fingerprint))
        if isinstance(entry, Refused):
            return entry

        def stamp(seq: int, prev: str) -> chain.Stamp:
            now, mono, nonce = environment.now(), environment.mono(), environment.random(16)
            return chain.Stamp(seq, prev, now, mono, environment.run, nonce)

        file = after.file(folder / FILE, contents.fingerprint)
        try:
            writer = Writer(file, stamp, closing, environment.disk)
        except ReadOnly as problem:
            raise ReadOnly(f"{problem} Nothing can be added to this session.") from problem
        with writer:
            prepared = writer.stamped(_dumped, entry)
            writer.write(prepared)
            return prepared.events[0]


def _dumped(entry: Entry) -> tuple[str, str]:
    name, data = dump(entry)
    return name, chain.compact(data)
