"""A text widget that lays out its lines for its current width."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import RenderResult
from textual.geometry import Size
from textual.widgets import Static

from debrief.tui.paint import Lines, page

ANY_WIDTH = 1_000


class ReflowText(Static):
    """A widget that shows the lines that `lay` returns for its width."""

    def __init__(self, lay: Callable[[int], Lines], *, classes: str) -> None:
        """Show these lines."""
        super().__init__(page(lay(ANY_WIDTH)), classes=classes)
        self._lay = lay

    def lay(self, lay: Callable[[int], Lines]) -> None:
        """Show the lines of another function."""
        self._lay = lay
        self.update(page(lay(ANY_WIDTH)))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the rows that the lines need at this width."""
        return len(self._lay(width))

    def render(self) -> RenderResult:
        """Return the lines."""
        return page(self._lay(self.content_size.width))
