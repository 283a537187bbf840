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
    if width < WIDE:
        return page(
            stacked(
                head,
                _answers(view.reference, width),
                _findings(view.findings, width),
                _constraints(view, width),
            )
        )
    half = (width - 4) // 2
    right = stacked(_findings(view.findings, half), _constraints(view, half))
    return page(stacked(head, beside(_answers(view.reference, half), right, half)))


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


def _answers(reference: Reference, width: int) -> Lines:
    return stacked(
        _answer("A difficult period", reference.difficult_period, width),
        _answer("Where they struggled most", reference.struggled_most, width),
        _answer("The environment of their best work", reference.best_environment, width),
    )


def _answer(title: str, text: str, width: int) -> Lines:
    said = text.strip()
    return section(title, wrap(said or "not answered", width, "" if said else MUTED), width)


def _constraints(view: ReferencesView, width: int) -> Lines:
    return section("The constraints of our role", bullets(view.constraints, width), width)


def _findings(rows: tuple[ReferenceRow, ...], width: int) -> Lines:
    """Return each finding, and below it the panel's class for that competency."""
    said: list[Lines] = []
    for row in rows:
        glyph, style = FINDINGS[row.finding]
        name = joined(says(row.finding, f"bold {style}"), says(row.competency, "bold"))
        panel = says("the panel", MUTED) + "  " + Content(row.panel)
        lines = hang(says(glyph, f"bold {style}") + " ", name, width)
        below = [*wrap(row.note, width - 2), *wrap(panel, width - 2)]
        said.append([*lines, *indent(below, 2)])
    return section("What it says about", stacked(*said, gap=0), width)
