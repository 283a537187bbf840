"""Blocks of a pane, and the empty lines between them where rows are free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content

from debrief.tui.paint import Lines


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together.

    `air` ranks the empty line above: those of rank 1 come first, those of rank 0 never. All of one
    rank come together. `beat` is the beat of a reveal at which the lines appear.
    """

    lines: Lines
    air: int = 0
    beat: int = 1


def rows(blocks: Sequence[Block], *, airy: bool = False) -> int:
    """Return the rows of the blocks, without empty lines or, if `airy`, with all of them."""
    there = [block for block in blocks if block.lines]
    return sum(len(block.lines) + (airy and block.air > 0) for block in there) - (
        airy and bool(there) and there[0].air > 0
    )


def spaced(blocks: Sequence[Block], height: int, beat: int) -> Lines:
    """Return the blocks below each other, with as many empty lines between as rows are free.

    Lines of a later beat are empty, so that nothing moves when they appear.
    """
    there = [block for block in blocks if block.lines]
    free = height - rows(there)
    ranks: set[int] = set()
    for rank in sorted({block.air for block in there[1:]} - {0}):
        needed = sum(block.air == rank for block in there[1:])
        if needed > free:
            break
        ranks.add(rank)
        free -= needed
    lines: Lines = []
    for block in there:
        if lines and block.air in ranks:
            lines.append(Content())
        lines += block.lines if block.beat <= beat else [Content()] * len(block.lines)
    return lines
