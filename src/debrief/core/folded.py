"""A log with checkpoints, so the meeting after any line is quick to rebuild."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from debrief.core import events as e
from debrief.core.fold import Log, before, over
from debrief.core.meeting import Meeting

EVERY = 100
"""Lines from one checkpoint to the next."""


@dataclass(frozen=True, slots=True)
class _Checkpoint:
    """The meeting at a line, and the undos and redos from there to the next checkpoint.

    Each is a pair: the line, and the line that it took back or brought back.
    """

    meeting: Meeting
    turned: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Folded:
    """A log and its meeting. `Folded.of` makes one; `after` returns a longer one.

    `at` returns the same meeting as `fold` would, but starts from a checkpoint. A checkpoint is
    usable for a later line if no line before it was taken back, or brought back, in between.
    """

    log: tuple[e.Logged, ...]
    meeting: Meeting
    _checkpoints: tuple[_Checkpoint, ...]
    _every: int

    @classmethod
    def of(cls, log: Log, every: int = EVERY) -> Folded:
        """Fold `log`, with a checkpoint `every` so many lines; ValueError as `fold`."""
        start = before(log)
        return cls((), start, (_Checkpoint(start),), every).after(log)

    def after(self, lines: Iterable[e.Logged]) -> Folded:
        """Return the log with further lines; if one of them raises, this log is unchanged."""
        log = (*self.log, *lines)
        meeting, checkpoints = self.meeting, list(self._checkpoints)
        done = len(self.log)
        while done < len(log):
            part = log[done : done + self._every - done % self._every]
            done += len(part)
            if turned := tuple(_turned(part)):
                last = checkpoints[-1]
                checkpoints[-1] = replace(last, turned=last.turned + turned)
                meeting = _folded(log, checkpoints, self._every, done)
            else:
                meeting = over(meeting, part, ())
            if done % self._every == 0:
                checkpoints.append(_Checkpoint(meeting))
        return Folded(log, meeting, tuple(checkpoints), self._every)

    def at(self, position: int) -> Meeting:
        """Return the meeting after so many lines, from 1."""
        if position == len(self.log):
            return self.meeting
        return _folded(self.log, self._checkpoints, self._every, position)


def _turned(lines: Iterable[e.Logged]) -> Iterable[tuple[int, int]]:
    return (
        (logged.seq, logged.event.target)
        for logged in lines
        if isinstance(logged.event, e.Undone | e.Redone)
    )


def _folded(log: Log, checkpoints: Sequence[_Checkpoint], every: int, position: int) -> Meeting:
    """Fold from the nearest checkpoint that is usable for this position."""
    gone: set[int] = set()
    number = (position - 1) // every
    while True:
        start = number * every
        # Lines undone or redone since this checkpoint; twice cancels out.
        for seq, target in checkpoints[number].turned:
            if seq <= position:
                gone ^= {target}
        if all(target > start for target in gone):
            return over(checkpoints[number].meeting, log[start:position], gone)
        number -= 1
