"""Events about the journal itself: undo and redo, a crash, a clock that went back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from typing_extensions import override

from debrief.core.meeting.event import Event, LogLine, Passage, Undo
from debrief.core.meeting.state import Meeting
from debrief.core.meeting.wording import duration
from debrief.core.model import Line
from debrief.core.sentence import Sentence


class Undone(Event, undo=Undo.SKIPPED, mark="undo"):
    """The event `target` was taken back; its line stays in the journal.

    `with_next` is true if the next line takes back another event of the same act.
    """

    target: int
    what: Line
    with_next: bool = False

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        return meeting

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        return Sentence.of(f"Taken back: {self.what}")

    @override
    def counts_as_undo(self) -> bool:
        return not self.with_next

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        yield self.passage("what", shown=False)

    @override
    def taken_back(self) -> int:
        return self.target


class Redone(Event, undo=Undo.SKIPPED, mark=None):
    """The event `target`, which was taken back, counts again."""

    target: int
    what: Line

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        return meeting

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        return Sentence.of(f"Brought back: {self.what}")

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        yield self.passage("what", shown=False)

    @override
    def brought_back(self) -> int:
        return self.target


def undone(lines: Iterable[LogLine]) -> frozenset[int]:
    """Return the seq of each event that is taken back after all of `lines`."""
    gone: set[int] = set()
    for line in lines:
        if (target := line.event.taken_back()) is not None:
            gone.add(target)
        elif (target := line.event.brought_back()) is not None:
            gone.discard(target)
    return frozenset(gone)


class JournalRecovered(Event, undo=Undo.SKIPPED, mark=None):
    """An incomplete end of `torn` bytes was cut off and kept in another file."""

    torn: int
    kept_as: str | None = None

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        return replace(meeting, recovered=(*meeting.recovered, self))

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        return Sentence.of(f"Recovered after a crash: {self.torn} bytes set aside")

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        return ()


class ClockWentBack(Event, undo=Undo.SKIPPED, mark=None, kept=True):
    """The computer's clock jumped backwards by `seconds`."""

    seconds: float

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        return meeting

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        return Sentence.of(f"The clock went back by {duration(self.seconds)}")

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        return ()
