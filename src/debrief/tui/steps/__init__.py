"""One pane a step of the meeting, each a function from what the room sees to what is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.content import Content

from debrief.core import room
from debrief.tui.paint import Space
from debrief.tui.steps import (
    clarity,
    competency,
    decision,
    fit,
    preflight,
    premortem,
    record,
    references,
    vote,
    warmup,
)


def paint(pane: room.Pane, space: Space) -> Content:
    """Return the pane of a step, laid for the space; no line of it is wider."""
    return _PAINTERS[type(pane)](pane, space)


_PAINTERS: dict[type[room.Pane], Callable[[Any, Space], Content]] = {
    room.PreflightView: preflight.paint,
    room.ClarityView: clarity.paint,
    room.WarmUpView: warmup.paint,
    room.CompetencyView: competency.paint,
    room.ReferencesView: references.paint,
    room.FitView: fit.paint,
    room.PremortemView: premortem.paint,
    room.VoteView: vote.paint,
    room.DecisionView: decision.paint,
    room.RecordView: record.paint,
}
