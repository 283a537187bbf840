"""Builds the views of a wrap-up: what it would reveal, and what it revealed."""

from __future__ import annotations

from dataclasses import replace

from debrief.core.alias import masked
from debrief.core.meeting.state import Meeting
from debrief.core.room.model import RoomView
from debrief.core.room.poll import WrappedUpRow, WrappedUpView, WrapUpRow, WrapUpView
from debrief.core.room.view_overview import ended
from debrief.core.room.view_poll import poll_view
from debrief.core.verbs.rounds import still_blind


def with_wrap_up(shown: RoomView, meeting: Meeting) -> RoomView:
    """Return a view of the room with the competencies that a wrap-up would reveal."""
    pane = WrapUpView(tuple(_row(meeting, c) for c in still_blind(meeting)))
    return replace(shown, pane=masked(pane, meeting.brief), guidance="")


def _row(meeting: Meeting, competency: str) -> WrapUpRow:
    about = meeting.brief.competency(competency)
    kind = "must-have" if about.must_have else "threshold" if about.is_threshold else ""
    needs = f"{kind}: {meeting.owner_name} will have to rule on it for a hire"
    return WrapUpRow(about.title, needs if kind else "")


def wrapped_up(meeting: Meeting) -> tuple[str, ...]:
    """Return the competencies revealed together with the one here, and not discussed since."""
    here = meeting.place.competency
    if here is None or not _is_undiscussed(meeting, here):
        return ()
    at = meeting.competencies[here].rounds[-1].at
    return tuple(
        c
        for c, poll in meeting.competencies.items()
        if _is_undiscussed(meeting, c) and poll.rounds[-1].at == at
    )


def _is_undiscussed(meeting: Meeting, competency: str) -> bool:
    poll = meeting.competencies[competency]
    closed = poll.closed
    return poll.revealed and closed is not None and closed.closing == "not-discussed"


def wrapped_up_view(meeting: Meeting) -> WrappedUpView:
    """Return the results of all competencies that were wrapped up with the one here."""
    together = wrapped_up(meeting)
    polls = (poll_view(meeting, c) for c in together)
    return WrappedUpView(tuple(map(WrappedUpRow, ended(meeting, together), polls)))
