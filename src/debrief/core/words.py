"""The closed vocabularies of a meeting, and the small values its events are made of."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from debrief.core.model import Day, Id, Line, Model, Words
from debrief.core.scorecard import Entry, Rating

Closing = Literal["agreed", "contested", "needs-more-signal", "not-discussed"]
"""How a competency closes."""

ChallengeOutcome = Literal["held", "changed", "open"]
Presence = Literal["present", "late", "left", "absent"]
Understanding = Literal["same", "differs", "absent"]
RatingsStand = Literal["stand", "re-rate", "set-aside"]
Outcome = Literal["hire", "no-hire", "more-signal", "postponed"]
Offers = Literal["yes", "partly", "no"]


class FollowUp(Model):
    """Something promised: what, who, and by when."""

    text: Words
    owner: Line
    due: Day | None = None


class Summary(Model):
    """What a list of sessions needs of a finished meeting."""

    decision: Outcome
    review: Day | None = None
    dissents: int = 0


class RevealedCompetency(Model):
    """All that a reveal shows of one competency: cards in round one, entries in later rounds."""

    competency: Id
    ratings: dict[Id, Rating] = Field(default_factory=dict)
    entries: dict[Id, Entry] = Field(default_factory=dict)
