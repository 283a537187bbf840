"""Clicks on words, wherever they stand on the screen."""

from __future__ import annotations

from rich.cells import cell_len
from textual.geometry import Offset
from textual.pilot import Pilot
from textual.widget import Widget


async def click(pilot: Pilot[int], words: str, *, times: int = 1, right: int = 0) -> None:
    """Click on the first cell of these words, or so many to the right of it."""
    for widget in pilot.app.screen.walk_children(Widget):
        region = widget.content_region
        for y in range(region.height if not widget.children else 0):
            before, found, _ = widget.render_line(y).text.partition(words)
            at = region.offset + Offset(cell_len(before) + right, y)
            if found and pilot.app.screen.get_widget_at(*at)[0] is widget:
                await pilot.click(widget, offset=at - widget.region.offset, times=times)
                await pilot.pause()
                return
    raise AssertionError(f"{words} is not on the screen")
