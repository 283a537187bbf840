"""A threshold after its reveal: two columns, not met and met, with who said which."""

from __future__ import annotations

from typing import cast

from rich.cells import cell_len
from textual.content import Content

from debrief.core.room import PollView, RatedRow
from debrief.tui.paint import MUTED, Lines, beside, hang, says, stacked, wrap
from debrief.tui.steps.poll import Evidence, level_style, row_below, row_tail

NARROW = 50
GLYPHS = ("✗", "✓")
RULE = "A threshold can block; it can never lift."


def panel(poll: PollView, width: int, evidence: Evidence, *, gap: int = 0) -> Lines:
    """Return the panel in two columns, and below them who gave no rating."""
    rows = cast("tuple[RatedRow, ...]", poll.rows)
    half = (width - 4) // 2 if width >= NARROW else width
    sides = [_side(poll, level, rows, half, evidence, gap) for level in (1, 2)]
    columns = beside(*sides, half, 4) if width >= NARROW else stacked(*sides)
    rest = [
        line for row in rows if row.level is None for line in _person(row, poll, width, evidence)
    ]
    return stacked(columns, rest, wrap(says(RULE, MUTED), width))


def _side(
    poll: PollView, level: int, rows: tuple[RatedRow, ...], width: int, evidence: Evidence, gap: int
) -> Lines:
    here = [row for row in rows if row.level == level]
    style = f"bold {level_style(level, len(poll.levels))}"
    head = says(f"{GLYPHS[level - 1]} {poll.levels[level - 1]}   {len(here)}", style)
    line = says("─" * width, MUTED)
    return stacked(
        [*wrap(head, width), line],
        stacked(*(_person(row, poll, width, evidence) for row in here), gap=gap),
        gap=0,
    )


def _person(row: RatedRow, poll: PollView, width: int, evidence: Evidence) -> Lines:
    before = [level for level in row.earlier if level is not None]
    moved = bool(before) and before[-1] != row.level
    tail = [part for part in row_tail(row, poll, full=evidence == "full") if part]
    if moved:
        tail.insert(0, f"was {poll.levels[before[-1] - 1]}")
    mark = (
        says("●", MUTED if row.set_aside else f"bold {level_style(row.level, 2)}")
        if row.level
        else says("–", MUTED)
    )
    name = says(row.name)
    side = says(" · ".join(tail), MUTED)
    line = name + "  " + side if tail else name
    lines = hang(mark + " ", line, width)
    if len(lines) > 1 and cell_len(row.name) <= width - 2:
        lines = [*hang(mark + " ", name, width), *hang(Content("  "), side, width)]
    return [*lines, *row_below(row, poll, width, evidence)]
