"""The pane of the final vote: the entry pad, then the strip."""

from __future__ import annotations

from functools import partial

from textual.content import Content

from debrief.core.room_poll import VoteView
from debrief.tui.paint import (
    MUTED,
    Lines,
    Space,
    beside,
    bullets,
    fitting,
    page,
    says,
    stacked,
    wrap,
)
from debrief.tui.steps.evidence import Evidence
from debrief.tui.steps.poll import level_style, numbered, pad, pad_keys, pad_width
from debrief.tui.steps.strip import strip, titled, verdict

WIDE = 60
GAP = 8
ASKED = "After all that was seen, said and doubted: should this person get this role?"


def paint(view: VoteView, space: Space) -> Content:
    """Return the pane of the final vote."""
    width = space.width
    head = [*wrap(says("Final vote", "bold"), width), *wrap(ASKED, width, MUTED)]
    if view.waived:
        return page(stacked(head, wrap(f"There is no vote: {view.waived}", width)))
    match view.poll.phase:
        case "blind":
            nobody = "Nobody has voted yet: the vote comes once every competency is closed."
            layouts = [partial(stacked, head, wrap(nobody, width))]
        case "entry":
            layouts = [partial(stacked, head, _entry(view, space, gap)) for gap in (1, 0)]
        case "revealed":
            layouts = [partial(stacked, head, _revealed(view, space, gap)) for gap in (1, 0)]
            layouts += [partial(stacked, head[:1], _revealed(view, space, 0))]
            layouts += [] if space.expanded else [partial(_low, view, space)]
    return page(fitting(space.height, layouts))


def _entry(view: VoteView, space: Space, gap: int) -> Lines:
    """Return the pad, with the words of the scale beside it if there is room."""
    poll, width = view.poll, space.width
    if width < WIDE:
        legend = [*numbered(poll.levels, width), *pad_keys(poll, width)]
        return stacked(pad(poll, space, gap=gap), legend)
    left = pad_width(poll, width)
    words = [
        wrap(
            f"{number} {word}", width - left - GAP, f"bold {level_style(number, len(poll.levels))}"
        )
        for number, word in enumerate(poll.levels, start=1)
    ]
    scale = stacked([says("The scale", f"bold {MUTED}")], *words, gap=gap)
    rows = pad(poll, space.narrowed(left), gap=gap)
    return stacked(beside(rows, scale, left, GAP), pad_keys(poll, width))


def _revealed(view: VoteView, space: Space, gap: int) -> Lines:
    evidence: Evidence = "full" if space.expanded else "none"
    said = bullets([view.challenged] if view.challenged else [], space.width)
    panel = strip(view.poll, space.width, evidence, gap=gap, air=gap)
    return stacked(panel, verdict(view.poll, space.width), said)


def _low(view: VoteView, space: Space) -> Lines:
    """Return the vote for little height: what it came to stands first, as it must be in sight."""
    title = titled("Final vote", view.poll, space.width, counted=False)
    said = bullets([view.challenged] if view.challenged else [], space.width)
    rows = strip(view.poll, space.width, "none", counted=False)
    return [*title, *rows, *said]
