"""Where the cursor of a blind entry is, and where it goes."""

from __future__ import annotations

from debrief.core import room_poll
from debrief.core.room import RoomView
from debrief.core.room_poll import EntryRow

NOBODY = "-"
"""The cursor once everybody has an entry: a digit too many then changes nothing."""


def cells(view: RoomView) -> list[EntryRow]:
    """Return the cells that can be entered now; none while looking elsewhere."""
    poll = getattr(view.pane, "poll", None)
    if poll is None or view.looking or not isinstance(poll, room_poll.PollView):
        return []
    return [row for row in poll.rows if isinstance(row, room_poll.EntryRow) and not row.bar]


def settled(rows: list[EntryRow], cursor: str) -> str:
    """Return the cursor where it is if that still is a cell, else at the first that waits."""
    if cursor in (row.id for row in rows):
        return cursor
    waiting = next((row.id for row in rows if not row.filled), NOBODY)
    return waiting if rows else ""


def after(rows: list[EntryRow], cursor: str) -> str:
    """Return the next cell that waits, from `cursor` on and then from the start."""
    order = [row.id for row in rows]
    start = order.index(cursor) + 1
    turned = rows[start:] + rows[:start]
    return next((row.id for row in turned if not row.filled), NOBODY)


def moved(rows: list[EntryRow], cursor: str, by: int) -> str:
    """Return the cell `by` places on, around the end."""
    order = [row.id for row in rows]
    if not order:
        return cursor
    here = order.index(cursor) if cursor in order else (-1 if by > 0 else 0)
    return order[(here + by) % len(order)]
