"""The rules of the warm-up: open a case, enter cells unseen, reveal them with the reference."""

from __future__ import annotations

from collections.abc import Mapping

from debrief.core import events_warmup as w
from debrief.core.meeting import Meeting
from debrief.core.rules.refused import Refused, before_gate, unknown_panelist
from debrief.core.scorecard import Entry
from debrief.core.sealed import Sealed
from debrief.core.warmup import case, left

NO_CASE = "No case is being rated here."


def open_vignette(meeting: Meeting, key: str) -> w.VignetteOpened | Refused:
    """Read out a case that was not rated yet; `key` is `competency/vignette`."""
    if refused := before_gate(meeting) or _elsewhere(meeting):
        return refused
    if meeting.warm_up.open:
        return Refused("A case is being rated already: reveal it first.")
    if key not in (one.key for one in left(meeting.brief, meeting.warm_up)):
        return Refused("Choose a case that was not rated yet.")
    chosen = case(meeting.brief, key)
    return w.VignetteOpened(competency=chosen.competency.id, vignette=chosen.vignette.id)


def enter(meeting: Meeting, ballots: Mapping[str, str]) -> w.VignetteRated | Refused:
    """Enter cells of the open case unseen; `ballots` is ciphertext by panelist."""
    if refused := before_gate(meeting) or _elsewhere(meeting) or _no_case(meeting):
        return refused
    for panelist in ballots:
        if refused := unknown_panelist(meeting, panelist):
            return refused
        if panelist not in meeting.voters(None):
            return Refused(f"{meeting.name(panelist)} does not enter here: see people (p).")
    if not ballots:
        return Refused("Everybody has an entry already.")
    return w.VignetteRated(ballots=dict(ballots))


def clear(meeting: Meeting, panelist: str) -> w.VignetteCleared | Refused:
    """Empty a cell of the open case."""
    if refused := before_gate(meeting) or _no_case(meeting):
        return refused
    if panelist not in meeting.warm_up.ballots:
        return Refused("This cell is empty already.")
    return w.VignetteCleared(panelist=panelist)


def reveal(meeting: Meeting, opened: Mapping[str, Sealed[Entry]]) -> w.VignetteRevealed | Refused:
    """Reveal all ratings of the open case at once, beside the reference."""
    if refused := before_gate(meeting) or _no_case(meeting):
        return refused
    if not opened:
        return Refused("Nobody has an entry yet: type one, or S: the rest do not rate.")
    return w.VignetteRevealed(
        ratings={p.id: opened[p.id].open() for p in meeting.brief.panel if p.id in opened}
    )


def _elsewhere(meeting: Meeting) -> Refused | None:
    return None if meeting.place.step == "warm-up" else Refused(NO_CASE)


def _no_case(meeting: Meeting) -> Refused | None:
    return None if meeting.warm_up.open else Refused(NO_CASE)
