"""The frame of a screen: a title, a body that scrolls, one sentence of guidance, and the keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult, SystemCommand
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.events import Mount
from textual.message import Message
from textual.reactive import Reactive
from textual.screen import Screen, ScreenResultType
from textual.theme import Theme
from textual.widget import Widget
from textual.widgets import Static
from typing_extensions import override

from debrief.core.form import Ask
from debrief.tui.commands import Command, Where, commands
from debrief.tui.paint import SMALLEST
from debrief.tui.resilient import UNDRAWN, Resilient
from debrief.tui.terminal.typeahead import TakesKeys
from debrief.tui.widgets.pane import Pane
from debrief.tui.widgets.prompt import Prompt
from debrief.tui.widgets.put import put

UNLISTED = frozenset({"digit", "command_palette"})
"""Actions that the palette does not list, besides those that only move by a step."""


class Body(VerticalScroll, can_focus=False):
    """The pane; it scrolls, and never takes the keys."""

    class Resized(Message):
        """The pane has more or less room now: the window changed, or a prompt came or went."""

    class Scrolled(Message):
        """Another part of the pane is shown."""

    def on_resize(self) -> None:
        """Tell the screen, which paints for the room there is."""
        self.post_message(self.Resized())

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell the screen, which shows whether there is more."""
        super().watch_scroll_y(old_value, new_value)
        self.post_message(self.Scrolled())


class FrameScreen(Resilient, TakesKeys, Screen[ScreenResultType]):
    """A screen that outlives its errors: one in a key costs this key, one in a line this line."""

    ALLOW_SELECT = False
    AUTO_FOCUS = ""
    WHERE: ClassVar[tuple[Where, ...]] = ()

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """As of any screen, but here the whole screen is not painted again when the focus moves."""

    def __init__(self) -> None:
        """Start without a notice or a question."""
        super().__init__()
        self.notice = ""
        """One sentence in place of the guidance, until the next key."""

        self.asking = False
        """True while every key is text."""

        self.blanked = False

    def compose(self) -> ComposeResult:
        """Lay out the lines that are always there."""
        yield Static(id="title")
        yield from self.above()
        with Container(id="main"):
            yield from self.middle()
            yield Static(id="guidance")
        yield from self.under()
        yield Static(id="footer")

    def above(self) -> ComposeResult:
        """Lay out further lines below the title."""
        yield from ()

    def middle(self) -> ComposeResult:
        """Lay out the part between the lines above and the guidance."""
        with Body(id="body"):
            yield Pane(id="pane")
        yield Prompt()

    def under(self) -> ComposeResult:
        """Lay out further lines above the footer."""
        yield from ()

    @on(Mount)
    def _follow_theme(self) -> None:
        self.app.theme_changed_signal.subscribe(self, self._name_theme)

    def _name_theme(self, theme: Theme) -> None:
        self.tell(f"Theme: {theme.name}")

    # ---- paint

    def paint(self) -> None:
        """Paint the screen as things are now."""
        raise NotImplementedError

    def repaint(self) -> None:
        """Paint once there is something to paint on."""
        if self.is_mounted:
            self.attempt(self.paint)

    @override
    def tell_undrawn(self) -> None:
        self.set_line("guidance", Content(f"{self.notice} {UNDRAWN}".strip()))

    def set_line(self, name: str, content: Content) -> None:
        """Show this in the widget of this name."""
        put(self.query_one(f"#{name}", Static), content)

    def tell(self, sentence: str) -> None:
        """Show one sentence in place of the guidance, until the next key."""
        self.notice = sentence
        self.repaint()

    @property
    def small(self) -> bool:
        """True if the window has no room for the screen."""
        width, height = self.size
        return width < SMALLEST[0] or height < SMALLEST[1]

    def on_body_resized(self, message: Body.Resized) -> None:
        """Paint for the room that there is now."""
        message.stop()
        self.body_resized()

    def body_resized(self) -> None:
        """Paint for the room that there is now."""
        self.repaint()

    def on_body_scrolled(self, message: Body.Scrolled) -> None:
        """Show whether there is still more."""
        message.stop()
        self.hint()

    def hint(self) -> None:
        """Show on the line above the footer that there is more."""
        left = self.overflow
        hint = "" if left > 0 else self.idle_hint
        if left > 0:
            more = "page down: the rest of the step" if self.asking else "▼ more: page down"
            hint = more if left > self.query_one(Body).scroll_y else "▲ page up"
        footer = self.query_one("#footer")
        if (footer.border_title or "") != hint:  # the same again would still be painted
            footer.border_title = hint

    @property
    def overflow(self) -> int:
        """The rows of the pane that do not fit into the body, or are behind the prompt."""
        rows = height_of(self.query_one(Pane).content)
        return rows + self.covered - self.query_one(Body).content_size.height

    @property
    def idle_hint(self) -> str:
        """The hint where everything is in sight."""
        return ""

    # ---- the prompt

    @property
    def prompt(self) -> Prompt:
        """The prompt, open or not."""
        return self.query_one(Prompt)

    @property
    def _prompt(self) -> Prompt | None:
        """The prompt, if it is open."""
        return self.prompt if self.asking else None

    def open_prompt(self, ask: Ask, draft: Mapping[str, str]) -> None:
        """Ask, with what was half typed before."""
        self.notice = ""
        self.asking = True
        self.prompt.open(ask, draft)
        self.repaint()

    def close_prompt(self) -> None:
        """Ask nothing any more."""
        self.asking = False
        self.prompt.close()
        self.query_one(Pane).styles.margin = 0
        self.repaint()

    @property
    def covered(self) -> int:
        """The rows of the pane's room that are behind the prompt."""
        prompt = self._prompt
        if prompt is None or not (prompt.display and prompt.region):
            return 0
        return max(0, self.query_one(Body).region.bottom - prompt.region.y)

    # ---- keys

    def palette(self) -> Iterator[SystemCommand]:
        """Give what can be done on this screen, each with its key."""
        for command, does in self.offered():
            if not (command.steps or command.name in UNLISTED):
                later = partial(self.call_next, self.run_action, command.name)
                yield SystemCommand(does, command.shown, later)

    def offered(self) -> Iterable[tuple[Command, str]]:
        """Return the commands of this screen, each with what it does now."""
        return ((command, command.help) for command in commands(*self.WHERE))

    def action_blank(self) -> None:
        """Blank the shared screen, or show it again."""
        self.blanked = not self.blanked
        self.repaint()

    def action_scroll(self, pages: int) -> None:
        """Scroll the pane by a page; what is behind the prompt can be scrolled out of it."""
        body, covered = self.query_one(Body), self.covered
        self.query_one(Pane).styles.margin = (0, 0, covered, 0)
        page = pages * max(1, body.size.height - covered - 2)
        self.call_after_refresh(body.scroll_relative, y=page, animate=False)

    def leave(self) -> None:
        """Go back to the screen that this one was opened from, or end the program."""
        if len(self.app.screen_stack) > 1:
            self.app.pop_screen()
        else:
            self.app.exit(0)


def height_of(content: object) -> int:
    """Return the lines of what a pane shows."""
    return content.plain.count("\n") + 1 if isinstance(content, Content) else 0
