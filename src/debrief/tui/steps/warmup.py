"""The pane of the warm-up: the case read out, its cells, then the distance to the reference."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual.content import Content

from debrief.core.room_poll import WarmUpView
from debrief.tui.paint import ACCENT, MUTED, Lines, Space, ends, fitting, page, says, stacked, wrap
from debrief.tui.steps.competency import anchors
from debrief.tui.steps.poll import level_style, numbered, pad, pad_keys
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
    cells = partial(pad, view.poll, space, first="Ratings")
    layouts = [
        lambda: stacked(head, anchors(view, width, numbers=True), cells(gap=1), keys),
        lambda: stacked(head, anchors(view, width, numbers=True), cells(), keys),
        lambda: stacked(head, anchors(view, width, numbers=True, most=6), cells()),
        lambda: stacked(head, cells(), numbered(view.poll.levels, width)),
    ]
    return fitting(space.height, layouts)


def _revealed(view: WarmUpView, space: Space, head: Lines, reference: int) -> Lines:
    width = space.width
    levels = view.poll.levels
    word = says(levels[reference - 1], f"bold {level_style(reference, len(levels))}")
    why = wrap("The case earns " + word + f": {view.reason}", width)
    anchor = wrap(says(f"“{view.anchors[reference - 1]}”", MUTED), width)
    told = wrap(says(view.summary, "bold"), width)

    def laid(above: Lines, gap: int, *below: Lines) -> Callable[[], Lines]:
        rows = partial(strip, view.poll, width, "none", gap=gap, counted=False)
        return lambda: stacked(above, rows(), told, *below)

    return fitting(
        space.height,
        [
            laid(head, 1, why, anchor),
            laid(head, 0, why, anchor),
            laid(head[:1], 0, why, anchor),
            lambda: stacked(
                head[:1], strip(view.poll, width, "none", counted=False), told + why + anchor, gap=0
            ),
            laid(head[:1], 0, why),
        ],
    )
