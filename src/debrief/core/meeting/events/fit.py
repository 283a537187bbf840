"""Events of constraints and mutual fit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from typing_extensions import override

from debrief.core.meeting.event import Event, LogLine, Passage, Undo
from debrief.core.meeting.promises import owed
from debrief.core.meeting.state import Meeting
from debrief.core.meeting.wording import names
from debrief.core.model import Id, Line, Many, Text
from debrief.core.sentence import Quotation, Sentence
from debrief.core.vocabulary import Offers


class ConstraintMarked(Event, undo=Undo.FREE, mark=None):
    """The candidate was told a constraint of the role, and by whom, or was not told it."""

    constraint: Line
    told: bool
    by: Many[Id] = ()

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        return replace(meeting, constraints={**meeting.constraints, self.constraint: self})

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        constraint = Quotation(self.constraint)
        if not self.told:
            return Sentence.of("Not told to the candidate: ", constraint)
        who = names(meeting, self.by) or "somebody"
        return Sentence.of(f"Told to the candidate by {who}: ", constraint)

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        yield self.passage("constraint", person=names(meeting, self.by))


class FitNoted(Event, undo=Undo.FREE, mark=None):
    """A concern of the candidate, a debt to them, or whether our role offers a past context."""

    kind: Literal["concern", "owed", "context"]
    text: Text = ""
    panelist: Id | None = None
    competency: Id | None = None
    offers: Offers | None = None

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        return replace(meeting, fit=(*meeting.fit, self))

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        if self.kind == "context":
            return Sentence.of(f"Our role offers it, {self.offers}: ", Quotation(self.text))
        about = "Concern: " if self.kind == "concern" else "Owed to the candidate: "
        nothing = "nothing more" if owed(meeting) else "nothing"
        return Sentence.of(about, Quotation(self.text) if self.text else nothing)

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        yield self.passage("text", person=meeting.name(self.panelist) if self.panelist else "")
