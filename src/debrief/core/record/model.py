"""The frozen models of a record, from which record.toml and every page are written.

Panelists and competencies have ids; `word` and `words` are in the words of their scale. There is no
average, ranking or recommendation. None means that nothing was recorded.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from debrief.core.brief import Reference as ReferenceOnFile
from debrief.core.brief import Role
from debrief.core.model import Day, Id, Many, Model, Moment
from debrief.core.record.poll_model import Competency, Poll, Prose
from debrief.core.steps import Step
from debrief.core.vocabulary import (
    FollowUp,
    Offers,
    Outcome,
    Presence,
    PromiseKind,
    RatingsStand,
    Settled,
    Understanding,
)


class Card(Model):
    """Facts about a scorecard: `bare` counts entries with neither evidence nor reason.

    `accepted` is when a late or changed card was accepted in the meeting. `settled` is how a card
    that was not the one of the opening was settled, and `reason` what its panelist said.
    """

    submitted: Moment | None = None
    late: bool = False
    encrypted: bool = False
    entries: int = 0
    bare: int = 0
    accepted: Moment | None = None
    settled: Literal["as-card", "by-hand", "missing"] | None = None
    reason: Prose = ""


class Attended(Model):
    """A change of presence and its time."""

    presence: Presence
    at: Moment


class Member(Model):
    """A panelist: presence, understanding of the role, and the effect on their ratings.

    `role` is the sentence on the card; a `recused` panelist has no final vote.
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
    """A change of the decision owner."""

    was: Id
    owner: Id
    reason: Prose
    at: Moment


class Dissent(Model):
    """A dissent in the dissenter's own words, and the owner's answer."""

    panelist: Id
    text: Prose
    confirmed: bool
    answer: Prose = ""
    at: Moment


class Decision(Model):
    """The owner's decision and its reasons.

    An earlier decision has its own `dissents`; those from the latest are the record's.
    """

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
    dissents: Many[Dissent] = ()


class Promise(Model):
    """A promise; `who` keeps it and `by` is its day, if they were named.

    `kept` is when it was kept, and `found` what was found by then.

    Meetings of rules 1 have conditions, debts and follow-ups instead, each in a list of its own.
    """

    kind: PromiseKind
    text: Prose
    who: Id | None = None
    by: Day | None = None
    kept: Moment | None = None
    found: Prose = ""


class Obstacle(Model):
    """An obstacle to a hire; `ruling` is the owner's reason to hire anyway."""

    competency: Id
    obstacle: Prose
    ruling: Prose = ""


class Asked(Model):
    """Somebody who voted against the decision, or was away and did not vote.

    `answer` shows whether it is a dissent; `vote` is empty without one.
    """

    panelist: Id
    vote: Prose = ""
    answer: Literal["dissents", "accepts", "not-asked"]
    presence: Presence


class AgainstAnswer(Model):
    """The owner's answer to the only person who rated against a hire on these competencies."""

    panelist: Id
    competencies: Many[Id]
    answer: Prose


class Happened(Model):
    """The time of an entry in a list of a poll that has no times; no competency means the vote."""

    competency: Id | None = None
    kind: Literal["argued", "abandoned", "signal"]
    number: int
    at: Moment


class Reference(Model):
    """A reference as on file, whether it was read in the meeting, and what was noted then."""

    on_file: ReferenceOnFile
    reviewed: bool
    note: Prose = ""


class Constraint(Model):
    """A constraint of the role, whether the candidate was told, and who told them.

    `told` is None when nobody was asked. The meeting's answer overrides the cards.
    """

    text: Prose
    told: bool | None = None
    by_cards: Many[Id] = ()
    by_meeting: Many[Id] = ()


