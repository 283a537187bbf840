"""Events of the final vote: a ruling on who has one, and its reveal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from pydantic import Field
from typing_extensions import override

from debrief.core.meeting.event import Barrier, Event, LogLine, Passage, Undo
from debrief.core.meeting.question import VoteQuestion, no_cell_because
from debrief.core.meeting.state import NO_VOTE, Mark, Meeting, Round, entered_marks
from debrief.core.model import Id, Words
from debrief.core.scorecard import Entry, State
from debrief.core.sentence import Quotation, Sentence


class VotesRevealed(
    Event,
    undo=Barrier("The vote cannot be unseen: there is nothing to undo since then."),
    mark="reveal",
):
    """All votes of a round of the final vote were revealed at once.

    `codes` has the code that counted for each vote that came by code.
    """

    round: int = Field(ge=1)
    votes: dict[Id, Entry]
    codes: dict[Id, str] = Field(default_factory=dict)

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        rounds = meeting.vote.rounds
        empty = {p.id: NO_VOTE for p in meeting.brief.panel}
        marks = entered_marks(rounds[-1].marks if rounds else empty, self.votes)
        if meeting.rules == 1:
            for panelist in marks:
                if meeting.is_recused(panelist):
                    marks[panelist] = Mark(State.RECUSED, None, "none")
        reasons = {} if meeting.rules == 1 else _without_vote(meeting, marks)
        revealed = (*rounds, Round(self.round, marks, line.t, reasons, self.codes))
        return meeting.with_poll(None, rounds=revealed).without_cells(VoteQuestion())

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        return Sentence.of("The final vote was revealed")

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        return ()

    @override
    def questions_revealed(self) -> tuple[str | None, ...]:
        return (None,)


def _without_vote(meeting: Meeting, marks: Mapping[str, Mark]) -> dict[str, str]:
    """Return the reason of each panelist without a vote."""
    question = VoteQuestion()
    return {
        panelist: "not voting"
        if mark.state is State.ABSTAINS
        else no_cell_because(meeting, question, panelist) or "no entry"
        for panelist, mark in marks.items()
        if mark.level is None
    }


class VoteRuled(Event, undo=Undo.FREE, mark=None, kept=True):
    """The owner ruled that a panelist has no vote, with a reason."""

    panelist: Id
    reason: Words

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        return replace(meeting, ruled_out={**meeting.ruled_out, self.panelist: self})

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        about = f"{meeting.owner_name} ruled that {meeting.name(self.panelist)} has no vote: "
        return Sentence.of(about, Quotation(self.reason))

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        yield self.passage("reason", person=meeting.owner_name)
        yield Passage(meeting.name(self.panelist), "")
