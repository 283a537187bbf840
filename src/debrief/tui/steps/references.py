"""The pane of the references: three answers, and findings on the panel's ratings."""

from __future__ import annotations

from functools import partial

from textual.content import Content

from debrief.core.brief import Reference
from debrief.core.room.closing import ReferenceRow, ReferencesView
from debrief.tui.paint import (
    AIR,
    MUTED,
    Lines,
    Space,
    beside,
    bullets,
    ends,
    fitting,
    hang,
    indent,
    joined,
    page,
    says,
    section,
    stacked,
    wrap,
)

WIDE = 90
GAP = 4
FINDINGS = {
    "confirms": ("✓", "$text-success"),
    "contradicts": ("✗", "$text-error"),
    "new": ("·", MUTED),
}
NONE = (
    "No references are on file. Space records that. Hearing references is then proposed as a "
    "condition of a hire."
)
BEFORE = (
    "Three answers each: a hard period, where they struggled most, the environment of their best "
    "work. Then each finding confirms, contradicts or is new. A finding alone moves no rating."
)


def paint(view: ReferencesView, space: Space) -> Content:
    """Return the current reference, or before the first an outline of the step."""
    reference, width = view.reference, space.width
    if reference is None:
        return page(_before(view, width))
    return page(
        fitting(
            space.height,
            [partial(_laid, view, reference, width, *gaps) for gaps in AIR],
        )
    )


def _laid(view: ReferencesView, reference: Reference, width: int, between: int, gap: int) -> Lines:
    """Return the answers beside the findings, and their best environment beside our constraints."""
    head = _head(view, reference, width)
    half = (width - GAP) // 2 if width >= WIDE else width
    period = _answer("A difficult period", reference.difficult_period, half)
    struggled = _answer("Where they struggled most", reference.struggled_most, half)
    best = _answer("The environment of their best work", reference.best_environment, half)
    findings = _findings(view.findings, half, gap=gap)
    ours = _constraints(view, half)
    if width < WIDE:
        return stacked(head, findings, period, struggled, best, ours, gap=between)
    return stacked(
        head,
        beside(stacked(period, struggled, gap=between), findings, half, GAP),
        beside(best, ours, half, GAP),
        gap=between,
    )


def _before(view: ReferencesView, width: int) -> Lines:
    if view.total == 0:
        return stacked(wrap(says("References", "bold"), width), wrap(NONE, width))
    count = "1 reference" if view.total == 1 else f"{view.total} references"
    title = wrap(says(f"{count} on file", "bold"), width)
    return stacked(title, wrap(BEFORE, width), _constraints(view, width))


def _head(view: ReferencesView, reference: Reference, width: int) -> Lines:
    facts = [
        "named by the candidate" if reference.given_by_candidate else "not named by the candidate"
    ]
    if reference.taken:
        facts.append(f"taken on {reference.taken.day} {reference.taken:%B %Y}")
    number = says(f"Reference {view.number} of {view.total}", MUTED)
    return [
        *ends(says(reference.relation, "bold"), number, width),
        *wrap(" · ".join(facts), width, MUTED),
    ]


def _answer(title: str, text: str, width: int) -> Lines:
    answer = text.strip()
    return section(title, wrap(answer or "not answered", width, "" if answer else MUTED), width)


def _constraints(view: ReferencesView, width: int) -> Lines:
    return section("The constraints of our role", bullets(view.constraints, width), width)


def _findings(rows: tuple[ReferenceRow, ...], width: int, *, gap: int) -> Lines:
    """Return each finding, with the panel's class for its competency beside or below it."""
    blocks: list[Lines] = []
    for row in rows:
        glyph, style = FINDINGS[row.finding]
        mark = says(glyph, f"bold {style}") + " "
        name = mark + joined(says(row.finding, f"bold {style}"), says(row.competency, "bold"))
        panel = says("the panel", MUTED) + "  " + says(row.panel)
        below = [*wrap(row.note, width - 2), *wrap(panel, width - 2)]
        if name.cell_length + 2 + panel.cell_length <= width:
            blocks.append([*ends(name, panel, width), *indent(wrap(row.note, width - 2), 2)])
        else:
            blocks.append([*hang(mark, name[len(mark.plain) :], width), *indent(below, 2)])
    return section("What it says about", stacked(*blocks, gap=gap), width)
