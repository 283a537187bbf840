"""The screen of the form for a new session, opened from home."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from typing_extensions import override

from debrief.core.new_session import NEW, doubt, wanted
from debrief.tui.keys import key_line
from debrief.tui.resilient import absorbed
from debrief.tui.screens.frame import FrameScreen
from debrief.tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from debrief.tui.home_actions import Home

KEYS = [("tab", "next field"), ("escape", "close")]


class NewScreen(FrameScreen[tuple[str, str] | None]):
    """The form for a new session; returns its id and the next step, or None."""

    CSS_PATH: ClassVar = ["prompt.tcss", "home.tcss"]

    def __init__(self, home: Home, taken: frozenset[str]) -> None:
        """Start a form for a session whose id is not `taken`."""
        super().__init__()
        self.asking = True
        self._home = home
        self._taken = taken
        self._doubted = ""

    @override
    def middle(self) -> ComposeResult:
        with VerticalScroll(id="body", can_focus=False):
            yield Prompt()

    def on_mount(self) -> None:
        """Open the prompt."""
        self.prompt.open(NEW, {})

    def on_resize(self) -> None:
        """Paint for the new size."""
        self.repaint()

    @override
    def paint(self) -> None:
        self.set_line("title", Content("debrief").stylize("bold"))
        self.set_line("guidance", Content(self.notice).stylize("$text-warning"))
        keys = key_line(("enter", NEW.enter), KEYS, self.size.width - 2, "escape")
        self.set_line("footer", keys)

    def on_prompt_dropped(self, message: Prompt.Dropped) -> None:
        """Close the form without a session."""
        message.stop()
        self.dismiss(None)

    @absorbed
    def on_prompt_answered(self, message: Prompt.Answered) -> None:
        """Create the session, or show which answer is missing."""
        message.stop()
        new = wanted(message.values, self._home.today(), self._taken)
        alias = message.values["alias"].strip()
        if not isinstance(new, str) and alias != self._doubted and (warning := doubt(alias)):
            self._doubted = alias
            self.tell(f"{warning} Change it, or press enter again to keep it.")
            self.prompt.retry("alias")
            return
        made, sentence = (False, new) if isinstance(new, str) else self._home.make(new)
        if made and not isinstance(new, str):
            self.dismiss((new.id, sentence))
        else:
            self.tell(sentence)
            self.prompt.retry()
