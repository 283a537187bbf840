"""Every event told as one sentence, for undo, replay and the plain telling."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any, cast

from debrief.core import events as e
from debrief.core.brief import Brief
from debrief.core.challenge import names
from debrief.core.meeting import Meeting
from debrief.core.record_polls import entry_word, mark_word
from debrief.core.steps import TITLES, Place
from debrief.core.text import clean_line

LONGEST_QUOTE = 60
MINUTE, HOUR, DAY = 60, 3600, 86_400
OUTCOMES = {
    "hire": "hire",
    "no-hire": "no hire",
    "more-signal": "more signal",
    "postponed": "postponed",
}


def tell(meeting: Meeting, event: e.Event) -> str:
    """Return one sentence, without a full stop, on what `event` recorded."""
    return _SAYING.sub(lambda found: quoted(found[1]), _TELL[type(event)](meeting, event))


def tell_in_full(meeting: Meeting, event: e.Event) -> str:
    """Return the same sentence with every word of what was said, on one line."""
    return _SAYING.sub(lambda found: f"“{found[1]}”", _TELL[type(event)](meeting, event))


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


def quoted(text: str) -> str:
    """Return the text in quotation marks on one line, cut where it is long."""
    line = clean_line(text)
    return f"“{line if len(line) <= LONGEST_QUOTE else line[: LONGEST_QUOTE - 1] + '…'}”"


# Between these stands what was said, until it is known how much of it is told. They are characters
# that no text holds, for the cleaner makes them visible.
_BEGIN, _END = "\ue000", "\ue001"
_SAYING = re.compile(f"{_BEGIN}([^{_BEGIN}{_END}]*){_END}")


def _saying(text: str) -> str:
    return f"{_BEGIN}{clean_line(text)}{_END}"


def _title(brief: Brief, competency: str | None) -> str:
    return "the final vote" if competency is None else brief.competency(competency).title


def _place(meeting: Meeting, place: Place) -> str:
    return _title(meeting.brief, place.competency) if place.competency else TITLES[place.step]


def _about(meeting: Meeting, competencies: tuple[str, ...]) -> str:
    return ", ".join(_title(meeting.brief, c) for c in competencies) or "the final vote"


def _attendance(m: Meeting, x: e.AttendanceMarked) -> str:
    words = {"present": "is present", "late": "joined late", "left": "left", "absent": "is absent"}
    return f"{m.name(x.panelist)} {words[x.presence]}"


def _role(m: Meeting, x: e.RoleConfirmed) -> str:
    words = {
        "same": "rated this role",
        "differs": f"understood the role differently: {_saying(x.differs)}",
        "absent": "is absent",
    }
    return f"{m.name(x.panelist)} {words[x.understanding]}"


def _ratings(m: Meeting, x: e.RatingsRevealed) -> str:
    which = ", ".join(_title(m.brief, r.competency) for r in x.revealed)
    return f"Round {x.round} revealed: {which}" + (" (wrapped up)" if x.wrap_up else "")


def _corrected(m: Meeting, x: e.EntryCorrected) -> str:
    was, now = (entry_word(m, x.competency, entry) for entry in (x.was, x.now))
    about = f"{m.name(x.panelist)}’s entry corrected for {_title(m.brief, x.competency)}"
    return f"{about}: not {was}, but {now}"


def _challenge(m: Meeting, x: e.ChallengeRecorded) -> str:
    who = f" by {names(m, x.challengers)}" if x.challengers else ""
    words = {"held": "held", "changed": "changed the ratings", "open": "stays open"}
    return f"Challenge of {_about(m, x.competencies)}{who}: {words[x.outcome]}, {_saying(x.argued)}"


def _challenge_waived(m: Meeting, x: e.ChallengeWaived) -> str:
    what = "put off, to be held together" if x.together else "waived"
    return f"Challenge of {_about(m, x.competencies)} {what}: {_saying(x.reason)}"


def _moved(m: Meeting, x: e.MoveExplained) -> str:
    rounds = pairwise(m.poll(x.competency).rounds)
    marks = [
        [one.marks[x.panelist] for one in pair] for pair in rounds if pair[1].number == x.round
    ]
    words = [mark_word(m, x.competency, mark) for pair in marks for mark in pair]
    way = f" from {words[0]} to {words[1]}" if words else ""
    if x.declined:
        return f"{m.name(x.panelist)} moved{way} and declined to say why"
    return f"{m.name(x.panelist)} moved{way}: {_saying(x.reason)}"


def _closed(m: Meeting, x: e.CompetencyClosed) -> str:
    return f"{_title(m.brief, x.competency)} closed as {x.closing.replace('-', ' ')}"


def _constraint(m: Meeting, x: e.ConstraintMarked) -> str:
    if not x.told:
        return f"Not told to the candidate: {_saying(x.constraint)}"
    return f"Told to the candidate by {names(m, x.by) or 'somebody'}: {_saying(x.constraint)}"


def _fit(m: Meeting, x: e.FitNoted) -> str:
    if x.kind == "context":
        return f"Our role offers it, {x.offers}: {_saying(x.text)}"
    word = "Concern" if x.kind == "concern" else "Owed to the candidate"
    return f"{word}: {_saying(x.text) if x.text else 'nothing'}"


def _causes(_: Meeting, x: e.CauseGiven) -> str:
    what = "it went wrong" if x.kind == "failed" else "they excelled elsewhere"
    return f"Premortem, {what}: {_saying('; '.join(x.causes)) if x.causes else 'nothing'}"


def _minute(m: Meeting, x: e.MinuteTaken) -> str:
    if x.quiet and m.finished is None:
        return "A quiet minute"
    speaker = f"{m.name(x.speaker)}: " if x.speaker else ""
    return f"Minute: {speaker}{_saying(x.text)}"


def _reference(m: Meeting, x: e.ReferenceReviewed) -> str:
    found = [r.relation for r in m.references if r.id == x.reference]
    return f"Reference reviewed: {found[0]}" if found else "No references on file"


def _ballots(m: Meeting, x: e.BallotEntered) -> str:
    return f"Entered unseen for {_title(m.brief, x.competency)}: {names(m, x.ballots)}"


_TELL = cast(
    "Mapping[type[e.Event], Callable[[Meeting, Any], str]]",
    {
        e.MeetingOpened: lambda m, x: "The meeting was opened",
        e.AttendanceMarked: _attendance,
        e.RoleConfirmed: _role,
        e.GatePassed: lambda m, x: "The role clarity gate was passed",
        e.StepOpened: lambda m, x: f"Moved to {_place(m, x.place)}",
        e.RatingsRevealed: _ratings,
        e.EntryCorrected: _corrected,
        e.ChallengeRecorded: _challenge,
        e.ChallengeWaived: _challenge_waived,
        e.Argued: lambda m, x: "Argued from evidence" + (f": {_saying(x.text)}" if x.text else ""),
        e.RoundOpened: lambda m, x: f"Round {x.round} opened for {_title(m.brief, x.competency)}",
        e.RoundAbandoned: lambda m, x: f"Round {x.round} given up: {_saying(x.reason)}",
        e.BallotEntered: _ballots,
        e.BallotCleared: lambda m, x: f"{m.name(x.panelist)}’s cell cleared",
        e.BallotsLost: lambda m, x: "The cells were lost with their key and are asked for again",
        e.MoveExplained: _moved,
        e.CompetencyClosed: _closed,
        e.CompetencyReopened: lambda m, x: (
            f"{_title(m.brief, x.competency)} reopened: {_saying(x.reason)}"
        ),
        e.StepWaived: lambda m, x: f"{_place(m, x.place)} left out: {_saying(x.reason)}",
        e.ReferenceReviewed: _reference,
        e.ConstraintMarked: _constraint,
        e.FitNoted: _fit,
        e.CauseGiven: _causes,
        e.VotesRevealed: lambda m, x: "The final vote was revealed",
        e.DissentRecorded: lambda m, x: f"{m.name(x.panelist)} dissents: {_saying(x.text)}",
        e.DissentAnswered: lambda m, x: f"The owner answered a dissent: {_saying(x.answer)}",
        e.BarWaived: lambda m, x: (
            f"Ruled on {_title(m.brief, x.competency)}, {x.obstacle}: {_saying(x.ruling)}"
        ),
        e.DecisionMade: lambda m, x: f"{m.name(x.owner)} decided: {OUTCOMES[x.outcome]}",
        e.OwnerReplaced: lambda m, x: f"{m.name(x.owner)} became the decision owner",
        e.MinuteTaken: _minute,
        e.FollowUpAdded: lambda m, x: (
            f"Follow-up for {x.follow_up.owner}: {_saying(x.follow_up.text)}"
        ),
        e.ClockPaused: lambda m, x: "The clock was paused",
        e.ClockResumed: lambda m, x: "The clock went on",
        e.CardAccepted: lambda m, x: f"{m.name(x.card.panelist)}’s scorecard was accepted",
        e.Undone: lambda m, x: f"Taken back: {x.what}",
        e.Redone: lambda m, x: f"Brought back: {x.what}",
        e.JournalRecovered: lambda m, x: f"Recovered after a crash: {x.torn} bytes kept aside",
        e.ClockWentBack: lambda m, x: f"The clock went back by {lasting(x.seconds)}",
        e.MeetingFinished: lambda m, x: "The meeting was finished",
        e.RecordWritten: lambda m, x: "The record was written",
        e.VignetteOpened: lambda m, x: f"A case for {_title(m.brief, x.competency)} was read out",
        e.VignetteRated: lambda m, x: f"Entered unseen for the warm-up: {names(m, x.ballots)}",
        e.VignetteCleared: lambda m, x: f"{m.name(x.panelist)}’s cell of the warm-up cleared",
        e.VignetteRevealed: lambda m, x: "The ratings of the case were revealed",
    },
)
