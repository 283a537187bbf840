"""The references: reading each, or recording that there are none."""

from __future__ import annotations

from typing_extensions import override

from debrief.core.meeting import events as e
from debrief.core.meeting.state import Meeting
from debrief.core.refused import (
    Refused,
    before_gate,
)
from debrief.core.verbs.verb import ActResult, Answers, StepVerb, Table


def review_reference(
    meeting: Meeting, reference: str | None = None, note: str = ""
) -> e.ReferenceReviewed | Refused:
    """Record that a reference was read and discussed, or that none is on file."""
    if refused := before_gate(meeting):
        return refused
    if reference is None:
        if meeting.references:
            return Refused("There are references on file: go through them, or skip the step.")
        return e.ReferenceReviewed(note=note)
    if all(r.id != reference for r in meeting.references):
        return Refused(f"There is no reference “{reference}” on file.")
    return e.ReferenceReviewed(reference=reference, note=note)


class ReviewReference(StepVerb, name="review_reference"):
    """Read a reference, or record that there is none."""

    @override
    def label(self, meeting: Meeting, about: str) -> str:
        if not about:
            return "Record that there are no references on file"
        number = [r.id for r in meeting.references].index(about) + 1
        return f"Read reference {number} of {len(meeting.references)}"

    @override
    def guidance(self, meeting: Meeting, about: str) -> str:
        if not meeting.references:
            return "f records who asks whom, and by when."
        if meeting.references[0].id == about:
            return "Read each finding aloud, then the answers."
        return "A finding alone moves no rating: o reopens a competency, with a reason."

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        return review_reference(table.meeting, about or None)


VERBS = (ReviewReference(),)
