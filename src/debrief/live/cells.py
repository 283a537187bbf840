"""Cells entered unseen: what may be entered, and opening them for their reveal."""

from __future__ import annotations

from collections.abc import Mapping

from debrief.core.meeting import Meeting
from debrief.core.prompts.answers import entry
from debrief.core.rules.refused import Refused
from debrief.core.scorecard import Entry
from debrief.core.sealed import Sealed
from debrief.store import keys


def refused_choice(meeting: Meeting, competency: str | None, choice: str) -> Refused | None:
    """Return why a cell cannot say this, if it cannot: beyond the scale, or nothing to keep."""
    levels = len(meeting.brief.levels(competency))
    if choice.isdigit() and not 1 <= int(choice) <= levels:
        return Refused(f"The scale has {levels} levels: press 1 to {levels}.")
    if choice == "keep" and not meeting.poll(competency).rounds:
        return Refused("There is no earlier vote to keep.")
    return None


def opened(
    key: keys.BallotKey | None, cells: Mapping[str, str]
) -> dict[str, Sealed[Entry]] | Refused:
    """Return the cells opened with the meeting's key, still sealed to everything but a reveal."""
    if key is None:
        return Refused("The key of this meeting is lost: leave and resume to enter anew.")
    try:
        return {
            panelist: Sealed(entry(keys.open_sealed(key, cell).decode()))
            for panelist, cell in cells.items()
        }
    except keys.CannotOpenError as problem:
        return Refused(str(problem))
