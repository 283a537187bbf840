"""The pane of the final vote: the entry pad, then the strip."""

from __future__ import annotations

from functools import partial

from textual.content import Content

from debrief.core.room import VoteView
from debrief.tui.paint import MUTED, Lines, Space, bullets, fitting, page, says, stacked, wrap
from debrief.tui.steps.evidence import Evidence
from debrief.tui.steps.poll import numbered, pad, pad_keys
from debrief.tui.steps.strip import strip, verdict

ASKED = "After all that was seen, said and doubted: should this person get this role?"


def paint(view: VoteView, space: Space) -> Content:
    """Return the pane of the final vote."""
    width = space.width
    head = [*wrap(says("Final vote", "bold"), width), *wrap(ASKED, width, MUTED)]
    if view.waived:
        return page(stacked(head, wrap(f"There is no vote: {view.waived}", width)))
    match view.poll.phase:
        case "blind":
            body = [wrap("Nobody has voted yet.", width)]
        case "entry":
            legend = [*numbered(view.poll.levels, width), *pad_keys(view.poll, width)]
            body = [stacked(pad(view.poll, space, gap=gap), legend) for gap in (1, 0)]
        case "revealed":
            body = [_revealed(view, space, gap) for gap in (1, 0)]
    return page(fitting(space.height, [partial(stacked, head, lines) for lines in body]))


def _revealed(view: VoteView, space: Space, gap: int) -> Lines:
    evidence: Evidence = "full" if space.expanded else "none"
    said = bullets([view.challenged] if view.challenged else [], space.width)
    panel = strip(view.poll, space.width, evidence, gap=gap, air=gap)
    return stacked(panel, verdict(view.poll, space.width), said)
