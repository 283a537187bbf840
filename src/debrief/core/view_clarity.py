"""What the room sees at the gate: the role, and who understood it how."""

from __future__ import annotations

from debrief.core import agenda
from debrief.core.meeting import Meeting
from debrief.core.room_clarity import ClarityView, RoleRow


def clarity_view(meeting: Meeting) -> ClarityView:
    """Return the role beside how each panelist understood it."""
    role = meeting.brief.role
    asked = agenda.due(meeting).about
    return ClarityView(
        mandate=role.mandate,
        authority=role.authority,
        success=role.success,
        now=role.challenges_now,
        next=role.challenges_next,
        constraints=role.constraints,
        expectations=role.expectations,
        rows=tuple(_role_row(meeting, p.id, asked) for p in meeting.brief.panel),
        rule=meeting.brief.decision.rule,
        passed=meeting.gate is not None,
    )


def _role_row(meeting: Meeting, panelist: str, asked: str) -> RoleRow:
    person, name = meeting.brief.panelist(panelist), meeting.name(panelist)
    owner = panelist == meeting.owner
    card = meeting.cards.get(panelist)
    said = (card.role or "") if card else ""
    known = meeting.confirmations.get(panelist)
    late = known is not None and known.understanding == "absent" and meeting.is_present(panelist)
    if known is None or late:
        status = "asked" if panelist == asked else "waiting"
        return RoleRow(name, person.title, owner, status, said, "", "", "")  # type: ignore[arg-type]
    return RoleRow(
        name,
        person.title,
        owner,
        known.understanding,
        said,
        known.differs,
        known.ruling,
        known.ratings if known.understanding == "differs" else "",
    )
