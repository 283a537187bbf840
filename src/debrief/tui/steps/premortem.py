"""The pane of the premortem: causes of a failed hire, and of a missed one."""

from __future__ import annotations

from functools import partial

from textual.content import Content

from debrief.core.room.closing import PremortemView
from debrief.tui.paint import (
    LINE,
    MUTED,
    Lines,
    Space,
    beside,
    card,
    fitting,
    hang,
    page,
    says,
    stacked,
)

WIDE = 70
GAP = 4
CARD = 4
"""Width of a card's bar and margins, in cells."""

FAILED = "A year has passed and it went wrong: why?"
ASKED = "Press space to add causes, one per line."
NOT_ASKED = "nothing yet"
MISSED = "We passed, and they excelled elsewhere: what did we miss?"


def paint(view: PremortemView, space: Space) -> Content:
    """Return both questions, each with cards of its causes below."""
    width = space.width

    def laid(between: int, gap: int) -> Lines:
        sides = ((FAILED, view.failed, "failed"), (MISSED, view.missed, "missed"))
        if width < WIDE:
            drawn = [
                stacked(
                    _question(question, width, here=view.asks == kind),
                    _cards(causes, width, here=view.asks == kind, gap=gap),
                    gap=gap,
                )
                for question, causes, kind in sides
            ]
            return stacked(*drawn, gap=between)
        half = (width - GAP) // 2
        heads = [_question(q, half, here=view.asks == k) for q, _, k in sides]
        cards = [_cards(c, half, here=view.asks == k, gap=gap) for _, c, k in sides]
        rule = [says("─" * half, LINE)]
        return [
            *beside(heads[0], heads[1], half, GAP),
            *beside(rule, rule, half, GAP),
            *beside(cards[0], cards[1], half, GAP),
        ]

    return page(fitting(space.height, [partial(laid, *gaps) for gaps in ((2, 1), (1, 0), (0, 0))]))


def _question(question: str, width: int, *, here: bool) -> Lines:
    mark = says("▸", "bold") if here else Content(" ")
    return hang(mark + " ", says(question, "bold" if here else ""), width)


def _cards(causes: tuple[str, ...], width: int, *, here: bool, gap: int) -> Lines:
    if not causes:
        return hang("  ", ASKED if here else NOT_ASKED, width, MUTED)
    cards = [
        card(hang(says(f"{number:>2}", MUTED) + "  ", cause, width - CARD), width)
        for number, cause in enumerate(causes, start=1)
    ]
    return stacked(*cards, gap=gap)
