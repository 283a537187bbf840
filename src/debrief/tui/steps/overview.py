"""All competencies one below the other: a row of counts for each, and how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import product

from rich.cells import cell_len
from textual.content import Content

from debrief.core.room.poll import OverviewRow, OverviewView
from debrief.tui.paint import (
    BETWEEN,
    MUTED,
    Lines,
    Space,
    cell,
    cut,
    ends,
    fitting,
    flat,
    indent,
    joined,
    page,
    says,
    stacked,
    wrap,
)
from debrief.tui.steps.strip import SIGN_STYLES

COLUMN = 3
"""Columns of a count."""

MARKS = 2
"""Columns of the mark of a must-have or a threshold."""

SIGN = 2
"""Columns of a sign, with the gap before it."""

GAP = 2
SHORTEST_TITLE = 8
"""Columns of titles in the narrowest overview, in which they go on in further lines."""


SIGNS = {"*": "* must-have", "‡": "‡ threshold"}
"""The legend of the signs beside the titles."""

KEYS = "[ ] look at one   o reopens one"


def paint(view: OverviewView, space: Space) -> Content:
    """Return the pane of the overview."""
    width = space.width
    title = wrap(says("All competencies", "bold"), width)
    marks = {sign for row in view.rows for sign in _mark(row)}
    known = "   ".join(words for sign, words in SIGNS.items() if sign in marks)
    legend = ends(Content(known).stylize(MUTED), Content(KEYS).stylize(MUTED), width)
    lines = results(view.rows, width)
    layouts = [partial(stacked, title, lines, legend, gap=gap) for gap in (1, 0)]
    return page(fitting(space.height, layouts))


def results(rows: Sequence[OverviewRow], width: int) -> Lines:
    """Return the counts with how each competency ended.

    In a narrow overview titles become short first, then the words of the scale become initials,
    then the names of people alone are left out. Titles that are still too long go on in further
    lines. The people without a rating are shown at the end of a row, or else below it.
    """
    if not rows:
        return []
    longest = max((row.levels for row in rows), key=len)
    for names, in_words, short in product((True, False), (True, False), (False, True)):
        columns = [cell_len(word) + 2 if in_words else COLUMN for word in longest]
        ended = max(cell_len(_ended(row, names=names)) for row in rows)
        taken = MARKS + 1 + sum(columns) + 1 + len(longest) % 2 + 1 + SIGN + GAP + ended
        titles = max(cell_len(_title(row, short=short)) for row in rows)
        if width - taken >= titles:
            break
    title = max(SHORTEST_TITLE, min(titles, width - taken))
    before = Content(" " * (title + MARKS + 1))

    def head(levels: tuple[str, ...]) -> Content:
        return before + _columns(levels if in_words else _initials(levels), columns)

    lines, headed = [head(longest)], len(longest)
    for row in rows:
        if len(row.levels) != headed:
            lines.append(head(row.levels))
            headed = len(row.levels)
        counts = [str(count) if count else "·" for count in row.counts]
        first, *more = wrap(_title(row, short=short), title)
        line = (
            cell(first, title)
            + cell(Content(f" {_mark(row)}"), MARKS + 1)
            + _columns(counts, columns)
        )
        sign = says(row.sign or " ", f"bold {SIGN_STYLES.get(row.sign, '')}")
        line += Content(" ") + cell(sign, SIGN + 1)
        line += says(cut(_ended(row, names=names), width - line.cell_length))
        without = says(", ".join(row.without), MUTED)
        fits = line.cell_length + GAP + without.cell_length <= width
        if without.plain and fits:
            line += Content(" " * GAP) + without
        lines += [line, *more]
        if without.plain and not fits:
            lines += indent(wrap(without, width - title - MARKS - 1), title + MARKS + 1)
    return [line.rstrip() if line.cell_length <= width else line.truncate(width) for line in lines]


def _title(row: OverviewRow, *, short: bool) -> str:
    return flat((row.short or row.title) if short else row.title)


def _mark(row: OverviewRow) -> str:
    return "*" if row.must_have else "‡" if row.threshold else ""


def _ended(row: OverviewRow, *, names: bool) -> str:
    return flat(f"{row.closing}: {row.alone}" if names and row.alone else row.closing)


def _columns(texts: Sequence[str], columns: Sequence[int]) -> Content:
    """Return texts in the middle of their columns, around the line between no and yes.

    A shorter scale has its levels spread over the columns of each side.
    """
    half, side = len(columns) // 2, len(texts) // 2
    line = _spread(texts[:side], columns[:half]) + says(BETWEEN, MUTED)
    if len(columns) % 2:
        line += _spread(texts[side : len(texts) - side] or [""], columns[half : half + 1])
        line += says(BETWEEN, MUTED)
    return line + _spread(texts[len(texts) - side :], columns[len(columns) - half :])


def _spread(texts: Sequence[str], columns: Sequence[int]) -> Content:
    widths = columns
    if len(texts) != len(columns):
        widths = [sum(columns) // max(1, len(texts))] * len(texts)
    line = Content()
    for text, width in zip(texts, widths, strict=True):
        shown = Content(cut(text, width)).stylize(MUTED if text == "·" else "bold")
        before = Content(" " * ((width - shown.cell_length) // 2))
        line += cell(before + shown, width)
    return cell(line, sum(columns))


def overview(rows: Sequence[OverviewRow], width: int) -> Lines:
    """Return the counts of all competencies; notes are shown if all fit.

    Titles become short where they do not fit, and go on in further lines where that is not enough.
    """
    if not rows:
        return []
    levels = max((row.levels for row in rows), key=len)
    across = len(levels) * COLUMN + len(levels) % 2 + 1
    taken = MARKS + across + SIGN
    room = max(SHORTEST_TITLE, width - taken)
    short = any(cell_len(_title(row, short=False)) > room for row in rows)
    title = min(room, max(cell_len(_title(row, short=short)) for row in rows))
    side = max(0, width - taken - title - GAP)
    if any(cell_len(" ".join(row.without)) > side for row in rows):
        side = 0  # the rows of the panel are one key away, and a cut word says nothing
    head = Content(" " * (title + MARKS)) + _scale(_initials(levels), levels, levels)
    lines = [head.rstrip()]
    for row in rows:
        first, *more = wrap(_title(row, short=short), title)
        lines += [_row(row, levels, cell(first, title), side, width), *more]
    return lines


def _row(
    row: OverviewRow, levels: tuple[str, ...], title: Content, side: int, width: int
) -> Content:
    counts = [str(count) if count else "·" for count in row.counts]
    line = title + cell(Content(f" {_mark(row)}"), MARKS) + _scale(counts, row.levels, levels)
    sign = says(row.sign, f"bold {SIGN_STYLES.get(row.sign, '')}")
    beside = says(" ".join(row.without), MUTED) if side else Content()
    line = line + Content(" ") + joined(sign or Content(" "), beside, gap=" " * GAP)
    return line.rstrip() if line.cell_length <= width else line.truncate(width)


def _scale(texts: Sequence[str], levels: tuple[str, ...], longest: tuple[str, ...]) -> Content:
    """Return a text for each level; the line between no and yes is where the longest scale has it.

    A shorter scale is centred on the line, each half on its own side.
    """
    of, half = len(levels), len(levels) // 2
    low = Content()
    for level in range(half):
        low += _cell(texts[level])
    high = Content()
    for level in range(of - half, of):
        high += _cell(texts[level])
    room = len(longest) // 2 * COLUMN
    line = Content(" " * (room - low.cell_length)) + low + says(BETWEEN, MUTED)
    if len(longest) % 2:
        middle = _cell(texts[half]) if of % 2 else Content(" " * COLUMN)
        line += middle + says(BETWEEN, MUTED)
    return cell(line + high, len(longest) * COLUMN + len(longest) % 2 + 1)


def _cell(text: str) -> Content:
    """Return a text in its column, bold if it is a count or the head of the column."""
    style = MUTED if text == "·" else "bold"
    return Content(f"{cut(text, COLUMN - 1):>{COLUMN - 1}} ").stylize(style)


def _initials(levels: tuple[str, ...]) -> list[str]:
    """Return the initials of the words of a scale, or numbers where two are alike."""
    initials = ["".join(word[0] for word in level.split())[:2] for level in levels]
    if len(set(initials)) == len(levels):
        return initials
    return [str(number) for number in range(1, len(levels) + 1)]
