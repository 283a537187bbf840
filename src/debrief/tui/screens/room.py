"""The screen of a meeting, live or replayed: it paints a RoomView and nothing else."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from typing import ClassVar

from textual import events
from textual.app import ComposeResult, SystemCommand
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.reactive import Reactive
from textual.screen import Screen
from textual.theme import Theme
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from debrief.core.room import Pane as RoomPane
from debrief.core.room import RoomView
from debrief.tui import crash, steps
from debrief.tui.commands import Where, commands
from debrief.tui.keys import BLANKED
from debrief.tui.keys import bindings as bindings
from debrief.tui.keys import key_line as key_line
from debrief.tui.paint import SMALLEST, Space
from debrief.tui.resilient import Resilient, absorbed
from debrief.tui.steps import brief, plain, poll
from debrief.tui.typeahead import ClickedKey, TakesKeys
from debrief.tui.widgets.asked import Asked
from debrief.tui.widgets.header import COMPETENCY, STEP, agenda_line, title_line
from debrief.tui.widgets.pane import Pane
from debrief.tui.widgets.put import put

MARGIN = 3
SCROLLBAR = 2
AROUND = 7
"""Lines above and below the pane, as long as nothing is laid out and measured yet."""
TALL = 28
ROOMY = 36
LARGE = 110
"""Columns from which the letters are likely to be small on a shared screen."""
NARROW = 60
CURSOR = "▸"
UNSEEN = "This could not be shown. You see the last screen that worked."
UNDRAWN = "This screen could not be drawn."
REMEMBERED = 4
"""Panes kept as they were laid: with a prompt and without it, now and a moment ago."""


class Body(VerticalScroll, can_focus=False):
    """The step's pane; it scrolls, and never takes the keys."""

    class Resized(Message):
        """The pane has more or less room now: the window changed, or a prompt came or went."""

    class Scrolled(Message):
        """Another part of the pane is shown."""

    def on_resize(self) -> None:
        """Tell the screen, which paints for the room there is."""
        self.post_message(self.Resized())

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell the screen, which says whether there is more."""
        super().watch_scroll_y(old_value, new_value)
        self.post_message(self.Scrolled())


class RoomScreen(Resilient, TakesKeys, Screen[None]):
    """Title and agenda above, the step's pane, one sentence of guidance, the next key below."""

    ALLOW_SELECT = False
    WHERE: ClassVar[tuple[Where, ...]] = ()

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """As of any screen, but here the whole screen is not painted again when the focus moves."""

    def __init__(self) -> None:
        """Start with nothing painted."""
        super().__init__()
        self.shown: RoomView | None = None
        self.expanded = False
        self.blanked = False
        self.cursor = ""
        self.notice = ""
        self.asking = False
        self.main_rests = False
        """True while the main key does nothing."""

        self._wakes: Timer | None = None
        self._trouble = self._trouble_before = ""
        self._laid: deque[tuple[RoomPane, Space, Content]] = deque(maxlen=REMEMBERED)

    def compose(self) -> ComposeResult:
        """Lay out the lines that are always there."""
        self._fit(*self.app.size)  # before anything is there that it would have to reach
        yield Static(id="title")
        yield Static(id="agenda")
        with Body(id="body"):
            yield Pane(id="pane")
        yield Asked()
        yield Static(id="guidance")
        yield Static(id="below")
        yield Static(id="footer")

    def on_mount(self) -> None:
        """Paint before the first layout, so that the first picture is whole; name a new theme."""
        self.app.theme_changed_signal.subscribe(self, self._name_theme)
        self._repaint()

    def _name_theme(self, theme: Theme) -> None:
        self.tell(f"Theme: {theme.name}")

    def on_body_resized(self, message: Body.Resized) -> None:
        """Paint for the room that the pane has now.

        Only here, not when the window changes too: a pane that is changed twice before one layout
        keeps the height of the first change.
        """
        message.stop()
        self.repaint()

    def look_now(self) -> RoomView:
        """Return what the room sees; the live and the replay screen each know."""
        raise NotImplementedError

    def repaint(self) -> None:
        """Paint what the room sees now; nothing that may not be seen is handed to a widget."""
        if self.is_mounted:
            self._repaint()

    def _repaint(self) -> None:
        self._trouble_before, self._trouble = self._trouble, ""
        try:
            view = self.look_now()
        except Exception as error:
            self._in_trouble(error, UNSEEN)
            if self.shown is None:
                self._paint_only(Content(UNDRAWN))
                return
            view = self.shown
        moved = self.shown is None or self.shown.place != view.place
        opened = not moved and self.shown is not None and _reveals(self.shown, view)
        self.shown = view
        width, height = self.size
        small = width < SMALLEST[0] or height < SMALLEST[1]
        hidden = self.has_class("-only")
        self._fit(width, height)
        if hidden and self.asking and not self.has_class("-only"):
            self.call_after_refresh(self.query_one(Asked).refocus)
            self.call_after_refresh(self.query_one(Asked).note_painted)
        if self.blanked:
            self._paint_only(BLANKED)
        elif small:
            self._paint_only(Content(f"Make the window larger; next: {view.main.label}."))
        else:
            self._paint_all(view, width, opened=opened)
        if moved:
            self.query_one(Body).scroll_home(animate=False)

    def _fit(self, width: int, height: int) -> None:
        """Let the stylesheet know what there is room for."""
        small = width < SMALLEST[0] or height < SMALLEST[1]
        self.set_class(height >= TALL, "-tall")
        self.set_class(height >= ROOMY, "-roomy")
        self.set_class(width < NARROW, "-narrow")
        self.set_class(self.blanked or small, "-only")

    def _paint_only(self, sentence: Content) -> None:
        """Show one sentence and nothing else; nothing else is left in a widget either."""
        for name in ("title", "agenda", "guidance", "below", "footer"):
            self._set(name, Content())
        self._set("pane", sentence)

    def _paint_all(self, view: RoomView, width: int, *, opened: bool) -> None:
        lines: dict[str, tuple[Callable[[], Content], str]] = {
            "title": (lambda: title_line(view, width - 2), view.heading),
            "agenda": (lambda: agenda_line(view, width - 2), ""),
            "below": (lambda: self.below(view, width), ""),
        }
        for name, (draw, otherwise) in lines.items():
            self._set(name, self._drawn(draw, partial(Content, otherwise)))
        self._paint_footer(view, width)
        body = self.query_one(Body)
        body.set_class(self.asking, "-asking")  # not the screen: all of it would be styled anew
        room = body.content_size.height if self.is_mounted else self.size.height - AROUND
        space = Space(
            width=max(1, width - 2 * MARGIN - SCROLLBAR),
            height=max(1, room),
            expanded=self.expanded,
            cursor=self.cursor,
        )
        pane = self._drawn(
            lambda: self._pane(view, space),
            lambda: plain.paint(view.pane, space),
            lambda: Content(view.heading),
        )
        self._paint_guidance(view)
        if opened:
            self.query_one(Pane).reveal(pane)
        self._set("pane", pane)
        self._hint()
        self._follow_cursor(body, pane.plain)

    def _drawn(self, *ways: Callable[[], Content]) -> Content:
        """Return the content of the first way that works; show a notice if others failed."""
        for way in ways:
            try:
                return way()
            except Exception as error:
                self._in_trouble(error, UNDRAWN)
        return Content()

    def _in_trouble(self, error: Exception, sentence: str) -> None:
        """Show what is wrong with the screen; log it once, not on every repaint."""
        if not self._trouble_before:
            crash.log(error)
        self._trouble = f"Recorded. {sentence}" if self.recorded() else sentence

    def _paint_guidance(self, view: RoomView) -> None:
        told = " ".join(filter(None, (self._trouble, self.notice)))
        said = told or ("" if self.asking else view.guidance)
        style = self._notice_style() if said == self.notice or not told else "$text-warning"
        self._set("guidance", Content(said).stylize(style))
        self.query_one("#guidance").display = bool(said)

    def _follow_cursor(self, body: Body, pane: str) -> None:
        """Keep the cell the cursor is at in sight where the pad is higher than the window."""
        at = next((i for i, line in enumerate(pane.splitlines()) if line.startswith(CURSOR)), None)
        if self.cursor and at is not None:
            body.scroll_to(y=max(0, at - body.content_size.height // 2), animate=False)

    def _pane(self, view: RoomView, space: Space) -> Content:
        """Return the pane; under a prompt that leaves no room for it, what must stay in sight."""
        whole = self._whole(view.pane, space)
        if self.asking and _height(whole) > space.height:
            return brief.brief(view.pane, space) or whole
        return whole

    def _whole(self, pane: RoomPane, space: Space) -> Content:
        """Return the pane of a step, which is mostly what it was a moment ago."""
        for was, around, laid in self._laid:
            if around == space and was == pane:
                return laid
        laid = steps.paint(pane, space)
        self._laid.append((pane, space, laid))
        return laid

    def _hint(self) -> None:
        """Say on the line above the footer that there is more, or that the window is large."""
        body, view = self.query_one(Body), self.shown
        left = _height(self.query_one(Pane).content) - body.content_size.height
        hint = ""
        if left > body.scroll_y:
            hint = "▼ more: page down"
        elif left > 0:
            hint = "▲ page up"
        elif view is not None and not view.opened and self.size.width >= LARGE:
            hint = "large window: zoom in, so that everybody in the call can read it"
        footer = self.query_one("#footer")
        if (footer.border_title or "") != hint:  # the same again would still be painted
            footer.border_title = hint

    def on_body_scrolled(self, message: Body.Scrolled) -> None:
        """Say whether there is still more."""
        message.stop()
        self._hint()

    @absorbed
    def on_click(self, event: events.Click) -> None:
        """Do what was clicked: a cell, a competency or a step, or that there is more."""
        clicked = event.style.meta
        if poll.CELL in clicked:
            self.choose_cell(clicked[poll.CELL])
        elif COMPETENCY in clicked:
            self.show_competency(clicked[COMPETENCY])
        elif STEP in clicked:
            self.show_step(clicked[STEP])
        elif event.widget is (footer := self.query_one("#footer")) and not event.y:
            self.action_scroll(-1 if "▲" in (footer.border_title or "") else 1)

    def choose_cell(self, panelist: str) -> None:
        """Go to a cell of a blind entry; where nothing is entered there is none."""

    def show_competency(self, number: int) -> None:
        """Show the so-manyeth competency of the agenda, counted from 0."""
        raise NotImplementedError

    def show_step(self, step: str) -> None:
        """Ask where to go, as its key does."""
        self.app.post_message(ClickedKey("g", None))

    def _notice_style(self) -> str:
        return "$text-warning" if self.notice else "$text-muted"

    def _set(self, name: str, content: Content) -> None:
        put(self.query_one(f"#{name}", Static), content)

    def below(self, view: RoomView, width: int) -> Content:
        """Return what stands between the guidance and the footer: here nothing."""
        return Content()

    def footer(self, view: RoomView, width: int) -> Content:
        """Return the footer line."""
        raise NotImplementedError

    def tell(self, sentence: str) -> None:
        """Show one sentence in place of the guidance, until the next key."""
        self.notice = sentence
        self.repaint()

    @property
    def known_keys(self) -> frozenset[str]:
        """The keys that do something on this screen."""
        return frozenset(key for command in commands(*self.WHERE) for key in command.keys)

    def rest_main_key(self, seconds: float) -> None:
        """Dim the main key for so many seconds."""
        if self._wakes is not None:
            self._wakes.stop()
        self._wakes = self.set_timer(seconds, self._wake_main_key)
        if not self.main_rests:
            self.main_rests = True
            self.repaint_footer()

    def _wake_main_key(self) -> None:
        self.main_rests = False
        self.repaint_footer()

    def repaint_footer(self) -> None:
        """Paint the footer alone."""
        if self.is_mounted and self.shown is not None and not self.has_class("-only"):
            self._paint_footer(self.shown, self.size.width)

    def _paint_footer(self, view: RoomView, width: int) -> None:
        plainly = Content(f"[space] {view.main.label}")
        self._set("footer", self._drawn(lambda: self.footer(view, width - 2), lambda: plainly))

    def palette(self) -> Iterator[SystemCommand]:
        """Give what the keys of this screen do, by name."""
        for command in commands(*self.WHERE):
            if command.name in ("digit", "command_palette"):  # not a deed, and where we are
                continue
            key = f"key {command.shown}" if command.shown else "no key of its own"
            yield SystemCommand(command.help, key, partial(self._later, command.name))

    def _later(self, name: str) -> None:
        self.call_next(self.run_action, name)

    def action_expand(self) -> None:
        """Show evidence in full, or fold it away."""
        self.expanded = not self.expanded
        self.repaint()

    def action_blank(self) -> None:
        """Blank the shared screen, or show it again."""
        self.blanked = not self.blanked
        self.repaint()

    def leave(self) -> None:
        """Go back to the screen that this one was opened from, or end the program."""
        if len(self.app.screen_stack) > 1:
            self.app.pop_screen()
        else:
            self.app.exit(0)

    def action_scroll(self, pages: int) -> None:
        """Scroll the pane by a page."""
        body = self.query_one(Body)
        body.scroll_relative(y=pages * max(1, body.size.height - 2), animate=False)


def _reveals(before: RoomView, after: RoomView) -> bool:
    """Return whether what was blind, or being entered, is open now."""
    phases = [getattr(getattr(one.pane, "poll", None), "phase", "") for one in (before, after)]
    return phases[0] in ("blind", "entry") and phases[1] == "revealed"


def _height(content: object) -> int:
    return content.plain.count("\n") + 1 if isinstance(content, Content) else 0
