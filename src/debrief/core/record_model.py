"""What a record says: the frozen models behind record.toml and every page made of it.

Panelists and competencies go by id; `word` and `words` are what people say. Nothing here is an
average, a ranking or a recommendation. None means that something was not said or not done.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from debrief.core.brief import Reference as ReferenceOnFile
from debrief.core.brief import Role
from debrief.core.model import Day, Id, Many, Model, Moment
from debrief.core.record_poll_model import Competency, Poll, Prose
from debrief.core.steps import Step
from debrief.core.words import (
    FollowUp,
    Offers,
    Outcome,
    Presence,
    RatingsStand,
    Understanding,
)


class Card(Model):
    """What is known of a scorecard: `bare` counts entries with neither evidence nor reason.

    `accepted` is when a late or changed card was accepted in the meeting.
    """

    submitted: Moment | None = None
    late: bool = False
    encrypted: bool = False
    entries: int = 0
    bare: int = 0
    accepted: Moment | None = None


class Attended(Model):
    """A change of presence, and when."""

    presence: Presence
    at: Moment


class Member(Model):
    """A panelist: presence, how they understood the role, and what that did to their ratings.

    `role` is the sentence on the card; `recused` bars from the final vote.
    """

    id: Id
    name: Prose
    title: Prose = ""
    presence: Presence
    attended: Many[Attended] = ()
    understanding: Understanding | None = None
    role: Prose = ""
    differs: Prose = ""
    ruling: Prose = ""
    ratings: RatingsStand = "stand"
    recused: bool = False
    card: Card | None = None


class OwnerChange(Model):
    """Another panelist became the decision owner."""

    was: Id
    owner: Id
    reason: Prose
    at: Moment


class Decision(Model):
    """What the owner decided, and why."""

    outcome: Outcome
    owner: Id
    owner_recused: bool
    at: Moment
    rationale: Prose
    conditions: Many[Prose] = ()
    review: Day | None = None
    test: Prose = ""
    tester: Prose = ""
    due: Day | None = None
    until: Day | None = None
    would_change: Prose = ""


class Obstacle(Model):
    """What stood in the way of a plain hire; `ruling` is the owner's reason to hire anyway."""

    competency: Id
    obstacle: Prose
    ruling: Prose = ""


class Dissent(Model):
    """A dissent in the dissenter's own words, and the owner's answer."""

    panelist: Id
    text: Prose
    confirmed: bool
    answer: Prose = ""
    at: Moment


class Reference(Model):
    """A reference as on file, whether it was read in the meeting, and what was noted then."""

    on_file: ReferenceOnFile
    reviewed: bool
    note: Prose = ""


class Constraint(Model):
    """A constraint of the role: told or not, and by whom as the cards and the meeting say.

    `told` None: nobody was asked. What the meeting said goes before what the cards say.
    """

    text: Prose
    told: bool | None = None
    by_cards: Many[Id] = ()
    by_meeting: Many[Id] = ()


class Said(Model):
    """A text, and the panelist it came from, if known."""

    text: Prose
    panelist: Id | None = None


class Context(Model):
    """Evidence that depended on a past context, and whether our role offers it."""

    competency: Id
    panelist: Id
    text: Prose
    offers: Offers | None = None


class Fit(Model):
    """Constraints told and untold, the candidate's concerns, what we owe, and past contexts.

    `told_besides` is what cards say was told and is no constraint of the brief.
    """

    constraints: Many[Constraint] = ()
    told_besides: Many[Said] = ()
    concerns: Many[Said] = ()
    owed: Many[Prose] = ()
    contexts: Many[Context] = ()


class Premortem(Model):
    """Causes of a hire that failed, and of excellence elsewhere that the panel missed."""

    failed: Many[Said] = ()
    missed: Many[Said] = ()


class LeftOut(Model):
    """A step or a competency was left out, with a reason."""

    step: Step
    competency: Id | None = None
    title: Prose
    reason: Prose


class Minute(Model):
    """A minute: when, at which step, who said it; a quiet one was not on the shared screen."""

    at: Moment
    step: Step
    competency: Id | None = None
    title: Prose
    speaker: Id | None = None
    quiet: bool = False
    kind: Literal["minute", "voiced-early"] = "minute"
    text: Prose


class RatingAt(Model):
    """Which rating is meant."""

    panelist: Id
    competency: Id


class Convergence(Model):
    """AD of the first round minus AD of the last, in levels: convergence, not accuracy."""

    competency: Id
    first: float
    last: float
    change: float


class Spent(Model):
    """Seconds used at a step or competency, and seconds planned."""

    step: Step
    competency: Id | None = None
    title: Prose
    seconds: float
    planned: float


class WarmUpRating(Model):
    """One panelist's rating of a case, and how it lies to the reference, in words."""

    panelist: Id
    level: int | None = None
    word: Prose
    distance: Prose = ""


class WarmUpCase(Model):
    """An invented case that the panel rated to warm up; it says nothing about the candidate."""

    case: str
    title: Prose
    text: Prose
    reference: int
    reference_word: Prose
    reason: Prose
    summary: Prose
    ratings: Many[WarmUpRating] = ()


class Process(Model):
    """How the meeting went, in counts.

    `ratings` counts the ratings of first rounds. `pairs` counts pairs of raters of one graded
    competency in its first round, `close_pairs` those within one level. `runs` counts how often
    the program was started; `torn` has the bytes kept aside at each recovery after a crash.
    """

    ratings: int
    without_evidence: Many[RatingAt] = ()
    pairs: int
    close_pairs: int
    convergence: Many[Convergence] = ()
    voiced_early: int
    corrected: int
    undone: int
    runs: int
    torn: Many[int] = ()
    entries_lost: int
    clock_went_back: int
    times: Many[Spent] = ()


class Record(Model):
    """A meeting as a reader needs it later, complete enough to write every page from.

    `events` counts the lines of the journal up to the finish. `fingerprint` is the hash of the
    line that finished it, None before; `inputs` has the SHA-256 of each file it was held on.
    """

    schema_: Literal[1] = Field(default=1, alias="schema")
    title: Prose
    alias: Prose
    scheduled: Moment | None = None
    opened: Moment
    finished: Moment | None = None
    facilitator: Prose = ""
    framework: Id | None = None
    owner: Id
    owner_changes: Many[OwnerChange] = ()
    rule: Prose
    rule_fixed: bool
    role: Role
    decision: Decision | None = None
    earlier_decisions: Many[Decision] = ()
    obstacles: Many[Obstacle] = ()
    dissents: Many[Dissent] = ()
    follow_ups: Many[FollowUp] = ()
    panel: Many[Member]
    competencies: Many[Competency]
    references: Many[Reference] = ()
    references_note: Prose = ""
    fit: Fit
    premortem: Premortem
    vote: Poll
    left_out: Many[LeftOut] = ()
    minutes: Many[Minute] = ()
    warm_up: Many[WarmUpCase] = ()
    process: Process
    program: Prose
    events: int
    inputs: dict[str, str] = Field(default_factory=dict)
    fingerprint: str | None = None
    fingerprint_short: str | None = None

    def name(self, panelist: str) -> str:
        """Return a panelist's name; the id itself when it is not on the panel."""
        return next((m.name for m in self.panel if m.id == panelist), panelist)

    def competency_title(self, competency: str) -> str:
        """Return a competency's title; the id itself when there is no such competency."""
        return next((c.title for c in self.competencies if c.id == competency), competency)
