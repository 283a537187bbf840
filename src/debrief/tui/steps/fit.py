"""The pane of constraints and mutual fit: facts told to the candidate, concerns, promises."""

from __future__ import annotations

from functools import partial

from textual.content import Content

from debrief.core.room.closing import ConstraintRow, ContextRow, FitView
from debrief.tui.paint import (
    AIR,
    MUTED,
    Lines,
    Space,
    beside,
    bullets,
    fitting,
    hang,
    indent,
    page,
    says,
    section,
    stacked,
    wrap,
)

WIDE = 90
STATUSES = {
    "told": ("✓", "told", "$text-success"),
    "untold": ("!", "not told", "$text-warning"),
    "open": ("·", "not asked yet", MUTED),
}
OFFERS = {
    "yes": ("+", ""),
    "partly": ("?", ""),
    "no": ("–", ""),
}


def paint(view: FitView, space: Space) -> Content:
    """Return facts told to the candidate, their concerns, our promises and past contexts."""
    return page(fitting(space.height, [partial(_laid, view, space.width, *gaps) for gaps in AIR]))


def _laid(view: FitView, width: int, between: int, gap: int) -> Lines:
    if width < WIDE:
        return stacked(
            _constraints(view, width, gap=gap),
            _contexts(view, width, gap=gap),
            _theirs(view, width, gap=between),
            gap=between,
        )
    half = (width - 4) // 2
    right = width - half - 4
    theirs = _theirs(view, right, gap=between)
    columns = beside(_constraints(view, half, gap=gap), theirs, half, 4)
    return stacked(columns, _contexts(view, width, gap=gap), gap=between)


def _constraints(view: FitView, width: int, *, gap: int) -> Lines:
    rows = stacked(*(_constraint(row, width) for row in view.constraints), gap=gap)
    none = wrap(
        "The brief names no constraints. Are there really none? Press n to note what is said.",
        width,
        MUTED,
    )
    return section("Was the candidate told?", rows or none, width)


def _constraint(row: ConstraintRow, width: int) -> Lines:
    glyph, word, style = STATUSES[row.status]
    by = f" by {row.by}" if row.by else ""
    mark = says(glyph, f"bold {style}") + " "
    return [*hang(mark, row.text, width), *indent(wrap(f"{word}{by}", width - 2, style), 2)]


def _theirs(view: FitView, width: int, *, gap: int) -> Lines:
    concerns: Lines = []
    for name, text in view.concerns:
        by = Content("  ") + says(f"to {name}", MUTED) if name else Content()
        concerns += hang("· ", Content(text) + by, width)
    none = wrap(
        "The cards name no concerns. Did they ask about anything? ctrl+p records a concern.",
        width,
        MUTED,
    )
    owed = bullets(view.owed, width) or wrap("Nothing yet. This is asked last.", width, MUTED)
    return stacked(
        section("Their own concerns", concerns or none, width),
        section("What we owe them", owed, width),
        gap=gap,
    )


def _contexts(view: FitView, width: int, *, gap: int) -> Lines:
    rows = stacked(*(_context(row, width) for row in view.contexts), gap=gap)
    return section("What depended on a past context, and whether our role offers it", rows, width)


def _context(row: ContextRow, width: int) -> Lines:
    glyph, style = OFFERS.get(row.offers, ("·", MUTED))
    answer = says(f"our role: {row.offers}" if row.offers else "not asked yet", style)
    about = says(f"{row.name}, {row.competency}", MUTED)
    mark = says(glyph, f"bold {style}") + " "
    return [
        *hang(mark, row.text, width),
        *indent(wrap(about + "  " + answer, width - 2), 2),
    ]
