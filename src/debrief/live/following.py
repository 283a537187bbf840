"""Follows a meeting that another program runs: reads its journal when it changed, and only reads.

A last line that is not whole yet is what the meeting is writing: it is read the next time.
"""

from __future__ import annotations

from pathlib import Path

from debrief.core import tell
from debrief.core.events import Logged
from debrief.core.folded import Folded
from debrief.core.meeting import Meeting
from debrief.core.view import view
from debrief.store import atomic, journal
from debrief.store.chain import Contents

_Stat = tuple[int, int, int]


class Following:
    """The meeting as far as its journal says, and a sentence where it says no more."""

    def __init__(self, path: Path) -> None:
        """Know of nothing yet; `path` is the journal's, whether it is there or not."""
        self._path = path
        self._seen: _Stat | None = None
        self._contents = Contents()
        self._folded: Folded | None = None
        self.problem = ""

    @property
    def log(self) -> tuple[Logged, ...]:
        """Every line that was read."""
        return self._contents.events

    @property
    def meeting(self) -> Meeting | None:
        """The meeting after the last line; None before the first."""
        return self._folded.meeting if self._folded else None

    def look(self) -> bool:
        """Read the journal if it is not as it was; whether anything is new."""
        now = self._stat()
        if now == self._seen:
            return False
        self._seen = now
        if now is None:
            found = Contents()
        else:
            try:
                found = journal.read(self._path)
            except atomic.FileProblem:
                self.problem = "The journal cannot be read."
                return True
        self._fold(found)
        return True

    def _fold(self, found: Contents) -> None:
        """Fold in what is new; from the start where the lines before are not the same."""
        have = len(self.log)
        same = found.hashes[:have] == self._contents.hashes[:have] and len(found.hashes) >= have
        new = found.events[have:]
        try:
            longer = self._folded.after(new) if same and self._folded else _folded(found)
            if longer is not None:
                view(longer.meeting)
                for logged in new:
                    tell.tell(longer.meeting, logged.event)
            self._folded = longer
        except Exception:  # any error in a line: follow the lines before it
            found = journal.usable(found)
            self._folded = _folded(found)
        self._contents, self.problem = found, found.read_only or ""

    def _stat(self) -> _Stat | None:
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino


def _folded(found: Contents) -> Folded | None:
    return Folded.of(found.events) if found.events else None
