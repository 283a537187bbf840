"""The premortem: causes of a failed hire, and of a missed one."""

from __future__ import annotations

from collections.abc import Sequence

from typing_extensions import override

from debrief.core.form import LIST_HELP, Ask, Field, lines
from debrief.core.meeting import events as e
from debrief.core.meeting.state import Meeting
from debrief.core.refused import (
    Refused,
    before_gate,
    unknown_panelist,
)
from debrief.core.verbs.verb import ActResult, Answers, Due, StepVerb, Table


def give_causes(
    meeting: Meeting, kind: str, causes: Sequence[str], by: str | None = None
) -> e.CauseGiven | Refused:
    """Record premortem causes; none means that nobody had any."""
    if refused := before_gate(meeting):
        return refused
    if by is not None and (refused := unknown_panelist(meeting, by)):
        return refused
    given = tuple(c for c in causes if c.strip())
    if kind == "failed":
        return e.CauseGiven(kind="failed", causes=given, by=by)
    return e.CauseGiven(kind="missed", causes=given, by=by)


class GiveCause(StepVerb, name="give_cause"):
    """Ask for causes, until nobody has another one."""

    @override
    def label(self, meeting: Meeting, about: str) -> str:
        return "Ask what we missed" if about == "missed" else "Ask why it failed"

    @override
    def guidance(self, meeting: Meeting, about: str) -> str:
        return "Two minutes of silence: everybody writes, then each reads one out."

    @override
    def ask(self, table: Table, about: str) -> Ask:
        title = (
            "We passed, and they excelled elsewhere: what did we miss?"
            if about == "missed"
            else "A year has passed and it went wrong: why?"
        )
        return Ask(
            self.name,
            "missed" if about == "missed" else "failed",
            title,
            (Field("causes", "Causes", "lines", hint="one per line, paste as many as you like"),),
            "Add",
            (
                "Everybody writes first. Then each reads one out.",
                LIST_HELP,
            ),
            is_list=True,
        )

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        causes = lines(answers.get("causes", ""))
        if not causes and any(cause.kind == about for cause in table.meeting.causes):
            return ()  # the list ends
        return give_causes(table.meeting, about, causes)

    @override
    def follows(self, meeting: Meeting, due: Due, about: str, answers: Answers) -> Due | None:
        return Due(self, about) if answers["causes"].strip() else None


VERBS = (GiveCause(),)
