"""The closed vocabularies of a meeting, and the small values its events are made of."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from debrief.core.model import Day, Id, Line, Model, Words
from debrief.core.scorecard import Entry, Rating

Closing = Literal[
    "agreed",
    "agreed-yes",
    "agreed-no",
    "agreed-neither",
    "yes-one-against",
    "no-one-for",
    "contested",
    "needs-more-signal",
    "not-assessed",
    "not-discussed",
]
"""The ways a competency can close; `agreed` only under rules 1."""

_CLOSINGS: dict[Closing, str] = {
    "agreed-yes": "agreed: {yes}",
    "agreed-no": "agreed: {no}",
    "agreed-neither": "agreed: neither {yes} nor {no}",
    "yes-one-against": "{yes}, one against",
    "no-one-for": "{no}, one for",
}


def closing_words(closing: Closing, *, threshold: bool) -> str:
    """Return a closing in words; of a threshold, `met` and `not met` for `yes` and `no`."""
    yes, no = ("met", "not met") if threshold else ("yes", "no")
    return _CLOSINGS.get(closing, closing.replace("-", " ")).format(yes=yes, no=no)


ChallengeOutcome = Literal["held", "held-new-evidence", "changed", "open"]
Settled = Literal["record", "auditor", "struck"]
"""The fate of a quiet minute: printed, kept in record.toml alone, or struck."""

Presence = Literal["present", "late", "left", "absent"]
Understanding = Literal["same", "differs", "absent"]
RatingsStand = Literal["stand", "re-rate", "set-aside"]
Outcome = Literal["hire", "no-hire", "more-signal", "postponed"]
Offers = Literal["yes", "partly", "no"]
Consent = Literal["dissents", "accepts"]
"""The answer to the question whether a vote against the decision is a dissent."""
PromiseKind = Literal["condition", "owed", "follow-up", "signal"]
"""The kinds of promise: a condition of a hire, something owed to the candidate, or a task."""


class FollowUp(Model):
    """A follow-up: a task, its owner, and a due date."""

    text: Words
    owner: Line
    due: Day | None = None


class Promise(Model):
    """A promise: `who` is the panelist who keeps it, None if nobody was named; `by` is its day."""

    kind: PromiseKind
    text: Words
    who: Id | None = None
    by: Day | None = None


class Summary(Model):
    """The facts of a finished meeting for a list of sessions."""

    decision: Outcome
    review: Day | None = None
    dissents: int = 0


class RevealedCompetency(Model):
    """The ratings of one competency in a reveal: cards in round one, entries in later rounds.

    `codes` has the code that counted for each entry that came by code.
    """

    competency: Id
    ratings: dict[Id, Rating] = Field(default_factory=dict)
    entries: dict[Id, Entry] = Field(default_factory=dict)
    codes: dict[Id, str] = Field(default_factory=dict)
