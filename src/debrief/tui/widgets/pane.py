"""The widget of a step's pane, in which revealed lines fade in together."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.timer import Timer
from textual.widgets import Static

FRAMES = (0.2, 0.5, 0.8)
"""Share of its own colour that a new line has in each frame of a reveal, from 0 to 1."""

FRAME = 0.1
"""Seconds of a frame."""


class Pane(Static):
    """A pane that shows a step; new lines of a reveal fade in, all in the same frames."""

    def __init__(self, *, id: str) -> None:
        """Start empty."""
        super().__init__(id=id)
        self._rising: dict[int, int] = {}
        self._frame = len(FRAMES)
        self._timer: Timer | None = None

    @property
    def rising(self) -> bool:
        """True while new lines fade in."""
        return self._frame < len(FRAMES)

    def reveal(self, content: Content) -> None:
        """Show `content`; new lines fade in, unless animations are off."""
        old, new = self._plain_lines(), content.plain.split("\n")
        self.settle()
        self.update(content)
        if self.app.animation_level == "none":
            return
        same = {y for y, (was, now) in enumerate(zip(old, new, strict=False)) if was == now}
        self._rising = {y: cell_len(now) for y, now in enumerate(new) if now and y not in same}
        self._frame = 0
        self._timer = self.set_interval(FRAME, self._next_frame)

    def settle(self) -> None:
        """End the animation."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self._frame = len(FRAMES)

    def render_line(self, y: int) -> Strip:
        """Return a line in the colours of the current frame."""
        line = super().render_line(y)
        if not self.rising or y not in self._rising:
            return line
        ground, share = self.background_colors[1], FRAMES[self._frame]
        return Strip(
            [Segment(text, _risen(style, ground, share)) for text, style, _ in line],
            line.cell_length,
        )

    def _plain_lines(self) -> list[str]:
        shown = self.content
        return shown.plain.split("\n") if isinstance(shown, Content) else []

    def _next_frame(self) -> None:
        self._frame += 1
        if not self.rising:
            self.settle()
        self.refresh(*(Region(0, y, cells, 1) for y, cells in self._rising.items()))


def _risen(style: Style | None, ground: Color, share: float) -> Style | None:
    """Return a style with its colours blended into the background, by `share` their own."""
    if style is None:
        return None
    return style + Style(
        color=_between(style.color and Color.from_rich_color(style.color), ground, share),
        bgcolor=_between(style.bgcolor and Color.from_rich_color(style.bgcolor), ground, share),
    )


def _between(color: Color | None, ground: Color, share: float) -> str | None:
    return None if color is None else ground.blend(color, share).hex6
