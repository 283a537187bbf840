"""Events that move the meeting: a step or competency was opened or skipped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from typing_extensions import override

from debrief.core.meeting.event import Event, LogLine, Passage, Undo
from debrief.core.meeting.question import CompetencyQuestion, VoteQuestion
from debrief.core.meeting.state import Closure, Meeting
from debrief.core.model import Words
from debrief.core.sentence import Quotation, Sentence
from debrief.core.steps import Place, Step


class StepOpened(Event, undo=Undo.FREE, mark=None):
    """The meeting moved to a place; `done` is the step that this finished."""

    place: Place
    done: Step | None = None

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        done = meeting.done | ({self.done} if self.done else set())
        waived = meeting.waived
        if self.place.competency is None and self.place in waived:  # no longer skipped
            waived = {place: reason for place, reason in waived.items() if place != self.place}
            done -= {self.place.step}
        return replace(meeting, done=done, waived=waived)

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        return Sentence.of(f"Moved to {meeting.title(self.place)}")

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        return ()

    @override
    def place_after(self) -> Place | None:
        return self.place


class StepWaived(Event, undo=Undo.FREE, mark=None):
    """A step or a competency was skipped, with a reason; `with_next` if the same act goes on."""

    place: Place
    reason: Words
    then: Place
    with_next: bool = False

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        waived = {**meeting.waived, self.place: self.reason}
        if self.place.competency:
            closed = Closure("not-discussed", self.reason)
            meeting = meeting.with_poll(self.place.competency, closed=closed)
            meeting = meeting.without_cells(CompetencyQuestion(self.place.competency))
        else:
            meeting = replace(meeting, done=meeting.done | {self.place.step})
        if self.place.step == "vote":
            meeting = meeting.without_cells(VoteQuestion())
        return replace(meeting, waived=waived)

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        return Sentence.of(f"{meeting.title(self.place)} skipped: ", Quotation(self.reason))

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        yield self.passage("reason")

    @override
    def place_after(self) -> Place | None:
        return self.then

    @override
    def is_with_next(self) -> bool:
        return self.with_next
