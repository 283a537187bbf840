"""The panel before a reveal: the list of who is done, and the pad for a blind round."""

from __future__ import annotations

from typing import cast

from rich.cells import cell_len
from textual.content import Content
from textual.style import Style

from debrief.core.room.poll import BlindRow, EntryRow, PollView
from debrief.tui.paint import (
    MUTED,
    NARROWEST,
    Lines,
    Space,
    cell,
    cut,
    ends,
    flat,
    hang,
    indent,
    says,
    stacked,
    wrap,
)
from debrief.tui.theme import level as theme_level

IN, OUT, NONE = "▓▓", "░░", "──"
"""Marks of an entry that is in, not in, or not possible; a card that is missing is not possible."""

BETWEEN_NAMES = 4
FEWEST_NAME_CELLS = 10
INDENTS = 5
"""Cells of the cursor before a name and of the gap after it."""

CELL = "cell"
"""Key of the panelist's id in the style of a row of the pad, for clicks."""

ROUNDS = ("First", "Second", "Third")


def mark_style(level: int, of: int) -> str:
    """Return the style of the mark at a level, on a scale of `of` levels."""
    return f"bold $on-level on $level-{theme_level(level, of)}"


def name_cells(names: list[str], most: int) -> int:
    """Return the width of a column of names: that of the longest, but at most `most`."""
    longest = max((cell_len(flat(name)) for name in names), default=0)
    return max(NARROWEST, min(longest, max(FEWEST_NAME_CELLS, most)))


def round_words(number: int) -> str:
    """Return the name of a round."""
    return f"{ROUNDS[number - 1]} round" if 0 < number <= len(ROUNDS) else f"Round {number}"


