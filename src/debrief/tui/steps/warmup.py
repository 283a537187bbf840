"""The pane of the warm-up: the case read out, its cells, then the distance to the reference."""

from __future__ import annotations

from functools import partial

from textual.content import Content

from debrief.core.room import WarmUpView
from debrief.tui.paint import ACCENT, MUTED, Lines, Space, ends, fitting, page, says, stacked, wrap
from debrief.tui.steps.competency import anchors
from debrief.tui.steps.poll import level_style, pad, pad_keys
from debrief.tui.steps.strip import strip

PURPOSE = (
    "An invented person, and a rating it should earn. We rate it blind, reveal together, and find "
    "the words on the scale that it hangs on: so that later a level means the same to all of us. "
    "It says nothing about the candidate."
)


def paint(view: WarmUpView, space: Space) -> Content:
    """Return the pane of the warm-up."""
    width = space.width
    if not view.title:
        head = [*wrap(says("Warm-up", "bold"), width), *wrap(PURPOSE, width, MUTED)]
        count = wrap(f"{view.left} cases to choose from.", width)
        return page(stacked(head, count))
    head = [
        *ends(says(view.title, "bold"), says("an invented case", ACCENT), width),
        *wrap(view.text, width),
    ]
    if view.reference is None:
        return page(_entry(view, space, head))
    return page(_revealed(view, space, head, view.reference))


def _entry(view: WarmUpView, space: Space, head: Lines) -> Lines:
    width = space.width
    keys = pad_keys(view.poll, width)
    scale = anchors(view, width, numbers=True)
    layouts = [
        partial(stacked, head, scale, pad(view.poll, space, gap=1), keys),
        partial(stacked, head, scale, pad(view.poll, space), keys),
        partial(stacked, head, anchors(view, width, numbers=True, most=6), pad(view.poll, space)),
        partial(stacked, head, pad(view.poll, space), gap=0),
    ]
    return fitting(space.height, layouts)


def _revealed(view: WarmUpView, space: Space, head: Lines, reference: int) -> Lines:
    width = space.width
    levels = view.poll.levels
    word = says(levels[reference - 1], f"bold {level_style(reference, len(levels))}")
    why = [
        *wrap("The case earns " + word + f": {view.reason}", width),
        *wrap(says(f"“{view.anchors[reference - 1]}”", MUTED), width),
    ]
    panel = [partial(strip, view.poll, width, "none", gap=gap, counted=False) for gap in (1, 0)]
    told = wrap(says(view.summary, "bold"), width)
    layouts = [partial(_below, head, rows, told, why) for rows in panel]
    layouts.append(partial(_below, head[:1], panel[1], told, why))
    return fitting(space.height, layouts)


def _below(head: Lines, rows: partial[Lines], told: Lines, why: Lines) -> Lines:
    return stacked(head, rows(), told, why)
