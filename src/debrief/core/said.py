"""What people said or wrote in each event, in full and by name, for searching and telling."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from debrief.core import events as e
from debrief.core.challenge import names
from debrief.core.meeting import Meeting
from debrief.core.scorecard import Rating


@dataclass(frozen=True, slots=True)
class Said:
    """A text and whose it is, empty for the panel's; `about` says what it is, when not a saying."""

    who: str
    text: str
    about: str = ""


def said(meeting: Meeting, event: e.Event) -> tuple[Said, ...]:
    """Return what was said in `event`, as far as the room saw it, and who it is about.

    A quiet minute is the room's only once `meeting` is finished.
    """
    give = _GIVE.get(type(event))
    return () if give is None else tuple(one for one in give(meeting, event) if one.text or one.who)


def written(meeting: Meeting, panelist: str, rating: Rating) -> Iterator[Said]:
    """Yield what a panelist wrote beside a rating."""
    name = meeting.name(panelist)
    yield from (Said(name, text, "for") for text in rating.for_)
    yield from (Said(name, text, "against") for text in rating.against)
    yield Said(name, rating.depends_on_context or "", "depended on")
    yield Said(name, rating.reason, "reason")


def _ratings(meeting: Meeting, event: e.RatingsRevealed) -> Iterator[Said]:
    for shown in event.revealed:
        for panelist, rating in shown.ratings.items():
            yield from (one for one in written(meeting, panelist, rating) if one.text)


def _role(meeting: Meeting, event: e.RoleConfirmed) -> Iterator[Said]:
    name = meeting.name(event.panelist)
    card = meeting.cards.get(event.panelist)
    on_card = (card.role or "") if card and event.understanding != "absent" else ""
    yield Said(name, on_card, "on the card")
    yield Said(name, event.differs, "differs")
    yield Said("", event.ruling, "ruling")


def _minute(meeting: Meeting, event: e.MinuteTaken) -> Iterator[Said]:
    if not event.quiet or meeting.finished is not None:
        yield Said(_name(meeting, event.speaker), event.text)


def _reference(meeting: Meeting, event: e.ReferenceReviewed) -> Iterator[Said]:
    yield Said("", event.note, "note")
    for one in meeting.references:
        if one.id == event.reference:
            yield Said(one.relation, one.difficult_period, "a difficult period")
            yield Said(one.relation, one.struggled_most, "where they struggled most")
            yield Said(one.relation, one.best_environment, "their best environment")
            for found in one.findings:
                about = f"{found.finding}, {meeting.brief.competency(found.competency).title}"
                yield Said(one.relation, found.note, about)


def _decision(meeting: Meeting, event: e.DecisionMade) -> Iterator[Said]:
    owner = meeting.name(event.owner)
    yield Said(owner, event.rationale)
    yield from (Said(owner, text, "condition") for text in event.conditions)
    yield from (Said(one.owner, one.text, "follow-up") for one in event.follow_ups)
    yield Said(event.tester, event.test, "test")
    yield Said(owner, event.would_change, "would change it")


def _name(meeting: Meeting, panelist: str | None) -> str:
    return "" if panelist is None else meeting.name(panelist)


def _only(who: str, text: str) -> Iterable[Said]:
    return (Said(who, text),)


_GIVE = cast(
    "Mapping[type[e.Event], Callable[[Meeting, Any], Iterable[Said]]]",
    {
        e.AttendanceMarked: lambda m, x: _only(m.name(x.panelist), ""),
        e.RoleConfirmed: _role,
        e.RatingsRevealed: _ratings,
        e.EntryCorrected: lambda m, x: _only(m.name(x.panelist), ""),
        e.ChallengeRecorded: lambda m, x: _only(names(m, x.challengers), x.argued),
        e.ChallengeWaived: lambda m, x: _only("", x.reason),
        e.Argued: lambda m, x: _only("", x.text),
        e.RoundAbandoned: lambda m, x: _only("", x.reason),
        e.MoveExplained: lambda m, x: _only(m.name(x.panelist), x.reason),
        e.CompetencyClosed: lambda m, x: _only("", x.reason),
        e.CompetencyReopened: lambda m, x: _only("", x.reason),
        e.StepWaived: lambda m, x: _only("", x.reason),
        e.ReferenceReviewed: _reference,
        e.ConstraintMarked: lambda m, x: _only(names(m, x.by), x.constraint),
        e.FitNoted: lambda m, x: _only(_name(m, x.panelist), x.text),
        e.CauseGiven: lambda m, x: (Said(_name(m, x.by), text) for text in x.causes),
        e.DissentRecorded: lambda m, x: _only(m.name(x.panelist), x.text),
        e.DissentAnswered: lambda m, x: _only(m.owner_name, x.answer),
        e.BarWaived: lambda m, x: _only(m.owner_name, x.ruling),
        e.DecisionMade: _decision,
        e.OwnerReplaced: lambda m, x: _only(m.name(x.owner), x.reason),
        e.MinuteTaken: _minute,
        e.FollowUpAdded: lambda m, x: _only(x.follow_up.owner, x.follow_up.text),
        e.CardAccepted: lambda m, x: _only(m.name(x.card.panelist), ""),
    },
)
