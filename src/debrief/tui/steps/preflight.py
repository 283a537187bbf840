"""The pane of the preflight: a checklist, what has to be done first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from rich.cells import cell_len
from textual.content import Content

from debrief.core.room import CardRow, PreflightView
from debrief.tui.paint import (
    ACCENT,
    MUTED,
    NARROWEST,
    Lines,
    Space,
    beside,
    bullets,
    cell,
    cut,
    ends,
    fitting,
    hang,
    joined,
    page,
    says,
    section,
    stacked,
)
from debrief.tui.steps.poll import flow

WIDE = 110
GAP = 4
LONGEST_COUNT = 2 + 2 + len("0 too few")
NARROW = 60
FEWEST_RATERS = 2
LONGEST_STATUS = 11
Coverage = tuple[tuple[str, int], ...]

STATUSES = {
    "in": ("✓", "in", "$text-success"),
    "late": ("≠", "late", "$text-warning"),
    "undated": ("–", "no date", "$text-warning"),
    "missing": ("○", "missing", "$text-warning"),
    "broken": ("✗", "broken", "$text-error"),
}
TO_DO = {
    "late": "{}’s scorecard came late: say so; it counts unless it is taken out of the folder.",
    "undated": "{}’s scorecard does not say when it was written: ask.",
    "broken": "{}’s scorecard has errors and does not count: debrief check says which.",
    "missing": "No scorecard from {}: ask for it now, or open without it.",
}
NOT_ONE = (
    "No scorecard is in yet. Send each panelist their form, which debrief new --forms makes. A "
    "card shows here as soon as it arrives."
)


def paint(view: PreflightView, space: Space) -> Content:
    """Return the checklist."""
    width = space.width
    head = stacked(_summary(view, width), _problems(view, width), gap=0)
    notes = bullets(view.notes, width, MUTED)
    left = width * 5 // 8
    right = width - left - 4

    def laid(covered: Callable[[PreflightView, int], Lines], gap: int = 1) -> Lines:
        if width >= WIDE:
            columns = beside(_cards(view, left, space), _coverage(view, right), left)
            return stacked(head, columns, notes)
        return stacked(head, _cards(view, width, space), covered(view, width), notes, gap=gap)

    layouts = [partial(laid, covered) for covered in (_coverage, _covered, _covered_in_short)]
    return page(fitting(space.height, [*layouts, partial(laid, _covered_in_short, 0)]))


def _summary(view: PreflightView, width: int) -> Lines:
    there = sum(row.status in ("in", "undated", "late") for row in view.rows)
    owner = next((row.name for row in view.rows if row.owner), "")
    count = says(f"{there} of {len(view.rows)} scorecards in", "bold")
    decides = joined(says(owner, "bold"), says("decides", MUTED), gap=" ") if owner else Content()
    return ends(count, decides, width)


def _problems(view: PreflightView, width: int) -> Lines:
    cards = [TO_DO[row.status].format(row.name) for row in view.rows if row.status in TO_DO]
    if all(row.status == "missing" for row in view.rows):
        cards = [NOT_ONE]
    problems = [*view.problems, *cards]
    if not problems:
        mark = says("✓", "bold $text-success") + " "
        return hang(mark, "Every card is in, and every competency has raters.", width)
    mark = says("▸", "bold $text-warning") + " "
    return [line for problem in problems for line in hang(mark, problem, width)]


def _cards(view: PreflightView, width: int, space: Space) -> Lines:
    names = _most([row.name for row in view.rows], width // 4)
    details = _most([row.detail for row in view.rows], width // 3)
    return [line for row in view.rows for line in _card(row, names, details, width, space)]


def _most(texts: list[str], most: int) -> int:
    return max(NARROWEST, min(most, max((cell_len(text) for text in texts), default=0)))


def _card(row: CardRow, names: int, details: int, width: int, space: Space) -> Lines:
    glyph, word, style = STATUSES[row.status]
    mark = cell(says(f"{glyph} {word}", style), LONGEST_STATUS)
    owner = says("decides", ACCENT) if row.owner else Content()
    if width < NARROW or space.expanded:
        told = [says(row.detail, MUTED), owner, says(row.title, MUTED)]
        return hang(mark, joined(says(row.name), *told), width)
    start = mark + cell(row.name, names + 2)
    start += cell(says(cut(row.detail, details), MUTED), details + 2)
    room = width - cell_len(start.plain) - (cell_len(owner.plain) + 2 if row.owner else 0)
    title = says(cut(row.title, room), MUTED) if room > NARROWEST else Content()
    return [(start + joined(owner, title)).rstrip()]


def _coverage(view: PreflightView, width: int) -> Lines:
    """Return a line a competency: how many of the panel rate it."""
    of = len(view.rows)
    titles = _most([title for title, _ in view.coverage], max(NARROWEST, width - of - 6))
    return section("How many rate it", _bars(view, width, titles), width)


def _bars(view: PreflightView, width: int, titles: int) -> Lines:
    of = len(view.rows)
    lines: Lines = []
    for title, count in view.coverage:
        few = count < FEWEST_RATERS
        style = "$text-warning" if few else "$text-success"
        bar = says("■" * count, style) + says("·" * max(0, of - count), MUTED)
        told = bar + "  " + says(f"{count}{' too few' if few else ''}", style if few else "")
        lines += hang(cell(title, titles + 2), told, width)
    return lines


def _covered(view: PreflightView, width: int) -> Lines:
    """Return the same in two columns, or in a few lines where they are too narrow."""
    half = (width - GAP) // 2
    of = len(view.rows)
    titles = max((cell_len(title) for title, _ in view.coverage), default=0)
    if titles + of + LONGEST_COUNT <= half:
        middle = (len(view.coverage) + 1) // 2
        left, right = (replace(view, coverage=part) for part in _halves(view.coverage, middle))
        rows = beside(_bars(left, half, titles), _bars(right, half, titles), half, GAP)
    else:
        rows = flow([f"{title} {count}" for title, count in view.coverage], width)
    return section("How many rate it", rows, width)


def _covered_in_short(view: PreflightView, width: int) -> Lines:
    """Return one sentence, unless something is rated by too few: then the counts."""
    least = min((count for _, count in view.coverage), default=0)
    if least < FEWEST_RATERS:
        return _covered(view, width)
    mark = says("✓", "bold $text-success") + " "
    return hang(mark, f"Every competency is rated by {least} or more.", width)


def _halves(coverage: Coverage, middle: int) -> tuple[Coverage, Coverage]:
    return coverage[:middle], coverage[middle:]
