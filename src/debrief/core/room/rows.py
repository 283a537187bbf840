"""The people of a view who can answer now: in a cell of a blind entry, or by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from debrief.core.room import clarity
from debrief.core.room import poll as room_poll
from debrief.core.room.closing import DecisionView
from debrief.core.room.model import RoomView
from debrief.core.room.poll import EntryRow
from debrief.core.verbs.decision import AskDissent


class Row(Protocol):
    """A panelist who can answer; `filled` is true if nothing is missing in their row."""

    @property
    def id(self) -> str:
        """The panelist's id."""

    @property
    def name(self) -> str:
        """The panelist's name."""

    @property
    def filled(self) -> bool:
        """True if nothing is missing in this row."""


def cells(view: RoomView) -> list[EntryRow]:
    """Return the cells that can be filled now; none while another step is shown."""
    poll = getattr(view.pane, "poll", None)
    if poll is None or view.looking or not isinstance(poll, room_poll.PollView):
        return []
    rows = [row.cell if isinstance(row, room_poll.BlindRow) else row for row in poll.rows]
    return [row for row in rows if isinstance(row, room_poll.EntryRow) and not row.bar]


def answers(view: RoomView) -> Sequence[Row]:
    """Return the people who answer by name now: at the role gate, or whether they dissent."""
    pane = view.pane
    if view.looking:
        return []
    if isinstance(pane, DecisionView):
        asked = [row for row in pane.asked if not row.filled]
        return asked if view.main.verb == AskDissent.name else []
    if not isinstance(pane, clarity.ClarityView):
        return []
    panel = [row for row in pane.rows if row.status not in ("absent", "no-card")]
    return panel if pane.heard and not pane.passed else []
