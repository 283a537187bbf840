"""Home: every session by alias, one line each; what is private is shown only on a key."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult, SystemCommand
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static
from textual.worker import get_current_worker

from debrief.tui import home_lines, listing
from debrief.tui.archive_reading import Found, Looked, batches
from debrief.tui.commands import Where, commands
from debrief.tui.keys import BLANKED, bindings
from debrief.tui.paint import character_before, flat
from debrief.tui.typeahead import TakesKeys
from debrief.tui.widgets.beside import Beside
from debrief.tui.widgets.put import put
from debrief.tui.widgets.sessions import Sessions

if TYPE_CHECKING:
    from debrief.store.archive import Archive, Entry
    from debrief.tui.doors import Home, Opened

LOOK_AGAIN = 2.0
"""Seconds between two looks at the folder; longer when looking itself takes long."""

SHARE_OF_LOOKING = 20
RESTS = 0.3
"""Seconds that enter rests after another session came to be the chosen one by itself."""

BESIDE = 96
"""Columns from which there is room beside the list; a record needs less."""

RECORD_BESIDE = 76


class HomeScreen(TakesKeys, Screen[None]):
    """The archive as a calm list; it is read behind the first paint, and looked at again."""

    CSS_PATH = "home.tcss"
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
        self._next_look: Timer | None = None
        self._archive: Archive | None = None
        self._sent: dict[str, Entry] = {}
        self._opened: Opened | None = None

    def compose(self) -> ComposeResult:
        """Lay out the lines that are always there."""
        yield Static(id="title")
        with Horizontal(id="orders-line"):
            yield Static(id="orders")
            yield Static(id="filter")
        with Horizontal(id="home"):
            yield Sessions(self._home.today())
            yield Beside(self._home.doors)
        yield Static(id="only")
        yield Static(id="guidance")
        yield Static(id="footer")

    def on_mount(self) -> None:
        """Paint, and only then begin to read."""
        self.call_after_refresh(self.look)

    def on_resize(self, _: events.Resize) -> None:
        """Paint for the new size."""
        self.repaint()

    def on_screen_resume(self) -> None:
        """Let go of what was open, and look at what it changed."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None
            self.query_one(Beside).forget()
        if self.complete:
            self.look()

    # ---- reading the archive

    def look(self) -> None:
        """Look at the folder, in a thread of its own."""
        if self._looking or not self.is_current:
            return
        if self._next_look is not None:
            self._next_look.stop()
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
        self.post_message(Looked(time.monotonic() - began))

    def on_looked(self, message: Looked) -> None:
        """Look again later."""
        message.stop()
        self._looking = False
        after = max(LOOK_AGAIN, SHARE_OF_LOOKING * message.took)
        self._next_look = self.set_timer(after, self.look)

    def on_found(self, message: Found) -> None:
        """Show what was found."""
        message.stop()
        entries, names = message.batch.entries, message.batch.names
        first = not self.complete
        self.listing.put(entries)
        gone = names is not None and self.listing.keep_only(names)
        self.complete = self.complete or names is not None
        if any(entry.id == self._chosen for entry in entries):
            self.query_one(Beside).forget()
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
            self._set("only", BLANKED)
            self.query_one(Beside).show(None, self._home.today(), revealed=False)
            self.query_one(Sessions).show((), "", revealed=False, today=self._home.today())
            return
        self._set("only", home_lines.empty() if empty else Content())
        width = self.size.width
        wide = width >= (RECORD_BESIDE if self.revealed else BESIDE)
        self.set_class(wide, "-wide")
        self.set_class(self.revealed, "-revealed")
        self._list()
        shown = self.query_one(Sessions).count
        self._set("title", home_lines.title(self.listing, shown, width - 2, complete=self.complete))
        self._set("orders", home_lines.orders(self.listing))
        self._set("filter", home_lines.finding(self.listing, asking=self.asking))
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
        self.query_one(Beside).show(entry, self._home.today(), revealed=self.revealed)
        self._set("guidance", home_lines.guidance(self.listing, entry, self.notice))
        footer = home_lines.footer(self.listing, entry, self.size.width - 2, finding=self.asking)
        self._set("footer", footer)

    def _set(self, name: str, content: Content) -> None:
        put(self.query_one(f"#{name}", Static), content)

    def tell(self, sentence: str) -> None:
        """Show one sentence in place of the guidance, until the next key."""
        self.notice = sentence
        self._paint_chosen()

    # ---- choosing

    def _may(self) -> bool:
        return not self.blanked

    def action_choose(self, by: int) -> None:
        """Choose the session above or below."""
        if self._may():
            self._moved = True
            self.notice = ""
            self.query_one(Sessions).move(by)
            self._follow()

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
        self._follow()
        if message.opens:
            self.action_open()

    def _follow(self) -> None:
        """Show what is beside the list of the session that is chosen now."""
        now = self.entry.id if self.entry else ""
        if now != self._chosen:
            self._chosen = now
            self.notice = ""
            self._paint_chosen()

    def action_read(self, pages: int) -> None:
        """Scroll the record."""
        beside = self.query_one(Beside)
        beside.scroll_relative(y=pages * max(1, beside.size.height - 2), animate=False)

    def action_sort(self, order: listing.Order | None = None) -> None:
        """Sort by this, or the next thing; who chose no session yet sees the first ones."""
        if self._may():
            self.listing.order = order or self.listing.next_order
            self.notice = ""
            self.repaint()

    def action_expand(self) -> None:
        """Show decisions and records, or hide them again."""
        if self._may():
            self.listing.revealed = not self.revealed
            self.notice = ""
            self.repaint()

    def action_blank(self) -> None:
        """Blank the shared screen, or show it again."""
        self.blanked = not self.blanked
        self.repaint()

    # ---- finding

    @property
    def takes_text(self) -> bool:
        """True while typed text goes into the filter."""
        return self.asking

    def on_key(self, event: events.Key) -> None:
        """Take what is typed into the filter, at once: keys may come together."""
        if self.asking and event.key in ("enter", "escape"):
            self._find("" if event.key == "escape" else self.listing.filter, asking=False)
        elif self.asking and event.key in ("backspace", "ctrl+u"):
            kept = ""
            if event.key == "backspace":
                words = self.listing.filter
                kept = words[: character_before(words, len(words))]
            self._find(kept)
        elif self.asking and event.is_printable and event.character:
            self._find(self.listing.filter + event.character)
        elif event.key == "slash" and not self.blanked:
            self._find(self.listing.filter)
        else:
            return
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        """Take what is pasted into the filter."""
        if self.asking:
            self._find(self.listing.filter + flat(event.text))

    def _find(self, words: str, *, asking: bool = True) -> None:
        self.asking = asking
        self.listing.filter = words
        self.notice = ""
        self.repaint()

    def action_filter(self) -> None:
        """Type into the filter."""
        if self._may():
            self._find(self.listing.filter)

    def action_back(self) -> None:
        """Clear the filter."""
        self._find("", asking=False)

    # ---- opening

    def action_open(self) -> None:
        """Begin the chosen meeting, go on with it, or see a finished one again."""
        entry = self.entry
        if not self._may() or self.asking or time.monotonic() < self._rests_until:
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
        if entry.state not in ("finished", "damaged"):  # of damage the door says what it is
            self.tell(home_lines.NOT_FINISHED)
        else:
            self._enter(self._home.doors.review(entry.folder))

    def action_calibrate(self) -> None:
        """Say how well panels agree."""
        if self._may():
            self._enter(self._home.doors.calibration())

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

    def on_click(self, event: events.Click) -> None:
        """Sort by what was clicked."""
        if order := event.style.meta.get(home_lines.ORDER):
            self.action_sort(order)

    def palette(self) -> Iterator[SystemCommand]:
        """Give what the keys of this screen do, by name."""
        for command in commands(*self.WHERE):
            run = partial(self.call_next, self.run_action, command.name)
            yield SystemCommand(command.help, f"key {command.shown}", run)

    def action_help(self) -> None:
        """Explain home and its keys."""
        self.app.push_screen(home_lines.help_screen(self.listing, self.entry))

    def action_quit(self) -> None:
        """Leave, unless the filter is being typed."""
        if not self.asking:
            self.app.exit(0)
