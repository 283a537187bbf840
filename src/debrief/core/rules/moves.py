"""Moving on: the next place, a jump over the agenda, and leaving something out with a reason."""

from __future__ import annotations

from debrief.core import events as e
from debrief.core.agenda import (
    due,
    is_finished,
    next_place,
    open_competencies,
    vote_challenge_due,
)
from debrief.core.meeting import Meeting
from debrief.core.rules.refused import Refused, before_gate, without_reason
from debrief.core.steps import TITLES, Place


def advance(meeting: Meeting) -> e.StepOpened | Refused:
    """Move to the next unfinished place once nothing more is due here."""
    if refused := before_gate(meeting):
        return refused
    here = meeting.place
    if due(meeting).verb != "advance":
        return Refused("Something is still due here: the footer names it; w leaves it out.")
    done = here.step if here.competency is None else None
    return e.StepOpened(place=next_place(meeting), done=done)


def go(meeting: Meeting, place: Place) -> e.StepOpened | Refused:
    """Jump to any unfinished place; the vote needs all competencies, the decision the vote."""
    if refused := before_gate(meeting):
        return refused
    if place not in meeting.places():
        return Refused("There is no such place in this meeting.")
    if place == meeting.place:
        return Refused("We are here already.")
    if is_finished(meeting, place):
        hint = " Reopen it with o, with a reason." if place.competency else ""
        return Refused(f"{title(meeting, place)} is finished.{hint}")
    if refused := _too_early(meeting, place):
        return refused
    return e.StepOpened(place=place)


def reachable(meeting: Meeting) -> tuple[Place, ...]:
    """Return every place that `go` would allow now, in order."""
    return tuple(p for p in meeting.places() if isinstance(go(meeting, p), e.StepOpened))


def title(meeting: Meeting, place: Place) -> str:
    """Return what a place is called."""
    if place.competency is not None:
        return meeting.brief.competency(place.competency).title
    return TITLES[place.step]


def _too_early(meeting: Meeting, place: Place) -> Refused | None:
    left = open_competencies(meeting)
    if place.step in ("vote", "decision", "record") and left:
        first = meeting.brief.competency(left[0]).title
        return Refused(f"{first} is still open: close it, waive it, or wrap up (g).")
    voted = meeting.vote.revealed or Place(step="vote") in meeting.waived
    if place.step in ("decision", "record") and not voted:
        return Refused("The vote comes first: reveal it, or waive it with a reason.")
    if place.step in ("decision", "record") and vote_challenge_due(meeting):
        return Refused("The vote is unanimous: challenge it once, or waive that with w.")
    if place.step == "record" and not meeting.decided:
        return Refused(f"{meeting.owner_name} decides first.")
    return None


def waive(meeting: Meeting, reason: str) -> e.StepWaived | Refused:
    """Leave out the step or competency here, with a reason; never the gate or the decision."""
    if refused := before_gate(meeting) or without_reason(reason) or _not_waivable(meeting):
        return refused
    here = meeting.place
    if here.competency is not None:
        return e.StepWaived(place=here, reason=reason, then=next_place(meeting, here.competency))
    return e.StepWaived(place=here, reason=reason, then=next_place(meeting))


def is_waivable(meeting: Meeting) -> bool:
    """Return whether the step or competency here may be left out."""
    return before_gate(meeting) is None and _not_waivable(meeting) is None


def _not_waivable(meeting: Meeting) -> Refused | None:
    here = meeting.place
    if here.step in ("role-clarity", "decision", "record"):
        return Refused(f"{TITLES[here.step]} cannot be waived.")
    if is_finished(meeting, here):
        return Refused(f"{title(meeting, here)} is finished already.")
    if here.step == "vote" and meeting.vote.revealed:
        return Refused("The vote is revealed: there is nothing left to waive.")
    return None
