"""The panel after a reveal: the headline, and a row on the scale for each panelist."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from rich.cells import cell_len
from textual.content import Content

from debrief.core.room.glossary import CLASS_SIGNS
from debrief.core.room.poll import PollView, RatedRow
from debrief.core.scorecard import State
from debrief.tui.paint import (
    BETWEEN,
    MUTED,
    NARROWEST,
    Lines,
    cell,
    cut,
    ends,
    flat,
    hang,
    indent,
    joined,
    says,
    wrap,
)
from debrief.tui.steps.evidence import NO_RATING, STATES, below, beside
from debrief.tui.steps.poll import mark_style, numbered

WIDEST_COLUMN = 14
NARROWEST_COLUMN = 3
WIDEST_MARK = 5
CLASS_STYLES = {"consensus": "$consensus", "mixed": "$mixed", "split": "$split"}
SIGN_STYLES = {CLASS_SIGNS[name]: style for name, style in CLASS_STYLES.items()}
MOVED = "○ the round before   ● now"
UNCOUNTED = "◌ not counted"
GAP = 2
APART = "   "
SHORTEST_TITLE = 12
"""Minimum cells of a title beside the headline."""


@dataclass(frozen=True, slots=True)
class _Grid:
    """The columns of a panel in cells: names, `of` levels of `column` each, and the texts beside.

    `short` is true if names are in their short form, `words` if the levels are.
    """

    names: int
    of: int
    column: int
    side: int
    short: bool
    words: bool

    @property
    def lines(self) -> list[int]:
        """The cells of the lines between no and yes: on both sides of a middle level."""
        half = self.of // 2
        if self.of % 2:
            return [half * self.column, (half + 1) * self.column + 1]
        return [half * self.column]

    @property
    def places(self) -> list[int]:
        """The middle cell of each level's column."""
        half = self.of // 2
        after = [(n >= half) + (self.of % 2 and n > half) for n in range(self.of)]
        return [n * self.column + self.column // 2 + after[n] for n in range(self.of)]

    @property
    def across(self) -> int:
        """The cells of the whole scale."""
        return self.of * self.column + len(self.lines)

    @property
    def mark(self) -> int:
        """The width of a mark in cells, odd so that it has a middle."""
        return max(1, min(WIDEST_MARK, self.column - 2) // 2 * 2 - 1)


def headline(poll: PollView, width: int) -> Lines:
    """Return the class as a sign, the counts in words, and what they come to; nothing is cut."""
    mark, text, result = _headline(poll)
    if mark.cell_length + text.cell_length + result.cell_length + GAP <= width:
        return ends(mark + text, result, width)
    under = " " * mark.cell_length
    return [*hang(mark, text, width), *(hang(under, result, width) if result.plain else [])]


def titled(title: str, poll: PollView, width: int) -> Lines:
    """Return a title and the headline on one line; the title is cut, or left out, to fit."""
    mark, text, result = _headline(poll)
    taken = result.cell_length + GAP if result.plain else 0
    room = width - mark.cell_length - text.cell_length - len(APART) - taken
    if room < min(SHORTEST_TITLE, cell_len(flat(title))):
        return headline(poll, width)
    line = joined(says(cut(title, room), "bold"), mark + text, gap=APART)
    return ends(line, result, width)


def _headline(poll: PollView) -> tuple[Content, Content, Content]:
    sign = f"{poll.sign}  " if poll.sign else ""
    style = f"bold {SIGN_STYLES.get(poll.sign, '')}"
    return Content(sign).stylize(style), says(poll.headline, "bold"), says(poll.result, "bold")


def strip(poll: PollView, width: int) -> Lines:
    """Return a row for each panelist: their level on the scale, and moves between rounds.

    Only the reason for a move and corrected slips come between two rows.
    """
    rows = cast("tuple[RatedRow, ...]", poll.rows)
    grid = _grid(poll, rows, width)
    if grid is None:
        return [line for row in rows for line in _row_in_words(row, poll, width)]
    lines = [_head(poll, grid)]
    for row in rows:
        lines += [_row(row, grid), *below(row, width)]
    return [*lines, *_legend(poll, rows, grid, width)]


def earlier(poll: PollView, width: int) -> Lines:
    """Return the results of the earlier rounds."""
    results = [f"Round {number} was {text}" for number, text in enumerate(poll.before, start=1)]
    return [line for text in results for line in wrap(text, width, MUTED)]


def by_level(poll: PollView, width: int) -> Lines:
    """Return names by level, the lowest first, in a few lines: for spaces too small for a strip."""
    rows = cast("tuple[RatedRow, ...]", poll.rows)
    lines: Lines = []
    for level, word in enumerate(poll.levels, start=1):
        here = [row.name for row in rows if row.level == level and not row.uncounted]
        if here:
            mark = Content(" ● ").stylize(mark_style(level, len(poll.levels)))
            level_word = mark + " " + says(f"{word}:", "bold")
            lines += wrap(joined(level_word, ", ".join(here)), width)
    for sign, why in ((" ◌ ", _uncounted(rows)), (" – ", _without(rows))):
        for words, names in why.items():
            about = Content(sign).stylize(MUTED) + " " + says(words, MUTED)
            lines += wrap(joined(about, ", ".join(names)), width)
    return lines


def _uncounted(rows: tuple[RatedRow, ...]) -> dict[str, list[str]]:
    """Return the names of people whose rating does not count, by the reason."""
    found: dict[str, list[str]] = {}
    for row in rows:
        if row.level is not None and row.uncounted:
            found.setdefault(row.uncounted, []).append(row.name)
    return found


def _without(rows: tuple[RatedRow, ...]) -> dict[str, list[str]]:
    """Return the names of people who gave no rating though they might have, by their state."""
    found: dict[str, list[str]] = {}
    for row in rows:
        if row.level is None and row.state is not State.MISSING:
            words = row.how if row.how in NO_RATING else STATES[row.state]
            found.setdefault(words, []).append(row.name)
    return found


# ---- columns


def _grid(poll: PollView, rows: tuple[RatedRow, ...], width: int) -> _Grid | None:
    """Return the columns, or None if the width is too small for a scale.

    Names become short first, then the words of the scale become numbers, then names are cut.
    """
    of = len(poll.levels)
    side = min(max((cell_len(beside(row)) for row in rows), default=0), width // 3)
    full = max((cell_len(flat(row.name)) for row in rows), default=0)
    short = max((cell_len(flat(row.short or row.name)) for row in rows), default=0)
    words = max(cell_len(flat(word)) for word in poll.levels) + 2
    digits = NARROWEST_COLUMN
    least = min(short, max(NARROWEST, width // 4))
    between = 2 - (of + 1) % 2
    for names, is_short, least_column in (
        (full, False, words),
        (short, True, words),
        (full, False, digits),
        (short, True, digits),
        (least, True, digits),
    ):
        left = width - names - side - between - 2 * GAP
        if (column := left // of) >= least_column:
            widest = max(least_column, WIDEST_COLUMN)
            return _Grid(names, of, min(widest, column), side, is_short, least_column == words)
    return None


def _head(poll: PollView, grid: _Grid) -> Content:
    """Return the line above the rows: words of the scale, or their numbers."""
    line = Content(" " * (grid.names + GAP))
    scale: Content = Content()
    for level, (word, place) in enumerate(zip(poll.levels, grid.places, strict=True), start=1):
        text = flat(word) if grid.words else str(level)
        start = max(scale.cell_length, place - cell_len(text) // 2)
        for between in grid.lines:
            if scale.cell_length <= between < start:
                scale = cell(scale, between) + says(BETWEEN, MUTED)
        scale = cell(scale, start) + says(text, "bold")
    return line + scale


def _legend(poll: PollView, rows: tuple[RatedRow, ...], grid: _Grid, width: int) -> Lines:
    """Return the words of numbered levels, and the marks that need a word."""
    moved = any(row.earlier and row.earlier[-1] not in (None, row.level) for row in rows)
    uncounted = any(
        row.of_card not in (None, row.level) or (row.uncounted and row.level is not None)
        for row in rows
    )
    marks = [text for text, there in ((MOVED, moved), (UNCOUNTED, uncounted)) if there]
    lines = [] if grid.words else numbered(poll.levels, width, MUTED)
    return [*lines, *(wrap(APART.join(marks), width, MUTED) if marks else [])]


# ---- rows


def _row(row: RatedRow, grid: _Grid) -> Content:
    name = (row.short or row.name) if grid.short else row.name
    start = cell(name, grid.names + GAP) + cell(_scale(row, grid), grid.across + GAP)
    return (start + says(cut(beside(row), grid.side), MUTED)).rstrip()


def _scale(row: RatedRow, grid: _Grid) -> Content:
    """Return the levels as dots: the current one filled, the one before a ring, the move drawn."""
    before = row.earlier[-1] if row.earlier else None
    places = grid.places
    marks = [" "] * grid.across
    for place in places if row.level is not None or before is not None else []:
        marks[place] = "·"
    for between in grid.lines:
        marks[between] = BETWEEN
    half = grid.mark // 2
    if before is not None and row.level is not None and before != row.level:
        _draw_move(marks, places[before - 1], places[row.level - 1], half)
    if before is not None:
        marks[places[before - 1]] = "○"
    if row.of_card is not None:
        marks[places[row.of_card - 1]] = "◌"
    drawn = Content("".join(marks)).stylize(MUTED)
    if row.level is None:
        return drawn
    at = places[row.level - 1]
    return drawn[: at - half] + _mark(row, grid) + drawn[at + half + 1 :]


def _mark(row: RatedRow, grid: _Grid) -> Content:
    """Return the mark of a rating; one that does not count is hollow and grey."""
    side = " " * (grid.mark // 2)
    if row.uncounted:
        return Content(f"{side}◌{side}").stylize(MUTED)
    return Content(f"{side}●{side}").stylize(mark_style(row.level or 1, grid.of))


def _draw_move(marks: list[str], start: int, end: int, half: int) -> None:
    """Draw an arrow from the middle of one mark to the edge of another."""
    step = 1 if end > start else -1
    edge = end - step * (half + 1)
    for place in range(start + step, edge, step):
        marks[place] = "─"
    if edge != start:
        marks[edge] = "▸" if step > 0 else "◂"


def _row_in_words(row: RatedRow, poll: PollView, width: int) -> Lines:
    """Return a row in words, for a space too small for a scale."""
    mark = Content()
    if row.level is not None:
        style = MUTED if row.uncounted else mark_style(row.level, len(poll.levels))
        mark = Content(" ◌ " if row.uncounted else " ● ").stylize(style)
        mark += " " + says(poll.levels[row.level - 1], "bold")
    return [
        *wrap(says(row.name, "bold"), width),
        *indent(wrap(joined(mark, says(beside(row), MUTED)), width - 2), 2),
        *below(row, width),
    ]
