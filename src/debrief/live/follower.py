"""Follows the journal of a meeting that another process runs, without writing to it.

An incomplete last line is still being written, and is read the next time.
"""

from __future__ import annotations

from pathlib import Path

from debrief.core.meeting.events import LogLine
from debrief.core.meeting.log import Log
from debrief.core.meeting.state import Meeting
from debrief.core.room.view import view
from debrief.store import atomic
from debrief.store.journal import journal
from debrief.store.journal.journal import Contents

_Stat = tuple[int, int, int]


class Follower:
    """The meeting as read so far; `problem` is a sentence if a part cannot be read."""

    def __init__(self, path: Path) -> None:
        """Start before the first line; `path` is the journal's, which may not exist yet."""
        self._path = path
        self._seen: _Stat | None = None
        self._contents = Contents()
        self._log: Log | None = None
        self.problem = ""

    @property
    def log(self) -> tuple[LogLine, ...]:
        """All lines read so far."""
        return self._contents.events

    @property
    def meeting(self) -> Meeting | None:
        """The meeting after the last line; None before the first."""
        return self._log.meeting if self._log else None

    def look(self) -> bool:
        """Read the journal if it changed, and return whether it did."""
        now = self._stat()
        if now == self._seen:
            return False
        self._seen = now
        if now is None:
            found = Contents()
        else:
            try:
                found = journal.read(self._path)
            except atomic.FileProblem as problem:
                self.problem = f"The journal {problem.reason}"
                return True
        self._fold(found)
        return True

    def _fold(self, contents: Contents) -> None:
        """Fold the new lines, or all lines if the earlier ones changed."""
        have = len(self.log)
        same = (
            contents.hashes[:have] == self._contents.hashes[:have] and len(contents.hashes) >= have
        )
        new = contents.events[have:]
        try:
            longer = self._log.after(new) if same and self._log else _log_of(contents)
            if longer is not None:
                view(longer.meeting)
                for line in new:
                    line.event.describe(longer.meeting)
            self._log = longer
        except Exception:  # any error in a line: follow the lines before it
            contents = journal.usable(contents)
            self._log = _log_of(contents)
        self._contents, self.problem = contents, contents.read_only or ""

    def _stat(self) -> _Stat | None:
        try:
            found = self._path.lstat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino


def _log_of(contents: Contents) -> Log | None:
    return Log.of(contents.events) if contents.events else None
