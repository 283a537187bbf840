"""The help screen: the purpose of the screen behind it, sentences to say, signs, and keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static
from typing_extensions import override

from debrief.core.room.glossary import Term
from debrief.tui.commands import HELP, SUBJECTS, Command, commands
from debrief.tui.keys import bindings, key_line
from debrief.tui.paint import Lines, beside, cell, hang, page, says, section, stacked
from debrief.tui.resilient import Resilient, absorbed

MARGIN = 3
"""Empty columns between the text and the scroll bar."""

GAP = 3
"""Empty columns between the two columns of keys."""

SIGNS = 11
"""Columns of a key or a sign, before what it means."""

COLUMN = 34
"""Minimum width of a column of two."""


class HelpText(VerticalScroll, can_focus=False):
    """The text of the help; the keys of its screen scroll it."""

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Repaint the screen, which shows whether there is more text."""
        super().watch_scroll_y(old_value, new_value)
        self.call_after_refresh(self._tell)

    def on_resize(self) -> None:
        """Repaint the screen, which lays out the keys for the new size."""
        self._tell()

    def _tell(self) -> None:
        if isinstance(self.screen, HelpScreen):
            self.screen.attempt(self.screen.paint)


class HelpScreen(Resilient, ModalScreen[None]):
    """Help on the screen behind it, without any of its contents."""

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
        terms: Mapping[str, Sequence[Term]] | None = None,
        now: Mapping[str, str] | None = None,
    ) -> None:
        """Show a `purpose`, sentences to `say` aloud, `terms`, and the keys of commands.

        Terms come by subject, as keys do, each with its meaning.
        `now` maps the name of a command to its current action, if that is known.
        """
        super().__init__()
        self._blocks = [*(terms or {}).items(), *_by_subject(found, now or {}).items()]
        self._texts = [*self._explained(heading, purpose, say)]  # an error here costs the key

    def compose(self) -> ComposeResult:
        """Lay out purpose, sentences to say, and keys."""
        with HelpText(id="help"):
            yield from self._texts
        yield Static(id="footer")

    def _explained(self, heading: str, purpose: str, say: tuple[str, ...]) -> Iterator[Static]:
        yield Static(Content(heading), classes="help-title")
        yield Static(Content(purpose), classes="help-text")
        if say:
            yield Static(Content("Say"), classes="help-head")
            quotes = "\n".join(f"“{sentence}”" for sentence in say)
            yield Static(Content(quotes), classes="help-say")
        yield Static(id="keys", classes="help-text")

    @override
    def tell(self, sentence: str) -> None:
        self.query_one("#footer", Static).border_title = sentence

    def paint(self) -> None:
        """Paint the parts that depend on the size."""
        helped = self.query_one("#help", HelpText)
        table = page(self._columns(max(1, helped.scrollable_content_region.width - MARGIN)))
        keys = self.query_one("#keys", Static)
        if keys.content != table:
            keys.update(table)
            # The height of the text is known after its layout.
            self.call_after_refresh(self.attempt, self.paint)
        others = [(command.shown, command.brief) for command in commands(*HELP) if command.brief]
        footer = self.query_one("#footer", Static)
        footer.update(key_line(("escape", "Close"), others[1:], self.size.width - 2))
        left = helped.max_scroll_y
        more = "▼ more: page down" if left > helped.scroll_y else "▲ page up" if left else ""
        footer.border_title = more

    def _columns(self, width: int) -> Lines:
        """Return keys by subject, and signs and words, in two columns if they are wide enough."""
        two = width >= 2 * COLUMN + GAP
        column = (width - GAP) // 2 if two else width
        drawn = [block for title, terms in self._blocks if (block := _block(title, terms, column))]
        if not two:
            return stacked(*drawn)
        halves = ((stacked(*drawn[:at]), stacked(*drawn[at:])) for at in range(1, len(drawn) + 1))
        left, right = min(halves, key=lambda half: max(map(len, half)))
        return beside(left, right, column, GAP)

    def action_scroll(self, lines: int) -> None:
        """Scroll by so many lines."""
        self.query_one("#help", HelpText).scroll_relative(y=lines, animate=False)

    def action_page(self, pages: int) -> None:
        """Scroll by so many pages."""
        height = self.query_one("#help", HelpText).size.height
        self.action_scroll(pages * max(1, height - 2))

    def action_tour(self) -> None:
        """Replace the help with the tour."""
        self.dismiss()
        self.app.call_later(self.app.run_action, "tour")

    @absorbed
    def on_click(self, event: events.Click) -> None:
        """Close the help if the click is outside its text."""
        if event.widget is self:
            self.action_close()

    def action_close(self) -> None:
        """Close the help."""
        self.dismiss()


def _by_subject(found: Iterable[Command], now: Mapping[str, str]) -> dict[str, list[Term]]:
    """Return keys with what they do, by subject; keys that do the same share a line."""
    listed = [command for command in found if command.keys and command.name != "help"]
    subjects: dict[str, list[Term]] = {}
    for subject in SUBJECTS:
        keys: dict[str, str] = {}
        for command in listed:
            if command.subject == subject:
                does = now.get(command.name, command.help)
                keys[does] = f"{keys[does]} {command.shown}" if does in keys else command.shown
        subjects[subject] = [(_short(shown), does) for does, shown in keys.items()]
    return subjects


def _short(shown: str) -> str:
    return shown.replace("page up page down", "pgup pgdn")


def _block(title: str, terms: Sequence[Term], width: int) -> Lines:
    """Return terms under a title, each with its meaning."""
    lines = [
        line
        for sign, meaning in terms
        for line in hang(cell(says(sign, "bold"), SIGNS), meaning, width)
    ]
    return section(title, lines, width)
