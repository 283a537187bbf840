"""The facilitator's private console: it follows the meeting and sends it notes, nothing else."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.worker import get_current_worker
from typing_extensions import override

from debrief.core import verbs
from debrief.core.form import UNCHOSEN
from debrief.core.refused import Refused
from debrief.core.room.console import ConsoleView
from debrief.core.verbs.anytime import ChangeMinute
from debrief.live.console import SETTLE, Console
from debrief.tui import console_pane
from debrief.tui.commands import Where, commands
from debrief.tui.keys import bindings, key_line
from debrief.tui.paint import MUTED, Space, page, wrap
from debrief.tui.resilient import absorbed, unnoticed
from debrief.tui.screens.frame import Body, FrameScreen
from debrief.tui.screens.help import HelpScreen
from debrief.tui.widgets.prompt import Prompt

LOOK = 0.5
"""Seconds between two looks at the journal's size and time."""

MARGIN = 2
SCROLLBAR = 1
RUNNING, RECORDED = "The meeting is running.", "The meeting has recorded it."
WAITING = "Not open yet. In the other terminal: debrief run"
NO_BRIEF = "There is no brief here yet: debrief check says what is missing."
FOLLOWS = "This window follows by itself as soon as the files can be read."
LOW = 20
"""Rows below which no empty row is spent on air."""

ABOUT = (
    "A second terminal for the facilitator: what comes next, what to say, what to watch for. It "
    "shows no rating before its reveal. Keep it off the window that you share. It writes nothing "
    "but notes, which the meeting takes in."
)


