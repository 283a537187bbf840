"""Cells of a round, the vote or a case: filling, clearing and decrypting them."""

from __future__ import annotations

from collections.abc import Mapping

from debrief.core.ballots import Submission
from debrief.core.meeting.events import Event
from debrief.core.meeting.question import Question
from debrief.core.meeting.state import Meeting
from debrief.core.refused import Refused
from debrief.core.scorecard import Entry
from debrief.core.sealed import Sealed
from debrief.core.verbs import cells
from debrief.core.verbs.rounds import entry
from debrief.live.ballots import choice_of, plain
from debrief.store import keys

NOT_OPEN = "Open the meeting first: before that, nothing is recorded."


def entered(meeting: Meeting, panelist: str, choice: str) -> Event | Refused:
    """Fill a panelist's cell: a level from 1, `keep` or `not-voting`."""
    if not meeting.opened:
        return Refused(NOT_OPEN)
    if refused := _refused_choice(meeting, panelist, choice):
        return refused
    return cells.enter(meeting, meeting.question, sealed(meeting, {panelist: choice}))


def sealed(meeting: Meeting, chosen: Mapping[str, str]) -> dict[str, str]:
    """Return choices by panelist, each encrypted to the meeting's key."""
    return {p: keys.seal(meeting.ballot_key, choice.encode()) for p, choice in chosen.items()}


def may_count(meeting: Meeting, submission: Submission) -> bool:
    """Return whether a code's choice can be entered here."""
    return _refused_choice(meeting, submission.panelist, submission.choice) is None


def does_not_count(meeting: Meeting, panelist: str) -> str:
    """Return the sentence on a code that cannot count; it says nothing about the choice."""
    return f"{meeting.name(panelist)}’s code does not count here. Ask for another."


def by_code(meeting: Meeting, submission: Submission) -> Event | Refused:
    """Fill a panelist's cell with a code's choice; the way is inside the ciphertext."""
    panelist, choice = submission.panelist, submission.choice
    if not may_count(meeting, submission):
        return Refused(does_not_count(meeting, panelist))
    ballot = sealed(meeting, {panelist: plain(choice, submission.code)})
    return cells.enter(meeting, meeting.question, ballot)


def cleared(meeting: Meeting, panelist: str) -> Event | Refused:
    """Empty a cell."""
    return cells.clear(meeting, meeting.question, panelist)


def opened(
    meeting: Meeting, key: keys.BallotKey | None, question: Question | None
) -> Mapping[str, Sealed[Entry]] | Refused:
    """Return the entries of a question's cells, decrypted, but sealed until a reveal."""
    if key is None:
        return Refused(
            "The key of this meeting is lost: leave, resume, and enter everything again."
        )
    open_ = meeting.cells_of(question) if question else None
    ballots = open_.ballots if open_ else {}
    try:
        return {
            panelist: Sealed(entry(choice_of(keys.open_sealed(key, cell).decode())))
            for panelist, cell in ballots.items()
        }
    except keys.CannotOpenError as problem:
        return Refused(str(problem))


def _refused_choice(meeting: Meeting, panelist: str, choice: str) -> Refused | None:
    """Return the refusal of a choice beyond the scale, or without an earlier entry to keep."""
    question = meeting.question
    if question is None:
        return None
    levels = len(question.levels(meeting.brief))
    if choice.isdigit() and not 1 <= int(choice) <= levels:
        return Refused(f"The scale has {levels} levels: press 1 to {levels}.")
    if choice == "keep" and panelist in question.voters(meeting):
        return cells.nothing_to_keep(meeting, question, (panelist,))
    return None
