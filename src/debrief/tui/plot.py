"""Charts on one line of the terminal: intervals on an axis, and bars divided into parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content

from debrief.tui.paint import LINE, MUTED

HALVES = {(True, True): "━", (True, False): "╸", (False, True): "╺", (False, False): " "}
ZERO_HALVES = {(True, True): "┿", (True, False): "┥", (False, True): "┝", (False, False): "│"}
EIGHTHS = " ▏▎▍▌▋▊▉█"
SURE, UNSURE = "◆", "◇"


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis of `width` cells for the numbers from `begin` to `end`."""

    begin: float
    end: float
    width: int

    def at(self, number: float) -> float:
        """Return the position of a number in cells; 0 is the middle of the first cell."""
        part = (number - self.begin) / (self.end - self.begin)
        return min(1.0, max(0.0, part)) * (self.width - 1)

    def cell(self, number: float) -> int:
        """Return the cell of a number."""
        return round(self.at(number))


def interval(axis: Axis, ends: tuple[float, float], number: float, mark: str = SURE) -> Content:
    """Return an interval: a dot at `number`, a line between the `ends`, a vertical line at 0."""
    low, high = (axis.at(end) for end in ends)
    dot, zero = axis.cell(number), axis.cell(0.0) if axis.begin < 0 else -1
    cells = []
    for at in range(axis.width):
        halves = low <= at - 0.25 <= high, low <= at + 0.25 <= high
        if at == dot:
            cells.append((mark, "bold"))
        elif at == zero:
            cells.append((ZERO_HALVES[halves], MUTED if any(halves) else LINE))
        else:
            cells.append((HALVES[halves], MUTED))
    return Content.assemble(*cells)


def parts(amounts: Sequence[tuple[int, str]], width: int) -> Content:
    """Return a bar of `width` cells divided by amounts, each with its style; empty if all are 0."""
    total = sum(amount for amount, _ in amounts)
    if not total:
        return Content()
    ends, before = [], 0
    for amount, style in amounts:
        before += amount
        ends.append((before * width * 8 // total, style))
    cells = []
    for at in range(width):
        begin = at * 8
        first = next(i for i, (end, _) in enumerate(ends) if end > begin)
        end, style = ends[first]
        if end >= begin + 8:
            cells.append((EIGHTHS[8], style))
        else:
            ground = next(style for last, style in ends[first:] if last > end)
            cells.append((EIGHTHS[end - begin], f"{style} on {ground}"))
    return Content.assemble(*cells)
