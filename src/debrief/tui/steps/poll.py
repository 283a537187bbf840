"""The panel before a reveal: who is in, and the pad that a round is entered on unseen."""

from __future__ import annotations

from typing import cast

from rich.cells import cell_len
from textual.content import Content
from textual.style import Style

from debrief.core.room_poll import BlindRow, EntryRow, PollView
from debrief.tui.paint import (
    ACCENT,
    MUTED,
    NARROWEST,
    Lines,
    Space,
    cell,
    ends,
    flat,
    hang,
    indent,
    says,
    stacked,
    wrap,
)
from debrief.tui.theme import level as theme_level

SEALED = "░░░░"
FILLED = "■■■■"
EMPTY = "····"
MISSING = "missing"
FEWEST_NAME_CELLS = 10
INDENTS = 5
"""Cells of the cursor before a name, and of the gap behind it."""

CELL = "cell"
"""What a click on a row of the pad carries: whose it is."""

ROUNDS = ("First", "Second", "Third")


def level_style(level: int, of: int) -> str:
    """Return the style of a level on a scale of `of` levels."""
    return f"$level-{theme_level(level, of)}"


def name_cells(names: list[str], most: int) -> int:
    """Return the width of a column of names: as the longest needs, but at most `most`."""
    longest = max((cell_len(flat(name)) for name in names), default=0)
    return max(NARROWEST, min(longest, max(FEWEST_NAME_CELLS, most)))


def round_words(number: int) -> str:
    """Return the name of a round."""
    return f"{ROUNDS[number - 1]} round" if 0 < number <= len(ROUNDS) else f"Round {number}"


def blind(poll: PollView, width: int, *, gap: int = 0, full: bool = False) -> Lines:
    """Return who is in and who is missing; rows differ in nothing else."""
    rows = cast("tuple[BlindRow, ...]", poll.rows)
    names = name_cells([row.name for row in rows], width - 2 - len(MISSING))
    count = f"{sum(row.card_in for row in rows)} of {len(rows)} in"
    lines: list[Lines] = []
    for row in rows:
        mark = says(SEALED, "$sealed") if row.card_in else says(MISSING, "$text-warning")
        line = cell(row.name, names + 2) + mark
        lines.append([*_whole(row.name, names, width, full=full), line])
    return stacked(wrap(says(count, f"bold {MUTED}"), width), *lines, gap=gap)


def blind_width(poll: PollView, width: int) -> int:
    """Return how wide the column of `blind` needs to be in a pane of this width."""
    rows = cast("tuple[BlindRow, ...]", poll.rows)
    return name_cells([row.name for row in rows], width // 3) + 2 + len(MISSING)


def pad_width(poll: PollView, width: int) -> int:
    """Return how wide the column of `pad` needs to be in a pane of this width."""
    rows = cast("tuple[EntryRow, ...]", poll.rows)
    head = cell_len(round_words(poll.round)) + len("   12 of 12 in")
    names = name_cells([row.name for row in rows], width // 3)
    return min(width // 2, max(head, names + INDENTS + _side(rows)))


def _side(rows: tuple[EntryRow, ...]) -> int:
    """Return how wide the cells are, with what stands there instead of one."""
    return max(
        (cell_len(flat(f"– {row.bar}")) if row.bar else len(FILLED) for row in rows), default=0
    )


def pad(poll: PollView, space: Space, *, gap: int = 0, first: str = "Votes") -> Lines:
    """Return the pad that a round is entered on: the same mark whatever was entered.

    `first` is what the cells of a first round are called.
    """
    rows = cast("tuple[EntryRow, ...]", poll.rows)
    width = space.width
    names = name_cells([row.name for row in rows], width - INDENTS - _side(rows))
    able = [row for row in rows if not row.bar]
    count = f"{sum(row.filled for row in able)} of {len(able)} in"
    title = first if poll.round == 1 else round_words(poll.round)
    across = max(names + INDENTS + len(FILLED), cell_len(f"{title}   {count}"))
    head = ends(says(title, "bold"), says(count, MUTED), min(width, across))
    cells = [_entry(row, space, names) for row in rows]
    return stacked(head, *cells, gap=gap)


def pad_keys(poll: PollView, width: int) -> Lines:
    """Return the keys of the pad; where there is nothing to keep, nothing of keeping."""
    if not poll.asks:
        return []
    keys = [f"1–{len(poll.levels)} sets and moves on", "s keep", "x not voting"]
    keys += ["S the rest keep", "backspace clears", "↑ ↓ move"]
    if poll.round == 1:
        keys = [key for key in keys if "keep" not in key]
    return flow(keys, width, MUTED)


def numbered(levels: tuple[str, ...], width: int, style: str = "") -> Lines:
    """Return the words of a scale, each after its number."""
    return flow([f"{number} {word}" for number, word in enumerate(levels, start=1)], width, style)


def flow(parts: list[str], width: int, style: str = "") -> Lines:
    """Return parts one after another, none of them broken while it fits a line."""
    lines: Lines = []
    line = ""
    for part in parts:
        longer = f"{line}   {part}" if line else part
        if line and cell_len(longer) > width:
            lines += wrap(line, width, style)
            longer = part
        line = longer
    return [*lines, *wrap(line, width, style)]


def _entry(row: EntryRow, space: Space, names: int) -> Lines:
    here = row.id == space.cursor and not row.bar
    pointer = says("▸", f"bold {ACCENT}") if here else Content(" ")
    name = cell(row.name, names + 3)
    if here:
        name = name.stylize("bold")
    elif row.bar:
        name = name.stylize(MUTED)
    start = pointer + " " + name
    whole = indent(_whole(row.name, names, space.width - 2, full=space.expanded), 2)
    if row.bar:
        return [*whole, *hang(start, f"– {row.bar}", space.width, MUTED)]
    mark = says(FILLED, "$sealed") if row.filled else says(EMPTY, ACCENT if here else MUTED)
    return [*whole, (start + mark).stylize(Style.from_meta({CELL: row.id}))]


def _whole(name: str, names: int, width: int, *, full: bool) -> Lines:
    """Return the name in full where its column cuts it and everything is asked for in full."""
    return wrap(name, width, MUTED) if full and cell_len(name) > names else []
