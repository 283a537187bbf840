"""The pane of a competency: its question, the anchors of its levels, the panel's ratings."""

from __future__ import annotations

from functools import partial
from typing import cast

from rich.cells import cell_len
from textual.content import Content

from debrief.core.room.poll import (
    BlindRow,
    CompetencyView,
    OverviewView,
    WarmUpView,
    WrappedUpView,
    WrapUpView,
)
from debrief.tui.paint import (
    MUTED,
    Lines,
    Space,
    beside,
    bullets,
    cell,
    ends,
    fitting,
    flat,
    hang,
    page,
    says,
    section,
    stacked,
    wrap,
)
from debrief.tui.steps import overview, wrap_up
from debrief.tui.steps.blocks import Block, spaced
from debrief.tui.steps.poll import (
    blind,
    new_rating_keys,
    numbered,
    pad,
    pad_keys,
    pad_width,
)
from debrief.tui.steps.reveal import BESIDE, Revealed, reveal
from debrief.tui.steps.scene import scene

NARROW = 60
"""Width below which blocks are stacked, not side by side."""

GAP = 4


def paint(
    view: CompetencyView | OverviewView | WrapUpView | WrappedUpView, space: Space
) -> Content:
    """Return the pane of a competency, or of several."""
    if isinstance(view, OverviewView):
        return overview.paint(view, space)
    if isinstance(view, WrapUpView):
        return wrap_up.before(view, space)
    if isinstance(view, WrappedUpView):
        return wrap_up.after(view, space)
    match view.poll.phase:
        case "blind":
            return page(_blind(view, space))
        case "entry":
            return page(_entry(view, space))
        case "revealed":
            if view.scene is not None and space.timer and not space.expanded:
                return page(scene(view.title, view.poll, view.scene, space))
            return page(_revealed(view, space))


def read_aloud(view: CompetencyView, space: Space) -> int:
    """Return the rows of a blind pane down to the end of the last anchor."""
    lines = [line.plain.rstrip() for line in _blind(view, space)]
    last = (anchors(view, space.width) or [[Content()]])[-1][-1].plain.rstrip()
    return len(lines) - lines[::-1].index(last) if last in lines else 0


def _title(view: CompetencyView, width: int) -> Lines:
    kinds = ["threshold"] if view.threshold else []
    kinds += ["must-have"] if view.must_have else []
    return ends(says(view.title, "bold"), says(" · ".join(kinds), MUTED), width)


def _head(view: CompetencyView, width: int) -> Lines:
    """Return title, kind and question."""
    return [*_title(view, width), *wrap(flat(view.definition), width)]


def anchors(view: CompetencyView | WarmUpView, width: int, *, title: bool = False) -> list[Lines]:
    """Return the anchor of each level in full, after the number and the word of the level.

    The words of the scale have a column of their own, if they are short enough.
    """
    levels = view.poll.levels
    words = [f"{number}  {flat(word)}" for number, word in enumerate(levels, start=1)]
    label = max(map(cell_len, words), default=0) + 3
    blocks: list[Lines] = []
    for word, text in zip(words, view.anchors, strict=False):
        name = Content(word).stylize("bold")
        if label <= width // 3:
            blocks.append(hang(cell(name, label), flat(text), width))
        else:
            number, gap, level = word.partition("  ")
            start, after = Content(number + gap).stylize("bold"), Content(f"  {flat(text)}")
            blocks.append(hang(start, Content(level).stylize("bold") + after, width))
    if title and blocks:
        heading = says("What each level looks like", f"bold {MUTED}")
        blocks.insert(0, wrap(heading, width))
    return blocks


# ---- blind


def _blind(view: CompetencyView, space: Space) -> Lines:
    """Return question, anchors and names; the anchors are read aloud, so they are never cut."""
    width = space.width
    rows = cast("tuple[BlindRow, ...]", view.poll.rows)
    first, *others = anchors(view, width) or [[]]
    again = new_rating_keys(rows, len(view.poll.levels), space)
    blocks = [
        Block(_head(view, width)),
        Block(first, 2),
        *(Block(lines, 3) for lines in others),
        Block([*blind(rows, width, space.cursor), *again], 1),
        Block(_probes(view, space), 1),
    ]
    return spaced(blocks, 10_000 if space.expanded else space.height, space.beat)


def _probes(view: CompetencyView, space: Space) -> Lines:
    shown = view.probes if space.expanded else ()
    return section("Probes", bullets(shown, space.width), space.width)


# ---- a round being entered, and revealed


def _entry(view: CompetencyView, space: Space) -> Lines:
    poll, width = view.poll, space.width
    legend = numbered(poll.levels, width)

    def beside_anchors(gap: int) -> Lines:
        left = pad_width(poll, width)
        there = stacked(*anchors(view, width - left - GAP, title=True), gap=gap)
        body = beside(pad(poll, space.narrowed(left), gap=gap), there, left, GAP)
        return stacked(_head(view, width), body, pad_keys(poll, width))

    def alone(gap: int, *, short: bool = False) -> Lines:
        keys = [*legend, *pad_keys(poll, width)]
        head = _title(view, width) if short else _head(view, width)
        return stacked(head, pad(poll, space, gap=gap), keys)

    if space.expanded:
        return stacked(alone(0), *anchors(view, width))
    there = [partial(beside_anchors, 1), partial(beside_anchors, 0)] if width >= NARROW else []
    here = [partial(alone, 1), partial(alone, 0), partial(alone, 0, short=True)]
    return fitting(space.height, [*there, *here, partial(alone, 0)])


def _revealed(view: CompetencyView, space: Space) -> Lines:
    width = space.width
    shown = Revealed(
        title=view.title,
        poll=view.poll,
        head=_title(view, width),
        definition=wrap(flat(view.definition), width, MUTED),
        after=_after(view, width),
        asks=not view.closed,
    )
    whole = stacked(*anchors(view, width, title=True), gap=0)
    narrow = stacked(*anchors(view, BESIDE, title=True), gap=0)
    return reveal(shown, space, whole, narrow)


def _after(view: CompetencyView, width: int) -> Lines:
    """Return the arguments, and the reason it was closed."""
    lines = bullets(view.talked, width)
    if view.closed:
        closed = says(f"Closed: {view.closed}", "bold")
        lines += hang(says("✓", "bold $text-success") + " ", closed, width)
    return lines
