"""The facilitator's private console: it follows the meeting and sends it notes, nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult, SystemCommand
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.theme import Theme
from textual.widgets import Static
from textual.worker import get_current_worker

from debrief.core.consoleview import ConsoleView
from debrief.core.rules.refused import Refused
from debrief.live.console import Console
from debrief.tui import console_pane, crash
from debrief.tui.commands import Where, commands
from debrief.tui.keys import bindings, key_line
from debrief.tui.paint import SMALLEST, Space
from debrief.tui.resilient import Resilient, absorbed, unnoticed
from debrief.tui.screens.help import HelpScreen
from debrief.tui.screens.room import UNDRAWN, Body
from debrief.tui.typeahead import TakesKeys
from debrief.tui.widgets.asked import Asked
from debrief.tui.widgets.pane import Pane
from debrief.tui.widgets.prompt import Prompt
from debrief.tui.widgets.put import put

LOOK = 0.5
"""Seconds between two looks at the journal's size and time."""

MARGIN = 2
SCROLLBAR = 1
WAITING = "Waiting for the meeting: debrief run in the other terminal, then space."
ABOUT = (
    "A second terminal for the facilitator: what comes next, what to say, what to watch for. It "
    "shows no rating before its reveal. Keep it off the window that you share. It writes nothing "
    "but notes, which the meeting takes in."
)


