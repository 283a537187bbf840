"""The fold: one event makes the next meeting, all events make this one."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any, cast

from debrief.core import events as e
from debrief.core import fold_polls, fold_warmup, record_model
from debrief.core.fold_polls import go, with_poll
from debrief.core.happened import Attended, Closed, Dissent, Minute, Turn
from debrief.core.meeting import Clock, Meeting
from debrief.core.steps import Place, Step
from debrief.core.words import Presence

Log = Sequence[e.Logged]

TIMED = (
    e.ChallengeRecorded,
    e.ChallengeWaived,
    e.CardAccepted,
    e.DecisionMade,
    e.OwnerReplaced,
    e.ReferenceReviewed,
    e.EntryCorrected,
    e.BallotsLost,
    e.ClockWentBack,
    e.MeetingFinished,
)
"""What the record gives with its time, or counts, and the meeting does not keep otherwise."""


def fold(log: Log) -> Meeting:
    """Return the meeting that `log`, which begins with MeetingOpened, has come to.

    Events that were taken back are left out. ValueError when the log does not begin so.
    """
    return over(before(log), log, undone(log))


def over(meeting: Meeting, lines: Iterable[e.Logged], gone: Container[int]) -> Meeting:
    """Return the meeting after further lines; of those whose seq is `gone` only the time counts."""
    for quiet, group in groupby(lines, lambda logged: _is_quiet(logged, gone)):
        if quiet:
            meeting = _elapsed(meeting, tuple(group))
        else:
            for logged in group:
                meeting = apply(meeting, logged)
    return meeting


def before(log: Log) -> Meeting:
    """Return the meeting as it stood before `log`, before it was opened."""
    if not log or not isinstance(log[0].event, e.MeetingOpened):
        raise ValueError("a journal begins with the opening of the meeting")
    opened = log[0].event
    return Meeting.planned(opened.brief, {c.panelist: c for c in opened.cards}, opened.references)


def undone(log: Iterable[e.Logged]) -> frozenset[int]:
    """Return the seq of every event that is taken back at the end of `log`."""
    gone: set[int] = set()
    for logged in log:
        if isinstance(logged.event, e.Undone):
            gone.add(logged.event.target)
        elif isinstance(logged.event, e.Redone):
            gone.discard(logged.event.target)
    return frozenset(gone)


def apply(meeting: Meeting, logged: e.Logged) -> Meeting:
    """Return the meeting after one event; what that took back or brought back is not its task."""
    event = logged.event
    now = HANDLERS[type(event)](_elapsed(meeting, (logged,)), event, logged)
    turns = tuple(_turns(meeting, now, logged))
    if turns or isinstance(event, TIMED):
        timed = (*now.timed, logged) if isinstance(event, TIMED) else now.timed
        now = replace(now, timed=timed, turns=now.turns + turns)
    return go(now, destination(event))


def destination(event: e.Event) -> Place | None:
    """Return the place that the meeting is at after `event`, None where that does not move it."""
    match event:
        case e.MeetingOpened():
            return Place(step="role-clarity")
        case e.StepOpened(place=place):
            return place
        case e.CompetencyReopened(competency=competency):
            return Place(step="competency", competency=competency)
        case _:
            pass
    then: Place | None = getattr(event, "then", None)
    return then


def _turns(was: Meeting, now: Meeting, logged: e.Logged) -> Iterator[Turn]:
    """Yield each competency that this event closed, closed otherwise, or opened again."""
    if now.competencies is was.competencies:
        return
    for competency, poll in now.competencies.items():
        if poll.closed != was.competencies[competency].closed:
            reason = poll.closed.reason if poll.closed else poll.reopened[-1]
            closing = poll.closed.closing if poll.closed else None
            yield Turn(competency, logged.t, closing, reason)


def _is_quiet(logged: e.Logged, gone: Container[int]) -> bool:
    return isinstance(logged.event, e.Undone | e.Redone) or logged.seq in gone


def _elapsed(meeting: Meeting, lines: Log) -> Meeting:
    """Return the meeting after the time of `lines`, all at one place; an undo is counted."""
    clock, last = meeting.clock, lines[-1]
    used, run, mono = clock.used, clock.run, clock.mono
    spent = None if clock.paused or meeting.finished else used.get(meeting.place, 0.0)
    undos = 0
    ran = False
    for logged in lines:
        if spent is not None and logged.run == run:
            # A line at a time: a sum in another order would be another number.
            spent += max(0.0, logged.mono - mono)
            ran = True
        run, mono = logged.run, logged.mono
        undos += isinstance(logged.event, e.Undone)
    if ran and spent is not None:
        used = {**used, meeting.place: spent}
    new = {logged.run for logged in lines} if meeting.finished is None else set()
    return meeting.changed(
        clock=Clock(used=used, paused=clock.paused, run=last.run, mono=last.mono),
        seq=last.seq,
        undone=meeting.undone + undos,
        runs=meeting.runs if new <= meeting.runs else meeting.runs | new,
    )


def _with(meeting: Meeting, step: Step) -> frozenset[Step]:
    return meeting.done | {step}


def _opened(meeting: Meeting, event: e.MeetingOpened, logged: e.Logged) -> Meeting:
    return replace(
        meeting,
        commitments=event.commitments,
        ballot_key=event.ballot_key,
        program=event.program,
        opened_at=logged.t,
        usable={card.panelist: tuple(meeting.competencies) for card in event.cards},
        done=_with(meeting, "preflight"),
    )


def _attendance(meeting: Meeting, event: e.AttendanceMarked, logged: e.Logged) -> Meeting:
    return _marked(meeting, event.panelist, event.presence, logged)


def _marked(meeting: Meeting, panelist: str, presence: Presence, logged: e.Logged) -> Meeting:
    if meeting.presence.get(panelist) == presence:
        return meeting
    return replace(
        meeting,
        presence={**meeting.presence, panelist: presence},
        attended=(*meeting.attended, Attended(panelist, presence, logged.t)),
    )


def _confirmed(meeting: Meeting, event: e.RoleConfirmed, logged: e.Logged) -> Meeting:
    known = meeting.presence.get(event.panelist)
    here: Presence = "late" if known == "late" else "present"
    presence: Presence = "absent" if event.understanding == "absent" else here
    confirmations = {**meeting.confirmations, event.panelist: event}
    meeting = replace(meeting, confirmations=confirmations)
    return _marked(meeting, event.panelist, presence, logged)


def _gate(meeting: Meeting, event: e.GatePassed, _: e.Logged) -> Meeting:
    return replace(meeting, gate=event, done=_with(meeting, "role-clarity"))


def _step(meeting: Meeting, event: e.StepOpened, _: e.Logged) -> Meeting:
    return replace(meeting, done=_with(meeting, event.done)) if event.done else meeting


def _closed(meeting: Meeting, event: e.CompetencyClosed, _: e.Logged) -> Meeting:
    closed = Closed(event.closing, event.reason)
    return with_poll(meeting, event.competency, closed=closed)


def _reopened(meeting: Meeting, event: e.CompetencyReopened, _: e.Logged) -> Meeting:
    poll = meeting.competencies[event.competency]
    place = Place(step="competency", competency=event.competency)
    waived = {p: reason for p, reason in meeting.waived.items() if p != place}
    bars = {c: bar for c, bar in meeting.bars.items() if c != event.competency}
    meeting = replace(meeting, waived=waived, bars=bars)
    reopened = (*poll.reopened, event.reason)
    return with_poll(meeting, event.competency, closed=None, reopened=reopened)


def _step_waived(meeting: Meeting, event: e.StepWaived, _: e.Logged) -> Meeting:
    waived = {**meeting.waived, event.place: event.reason}
    if event.place.competency:
        closed = Closed("not-discussed", event.reason)
        meeting = with_poll(
            meeting, event.place.competency, closed=closed, open_round=None, ballots={}
        )
    else:
        meeting = replace(meeting, done=_with(meeting, event.place.step))
    if event.place.step == "vote":
        meeting = with_poll(meeting, None, open_round=None, ballots={})
    return replace(meeting, waived=waived)


def _reviewed(meeting: Meeting, event: e.ReferenceReviewed, _: e.Logged) -> Meeting:
    if event.reference is None:
        return replace(meeting, no_references=True)
    return replace(meeting, reviewed={**meeting.reviewed, event.reference: event.note})


def _constraint(meeting: Meeting, event: e.ConstraintMarked, _: e.Logged) -> Meeting:
    return replace(meeting, constraints={**meeting.constraints, event.constraint: event})


def _fit(meeting: Meeting, event: e.FitNoted, _: e.Logged) -> Meeting:
    return replace(meeting, fit=(*meeting.fit, event))


def _cause(meeting: Meeting, event: e.CauseGiven, _: e.Logged) -> Meeting:
    return replace(meeting, causes=(*meeting.causes, event))


def _dissent(meeting: Meeting, event: e.DissentRecorded, logged: e.Logged) -> Meeting:
    if event.replaces is None:
        new = Dissent(logged.seq, event.panelist, event.text, event.confirmed, logged.t)
        return replace(meeting, dissents=(*meeting.dissents, new))
    dissents = tuple(
        replace(d, text=event.text, confirmed=event.confirmed) if d.id == event.replaces else d
        for d in meeting.dissents
    )
    return replace(meeting, dissents=dissents)


def _answered(meeting: Meeting, event: e.DissentAnswered, _: e.Logged) -> Meeting:
    dissents = tuple(
        replace(d, answer=event.answer) if d.id == event.dissent else d for d in meeting.dissents
    )
    return replace(meeting, dissents=dissents)


def _bar(meeting: Meeting, event: e.BarWaived, _: e.Logged) -> Meeting:
    return replace(meeting, bars={**meeting.bars, event.competency: event})


def _decided(meeting: Meeting, event: e.DecisionMade, _: e.Logged) -> Meeting:
    follow_ups = meeting.follow_ups + event.follow_ups
    decisions = (*meeting.decisions, event)
    return replace(meeting, decisions=decisions, follow_ups=follow_ups)


def _owner(meeting: Meeting, event: e.OwnerReplaced, _: e.Logged) -> Meeting:
    return replace(meeting, owner=event.owner, owners=(*meeting.owners, event))


def _minute(meeting: Meeting, event: e.MinuteTaken, logged: e.Logged) -> Meeting:
    place = event.place
    # Checked already, as the event.
    entry = record_model.Minute.model_construct(
        at=logged.t,
        step=place.step,
        competency=place.competency,
        title=meeting.title(place),
        speaker=event.speaker,
        quiet=event.quiet,
        kind=event.kind,
        text=event.text,
    )
    return meeting.changed(minutes=(*meeting.minutes, Minute(logged.t, event, entry)))


def _follow_up(meeting: Meeting, event: e.FollowUpAdded, _: e.Logged) -> Meeting:
    return replace(meeting, follow_ups=(*meeting.follow_ups, event.follow_up))


def _paused(meeting: Meeting, _: e.ClockPaused, __: e.Logged) -> Meeting:
    return replace(meeting, clock=replace(meeting.clock, paused=True))


def _resumed(meeting: Meeting, _: e.ClockResumed, __: e.Logged) -> Meeting:
    return replace(meeting, clock=replace(meeting.clock, paused=False))


def _card(meeting: Meeting, event: e.CardAccepted, _: e.Logged) -> Meeting:
    panelist = event.card.panelist
    return replace(
        meeting,
        cards={**meeting.cards, panelist: event.card},
        commitments={**meeting.commitments, panelist: event.commitment},
        usable={**meeting.usable, panelist: event.usable},
    )


def _ballots_lost(meeting: Meeting, event: e.BallotsLost, logged: e.Logged) -> Meeting:
    return fold_warmup.lost(fold_polls.ballots_lost(meeting, event, logged))


def _recovered(meeting: Meeting, event: e.JournalRecovered, _: e.Logged) -> Meeting:
    return replace(meeting, recovered=(*meeting.recovered, event))


def _finished(meeting: Meeting, event: e.MeetingFinished, logged: e.Logged) -> Meeting:
    return replace(meeting, finished=event, finished_at=logged.t, done=_with(meeting, "record"))


def _written(meeting: Meeting, _: e.RecordWritten, __: e.Logged) -> Meeting:
    return replace(meeting, written=True)


def _nothing(meeting: Meeting, _: e.Event, __: e.Logged) -> Meeting:
    return meeting


_Handler = Callable[[Meeting, Any, e.Logged], Meeting]

HANDLERS = cast(
    "Mapping[type[e.Event], _Handler]",
    {
        e.MeetingOpened: _opened,
        e.AttendanceMarked: _attendance,
        e.RoleConfirmed: _confirmed,
        e.GatePassed: _gate,
        e.StepOpened: _step,
        e.RatingsRevealed: fold_polls.revealed,
        e.EntryCorrected: fold_polls.corrected,
        e.ChallengeRecorded: fold_polls.challenged,
        e.ChallengeWaived: fold_polls.challenge_waived,
        e.Argued: fold_polls.argued,
        e.RoundOpened: fold_polls.round_opened,
        e.RoundAbandoned: fold_polls.round_abandoned,
        e.BallotEntered: fold_polls.ballots_entered,
        e.BallotCleared: fold_polls.ballot_cleared,
        e.BallotsLost: _ballots_lost,
        e.MoveExplained: fold_polls.move_explained,
        e.CompetencyClosed: _closed,
        e.CompetencyReopened: _reopened,
        e.StepWaived: _step_waived,
        e.ReferenceReviewed: _reviewed,
        e.ConstraintMarked: _constraint,
        e.FitNoted: _fit,
        e.CauseGiven: _cause,
        e.VotesRevealed: fold_polls.votes_revealed,
        e.DissentRecorded: _dissent,
        e.DissentAnswered: _answered,
        e.BarWaived: _bar,
        e.DecisionMade: _decided,
        e.OwnerReplaced: _owner,
        e.MinuteTaken: _minute,
        e.FollowUpAdded: _follow_up,
        e.ClockPaused: _paused,
        e.ClockResumed: _resumed,
        e.CardAccepted: _card,
        e.Undone: _nothing,
        e.Redone: _nothing,
        e.JournalRecovered: _recovered,
        e.ClockWentBack: _nothing,
        e.MeetingFinished: _finished,
        e.RecordWritten: _written,
        e.VignetteOpened: fold_warmup.opened,
        e.VignetteRated: fold_warmup.rated,
        e.VignetteCleared: fold_warmup.cleared,
        e.VignetteRevealed: fold_warmup.revealed,
    },
)
"""The handler of each type of event; every event in a journal has one."""
