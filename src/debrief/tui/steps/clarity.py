"""The pane of the role clarity gate: the brief, and how each panelist understood the role."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content

from debrief.core.room_clarity import ClarityView, RoleRow
from debrief.tui.paint import (
    ACCENT,
    MUTED,
    Lines,
    Space,
    beside,
    bullets,
    cell,
    hang,
    indent,
    joined,
    page,
    says,
    section,
    stacked,
    wrap,
)
from debrief.tui.steps.poll import name_cells

WIDE = 90
MARKS = {
    "same": ("✓", "same role", "$text-success"),
    "differs": ("≠", "differs", "$text-warning"),
    "absent": ("–", "absent", MUTED),
    "asked": ("▸", "asked now", ACCENT),
    "waiting": ("·", "", MUTED),
}
EFFECTS = {
    "stand": "their ratings stand",
    "re-rate": "they rate again, in a second round",
    "set-aside": "their ratings are set aside: shown, outside the class",
}


def paint(view: ClarityView, space: Space) -> Content:
    """Return the brief beside the panel; where that is too narrow, the panel first."""
    width = space.width
    if width < WIDE:
        return page(
            stacked(
                _mandate(view, width),
                _panel(view, width, expanded=space.expanded),
                _brief(view, width),
            )
        )
    left = width * 9 // 16
    right = width - left - 4
    brief = stacked(_mandate(view, left), _brief(view, left))
    return page(beside(brief, _panel(view, right, expanded=space.expanded, gap=1), left, 4))


def _mandate(view: ClarityView, width: int) -> Lines:
    return wrap(view.mandate, width, "bold")


def _brief(view: ClarityView, width: int) -> Lines:
    parts = (
        ("Authority", view.authority),
        ("Success", view.success),
        ("Challenges now", view.now),
        ("Challenges next", view.next),
        ("Constraints", view.constraints),
    )
    told = [section(title, bullets(items, width), width) for title, items in parts]
    expected = [
        line
        for one in view.expectations
        for line in hang(
            "· ", says(f"{one.stakeholder}: ", "bold") + " " + Content(one.expects), width
        )
    ]
    return stacked(*told, section("Who expects what", expected, width))


def _panel(view: ClarityView, width: int, *, expanded: bool, gap: int = 0) -> Lines:
    names = name_cells([row.name for row in view.rows], width // 3)
    rows = [_row(row, names, width, expanded=expanded) for row in view.rows]
    mark = says("✓", "bold $text-success") + " "
    passed = hang(mark, "The gate is passed; the rule is fixed.", width) if view.passed else []
    return stacked(
        section("Is this the role you rated?", stacked(*rows, gap=gap), width),
        section("Decision rule", [*wrap(view.rule, width), *passed], width),
    )


def _row(row: RoleRow, names: int, width: int, *, expanded: bool) -> Lines:
    glyph, word, style = MARKS[row.status]
    name = says(row.name, "bold" if row.status == "asked" else "")
    mark = says(glyph, f"bold {style}") + " "
    owner = says("decides", ACCENT) if row.owner else Content()
    side = joined(says(word, style), owner, says(row.title, MUTED))
    room = width - names - 4
    if cell_len(side.plain) > room and not expanded:
        side = joined(says(word, style), owner)
    if cell_len(row.name) <= names and cell_len(side.plain) <= room:
        lines = [(mark + cell(name, names + 2) + side).rstrip()]
    else:
        lines = hang(mark, joined(name, side), width)
    return [*lines, *indent(_told(row, width - 2), 2)]


def _told(row: RoleRow, width: int) -> Lines:
    if row.status == "asked":
        card = f"“{row.card}”" if row.card else "The card says nothing about the role."
        return wrap(card, width)
    if row.status != "differs":
        return []
    lines = wrap(row.differs, width)
    if row.ruling:
        lines += hang("", says("ruled:", MUTED) + " " + Content(row.ruling), width)
    if row.ratings:
        lines += wrap(EFFECTS.get(row.ratings, row.ratings), width, "$text-warning")
    return lines
