"""The pane of a competency: what is asked, what each level looks like, the panel on it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Literal

from rich.cells import cell_len
from textual.content import Content

from debrief.core.room_poll import CompetencyView, WarmUpView
from debrief.tui.paint import (
    ACCENT,
    MUTED,
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
    wrap,
)
from debrief.tui.steps.evidence import Evidence
from debrief.tui.steps.poll import (
    blind,
    blind_width,
    level_style,
    numbered,
    pad,
    pad_keys,
    pad_width,
)
from debrief.tui.steps.strip import APART, classified, earlier, strip, titled, verdict
from debrief.tui.steps.threshold import panel

WIDE = 110
"""Columns from which the anchors stand beside the panel also after the reveal."""

NARROW = 60
"""Columns below which nothing stands beside anything."""

GAP = 4
LONGEST_QUESTION = 3
"""Lines of a question; a longer one is whole with `e`."""

HEAD = 4
"""Lines of title and question with the free line below them, as they mostly are."""


Said = Literal["whole", "lines", "rounds", "nothing"]


@dataclass(frozen=True, slots=True)
class Fold:
    """How much of a revealed competency is shown at once; the rest is behind `e`.

    `gap` free lines stand between rows, `air` around the blocks; `head` is the question whole, on
    a line, only title and class, or these cut to one line; `said` what was argued since, and what
    the rounds before came to.
    """

    evidence: Evidence
    gap: int
    air: int
    head: Literal["full", "short", "line", "tight"] = "full"
    said: Said = "lines"
    counted: bool = True


FULL = Fold("full", 1, 1, said="whole")
FOLDS = (
    Fold("whole", 1, 1, said="whole"),
    Fold("whole", 0, 1, said="whole"),
    Fold("line", 1, 1, said="whole"),
    Fold("line", 0, 1, said="whole"),
    Fold("line", 0, 1),
    Fold("line", 0, 0),
    Fold("none", 1, 1),
    Fold("none", 0, 1),
    Fold("none", 0, 0),
    Fold("none", 0, 0, head="short"),
    Fold("none", 0, 1, head="line"),
    Fold("none", 0, 0, head="line"),
    Fold("none", 0, 0, head="line", said="nothing"),
    Fold("none", 0, 0, head="line", counted=False),
    Fold("none", 0, 0, head="line", said="rounds", counted=False),
    Fold("none", 0, 0, head="line", said="nothing", counted=False),
    Fold("none", 0, 0, head="tight", said="nothing", counted=False),
    Fold("none", 0, 0, head="tight", counted=False),
)
"""From rich to poor; the first that fits is taken.

