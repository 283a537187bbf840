"""The screen of the tour, shown at the first run and from the help."""

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
from typing_extensions import override

from debrief.tui import tour
from debrief.tui.commands import Where, commands
from debrief.tui.keys import bindings, key_line
from debrief.tui.paint import MUTED, SMALLEST, Space, ends, page, says
from debrief.tui.resilient import Resilient, absorbed
from debrief.tui.widgets.put import put

GUIDANCE = "This takes less than a minute. To see it again, press ?, then t."
MARGIN = 3
AROUND = 7
"""Number of lines above and below the card."""

LOW = 16
"""Height below which the card takes the lines of the guidance."""

LAST = len(tour.CARDS) - 1


class TourCard(Static):
    """The card, between the lines above and below it."""

    class Resized(Message):
        """A message that the size of the card changed."""

    def on_resize(self) -> None:
        """Send the new size to the screen."""
        self.post_message(self.Resized())


class TourScreen(Resilient, Screen[None]):
    """The tour, one card at a time; the next screen does not exist yet, so no key can reach it."""

    CSS_PATH = "tour.tcss"
    ALLOW_SELECT = False
    AUTO_FOCUS = ""
    WHERE: ClassVar[tuple[Where, ...]] = ("tour",)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(*WHERE)]

    class Left(Message):
        """A message that the tour was finished or left."""

    def __init__(self, ends_with: str) -> None:
        """Begin at the first card; `ends_with` names the action of the key on the last one."""
        super().__init__()
        self._ends_with = ends_with
        self._left = False
        self.at = 0

    def compose(self) -> ComposeResult:
        """Lay out the same lines as in a meeting."""
        yield Static(id="title")
        yield Static(id="agenda")
        yield TourCard(id="card")
        yield Static(id="guidance")
        yield Static(id="footer")

    def on_mount(self) -> None:
        """Paint before the first layout, so that the first frame is complete."""
        self.attempt(self._paint)

    def on_tour_card_resized(self, message: TourCard.Resized) -> None:
        """Paint for the new size."""
        message.stop()
        self.attempt(self._paint)

    @override
    def tell(self, sentence: str) -> None:
        self._set("guidance", Content(sentence).stylize("$text-warning"))

    def _paint(self) -> None:
        width, height = self.size
        card = tour.CARDS[self.at]
        is_small = width < SMALLEST[0] or height < SMALLEST[1]
        self.set_class(is_small, "-only")
        self.set_class(height < LOW, "-low")
        if is_small:
            self._set("card", tour.small(card, width - 2))
            return
        room = self.query_one(TourCard).content_size
        if not room.height:  # before the first layout
            room = Size(width - 2 * MARGIN, height - AROUND)
        space = Space(max(1, room.width), max(1, room.height))
        where = says(f"How it works · {self.at + 1} of {len(tour.CARDS)}", MUTED)
        main = "Next" if self.at < LAST else self._ends_with
        others = [
            (command.shown, command.brief) for command in commands(*self.WHERE) if command.brief
        ]
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
        """Show the next card; after the last one, end the tour."""
        if self.at < LAST:
            self.action_turn(1)
        else:
            self.action_leave()

    def action_turn(self, by: int) -> None:
        """Show the previous or the next card."""
        self.at = max(0, min(LAST, self.at + by))
        self.attempt(self._paint)

    def action_leave(self) -> None:
        """Leave the tour; a second press does nothing."""
        if not self._left:
            self._left = True
            self.post_message(self.Left())

    @absorbed
    def on_click(self, event: events.Click) -> None:
        """Show the card whose dot was clicked."""
        if event.widget is self.query_one("#agenda") and 0 <= (event.x - 1) // 2 <= LAST:
            self.action_turn((event.x - 1) // 2 - self.at)
