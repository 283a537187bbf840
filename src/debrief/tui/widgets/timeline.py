"""The lines below a replay: the timeline with its events, the position, and the speed."""

from __future__ import annotations

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
LEGEND = "● reveal ◆ challenge • minute × undo"
LONG_NAMES = 0.6
"""Largest part of the width that long names may take: the rest is shared by number of events."""

MOST = 9
"""Most marks on one cell that are counted; more are a plus sign."""

HERE = "▲"
PLAYED, TO_COME = "━", "─"
TERMS = (
    ("●", "reveal"),
    ("◆", "challenge"),
    ("•", "minute"),
    ("×", "undo"),
    ("2–9, +", "so many of these together"),
    ("◇ ◦", "taken back later"),
    ("★", "a reader’s note"),
    ("╎", "the program started again"),
    ("▲", "here"),
    ("━ ─", "played, and to come"),
)
"""The signs of the timeline, each with its meaning."""

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
        self._labels = _labels(marks, width)
        self._edges = _edges(marks, self._labels, width)
        self._marked = _marked(marks, self._edges)

    def paint(self, position: int) -> Content:
        """Return the lines, with `position` marked."""
        (here,) = _columns(self.marks, [position], self._edges)
        titles = _titles(self.marks, self._labels, position, self._edges)
        return Content("\n").join([titles, _rail(self._marked, here, self.width)])

    def position_at(self, x: int) -> int:
        """Return the position for a cell: that of its mark, if it has one."""
        marks, edges = self.marks, self._edges
        if marked := self._marked.get(x):
            return _loudest(marked).position
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
        Content(f"{day}{moving.t:%H:%M:%S} UTC").stylize("bold"),
        Content(f"event {moving.position} of {moving.total}"),
        Content("playing" if moving.playing else "paused").stylize(
            "$text-accent" if moving.playing else "$text-muted"
        ),
        Content(moving.pace).stylize("$text-muted"),
    ]
    while len(parts) > 1 and sum(part.cell_length + 2 for part in parts) - 2 > width:
        parts.pop()
    line = Content("  ").join(parts)
    gap = width - cell_len(line.plain) - cell_len(LEGEND)
    if gap < len("   "):
        return line
    return line + Content(" " * gap + LEGEND).stylize("$text-muted")


def _labels(marks: TimelineMarks, width: int) -> list[str]:
    """Return the names of the stretches: the agenda's long ones if all fit, else its short ones."""
    long = [stretch.long or stretch.title for stretch in marks.stretches]
    if sum(cell_len(label) + 1 for label in long) <= LONG_NAMES * width:
        return long
    return [stretch.short or stretch.title for stretch in marks.stretches]


def _edges(marks: TimelineMarks, labels: Sequence[str], width: int) -> list[int]:
    """Return the first cell of each stretch, and the end of the last.

    Each stretch gets the cells of its label, if there are enough. The rest is shared in proportion
    to the number of events.
    """
    needs = [cell_len(label) + 1 for label in labels]
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


def _titles(
    marks: TimelineMarks, labels: Sequence[str], position: int, edges: Sequence[int]
) -> Content:
    """Return the label of each stretch over its cells, the current one marked."""
    here = bisect_right([stretch.first for stretch in marks.stretches], position) - 1
    parts: list[tuple[str, str]] = []
    for index, label in enumerate(labels):
        cells = edges[index + 1] - edges[index]
        style = "$text-accent bold" if index == here else "$text-muted" if index > here else ""
        if cells > 0:
            parts += [("│", "$text-muted"), (set_cell_size(label, cells - 1), style)]
    return Content.assemble(*parts)


def _marked(marks: TimelineMarks, edges: Sequence[int]) -> dict[int, list[Moment]]:
    """Return the moments on each cell that has any."""
    columns = _columns(marks, [moment.position for moment in marks.moments], edges)
    marked: dict[int, list[Moment]] = {}
    for moment, column in zip(marks.moments, columns, strict=True):
        marked.setdefault(column, []).append(moment)
    return marked


def _loudest(moments: Sequence[Moment]) -> Moment:
    """Return the most important of the moments on a cell, the first of equals."""
    return min(moments, key=lambda moment: _LOUDEST.index(moment.kind))


def _sign(moments: Sequence[Moment]) -> str:
    """Return the sign of a moment, or the number of several; a reader's note is always seen."""
    if any(moment.kind == "note" for moment in moments):
        return GLYPHS["note"]
    if len(moments) > 1:
        return str(len(moments)) if len(moments) <= MOST else "+"
    (moment,) = moments
    return {**GLYPHS, **TAKEN_BACK}[moment.kind] if moment.taken_back else GLYPHS[moment.kind]


def _rail(marked: Mapping[int, Sequence[Moment]], here: int, width: int) -> Content:
    cells: list[tuple[str, str]] = []
    for column in range(width):
        moments = marked.get(column)
        if column == here:
            cells.append((HERE, "$text-accent bold"))
        elif moments:
            style = _KIND_STYLES[_loudest(moments).kind] if column < here else "$text-muted"
            cells.append((_sign(moments), style))
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
