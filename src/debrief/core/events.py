"""One frozen model per fact of a meeting, in the past tense, and the line it is logged on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from debrief.core.brief import Brief, Reference
from debrief.core.event import Event as Event
from debrief.core.events_warmup import VignetteCleared as VignetteCleared
from debrief.core.events_warmup import VignetteOpened as VignetteOpened
from debrief.core.events_warmup import VignetteRated as VignetteRated
from debrief.core.events_warmup import VignetteRevealed as VignetteRevealed
from debrief.core.model import Day, Id, Line, Many, Text, Words
from debrief.core.scorecard import CardFacts, Entry
from debrief.core.steps import Place, Step
from debrief.core.words import (
    ChallengeOutcome,
    Closing,
    FollowUp,
    Offers,
    Outcome,
    Presence,
    RatingsStand,
    RevealedCompetency,
    Summary,
    Understanding,
)


class MeetingOpened(Event):
    """The panel met: the brief, what is known of the cards, and a commitment to each card."""

    brief: Brief
    references: Many[Reference] = ()
    cards: Many[CardFacts] = ()
    commitments: dict[Id, str] = Field(default_factory=dict)
    ballot_key: str
    program: str


class AttendanceMarked(Event):
    """A panelist is present, came late, left, or is absent."""

    panelist: Id
    presence: Presence


class RoleConfirmed(Event):
    """A panelist said whether this is the role they rated, and what happens to their ratings."""

    panelist: Id
    understanding: Understanding
    differs: Text = ""
    ruling: Text = ""
    ratings: RatingsStand = "stand"


class GatePassed(Event):
    """The role is clear and the decision rule, read aloud, is fixed."""

    rule: Line
    then: Place


class StepOpened(Event):
    """The meeting moved to a place; `done` names the step that this finished."""

    place: Place
    done: Step | None = None


class RatingsRevealed(Event):
    """Everybody saw all ratings of a round at once; a wrap-up reveals several and closes them."""

    round: int = Field(ge=1)
    revealed: Many[RevealedCompetency]
    wrap_up: bool = False
    then: Place | None = None


class EntryCorrected(Event):
    """A cell was entered wrongly; both values are kept. No competency means the final vote."""

    competency: Id | None = None
    round: int = Field(ge=1)
    panelist: Id
    was: Entry
    now: Entry


class ChallengeRecorded(Event):
    """A consensus was challenged; no competencies means the final vote."""

    competencies: Many[Id] = ()
    basis: Literal["dissent", "challenger", "panel"]
    challengers: Many[Id] = ()
    argued: Words
    new_evidence: bool = False
    outcome: ChallengeOutcome
    closes: Closing | None = None
    opens_round: int | None = None
    then: Place | None = None


class ChallengeWaived(Event):
    """A due challenge was left out, with a reason, or put off to be held for several together."""

    competencies: Many[Id] = ()
    reason: Words
    together: bool = False
    closes: Closing | None = None
    then: Place | None = None


class Argued(Event):
    """A disagreement was argued from evidence."""

    competency: Id
    text: Text = ""


class RoundOpened(Event):
    """A further blind round began."""

    competency: Id
    round: int = Field(ge=2)


class RoundAbandoned(Event):
    """A further round was given up before its reveal; what was entered is dropped."""

    competency: Id | None = None
    round: int = Field(ge=1)
    reason: Words


class BallotEntered(Event):
    """Cells were entered unseen; each is ciphertext of a value padded to one length."""

    competency: Id | None = None
    round: int = Field(ge=1)
    ballots: dict[Id, str]


class BallotCleared(Event):
    """A cell was emptied."""

    competency: Id | None = None
    round: int = Field(ge=1)
    panelist: Id


class BallotsLost(Event):
    """The key of the cells is gone; all are empty and asked for again, sealed to a new key."""

    ballot_key: str


class MoveExplained(Event):
    """Somebody who moved said why, or declined to."""

    competency: Id
    round: int = Field(ge=2)
    panelist: Id
    reason: Text = ""
    declined: bool = False


class CompetencyClosed(Event):
    """A competency was closed; a reason stands where it closed other than proposed."""

    competency: Id
    closing: Closing
    reason: Text = ""
    then: Place


class CompetencyReopened(Event):
    """A closed competency was opened again, with a reason."""

    competency: Id
    reason: Words


class StepWaived(Event):
    """A step, or one competency, was left out, with a reason."""

    place: Place
    reason: Words
    then: Place


class ReferenceReviewed(Event):
    """A reference was read and discussed; none means that there is none on file."""

    reference: Id | None = None
    note: Text = ""


class ConstraintMarked(Event):
    """Whether the candidate was told a constraint of the role, and by whom."""

    constraint: Line
    told: bool
    by: Many[Id] = ()


class FitNoted(Event):
    """A concern of the candidate, something owed, or what the role offers of a past context."""

    kind: Literal["concern", "owed", "context"]
    text: Text = ""
    panelist: Id | None = None
    competency: Id | None = None
    offers: Offers | None = None


class CauseGiven(Event):
    """Premortem causes: of a hire that failed, or of excellence that the panel missed."""

    kind: Literal["failed", "missed"]
    causes: Many[Line] = ()
    by: Id | None = None


class VotesRevealed(Event):
    """Everybody saw all votes of a round of the final vote at once."""

    round: int = Field(ge=1)
    votes: dict[Id, Entry]


class DissentRecorded(Event):
    """A panelist dissents, in their own words; `replaces` is the seq of the earlier wording."""

    panelist: Id
    text: Words
    confirmed: bool = False
    replaces: int | None = None


class DissentAnswered(Event):
    """The owner answered a dissent; `dissent` is the seq of its first wording."""

    dissent: int
    answer: Words


class BarWaived(Event):
    """The owner ruled that a must-have or threshold in the way does not stop the hire."""

    competency: Id
    obstacle: Line
    ruling: Words


class DecisionMade(Event):
    """The owner decided; a postponed decision leaves the session open."""

    outcome: Outcome
    owner: Id
    owner_recused: bool = False
    rationale: Words
    conditions: Many[Line] = ()
    follow_ups: Many[FollowUp] = ()
    review: Day | None = None
    test: Text = ""
    tester: Text = ""
    due: Day | None = None
    would_change: Text = ""
    until: Day | None = None
    then: Place | None = None


class OwnerReplaced(Event):
    """Another panelist became the decision owner, before the vote."""

    owner: Id
    reason: Words


class MinuteTaken(Event):
    """A minute; a quiet one is not on the shared screen before the read-back."""

    text: Words
    speaker: Id | None = None
    quiet: bool = False
    kind: Literal["minute", "voiced-early"] = "minute"
    place: Place
    source: str | None = None


class FollowUpAdded(Event):
    """Something was promised."""

    follow_up: FollowUp
    source: str | None = None


class ClockPaused(Event):
    """The clock stopped."""


class ClockResumed(Event):
    """The clock went on."""


class CardAccepted(Event):
    """A late or changed card counts from now on, for the competencies that are still blind."""

    card: CardFacts
    commitment: str
    usable: Many[Id]


class Undone(Event):
    """The event `target` was taken back."""

    target: int
    what: Line


class Redone(Event):
    """The event `target`, taken back before, counts again."""

    target: int
    what: Line


class JournalRecovered(Event):
    """A torn tail of `torn` bytes was kept aside and cut off."""

    torn: int
    kept_as: str | None = None


class ClockWentBack(Event):
    """The wall clock jumped backwards by `seconds`."""

    seconds: float


class MeetingFinished(Event):
    """The meeting is over; its line's hash is the fingerprint."""

    salt: str
    inputs: dict[str, str]
    program: str
    summary: Summary


class RecordWritten(Event):
    """The record was written; digests by file name."""

    outputs: dict[str, str]


EVENTS: tuple[type[Event], ...] = tuple(Event.__subclasses__())
_BY_NAME = {event.__name__: event for event in EVENTS}


@dataclass(frozen=True, slots=True)
class Logged:
    """An event with its line: `seq` from 1, UTC time, monotonic seconds within one `run`."""

    seq: int
    t: datetime
    mono: float
    run: str
    event: Event


class UnknownEventError(Exception):
    """The journal holds a type of event that this version does not know."""


def dump(event: Event) -> tuple[str, str]:
    """Return the event's type, and its data as JSON."""
    return type(event).__name__, event.model_dump_json(by_alias=True)


def parse(name: str, data: dict[str, Any]) -> Event:
    """Return the event of this type; UnknownEventError, or ValueError for bad data."""
    try:
        model = _BY_NAME[name]
    except KeyError:
        raise UnknownEventError(name) from None
    return model.model_validate(data)


def fingerprint_short(fingerprint: str) -> str:
    """Return the first 16 hex digits in fours: `ab12-cd34-ef56-7890`."""
    return "-".join(fingerprint[i : i + 4] for i in range(0, 16, 4))
