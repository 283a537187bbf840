"""Every event told as one sentence, for undo, replay and the plain telling."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any, cast

from debrief.core import events as e
from debrief.core.brief import Brief
from debrief.core.challenge import names
from debrief.core.meeting import Meeting
from debrief.core.record_polls import entry_word, mark_word
from debrief.core.sentence import Quotation, Sentence
from debrief.core.steps import TITLES, Place

MINUTE, HOUR, DAY = 60, 3600, 86_400
OUTCOMES = {
    "hire": "hire",
    "no-hire": "no hire",
    "more-signal": "more signal",
    "postponed": "postponed",
}


def tell(meeting: Meeting, event: e.Event) -> Sentence:
    """Return one sentence that describes `event`."""
    return _TELL[type(event)](meeting, event)


def lasting(seconds: float) -> str:
    """Return how long that is, in the units a person would say it in."""
    whole = round(seconds)
    if whole < MINUTE:
        return f"{whole} s"
    if whole < HOUR:
        return f"{whole // MINUTE} min"
    if whole < DAY:
        hours, minutes = divmod(whole // MINUTE, 60)
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    days = whole // DAY
    return "a day" if days == 1 else f"{days} days"


def _title(brief: Brief, competency: str | None) -> str:
    return "the final vote" if competency is None else brief.competency(competency).title


def _place(meeting: Meeting, place: Place) -> str:
    return _title(meeting.brief, place.competency) if place.competency else TITLES[place.step]


def _about(meeting: Meeting, competencies: tuple[str, ...]) -> str:
    return ", ".join(_title(meeting.brief, c) for c in competencies) or "the final vote"


def _attendance(m: Meeting, x: e.AttendanceMarked) -> Sentence:
    words = {"present": "is present", "late": "joined late", "left": "left", "absent": "is absent"}
    return Sentence.of(f"{m.name(x.panelist)} {words[x.presence]}")


def _role(m: Meeting, x: e.RoleConfirmed) -> Sentence:
    name = m.name(x.panelist)
    if x.understanding == "differs":
        return Sentence.of(f"{name} understood the role differently: ", Quotation(x.differs))
    return Sentence.of(
        f"{name} is absent" if x.understanding == "absent" else f"{name} rated this role"
    )


def _ratings(m: Meeting, x: e.RatingsRevealed) -> Sentence:
    which = ", ".join(_title(m.brief, r.competency) for r in x.revealed)
    return Sentence.of(
        f"Round {x.round} revealed: {which}" + (" (wrapped up)" if x.wrap_up else "")
    )


def _corrected(m: Meeting, x: e.EntryCorrected) -> Sentence:
    was, now = (entry_word(m, x.competency, entry) for entry in (x.was, x.now))
    about = f"{m.name(x.panelist)}’s entry corrected for {_title(m.brief, x.competency)}"
    return Sentence.of(f"{about}: not {was}, but {now}")


def _challenge(m: Meeting, x: e.ChallengeRecorded) -> Sentence:
    who = f" by {names(m, x.challengers)}" if x.challengers else ""
    words = {"held": "held", "changed": "changed the ratings", "open": "stays open"}
    about = f"Challenge of {_about(m, x.competencies)}{who}: {words[x.outcome]}, "
    return Sentence.of(about, Quotation(x.argued))


def _challenge_waived(m: Meeting, x: e.ChallengeWaived) -> Sentence:
    what = "put off, to be held together" if x.together else "waived"
    return Sentence.of(f"Challenge of {_about(m, x.competencies)} {what}: ", Quotation(x.reason))


def _argued(_: Meeting, x: e.Argued) -> Sentence:
    if not x.text:
        return Sentence.of("Argued from evidence")
    return Sentence.of("Argued from evidence: ", Quotation(x.text))


def _moved(m: Meeting, x: e.MoveExplained) -> Sentence:
    rounds = pairwise(m.poll(x.competency).rounds)
    marks = [
        [one.marks[x.panelist] for one in pair] for pair in rounds if pair[1].number == x.round
    ]
    words = [mark_word(m, x.competency, mark) for pair in marks for mark in pair]
    way = f" from {words[0]} to {words[1]}" if words else ""
    if x.declined:
        return Sentence.of(f"{m.name(x.panelist)} moved{way} and declined to say why")
    return Sentence.of(f"{m.name(x.panelist)} moved{way}: ", Quotation(x.reason))


def _closed(m: Meeting, x: e.CompetencyClosed) -> Sentence:
    return Sentence.of(f"{_title(m.brief, x.competency)} closed as {x.closing.replace('-', ' ')}")


def _constraint(m: Meeting, x: e.ConstraintMarked) -> Sentence:
    if not x.told:
        return Sentence.of("Not told to the candidate: ", Quotation(x.constraint))
    return Sentence.of(
        f"Told to the candidate by {names(m, x.by) or 'somebody'}: ", Quotation(x.constraint)
    )


def _fit(_: Meeting, x: e.FitNoted) -> Sentence:
    if x.kind == "context":
        return Sentence.of(f"Our role offers it, {x.offers}: ", Quotation(x.text))
    word = "Concern: " if x.kind == "concern" else "Owed to the candidate: "
    return Sentence.of(word, Quotation(x.text) if x.text else "nothing")


def _causes(_: Meeting, x: e.CauseGiven) -> Sentence:
    what = "it went wrong" if x.kind == "failed" else "they excelled elsewhere"
    causes = Quotation("; ".join(x.causes)) if x.causes else "nothing"
    return Sentence.of(f"Premortem, {what}: ", causes)


def _minute(m: Meeting, x: e.MinuteTaken) -> Sentence:
    if x.quiet and m.finished is None:
        return Sentence.of("A quiet minute")
    speaker = f"{m.name(x.speaker)}: " if x.speaker else ""
    return Sentence.of(f"Minute: {speaker}", Quotation(x.text))


def _reference(m: Meeting, x: e.ReferenceReviewed) -> Sentence:
    found = [r.relation for r in m.references if r.id == x.reference]
    return Sentence.of(f"Reference reviewed: {found[0]}" if found else "No references on file")


def _ballots(m: Meeting, x: e.BallotEntered) -> Sentence:
    return Sentence.of(f"Entered unseen for {_title(m.brief, x.competency)}: {names(m, x.ballots)}")


_TELL = cast(
    "Mapping[type[e.Event], Callable[[Meeting, Any], Sentence]]",
    {
        e.MeetingOpened: lambda m, x: Sentence.of("The meeting was opened"),
        e.AttendanceMarked: _attendance,
        e.RoleConfirmed: _role,
        e.GatePassed: lambda m, x: Sentence.of("The role clarity gate was passed"),
        e.StepOpened: lambda m, x: Sentence.of(f"Moved to {_place(m, x.place)}"),
        e.RatingsRevealed: _ratings,
        e.EntryCorrected: _corrected,
        e.ChallengeRecorded: _challenge,
        e.ChallengeWaived: _challenge_waived,
        e.Argued: _argued,
        e.RoundOpened: lambda m, x: Sentence.of(
            f"Round {x.round} opened for {_title(m.brief, x.competency)}"
        ),
        e.RoundAbandoned: lambda m, x: Sentence.of(
            f"Round {x.round} given up: ", Quotation(x.reason)
        ),
        e.BallotEntered: _ballots,
        e.BallotCleared: lambda m, x: Sentence.of(f"{m.name(x.panelist)}’s cell cleared"),
        e.BallotsLost: lambda m, x: Sentence.of(
            "The cells were lost with their key and are asked for again"
        ),
        e.MoveExplained: _moved,
        e.CompetencyClosed: _closed,
        e.CompetencyReopened: lambda m, x: Sentence.of(
            f"{_title(m.brief, x.competency)} reopened: ", Quotation(x.reason)
        ),
        e.StepWaived: lambda m, x: Sentence.of(
            f"{_place(m, x.place)} left out: ", Quotation(x.reason)
        ),
        e.ReferenceReviewed: _reference,
        e.ConstraintMarked: _constraint,
        e.FitNoted: _fit,
        e.CauseGiven: _causes,
        e.VotesRevealed: lambda m, x: Sentence.of("The final vote was revealed"),
        e.DissentRecorded: lambda m, x: Sentence.of(
            f"{m.name(x.panelist)} dissents: ", Quotation(x.text)
        ),
        e.DissentAnswered: lambda m, x: Sentence.of(
            "The owner answered a dissent: ", Quotation(x.answer)
        ),
        e.BarWaived: lambda m, x: Sentence.of(
            f"Ruled on {_title(m.brief, x.competency)}, {x.obstacle}: ", Quotation(x.ruling)
        ),
        e.DecisionMade: lambda m, x: Sentence.of(
            f"{m.name(x.owner)} decided: {OUTCOMES[x.outcome]}"
        ),
        e.OwnerReplaced: lambda m, x: Sentence.of(f"{m.name(x.owner)} became the decision owner"),
        e.MinuteTaken: _minute,
        e.FollowUpAdded: lambda m, x: Sentence.of(
            f"Follow-up for {x.follow_up.owner}: ", Quotation(x.follow_up.text)
        ),
        e.ClockPaused: lambda m, x: Sentence.of("The clock was paused"),
        e.ClockResumed: lambda m, x: Sentence.of("The clock went on"),
        e.CardAccepted: lambda m, x: Sentence.of(
            f"{m.name(x.card.panelist)}’s scorecard was accepted"
        ),
        e.Undone: lambda m, x: Sentence.of(f"Taken back: {x.what}"),
        e.Redone: lambda m, x: Sentence.of(f"Brought back: {x.what}"),
        e.JournalRecovered: lambda m, x: Sentence.of(
            f"Recovered after a crash: {x.torn} bytes kept aside"
        ),
        e.ClockWentBack: lambda m, x: Sentence.of(f"The clock went back by {lasting(x.seconds)}"),
        e.MeetingFinished: lambda m, x: Sentence.of("The meeting was finished"),
        e.RecordWritten: lambda m, x: Sentence.of("The record was written"),
        e.VignetteOpened: lambda m, x: Sentence.of(
            f"A case for {_title(m.brief, x.competency)} was read out"
        ),
        e.VignetteRated: lambda m, x: Sentence.of(
            f"Entered unseen for the warm-up: {names(m, x.ballots)}"
        ),
        e.VignetteCleared: lambda m, x: Sentence.of(
            f"{m.name(x.panelist)}’s cell of the warm-up cleared"
        ),
        e.VignetteRevealed: lambda m, x: Sentence.of("The ratings of the case were revealed"),
    },
)
