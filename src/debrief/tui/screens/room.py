"""The screen of a meeting, live or replayed: it paints a RoomView and nothing else."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static
from typing_extensions import override

from debrief.core.room.model import Pane as RoomPane
from debrief.core.room.model import RoomView
from debrief.tui import crash, steps
from debrief.tui.commands import commands
from debrief.tui.keys import blanked
from debrief.tui.paint import SMALLEST, Space
from debrief.tui.resilient import UNDRAWN, absorbed
from debrief.tui.screens.frame import Body, FrameScreen, height_of
from debrief.tui.steps import plain, poll, short
from debrief.tui.terminal.typeahead import ClickedKey
from debrief.tui.widgets.header import STEP, agenda_line, title_line
from debrief.tui.widgets.pane import Pane

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
LOW = 20
"""Rows below which the guidance gives way to the pane."""

LAST_BEAT = 3
REMEMBERED = 6
"""Panes kept as they were laid: with a prompt and without it, now and a moment ago."""


class RoomScreen(FrameScreen[None]):
    """Title and agenda above, the step's pane, one sentence of guidance, the next key below."""

    def __init__(self) -> None:
        """Start with nothing painted."""
        super().__init__()
        self.shown: RoomView | None = None
        self.expanded = False
        self.cursor = ""
        self.marked: dict[str, str] = {}
        """The rows that a digit marked, each with its answer, until they are recorded."""

        self.main_rests = False
        """True while the main key does nothing."""

        self._beat_painted = LAST_BEAT
        self._wakes: Timer | None = None
        self._trouble = self._trouble_before = ""
        self._room = 0
        self._followed: tuple[str, int | None, int] | None = None
        """The cursor last followed, its row and the rows there were; None at a new place."""

        self._laid: deque[tuple[RoomPane, Space, Content]] = deque(maxlen=REMEMBERED)

    def compose(self) -> ComposeResult:
        """Lay out the lines that are always there."""
        self._fit(*self.app.size)  # before anything is there that it would have to reach
        yield from super().compose()

    @override
    def above(self) -> ComposeResult:
        yield Static(id="agenda")

    @override
    def under(self) -> ComposeResult:
        yield Static(id="below")

    def on_mount(self) -> None:
        """Paint before the first layout, so that the first picture is whole."""
        self.paint()
        self.call_after_refresh(self.prompt.prepare)

    @override
    def body_resized(self) -> None:
        # Only here, not when the window changes too: a pane that is changed twice before one layout
        # keeps the height of the first change.
        if self._room != self.query_one(Body).content_size.height:
            self.repaint()

    def look_now(self) -> RoomView:
        """Return what the room sees; the live and the replay screen each know."""
        raise NotImplementedError

    @property
    def beat(self) -> int:
        """The beat of a reveal that is shown, the last one if nothing is being revealed."""
        return LAST_BEAT

    @property
    def outcome(self) -> str:
        """The outcome of the competency that was closed a moment ago, empty if none was."""
        return ""

    @property
    def timer(self) -> str:
        """The time left of the talk that is on, in words, empty if none is."""
        return ""

    def paint(self) -> None:
        """Paint what the room sees now; nothing that may not be seen is handed to a widget."""
        self._trouble_before, self._trouble = self._trouble, ""
        try:
            view = self.look_now()
        except Exception as error:
            self._in_trouble(error, UNSEEN)
            if self.shown is None:
                self._paint_only(Content(UNDRAWN))
                return
            view = self.shown
        moved = self.shown is None or _is_elsewhere(self.shown, view)
        opened = not moved and self.shown is not None and _reveals(self.shown, view)
        opened = opened or (not moved and self.beat > self._beat_painted)
        self._beat_painted = self.beat
        self.shown = view
        if moved:  # at once, not after the layout: the wheel may turn before that
            self._followed = None
            self.query_one(Body).scroll_home(animate=False, immediate=True)
        width, height = self.size
        hidden = self.has_class("-only")
        self._fit(width, height)
        if hidden != self.has_class("-only"):
            self.prompt.display = self.asking and hidden
            self.call_after_refresh(self.prompt.refocus)
            self.call_after_refresh(self.prompt.note_painted)
        if self.blanked:
            self._paint_only(blanked(width - 2, height))
        elif self.small:
            self._paint_only(Content(f"Make the window larger; next: {view.main.label}."))
        else:
            self._paint_all(view, width, opened=opened)

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
            self.set_line(name, Content())
        self.set_line("pane", sentence)

    def _paint_all(self, view: RoomView, width: int, *, opened: bool) -> None:
        lines: dict[str, tuple[Callable[[], Content], str]] = {
            "title": (lambda: title_line(view, width - 2), view.heading),
            "agenda": (lambda: agenda_line(view, width - 2, self.outcome), ""),
            "below": (lambda: self.below(view, width), ""),
        }
        for name, (draw, otherwise) in lines.items():
            self.set_line(name, self._drawn(draw, partial(Content, otherwise)))
        self._paint_footer(view, width)
        self._room = self.query_one(Body).content_size.height
        self._paint_pane(view, opened=opened)

    def _paint_pane(self, view: RoomView, *, opened: bool = False) -> None:
        """Paint the step, and the guidance, which tells if the step could not be drawn."""
        body, space = self.query_one(Body), self.space
        pane = self._drawn(
            lambda: self._pane(view, space),
            lambda: plain.paint(view.pane, space),
            lambda: Content(view.heading),
        )
        self._paint_guidance(view)
        if opened:
            self.query_one(Pane).reveal(pane)
        self.set_line("pane", pane)
        self.hint()
        self._follow_cursor(body, pane.plain)

    @property
    def space(self) -> Space:
        """The space of the pane."""
        body = self.query_one(Body)
        return self._space(
            body.content_size.height if self.is_mounted else self.size.height - AROUND
        )

    def _space(self, height: int) -> Space:
        return Space(
            width=max(1, self.size.width - 2 * MARGIN - SCROLLBAR),
            height=max(1, height),
            expanded=self.expanded,
            cursor=self.cursor,
            beat=self.beat,
            timer=self.timer,
            marked=dict(self.marked),
        )

    def word_of_expand(self, view: RoomView) -> str:
        """Return the word of the key that shows more or less, empty if there is no more."""
        if self.expanded:
            return "less"
        space = self._space(self._room or self.size.height - AROUND)
        with suppress(Exception):  # the pane reports its own error
            folded = self._whole(view.pane, space).plain
            whole = self._whole(view.pane, replace(space, expanded=True)).plain
            return "more" if _letters(whole) > _letters(folded) else ""
        return ""

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
        news = " ".join(filter(None, (self._trouble, self.notice)))
        guidance = news or view.guidance
        style = self._notice_style() if guidance == self.notice or not news else "$text-warning"
        if self.asking:  # the guidance is below the prompt
            self.prompt.tell(Content(news).stylize(style))
            return
        waits = self.beat < LAST_BEAT and not news
        self.set_line("guidance", Content(" " if waits else guidance).stylize(style))
        low = self.size.height < LOW
        self.query_one("#guidance").display = bool(news) if low else bool(guidance)

    def _follow_cursor(self, body: Body, pane: str) -> None:
        """Keep the cell the cursor is at in sight where the pad is higher than the window.

        It is scrolled to only when it moves or the window changes: the wheel may turn away from it.
        """
        at = next((i for i, line in enumerate(pane.splitlines()) if line.startswith(CURSOR)), None)
        followed, self._followed = self._followed, (self.cursor, at, body.content_size.height)
        moved = followed is not None and self._followed != followed
        if moved and self.cursor and at is not None:
            body.scroll_to(y=max(0, at - body.content_size.height // 2), animate=False)

    def _pane(self, view: RoomView, space: Space) -> Content:
        """Return the pane; under a prompt that leaves no room for it, what must stay in sight."""
        whole = self._whole(view.pane, space)
        room = replace(space, height=max(1, space.height - self.covered))
        if not self.asking or space.timer or height_of(whole) <= room.height:
            return whole
        shortened = short.brief(view.pane, room)
        if shortened is None:  # the rest of it is there to scroll
            return whole
        lower = self._whole(view.pane, room)
        return lower if height_of(lower) <= room.height else shortened

    def prompt_changed(self) -> None:
        """Name the keys that help now; paint the pane for what the prompt leaves of it."""
        if self.is_mounted and self.shown is not None and not self.has_class("-only"):
            self._trouble_before = self._trouble
            self._paint_footer(self.shown, self.size.width)
            self._paint_pane(self.shown)

    def _whole(self, pane: RoomPane, space: Space) -> Content:
        """Return the pane of a step, which is mostly what it was a moment ago."""
        for was, around, laid in self._laid:
            if around == space and was == pane:
                return laid
        laid = steps.paint(pane, space)
        self._laid.append((pane, space, laid))
        return laid

    @property
    @override
    def idle_hint(self) -> str:
        if self.shown is None or self.shown.opened or self.size.width < LARGE:
            return ""
        return "large window: zoom in, so that everybody in the call can read it"

    @absorbed
    def on_click(self, event: events.Click) -> None:
        """Do what was clicked: a cell or a step, or that there is more."""
        clicked = event.style.meta
        if poll.CELL in clicked:
            self.choose_cell(clicked[poll.CELL])
        elif STEP in clicked:
            self.show_step(clicked[STEP])
        elif event.widget is (footer := self.query_one("#footer")) and not event.y:
            self.action_scroll(-1 if "▲" in (footer.border_title or "") else 1)

    def choose_cell(self, panelist: str) -> None:
        """Go to a cell of a blind entry; where nothing is entered there is none."""

    def show_step(self, step: str) -> None:
        """Ask where to go, as its key does."""
        self.app.post_message(ClickedKey("g", None))

    def _notice_style(self) -> str:
        return "$text-warning" if self.notice else "$text-muted"

    def below(self, view: RoomView, width: int) -> Content:
        """Return what stands between the guidance and the footer: here nothing."""
        return Content()

    def footer(self, view: RoomView, width: int) -> Content:
        """Return the footer line."""
        raise NotImplementedError

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
        self.set_line("footer", self._drawn(lambda: self.footer(view, width - 2), lambda: plainly))

    def action_expand(self) -> None:
        """Show evidence in full, or fold it away."""
        self.expanded = not self.expanded
        self.repaint()


def _letters(text: str) -> int:
    return sum(not character.isspace() for character in text)


def _is_elsewhere(before: RoomView, after: RoomView) -> bool:
    """Return whether another place is shown, or a meeting that is now decided or finished."""
    finished = [getattr(view.pane, "finished", False) for view in (before, after)]
    decided = [bool(getattr(view.pane, "decision", "")) for view in (before, after)]
    return before.place != after.place or [False, True] in (finished, decided)


def _reveals(before: RoomView, after: RoomView) -> bool:
    """Return whether what was blind, or being entered, is open now."""
    phases = [getattr(getattr(view.pane, "poll", None), "phase", "") for view in (before, after)]
    return phases[0] in ("blind", "entry") and phases[1] == "revealed"
