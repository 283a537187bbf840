"""The pane of the decision: who decides, what stands in the way, dissent and its answers."""

from __future__ import annotations

from textual.content import Content

from debrief.core.room import DecisionView, DissentRow
from debrief.tui.paint import (
    ACCENT,
    MUTED,
    Lines,
    Space,
    beside,
    bullets,
    hang,
    indent,
    page,
    says,
    section,
    stacked,
    wrap,
)

WIDE = 70


def paint(view: DecisionView, space: Space) -> Content:
    """Return the owner and the decision, then what it rests on."""
    width = space.width
    return page(
        stacked(
            _owner(view, width),
            _decided(view, width),
            section("The panel’s vote", wrap(view.vote, width), width),
            _obstacles(view, width),
            _dissents(view, width),
            section("Conditions", bullets(view.conditions, width), width),
            section("What comes next", bullets((*view.facts, *view.follow_ups), width), width),
        )
    )


def _owner(view: DecisionView, width: int) -> Lines:
    verb = "decided" if view.decision else "decides"
    lines = wrap(says(view.owner, f"bold {ACCENT}") + " " + says(verb, "bold"), width)
    lines += [says("━" * min(width, max(len(line.plain) for line in lines)), ACCENT)]
    return [*lines, *wrap(view.owner_note, width, "$text-warning")] if view.owner_note else lines


def _decided(view: DecisionView, width: int) -> Lines:
    if not view.decision:
        return []
    return stacked(wrap(view.decision.upper(), width, "bold"), wrap(view.rationale, width), gap=0)


def _obstacles(view: DecisionView, width: int) -> Lines:
    lines: Lines = []
    for text in view.obstacles:
        lines += hang(says("✗", "bold $text-warning") + " ", text, width)
    for text, ruling in view.ruled:
        lines += hang(says("✓", "bold $text-success") + " ", text, width)
        lines += indent(hang("", says("ruled:", MUTED) + " " + Content(ruling), width - 2), 2)
    return section("In the way of a plain hire", lines, width)


def _dissents(view: DecisionView, width: int) -> Lines:
    blocks = [_dissent(row, view.owner, width) for row in view.dissents]
    return section("Dissent", stacked(*blocks), width)


def _dissent(row: DissentRow, owner: str, width: int) -> Lines:
    state = (
        says("✓ confirmed", "$text-success")
        if row.confirmed
        else says("not confirmed yet", "$text-warning")
    )
    half = (width - 4) // 2 if width >= WIDE else width
    said = [*wrap(says(row.name, "bold") + "  " + state, half), *wrap(f"“{row.text}”", half)]
    if row.answer:
        reply = [
            *wrap(says(owner, "bold") + "  " + says("answers", MUTED), half),
            *wrap(row.answer, half),
        ]
    else:
        reply = wrap("▸ to be answered", half, ACCENT)
    return beside(said, reply, half, 4) if width >= WIDE else [*said, *indent(reply, 0)]
