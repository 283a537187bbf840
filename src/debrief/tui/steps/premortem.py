"""The pane of the premortem: why it went wrong, and what we would have missed."""

from __future__ import annotations

from textual.content import Content

from debrief.core.room import PremortemView
from debrief.tui.paint import ACCENT, MUTED, Lines, Space, beside, hang, page, says, stacked

WIDE = 70
FAILED = "A year has passed and it went wrong: why?"
MISSED = "We passed, and they excelled elsewhere: what did we miss?"


def paint(view: PremortemView, space: Space) -> Content:
    """Return both questions, each with its causes below it."""
    width = space.width
    if width < WIDE:
        return page(
            stacked(
                _side(FAILED, view.failed, width, here=view.asks == "failed"),
                _side(MISSED, view.missed, width, here=view.asks == "missed"),
                gap=2,
            )
        )
    half = (width - 4) // 2
    left = _side(FAILED, view.failed, half, here=view.asks == "failed")
    right = _side(MISSED, view.missed, width - half - 4, here=view.asks == "missed")
    return page(beside(left, right, half, 4))


def _side(question: str, causes: tuple[str, ...], width: int, *, here: bool) -> Lines:
    mark = says("▸", f"bold {ACCENT}") if here else Content(" ")
    head = hang(mark + " ", says(question, f"bold {ACCENT}" if here else "bold"), width)
    cards = [
        hang(says(f"{number:>2}", ACCENT) + "  ", cause, width)
        for number, cause in enumerate(causes, start=1)
    ]
    none = hang("  ", "asked now" if here else "nothing yet", width, MUTED)
    return stacked(head, *(cards or [none]))
