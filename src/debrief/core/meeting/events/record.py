"""Events of the read-back and the record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pydantic import Field
from typing_extensions import override

from debrief.core.meeting.event import Barrier, Event, LogLine, Passage, Undo
from debrief.core.meeting.state import Meeting
from debrief.core.sentence import Sentence
from debrief.core.vocabulary import Summary


class MeetingFinished(
    Event,
    undo=Barrier("The meeting is finished: nothing in it can change."),
    mark=None,
    kept=True,
):
    """The meeting was finished; the hash of this line is its fingerprint.

    `inputs` are digests of the session's files by name, and `opened_with` of those that were
    changed since, as they were at the opening.
    """

    salt: str
    inputs: dict[str, str]
    opened_with: dict[str, str] = Field(default_factory=dict)
    program: str
    summary: Summary

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        return replace(meeting, finished=self, finished_at=line.t, done=meeting.done | {"record"})

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        return Sentence.of("The meeting was finished")

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        return ()


class RecordWritten(Event, undo=Undo.SKIPPED, mark=None):
    """The record was written, again or for the first time; `outputs` are digests by file name.

    `program` is its version, `pages` the version of the pages, 0 from a program that noted none.
    An `interim` record belongs to a meeting that ended and can be carried on. `added` is the number
    of entries after the finish that the files include.
    """

    outputs: dict[str, str]
    program: str = ""
    pages: int = 0
    interim: bool = False
    added: int = 0

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        return replace(meeting, written=meeting.written or not self.interim)

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        return Sentence.of(f"The {'interim ' if self.interim else ''}record was written")

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        return ()
