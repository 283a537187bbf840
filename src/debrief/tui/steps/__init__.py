"""One pane a step of the meeting, each a function from what the room sees to what is shown."""

from __future__ import annotations

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
)


def paint(pane: room.Pane, space: Space) -> Content:
    """Return the pane of a step, laid for the space; no line of it is wider."""
    match pane:
        case room.PreflightView():
            return preflight.paint(pane, space)
        case room.ClarityView():
            return clarity.paint(pane, space)
        case room.CompetencyView():
            return competency.paint(pane, space)
        case room.ReferencesView():
            return references.paint(pane, space)
        case room.FitView():
            return fit.paint(pane, space)
        case room.PremortemView():
            return premortem.paint(pane, space)
        case room.VoteView():
            return vote.paint(pane, space)
        case room.DecisionView():
            return decision.paint(pane, space)
        case room.RecordView():
            return record.paint(pane, space)
