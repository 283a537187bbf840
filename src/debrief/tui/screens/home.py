"""Home: every session by alias, one line each; what is private is shown only on a key."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult, SystemCommand
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from debrief.tui import chosen, home_lines, listing
from debrief.tui.archive_reading import Found, Read, batches
from debrief.tui.commands import Where, commands
from debrief.tui.keys import bindings
from debrief.tui.widgets.sessions import Sessions

if TYPE_CHECKING:
    from debrief.core.room import RecordView
    from debrief.store.archive import Archive, Entry
    from debrief.tui.doors import Home, Opened

LOOK_AGAIN = 2.0
"""Seconds between two looks at the folder; longer when looking itself takes long."""

SHARE_OF_LOOKING = 20
READ_AFTER = 0.12
"""Seconds that a session stays chosen before its record is read."""

RESTS = 0.3
"""Seconds that enter rests after another session came to be the chosen one by itself."""

BESIDE = 96
"""Columns from which there is room beside the list; a record needs less."""

RECORD_BESIDE = 76


class HomeScreen(Screen[None]):
    """The archive as a calm list; it is read behind the first paint, and looked at again."""

    ALLOW_SELECT = False
    AUTO_FOCUS = ""
    WHERE: ClassVar[tuple[Where, ...]] = ("home",)
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(*WHERE),
        Binding("escape", "back", show=False),
    ]

    def __init__(self, home: Home) -> None:
        """Show this archive."""
        super().__init__()
        self._home = home
        self.listing = listing.Listing(home.today)
        self.asking = False
        self.blanked = False
        self.complete = False
        """Whether every session was looked at."""
        self.notice = ""
        self._chosen = ""
        self._moved = False
        self._rests_until = 0.0
        self._looking = False
        self._archive: Archive | None = None
        self._sent: dict[str, Entry] = {}
        self._record: tuple[str, RecordView | str] | None = None
        self._wait: Timer | None = None
        self._opened: Opened | None = None

    def compose(self) -> ComposeResult:
        """Lay out the lines that are always there."""
        yield Static(id="title")
        with Horizontal(id="orders-line"):
            yield Static(id="orders")
            yield Input(id="filter", compact=True, placeholder="alias, role, state or date")
        with Horizontal(id="home"):
            yield Sessions(self._home.today())
            with VerticalScroll(id="beside", can_focus=False):
                yield Static(id="chosen")
        yield Static(id="only")
        yield Static(id="guidance")
        yield Static(id="footer")

    def on_mount(self) -> None:
        """Paint, and only then begin to read."""
        field = self.query_one("#filter", Input)
        field.cursor_blink = False
        field.display = False
        self.call_after_refresh(self.look)

    def on_resize(self, _: events.Resize) -> None:
        """Paint for the new size."""
        self.repaint()

    def on_screen_resume(self) -> None:
        """Let go of what was open, and look at what it changed."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None
            self._record = None
            self.look()

    # ---- reading the archive

    def look(self) -> None:
        """Look at the folder, in a thread of its own."""
        if self._looking or not self.is_current:
            return
        self._looking = True
        self.run_worker(self._look, thread=True, group="archive")

    def _look(self) -> None:
        worker = get_current_worker()
        began = time.monotonic()
        self._archive = self._archive or self._home.archive()
        for found in batches(self._archive, self._sent):
            if worker.is_cancelled:
                return
            self.post_message(Found(found))
        self._archive.keep()
        took = time.monotonic() - began
        self.app.call_from_thread(self._look_later, max(LOOK_AGAIN, SHARE_OF_LOOKING * took))

    def _look_later(self, seconds: float) -> None:
        self._looking = False
        self.set_timer(seconds, self.look)

    def on_found(self, message: Found) -> None:
        """Show what was found."""
        message.stop()
        entries, names = message.batch.entries, message.batch.names
        first = not self.complete
        self.listing.put(entries)
        gone = names is not None and self.listing.keep_only(names)
        self.complete = self.complete or names is not None
        if any(entry.id == self._chosen for entry in entries):
            self._record = None
        if entries or gone or first:
            self.repaint()

    # ---- what is seen

    @property
    def revealed(self) -> bool:
        """Whether decisions and records are shown."""
        return self.listing.revealed

    @property
    def entry(self) -> Entry | None:
        """The chosen session."""
        return self.query_one(Sessions).chosen

    def repaint(self) -> None:
        """Paint all of it."""
        if not self.is_mounted:
            return
        empty = self.complete and not len(self.listing)
        self.set_class(self.blanked, "-only")
        self.set_class(empty, "-empty")
        if self.blanked:
            self._set("only", Content("The screen is blanked. b shows it again."))
            self._set("chosen", Content())
            self.query_one(Sessions).show((), "", revealed=False, today=self._home.today())
            return
        self._set("only", Content(home_lines.EMPTY if empty else ""))
        width = self.size.width
        wide = width >= (RECORD_BESIDE if self.revealed else BESIDE)
        self.set_class(wide, "-wide")
        self.set_class(self.revealed, "-revealed")
        self._list()
        shown = self.query_one(Sessions).count
        title = home_lines.title(self.listing, shown, width - 2, complete=self.complete)
        self._set("title", title)
        self._set("orders", home_lines.orders(self.listing))
        self._paint_chosen()

    def _list(self) -> None:
        rows = self.listing.shown()
        wanted = self._chosen if self._moved else ""
        self.query_one(Sessions).show(
            rows, wanted, revealed=self.revealed, today=self._home.today()
        )
        now = self.entry.id if self.entry else ""
        if now != self._chosen:
            if self._chosen:
                self._rests_until = time.monotonic() + RESTS
            self._chosen = now

    def _paint_chosen(self) -> None:
        entry = self.entry
        self._set("chosen", self._beside(entry) if entry is not None else Content())
        self._set("guidance", home_lines.guidance(self.listing, entry, self.notice))
        finding = self.focused is not None
        footer = home_lines.footer(self.listing, entry, self.size.width - 2, finding=finding)
        self._set("footer", footer)

    def _beside(self, entry: Entry) -> Content:
        beside = self.query_one("#beside")
        width, height = max(10, beside.content_size.width), beside.content_size.height
        if not self.revealed:
            return chosen.about(entry, width)
        known = self._record[1] if self._record and self._record[0] == entry.id else None
        if known is None and entry.state in ("open", "finished"):
            self._read_soon()
        return chosen.in_full(entry, known, self._home.today(), width, height)

    def _set(self, name: str, content: Content) -> None:
        widget = self.query_one(f"#{name}", Static)
        if widget.content != content:
            widget.update(content)

    def tell(self, sentence: str) -> None:
        """Show one sentence in place of the guidance, until the next key."""
        self.notice = sentence
        self._paint_chosen()

    # ---- the record of the chosen one

    def _read_soon(self) -> None:
        if self._wait is not None:
            self._wait.stop()
        self._wait = self.set_timer(READ_AFTER, self._begin_reading)

    def _begin_reading(self) -> None:
        entry = self.entry
        if entry is not None and self.revealed:
            read = partial(self._read, entry.id, entry.folder)
            self.run_worker(read, thread=True, exclusive=True, group="record")

    def _read(self, name: str, folder: Path) -> None:
        self.post_message(Read(name, self._home.doors.record(folder)))

    def on_read(self, message: Read) -> None:
        """Show the record, unless another session was chosen since."""
        message.stop()
        if message.name == self._chosen:
            self._record = (message.name, message.record)
            self._paint_chosen()

    # ---- choosing

    def _may(self) -> bool:
        return not self.blanked

    def action_choose(self, by: int) -> None:
        """Choose the session above or below."""
        if self._may():
            self._moved = True
            self.query_one(Sessions).move(by)

    def action_page(self, by: int) -> None:
        """Choose a page further up or down."""
        self.action_choose(by * self.query_one(Sessions).page)

    def action_jump(self, index: int) -> None:
        """Choose the first session (0) or the last (-1)."""
        sessions = self.query_one(Sessions)
        self.action_choose(-sessions.count if index == 0 else sessions.count)

    def on_sessions_chosen(self, message: Sessions.Chosen) -> None:
        """Show the one that was chosen, or open it."""
        message.stop()
        if not self._may():
            return
        self._moved = True
        self._chosen = message.name
        self.notice = ""
        self._paint_chosen()
        self.query_one("#beside", VerticalScroll).scroll_home(animate=False)
        if message.opens:
            self.action_open()

    def action_read(self, pages: int) -> None:
        """Scroll the record."""
        beside = self.query_one("#beside", VerticalScroll)
        beside.scroll_relative(y=pages * max(1, beside.size.height - 2), animate=False)

    def action_sort(self) -> None:
        """Sort by the next thing."""
        if self._may():
            self.listing.next_order()
            self._moved = True
            self.notice = ""
            self.repaint()

    def action_expand(self) -> None:
        """Show decisions and records, or hide them again."""
        if self._may():
            self.listing.revealed = not self.revealed
            self._record = None
            self.notice = ""
            self.repaint()
            self.call_after_refresh(self.repaint)  # for the width that there is then

    def action_blank(self) -> None:
        """Blank the shared screen, or show it again."""
        self.blanked = not self.blanked
        self.repaint()

    # ---- finding

    def action_filter(self) -> None:
        """Type into the filter."""
        if self._may():
            field = self.query_one("#filter", Input)
            field.display = True
            self.asking = True
            field.focus()

    def on_input_changed(self, message: Input.Changed) -> None:
        """Show what is found by what is typed so far."""
        message.stop()
        self.listing.filter = message.value
        self.notice = ""
        self.repaint()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Keep what was found, and give the keys back to the list."""
        message.stop()
        self._end_filter()

    def _end_filter(self) -> None:
        field = self.query_one("#filter", Input)
        field.display = bool(field.value)
        self.asking = False
        self.set_focus(None)
        self.call_after_refresh(self.repaint)

    def action_back(self) -> None:
        """Clear the filter."""
        self.query_one("#filter", Input).value = ""
        self._end_filter()

    # ---- opening

    def action_open(self) -> None:
        """Begin the chosen meeting, go on with it, or see a finished one again."""
        entry = self.entry
        if not self._may() or self.focused is not None or time.monotonic() < self._rests_until:
            return
        if entry is None:
            if self.complete and not len(self.listing):
                self._enter(self._home.doors.meeting(self._home.demo()))
        elif entry.state == "finished":
            self._enter(self._home.doors.replay(entry.folder))
        else:
            self._enter(self._home.doors.meeting(entry.folder))

    def action_replay(self) -> None:
        """See the chosen meeting again, as far as it went."""
        if self._may() and self.entry is not None:
            self._enter(self._home.doors.replay(self.entry.folder))

    def action_review(self) -> None:
        """Look at the chosen decision again."""
        entry = self.entry
        if not self._may() or entry is None:
            return
        if entry.state != "finished":
            self.tell("Only the decision of a finished meeting can be looked at again.")
        else:
            self._enter(self._home.doors.review(entry.folder))

    def _enter(self, opened: Opened | str) -> None:
        if isinstance(opened, str):
            self.tell(opened)
            return
        self.notice = ""
        self._opened = opened
        self.app.push_screen(opened.screen)

    def close(self) -> None:
        """Let go of what is still open when the program ends."""
        if self._opened is not None:
            self._opened.close()

    def action_new(self) -> None:
        """Ask what a new session needs."""
        from debrief.tui.screens.new import NewScreen

        if self._may():
            names = frozenset(self.listing.names())
            self.app.push_screen(NewScreen(self._home, names), self._made)

    def _made(self, made: tuple[str, str] | None) -> None:
        """Choose the session that was made, and say what comes next."""
        if made is not None:
            self._chosen, self._moved = made[0], True
            self.tell(made[1])
        self.look()

    # ---- the rest

    async def on_click(self, event: events.Click) -> None:
        """Do what the footer names; sort by what was clicked."""
        if event.widget is self.query_one("#footer") and self.focused is None:
            self.action_open()
        elif event.widget is self.query_one("#orders"):
            self.action_sort()

    def palette(self) -> Iterator[SystemCommand]:
        """Give what the keys of this screen do, by name."""
        for command in commands(*self.WHERE):
            run = partial(self.call_next, self.run_action, command.name)
            yield SystemCommand(command.help, f"key {command.shown}", run)

    def action_help(self) -> None:
        """Explain home and its keys."""
        from debrief.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen("Sessions", home_lines.PURPOSE, *self.WHERE))

    def action_quit(self) -> None:
        """Leave."""
        self.app.exit(0)
