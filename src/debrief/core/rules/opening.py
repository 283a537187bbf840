"""Opening the meeting: who is here, whether all rated this role, who decides, which cards count."""

from __future__ import annotations

from collections.abc import Mapping

from debrief.core import events as e
from debrief.core.agenda import next_place, unconfirmed
from debrief.core.meeting import Meeting
from debrief.core.rules.refused import (
    Refused,
    closed_to_change,
    unknown_panelist,
    without_reason,
)
from debrief.core.scorecard import CardFacts
from debrief.core.words import Presence, RatingsStand, Understanding


def open_meeting(
    meeting: Meeting, commitments: Mapping[str, str], ballot_key: str, program: str
) -> e.MeetingOpened | Refused:
    """Open the meeting on the brief, references and cards as they are, each card committed to."""
    if meeting.opened:
        return Refused("The meeting is open already.")
    return e.MeetingOpened(
        brief=meeting.brief,
        references=meeting.references,
        cards=tuple(meeting.cards[p.id] for p in meeting.brief.panel if p.id in meeting.cards),
        commitments=dict(commitments),
        ballot_key=ballot_key,
        program=program,
    )


def mark_attendance(
    meeting: Meeting, panelist: str, presence: Presence
) -> e.AttendanceMarked | Refused:
    """Note that a panelist is present, came late, left, or is absent."""
    if refused := closed_to_change(meeting) or unknown_panelist(meeting, panelist):
        return refused
    if meeting.presence.get(panelist) == presence:
        return Refused(f"{meeting.name(panelist)} stands as {presence} already.")
    return e.AttendanceMarked(panelist=panelist, presence=presence)


def confirm_role(
    meeting: Meeting,
    panelist: str,
    understanding: Understanding,
    *,
    differs: str = "",
    ruling: str = "",
    ratings: RatingsStand = "stand",
) -> e.RoleConfirmed | Refused:
    """Note whether a panelist rated this role; where it differs, the ruling and its effect."""
    if refused := closed_to_change(meeting) or unknown_panelist(meeting, panelist):
        return refused
    name = meeting.name(panelist)
    if meeting.competencies and any(p.revealed for p in meeting.competencies.values()):
        known = meeting.confirmations.get(panelist)
        if known is not None and known.understanding != "absent":
            return Refused(f"{name} confirmed the role before the first reveal; that stands.")
    if understanding != "differs":
        return e.RoleConfirmed(panelist=panelist, understanding=understanding)
    if not differs.strip():
        return Refused(f"Write how {name} understood the role.")
    if not ruling.strip():
        return Refused(f"{meeting.owner_name} rules in one sentence on what {name} said.")
    return e.RoleConfirmed(
        panelist=panelist, understanding="differs", differs=differs, ruling=ruling, ratings=ratings
    )


def pass_gate(meeting: Meeting) -> e.GatePassed | Refused:
    """Pass the role clarity gate once all present have answered; the decision rule is fixed."""
    if refused := closed_to_change(meeting):
        return refused
    if meeting.gate is not None:
        return Refused("The gate is passed already.")
    for panelist in unconfirmed(meeting):
        return Refused(f"Ask {meeting.name(panelist)} first: is this the role they rated?")
    return e.GatePassed(rule=meeting.brief.decision.rule, then=next_place(meeting))


def replace_owner(meeting: Meeting, owner: str, reason: str) -> e.OwnerReplaced | Refused:
    """Name another decision owner, before the vote is revealed."""
    if refused := (
        closed_to_change(meeting) or unknown_panelist(meeting, owner) or without_reason(reason)
    ):
        return refused
    if meeting.vote.revealed:
        return Refused("The vote is revealed: the owner cannot change any more.")
    if meeting.decided:
        return Refused(f"{meeting.owner_name} has decided: the owner cannot change any more.")
    if owner == meeting.owner:
        return Refused(f"{meeting.owner_name} is the decision owner already.")
    return e.OwnerReplaced(owner=owner, reason=reason)


def accept_card(meeting: Meeting, card: CardFacts, commitment: str) -> e.CardAccepted | Refused:
    """Let a late or changed card count, for the competencies that are still blind."""
    if refused := closed_to_change(meeting) or unknown_panelist(meeting, card.panelist):
        return refused
    blind = tuple(c for c, poll in meeting.competencies.items() if not poll.revealed)
    if not blind or meeting.vote.revealed:
        return Refused("No competency is blind any more: the card would change nothing.")
    return e.CardAccepted(card=card, commitment=commitment, usable=blind)
