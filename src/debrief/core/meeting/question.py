"""Blind questions to the panel, and the cells in which answers are entered unseen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from debrief.core.scorecard import State

if TYPE_CHECKING:
    from debrief.core.brief import Brief
    from debrief.core.meeting.state import Meeting

Rest = Literal["keep", "not-voting"]
"""The choice entered for voters without an entry."""


@dataclass(frozen=True, slots=True)
class CompetencyQuestion:
    """A further round of a competency; its first round comes from the cards."""

    competency: str

    def voters(self, meeting: Meeting) -> tuple[str, ...]:
        """Return the panelists who may enter a cell now, in panel order.

        They confirmed the role, are not recused, and their ratings are not set aside. Before the
        first reveal, only people whose card is about another role enter a cell.
        """
        rounds = meeting.competencies[self.competency].rounds
        if not rounds:
            due = meeting.new_ratings_due(self.competency)
            return tuple(p for p in meeting.confirmed() if p in due)
        return tuple(
            p
            for p in meeting.confirmed()
            if rounds[0].marks[p].state is not State.RECUSED and not meeting.is_set_aside(p)
        )

    def levels(self, brief: Brief) -> tuple[str, ...]:
        """Return the words of the scale, lowest first."""
        return brief.levels(self.competency)

    def has_earlier(self, meeting: Meeting, panelist: str) -> bool:
        """Return whether a voter has an earlier rating to keep, as far as the room knows.

        Before the first reveal everybody with a card has one, whatever the card says.
        """
        rounds = meeting.competencies[self.competency].rounds
        if not rounds:
            return panelist not in meeting.by_hand
        return rounds[-1].marks[panelist].level is not None

    def may_keep(self, meeting: Meeting, panelist: str) -> bool:
        """Return whether a voter without an entry keeps a rating that counts.

        A rating for another role does not, until its panelist has rated again.
        """
        if not self.has_earlier(meeting, panelist):
            return False
        if meeting.rules == 1:
            first = len(meeting.competencies[self.competency].rounds) == 1
            return not (first and meeting.is_to_rate_again(panelist))
        return meeting.has_rated_this_role(self.competency, panelist)

    def without_entry(self, meeting: Meeting) -> Rest:
        """Return the choice for voters without an entry: they keep their rating."""
        return "keep"


@dataclass(frozen=True, slots=True)
class VoteQuestion:
    """The final vote."""

    @property
    def competency(self) -> None:
        """None, which means the vote wherever a competency's id is expected."""
        return

    def voters(self, meeting: Meeting) -> tuple[str, ...]:
        """Return the panelists who may vote now, in panel order."""
        return tuple(p for p in meeting.confirmed() if meeting.has_vote(p))

    def levels(self, brief: Brief) -> tuple[str, ...]:
        """Return the words of the scale, lowest first."""
        return brief.levels(None)

    def has_earlier(self, meeting: Meeting, panelist: str) -> bool:
        """Return whether a voter has an earlier vote to keep."""
        rounds = meeting.vote.rounds
        return bool(rounds) and rounds[-1].marks[panelist].level is not None

    def may_keep(self, meeting: Meeting, panelist: str) -> bool:
        """Return whether a voter without an entry keeps an earlier vote."""
        return self.has_earlier(meeting, panelist)

    def without_entry(self, meeting: Meeting) -> Rest:
        """Return the choice for voters without an entry: their earlier vote, or no vote."""
        return "keep" if meeting.vote.revealed else "not-voting"


@dataclass(frozen=True, slots=True)
class CaseQuestion:
    """An invented case in the warm-up."""

    competency: str
    case: str

    @property
    def key(self) -> str:
        """The case's key in the brief: `competency/vignette`."""
        return f"{self.competency}/{self.case}"

    def voters(self, meeting: Meeting) -> tuple[str, ...]:
        """Return the panelists who may rate the case now, in panel order: those who may vote."""
        return VoteQuestion().voters(meeting)

    def levels(self, brief: Brief) -> tuple[str, ...]:
        """Return the words of the scale, lowest first."""
        return brief.levels(self.competency)

    def has_earlier(self, meeting: Meeting, panelist: str) -> bool:
        """Return False, since nobody rated the case before."""
        return False

    def may_keep(self, meeting: Meeting, panelist: str) -> bool:
        """Return False, since nobody rated the case before."""
        return False

    def without_entry(self, meeting: Meeting) -> Rest:
        """Return the choice for voters without an entry: no rating."""
        return "not-voting"


PollQuestion = CompetencyQuestion | VoteQuestion
Question = PollQuestion | CaseQuestion


def poll_question(competency: str | None) -> PollQuestion:
    """Return the question of a competency; None means the final vote."""
    return VoteQuestion() if competency is None else CompetencyQuestion(competency)


def no_cell_because(meeting: Meeting, question: Question, panelist: str) -> str:
    """Return the reason why a panelist has no cell, empty if they have one."""
    if panelist in question.voters(meeting):
        return ""
    if not meeting.is_present(panelist):
        return "left" if meeting.presence[panelist] == "left" else "absent"
    if meeting.must_confirm(panelist):
        return "to confirm the role"
    if isinstance(question, CompetencyQuestion):
        return "set aside" if meeting.is_set_aside(panelist) else "recused"
    return "ruled out" if panelist in meeting.ruled_out else "recused"


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one round of a question: ciphertext by panelist."""

    question: Question
    round: int
    ballots: Mapping[str, str] = field(default_factory=dict)
