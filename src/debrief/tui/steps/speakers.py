"""The questions to the people who speak after a reveal, with their lines of evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, cast

from rich.cells import cell_len
from textual.content import Content

from debrief.core.room.poll import PollView, RatedRow
from debrief.tui.paint import MUTED, Lines, ends, flat, hang, says, wrap
from debrief.tui.steps.blocks import Block
from debrief.tui.steps.evidence import STATES, more, pieces, quoted

Others = Literal["names", "first", "all", "everything"]
"""The amount shown of the people who do not speak first: their names, one line each, all lines, or
all that is known of their ratings."""

SPEAKERS = 3
"""The beat of a reveal at which the speakers appear."""

AIR, AIR_BETWEEN = 1, 5


def most_pieces(poll: PollView) -> int:
    """Return the largest number of lines of evidence of a speaker at an end."""
    rows = cast("tuple[RatedRow, ...]", poll.rows)
    return max((len(pieces(row, poll)) for row in rows if row.end or row.speaks == 1), default=1)


@dataclass(frozen=True, slots=True)
class _Room:
    """The poll, the columns for it, and the amounts of evidence shown."""

    poll: PollView
    width: int
    others: Others
    most: int | None


def speakers(poll: PollView, width: int, others: Others, most: int | None = None) -> list[Block]:
    """Return the people who speak, in their order.

    The two ends have their first `most` lines of evidence in full, or all.
    """
    rows = cast("tuple[RatedRow, ...]", poll.rows)
    order = sorted((row for row in rows if row.speaks), key=lambda row: row.speaks)
    room = _Room(poll, width, others, most)
    blocks = []
    first, other = _ends(order, challenged=bool(poll.challenged))
    if poll.challenged:
        blocks.append(_challenge(poll, width))
    if first is not None:
        asked = f"{flat(first.name)}, what did you see?"
        blocks.append(_end(first, asked, room))
    if other is not None and not other.speaks_last:
        asked = f"Then {flat(other.name)}, from the other end:"
        blocks.append(_end(other, asked, room))
    then = [row for row in order if row not in (first, other)]
    blocks += _then(then, poll, width, others)
    if other is not None and other.speaks_last:
        asked = f"{flat(other.name)} last, from the other end:"
        blocks.append(_end(other, asked, room))
    if others != "names":
        blocks += _without_turn(rows, poll, width, others)
    return blocks


def _ends(order: list[RatedRow], *, challenged: bool) -> tuple[RatedRow | None, RatedRow | None]:
    """Return the first speaker of each end, one if all gave the same level, none if challenged."""
    ends_ = [row for row in order if row.end]
    if challenged or not order:
        return None, None
    if len(ends_) < 2:  # noqa: PLR2004 - all gave the same level
        return order[0], None
    return ends_[0], ends_[1]


def _challenge(poll: PollView, width: int) -> Block:
    *others, last = map(flat, poll.challenged)
    people = f"{', '.join(others)} and {last}" if others else last
    asked = says(f"Next, the challenge: {people}", "bold")
    return Block(wrap(asked, width), AIR, SPEAKERS)


def _end(row: RatedRow, asked: str, room: _Room) -> Block:
    """Return a question by name, and the lines of the person asked, some or all."""
    count = len(pieces(row, room.poll))
    cut = room.most is not None and room.most < count
    side = says(f"{room.most} of {count}", MUTED) if cut else Content()
    lines = ends(says(asked, "bold"), side, room.width)
    lines += quoted(row, room.poll, room.width, room.most)
    if room.others == "everything":
        lines += more(row, room.poll, room.width)
    return Block(lines, AIR if row.speaks == 1 else AIR_BETWEEN, SPEAKERS)


def _then(rows: list[RatedRow], poll: PollView, width: int, others: Others) -> Iterator[Block]:
    """Yield the other speakers: one line of names, or a block for each."""
    if not rows:
        return
    if others == "names":
        names = [] if poll.challenged else _names(rows, width)
        yield Block(names, AIR_BETWEEN, SPEAKERS)
        return
    for number, row in enumerate(rows):
        name = f"{flat(row.name)} last:" if row.speaks_last else f"Then {flat(row.name)}:"
        if poll.challenged:
            name = f"{flat(row.name)}:"
        lines = [*wrap(says(name, "bold"), width), *_lines(row, poll, width, others)]
        yield Block(lines, AIR_BETWEEN if number == 0 else AIR_BETWEEN + 1, SPEAKERS)


def _lines(row: RatedRow, poll: PollView, width: int, others: Others) -> Lines:
    lines = quoted(row, poll, width, 1 if others == "first" else None)
    return [*lines, *more(row, poll, width)] if others == "everything" else lines


def _names(rows: list[RatedRow], width: int) -> Lines:
    """Return the names on one line, in their short form where the whole is too long."""
    for short in (False, True):
        names = [flat((row.short or row.name) if short else row.name) for row in rows]
        last = [f"{names.pop()} last"] if rows[-1].speaks_last else []
        text = " · ".join([*([", ".join(names)] if names else []), *last])
        if names:
            text = f"Then {text}"
        if cell_len(text) <= width:
            break
    return wrap(text, width)


def _without_turn(
    rows: tuple[RatedRow, ...], poll: PollView, width: int, others: Others
) -> Iterator[Block]:
    """Yield the people who do not speak but wrote something."""
    for row in rows:
        if row.speaks or not (row.reason or row.level is not None):
            continue
        word = STATES[row.state] or (row.confidence or "")
        name = says(flat(row.name), "bold") + (says(f", {word}", MUTED) if word else Content())
        if row.level is None and others != "everything":
            lines = hang(name + "  ", f"“{flat(row.reason)}”", width)
        else:
            lines = [*wrap(name, width), *_lines(row, poll, width, others)]
        yield Block(lines, AIR_BETWEEN + 1, SPEAKERS)