class ConsoleScreen(Resilient, TakesKeys, Screen[None]):
    """Paints a ConsoleView, and asks for notes."""

    CSS_PATH: ClassVar = ["prompt.tcss", "console.tcss"]
    ALLOW_SELECT = False
    WHERE: ClassVar[tuple[Where, ...]] = ("console",)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(*WHERE)]

    def __init__(self, console: Console, notice: str = "") -> None:
        """Show `console`; `notice` is a sentence to begin with."""
        super().__init__()
        self.console = console
        self.asking = False
        self.notice = notice
        self.quiet = False
        self._place = ""
        self._seeks_leans = False
        self._prompt: Prompt | None = None
        self._drafts: dict[str, dict[str, str]] = {}

    def compose(self) -> ComposeResult:
        """Lay out the lines that are always there."""
        yield Static(id="title")
        with Body(id="body"):
            yield Pane(id="pane")
        yield Asked()
        yield Static(id="guidance")
        yield Static(id="footer")

    def on_mount(self) -> None:
        """Follow the meeting."""
        self.app.theme_changed_signal.subscribe(self, self._name_theme)
        self.set_interval(LOOK, self._look)

    def _name_theme(self, theme: Theme) -> None:
        self.tell(f"Theme: {theme.name}")

    @unnoticed
    def _look(self) -> None:
        self.console.look()
        if self.console.lacks_leans and not self._seeks_leans:
            self._seeks_leans = True
            self.run_worker(self._find_leans, thread=True, exit_on_error=False)
        self.repaint()

    def _find_leans(self) -> None:
        worker = get_current_worker()
        self.console.find_leans(lambda: worker.is_cancelled)
        self._seeks_leans = False

    def on_body_resized(self, message: Body.Resized) -> None:
        """Paint for the room that there is now."""
        message.stop()
        self.repaint()

    def on_body_scrolled(self, message: Body.Scrolled) -> None:
        """Say whether there is more."""
        message.stop()
        self._hint()

    # ---- what is seen

    def repaint(self) -> None:
        """Paint the current view; if it cannot be drawn, keep the old one and show a notice."""
        if not self.is_mounted:
            return
        try:
            self._repaint()
        except Exception as error:
            crash.log(error)
            self._set("guidance", Content(f"{self.notice} {UNDRAWN}".strip()))

    def _repaint(self) -> None:
        view = self.console.view()
        width, height = self.size
        small = width < SMALLEST[0] or height < SMALLEST[1]
        if small or view is None:
            nothing = (
                self.console.trouble
                or "There is no brief here yet: debrief check says what is missing."
            )
            said = "Make the window larger." if small else nothing
            self._set("title", Content("PRIVATE"))
            self._set("pane", Content(said))
            self._set("guidance", Content(self.notice).stylize("$text-warning"))
        else:
            self._paint(view, width)
        self._set("footer", self._footer(width - 2))
        self._hint()

    def _paint(self, view: ConsoleView, width: int) -> None:
        body = self.query_one(Body)
        space = Space(
            width=max(1, width - 2 * MARGIN - SCROLLBAR), height=max(1, body.content_size.height)
        )
        self._set("title", console_pane.title(view, width - 2))
        self._set("pane", console_pane.paint(view, space))
        self._set("guidance", self._said())
        if (here := f"{view.place}/{view.phase}") != self._place:
            self._place = here
            body.scroll_home(animate=False)

    def _said(self) -> Content:
        """What just happened, else how the meeting stands and what is on its way to it."""
        if self.notice or self.console.trouble:
            return Content(self.notice or self.console.trouble).stylize("$text-warning")
        count = self.console.on_their_way
        notes = f"{count} {'note' if count == 1 else 'notes'} on the way"
        match self.console.state:
            case "waiting":
                said = WAITING
            case "left":
                arrive = f": {notes}, taken in when it resumes" if count else ""
                said = f"No meeting is running here now{arrive}."
            case "finished":
                said = "The meeting is finished."
            case "running":
                said = f"{notes}." if count else "The meeting is running."
        return Content(said).stylize("$text-muted")

    def _footer(self, width: int) -> Content:
        if self._prompt is not None:
            return key_line(("enter", self._prompt.enter), self._prompt.keys, width)
        shown = [c for c in commands(*self.WHERE) if c.brief and c.shown != "n"]
        words = {"N": "shown again" if self.quiet else "quiet from here"}
        others = [(c.shown, words.get(c.shown, c.brief)) for c in shown]
        return key_line(("n", "Quiet minute" if self.quiet else "Minute"), others, width)

    def _hint(self) -> None:
        body, pane = self.query_one(Body), self.query_one(Pane).content
        lines = pane.plain.count("\n") + 1 if isinstance(pane, Content) else 0
        left = lines - body.content_size.height
        hint = "▼ more: page down" if left > body.scroll_y else "▲ page up" if left > 0 else ""
        self.query_one("#footer").border_title = hint

    def _set(self, name: str, content: Content) -> None:
        put(self.query_one(f"#{name}", Static), content)

    def tell(self, sentence: str) -> None:
        """Show one sentence, until the next key."""
        self.notice = sentence
        self.repaint()

    # ---- notes

    def action_note(self, verb: str) -> None:
        """Ask for a minute or a follow-up."""
        if self._prompt is not None:
            return
        asked = self.console.ask(verb, quiet=self.quiet)
        if isinstance(asked, Refused):
            self.tell(asked.reason)
            return
        self.notice = ""
        self._show(Prompt(asked, self._drafts.get(verb, {})))

    def _show(self, prompt: Prompt | None) -> None:
        self._prompt = prompt
        self.asking = prompt is not None
        self.query_one(Asked).put(prompt)
        self.repaint()

    def on_prompt_changed(self, message: Prompt.Changed) -> None:
        """Name the keys that help now."""
        message.stop()
        self.repaint()

    @absorbed
    def on_prompt_dropped(self, message: Prompt.Dropped) -> None:
        """Put the note aside; its key brings it back."""
        if self._prompt is not None and message.ask is self._prompt.ask:
            self._drafts[message.ask.verb] = message.values
            self._show(None)

    @absorbed
    def on_prompt_answered(self, message: Prompt.Answered) -> None:
        """Send the note; a refusal leaves it open with its text."""
        if self._prompt is None or message.ask is not self._prompt.ask:
            return
        refused = self.console.note(message.ask.verb, message.values)
        if refused is not None:
            self.tell(refused.reason)
            self._prompt.retry()
            return
        self._drafts.pop(message.ask.verb, None)
        self._show(None)

    def action_quiet(self) -> None:
        """Let minutes be quiet beforehand, or shown."""
        if self._prompt is None:
            self.quiet = not self.quiet
            self.notice = ""
            self.repaint()

    # ---- the rest

    def palette(self) -> Iterator[SystemCommand]:
        """Give what the keys do, by name."""
        for command in commands(*self.WHERE):
            later = partial(self.call_next, self.run_action, command.name)
            yield SystemCommand(command.help, f"key {command.shown}", later)

    def action_scroll(self, pages: int) -> None:
        """Scroll by a page."""
        body = self.query_one(Body)
        body.scroll_relative(y=pages * max(1, body.size.height - 2), animate=False)

    def action_help(self) -> None:
        """Explain the console and its keys."""
        self.app.push_screen(HelpScreen("The private console", ABOUT, commands(*self.WHERE)))

    def action_quit(self) -> None:
        """Leave, unless a question is open; the meeting goes on."""
        if not self.asking:
            self.app.exit(0)
