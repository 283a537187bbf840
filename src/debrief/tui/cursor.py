"""The cursor in rows of people: the cells of a blind entry, or answers that are given by name."""

from __future__ import annotations

from collections.abc import Container, Sequence

from debrief.core.room.model import RoomView
from debrief.core.room.rows import Row, answers, cells

NOBODY = "-"
"""The cursor once all cells are filled, so that one digit too many changes nothing."""


def rows(view: RoomView) -> Sequence[Row]:
    """Return the rows the cursor can be on now."""
    return cells(view) or answers(view)


def settled(rows: Sequence[Row], cursor: str, marked: Container[str] = ()) -> str:
    """Return the cursor if it is still on a row, else the first that is not filled or marked."""
    if cursor in (row.id for row in rows):
        return cursor
    return first_empty(rows, marked) if rows else ""


def after(rows: Sequence[Row], cursor: str, marked: Container[str] = ()) -> str:
    """Return the next row after `cursor` that is not filled or marked, from the start again.

    Where none is left the cursor stays, so that another digit corrects the last answer.
    """
    order = [row.id for row in rows]
    start = order.index(cursor) + 1
    found = first_empty([*rows[start:], *rows[:start]], marked)
    return cursor if found == NOBODY else found


def first_empty(rows: Sequence[Row], marked: Container[str] = ()) -> str:
    """Return the first row that is not filled or marked."""
    return next((row.id for row in rows if not row.filled and row.id not in marked), NOBODY)


def moved(rows: Sequence[Row], cursor: str, by: int) -> str:
    """Return the row `by` places further, continuing at the start after the end."""
    order = [row.id for row in rows]
    if not order:
        return cursor
    here = order.index(cursor) if cursor in order else (-1 if by > 0 else 0)
    return order[(here + by) % len(order)]
