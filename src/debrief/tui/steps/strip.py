"""The panel after a reveal: a row a panelist on the scale, and what it comes to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import cast

from rich.cells import cell_len
from textual.content import Content

from debrief.core.room import PollView, RatedRow
from debrief.tui.paint import (
    ACCENT,
    MUTED,
    Lines,
    cell,
    indent,
    joined,
    says,
    stacked,
    wrap,
)
from debrief.tui.steps.evidence import Evidence, below, tail
from debrief.tui.steps.poll import level_style, name_cells, numbered

WIDEST_COLUMN = 13
NARROWEST_COLUMN = 3
TALLEST_HEAD = 3
CLASS_STYLES = {"consensus": "$consensus", "mixed": "$mixed", "split": "$split"}


@dataclass(frozen=True, slots=True)
class _Grid:
    """Columns in cells: names, `of` levels of `column` each, confidence, all that stands right."""

    names: int
    of: int
    column: int
    first: int
    right: int
    heads: Lines
    legend: Lines

    @property
    def places(self) -> list[int]:
        return [number * self.column + self.column // 2 for number in range(self.of)]


def strip(poll: PollView, width: int, evidence: Evidence, *, gap: int = 0, air: int = 0) -> Lines:
    """Return a row a panelist with their level on the scale, as moved since the round before.

    `gap` free lines stand between the rows, `air` between the rows and what is above and below.
    """
    rows = cast("tuple[RatedRow, ...]", poll.rows)
    grid = _grid(poll, rows, width, evidence)
    if grid is None:
        return stacked(*(_said(row, poll, width, evidence) for row in rows), gap=gap)
    blocks = [_row(row, poll, grid, width, evidence) for row in rows]
    return stacked(grid.heads, stacked(*blocks, gap=gap), grid.legend, gap=air)


def verdict(poll: PollView, width: int) -> Lines:
    """Return the class with the counts and the spread, then the question it asks."""
    style = CLASS_STYLES.get(poll.label, MUTED)
    badge = says(poll.class_words.upper(), f"bold {style}")
    lines = wrap(joined(badge, poll.counts, says(poll.spread, MUTED), gap="   "), width)
    return [*lines, *wrap(says(poll.question, ACCENT), width)] if poll.question else lines


# ---- columns


def _grid(
    poll: PollView, rows: tuple[RatedRow, ...], width: int, evidence: Evidence
) -> _Grid | None:
    """Return the columns, or None where the width is too small for a scale."""
    of = len(poll.levels)
    names = name_cells([row.name for row in rows], width // 4)
    tails = [tail(row, full=evidence == "full") for row in rows]
    first = max((cell_len(one[0]) for one in tails), default=0)
    whole = max((cell_len(" · ".join(one[1:])) for one in tails), default=0)
    longest = max((cell_len(part) for one in tails for part in one[1:]), default=0)
    numbers: _Grid | None = None
    for right in (first + 2 + whole, first + 2 + longest, max(first, longest)):
        column = min(WIDEST_COLUMN, (width - names - 4 - right) // of)
        if column < NARROWEST_COLUMN:
            continue
        grid = _Grid(names, of, column, first, right, [], [])
        heads = _heads(poll.levels, column)
        if heads:
            return replace(grid, heads=indent(heads, names + 2))
        numbers = numbers or grid
    if numbers is None:
        return None
    heads = _heads(tuple(str(number) for number in range(1, of + 1)), numbers.column)
    legend = numbered(poll.levels, width, MUTED)
    return replace(numbers, heads=indent(heads, names + 2), legend=legend)


def _heads(levels: tuple[str, ...], column: int) -> Lines:
    """Return the words over the columns, broken between words; nothing where one is too long."""
    stacks = [wrap(word, column - 1) for word in levels]
    broken = any(cell_len(part) >= column for word in levels for part in word.split())
    height = max(len(stack) for stack in stacks)
    if broken or height > TALLEST_HEAD:
        return []
    lines: Lines = []
    for row in range(height):
        line = Content()
        for number, stack in enumerate(stacks, start=1):
            at = row - (height - len(stack))
            word = stack[at].plain if at >= 0 else ""
            left = Content(" " * max(0, column // 2 - cell_len(word) // 2))
            line += cell(left + says(word, f"bold {level_style(number, len(levels))}"), column)
        lines.append(line.rstrip())
    return lines


# ---- rows


def _row(row: RatedRow, poll: PollView, grid: _Grid, width: int, evidence: Evidence) -> Lines:
    scale = cell(_scale(row, grid), grid.of * grid.column + 2)
    start = cell(row.name, grid.names + 2) + scale
    side = _side(tail(row, full=evidence == "full"), grid, rated=row.level is not None)
    lines = [start + side[0]]
    lines += [Content(" " * cell_len(start.plain)) + line for line in side[1:]]
    if evidence == "full" and cell_len(row.name) > grid.names:
        lines = [*wrap(row.name, width, MUTED), *lines]
    return [line.rstrip() for line in lines] + below(row, poll, width, evidence)


def _side(parts: list[str], grid: _Grid, *, rated: bool) -> Lines:
    """Return what stands right of the scale, in two columns if they fit, else in lines."""
    style = MUTED if rated else ""
    first, rest = parts[0], " · ".join(parts[1:])
    if grid.first + 2 + cell_len(rest) <= grid.right:
        return [cell(says(first, style), grid.first + 2) + says(rest, ACCENT)]
    told = [*wrap(first, grid.right, style)] if first else []
    told += [line for part in parts[1:] for line in wrap(part, grid.right, ACCENT)]
    return told or [Content()]


def _scale(row: RatedRow, grid: _Grid) -> Content:
    """Return the levels as dots: this one filled, earlier ones as rings, the last move drawn."""
    known = [level for level in row.earlier if level is not None]
    if row.level is None and not known:
        return Content()
    places = grid.places
    marks = [" "] * (grid.of * grid.column)
    for place in places:
        marks[place] = "·"
    for before, after in list(pairwise([*known, row.level]))[-1:]:
        if before is not None and after is not None and before != after:
            _draw_move(marks, places[before - 1], places[after - 1])
    for level in known:
        marks[places[level - 1]] = "○"
    drawn = Content("".join(marks)).stylize(MUTED)
    if row.level is None:
        return drawn
    at = places[row.level - 1]
    dot = MUTED if row.set_aside else level_style(row.level, grid.of)
    return drawn[:at] + Content("●").stylize(f"bold {dot}") + drawn[at + 1 :]


def _draw_move(marks: list[str], start: int, end: int) -> None:
    step = 1 if end > start else -1
    for place in range(start + step, end - step, step):
        marks[place] = "─"
    marks[end - step] = "▸" if step > 0 else "◂"


def _said(row: RatedRow, poll: PollView, width: int, evidence: Evidence) -> Lines:
    """Return a row in words, where no scale fits."""
    mark = Content()
    if row.level is not None:
        style = MUTED if row.set_aside else level_style(row.level, len(poll.levels))
        mark = says(f"● {poll.levels[row.level - 1]}", style)
    side = says(" · ".join(part for part in tail(row, full=True) if part), MUTED)
    return [
        *wrap(says(row.name, "bold"), width),
        *indent(wrap(joined(mark, side), width - 2), 2),
        *below(row, poll, width, evidence),
    ]
