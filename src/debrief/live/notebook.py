"""A reader's own notes on a finished meeting: read beside its replay, and never in its journal."""

from __future__ import annotations

from pathlib import Path

from debrief.core.after_model import Added, Noted, Objected
from debrief.core.after_rules import NOT_FINISHED
from debrief.core.rules.refused import Refused
from debrief.store import after, after_write
from debrief.store.after_write import Outside
from debrief.store.atomic import FileProblem
from debrief.store.journal import NotSaved, ReadOnly
from debrief.store.lock import Busy


class Notebook:
    """What was added to a session after its finish; a note is written at once."""

    def __init__(self, folder: Path, fingerprint: str, outside: Outside) -> None:
        """Read what there is; `fingerprint` is empty while the meeting is not finished."""
        self._folder = folder
        self._fingerprint = fingerprint
        self._outside = outside
        self.added: tuple[Added, ...] = ()
        self.notice = ""
        if fingerprint:
            self._read()

    def _read(self) -> None:
        try:
            found = after.read(self._folder, self._fingerprint)
        except FileProblem as problem:
            self.notice = f"The notes cannot be shown: {after.FILE} {problem.reason}"
            return
        self.added = found.entries
        if found.read_only:
            self.notice = f"In {after.FILE}, {found.read_only}; what is before it is shown."

    @property
    def places(self) -> frozenset[int]:
        """The events that a note or an objection is on."""
        return frozenset(at for one in self.added if (at := _on(one)) is not None)

    def on(self, position: int) -> tuple[Added, ...]:
        """Return the notes and objections on an event, the oldest first."""
        return tuple(one for one in self.added if _on(one) == position)

    def refused(self) -> Refused | None:
        """Return why no note can be taken at all, if that is so."""
        return None if self._fingerprint else Refused(NOT_FINISHED)

    def note(self, text: str, by: str, position: int) -> Refused | None:
        """Write a note on an event into after.jsonl; the journal is only read."""
        try:
            done = after_write.append_note(self._folder, text, by, position, self._outside)
        except (Busy, ReadOnly, NotSaved) as problem:
            return Refused(f"NOT SAVED. {problem}")
        except FileProblem as problem:
            return Refused(f"NOT SAVED. {after.FILE} {problem.reason}")
        if isinstance(done, Refused):
            return done
        self.added += (done,)
        return None


def _on(one: Added) -> int | None:
    return one.entry.at_event if isinstance(one.entry, Noted | Objected) else None
