"""The prompts that say whether all is saved: on leaving, and once the folder takes nothing."""

from __future__ import annotations

from pathlib import Path

from debrief.core.prompts.form import Ask, Field
from debrief.live import LiveMeeting

RESCUE = "save_elsewhere"


def leaving(live: LiveMeeting) -> Ask:
    """Ask whether to leave the meeting."""
    said = f"NOT SAVED. {live.lost}" if live.lost else "It is saved and resumes here."
    return Ask("leave", "", "Leave the meeting?", (), "Leave", (said,))


def rescue(live: LiveMeeting) -> Ask:
    """Ask for another folder to write everything to."""
    folder = Path.home() / f"debrief-rescue-{live.folder.name}"
    return Ask(
        RESCUE,
        "",
        "NOT SAVED: nothing can be written to the session’s folder any more",
        (Field("folder", "Another, empty folder", value=str(folder)),),
        "Write everything recorded there and go on",
        ("Everything up to here is in memory. What was just asked for did not happen yet.",),
    )
