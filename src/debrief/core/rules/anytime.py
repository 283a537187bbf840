"""What may be done at any moment: minutes, follow-ups, the clock, undo and redo."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from debrief.core import events as e
from debrief.core.alias import mask
from debrief.core.fold import undone
from debrief.core.meeting import Meeting
from debrief.core.model import LONGEST_LINE
from debrief.core.rules.refused import Refused, closed_to_change, unknown_panelist
from debrief.core.tell import tell
from debrief.core.words import FollowUp

BARRIERS = (
    e.MeetingOpened,
    e.RatingsRevealed,
    e.VotesRevealed,
    e.VignetteRevealed,
    e.CardAccepted,
    e.MeetingFinished,
)
SKIPPED = (
    e.ClockPaused,
    e.ClockResumed,
    e.ClockWentBack,
    e.BallotEntered,
    e.BallotCleared,
    e.VignetteRated,
    e.VignetteCleared,
    e.BallotsLost,
    e.JournalRecovered,
    e.RecordWritten,
    e.Undone,
    e.Redone,
)


def take_minute(
    meeting: Meeting,
    text: str,
    speaker: str | None = None,
    *,
    quiet: bool = False,
    kind: Literal["minute", "voiced-early"] = "minute",
    source: str | None = None,
) -> e.MinuteTaken | Refused:
    """Take a minute, stamped with the place; one of a rating voiced early is always quiet."""
    if refused := closed_to_change(meeting):
        return refused
    if speaker is not None and (refused := unknown_panelist(meeting, speaker)):
        return refused
    if not text.strip():
        return Refused("Write the minute first.")
    return e.MinuteTaken(
        text=text,
        speaker=speaker,
        quiet=quiet or kind == "voiced-early",
        kind=kind,
        place=meeting.place,
        source=source,
    )


def add_follow_up(
    meeting: Meeting, text: str, owner: str, due: date | None = None, source: str | None = None
) -> e.FollowUpAdded | Refused:
    """Record a promise: what, who, and by when."""
    if refused := closed_to_change(meeting):
        return refused
    if not text.strip() or not owner.strip():
        return Refused("A follow-up needs what is promised and who does it.")
    return e.FollowUpAdded(follow_up=FollowUp(text=text, owner=owner, due=due), source=source)


def pause(meeting: Meeting) -> e.ClockPaused | e.ClockResumed | Refused:
    """Stop the clock, or let it go on."""
    if refused := closed_to_change(meeting):
        return refused
    return e.ClockResumed() if meeting.clock.paused else e.ClockPaused()


def undo(meeting: Meeting, log: Sequence[e.Logged]) -> e.Undone | Refused:
    """Take back the facilitator's last event since the last barrier, and say what it was."""
    if refused := closed_to_change(meeting):
        return refused
    gone = undone(log)
    for logged in reversed(log):
        if isinstance(logged.event, BARRIERS):
            return Refused(_CANNOT[type(logged.event)])
        if not _is_skipped(logged.event) and logged.seq not in gone:
            return e.Undone(target=logged.seq, what=_what(meeting, logged.event))
    return Refused("There is nothing to undo.")


def may_undo(meeting: Meeting, log: Sequence[e.Logged]) -> bool:
    """Return whether there is something to take back."""
    return meeting.opened and not isinstance(undo(meeting, log), Refused)


def redo(meeting: Meeting, log: Sequence[e.Logged]) -> e.Redone | Refused:
    """Bring back what was last taken back, as long as nothing new was recorded since."""
    if refused := closed_to_change(meeting):
        return refused
    taken_back: list[int] = []
    for logged in log:
        if isinstance(logged.event, e.Undone):
            taken_back.append(logged.event.target)
        elif isinstance(logged.event, e.Redone):
            taken_back.pop()
        elif not _is_skipped(logged.event):
            taken_back.clear()
    if not taken_back:
        return Refused("There is nothing to redo.")
    event = next(logged.event for logged in log if logged.seq == taken_back[-1])
    return e.Redone(target=taken_back[-1], what=_what(meeting, event))


def _what(meeting: Meeting, event: e.Event) -> str:
    # Long titles and names add up, so cut the whole line too, after masking the name.
    return tell(meeting, event).short(mask(meeting.brief))[:LONGEST_LINE]


def _is_skipped(event: e.Event) -> bool:
    from_console = isinstance(event, e.MinuteTaken | e.FollowUpAdded) and event.source is not None
    return from_console or isinstance(event, SKIPPED)


_CANNOT: dict[type[e.Event], str] = {
    e.MeetingOpened: "Nothing to undo: the meeting has just been opened.",
    e.RatingsRevealed: "A reveal cannot be unseen: there is nothing to undo since.",
    e.VotesRevealed: "The vote cannot be unseen: there is nothing to undo since.",
    e.VignetteRevealed: "A reveal cannot be unseen: there is nothing to undo since.",
    e.CardAccepted: "An accepted card stays accepted: there is nothing to undo since.",
    e.MeetingFinished: "The meeting is finished: nothing in it changes any more.",
}
