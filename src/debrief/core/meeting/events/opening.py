"""The event that opens a meeting; every journal begins with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pydantic import Field
from typing_extensions import override

from debrief.core.brief import Brief, Reference
from debrief.core.meeting.agreement import LATEST_RULES
from debrief.core.meeting.event import Barrier, Event, LogLine, Passage
from debrief.core.meeting.state import Meeting
from debrief.core.model import Id, Many, texts_in
from debrief.core.scorecard import CardFacts
from debrief.core.sentence import Sentence
from debrief.core.steps import Place


class MeetingOpened(
    Event,
    undo=Barrier("Nothing to undo: the meeting has just been opened."),
    mark=None,
):
    """The meeting was opened, with the brief, references, card facts and card commitments.

    `rules` is the number of the rules that it follows; journals without it follow rules 1. `inputs`
    are digests of the files that the brief and the references were read from. `sheets` commits to
    the code sheets by panelist.
    """

    brief: Brief
    references: Many[Reference] = ()
    cards: Many[CardFacts] = ()
    commitments: dict[Id, str] = Field(default_factory=dict)
    ballot_key: str
    program: str
    rules: int = Field(default=1, ge=1, le=LATEST_RULES)
    inputs: dict[str, str] = Field(default_factory=dict)
    sheets: dict[Id, str] = Field(default_factory=dict)

    def planned(self) -> Meeting:
        """Return the meeting before it is opened."""
        cards = {c.panelist: c for c in self.cards}
        return Meeting.planned(self.brief, cards, self.references, self.rules)

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        return replace(
            meeting,
            commitments=self.commitments,
            ballot_key=self.ballot_key,
            program=self.program,
            opened_at=line.t,
            usable={card.panelist: tuple(meeting.competencies) for card in self.cards},
            done=meeting.done | {"preflight"},
        )

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        return Sentence.of("The meeting was opened")

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        return (Passage("", text, "", path, shown=False) for path, text in texts_in(self))

    @override
    def place_after(self) -> Place | None:
        return Place(step="role-clarity")
