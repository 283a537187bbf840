"""The lines below a replay: where what happened, where we are, and at what pace."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from debrief.core.playback import Kind, Marks, Moment

GLYPHS: dict[Kind, str] = {
    "reveal": "●",
    "challenge": "◆",
    "minute": "•",
    "undo": "×",
    "note": "★",
    "resumed": "╎",
}
TAKEN_BACK: dict[Kind, str] = {"challenge": "◇", "minute": "◦"}
LEGEND = "● reveal  ◆ challenge  • minute  × undo"
LEGEND_IN_FULL = (
    f"{LEGEND}  ★ note of a reader",
    "◇ ◦ taken back later  ╎ program started again",
    "▲ here  ━ played  ─ to come; times are UTC",
)
HERE = "▲"
PLAYED, TO_COME = "━", "─"
SHORTEST_LABEL, LONGEST_LABEL = 3, 16
"""Cells from which a place is named at all, and those that the one we are at may take of others."""

_WORD = re.compile(r"[^\s\-\u2010-\u2015]+")
_LOUDEST: tuple[Kind, ...] = ("note", "reveal", "challenge", "resumed", "undo", "minute")
_KIND_STYLES: dict[Kind, str] = {
    "reveal": "$text-accent bold",
    "challenge": "$text-accent",
    "minute": "",
    "undo": "$text-warning",
    "note": "$text-accent bold",
    "resumed": "",
}


@dataclass(frozen=True, slots=True)
class Moving:
    """What the line below the timeline says: when this was, which event it is, how it plays.

    `dated` asks for the day too, where a meeting has several.
    """

    t: datetime
    position: int
    total: int
    playing: bool
    pace: str
    dated: bool = False


class Rail:
    """Two lines `width` cells wide: the places with their titles, and below them what happened.

    Where each mark stands is laid out once; `paint` is asked at every event.
    """

    def __init__(self, marks: Marks, width: int) -> None:
        self.marks = marks
        self.width = width
        self._edges = _edges(marks, width)
        self._loudest = _loudest(marks, self._edges)

    def paint(self, position: int) -> Content:
        """Return the lines, with `position` marked on them."""
        (here,) = _columns(self.marks, [position], self._edges)
        titles = _titles(self.marks, position, self._edges)
        return Content("\n").join([titles, _rail(self._loudest, here, self.width)])

    def position_at(self, x: int) -> int:
        """Return the position that a cell stands for; what is marked there wins."""
        marks, edges = self.marks, self._edges
        marked = self._loudest.get(x)
        if marked is not None:
            return marked.position
        index = min(max(bisect_right(edges, x) - 1, 0), len(marks.stretches) - 1)
        first, events = _events(marks, index)
        cells = max(1, edges[index + 1] - edges[index])
        within = min(max(x - edges[index], 0), cells - 1)
        after = -(-within * events // cells)
        return first + (after if after * cells // events == within else after - 1)


def moving_line(moving: Moving, width: int) -> Content:
    """Return the line of words: time in UTC, event, whether it plays, the pace, and a legend.

    Of these the last ones go where there is no room.
    """
    day = f"{moving.t.day} {moving.t:%b} " if moving.dated else ""
    parts = [
        Content(f"{day}{moving.t:%H:%M:%S}").stylize("bold"),
        Content(f"event {moving.position} of {moving.total}"),
        Content("playing" if moving.playing else "paused").stylize(
            "$text-accent" if moving.playing else "$text-muted"
        ),
        Content(moving.pace).stylize("$text-muted"),
    ]
    while len(parts) > 1 and sum(part.cell_length + 3 for part in parts) - 3 > width:
        parts.pop()
    line = Content("   ").join(parts)
    gap = width - cell_len(line.plain) - cell_len(LEGEND)
    if gap < len("   "):
        return line
    return line + Content(" " * gap + LEGEND).stylize("$text-muted")


def _edges(marks: Marks, width: int) -> list[int]:
    """Return where each stretch begins, and the end of the last.

    Each gets the cells of its title's first word, as far as there are enough; the rest is shared
    by the number of events.
    """
    needs = [cell_len(_first_word(stretch.title)) + 1 for stretch in marks.stretches]
    most = width // len(needs)
    while most < max(needs) and sum(min(need, most + 1) for need in needs) <= width:
        most += 1
    least = [min(need, most) for need in needs]
    shared = width - sum(least)
    before = accumulate(least, initial=0)
    edges = [
        taken + shared * (stretch.first - 1) // marks.total
        for taken, stretch in zip(before, marks.stretches, strict=False)
    ]
    return [*edges, width]


def _events(marks: Marks, index: int) -> tuple[int, int]:
    """Return the first event of a stretch, and how many it has."""
    firsts = [stretch.first for stretch in marks.stretches[index : index + 2]]
    end = firsts[1] if len(firsts) > 1 else marks.total + 1
    return firsts[0], end - firsts[0]


def _columns(marks: Marks, positions: Sequence[int], edges: Sequence[int]) -> list[int]:
    """Return the cell of each position."""
    firsts = [stretch.first for stretch in marks.stretches]
    columns = []
    for position in positions:
        index = bisect_right(firsts, position) - 1
        first, events = _events(marks, index)
        cells = edges[index + 1] - edges[index]
        column = edges[index] + (position - first) * cells // events
        columns.append(min(column, edges[-1] - 1))
    return columns


def _titles(marks: Marks, position: int, edges: Sequence[int]) -> Content:
    """Return the title of each place over its cells; where we are is named over neighbours."""
    here = bisect_right([stretch.first for stretch in marks.stretches], position) - 1
    first, last = _named(marks.stretches[here].title, edges[here], edges[here + 1], edges[-1])
    parts: list[tuple[str, str]] = []
    for index, stretch in enumerate(marks.stretches):
        begin, end = edges[index], edges[index + 1]
        if index == here:
            parts += _label(stretch.title, last - first, "$text-accent bold")
            continue
        left = min(end, first) - begin if index < here else end - max(begin, last)
        if left == end - begin >= SHORTEST_LABEL:
            parts += _label(stretch.title, left, "" if index < here else "$text-muted")
        elif left > 0:
            parts.append((" " * left, ""))
    return Content.assemble(*parts)


def _named(title: str, begin: int, end: int, width: int) -> tuple[int, int]:
    """Return from where to where a title is written that stands from `begin` to `end`."""
    needed = min(1 + cell_len(_first_word(title)), LONGEST_LABEL)
    if end - begin >= needed:
        return begin, end
    last = min(width, begin + needed)
    return max(0, last - needed), last


def _label(title: str, cells: int, style: str) -> list[tuple[str, str]]:
    return [
        ("│", "$text-muted"),
        (set_cell_size(_short(title, cells - 1), cells - 1), style),
    ]


def _short(title: str, cells: int) -> str:
    """Return a title in so many cells: whole, its first word, or as much of that as fits."""
    if cell_len(title) < cells:
        return title
    return _first_word(title)


def _first_word(title: str) -> str:
    return next(iter(_WORD.findall(title)), title)


def _loudest(marks: Marks, edges: Sequence[int]) -> dict[int, Moment]:
    """Return the moment that each cell shows; of several the loudest, of those the first."""
    columns = _columns(marks, [moment.position for moment in marks.moments], edges)
    loudest: dict[int, Moment] = {}
    for moment, column in zip(marks.moments, columns, strict=True):
        known = loudest.get(column)
        if known is None or _LOUDEST.index(moment.kind) < _LOUDEST.index(known.kind):
            loudest[column] = moment
    return loudest


def _rail(loudest: Mapping[int, Moment], here: int, width: int) -> Content:
    cells: list[tuple[str, str]] = []
    for column in range(width):
        moment = loudest.get(column)
        if column == here:
            cells.append((HERE, "$text-accent bold"))
        elif moment is not None:
            style = _KIND_STYLES[moment.kind] if column < here else "$text-muted"
            glyphs = {**GLYPHS, **TAKEN_BACK} if moment.taken_back else GLYPHS
            cells.append((glyphs[moment.kind], style))
        else:
            played = column < here
            cells.append((PLAYED if played else TO_COME, "" if played else "$text-muted"))
    return Content.assemble(*_runs(cells))


def _runs(cells: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Join neighbours of one style."""
    runs: list[tuple[str, str]] = []
    for text, style in cells:
        if runs and runs[-1][1] == style:
            runs[-1] = (runs[-1][0] + text, style)
        else:
            runs.append((text, style))
    return runs