def blind(rows: tuple[BlindRow, ...], width: int, cursor: str = "") -> Lines:
    """Return the short names in columns, each with a mark: in, not in, or no card."""
    names = [_blind_name(row, cursor) for row in rows]
    column = min(width, max((name.cell_length for name in names), default=0) + BETWEEN_NAMES)
    across = max(1, (width + BETWEEN_NAMES) // column) if names else 1
    across = -(-len(names) // max(1, -(-len(names) // across)))
    lines = []
    for at in range(0, len(names), max(1, across)):
        *before, last = names[at : at + across]
        line = Content()
        for name in before:
            line += cell(name, column)
        lines += wrap(line + last, width)
    return lines


def _blind_name(row: BlindRow, cursor: str) -> Content:
    name = flat(row.short or row.name)
    if row.cell is None:
        if row.card_in:
            note = f", {row.bar}" if row.bar else ""
            return says(IN, "$sealed") + Content(f" {name}") + says(note, MUTED)
        return says(f"{NONE} {name}, {row.bar or 'no card'}", MUTED)
    here = row.cell.id == cursor
    mark = says(IN, "$sealed") if row.card_in else says(OUT, "" if here else MUTED)
    why = f", {row.cell.bar}" if row.cell.bar and not row.card_in else ""
    text = Content(f" {name}, new rating{why}")
    if not here:
        return (mark + text).stylize(Style.from_meta({CELL: row.cell.id}))
    pointed = says("▸ ", "bold") + mark + text.stylize("bold")
    return pointed.stylize(Style.from_meta({CELL: row.cell.id}))


def new_rating_keys(rows: tuple[BlindRow, ...], levels: int, space: Space) -> Lines:
    """Return who rates a blind competency again, and the keys for it; none if nobody does."""
    cells = tuple(row.cell for row in rows if row.cell is not None)
    if all(cell.bar for cell in cells):
        return []
    keys = [f"1–{levels} new rating", "s the card’s also holds", "x not voting", "backspace clears"]
    return [*next_cell(cells, space), *flow(keys, space.width, MUTED)]


def pad_width(poll: PollView, width: int) -> int:
    """Return the width that `pad` needs in a pane of this width."""
    rows = cast("tuple[EntryRow, ...]", poll.rows)
    head = cell_len(round_words(poll.round)) + len("   12 of 12 in")
    names = name_cells([row.name for row in rows], width // 3)
    return min(width // 2, max(head, names + INDENTS + _side(rows)))


def _side(rows: tuple[EntryRow, ...]) -> int:
    """Return the width of the column of marks, or of the texts in place of a mark."""
    return max(
        (cell_len(f"{NONE} {flat(row.bar)}" if row.bar else _in(flat(row.note))) for row in rows),
        default=0,
    )


def _in(note: str) -> str:
    return f"{IN}  {note}" if note else IN


def pad(poll: PollView, space: Space, *, gap: int = 0, first: str = "Votes") -> Lines:
    """Return the pad for entering a round; all entries have the same mark.

    `first` is the heading of a first round.
    """
    rows = cast("tuple[EntryRow, ...]", poll.rows)
    width = space.width
    names = name_cells([row.name for row in rows], width - INDENTS - _side(rows))
    able = [row for row in rows if not row.bar]
    count = f"{sum(row.filled for row in able)} of {len(able)} in"
    title = first if poll.round == 1 else round_words(poll.round)
    across = max(names + INDENTS + len(IN), cell_len(f"{title}   {count}"))
    head = ends(says(title, "bold"), says(count, MUTED), min(width, across))
    cells = [_entry(row, space, names) for row in rows]
    return stacked(head, *cells, next_cell(rows, space), gap=gap)


def next_cell(rows: tuple[EntryRow, ...], space: Space) -> Lines:
    """Return a line with the name of the person whose entry is typed next."""
    if not space.cursor:
        return []
    here = next((row for row in rows if row.id == space.cursor and not row.bar), None)
    if here is None:
        return wrap("Everybody has an entry.", space.width)
    if here.filled:
        return wrap(f"{here.name} has an entry: another one replaces it.", space.width)
    return wrap(f"Next: {here.name}", space.width)


def pad_keys(poll: PollView, width: int) -> Lines:
    """Return the keys of the pad; keeping is listed only if there is a rating to keep."""
    if not poll.asks:
        return []
    keys = [f"1–{len(poll.levels)} sets and moves on", "s keep", "x not voting"]
    keys += ["S the rest keep", "backspace clears", "↑ ↓ move"]
    if poll.round == 1:
        keys = [key for key in keys if "keep" not in key]
        keys.insert(2, "S the rest do not vote")
    return flow(keys, width, MUTED)


def numbered(levels: tuple[str, ...], width: int, style: str = "") -> Lines:
    """Return the words of a scale, each after its number."""
    return flow([f"{number} {word}" for number, word in enumerate(levels, start=1)], width, style)


def flow(parts: list[str], width: int, style: str = "") -> Lines:
    """Return parts one after another; a part is broken only if it is wider than a line."""
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
    pointer = says("▸", "bold") if here else Content(" ")
    name = cell(Content(cut(row.name, names + 2)), names + 3)
    if here:
        name = name.stylize("bold")
    elif row.bar:
        name = name.stylize(MUTED)
    start = pointer + " " + name
    whole = indent(_whole(row.name, names, space.width - 2, full=space.expanded), 2)
    if row.bar:
        return [*whole, *hang(start, f"{NONE} {row.bar}", space.width, MUTED)]
    mark = says(IN, "$sealed") if row.filled else says(OUT, "" if here else MUTED)
    line = start + mark
    lines = hang(line + "  ", row.note, space.width, MUTED) if row.note else [line]
    return [*whole, *(in_cell(part, row.id) for part in lines)]


def in_cell(line: Content, panelist: str) -> Content:
    """Return a line that moves the cursor to this panelist when clicked."""
    return line.stylize(Style.from_meta({CELL: panelist}))


def _whole(name: str, names: int, width: int, *, full: bool) -> Lines:
    """Return the full name if its column cuts it and `full` is set; else no lines."""
    return wrap(name, width, MUTED) if full and cell_len(name) > names else []
