"""Which prompt follows from an answered one, without another key."""

from __future__ import annotations

from collections.abc import Mapping

from debrief.core import agenda
from debrief.core.meeting import Meeting

CHAINED = ("confirm_role", "mark_constraint", "note_context", "explain")


def following(
    meeting: Meeting, verb: str, about: str, values: Mapping[str, str]
) -> tuple[str, str] | None:
    """Return the verb to ask for next, and what it is about; None when nothing follows."""
    due = agenda.due(meeting)
    if verb in CHAINED and due.verb in CHAINED:
        return due.verb, due.about
    if verb == "give_cause" and values["causes"].strip():
        return verb, about
    late = verb == "people" and values["what"] in ("late", "present")
    if late and meeting.gate is not None and values["panelist"] in agenda.unconfirmed(meeting):
        return "confirm_role", values["panelist"]
    return None
