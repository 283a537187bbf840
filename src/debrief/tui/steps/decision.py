"""The pane of the decision: who decides, what stands in the way, dissent and its answers."""

from __future__ import annotations

from functools import partial

from textual.content import Content

from debrief.core.room_closing import DecisionView, DissentRow
from debrief.tui.paint import (
    ACCENT,
    MUTED,
    Lines,
    Space,
    beside,
    bullets,
    card,
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
from debrief.tui.widgets.large import large

WIDE = 70
CARD = 4
"""Cells of a card that are not text."""

OPTIONS = ("hire", "no hire", "more signal", "postponed")


def paint(view: DecisionView, space: Space) -> Content:
    """Return the owner or the decision, large if there is room, then what it rests on."""
    width = space.width

    def laid(*, big: bool) -> Lines:
        head = _decided(view, width, big=big) if view.decision else _owner(view, width, big=big)
        return stacked(
            head,
            section("The panel’s vote", wrap(view.vote, width), width),
            _obstacles(view, width),
            _dissents(view, width),
            section("Conditions", bullets(view.conditions, width), width),
            section("What comes next", bullets((*view.facts, *view.follow_ups), width), width),
        )

    return page(fitting(space.height, [partial(laid, big=True), partial(laid, big=False)]))


def _owner(view: DecisionView, width: int, *, big: bool) -> Lines:
    letters = [_large(line) for line in large(view.owner, width)] if big else []
    name = joined(says(view.owner, f"bold {ACCENT}"), says("decides", "bold"), gap=" ")
    lines = [*wrap(name, width), *wrap("   ".join(f"○ {one}" for one in OPTIONS), width, MUTED)]
    note = wrap(view.owner_note, width, "$text-warning") if view.owner_note else []
    return stacked(letters, [*lines, *note])


def _decided(view: DecisionView, width: int, *, big: bool) -> Lines:
    letters = [_large(line) for line in large(view.decision, width)] if big else []
    word = says(view.decision.upper(), "bold")
    by = joined(says("decided by", MUTED), says(view.owner, f"bold {ACCENT}"), gap=" ")
    note = wrap(view.owner_note, width, "$text-warning") if view.owner_note else []
    said = [*wrap(joined(word, by, gap="   "), width), *note, *wrap(view.rationale, width)]
    return stacked(letters, said)


def _large(line: str) -> Content:
    """Return a line of large letters, whose blanks are part of them."""
    return Content(line).stylize(f"bold {ACCENT}")


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
    half = (width - 2) // 2 if width >= WIDE else width
    room = half - CARD
    said = [*wrap(says(row.name, "bold") + "  " + state, room), *wrap(f"“{row.text}”", room)]
    if row.answer:
        reply = [
            *wrap(says(owner, "bold") + "  " + says("answers", MUTED), room),
            *wrap(row.answer, room),
        ]
    else:
        reply = wrap("▸ to be answered", room, ACCENT)
    if width < WIDE:
        return [*card(said, width, "$text-warning"), *card(reply, width)]
    rows = max(len(said), len(reply))
    said, reply = ([*lines, *[Content()] * (rows - len(lines))] for lines in (said, reply))
    return beside(card(said, half, "$text-warning"), card(reply, half), half, width - 2 * half)
