"""The lines below a replay: the timeline with its events, the position, and the speed."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from debrief.core.replay.playback import Kind, Moment, TimelineMarks

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
HERE = "▲"
PLAYED, TO_COME = "━", "─"
TERMS = (
    ("●", "reveal"),
    ("◆", "challenge"),
    ("•", "minute"),
    ("×", "undo"),
    ("◇ ◦", "taken back later"),
    ("★", "a reader’s note"),
    ("╎", "the program started again"),
    ("▲", "here"),
    ("━ ─", "played, and to come"),
)
"""The signs of the timeline, each with its meaning."""

SHORTEST_LABEL, LONGEST_LABEL = 3, 16
"""Minimum cells for the title of a place, and cells the current one may take from others."""

_WORD = re.compile(r"[^\s\-\u2010-\u2015]+")
_LOUDEST: tuple[Kind, ...] = ("note", "reveal", "challenge", "resumed", "undo", "minute")
_KIND_STYLES: dict[Kind, str] = {
    "reveal": "bold",
    "challenge": "",
    "minute": "",
    "undo": "$text-warning",
    "note": "bold",
    "resumed": "",
}


@dataclass(frozen=True, slots=True)
class TimelineStatus:
    """The contents of the line below the timeline: time, event, and playing speed.

    `dated` is True if the day is shown too, for a meeting of several days.
    """

    t: datetime
    position: int
    total: int
    playing: bool
    pace: str
    dated: bool = False


class Rail:
    """The timeline, two lines `width` cells wide: titles of places, and below them marks of events.

    The layout is computed once; `paint` is called at every event.
    """

    def __init__(self, marks: TimelineMarks, width: int) -> None:
        self.marks = marks
        self.width = width
        self._edges = _edges(marks, width)
        self._loudest = _loudest(marks, self._edges)

    def paint(self, position: int) -> Content:
        """Return the lines, with `position` marked."""
        (here,) = _columns(self.marks, [position], self._edges)
        titles = _titles(self.marks, position, self._edges)
        return Content("\n").join([titles, _rail(self._loudest, here, self.width)])

    def position_at(self, x: int) -> int:
        """Return the position for a cell: that of its mark, if it has one."""
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


def moving_line(moving: TimelineStatus, width: int) -> Content:
    """Return the line of text: time in UTC, event, playing or paused, speed, and a legend.

    The last of these are left out if they do not fit.
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


def _edges(marks: TimelineMarks, width: int) -> list[int]:
    """Return the first cell of each stretch, and the end of the last.

    Each stretch gets the cells of its title's first word, if there are enough. The rest is shared
    in proportion to the number of events.
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


def _events(marks: TimelineMarks, index: int) -> tuple[int, int]:
    """Return the first event of a stretch, and its number of events."""
    firsts = [stretch.first for stretch in marks.stretches[index : index + 2]]
    end = firsts[1] if len(firsts) > 1 else marks.total + 1
    return firsts[0], end - firsts[0]


def _columns(marks: TimelineMarks, positions: Sequence[int], edges: Sequence[int]) -> list[int]:
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


def _titles(marks: TimelineMarks, position: int, edges: Sequence[int]) -> Content:
    """Return the title of each place over its cells; the current title may cover others."""
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
    """Return the first cell of a title, and the cell after its last, for a stretch of cells."""
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
    """Return a title in so many cells: whole, its first word, or the beginning of that word."""
    if cell_len(title) < cells:
        return title
    return _first_word(title)


def _first_word(title: str) -> str:
    return next(iter(_WORD.findall(title)), title)


def _loudest(marks: TimelineMarks, edges: Sequence[int]) -> dict[int, Moment]:
    """Return the moment shown in each cell: the most important, or the first of equals."""
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
    """Join neighbouring cells of the same style."""
    runs: list[tuple[str, str]] = []
    for text, style in cells:
        if runs and runs[-1][1] == style:
            runs[-1] = (runs[-1][0] + text, style)
        else:
            runs.append((text, style))
    return runs
