"""The pane of the role clarity gate: the brief, then how each panelist understood the role."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content

from debrief.core.room.clarity import ClarityView, RoleRow
from debrief.tui.paint import (
    MUTED,
    Lines,
    Space,
    beside,
    bullets,
    cell,
    fitting,
    hang,
    indent,
    page,
    says,
    section,
    stacked,
    wrap,
)
from debrief.tui.steps.poll import NONE, in_cell, name_cells

WIDE = 90
HERE = 2
"""Cells of the cursor before a name."""

EFFECTS = {
    "stand": "{}’s ratings stand.",
    "re-rate": "{} enters a new rating, unseen, for each competency.",
    "set-aside": "{}’s ratings are shown, but do not count.",
}
BRIEFLY = {"stand": "ratings stand", "re-rate": "rates again", "set-aside": "ratings set aside"}


def paint(view: ClarityView, space: Space) -> Content:
    """Return the brief until everybody has heard it, then the sentences on the role."""
    if not view.heard:
        return page(_brief(view, space))
    panel = _fitting_panel(view, space)
    return page(stacked(panel, _brief(view, space)) if space.expanded else panel)


def _brief(view: ClarityView, space: Space) -> Lines:
    """Return the brief in full and the decision rule, in two columns where there is room."""
    width = space.width
    mandate = wrap(view.mandate, width, "bold")
    column = (width - 4) // 2 if width >= WIDE else width
    rule = section(f"Decision rule: {view.owner} decides", wrap(view.rule, column), column)
    left = [
        _list("Authority", view.authority, column),
        _list("Success", view.success, column),
        _expected(view, column),
    ]
    right = [
        rule,
        _list("Challenges now", view.now, column),
        _list("Challenges next", view.next, column),
        _list("Constraints", view.constraints, column),
    ]
    if width < WIDE:
        return stacked(mandate, *right[:1], *left, *right[1:])

    def columns(gap: int) -> Lines:
        both = beside(stacked(*left, gap=gap), stacked(*right, gap=gap), column, 4)
        return stacked(mandate, both)

    return fitting(space.height, [lambda: columns(1), lambda: columns(0)])


def _list(title: str, items: tuple[str, ...], width: int) -> Lines:
    return section(title, bullets(items, width), width)


def _expected(view: ClarityView, width: int) -> Lines:
    lines = [
        line
        for expectation in view.expectations
        for line in hang(
            "· ",
            says(f"{expectation.stakeholder}: ", "bold") + " " + Content(expectation.expects),
            width,
        )
    ]
    return section("Who expects what", lines, width)


def _fitting_panel(view: ClarityView, space: Space) -> Lines:
    """Return the panel's sentences and the rulings, with empty lines if there is room.

    If they do not fit, the rulings come first, because they are read aloud then.
    """
    names = name_cells([row.name for row in view.rows], space.width // 3)
    title = wrap("Is this the role you rated?", space.width, "bold")
    rows = [_row(row, names, space) for row in view.rows]
    rulings = [line for row in view.rows for line in _ruling(view, row, space.width)]
    passed = wrap("✓ The gate is passed; the decision rule is fixed.", space.width)

    def panel(gap: int, between: int) -> Lines:
        listed = stacked(*rows, gap=between)
        return stacked(title, listed, rulings, passed if view.passed else [], gap=gap)

    low = stacked(title, rulings, *rows, passed if view.passed else [], gap=0)
    return fitting(space.height, [lambda: panel(1, 1), lambda: panel(1, 0), lambda: low])


def _row(row: RoleRow, names: int, space: Space) -> Lines:
    here = row.id == space.cursor
    mark = Content("▸ " if here else "  ")
    start = mark + cell(says(row.name, "bold" if here else ""), names + 2)
    width = space.width - cell_len(start.plain)
    if cell_len(row.name) > names:  # a name is never cut
        return [
            *hang(mark, row.name, space.width),
            *indent(_sentence(row, space, width), names + 4),
        ]
    first, *more = _sentence(row, space, width)
    lines = [start + first, *indent(more, names + HERE + 2)]
    return [in_cell(line, row.id) for line in lines] if row.status == "asked" else lines


def _sentence(row: RoleRow, space: Space, width: int) -> Lines:
    """Return the sentence on the card, and the answer at the right end."""
    if row.status == "no-card":
        return wrap(f"{NONE} no scorecard: nothing to confirm", width, MUTED)
    if row.status == "absent":
        return wrap(f"{NONE} absent", width, MUTED)
    lines = wrap(f"“{row.card}”" if row.card else "No sentence on the scorecard.", width)
    answer = _answer(row, space)
    gap = width - cell_len(lines[-1].plain) - cell_len(answer.plain)
    if not answer.plain:
        return lines
    if gap < HERE:
        below = wrap(answer, width)
        return [*lines, *(Content(" " * (width - cell_len(line.plain))) + line for line in below)]
    return [*lines[:-1], lines[-1] + Content(" " * gap) + answer]


def _answer(row: RoleRow, space: Space) -> Content:
    if row.status == "differs":
        return says(f"! differs, {BRIEFLY[row.ratings]}", "$text-warning")
    same = row.status == "same" or row.id in space.marked
    return says("✓ same", MUTED) if same else Content()


def _ruling(view: ClarityView, row: RoleRow, width: int) -> Lines:
    if row.status != "differs":
        return []
    ruled = says(f"{view.owner} rules: ", MUTED) + " "
    return [
        *hang("", says(f"{row.name}: ", MUTED) + " " + Content(f"“{row.differs}”"), width),
        *hang("", ruled + Content(f"“{row.ruling}”"), width),
        *wrap(EFFECTS[row.ratings].format(row.name), width, "$text-warning"),
    ]
