"""The pane of the warm-up: the case to read aloud, the pad, then distances to the reference."""

from __future__ import annotations

from functools import partial

from textual.content import Content

from debrief.core.room.poll import WarmUpView
from debrief.tui.paint import MUTED, Lines, Space, ends, fitting, page, says, stacked, wrap
from debrief.tui.steps.competency import anchors
from debrief.tui.steps.poll import pad, pad_keys
from debrief.tui.steps.strip import strip

PURPOSE = (
    "An invented person, and the rating the case should earn. We rate it blind, reveal "
    "together, and find the words on the scale that decide it, so that a level means the "
    "same to all of us. It says nothing about the candidate."
)


def paint(view: WarmUpView, space: Space) -> Content:
    """Return the pane of the warm-up."""
    width = space.width
    if not view.title:
        head = [*wrap(says("Warm-up", "bold"), width), *wrap(PURPOSE, width, MUTED)]
        count = wrap(f"{view.left} cases to choose from.", width)
        return page(stacked(head, count))
    head = [
        *ends(says(view.title, "bold"), says("an invented case", MUTED), width),
        *wrap(view.text, width),
    ]
    if view.reference is None:
        return page(_entry(view, space, head))
    return page(_revealed(view, space, head, view.reference))


def _entry(view: WarmUpView, space: Space, head: Lines) -> Lines:
    width = space.width
    keys = pad_keys(view.poll, width)
    levels = stacked(*anchors(view, width), gap=0)
    cells = partial(pad, view.poll, space, first="Ratings")
    layouts = [
        lambda: stacked(head, levels, cells(gap=1), keys),
        lambda: stacked(head, levels, cells(), keys),
        lambda: stacked(head, levels, [*cells(), *keys]),
        lambda: [*head, *levels, *cells()],
    ]
    return fitting(space.height, layouts)


def _revealed(view: WarmUpView, space: Space, head: Lines, reference: int) -> Lines:
    width = space.width
    levels = view.poll.levels
    word = says(levels[reference - 1], "bold")
    why = wrap("The case earns " + word + f": {view.reason}", width)
    anchor = wrap(says(f"“{view.anchors[reference - 1]}”", MUTED), width)
    summary = wrap(says(view.summary, "bold"), width)
    rows = strip(view.poll, width)
    layouts = [
        lambda: stacked(head, rows, summary, why, anchor),
        lambda: stacked(head[:1], rows, summary, why, anchor),
        lambda: [*head[:1], *rows, *summary, *why, *anchor],
        lambda: [*head[:1], *summary, *rows, *why],
    ]
    return fitting(space.height, layouts)
