"""A log with checkpoints, so the meeting after any line is quick to rebuild."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from debrief.core.meeting import events as e
from debrief.core.meeting.fold import fold_on, planned_meeting
from debrief.core.meeting.state import Meeting

CHECKPOINT_EVERY = 100
"""Lines from one checkpoint to the next."""


@dataclass(frozen=True, slots=True)
class _Checkpoint:
    """The meeting at a line, and the undos and redos from there to the next checkpoint.

    Each is a pair: the line's seq, and the seq of the line that it took back or brought back.
    """

    meeting: Meeting
    reversals: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Log:
    """The lines of a journal and the meeting after them; `after` returns a longer log.

    `at` returns the same meeting as `fold` would, but starts from a checkpoint. A checkpoint is
    usable for a later line unless a line before it was taken back or brought back in between.
    """

    lines: tuple[e.LogLine, ...]
    meeting: Meeting
    _checkpoints: tuple[_Checkpoint, ...]
    _every: int

    @classmethod
    def of(cls, lines: Sequence[e.LogLine], every: int = CHECKPOINT_EVERY) -> Log:
        """Fold `lines`, with a checkpoint every `every` lines; raises ValueError like `fold`."""
        start = planned_meeting(lines)
        return cls((), start, (_Checkpoint(start),), every).after(lines)

    def after(self, lines: Iterable[e.LogLine]) -> Log:
        """Return the log with further lines; if one of them raises, this log is unchanged."""
        log = (*self.lines, *lines)
        meeting, checkpoints = self.meeting, list(self._checkpoints)
        done = len(self.lines)
        while done < len(log):
            part = log[done : done + self._every - done % self._every]
            done += len(part)
            if reversals := tuple(_reversals(part)):
                last = checkpoints[-1]
                checkpoints[-1] = replace(last, reversals=last.reversals + reversals)
                meeting = _from_checkpoint(log, checkpoints, self._every, done)
            else:
                meeting = fold_on(meeting, part, ())
            if done % self._every == 0:
                checkpoints.append(_Checkpoint(meeting))
        return Log(log, meeting, tuple(checkpoints), self._every)

    def at(self, position: int) -> Meeting:
        """Return the meeting after the first `position` lines."""
        if position == len(self.lines):
            return self.meeting
        return _from_checkpoint(self.lines, self._checkpoints, self._every, position)


def _reversals(lines: Iterable[e.LogLine]) -> Iterable[tuple[int, int]]:
    for line in lines:
        taken_back, brought_back = line.event.taken_back(), line.event.brought_back()
        if (target := brought_back if taken_back is None else taken_back) is not None:
            yield line.seq, target


def _from_checkpoint(
    log: Sequence[e.LogLine], checkpoints: Sequence[_Checkpoint], every: int, position: int
) -> Meeting:
    """Fold from the nearest checkpoint that is usable for this position."""
    taken_back: set[int] = set()
    number = (position - 1) // every
    while True:
        start = number * every
        # Lines undone or redone since this checkpoint; an undo and its redo cancel out.
        for seq, target in checkpoints[number].reversals:
            if seq <= position:
                taken_back ^= {target}
        if all(target > start for target in taken_back):
            return fold_on(checkpoints[number].meeting, log[start:position], taken_back)
        number -= 1
