"""The fold: the meeting after one event, after further events, and after a whole log."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from debrief.core.meeting import events as e
from debrief.core.meeting.events.journal import undone
from debrief.core.meeting.question import VoteQuestion
from debrief.core.meeting.state import Clock, ClosingChange, Meeting
from debrief.core.steps import Place


def fold(log: Sequence[e.LogLine]) -> Meeting:
    """Return the meeting after `log`; ValueError if it does not begin with MeetingOpened.

    Events that were taken back have no effect.
    """
    return fold_on(planned_meeting(log), log, undone(log))


def fold_on(meeting: Meeting, lines: Iterable[e.LogLine], taken_back: Container[int]) -> Meeting:
    """Return the meeting after further lines; of those in `taken_back` only the time counts."""
    for only_time, group in groupby(lines, lambda line: _only_time_counts(line, taken_back)):
        if only_time:
            meeting = _with_time(meeting, tuple(group))
        else:
            for line in group:
                meeting = apply(meeting, line)
    return meeting


def planned_meeting(log: Sequence[e.LogLine]) -> Meeting:
    """Return the meeting before its opening, which is the first line of `log`."""
    if not log or not isinstance(log[0].event, e.MeetingOpened):
        raise ValueError("a journal begins with the opening of the meeting")
    return log[0].event.planned()


def apply(meeting: Meeting, line: e.LogLine) -> Meeting:
    """Return the meeting after one event; of an undo or redo only the time counts here."""
    event = line.event
    after = event.apply(_with_time(meeting, (line,)), line)
    changes = tuple(_closing_changes(meeting, after, line))
    if changes or event.kept:
        kept_lines = (*after.kept_lines, line) if event.kept else after.kept_lines
        after = replace(
            after, kept_lines=kept_lines, closing_changes=after.closing_changes + changes
        )
    return _at_place(after, event.place_after())


def _at_place(meeting: Meeting, place: Place | None) -> Meeting:
    """Return the meeting at `place`; an arrival at the vote opens its cells if they are due."""
    if place is None:
        return meeting
    vote = VoteQuestion()
    if place.step == "vote" and not meeting.has_voted and vote not in meeting.cells:
        meeting = meeting.with_cells(vote, len(meeting.vote.rounds) + 1)
    return replace(meeting, place=place)


def _closing_changes(before: Meeting, after: Meeting, line: e.LogLine) -> Iterator[ClosingChange]:
    if after.competencies is before.competencies:
        return
    for competency, poll in after.competencies.items():
        if poll.closed != before.competencies[competency].closed:
            reason = poll.closed.reason if poll.closed else poll.reopened[-1]
            closing = poll.closed.closing if poll.closed else None
            yield ClosingChange(competency, line.t, closing, reason)


def _only_time_counts(line: e.LogLine, taken_back: Container[int]) -> bool:
    event = line.event
    reverses = event.taken_back() is not None or event.brought_back() is not None
    return reverses or line.seq in taken_back


def _with_time(meeting: Meeting, lines: Sequence[e.LogLine]) -> Meeting:
    """Return the meeting with the time of `lines`, all at one place, and the undos among them."""
    clock, last = meeting.clock, lines[-1]
    used, run, mono = clock.used, clock.run, clock.mono
    spent = None if clock.paused or meeting.finished else used.get(meeting.place, 0.0)
    undos = 0
    ran = False
    for line in lines:
        if spent is not None and line.run == run:
            # Add one line at a time: floats summed in another order give another number.
            spent += max(0.0, line.mono - mono)
            ran = True
        run, mono = line.run, line.mono
        undos += line.event.counts_as_undo()
    if ran and spent is not None:
        used = {**used, meeting.place: spent}
    new = {line.run for line in lines} if meeting.finished is None else set()
    return meeting.changed(
        clock=Clock(used=used, paused=clock.paused, run=last.run, mono=last.mono),
        seq=last.seq,
        undone=meeting.undone + undos,
        runs=meeting.runs if new <= meeting.runs else meeting.runs | new,
    )
