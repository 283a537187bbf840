"""The pane of the final vote: the pad to enter votes, then the strip of revealed ones."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from textual.content import Content

from debrief.core.room.poll import VoteView
from debrief.tui.paint import (
    LINE,
    MUTED,
    Lines,
    Space,
    beside,
    bullets,
    cell,
    cut,
    fitting,
    flat,
    hang,
    page,
    says,
    stacked,
    wrap,
)
from debrief.tui.steps.overview import overview
from debrief.tui.steps.poll import numbered, pad, pad_keys, pad_width
from debrief.tui.steps.reveal import Revealed, reveal
from debrief.tui.steps.scene import scene

WIDE = 60
LABEL = 7
MARK_STYLES = {"✗": "bold $text-error", "!": "bold $text-warning"}
GAP = 3
"""Columns of the rule between the pad and the results, with a blank on both sides."""


def paint(view: VoteView, space: Space) -> Content:
    """Return the pane of the final vote."""
    width = space.width
    title = wrap(says("Final vote", "bold"), width)
    if view.waived:
        return page(stacked(title, wrap(f"There is no vote: {view.waived}", width)))
    match view.poll.phase:
        case "blind":
            nobody = "Nobody has voted yet: the vote comes once every competency is closed."
            return page(stacked(title, wrap(nobody, width)))
        case "entry":
            if space.expanded:
                return page(_entry(view, space, _FULL))
            return page(fitting(space.height, [partial(_entry, view, space, x) for x in _LAYOUTS]))
        case "revealed":
            if view.scene is not None and space.timer and not space.expanded:
                return page(scene("Final vote", view.poll, view.scene, space))
            after = bullets([view.challenged] if view.challenged else [], width)
            head = wrap(says(view.question, "bold"), width)
            shown = Revealed("Final vote", view.poll, head, [], after, asks=False)
            return page(reveal(shown, space, [], []))


@dataclass(frozen=True, slots=True)
class _Layout:
    """The empty lines between blocks and between cells, and what is cut to lines of their own.

    `role` is the number of lines of the role, the mandate first, or None for all in full. The keys
    are below the pad, or, if `under`, below pad and results. With `cuts_concerns` a concern has one
    line where the pad leaves no room for more.
    """

    air: int = 0
    gap: int = 0
    role: int | None = None
    cuts_concerns: bool = False
    under: bool = False


MOST_ROLE = 8
"""Most lines of a role that is not shown in full."""

_FULL = _Layout(air=1, gap=1)
_LAYOUTS = (
    _FULL,
    _Layout(air=1),
    _Layout(),
    _Layout(cuts_concerns=True),
    *(
        _Layout(role=lines, cuts_concerns=True, under=under)
        for lines in range(MOST_ROLE, -1, -1)
        for under in (False, True)
    ),
)


def _entry(view: VoteView, space: Space, layout: _Layout) -> Lines:
    """Return the question, the role, the pad, and beside it the results if they fit."""
    question = wrap(says(view.question, "bold"), space.width)
    role = _labelled(view.role, space.width, layout.role)
    return stacked(question, role, _pad(view, space, layout), gap=layout.air)


def _pad(view: VoteView, space: Space, layout: _Layout) -> Lines:
    poll, width = view.poll, space.width
    left = pad_width(poll, width) if width >= WIDE and view.overview else width
    below = width if layout.under else left
    keys = [*numbered(poll.levels, below), *pad_keys(poll, below)]
    cells = pad(poll, space.narrowed(left), gap=layout.gap)
    if left == width:
        return stacked(cells, keys, gap=layout.air)
    room = width - left - GAP
    cells = cells if layout.under else stacked(cells, keys, gap=layout.air)
    results = _results(view, room, layout, cuts=False)
    if layout.cuts_concerns and len(results) > len(cells):
        results = _results(view, room, layout, cuts=True)
    rule = [says("│", LINE)] * max(len(cells), len(results))
    both = beside(cells, beside(rule, results, 1, 1), left, 1)
    return stacked(both, keys, gap=layout.air) if layout.under else both


def _results(view: VoteView, width: int, layout: _Layout, *, cuts: bool) -> Lines:
    """Return the results of the competencies and the concerns below them."""
    concerns = _concerns(view, width, cuts=cuts)
    return stacked(overview(view.overview, width), concerns, gap=layout.air)


def _labelled(rows: tuple[tuple[str, str], ...], width: int, most: int | None) -> Lines:
    """Return rows in full, or in so many lines: each cut to one, the first in full before others.

    Where each row has a line, those that are left over show the first rows in full.
    """
    lines: Lines = []
    spare = (most or 0) - len(rows)
    for label, text in rows:
        head = cell(says(label, MUTED), LABEL)
        whole = hang(head, flat(text), width)
        more = len(whole) - 1
        if most is None or (not lines and len(whole) <= most < len(rows)):
            lines += whole
        elif more <= spare:
            lines += whole
            spare -= more
        elif len(lines) < most:
            lines += hang(head, cut(text, width - LABEL), width)
    return lines


def _concerns(view: VoteView, width: int, *, cuts: bool) -> Lines:
    lines: Lines = []
    for mark, text in view.concerns:
        shown = cut(text, width - len("✗ ")) if cuts else text
        lines += hang(says(mark, MARK_STYLES.get(mark, MUTED)) + " ", shown, width)
    return lines
