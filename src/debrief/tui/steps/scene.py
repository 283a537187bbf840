"""The pane of a talk: the challenge of a result, or arguing, with its script and its time."""

from __future__ import annotations

from typing import cast

from rich.cells import cell_len
from textual.content import Content

from debrief.core.room.poll import PollView, RatedRow, SceneSpeaker, SceneView
from debrief.tui.paint import (
    MUTED,
    Lines,
    Space,
    cell,
    ends,
    flat,
    hang,
    indent,
    joined,
    says,
    wrap,
)
from debrief.tui.steps.blocks import Block, rows, spaced
from debrief.tui.steps.evidence import pieces, quoted
from debrief.tui.steps.strip import headline

SECONDS = 180
"""Seconds on the clock of a talk, at whose end nothing happens."""

LAST_SECONDS = 30
"""Seconds before the end from which each second is shown."""

STEP = 10
"""Seconds between two times shown before that."""

GAP = 3
INDENT = 3
WIDE = 90
"""Width from which the talk is indented."""

STALLED = "If it stalls:"
BEFORE_CLOSE = "Before you close:"
AGAIN = "does anybody want to rate again?"
FIRST, THEN, LATER = 1, 2, 3
"""The order in which empty lines come above blocks, as rows are free."""


def time_left(seconds: float) -> str:
    """Return the time left, in steps of ten seconds, and of one in the last half minute."""
    if seconds <= 0:
        return "0:00, time is up"
    step = 1 if seconds <= LAST_SECONDS else STEP
    shown = min(SECONDS, -int(-seconds // step) * step)
    return f"{shown // 60}:{shown % 60:02d}"


def scene(title: str, poll: PollView, view: SceneView, space: Space) -> Lines:
    """Return the talk; evidence gives way first, then air, never a name or a question."""
    fewest = _blocks(title, poll, view, space, 1)
    for most in (None, *range(_most(poll, view) - 1, 0, -1)):
        blocks = _blocks(title, poll, view, space, most)
        if rows(blocks) <= space.height:
            return spaced(blocks, space.height, space.beat)
    return spaced(fewest, space.height, space.beat)


def _most(poll: PollView, view: SceneView) -> int:
    there = [_row(poll, speaker) for speaker in view.speakers]
    return max((len(pieces(row, poll)) for row in there if row), default=1)


def _row(poll: PollView, speaker: SceneSpeaker) -> RatedRow | None:
    revealed = cast("tuple[RatedRow, ...]", poll.rows)
    return next((row for row in revealed if row.id == speaker.id), None)


def _blocks(
    title: str, poll: PollView, view: SceneView, space: Space, most: int | None
) -> list[Block]:
    width = space.width
    by = INDENT if width >= WIDE else 0
    room = width - by
    opening = wrap(says(view.opening, "bold"), room) if view.opening else []
    blocks = [Block(_head(title, poll, view, space)), Block(indent(opening, by), FIRST)]
    for speaker in view.speakers:
        lines = _speaker(speaker, poll, view, room, most)
        blocks.append(Block(indent(lines, by), FIRST))
    blocks += [
        Block(indent(_to_all(view, room), by), THEN),
        Block(_stalled(view, width), LATER),
        Block(_before_close(view, width)),
    ]
    return blocks


def _head(title: str, poll: PollView, view: SceneView, space: Space) -> Lines:
    """Return title, headline and time on one line, else the headline below the other two."""
    width = space.width
    timer = says(view.kind, MUTED) + "  " + says(space.timer, "bold")
    room = width - timer.cell_length - GAP
    sign = f"{poll.sign}  " if poll.sign else ""
    if cell_len(flat(title)) + GAP + cell_len(sign + poll.headline) <= room:
        result = Content(sign).stylize("bold") + says(poll.headline, "bold")
        return ends(joined(says(title, "bold"), result, gap=" " * GAP), timer, width)
    return [*ends(says(title, "bold"), timer, width), *headline(poll, width)]


def _speaker(
    speaker: SceneSpeaker, poll: PollView, view: SceneView, width: int, most: int | None
) -> Lines:
    """Return a speaker with their question, and their evidence or their own line in full."""
    row = _row(poll, speaker)
    if view.kind == "challenge" or row is None:
        return _named(speaker, view, width)
    count = len(pieces(row, poll))
    cut = most is not None and most < count
    asked = says(speaker.asked, "bold")
    names = max(cell_len(flat(person.name)) for person in view.speakers)
    whys = max(cell_len(flat(person.why)) for person in view.speakers)
    name = joined(cell(says(speaker.name, "bold"), names), cell(says(speaker.why, MUTED), whys))
    side = says(f"{most} of {count}", MUTED) if cut else Content()
    line = joined(name, asked, gap=" " * GAP)
    head = ends(line, side, width)
    if len(head) > 1:
        head = [*ends(name.rstrip(), side, width), *wrap(asked, width)]
    return [*head, *quoted(row, poll, width, most)]


def _named(speaker: SceneSpeaker, view: SceneView, width: int) -> Lines:
    """Return somebody named for a challenge, with why and with their own line."""
    line = f": “{flat(speaker.line)}”" if speaker.line else ""
    text = says(speaker.why) + Content(line)
    names = max(cell_len(flat(person.name)) for person in view.speakers)
    name = cell(says(speaker.name, "bold"), names + GAP)
    lines = hang(name, text, width) if width >= 2 * name.cell_length else wrap(name + text, width)
    asked = indent(wrap(says(speaker.asked, "bold"), width - GAP), GAP) if speaker.asked else []
    return [*lines, *asked]


def _to_all(view: SceneView, width: int) -> Lines:
    if not view.to_all:
        return []
    asked = says(view.to_all, "bold")
    line = joined(asked, says(view.others, MUTED), gap=" " * GAP)
    if line.cell_length <= width or not view.others:
        return wrap(line, width)
    return [*wrap(asked, width), *indent(wrap(view.others, width - GAP, MUTED), GAP)]


def _stalled(view: SceneView, width: int) -> Lines:
    label = says(STALLED, MUTED) + "  "
    under = " " * label.cell_length
    return [
        line
        for number, question in enumerate(view.stalled)
        for line in hang(under if number else label, question, width)
    ]


def _before_close(view: SceneView, width: int) -> Lines:
    if not view.again or view.kind == "challenge":
        return []
    mark = says(BEFORE_CLOSE, MUTED) + "  "
    return hang(mark, says(AGAIN) + "  " + says("r", "bold"), width)
