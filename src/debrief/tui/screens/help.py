"""What is shown here is for, what to say, and the keys that work now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from debrief.tui.commands import HELP, Command, Where, commands
from debrief.tui.keys import bindings, key_line
from debrief.tui.paint import ACCENT, hang, page, says

KEY_WIDTH = 12
PROMPTS: frozenset[Where] = frozenset({"meeting", "replay", "console"})
IN_A_PROMPT = "Where a text is asked for: enter saves, tab goes on, escape puts it aside."


class Explained(VerticalScroll, can_focus=False):
    """The explanation; it scrolls by the keys of its screen."""

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell the screen, which says whether there is more."""
        super().watch_scroll_y(old_value, new_value)
        self.call_after_refresh(self._tell)

    def on_resize(self) -> None:
        """Tell the screen, which lays the keys out for the room there is."""
        self._tell()

    def _tell(self) -> None:
        if isinstance(self.screen, HelpScreen):
            self.screen.paint()


class HelpScreen(ModalScreen[None]):
    """Help on what is behind it; it shows nothing of what that shows."""

    CSS_PATH = "help.tcss"
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(*HELP)]

    def __init__(
        self,
        heading: str,
        purpose: str,
        found: Iterable[Command],
        *,
        say: tuple[str, ...] = (),
        now: Mapping[str, str] | None = None,
    ) -> None:
        """Explain by `purpose`, sentences to `say` aloud, and the keys of these commands.

        `now` says by a command's name what it does at this moment, where that is known.
        """
        super().__init__()
        self._heading, self._purpose, self._say = heading, purpose, say
        self._found = sorted(
            (one for one in found if one.keys and one.name != "help"),
            key=lambda command: len(command.where),  # those of every screen are known by then
        )
        self._now = now or {}

    def compose(self) -> ComposeResult:
        """Lay out purpose, what to say, and keys."""
        with Explained(id="help"):
            yield Static(Content(self._heading), classes="help-title")
            yield Static(Content(self._purpose), classes="help-text")
            if self._say:
                yield Static(Content("Say"), classes="help-head")
                said = "\n".join(f"“{sentence}”" for sentence in self._say)
                yield Static(Content(said), classes="help-say")
            yield Static(Content("Keys that work now"), classes="help-head")
            yield Static(id="keys")
            if any(PROMPTS & set(one.where) for one in self._found):
                yield Static(Content(IN_A_PROMPT), classes="help-text help-muted")
        yield Static(id="footer")

    def paint(self) -> None:
        """Paint what depends on the room there is."""
        helped = self.query_one("#help", Explained)
        table = self._table(max(1, helped.scrollable_content_region.width))
        keys = self.query_one("#keys", Static)
        if keys.content != table:
            keys.update(table)
            self.call_after_refresh(self.paint)  # how much there is, is known once it is laid out
        others = [(one.shown, one.brief) for one in commands(*HELP) if one.brief]
        footer = self.query_one("#footer", Static)
        footer.update(key_line(("escape", "Close"), others[1:], self.size.width - 2))
        left = helped.max_scroll_y
        more = "▼ more: page down" if left > helped.scroll_y else "▲ page up" if left else ""
        footer.border_title = more

    def _table(self, width: int) -> Content:
        return page(
            [
                line
                for one in self._found
                for line in hang(
                    says(one.shown, ACCENT) + " " * (KEY_WIDTH - len(one.shown)),
                    self._now.get(one.name, one.help),
                    width,
                )
            ]
        )

    def action_scroll(self, lines: int) -> None:
        """Scroll by so many lines."""
        self.query_one("#help", Explained).scroll_relative(y=lines, animate=False)

    def action_page(self, pages: int) -> None:
        """Scroll by so many pages."""
        height = self.query_one("#help", Explained).size.height
        self.action_scroll(pages * max(1, height - 2))

    def action_tour(self) -> None:
        """Show the tour in place of this."""
        self.dismiss()
        self.app.call_later(self.app.run_action, "tour")

    def on_click(self, event: events.Click) -> None:
        """Close the help where the click is beside it."""
        if event.widget is self:
            self.action_close()

    def action_close(self) -> None:
        """Close the help."""
        self.dismiss()
