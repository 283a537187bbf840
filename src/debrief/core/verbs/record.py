"""The end of the meeting: the finish, and leaving."""

from __future__ import annotations

from collections.abc import Mapping

from typing_extensions import override

from debrief.core.form import Ask
from debrief.core.meeting import events as e
from debrief.core.meeting.state import Meeting
from debrief.core.refused import (
    Refused,
    before_gate,
)
from debrief.core.verbs.decision import open_dissent, unanswered, unasked_dissent
from debrief.core.verbs.verb import ActResult, Answers, StepVerb, Table
from debrief.core.vocabulary import Summary


def finish(
    meeting: Meeting,
    salt: str,
    inputs: Mapping[str, str],
    program: str,
    opened_with: Mapping[str, str] | None = None,
) -> e.MeetingFinished | Refused:
    """Finish the meeting, after the decision and with every dissent confirmed and answered.

    The owner has also answered everybody who was alone against on a must-have or threshold.
    """
    if refused := before_gate(meeting):
        return refused
    decision = meeting.decision
    if decision is None or not meeting.decided:
        return Refused(f"{meeting.owner_name} decides first.")
    for missing in (open_dissent, unasked_dissent, unanswered):
        if refused := missing(meeting):
            return refused
    return e.MeetingFinished(
        salt=salt,
        inputs=dict(inputs),
        opened_with=dict(opened_with or {}),
        program=program,
        summary=Summary(
            decision=decision.outcome, review=decision.review, dissents=len(meeting.dissents_here)
        ),
    )


class Finish(StepVerb, name="finish"):
    """Finish the meeting for good."""

    @override
    def label(self, meeting: Meeting, about: str) -> str:
        return "Finish and write the record"

    @override
    def guidance(self, meeting: Meeting, about: str) -> str:
        return "Read the decision, the conditions and every dissent back to the panel."

    @override
    def guard(self, table: Table, about: str, answers: Answers) -> Ask | None:
        return Ask(
            self.name,
            "",
            "Finish the meeting?",
            (),
            "Finish and write the record",
            (
                "The record contains what is shown above, with every rating and its evidence. "
                "After this, nothing in it can change. Objections and reviews go into a separate "
                "file.",
            ),
            guard=True,
        )

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        facts = table.closing_facts()
        if isinstance(facts, Refused):
            return facts
        return finish(table.meeting, facts.salt, facts.inputs, facts.program, facts.opened_with)


class Leave(StepVerb, name="leave"):
    """Leave the meeting that finished, or ended for today; no event is recorded."""

    @override
    def label(self, meeting: Meeting, about: str) -> str:
        return "Leave"

    @override
    def guidance(self, meeting: Meeting, about: str) -> str:
        if meeting.ended:
            return "The session stays open: debrief run carries it on."
        return "Read the fingerprint aloud, so that everybody can note it."

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        return ()


VERBS = (Finish(), Leave())
