"""Builds the view of role clarity."""

from __future__ import annotations

from debrief.core.meeting.state import Meeting
from debrief.core.room.clarity import ClarityView, RoleRow


def clarity_view(meeting: Meeting) -> ClarityView:
    """Return the view of role clarity."""
    role = meeting.brief.role
    return ClarityView(
        mandate=role.mandate,
        authority=role.authority,
        success=role.success,
        now=role.challenges_now,
        next=role.challenges_next,
        constraints=role.constraints,
        expectations=role.expectations,
        rows=tuple(_role_row(meeting, p.id) for p in meeting.brief.panel),
        owner=meeting.owner_name,
        rule=meeting.brief.decision.rule,
        heard=meeting.heard or bool(meeting.confirmations) or meeting.gate is not None,
        passed=meeting.gate is not None,
    )


def _role_row(meeting: Meeting, panelist: str) -> RoleRow:
    name = meeting.name(panelist)
    card = meeting.cards.get(panelist)
    on_card = (card.role or "") if card else ""
    known = meeting.confirmations.get(panelist)
    if not meeting.is_present(panelist):
        return RoleRow(panelist, name, "absent", on_card, "", "", "stand")
    if meeting.must_confirm(panelist):
        return RoleRow(panelist, name, "asked", on_card, "", "", "stand")
    if known is None or known.understanding == "absent":
        return RoleRow(panelist, name, "no-card", "", "", "", "stand")
    answer = known.understanding
    return RoleRow(panelist, name, answer, on_card, known.differs, known.ruling, known.ratings)
