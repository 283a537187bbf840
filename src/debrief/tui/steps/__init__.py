"""The panes of the meeting's steps: functions from a view of the room to styled text."""

from __future__ import annotations

from typing import Any, Protocol

from textual.content import Content

from debrief.core.room.model import Pane
from debrief.core.steps import Step
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


class _Painter(Protocol):
    def paint(self, pane: Any, space: Space) -> Content: ...


def paint(pane: Pane, space: Space) -> Content:
    """Return the pane of a step, with no line wider than the space."""
    return PAINTERS[pane.step].paint(pane, space)


PAINTERS: dict[Step, _Painter] = {
    "preflight": preflight,
    "role-clarity": clarity,
    "warm-up": warmup,
    "competency": competency,
    "references": references,
    "fit": fit,
    "premortem": premortem,
    "vote": vote,
    "decision": decision,
    "record": record,
}
