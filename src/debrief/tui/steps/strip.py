"""The panel after a reveal: a row a panelist on the scale, and what it comes to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import cast

from rich.cells import cell_len
from textual.content import Content

from debrief.core.room_poll import PollView, RatedRow
from debrief.tui.paint import (
    ACCENT,
    LINE,
    MUTED,
    Lines,
    cell,
    cut,
    flat,
    indent,
    joined,
    pill,
    says,
    stacked,
    wrap,
)
from debrief.tui.steps.evidence import Evidence, below, confidence, in_words, notes, turn
from debrief.tui.steps.poll import level_style, name_cells, numbered

WIDEST_COLUMN = 16
NARROWEST_COLUMN = 3
WIDEST_MARK = 9
TALLEST_HEAD = 3
CLASS_STYLES = {"consensus": "$consensus", "mixed": "$mixed", "split": "$split"}
LEGEND = "○ the round before   ● now"
SURE, SPEAKS = "confidence", "speaks"
GAP = 2
APART = "   "
SHORTEST_TITLE = 12
"""Cells that are left of a title at least, beside the class."""


@dataclass(frozen=True, slots=True)
class _Grid:
    """Columns in cells: names, `of` levels of `column` each, confidence, turn and notes."""

    names: int
    of: int
    column: int
    sure: int
    turn: int
    heads: Lines
    legend: Lines

    @property
    def places(self) -> list[int]:
        """The middle of each level's column."""
        return [number * self.column + self.column // 2 for number in range(self.of)]

    @property
    def line(self) -> int | None:
        """The column of the line between no and yes; None if the scale has a middle level."""
        if self.of % 2:
            return None
        return sum(self.places[self.of // 2 - 1 : self.of // 2 + 1]) // 2

    @property
    def mark(self) -> int:
        """The cells of a mark: an odd number, so that it has a middle."""
        return max(1, min(WIDEST_MARK, self.column - 2) // 2 * 2 - 1)

    @property
    def before(self) -> int:
        """The cells before the scale."""
        return self.names + GAP


def strip(
    poll: PollView,
    width: int,
    evidence: Evidence,
    *,
    gap: int = 0,
    air: int = 0,
    counted: bool = True,
) -> Lines:
    """Return a row a panelist with their level on the scale, as moved since the round before.

    `gap` free lines stand between the rows, `air` between the rows and what is above and below;
    `counted` adds how many are at each level.
    """
    rows = cast("tuple[RatedRow, ...]", poll.rows)
    grid = _grid(poll, rows, width)
    if grid is None:
        blocks = [_said(row, poll, width, evidence) for row in rows]
        return stacked(stacked(*blocks, gap=gap), wrap(poll.counts, width), gap=air)
    blocks = [_row(row, poll, grid, width, evidence) for row in rows]
    counts = _counts(rows, grid, width) if counted else []
    return stacked(grid.heads, stacked(*blocks, gap=gap), counts, gap=air)


def verdict(poll: PollView, width: int) -> Lines:
    """Return the class and the spread, the rounds before, then the question it asks."""
    lines = [*wrap(classified(poll, counted=True), width), *earlier(poll, width)]
    if not poll.question:
        return lines
    question = says(poll.question, ACCENT)
    if len(lines) == 1 and lines[0].cell_length + 3 + question.cell_length <= width:
        return [joined(lines[0], question, gap="   ")]
    return [*lines, *wrap(question, width)]


def earlier(poll: PollView, width: int) -> Lines:
    """Return what the rounds before this one came to."""
    said = [f"Round {number} was {came_to}" for number, came_to in enumerate(poll.before, start=1)]
    return [line for one in said for line in wrap(one, width, MUTED)]


def classified(poll: PollView, *, counted: bool) -> Content:
    """Return the class and the spread, with the counts where no strip has `counted` them."""
    return joined(badge(poll), "" if counted else poll.counts, says(poll.spread, MUTED), gap="   ")


def titled(title: str, poll: PollView, width: int, *, counted: bool) -> Lines:
    """Return a title and what a poll came to on one line, cut where there is no room.

    First the title is, then the counts go, which the rows show.
    """
    classed, room = Content(), 0
    for classed in (classified(poll, counted=counted), classified(poll, counted=True)):
        room = width - classed.cell_length - len(APART)
        if room >= min(SHORTEST_TITLE, cell_len(title)):
            break
    return wrap(joined(says(cut(title, max(1, room)), "bold"), classed, gap=APART), width)


def badge(poll: PollView) -> Content:
    """Return the class in words, as a mark that is seen from afar."""
    return pill(poll.class_words.upper(), CLASS_STYLES.get(poll.label, MUTED))


def by_level(poll: PollView, width: int) -> Lines:
    """Return who is at each level, lowest first, in a few lines: for where no strip fits."""
    rows = cast("tuple[RatedRow, ...]", poll.rows)
    lines: Lines = []
    for level, word in enumerate(poll.levels, start=1):
        here = [row.name for row in rows if row.level == level]
        if here:
            style = f"bold {level_style(level, len(poll.levels))}"
            lines += wrap(joined(says(f"● {len(here)} {word}", style), ", ".join(here)), width)
    return lines


# ---- columns


def _grid(poll: PollView, rows: tuple[RatedRow, ...], width: int) -> _Grid | None:
    """Return the columns, or None where the width is too small for a scale.

    Names give way first, then what stands beside a turn to speak; the words of the scale are
    broken before they become numbers.
    """
    of = len(poll.levels)
    names = [row.name for row in rows]
    sure = max(cell_len(flat(word)) for word in (_sure(rows), *map(confidence, rows)))
    longest = [cell_len(part) for row in rows for part in (turn(row), *notes(row))]
    whole = [cell_len(_turn(row)) for row in rows]
    numbers: _Grid | None = None
    for most, turns in ((4, whole), (6, whole), (4, longest), (6, longest)):
        turned = max([cell_len(SPEAKS) if _anybody_speaks(rows) else 0, *turns])
        given = name_cells(names, width // most)
        column = min(WIDEST_COLUMN, (width - given - sure - turned - 3 * GAP) // of)
        if column < NARROWEST_COLUMN:
            continue
        grid = _Grid(given, of, column, sure, turned, [], [])
        heads = _heads(poll.levels, column)
        if heads:
            return _headed(grid, heads, rows)
        numbers = numbers or grid
    if numbers is None:
        return None
    heads = _heads(tuple(str(number) for number in range(1, of + 1)), numbers.column)
    legend = numbered(poll.levels, width, MUTED)
    return replace(_headed(numbers, heads, rows), legend=legend)


def _headed(grid: _Grid, heads: Lines, rows: tuple[RatedRow, ...]) -> _Grid:
    """Return the columns with their heads: the scale's words, and what stands right of it."""
    right = cell(_sure(rows), grid.sure + GAP) + (SPEAKS if _anybody_speaks(rows) else "")
    last = cell(heads[-1], grid.of * grid.column + GAP) + right.stylize(MUTED)
    return replace(grid, heads=indent([*heads[:-1], last.rstrip()], grid.before))


def _sure(rows: tuple[RatedRow, ...]) -> str:
    return SURE if any(row.confidence for row in rows) else ""


def _anybody_speaks(rows: tuple[RatedRow, ...]) -> bool:
    return any(turn(row) for row in rows)


def _turn(row: RatedRow) -> str:
    return " · ".join(part for part in (turn(row), *notes(row)) if part)


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
            style = f"bold {level_style(number, len(levels))}"
            line += _centred(says(word, style), column)
        lines.append(line.rstrip())
    return lines


def _centred(text: Content, column: int) -> Content:
    """Return text whose middle stands where a mark's middle stands."""
    return cell(Content(" " * max(0, column // 2 - text.cell_length // 2)) + text, column)


# ---- rows


def _row(row: RatedRow, poll: PollView, grid: _Grid, width: int, evidence: Evidence) -> Lines:
    scale = cell(_scale(row, grid), grid.of * grid.column + GAP)
    sure = says(confidence(row), MUTED if row.level is not None else "")
    start = cell(row.name, grid.before) + scale + cell(sure, grid.sure + GAP)
    side = [_turn(row)] if cell_len(_turn(row)) <= grid.turn else [turn(row), *notes(row)]
    first, *more = [part for part in side if part] or [""]
    lines = [start + says(first, ACCENT)]
    lines += [Content(" " * start.cell_length) + says(part, ACCENT) for part in more]
    if evidence == "full" and cell_len(row.name) > grid.names:
        lines = [*wrap(row.name, width, MUTED), *lines]
    return [line.rstrip() for line in lines] + below(row, poll, width, evidence)


def _scale(row: RatedRow, grid: _Grid) -> Content:
    """Return the levels as dots: this one filled, earlier ones as rings, the last move drawn."""
    known = [level for level in row.earlier if level is not None]
    if row.level is None and not known:
        return Content()
    places = grid.places
    marks = [" "] * (grid.of * grid.column)
    for place in places:
        marks[place] = "·"
    if grid.line is not None:
        marks[grid.line] = "│"
    half = grid.mark // 2
    for before, after in list(pairwise([*known, row.level]))[-1:]:
        if before is not None and after is not None and before != after:
            _draw_move(marks, places[before - 1], places[after - 1], half)
    for level in known:
        marks[places[level - 1]] = "○"
    drawn = Content("".join(marks)).stylize(MUTED)
    if row.level is None:
        return drawn
    at = places[row.level - 1]
    return drawn[: at - half] + _mark(row, grid) + drawn[at + half + 1 :]


def _mark(row: RatedRow, grid: _Grid) -> Content:
    """Return the filled mark; whose rating is set aside has one that is not."""
    level = level_style(row.level or 1, grid.of)
    style = f"bold {MUTED} on $surface" if row.set_aside else f"bold $background on {level}"
    side = " " * (grid.mark // 2)
    return Content(f"{side}●{side}").stylize(style)


def _draw_move(marks: list[str], start: int, end: int, half: int) -> None:
    """Draw from the middle of one mark to the edge of another."""
    step = 1 if end > start else -1
    edge = end - step * (half + 1)
    for place in range(start + step, edge, step):
        marks[place] = "─"
    if edge != start:
        marks[edge] = "▸" if step > 0 else "◂"


def _counts(rows: tuple[RatedRow, ...], grid: _Grid, width: int) -> Lines:
    """Return how many are at each level, under their columns; who is set aside does not count."""
    line = cell(says("together", MUTED), grid.before)
    for level in range(1, grid.of + 1):
        count = sum(row.level == level and not row.set_aside for row in rows)
        style = f"bold {level_style(level, grid.of)}" if count else MUTED
        line += _centred(says(str(count) if count else "–", style), grid.column)
    moved = any(row.earlier and row.earlier[-1] not in (None, row.level) for row in rows)
    across = min(width, grid.before + grid.of * grid.column + 2 * GAP + grid.sure + grid.turn)
    rule = says("─" * across, LINE)
    legend = wrap(LEGEND, width, MUTED) if moved else []
    return [rule, line.rstrip(), *grid.legend, *legend]


def _said(row: RatedRow, poll: PollView, width: int, evidence: Evidence) -> Lines:
    """Return a row in words, where no scale fits."""
    mark = Content()
    if row.level is not None:
        style = MUTED if row.set_aside else level_style(row.level, len(poll.levels))
        mark = says(f"● {poll.levels[row.level - 1]}", style)
    side = says(" · ".join(in_words(row)), MUTED)
    return [
        *wrap(says(row.name, "bold"), width),
        *indent(wrap(joined(mark, side), width - 2), 2),
        *below(row, poll, width, evidence),
    ]
