"""A log that grows, and the meeting after any of its lines, soon, however much was taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from debrief.core import events as e
from debrief.core.fold import Log, before, over
from debrief.core.meeting import Meeting

EVERY = 100
"""Lines from one checkpoint to the next."""


class Folded:
    """The meeting of a log; `at` gives what `fold` gives for the same lines, by checkpoints.

    A checkpoint is the meeting as it stood at a line. It serves a later line as long as no line
    before it has been taken back, or brought back, in between.
    """

    def __init__(self, log: Log = (), every: int = EVERY) -> None:
        """Fold `log`, with a checkpoint `every` so many lines; ValueError as `fold`."""
        self._log: list[e.Logged] = []
        self._every = every
        self._checkpoints: list[Meeting] = []
        # By stretch between checkpoints: which lines turned which, by taking back or bringing back.
        self._turned: list[list[tuple[int, int]]] = []
        if log:
            self.extend(log)

    @property
    def log(self) -> Sequence[e.Logged]:
        """Every line so far."""
        return self._log

    @property
    def meeting(self) -> Meeting:
        """The meeting after the last line; there must be one."""
        return self._end

    def extend(self, lines: Iterable[e.Logged]) -> Meeting:
        """Fold further lines in, and return the meeting; ValueError as `fold`."""
        fresh = list(lines)
        if not self._log:
            self._end = before(fresh)
            self._mark()
        while fresh:
            room = self._every - len(self._log) % self._every
            part, fresh = fresh[:room], fresh[room:]
            self._add(part)
        return self._end

    def at(self, position: int) -> Meeting:
        """Return the meeting after so many lines, from 1."""
        return self._end if position == len(self._log) else self._folded(position)

    def _mark(self) -> None:
        self._checkpoints.append(self._end)
        self._turned.append([])

    def _add(self, part: list[e.Logged]) -> None:
        """Fold in lines that reach the next checkpoint at most."""
        turned = [
            (logged.seq, logged.event.target)
            for logged in part
            if isinstance(logged.event, e.Undone | e.Redone)
        ]
        self._log += part
        self._turned[-1] += turned
        self._end = self._folded(len(self._log)) if turned else over(self._end, part, ())
        if len(self._log) % self._every == 0:
            self._mark()

    def _folded(self, position: int) -> Meeting:
        """Fold from the nearest checkpoint that this position can use."""
        gone: set[int] = set()
        number = (position - 1) // self._every
        while True:
            start = number * self._every
            # What was turned since this checkpoint; twice is as if never.
            for seq, target in self._turned[number]:
                if seq <= position:
                    gone ^= {target}
            if all(target > start for target in gone):
                return over(self._checkpoints[number], self._log[start:position], gone)
            number -= 1
