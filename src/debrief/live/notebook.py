"""A reader's notes on a finished meeting, shown next to its replay; they are not in its journal."""

from __future__ import annotations

from pathlib import Path

from debrief.core.after.model import AddedEntry, Noted, Objected
from debrief.core.after.rules import NOT_FINISHED
from debrief.core.refused import Refused
from debrief.live.renewal import renew
from debrief.store.atomic import FileProblem
from debrief.store.journal import after
from debrief.store.journal import after_writer as after_write
from debrief.store.journal.after_writer import WriterEnvironment
from debrief.store.journal.journal import NotSaved, ReadOnly
from debrief.store.journal.lock import Busy


class Notebook:
    """The entries added to a session after its finish; a new note is written at once."""

    def __init__(self, folder: Path, fingerprint: str, environment: WriterEnvironment) -> None:
        """Read the entries; `fingerprint` is empty while the meeting is not finished."""
        self._folder = folder
        self._fingerprint = fingerprint
        self._environment = environment
        self.added: tuple[AddedEntry, ...] = ()
        self.notice = ""
        if fingerprint:
            self._read()

    def _read(self) -> None:
        try:
            found = after.read(self._folder, self._fingerprint)
        except FileProblem as problem:
            self.notice = f"The notes cannot be shown: {after.FILE} {problem.reason}"
            return
        self.added, self.notice = found.events, found.cut_short

    @property
    def places(self) -> frozenset[int]:
        """The events that have a note or an objection."""
        return frozenset(at for entry in self.added if (at := _event_of(entry)) is not None)

    def on(self, position: int) -> tuple[AddedEntry, ...]:
        """Return the notes and objections on an event, the oldest first."""
        return tuple(entry for entry in self.added if _event_of(entry) == position)

    def refused(self) -> Refused | None:
        """Return the refusal if no note can be taken at all, else None."""
        return None if self._fingerprint else Refused(NOT_FINISHED)

    def note(self, text: str, by: str, position: int) -> Refused | None:
        """Write a note on an event into after.jsonl, and the record's files again."""
        try:
            done = after_write.append_note(self._folder, text, by, position, self._environment)
        except (Busy, ReadOnly, NotSaved) as problem:
            return Refused(f"NOT SAVED. {problem}")
        except FileProblem as problem:
            return Refused(f"NOT SAVED. {after.FILE} {problem.reason}")
        if isinstance(done, Refused):
            return done
        self.added += (done,)
        self.notice = renew(self._folder, self._environment).sentence(self._folder.name)
        return None


def _event_of(added: AddedEntry) -> int | None:
    return added.entry.at_event if isinstance(added.entry, Noted | Objected) else None
