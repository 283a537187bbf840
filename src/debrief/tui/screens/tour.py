"""The screen of the tour: the first one of a first run, and to be had again from the help."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from debrief.tui import tour
from debrief.tui.commands import Where, commands
from debrief.tui.keys import bindings, key_line
from debrief.tui.paint import MUTED, SMALLEST, Space, ends, page, says
from debrief.tui.widgets.put import put

GUIDANCE = "Less than a minute. You can have it again: ?, then t."
MARGIN = 3
AROUND = 7
"""Lines above and below the card."""

LOW = 16
"""Lines below which the card takes the room of the guidance."""

LAST = len(tour.CARDS) - 1


class Middle(Static):
    """What there is room for between the lines above and below."""

    class Resized(Message):
        """There is more or less room now."""

    def on_resize(self) -> None:
        """Tell the screen, which paints for it."""
        self.post_message(self.Resized())


class TourScreen(Screen[None]):
    """Shows one card at a time; what comes after it is not there yet, so no key can reach it."""

    CSS_PATH = "tour.tcss"
    ALLOW_SELECT = False
    AUTO_FOCUS = ""
    WHERE: ClassVar[tuple[Where, ...]] = ("tour",)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(*WHERE)]

    class Left(Message):
        """The tour was seen to its end, or left."""

    def __init__(self, ends_with: str) -> None:
        """Begin at the first card; `ends_with` names what the key on the last one does."""
        super().__init__()
        self._ends_with = ends_with
        self._left = False
        self.at = 0

    def compose(self) -> ComposeResult:
        """Lay out the same lines as in the meeting."""
        yield Static(id="title")
        yield Static(id="agenda")
        yield Middle(id="card")
        yield Static(id="guidance")
        yield Static(id="footer")

    def on_mount(self) -> None:
        """Paint before the first layout, so that the first picture is whole."""
        self._paint()

    def on_middle_resized(self, message: Middle.Resized) -> None:
        """Paint for the room that there is now."""
        message.stop()
        self._paint()

    def _paint(self) -> None:
        width, height = self.size
        card = tour.CARDS[self.at]
        is_small = width < SMALLEST[0] or height < SMALLEST[1]
        self.set_class(is_small, "-only")
        self.set_class(height < LOW, "-low")
        if is_small:
            self._set("card", tour.small(card, width - 2))
            return
        room = self.query_one(Middle).content_size
        if not room.height:  # nothing is laid out and measured yet
            room = Size(width - 2 * MARGIN, height - AROUND)
        space = Space(max(1, room.width), max(1, room.height))
        where = says(f"How it works · {self.at + 1} of {len(tour.CARDS)}", MUTED)
        main = "Next" if self.at < LAST else self._ends_with
        others = [(one.shown, one.brief) for one in commands(*self.WHERE) if one.brief]
        if self.at == 0:
            others = [other for other in others if other[0] != "←"]
        self._set("title", page(ends(says("debrief", "bold"), where, width - 2)[:1]))
        self._set("agenda", tour.dots(self.at))
        self._set("card", tour.paint(card, space))
        self._set("guidance", Content(GUIDANCE).stylize(MUTED))
        self._set("footer", key_line(("space", main), others, width - 2, "escape"))

    def _set(self, name: str, content: Content) -> None:
        put(self.query_one(f"#{name}", Static), content)

    def action_next(self) -> None:
        """Show the next card; after the last one the tour is over."""
        if self.at < LAST:
            self.action_turn(1)
        else:
            self.action_leave()

    def action_turn(self, by: int) -> None:
        """Show the card before, or the one after."""
        self.at = max(0, min(LAST, self.at + by))
        self._paint()

    def action_leave(self) -> None:
        """Let the app go on, once."""
        if not self._left:
            self._left = True
            self.post_message(self.Left())

    def on_click(self, event: events.Click) -> None:
        """Show the card whose dot was clicked."""
        if event.widget is self.query_one("#agenda") and 0 <= (event.x - 1) // 2 <= LAST:
            self.action_turn((event.x - 1) // 2 - self.at)
