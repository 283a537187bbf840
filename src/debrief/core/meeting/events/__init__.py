"""Every event of a meeting: one frozen model per fact, in the past tense, a module for each step.

Every module of this folder is imported here, so that each event can be read from a journal.
"""

from __future__ import annotations

from typing import Any

from debrief.core.meeting.event import Event, LogLine
from debrief.core.meeting.events.anytime import (
    AttendanceMarked,
    CardAccepted,
    CardSettled,
    ClockPaused,
    ClockResumed,
    FollowUpAdded,
    MinuteCorrected,
    MinuteStruck,
    MinuteTaken,
    PromiseAdded,
    PromiseKept,
    QuietSettled,
)
from debrief.core.meeting.events.clarity import (
    BriefHeard,
    GatePassed,
    RecusalDeclared,
    RoleConfirmed,
    RolesConfirmed,
)
from debrief.core.meeting.events.competency import (
    Argued,
    BallotCleared,
    BallotEntered,
    BallotsLost,
    ChallengeRecorded,
    ChallengeWaived,
    CompetencyClosed,
    CompetencyReopened,
    EntryCorrected,
    MoveExplained,
    RatingsRevealed,
    RoundAbandoned,
    RoundOpened,
    SignalNamed,
)
from debrief.core.meeting.events.decision import (
    AgainstAnswered,
    BarWaived,
    DecisionMade,
    DissentAnswered,
    DissentAsked,
    DissentRecorded,
    OwnerReplaced,
)
from debrief.core.meeting.events.fit import (
    ConstraintMarked,
    FitNoted,
)
from debrief.core.meeting.events.journal import (
    ClockWentBack,
    JournalRecovered,
    Redone,
    Undone,
)
from debrief.core.meeting.events.moves import (
    StepOpened,
    StepWaived,
)
from debrief.core.meeting.events.opening import MeetingOpened
from debrief.core.meeting.events.premortem import CauseGiven
from debrief.core.meeting.events.record import (
    MeetingFinished,
    RecordWritten,
)
from debrief.core.meeting.events.references import ReferenceAdded, ReferenceReviewed
from debrief.core.meeting.events.sittings import SittingEnded, SittingResumed
from debrief.core.meeting.events.vote import VoteRuled, VotesRevealed
from debrief.core.meeting.events.warmup import (
    VignetteCleared,
    VignetteOpened,
    VignetteRated,
    VignetteRevealed,
)

EVENTS: tuple[type[Event], ...] = tuple(Event.__subclasses__())
_BY_NAME = {event.__name__: event for event in EVENTS}


class UnknownEventError(Exception):
    """The journal contains a type of event that this version does not know."""


def named(name: str) -> type[Event]:
    """Return the class of events with this name; UnknownEventError if there is none."""
    try:
        return _BY_NAME[name]
    except KeyError:
        raise UnknownEventError(name) from None


def dump(event: Event) -> tuple[str, str]:
    """Return the type of an event and its data as JSON."""
    return type(event).__name__, event.model_dump_json(by_alias=True)


def parse(name: str, data: dict[str, Any]) -> Event:
    """Return the event of this type; UnknownEventError, or ValueError for bad data."""
    return named(name).model_validate(data)


def fingerprint_short(fingerprint: str) -> str:
    """Return the first 16 hex digits in fours: `ab12-cd34-ef56-7890`."""
    return "-".join(fingerprint[i : i + 4] for i in range(0, 16, 4))
