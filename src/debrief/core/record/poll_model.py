"""The frozen models of a question put to the panel: rounds, moves, challenges, closings."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from debrief.core.meeting.agreement import Label
from debrief.core.model import Day, Id, Many, Model, Moment
from debrief.core.scorecard import Confidence
from debrief.core.text import clean
from debrief.core.vocabulary import ChallengeOutcome, Closing

Origin = Literal["card", "entered", "kept", "no-entry", "not-asked"]

Prose = Annotated[str, AfterValidator(clean)]
"""Cleaned text of any length; empty where there is none."""


class Mark(Model):
    """One panelist in one round.

    `how`: from the card, entered by hand, kept, no entry (which keeps), or not asked. `counts`:
    the level is part of the class. `was`: the words of values that were entered by mistake.
    `of_card`: the level on a card for another role, in place of which a new one was given.
    `way`: by code, with the code that counted, or by hand, in a round with codes.
    `uncounted`: why a rating does not count, if it was not set aside.
    Confidence, evidence, context, scenario and reason come from the card, in round one only. The
    reason may also be that of a recusal in the meeting, or why a panelist has no vote.
    """

    panelist: Id
    state: Literal["rated", "not-assessed", "abstains", "recused", "missing"]
    level: int | None = None
    word: Prose
    how: Origin
    counts: bool = True
    was: Many[Prose] = ()
    of_card: Prose = ""
    uncounted: Prose = ""
    way: Prose = ""
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
    """A changed rating in a further round; a level of None is not voting."""

    panelist: Id
    round: int
    before: int | None = None
    before_word: Prose
    after: int | None = None
    after_word: Prose
    reason: Prose = ""
    declined: bool = False


class Challenge(Model):
    """A challenge: the people asked and why, the argument, and the outcome."""

    at: Moment
    basis: Literal["dissent", "challenger", "panel"]
    challengers: Many[Id] = ()
    competencies: Many[Id] = ()
    argued: Prose
    new_evidence: bool
    outcome: ChallengeOutcome


class Waiver(Model):
    """A challenge that was waived, or put off until it covers several competencies."""

    at: Moment
    reason: Prose
    together: bool = False


class Abandoned(Model):
    """A round that was given up before its reveal."""

    round: int
    reason: Prose


class Signal(Model):
    """A signal that is still needed, with the person who brings it and the day, if any."""

    signal: Prose
    who: Id | None = None
    by: Day | None = None


class Poll(Model):
    """A question put to the panel, on a scale of words from the lowest up."""

    scale: Many[Prose]
    rounds: Many[Round] = ()
    moves: Many[Move] = ()
    challenges: Many[Challenge] = ()
    challenge_waivers: Many[Waiver] = ()
    argued: Many[Prose] = ()
    abandoned: Many[Abandoned] = ()
    signals: Many[Signal] = ()


class Turn(Model):
    """A closing of a competency, or a reopening when `closing` is None."""

    at: Moment
    closing: Closing | None = None
    reason: Prose = ""


class Competency(Poll):
    """A competency with its rounds and discussion; `turns` are its closings and reopenings.

    `alone` is the panelist against, or for, if it closed as one against or one for.
    """

    id: Id
    title: Prose
    kind: Literal["graded", "threshold"]
    must_have: bool
    definition: Prose
    turns: Many[Turn] = ()
    closing: Closing | None = None
    alone: Id | None = None
