"""The form that begins a session, opened from home."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from debrief.tui.keys import key_line
from debrief.tui.new_session import NEW, wanted
from debrief.tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from debrief.tui.doors import Home

KEYS = [("tab", "next field"), ("escape", "put aside")]


class NewScreen(Screen[tuple[str, str] | None]):
    """Asks what a session needs; ends with its id and what comes next, or with nothing."""

    CSS_PATH: ClassVar = ["prompt.tcss", "home.tcss"]
    ALLOW_SELECT = False
    asking = True

    def __init__(self, home: Home, taken: frozenset[str]) -> None:
        """Ask for a session under an id that is not taken."""
        super().__init__()
        self._home = home
        self._taken = taken

    def compose(self) -> ComposeResult:
        """Lay out the form."""
        yield Static(Content("Sessions").stylize("bold"), id="title")
        with VerticalScroll(id="body", can_focus=False):
            yield Prompt(NEW, {})
        yield Static(id="guidance")
        yield Static(id="footer")

    def on_resize(self) -> None:
        """Name the keys that there is room for."""
        line = key_line(("enter", NEW.enter), KEYS, self.size.width - 2, "escape")
        self.query_one("#footer", Static).update(line)

    def palette(self) -> tuple[()]:
        """Give no command: every key is text here."""
        return ()

    def on_prompt_dropped(self, message: Prompt.Dropped) -> None:
        """Go back without one."""
        message.stop()
        self.dismiss(None)

    def on_prompt_answered(self, message: Prompt.Answered) -> None:
        """Make it, or say what is missing."""
        message.stop()
        new = wanted(message.values, self._home.today(), self._taken)
        made, said = (False, new) if isinstance(new, str) else self._home.make(new)
        if made and not isinstance(new, str):
            self.dismiss((new.id, said))
        else:
            self.query_one("#guidance", Static).update(Content(said).stylize("$text-warning"))
            self.query_one(Prompt).retry()