Where none does the last one scrolls: what everybody came to stands first, what was said last.
"""


def paint(view: CompetencyView, space: Space) -> Content:
    """Return the pane of a competency."""
    match view.poll.phase:
        case "blind":
            return page(_blind(view, space))
        case "entry":
            return page(_entry(view, space))
        case "revealed":
            return page(_revealed(view, space))


def _head(view: CompetencyView, width: int, *, short: bool = False) -> Lines:
    """Return title, kind and question; in short the question on one line."""
    kinds = ["threshold"] if view.threshold else []
    kinds += ["must-have"] if view.must_have else []
    title = ends(says(cut(view.title, 2 * width), "bold"), says(" · ".join(kinds), ACCENT), width)
    lines = 1 if short else LONGEST_QUESTION
    asked = wrap(view.definition, width, MUTED)
    if len(asked) > lines:
        asked = [
            *asked[: lines - 1],
            says(cut(" ".join(x.plain for x in asked[lines - 1 :]), width), MUTED),
        ]
    return [*title, *asked]


def anchors(
    view: CompetencyView | WarmUpView,
    width: int,
    *,
    gap: int = 0,
    apart: bool = True,
    title: bool = True,
    numbers: bool = False,
    most: int = 0,
) -> Lines:
    """Return what each level looks like, in about `most` lines, 0 for as many as it takes.

    `apart` puts the words of the scale in a column of their own, if it is narrow enough.
    """
    levels = view.poll.levels
    if numbers:
        levels = tuple(f"{number} {word}" for number, word in enumerate(levels, start=1))
    label = max(cell_len(word) for word in levels) + 2
    blocks = []
    for number, (word, text) in enumerate(zip(levels, view.anchors, strict=False), start=1):
        name = says(word, f"bold {level_style(number, len(levels))}")
        if apart and label <= width // 3:
            blocks.append(hang(cell(name, label), text, width))
        else:
            blocks.append(wrap(name + "  " + Content(text), width))
    if most and sum(map(len, blocks)) > most:
        blocks = _shortened(blocks, most, width)
    heading = says("What each level looks like", f"bold {MUTED}")
    return stacked(wrap(heading, width) if title else [], *blocks, gap=gap)


def _shortened(blocks: list[Lines], most: int, width: int) -> list[Lines]:
    """Return the first lines of each block, as evenly as `most` lines in all allow."""
    longest = max(map(len, blocks))
    even = max(n for n in range(1, longest + 1) if n == 1 or _total(blocks, n) <= most)
    left = most - _total(blocks, even)
    shorter = []
    for block in blocks:
        extra = 1 if left > 0 and len(block) > even else 0
        left -= extra
        shorter.append(_cut_block(block, even + extra, width))
    return shorter


def _total(blocks: list[Lines], most: int) -> int:
    return sum(min(len(block), most) for block in blocks)


def _cut_block(block: Lines, most: int, width: int) -> Lines:
    if len(block) <= most:
        return block
    last = block[most - 1]
    if cell_len(last.plain) + 2 > width:
        last = last.truncate(width - 2).rstrip()
    return [*block[: most - 1], last + " …"]


# ---- blind


def _blind(view: CompetencyView, space: Space) -> Lines:
    width = space.width
    head = _head(view, width)
    if space.expanded:
        probes = section("Probes", bullets(view.probes, width), width)
        panelists = blind(view.poll, width, full=True)
        return stacked(head, panelists, anchors(view, width, gap=1), probes)
    if width < NARROW:
        return stacked(head, blind(view.poll, width), anchors(view, width))
    left = blind_width(view.poll, width)

    def laid(gap: int, *, apart: bool = False, title: bool = True, most: int = 0) -> Lines:
        right = width - left - GAP
        there = anchors(view, right, gap=gap, apart=apart, title=title, most=most)
        return stacked(head, beside(blind(view.poll, left, gap=gap), there, left, GAP))

    return fitting(
        space.height,
        [
            partial(laid, 1, apart=True),
            partial(laid, 0, apart=True),
            partial(laid, 1),
            partial(laid, 0),
            partial(laid, 0, title=False),
            partial(laid, 0, title=False, most=max(1, space.height - len(head) - 1)),
        ],
    )


# ---- a round being entered, and revealed


def _entry(view: CompetencyView, space: Space) -> Lines:
    poll, width = view.poll, space.width
    legend = numbered(poll.levels, width)

    def beside_anchors(gap: int) -> Lines:
        left = pad_width(poll, width)
        there = anchors(view, width - left - GAP, gap=gap, numbers=True)
        body = beside(pad(poll, space.narrowed(left), gap=gap), there, left, GAP)
        return stacked(_head(view, width), body, pad_keys(poll, width))

    def alone(gap: int, *, short: bool = False) -> Lines:
        keys = [*legend, *pad_keys(poll, width)]
        return stacked(_head(view, width, short=short), pad(poll, space, gap=gap), keys)

    if space.expanded:
        return stacked(alone(0), anchors(view, width, gap=1, numbers=True))
    there = [partial(beside_anchors, 1), partial(beside_anchors, 0)] if width >= NARROW else []
    here = [partial(alone, 1), partial(alone, 0), partial(alone, 0, short=True)]
    return fitting(space.height, [*there, *here, partial(alone, 0)])


def _revealed(view: CompetencyView, space: Space) -> Lines:
    if space.expanded:
        return _laid(view, space, FULL)
    return fitting(space.height, [partial(_laid, view, space, fold) for fold in FOLDS])


def _laid(view: CompetencyView, space: Space, fold: Fold) -> Lines:
    width = space.width
    there, left = _at_the_right(view, space)
    draw = panel if view.threshold else strip
    rows = draw(view.poll, left, fold.evidence, gap=fold.gap, air=fold.air, counted=fold.counted)
    after = _after(view, left, fold.said)
    if fold.head in ("line", "tight"):
        before = [] if fold.said == "nothing" else earlier(view.poll, left)
        asked = [*before, *(wrap(view.poll.question, left, ACCENT) if fold.counted else [])]
        head = _titled(view, width, fold)
        body = stacked(rows, [*asked, *after], gap=fold.air)
        return stacked(head, _with(body, there, left), gap=fold.air)
    said = stacked(verdict(view.poll, left), after, gap=fold.air)
    head = _head(view, width, short=fold.head == "short")
    whole = stacked(head, _with(stacked(rows, said, gap=fold.air), there, left))
    below = anchors(view, width, gap=1) if fold is FULL and not there else []
    return stacked(whole, below)


def _titled(view: CompetencyView, width: int, fold: Fold) -> Lines:
    """Return title and class, on one line if they fit; a tight one is cut until they do."""
    title, classed = says(view.title, "bold"), classified(view.poll, counted=fold.counted)
    if fold.head == "line" and joined(title, classed, gap=APART).cell_length > width:
        return [*wrap(cut(view.title, width), width, "bold"), *wrap(classed, width)]
    return titled(view.title, view.poll, width, counted=fold.counted)


def _at_the_right(view: CompetencyView, space: Space) -> tuple[Lines, int]:
    """Return the anchors that stand at the right, if there is room, and what is left of it."""
    if space.width < WIDE:
        return [], space.width
    width = space.width * 3 // 11
    roomy = anchors(view, width, gap=1, apart=False)
    fits = len(roomy) + HEAD <= space.height
    lines = roomy if fits else anchors(view, width, apart=False)
    return lines, space.width - width - GAP


def _with(lines: Lines, there: Lines, left: int) -> Lines:
    return beside(lines, there, left, GAP) if there else lines


def _after(view: CompetencyView, width: int, said: Said) -> Lines:
    """Return what was said about it, whole or on a line each, and how it was closed."""
    lines: Lines = []
    if said == "whole":
        lines = bullets(view.talked, width)
    elif said == "lines":
        lines = [says(f"· {cut(text, width - 2)}") for text in view.talked]
    if view.closed:
        closed = says(f"Closed: {view.closed}", "bold")
        lines += hang(says("✓", "bold $text-success") + " ", closed, width)
    return lines
