"""How the events of the warm-up change it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from debrief.core import events as e
from debrief.core.happened import Rated
from debrief.core.meeting import Meeting


def _with(meeting: Meeting, **changes: Any) -> Meeting:
    return replace(meeting, warm_up=replace(meeting.warm_up, **changes))


def opened(meeting: Meeting, event: e.VignetteOpened, _: e.Logged) -> Meeting:
    """Put a case to the panel, with empty cells."""
    return _with(meeting, open=f"{event.competency}/{event.vignette}", ballots={})


def rated(meeting: Meeting, event: e.VignetteRated, _: e.Logged) -> Meeting:
    """Fill cells of the open case; those of a case taken back are dropped."""
    if not meeting.warm_up.open:
        return meeting
    return _with(meeting, ballots={**meeting.warm_up.ballots, **event.ballots})


def cleared(meeting: Meeting, event: e.VignetteCleared, _: e.Logged) -> Meeting:
    """Empty a cell."""
    cells = meeting.warm_up.ballots
    return _with(meeting, ballots={p: cell for p, cell in cells.items() if p != event.panelist})


def revealed(meeting: Meeting, event: e.VignetteRevealed, _: e.Logged) -> Meeting:
    """Keep what the panel rated the case."""
    warm_up = meeting.warm_up
    shown = Rated(warm_up.open, event.ratings)
    return _with(meeting, open="", ballots={}, rated=(*warm_up.rated, shown))


def lost(meeting: Meeting) -> Meeting:
    """Empty the cells of the open case, whose key is gone."""
    return _with(meeting, ballots={}) if meeting.warm_up.ballots else meeting
