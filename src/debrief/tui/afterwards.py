"""What is told once a verb was done, where the screen does not show it by itself."""

from __future__ import annotations

from debrief.core.events import RatingsRevealed
from debrief.live import Done, LiveMeeting

TOLD = (
    "quiet_minute", "undo", "redo", "minute", "follow_up", "dissent", "people", "clock", "go",
    "waive",
)  # fmt: skip
"""The verbs of which something is told."""


def said(live: LiveMeeting, verb: str, done: Done) -> str:
    """Return a sentence on what was done; empty where there is nothing to tell."""
    if not done or verb not in TOLD:
        return ""
    last = done[-1].event
    look = " [ and ] look at each." if isinstance(last, RatingsRevealed) else ""
    return f"{live.tell(last)}.{look}"
