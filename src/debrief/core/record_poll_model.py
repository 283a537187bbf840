"""What a record says of a question put to the panel: rounds, moves, challenges, closings."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from debrief.core.agreement import Label
from debrief.core.model import Id, Many, Model, Moment
from debrief.core.scorecard import Confidence
from debrief.core.text import clean
from debrief.core.words import ChallengeOutcome, Closing

How = Literal["card", "entered", "kept", "no-entry", "not-asked"]

Prose = Annotated[str, AfterValidator(clean)]
"""Cleaned text of any length; empty where nothing was said."""


class Mark(Model):
    """One panelist in one round.

    `how`: from the card, entered by hand, kept, no entry (which keeps), or not asked. `counts`:
    whether the level stands inside the class. `was`: words of values that were entered wrongly.
    Confidence, evidence, context, scenario and reason are the card's and stand in round one.
    """

    panelist: Id
    state: Literal["rated", "not-assessed", "abstains", "recused", "missing"]
    level: int | None = None
    word: Prose
    how: How
    counts: bool = True
    was: Many[Prose] = ()
    confidence: Confidence | None = None
    for_: Many[Prose] = Field(default=(), alias="for")
    against: Many[Prose] = ()
    depends_on_context: Prose = ""
    scenario: Prose = ""
    reason: Prose = ""


class Round(Model):
    """A revealed round: its class, the counts from the lowest level up, and the spread.

    `range` and `ad_median` (mean absolute deviation from the median, 6 digits) are in levels.
    """

    number: int
    at: Moment
    label: Label = Field(alias="class")
    words: Prose
    counts: Many[int]
    counts_in_words: Prose
    spread: Prose
    range: int
    ad_median: float | None = None
    lone_dissent: bool
    marks: Many[Mark]


class Move(Model):
    """Somebody changed their rating in a further round; None of both levels is not voting."""

    panelist: Id
    round: int
    before: int | None = None
    before_word: Prose
    after: int | None = None
    after_word: Prose
    reason: Prose = ""
    declined: bool = False


class Challenge(Model):
    """A consensus was challenged: who was asked and why they, what was argued, what came of it."""

    at: Moment
    basis: Literal["dissent", "challenger", "panel"]
    challengers: Many[Id] = ()
    competencies: Many[Id] = ()
    argued: Prose
    new_evidence: bool
    outcome: ChallengeOutcome


class Waiver(Model):
    """A challenge was left out, or put off to be held for several competencies together."""

    at: Moment
    reason: Prose
    together: bool = False


class Abandoned(Model):
    """A round was given up before its reveal."""

    round: int
    reason: Prose


class Poll(Model):
    """A question put to the panel, on a scale of words from the lowest up."""

    scale: Many[Prose]
    rounds: Many[Round] = ()
    moves: Many[Move] = ()
    challenges: Many[Challenge] = ()
    challenge_waivers: Many[Waiver] = ()
    argued: Many[Prose] = ()
    abandoned: Many[Abandoned] = ()


class Turn(Model):
    """A competency was closed one way or another, or (`closing` None) reopened."""

    at: Moment
    closing: Closing | None = None
    reason: Prose = ""


class Competency(Poll):
    """A competency with all that became of it; `turns` are its closings and reopenings."""

    id: Id
    title: Prose
    kind: Literal["graded", "threshold"]
    must_have: bool
    definition: Prose
    turns: Many[Turn] = ()
    closing: Closing | None = None
