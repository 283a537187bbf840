"""The pane of the preflight: a checklist, what has to be done first."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content

from debrief.core.room import CardRow, PreflightView
from debrief.tui.paint import (
    ACCENT,
    MUTED,
    Lines,
    Space,
    beside,
    bullets,
    cell,
    fitting,
    hang,
    page,
    says,
    section,
    stacked,
    wrap,
)

WIDE = 100
NARROW = 56
FEWEST_RATERS = 2
STATUSES = {
    "in": ("✓", "in", "$text-success"),
    "late": ("✗", "late", "$text-warning"),
    "undated": ("–", "no date", "$text-warning"),
    "missing": ("○", "missing", "$text-warning"),
    "broken": ("✗", "broken", "$text-error"),
}
LONGEST_STATUS = 11


def paint(view: PreflightView, space: Space) -> Content:
    """Return the checklist."""
    width = space.width
    head = stacked(_summary(view, width), _problems(view, width), gap=0)
    notes = bullets(view.notes, width, MUTED)

    def laid(listed: bool, gap: int = 1) -> Lines:
        if width >= WIDE:
            left = width * 5 // 8
            right = _coverage(view, width - left - 4)
            return stacked(head, beside(_cards(view, left, space), right, left, 4), notes)
        covered = _coverage(view, width) if listed else _covered(view, width)
        return stacked(head, _cards(view, width, space), covered, notes, gap=gap)

    return page(
        fitting(space.height, [lambda: laid(True), lambda: laid(False), lambda: laid(False, 0)])
    )


def _summary(view: PreflightView, width: int) -> Lines:
    there = sum(row.status in ("in", "undated", "late") for row in view.rows)
    missing = sum(row.status == "missing" for row in view.rows)
    broken = sum(row.status == "broken" for row in view.rows)
    said = [f"{there} of {len(view.rows)} scorecards in"]
    said += [f"{missing} missing"] if missing else []
    said += [f"{broken} with errors"] if broken else []
    owner = next((row.name for row in view.rows if row.owner), "")
    said += [f"{owner} decides"] if owner else ["nobody decides yet"]
    return wrap(says(" · ".join(said), "bold"), width)


def _problems(view: PreflightView, width: int) -> Lines:
    if not view.problems:
        return hang(
            says("✓", "bold $text-success") + " ", says("Nothing has to be done first."), width
        )
    return [
        line
        for problem in view.problems
        for line in hang(says("✗", "bold $text-warning") + " ", problem, width)
    ]


def _cards(view: PreflightView, width: int, space: Space) -> Lines:
    names = min(max((cell_len(row.name) for row in view.rows), default=0), max(10, width // 4))
    return [line for row in view.rows for line in _card(row, names, width, space)]


def _card(row: CardRow, names: int, width: int, space: Space) -> Lines:
    glyph, word, style = STATUSES[row.status]
    mark = cell(says(f"{glyph} {word}", style), LONGEST_STATUS)
    about = " · ".join(text for text in (row.detail, row.title) if text)
    decides = Content("  ") + says("decides", ACCENT) if row.owner else Content()
    if width < NARROW or (space.expanded and cell_len(row.name) > names):
        return hang(mark, says(row.name) + decides + "  " + says(about, MUTED), width)
    told = (
        says(row.detail, MUTED)
        + decides
        + (says("  ") + "  " + says(row.title, MUTED) if row.title else "")
    )
    return hang(mark + cell(row.name, names + 2), told, width)


def _coverage(view: PreflightView, width: int) -> Lines:
    """Return a line a competency: how many of the panel rate it."""
    of = len(view.rows)
    titles = max((cell_len(title) for title, _ in view.coverage), default=0)
    titles = max(10, min(titles, width - of - 8))
    lines: Lines = []
    for title, count in view.coverage:
        style = "$text-warning" if count < FEWEST_RATERS else ""
        bar = says("■" * count, style or "$text-success") + says("·" * max(0, of - count), MUTED)
        lines += hang(
            cell(title, titles + 2),
            bar + says(f"  {count}") if False else bar + "  " + says(str(count), style),
            width,
        )
    return section("Who rates what", lines, width)


def _covered(view: PreflightView, width: int) -> Lines:
    """Return the same in a few lines."""
    return wrap(says("Raters: " + " · ".join(f"{t} {n}" for t, n in view.coverage), MUTED), width)
