"""A threshold after its reveal: two columns, not met and met, with who said which."""

from __future__ import annotations

from typing import cast

from textual.content import Content

from debrief.core.room_poll import PollView, RatedRow
from debrief.tui.paint import MUTED, Lines, beside, hang, joined, says, stacked, wrap
from debrief.tui.steps.evidence import Evidence, below, in_words
from debrief.tui.steps.poll import level_style

NARROW = 50
GAP = 4
GLYPHS = ("✗", "✓")
RULE = "A threshold can block; it can never lift."


def panel(
    poll: PollView,
    width: int,
    evidence: Evidence,
    *,
    gap: int = 0,
    air: int = 0,
    counted: bool = True,
) -> Lines:
    """Return the panel in two columns, and below them who gave no rating.

    `gap` free lines stand between people, `air` between them and what is below; `counted` says
    how many met it.
    """
    rows = cast("tuple[RatedRow, ...]", poll.rows)
    side_by_side = width >= NARROW
    half = (width - GAP) // 2 if side_by_side else width
    sides = []
    for level, glyph in enumerate(GLYPHS, start=1):
        here = [row for row in rows if row.level == level]
        style = f"bold {level_style(level, len(GLYPHS))}"
        count = f" · {sum(not row.set_aside for row in here)}" if counted else ""
        head = wrap(says(f"{glyph} {poll.levels[level - 1]}{count}", style), half)
        people = [_person(row, poll, half, evidence) for row in here]
        sides.append(stacked([*head, says("━" * half, style)], stacked(*people, gap=gap), gap=0))
    columns = beside(sides[0], sides[1], half, GAP) if side_by_side else stacked(*sides)
    rest = [_person(row, poll, width, evidence) for row in rows if row.level is None]
    return stacked(columns, stacked(*rest, gap=0), wrap(says(RULE, MUTED), width), gap=air)


def _person(row: RatedRow, poll: PollView, width: int, evidence: Evidence) -> Lines:
    known = [level for level in row.earlier if level is not None]
    parts = in_words(row)
    if known and known[-1] != row.level:
        parts.insert(0, f"○ was {poll.levels[known[-1] - 1]}")
    mark = says("–", MUTED)
    if row.level is not None:
        style = MUTED if row.set_aside else f"bold {level_style(row.level, len(GLYPHS))}"
        mark = says("●", style)
    name, side = says(row.name), says(" · ".join(parts), MUTED)
    lines = hang(mark + " ", joined(name, side), width)
    if len(lines) > 1:
        lines = [
            *hang(mark + " ", name, width),
            *(hang(Content("  "), side, width) if parts else []),
        ]
    return [*lines, *below(row, poll, width, evidence)]
