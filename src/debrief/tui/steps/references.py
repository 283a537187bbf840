"""The pane of the references: three answers, and what they say about the panel's view."""

from __future__ import annotations

from textual.content import Content

from debrief.core.brief import Reference
from debrief.core.room import ReferenceRow, ReferencesView
from debrief.tui.paint import (
    ACCENT,
    MUTED,
    Lines,
    Space,
    beside,
    bullets,
    ends,
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
FINDINGS = {
    "confirms": ("✓", "$text-success"),
    "contradicts": ("✗", "$text-error"),
    "new": ("+", "$text-accent"),
}
NONE = "No references are on file. A hire then becomes conditional, with a follow-up."
BEFORE = (
    "Three answers each: a hard period, where they struggled most, the environment of their best "
    "work. Then each finding confirms, contradicts or is new. A finding alone moves no rating."
)


def paint(view: ReferencesView, space: Space) -> Content:
    """Return the reference at hand, or what will happen before the first."""
    width = space.width
    if view.reference is None:
        return page(_before(view, width))
    head = _head(view, view.reference, width)
    findings = section("What it says about", _findings(view.findings, width), width)
    return page(stacked(head, _answers(view, view.reference, width), findings))


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
    number = says(f"Reference {view.number} of {view.total}", ACCENT)
    return [
        *ends(says(reference.relation, "bold"), number, width),
        *wrap(" · ".join(facts), width, MUTED),
    ]


def _answers(view: ReferencesView, reference: Reference, width: int) -> Lines:
    half = (width - 4) // 2 if width >= WIDE else width
    hard = _answer("A difficult period", reference.difficult_period, half)
    struggled = _answer("Where they struggled most", reference.struggled_most, half)
    best = _answer("The environment of their best work", reference.best_environment, half)
    ours = _constraints(view, half)
    if width < WIDE:
        return stacked(hard, struggled, best, ours)
    return stacked(beside(hard, struggled, half), beside(best, ours, half))


def _answer(title: str, text: str, width: int) -> Lines:
    said = text.strip()
    return section(title, wrap(said or "not answered", width, "" if said else MUTED), width)


def _constraints(view: ReferencesView, width: int) -> Lines:
    return section("The constraints of our role", bullets(view.constraints, width), width)


def _findings(rows: tuple[ReferenceRow, ...], width: int) -> Lines:
    """Return each finding; beside it, or below where that is too narrow, the panel's class."""
    left = width * 5 // 8 if width >= WIDE else width
    said: list[Lines] = []
    for row in rows:
        glyph, style = FINDINGS[row.finding]
        name = joined(says(row.finding, f"bold {style}"), says(row.competency, "bold"))
        lines = [*hang(says(glyph, f"bold {style}") + " ", name, left)]
        lines += indent(wrap(row.note, left - 2), 2)
        panel = says("the panel", MUTED) + "  " + Content(row.panel)
        if width < WIDE:
            said.append([*lines, *indent(wrap(panel, width - 2), 2)])
        else:
            said.append(beside(lines, wrap(panel, width - left - 4), left))
    return stacked(*said, gap=0)
