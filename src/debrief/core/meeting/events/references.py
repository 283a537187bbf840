"""The event of the references step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from typing_extensions import override

from debrief.core.brief import Reference
from debrief.core.meeting.event import Event, LogLine, Passage, Undo
from debrief.core.meeting.state import Meeting
from debrief.core.meeting.wording import title
from debrief.core.model import Id, Text, texts_in
from debrief.core.sentence import Sentence


class ReferenceAdded(Event, undo=Undo.SKIPPED, mark=None):
    """A reference was added after the meeting was opened, before it was carried on."""

    reference: Reference

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        return replace(meeting, references=(*meeting.references, self.reference))

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        return Sentence.of(f"New reference on file: {self.reference.relation}")

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        return (Passage("", text, "", path, shown=False) for path, text in texts_in(self))


class ReferenceReviewed(Event, undo=Undo.FREE, mark=None, kept=True):
    """A reference was discussed, or the panel noted that none is on file."""

    reference: Id | None = None
    note: Text = ""

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        if self.reference is None:
            return replace(meeting, no_references=True)
        return replace(meeting, reviewed={**meeting.reviewed, self.reference: self.note})

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        relations = [x.relation for x in meeting.references if x.id == self.reference]
        if not relations:
            return Sentence.of("No references on file")
        return Sentence.of(f"Reference reviewed: {relations[0]}")

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        yield self.passage("note", subject="note")
        for reference in meeting.references:
            if reference.id == self.reference:
                yield Passage(reference.relation, reference.difficult_period, "a difficult period")
                yield Passage(
                    reference.relation, reference.struggled_most, "where they struggled most"
                )
                yield Passage(
                    reference.relation, reference.best_environment, "their best environment"
                )
                for finding in reference.findings:
                    about = f"{finding.finding}, {title(meeting, finding.competency)}"
                    yield Passage(reference.relation, finding.note, about)
