"""The panes of a wrap-up: the competencies it would reveal, and those that it revealed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import cast

from rich.cells import cell_len
from textual.content import Content

from debrief.core.room.poll import (
    PollView,
    RatedRow,
    WrappedUpRow,
    WrappedUpView,
    WrapUpRow,
    WrapUpView,
)
from debrief.core.scorecard import State
from debrief.core.text import number_word
from debrief.tui.paint import (
    MUTED,
    Lines,
    Space,
    cell,
    fitting,
    flat,
    hang,
    indent,
    page,
    says,
    stacked,
    wrap,
)
from debrief.tui.steps.evidence import more, quoted
from debrief.tui.steps.overview import results
from debrief.tui.steps.strip import by_level, strip, titled

INDENT, GAP = 3, 2
BOTH = 2

Draws = Callable[[WrappedUpRow, int], Lines]


def before(view: WrapUpView, space: Space) -> Content:
    """Return what a wrap-up would reveal, and what a hire then needs."""
    width, count = space.width, len(view.rows)
    are = "competency is" if count == 1 else "competencies are"
    title = f"Wrap up?  {number_word(count).capitalize()} {are} still blind."
    every = {1: "It is", BOTH: "Both are"}.get(count, f"All {number_word(count)} are")
    effect = f"{every} revealed at once and closed as not discussed. A reveal cannot be taken back."
    rows = _rows(view.rows, width)
    blocks = (wrap(says(title, "bold"), width), rows, wrap(effect, width))
    return page(fitting(space.height, [partial(stacked, *blocks, gap=gap) for gap in (1, 0)]))


def _rows(rows: tuple[WrapUpRow, ...], width: int) -> Lines:
    titles = max(cell_len(flat(row.title)) for row in rows)
    lines: Lines = []
    for row in rows:
        if titles + GAP > width // 2:  # no room beside each other
            lines += wrap(f"{flat(row.title)}  {flat(row.needs)}".rstrip(), width - INDENT)
        elif row.needs:
            lines += hang(cell(flat(row.title), titles + GAP), flat(row.needs), width - INDENT)
        else:
            lines += wrap(flat(row.title), width - INDENT)
    return indent(lines, INDENT)


def after(view: WrappedUpView, space: Space) -> Content:
    """Return the panel on the scale of each competency; counts alone where rows are short."""
    width = space.width
    title = wrap(says("Wrapped up: revealed together, not discussed", "bold"), width)
    if space.expanded:
        return page(stacked(title, *(_evidence(row, width) for row in view.wrapped_up)))

    def each(draws: Draws, gap: int) -> Lines:
        drawn = [draws(row, width) for row in view.wrapped_up]
        return stacked(title, stacked(*drawn, gap=gap), _without_card(view, width), gap=gap)

    def counted() -> Lines:
        return stacked(title, results([row.result for row in view.wrapped_up], width))

    whole = [partial(each, draws, gap) for draws in (_panel, _names) for gap in (1, 0)]
    return page(fitting(space.height, [*whole, counted]))


def _rated(poll: PollView) -> PollView:
    """Return the poll without people who have no card; they share one line."""
    rows = cast("tuple[RatedRow, ...]", poll.rows)
    return replace(poll, rows=tuple(row for row in rows if row.state is not State.MISSING))


def _title(row: WrappedUpRow, width: int) -> Lines:
    sign = " *" if row.result.must_have else " ‡" if row.result.threshold else ""
    return titled(f"{flat(row.result.title)}{sign}", row.poll, width)


def _panel(row: WrappedUpRow, width: int) -> Lines:
    return [*_title(row, width), *strip(_rated(row.poll), width)]


def _names(row: WrappedUpRow, width: int) -> Lines:
    return [*_title(row, width), *by_level(row.poll, width)]


def _without_card(view: WrappedUpView, width: int) -> Lines:
    rows = cast("tuple[RatedRow, ...]", view.wrapped_up[0].poll.rows)
    names = [flat(row.name) for row in rows if row.state is State.MISSING]
    return wrap(says(f"No card: {', '.join(names)}", MUTED), width) if names else []


def _evidence(row: WrappedUpRow, width: int) -> Lines:
    lines = _panel(row, width)
    for rating in cast("tuple[RatedRow, ...]", row.poll.rows):
        written = [*quoted(rating, row.poll, width), *more(rating, row.poll, width)]
        if written:
            lines += [*wrap(says(flat(rating.name), "bold"), width), *written]
    return lines
