"""The pane of the preflight: a checklist that begins with what blocks the start."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content

from debrief.core.room.model import CardRow, PreflightView
from debrief.tui.paint import MUTED, Lines, Space, cell, fitting, hang, page, says, stacked, wrap
from debrief.tui.steps.poll import flow, name_cells

NARROW = 60
GAP = 3

TO_DO = {
    "missing": ("no card", "ask now, or start without"),
    "undated": ("card has no date", "ask when it was written"),
    "late": ("card came late", "say so; it counts unless you remove it"),
    "broken": ("card has errors", "it doesn’t count; debrief check lists them"),
}
"""The problem with a card, and what to do about it, by status."""

NOT_ONE = (
    "No scorecards are in yet. To create the forms, run debrief new --forms, and send each "
    "panelist theirs. Cards appear here as they arrive."
)


def paint(view: PreflightView, space: Space) -> Content:
    """Return the checklist: problems first, then the cards that are fine, then other facts."""
    width = space.width
    there = sum(row.status in ("in", "undated", "late") for row in view.rows)
    fine = [f"✓ {row.name}" for row in view.rows if row.status == "in"]
    blocks = (
        hang(says("Ready?", "bold") + "   ", f"{there} of {len(view.rows)} cards", width),
        _problems(view, width),
        flow(fine, width) if fine else [],
        [line for note in view.notes for line in wrap(note, width, MUTED)],
    )
    return page(fitting(space.height, [lambda: stacked(*blocks), lambda: stacked(*blocks, gap=0)]))


def _problems(view: PreflightView, width: int) -> Lines:
    mark = says("!", "bold $text-warning") + " "
    lines = [line for problem in view.problems for line in hang(mark, problem, width)]
    if all(row.status == "missing" for row in view.rows):
        return [*lines, *hang(mark, NOT_ONE, width)]
    rows = [row for row in view.rows if row.status in TO_DO]
    names = name_cells([row.name for row in rows], width // 3) + GAP
    problems = max((cell_len(TO_DO[row.status][0]) for row in rows), default=0) + GAP
    for row in rows:
        lines += _problem(row, mark, names, problems, width)
    return lines


def _problem(row: CardRow, mark: Content, names: int, problems: int, width: int) -> Lines:
    """Return a card's problem in columns, as a sentence where they are too narrow."""
    problem, to_do = TO_DO[row.status]
    if width < NARROW or cell_len(row.name) + GAP > names:
        return hang(mark, f"{row.name}: {problem}; {to_do}", width)
    return hang(mark + cell(row.name, names) + cell(problem, problems), to_do, width)
