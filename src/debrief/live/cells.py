"""Cells entered unseen, of a round, the vote or a case of the warm-up: filling and opening them."""

from __future__ import annotations

from collections.abc import Mapping

from debrief.core import agenda
from debrief.core.events import Event
from debrief.core.meeting import Meeting
from debrief.core.prompts.answers import entry
from debrief.core.rules import rounds, warmup
from debrief.core.rules.refused import Refused
from debrief.core.scorecard import Entry
from debrief.core.sealed import Sealed
from debrief.store import keys

NOT_OPEN = "Open the meeting first: nothing is recorded before."


def entered(meeting: Meeting, chosen: Mapping[str, str]) -> Event | Refused:
    """Fill the cells of these panelists: a level from 1, `keep` or `not-voting` each."""
    if not meeting.opened:
        return Refused(NOT_OPEN)
    for choice in chosen.values():
        if refused := _refused_choice(meeting, choice):
            return refused
    ballots = {p: keys.seal(meeting.ballot_key, c.encode()) for p, c in chosen.items()}
    if _warms_up(meeting):
        return warmup.enter(meeting, ballots)
    return rounds.enter_ballots(meeting, meeting.place.competency, ballots)


def for_the_rest(meeting: Meeting) -> dict[str, str]:
    """Return the choice for each without an entry: their earlier rating, or none where none is."""
    if _warms_up(meeting):
        return {p: "not-voting" for p in meeting.voters(None) if p not in meeting.warm_up.ballots}
    here = meeting.place.competency
    choice = "keep" if meeting.poll(here).rounds else "not-voting"
    return {p: choice for p in agenda.may_keep(meeting, here)}


def cleared(meeting: Meeting, panelist: str) -> Event | Refused:
    """Empty a cell."""
    if _warms_up(meeting):
        return warmup.clear(meeting, panelist)
    return rounds.clear_ballot(meeting, meeting.place.competency, panelist)


def revealed(meeting: Meeting, key: keys.BallotKey | None) -> Event | Refused:
    """Open the cells with the meeting's key and reveal them together."""
    here = meeting.place.competency
    warms_up = _warms_up(meeting)
    cells = _opened(key, meeting.warm_up.ballots if warms_up else meeting.poll(here).ballots)
    if isinstance(cells, Refused):
        return cells
    if warms_up:
        return warmup.reveal(meeting, cells)
    if here is None:
        return rounds.reveal_votes(meeting, cells)
    return rounds.reveal_round(meeting, here, cells)


def _warms_up(meeting: Meeting) -> bool:
    return meeting.place.step == "warm-up"


def _refused_choice(meeting: Meeting, choice: str) -> Refused | None:
    """Return why a cell cannot say this, if it cannot: beyond the scale, or nothing to keep."""
    warms_up, here = _warms_up(meeting), meeting.place.competency
    if warms_up:
        here = meeting.warm_up.open.partition("/")[0] or None
    levels = len(meeting.brief.levels(here))
    if choice.isdigit() and not 1 <= int(choice) <= levels:
        return Refused(f"The scale has {levels} levels: press 1 to {levels}.")
    if choice == "keep" and warms_up:
        return Refused("There is no earlier rating of this case to keep.")
    if choice == "keep" and not meeting.poll(here).rounds:
        return Refused("There is no earlier vote to keep.")
    return None


def _opened(
    key: keys.BallotKey | None, cells: Mapping[str, str]
) -> dict[str, Sealed[Entry]] | Refused:
    """Return the cells opened, still sealed to everything but a reveal."""
    if key is None:
        return Refused("The key of this meeting is lost: leave and resume to enter anew.")
    try:
        return {
            panelist: Sealed(entry(keys.open_sealed(key, cell).decode()))
            for panelist, cell in cells.items()
        }
    except keys.CannotOpenError as problem:
        return Refused(str(problem))
