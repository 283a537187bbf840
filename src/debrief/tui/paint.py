"""Layout of panes: functions on styled lines of text, measured in terminal cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rich.cells import cell_len, set_cell_size
from textual.content import Content

MUTED = "$text-muted"
ACCENT = "$text-accent"
LINE = "$line"
"""The colour of rules, not of text."""
EDGE = "$edge"
"""The colour of edges that must be seen, as of a card or a field."""

BETWEEN = "┊"
"""The sign of the line between no and yes."""

SMALLEST = (40, 12)
"""Columns and rows below which a screen shows one sentence only."""

AIR = ((1, 1), (1, 0), (0, 0))
"""Empty lines between the blocks of a pane, and within a block: the layouts to try, in order."""

NARROWEST = 2
"""Minimum width of a space, enough for a double-width character."""

Lines = list[Content]
"""Lines of the terminal, none wider than the space they were made for."""


@dataclass(frozen=True, slots=True)
class Space:
    """The space of a pane: columns, and rows it can have without scrolling.

    `expanded` is True if everything is shown in full. `cursor` is the id of the panelist under the
    cursor. `beat` is how far a reveal has come: 1 the marks, 2 the headline too, 3 everything.
    `timer` is the time left for the talk about a result, in words; empty if none is on.
    `marked` are the ids of rows that a digit marked and that are not recorded yet, each with its
    answer.
    """

    width: int
    height: int
    expanded: bool = False
    cursor: str = ""
    beat: int = 3
    timer: str = ""
    marked: Mapping[str, str] = field(default_factory=dict)

    def narrowed(self, width: int) -> Space:
        """Return the same space, `width` columns wide."""
        return replace(self, width=max(NARROWEST, width))


def flat(text: str) -> str:
    """Return text on one line."""
    return " ".join(text.split())


def says(text: str, style: str = "") -> Content:
    """Return text as content in one style, on one line, without parsing markup."""
    return styled(Content(flat(text)), style)


def styled(content: Content, style: str) -> Content:
    """Return the content in a style, if there is one."""
    return content.stylize(style) if style else content


def pill(text: str, ground: str) -> Content:
    """Return a word as a badge: bold text on a coloured background."""
    return Content(f" {flat(text)} ").stylize(f"bold $background on {ground}")


def joined(*parts: Content | str, gap: str = "  ") -> Content:
    """Return the parts that are not empty on one line, with a gap between."""
    contents = [part if isinstance(part, Content) else Content(flat(part)) for part in parts]
    return Content(gap).join([content for content in contents if content.plain])


def wrap(text: Content | str, width: int, style: str = "") -> Lines:
    """Return text as lines of at most `width` cells, keeping its line breaks."""
    content = styled(text if isinstance(text, Content) else Content(text), style)
    wrapped = content.wrap(max(NARROWEST, width)) or [Content()]
    return [line.rstrip() for line in wrapped]


def hang(mark: Content | str, text: Content | str, width: int, style: str = "") -> Lines:
    """Return text after a mark, further lines indented to align with the first."""
    mark = mark if isinstance(mark, Content) else Content(mark)
    by = cell_len(mark.plain)
    if width - by < 2 * NARROWEST:
        return [*wrap(mark, width), *wrap(text, width, style)]
    lines = wrap(text, width - by, style)
    return [mark + lines[0], *(Content(" " * by) + line for line in lines[1:])]


def bullets(items: Iterable[str], width: int, style: str = "", mark: str = "·") -> Lines:
    """Return a bulleted list."""
    return [line for item in items for line in hang(says(mark, MUTED) + " ", item, width, style)]


def cut(text: str, width: int) -> str:
    """Return text on one line of at most `width` cells; an ellipsis marks a cut."""
    text = flat(text)
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(0, width - 1)).rstrip() + "…"


def cell(text: Content | str, width: int) -> Content:
    """Return content padded to `width` cells; a str is also cut to it."""
    if isinstance(text, str):
        text = Content(cut(text, width))
    return text + Content(" " * max(0, width - cell_len(text.plain)))


def character_before(text: str, end: int) -> int:
    """Return the start of the visible character (grapheme) that ends at index `end`."""
    from wcwidth import grapheme_boundary_before

    return grapheme_boundary_before(text, end)


def indent(lines: Lines, by: int) -> Lines:
    """Return the lines moved right by `by` cells."""
    return [Content(" " * by) + line if line.plain else line for line in lines]


def ends(left: Content, right: Content, width: int) -> Lines:
    """Return one line with content at both ends; two lines if they do not fit."""
    gap = width - cell_len(left.plain) - cell_len(right.plain)
    if not right.plain:
        return wrap(left, width)
    if gap < NARROWEST:
        return [*wrap(left, width), *wrap(right, width)]
    return [left + Content(" " * gap) + right]


def beside(left: Lines, right: Lines, left_width: int, gap: int = 4) -> Lines:
    """Return two columns side by side; the left one is `left_width` cells wide."""
    rows = max(len(left), len(right))
    left = left + [Content()] * (rows - len(left))
    right = right + [Content()] * (rows - len(right))
    return [
        cell(a, left_width + gap) + b if b.plain else a for a, b in zip(left, right, strict=True)
    ]


def card(lines: Lines, width: int, mark: str = EDGE) -> Lines:
    """Return lines as a card: a bar at the left, a background; they must fit `width` - 4 cells."""
    bar = Content("▌").stylize(f"{mark} on $surface")
    ground = [cell(Content(" ") + line, width - 1) for line in lines]
    return [bar + line.stylize_before("on $surface") for line in ground]


def section(title: str, lines: Lines, width: int) -> Lines:
    """Return lines under a small heading; nothing if there are no lines."""
    return [*wrap(says(title, f"bold {MUTED}"), width), *lines] if lines else []


def stacked(*blocks: Sequence[Content], gap: int = 1) -> Lines:
    """Return the non-empty blocks, one below the other, with `gap` empty lines between them."""
    lines: Lines = []
    for block in blocks:
        if lines and block:
            lines += [Content()] * gap
        lines += block
    return lines


def fitting(height: int, layouts: Sequence[Callable[[], Lines]]) -> Lines:
    """Return the first layout of at most `height` lines; the last one if none fits."""
    lines: Lines = []
    for layout in layouts:
        lines = layout()
        if len(lines) <= height:
            return lines
    return lines


def page(lines: Lines) -> Content:
    """Return the lines as one content."""
    return Content("\n").join(lines)