class Statement(Model):
    """A text, and the panelist it came from if known."""

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

    `told_besides` lists other texts that the cards marked as told.
    """

    constraints: Many[Constraint] = ()
    told_besides: Many[Statement] = ()
    concerns: Many[Statement] = ()
    owed: Many[Prose] = ()
    contexts: Many[Context] = ()


class Premortem(Model):
    """Causes of a hire that failed, and of excellence elsewhere that the panel missed."""

    failed: Many[Statement] = ()
    missed: Many[Statement] = ()


class LeftOut(Model):
    """A step or competency that was skipped with a reason."""

    step: Step
    competency: Id | None = None
    title: Prose
    reason: Prose


Question = Literal["warm-up", "references", "owed", "failed", "missed", "vote", "decision"]
"""A question that a meeting puts to the panel at most once."""


class NotAsked(Model):
    """A question that was not asked: step skipped with or without a reason, or not reached yet.

    Constraints, contexts and confirmations of the role are not listed; their answer is None.
    """

    question: Question
    why: Literal["left-out", "skipped", "to-come"]


class Minute(Model):
    """A minute with its time, step and speaker; a quiet one was not on the shared screen.

    `before` are the texts it had before it was corrected. `settled` is what became of a quiet
    minute, or `struck`.
    """

    at: Moment
    step: Step
    competency: Id | None = None
    title: Prose
    speaker: Id | None = None
    quiet: bool = False
    kind: Literal["minute", "voiced-early"] = "minute"
    text: Prose
    before: Many[Prose] = ()
    settled: Settled | None = None


class RatingAt(Model):
    """A reference to one panelist's rating of one competency."""

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
    """One panelist's rating of a case, and its distance to the reference in words."""

    panelist: Id
    level: int | None = None
    word: Prose
    distance: Prose = ""


class WarmUpCase(Model):
    """An invented case that the panel rated to warm up; not about the candidate."""

    case: str
    title: Prose
    text: Prose
    reference: int
    reference_word: Prose
    reason: Prose
    summary: Prose
    ratings: Many[WarmUpRating] = ()


class Process(Model):
    """The course of the meeting in counts.

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
    """The record of a meeting, complete enough to write every page from.

    `rules` is the number of the rules that the meeting followed. `events` counts the lines of the
    journal up to the finish. `fingerprint` is the hash of the line that finished it, None before;
    `inputs` has the SHA-256 of each file it was held on, `changed` the names of those that were
    changed after the opening. An interim record is of a meeting that
    waits `until` a day; `head` is the hash of its last line. `course` has the times
    of what was argued, of rounds given up and of signals, each by its `number` in its own list.
    """

    schema_: Literal[1] = Field(default=1, alias="schema")
    title: Prose
    alias: Prose
    scheduled: Moment | None = None
    opened: Moment
    finished: Moment | None = None
    facilitator: Prose = ""
    framework: Id | None = None
    framework_version: int | None = None
    owner: Id
    owner_changes: Many[OwnerChange] = ()
    rules: int = 1
    rule: Prose
    rule_fixed: bool
    role: Role
    decision: Decision | None = None
    earlier_decisions: Many[Decision] = ()
    obstacles: Many[Obstacle] = ()
    dissents: Many[Dissent] = ()
    asked: Many[Asked] = ()
    answers: Many[AgainstAnswer] = ()
    follow_ups: Many[FollowUp] = ()
    promises: Many[Promise] = ()
    panel: Many[Member]
    competencies: Many[Competency]
    references: Many[Reference] = ()
    references_note: Prose = ""
    fit: Fit
    premortem: Premortem
    vote: Poll
    course: Many[Happened] = ()
    left_out: Many[LeftOut] = ()
    not_asked: Many[NotAsked] = ()
    minutes: Many[Minute] = ()
    warm_up: Many[WarmUpCase] = ()
    process: Process
    program: Prose
    events: int
    inputs: dict[str, str] = Field(default_factory=dict)
    changed: Many[str] = ()
    status: Literal["interim"] | None = None
    until: Day | None = None
    head: str | None = None
    carried_on: Many[Moment] = ()
    fingerprint: str | None = None
    fingerprint_short: str | None = None

    def name(self, panelist: str) -> str:
        """Return a panelist's name; the id itself when it is not on the panel."""
        return next((m.name for m in self.panel if m.id == panelist), panelist)

    def competency_title(self, competency: str) -> str:
        """Return a competency's title; the id itself when there is no such competency."""
        return next((c.title for c in self.competencies if c.id == competency), competency)
