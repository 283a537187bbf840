"""The event of the premortem."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from typing_extensions import override

from debrief.core.meeting.event import Event, LogLine, Passage, Undo
from debrief.core.meeting.state import Meeting
from debrief.core.model import Id, Line, Many
from debrief.core.sentence import Quotation, Sentence


class CauseGiven(Event, undo=Undo.FREE, mark=None):
    """Causes from the premortem: of a hire that failed, or of a talent that the panel missed."""

    kind: Literal["failed", "missed"]
    causes: Many[Line] = ()
    by: Id | None = None

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        return replace(meeting, causes=(*meeting.causes, self))

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        case = "it went wrong" if self.kind == "failed" else "they excelled elsewhere"
        causes = Quotation("; ".join(self.causes)) if self.causes else "nothing"
        return Sentence.of(f"Premortem, {case}: ", causes)

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        person = meeting.name(self.by) if self.by else ""
        for number, text in enumerate(self.causes):
            yield Passage(person, text, "", ("causes", number))

    @override
    def has_list(self) -> bool:
        return bool(self.causes)