class ConsoleScreen(FrameScreen[None]):
    """Paints a ConsoleView, and asks for notes."""

    CSS_PATH: ClassVar = ["prompt.tcss", "console.tcss"]
    WHERE: ClassVar[tuple[Where, ...]] = ("console",)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(*WHERE)]

    def __init__(self, console: Console) -> None:
        """Show `console`."""
        super().__init__()
        self.console = console
        self.quiet = True
        self._place = ""
        self._sent = False
        self._seeks_leans = False
        self._drafts: dict[str, dict[str, str]] = {}

    def on_mount(self) -> None:
        """Follow the meeting."""
        self.call_after_refresh(self.prompt.prepare)
        self.set_interval(LOOK, self._look)

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

    # ---- what is seen

    @override
    def paint(self) -> None:
        view = self.console.view()
        width = self.size.width
        self.set_class(self.size.height < LOW, "-low")
        if self.small or view is None:
            lines = wrap(self.console.trouble or NO_BRIEF, width - 2 * MARGIN - SCROLLBAR)
            lines += [Content(), *wrap(FOLLOWS, width - 2 * MARGIN - SCROLLBAR, MUTED)]
            pane = Content("Make the window larger.") if self.small else page(lines)
            self.set_line("title", Content(console_pane.PRIVATE))
            self.set_line("pane", pane)
            self.set_line("guidance", Content(self.notice).stylize("$text-warning"))
        else:
            self._paint_view(view, width)
        self.set_line("footer", self._footer(width - 2))
        self.hint()

    def _paint_view(self, view: ConsoleView, width: int) -> None:
        body = self.query_one(Body)
        space = Space(
            width=max(1, width - 2 * MARGIN - SCROLLBAR), height=max(1, body.content_size.height)
        )
        self.set_line("title", console_pane.title(view, width - 2))
        self.set_line("pane", console_pane.paint(view, space))
        if self._prompt is None:
            self.set_line("guidance", self._news())
        else:
            self._prompt.tell(Content(self.notice).stylize("$text-warning"))
        if (here := f"{view.place}/{view.phase}") != self._place:
            self._place = here
            body.scroll_home(animate=False)

    def _news(self) -> Content:
        """Return the latest news, else the state of the meeting and the notes being sent."""
        if self.notice or self.console.trouble:
            return Content(self.notice or self.console.trouble).stylize("$text-warning")
        count = self.console.notes_waiting
        notes = f"{count} {'note' if count == 1 else 'notes'} on the way"
        match self.console.state:
            case "waiting":
                sentence = WAITING
            case "left":
                arrive = f": {notes}, taken in when it resumes" if count else ""
                sentence = f"No meeting is running here now{arrive}."
            case "finished":
                sentence = "The meeting is finished."
            case "running":
                none = RECORDED if self._sent else RUNNING
                sentence = f"{notes}." if count else none
        return Content(sentence).stylize("$text-muted")

    def _footer(self, width: int) -> Content:
        if self._prompt is not None:
            return key_line(
                (self._prompt.answers_with, self._prompt.enter), self._prompt.keys, width
            )
        if self.console.state in ("waiting", "finished"):
            shown = [c for c in commands(*self.WHERE) if c.shown == "?"]
            return key_line(("q", "Leave"), [(c.shown, c.brief) for c in shown], width)
        minutes = self.console.meeting.minutes if self.console.meeting else ()
        idle = {"n"}
        idle |= set() if minutes else {"m"}
        idle |= set() if any(minute.event.quiet for minute in minutes) else {"s"}
        shown = [c for c in commands(*self.WHERE) if c.brief and c.shown not in idle]
        words = {"N": "shown from here" if self.quiet else "quiet from here"}
        others = [(c.shown, words.get(c.shown, c.brief)) for c in shown]
        return key_line(("n", "Quiet minute" if self.quiet else "Minute"), others, width)

    # ---- notes

    def action_note(self, verb: str) -> None:
        """Ask for a minute or a promise, or which minute is wrong."""
        if self._prompt is not None:
            return
        asked = self.console.ask(verbs.named(verb), quiet=self.quiet)
        if isinstance(asked, Refused):
            self.tell(asked.reason)
            return
        self.open_prompt(asked, self._drafts.get(verb, {}))

    def action_settle(self) -> None:
        """Ask about the fate of each quiet minute."""
        if self._prompt is not None:
            return
        asked = self.console.ask_quiet()
        if isinstance(asked, Refused):
            self.tell(asked.reason)
        else:
            self.open_prompt(asked, {})

    def on_prompt_changed(self, message: Prompt.Changed) -> None:
        """Name the keys that help now."""
        message.stop()
        self.repaint()

    @absorbed
    def on_prompt_dropped(self, message: Prompt.Dropped) -> None:
        """Put the note aside; its key brings it back."""
        if self._prompt is not None and message.ask is self._prompt.ask:
            if message.ask.verb != ChangeMinute.name:  # it would be the text of another minute
                self._drafts[message.ask.verb] = message.values
            self.close_prompt()

    @absorbed
    def on_prompt_answered(self, message: Prompt.Answered) -> None:
        """Send the note; a refusal leaves it open with its text."""
        if self._prompt is None or message.ask is not self._prompt.ask:
            return
        if message.ask.verb == SETTLE:
            refused = self.console.settle(message.values)
        else:
            verb = verbs.named(message.ask.verb)
            chosen = message.values.get("minute", UNCHOSEN)
            if verb == ChangeMinute() and not message.ask.about and chosen != UNCHOSEN:
                self._ask_what_is_wrong(chosen)
                return
            refused = self.console.note(verb, message.values, message.ask.about)
        if refused is not None:
            self.tell(refused.reason)
            self._prompt.retry()
            return
        self._drafts.pop(message.ask.verb, None)
        self.close_prompt()
        self._sent = True

    def _ask_what_is_wrong(self, minute: str) -> None:
        """Ask what is wrong in the minute that was chosen."""
        asked = self.console.ask(ChangeMinute(), quiet=self.quiet, about=minute)
        self.close_prompt()
        if isinstance(asked, Refused):
            self.tell(asked.reason)
        else:
            self.open_prompt(asked, {})

    def action_quiet(self) -> None:
        """Let minutes be quiet beforehand, or shown."""
        if self._prompt is None:
            self.quiet = not self.quiet
            self.notice = ""
            self.repaint()

    # ---- the rest

    def action_help(self) -> None:
        """Explain the console and its keys."""
        self.app.push_screen(HelpScreen("The private console", ABOUT, commands(*self.WHERE)))

    def action_quit(self) -> None:
        """Leave, unless a question is open; the meeting goes on."""
        if not self.asking:
            self.app.exit(0)
