"""The rating field of a scorecard: levels with their anchors, and other states below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size

from debrief.core.form import Field
from debrief.tui.paint import MUTED, Lines, cell, hang, indent, page, wrap
from debrief.tui.widgets.fields import GAP, ChoiceField

DIGITS = 9
"""Number of options that can be chosen by a digit."""

BESIDE = 60
"""Width from which an anchor is beside its level, not below it."""


@dataclass(frozen=True, slots=True)
class _Area:
    rows: range
    columns: range
    index: int


class ScaleField(ChoiceField):
    """A choice of a level by a digit, an arrow or a click; one level a line."""

    def __init__(self, field: Field, draft: str | None, anchors: Sequence[str]) -> None:
        """Show the first options with these anchors beside them, the others in a row."""
        super().__init__(field, draft)
        self._anchors = anchors

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the rows that the levels need at this width."""
        return len(self._laid(width)[0])

    def columns(self, width: int) -> int:
        """Return 1: the levels are one below the other."""
        return 1

    def render(self) -> RenderResult:
        """Return the levels, the chosen one marked by a filled dot."""
        return page(self._laid(self.content_size.width)[0])

    def on_click(self, event: events.Click) -> None:
        """Choose the clicked option."""
        event.prevent_default()  # a handler of the base class expects one row for each option
        for area in self._laid(self.content_size.width)[1]:
            if event.y in area.rows and event.x in area.columns:
                self.choose(self.field.options[area.index].value)

    def choose(self, value: str) -> None:
        """Choose the option with this value."""
        self._choose([option.value for option in self.field.options].index(value))

    def _laid(self, width: int) -> tuple[Lines, list[_Area]]:
        lines: Lines = []
        areas: list[_Area] = []
        options = self.field.options[: len(self._anchors)]
        column = max(cell_len(option.label) for option in options) + 2
        for index, anchor in enumerate(self._anchors):
            label = self._label(index)
            if width >= BESIDE:
                mark = cell(label, column + len("(•) 1 "))
                block = hang(mark, Content(anchor), width)
            else:
                block = [*wrap(label, width), *indent(wrap(anchor, width - 4, MUTED), 4)]
            rows = range(len(lines), len(lines) + len(block))
            areas.append(_Area(rows, range(width), index))
            lines += block
        at = width
        for index in range(len(self._anchors), len(self.field.options)):
            label = self._label(index)
            length = cell_len(label.plain)
            if at + GAP + length > width:
                lines.append(Content())
                at = 0
            else:
                lines[-1] += Content(" " * GAP)
                at += GAP
            lines[-1] += label
            areas.append(_Area(range(len(lines) - 1, len(lines)), range(at, at + length), index))
            at += length
        return lines, areas

    def _label(self, index: int) -> Content:
        option = self.field.options[index]
        chosen = option.value == self.answer
        digit = f"{index + 1} " if index < DIGITS else ""
        text = f"{'(•)' if chosen else '( )'} {digit}{option.label}"
        style = "bold" if chosen else ""
        return Content(text).stylize(style)
