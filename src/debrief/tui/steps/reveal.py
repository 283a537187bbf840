"""The pane of a revealed poll: title, headline, the panel on its scale, then the speakers."""

from __future__ import annotations

from dataclasses import dataclass

from debrief.core.room.poll import PollView
from debrief.tui.paint import Lines, Space, beside
from debrief.tui.steps.blocks import Block, rows, spaced
from debrief.tui.steps.speakers import Others, most_pieces, speakers
from debrief.tui.steps.strip import earlier, headline, strip, titled

HEADLINE = 2
"""The beat of a reveal at which the headline appears."""

BESIDE = 44
"""Minimum columns of the anchors beside the panel."""

PANEL = 96
"""Columns of a panel beside its anchors."""

GAP = 4


@dataclass(frozen=True, slots=True)
class Revealed:
    """A revealed poll and the texts around it, laid out for the width of the pane.

    `title` is cut only where the headline needs its line. `definition` and `anchors` are shown
    where rows are free. `after` is the talk about it. `asks` is false where nobody speaks.
    """

    title: str
    poll: PollView
    head: Lines
    definition: Lines
    after: Lines
    asks: bool = True


def reveal(shown: Revealed, space: Space, anchors: Lines, narrow_anchors: Lines) -> Lines:
    """Return everything that fits; evidence gives way first, the headline and the names never.

    `narrow_anchors` are for `BESIDE` columns, `anchors` for the whole width.
    """
    height, width = space.height, space.width
    if space.expanded:
        whole = [*_blocks(shown, width, "everything", []), Block(anchors, 1, 3)]
        return spaced([Block(shown.head), Block(shown.definition), *whole[1:]], 10_000, space.beat)
    for others in ("all", "first", "names"):
        full = _blocks(shown, width, others, narrow_anchors)
        roomy = [full[0], Block(shown.definition), *full[1:]]
        below = [] if others == "names" or _fits_beside(width) else [Block(anchors, 1, 3)]
        for blocks in ([*roomy, *below], roomy, full):
            if rows(blocks, airy=True) <= height:
                return spaced(blocks, height, space.beat)
    for most in range(most_pieces(shown.poll), 0, -1):
        blocks = _blocks(shown, width, "names", [], most)
        if rows(blocks) <= height:
            return spaced(blocks, height, space.beat)
    return spaced(_low(shown, width, height), height, space.beat)


def _fits_beside(width: int) -> bool:
    return width - PANEL - GAP >= BESIDE


def _blocks(
    shown: Revealed, width: int, others: Others, anchors: Lines, most: int | None = None
) -> list[Block]:
    """Return the blocks in their usual order."""
    poll = shown.poll
    panel = strip(poll, width)
    if anchors and _fits_beside(width):
        panel = beside(strip(poll, PANEL), anchors, PANEL, GAP)
    return [
        Block(shown.head),
        Block(headline(poll, width), 3, HEADLINE),
        Block(panel, 2),
        Block(earlier(poll, width), 0, HEADLINE),
        *(speakers(poll, width, others, most) if shown.asks else []),
        Block(shown.after, 4),
    ]


def _low(shown: Revealed, width: int, height: int) -> list[Block]:
    """Return the blocks for a low space: result and question first, the rest can be scrolled to."""
    poll = shown.poll
    asked = speakers(poll, width, "names", 1) if shown.asks else []
    first = [Block(titled(shown.title, poll, width), beat=HEADLINE)]
    panel = [Block(strip(poll, width)), Block(earlier(poll, width), 0, HEADLINE)]
    after = Block(shown.after)
    if rows([*first, *panel, *asked[:1]]) <= height or not asked:
        return [*first, *panel, *asked, after]
    question = Block(asked[0].lines[:1], beat=asked[0].beat)
    rest = Block(asked[0].lines[1:], beat=asked[0].beat)
    return [*first, question, *panel, rest, *asked[1:], after]
