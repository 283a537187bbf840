"""The answer of a rule that does not allow something, and the refusals most rules share."""

from __future__ import annotations

from dataclasses import dataclass

from debrief.core.meeting.state import Meeting


@dataclass(frozen=True, slots=True)
class Refused:
    """A refusal by a rule; `reason` is the sentence that the screen shows.

    `field` names the field of the question that the reason is about, if it is about one.
    """

    reason: str
    field: str = ""


def closed_to_change(meeting: Meeting) -> Refused | None:
    """Return why nothing at all may be recorded now, if that is so."""
    if not meeting.opened:
        return Refused("Open the meeting first: nothing is recorded before that.")
    if meeting.finished is not None:
        return Refused("The meeting is finished: nothing in it can change.")
    if meeting.ended:
        return Refused("The meeting has ended. To go on, leave it, then run it again.")
    return None


def before_gate(meeting: Meeting) -> Refused | None:
    """Return why nothing behind the role clarity gate may happen yet, if that is so."""
    if refused := closed_to_change(meeting):
        return refused
    if meeting.gate is None:
        return Refused("Pass the role clarity gate first: the panel may have rated different jobs.")
    return None


def unknown_panelist(meeting: Meeting, panelist: str) -> Refused | None:
    """Return why this id cannot be meant, if that is so."""
    if any(p.id == panelist for p in meeting.brief.panel):
        return None
    return Refused(f"There is no “{panelist}” on this panel.")


def unknown_competency(meeting: Meeting, competency: str | None) -> Refused | None:
    """Return why this id cannot be meant, if that is so; None means the final vote."""
    if competency is None or competency in meeting.competencies:
        return None
    return Refused(f"There is no competency “{competency}” in this session.")


def without_reason(reason: str) -> Refused | None:
    """Return why it cannot be done without a reason, if none was given."""
    return None if reason.strip() else Refused("Give a reason, for the record.", "reason")
