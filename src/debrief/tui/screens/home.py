"""Home: every session by alias, one line each; what is private is shown only on a key."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static
from textual.worker import get_current_worker
from typing_extensions import override

from debrief.tui import crash
from debrief.tui.commands import Where
from debrief.tui.home import detail, listing
from debrief.tui.home.archive_reading import ReadingFinished, SessionsRead, batches
from debrief.tui.keys import bindings, blanked
from debrief.tui.paint import character_before, flat
from debrief.tui.resilient import absorbed
from debrief.tui.screens import home_lines
from debrief.tui.screens.frame import FrameScreen
from debrief.tui.widgets.detail_pane import DetailPane
from debrief.tui.widgets.sessions import FOLD, Sessions

if TYPE_CHECKING:
    from debrief.store.archive.archive import Archive, Entry
    from debrief.tui.home_actions import Home
    from debrief.tui.meeting_screens import OpenedScreen

LOOK_AGAIN = 2.0
"""Seconds between two looks at the folder; longer when looking itself takes long."""

SHARE_OF_LOOKING = 20
RESTS = 0.3
"""Seconds that enter rests after another session came to be the chosen one by itself."""

BESIDE = 90
"""Columns from which there is room beside the list; a record needs less."""

RECORD_BESIDE = 76
BELOW = 22
"""Rows from which there is room below a narrow list."""

AIRY = 26
"""Rows from which an empty one is above the list."""

UNREAD = "The sessions could not be read, because part of the program failed. It will try again."


class HomeScreen(FrameScreen[None]):
    """All sessions, by what is next; they are read behind the first paint, and looked at again."""

    CSS_PATH = "home.tcss"
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
        self.complete = False
        """True once all sessions have been read."""
        self._chosen: str | None = None
        self._moved = False
        self._rests_until = 0.0
        self._looking = False
        self._next_look: Timer | None = None
        self._archive: Archive | None = None
        self._sent: dict[str, Entry] = {}
        self._opened: OpenedScreen | None = None

    @override
    def above(self) -> ComposeResult:
        yield Static(id="filter")

    @override
    def middle(self) -> ComposeResult:
        with Container(id="home"):
            yield Sessions(self._home.today())
            yield DetailPane(self._home.screens, self._home.where)
        yield Static(id="only")

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
            self.query_one(DetailPane).forget()
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
        problem = ""
        try:
            self._archive = self._archive or self._home.archive()
            for found in batches(self._archive, self._sent):
                if worker.is_cancelled:
                    return
                self.post_message(SessionsRead(found))
            self._archive.keep()
        except Exception as error:
            crash.log(error)
            self._archive = None
            self._sent.clear()  # a batch may be lost
            problem = UNREAD
        self.post_message(ReadingFinished(time.monotonic() - began, problem))

    def on_reading_finished(self, message: ReadingFinished) -> None:
        """Look again later."""
        message.stop()
        self._looking = False
        if message.problem:
            self.tell(message.problem)
        after = max(LOOK_AGAIN, SHARE_OF_LOOKING * message.took)
        self._next_look = self.set_timer(after, self.look)

    def on_sessions_read(self, message: SessionsRead) -> None:
        """Show what was found."""
        message.stop()
        entries, names = message.batch.entries, message.batch.names
        first = not self.complete
        self.listing.put(entries)
        gone = names is not None and self.listing.keep_only(names)
        self.complete = self.complete or names is not None
        if any(entry.id == self._chosen for entry in entries):
            self.query_one(DetailPane).forget()
        if entries or gone or first:
            self.repaint()

    # ---- what is seen

    @property
    def revealed(self) -> bool:
        """True while decisions and records are shown."""
        return self.listing.revealed

    @property
    def entry(self) -> Entry | None:
        """The chosen session."""
        return self.query_one(Sessions).chosen

    @override
    def paint(self) -> None:
        empty = self.complete and not len(self.listing)
        self.set_class(self.blanked, "-only")
        self.set_class(empty, "-empty")
        if self.blanked:
            self.set_line("only", blanked(self.size.width - 6, self.size.height - 4))
            self.query_one(DetailPane).show(None, self._home.today(), revealed=False)
            self.query_one(Sessions).show((), None, revealed=False, today=self._home.today())
            return
        width, height = self.size
        nothing = home_lines.empty(self._home.where, width - 6) if empty else Content()
        self.set_line("only", nothing)
        wide = width >= (RECORD_BESIDE if self.revealed else BESIDE)
        self.set_class(wide, "-wide")
        self.set_class(not (wide or self.revealed) and height >= BELOW, "-below")
        self.set_class(height >= AIRY, "-airy")
        self.set_class(self.revealed, "-revealed")
        self.set_class(self.asking or bool(self.listing.filter), "-finding")
        self._list()
        shown = self.query_one(Sessions).count
        self.set_line(
            "title", home_lines.title(self.listing, shown, width - 2, complete=self.complete)
        )
        self.set_line("filter", home_lines.finding(self.listing, asking=self.asking))
        self._paint_chosen()

    def _list(self) -> None:
        sessions = self.query_one(Sessions)
        wanted = self._chosen if self._moved else None
        today = self._home.today()
        sessions.show(self.listing.sections(), wanted, revealed=self.revealed, today=today)
        if (now := self._now()) != self._chosen:
            if self._chosen is not None:
                self._rests_until = time.monotonic() + RESTS
            self._chosen = now

    def _now(self) -> str | None:
        """Return the id of what is chosen in the list, None in an empty list."""
        sessions = self.query_one(Sessions)
        if sessions.folded is not None:
            return FOLD
        return sessions.chosen.id if sessions.chosen is not None else None

    def _paint_chosen(self) -> None:
        entry, folded = self.entry, self.query_one(Sessions).folded
        today = self._home.today()
        count = len(folded.entries) if folded is not None else 0
        pane = self.query_one(DetailPane)
        pane.show(entry, today, revealed=self.revealed, folded=count)
        self.set_line("guidance", home_lines.guidance(self.listing, entry, self.notice))
        width = self.size.width - 2
        footer = home_lines.footer(self.listing, (entry, folded), width, today, finding=self.asking)
        self.set_line("footer", footer)

    @override
    def tell(self, sentence: str) -> None:
        self.notice = sentence
        if not self.blanked:
            self.attempt(self._paint_chosen)  # the list may not have the chosen session yet

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

    @absorbed
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
        if (now := self._now()) != self._chosen:
            self._chosen = now
            self.notice = ""
            self._paint_chosen()

    def action_read(self, pages: int) -> None:
        """Scroll the record."""
        beside = self.query_one(DetailPane)
        beside.scroll_relative(y=pages * max(1, beside.size.height - 2), animate=False)

    def action_sort(self) -> None:
        """Sort by the next thing; the first sessions are shown until one was chosen."""
        if self._may():
            self.listing.order = self.listing.next_order
            self.notice = ""
            self.repaint()

    def action_expand(self) -> None:
        """Show decisions and records, or hide them again."""
        if self._may():
            self.listing.revealed = not self.revealed
            self.notice = ""
            self.repaint()

    # ---- finding

    @property
    def takes_text(self) -> bool:
        """True while typed text goes into the filter."""
        return self.asking

    @absorbed
    def on_key(self, event: events.Key) -> None:
        """Take what is typed into the filter, at once: keys may come together."""
        key, words = event.key, self.listing.filter
        typed = (event.character or "") if event.is_printable else ""
        edits = key in ("enter", "escape", "backspace", "ctrl+u")
        begins = key == "slash" and not self.blanked
        if not (edits or typed if self.asking else begins):
            return
        event.stop()
        event.prevent_default()
        if key in ("enter", "escape"):
            self._find("" if key == "escape" else words, asking=False)
        elif key in ("backspace", "ctrl+u"):
            kept = character_before(words, len(words)) if key == "backspace" else 0
            self._find(words[:kept])
        else:
            self._find(words + typed if self.asking else words)

    @absorbed
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
        """Clear the filter, else fold the sessions that are done."""
        if not self.listing.filter:
            self.listing.shows_done = False
        self._find("", asking=False)

    # ---- opening

    def action_open(self) -> None:
        """Begin the chosen meeting, go on with it, or see a finished one again."""
        entry = self.entry
        if not self._may() or self.asking or time.monotonic() < self._rests_until:
            return
        if self.query_one(Sessions).folded is not None:
            self._list_done()
        elif entry is None:
            if self.complete and not len(self.listing):
                self._enter(self._home.screens.meeting(self._home.demo()))
        elif (step := detail.step(entry)) is not None:
            self._prepare(entry, step)
        elif entry.state == "finished":
            self._enter(self._home.screens.replay(entry.folder))
        else:
            self._enter(self._home.screens.meeting(entry.folder))

    def _list_done(self) -> None:
        """List the sessions that are done, the first of them chosen."""
        self.listing.shows_done = True
        self._chosen = next(s.entries[0].id for s in self.listing.sections() if s.group == "done")
        self._rests_until = time.monotonic() + RESTS
        self.repaint()

    def _prepare(self, entry: Entry, step: str) -> None:
        """Do the step of a new session that is due."""
        if step == "forms":
            self.tell(self._home.make_forms(entry.folder))
            self.look()
            return
        try:
            with self.app.suspend():
                told = self._home.write_brief(entry.folder)
        except SuspendNotSupported:
            told = f"Write it in an editor: {listing.folder(entry)}/session.toml"
        self.tell(told)
        self.look()

    def action_replay(self) -> None:
        """See the chosen meeting again, as far as it went."""
        if self._may() and self.entry is not None:
            self._enter(self._home.screens.replay(self.entry.folder))

    def action_review(self) -> None:
        """Look at the chosen decision again."""
        entry = self.entry
        if not self._may() or entry is None:
            return
        if entry.state not in ("finished", "damaged"):  # of damage the door says what it is
            self.tell(home_lines.NOT_FINISHED)
        else:
            self._enter(self._home.screens.review(entry.folder))

    def action_calibrate(self) -> None:
        """Say how well panels agree."""
        if self._may():
            self._enter(self._home.screens.calibration())

    def _enter(self, opened: OpenedScreen | str) -> None:
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

    def action_help(self) -> None:
        """Explain home and its keys."""
        self.app.push_screen(home_lines.help_screen(self.listing, self.entry, self._home.today()))

    def action_quit(self) -> None:
        """Leave, unless the filter is being typed."""
        if not self.asking:
            self.app.exit(0)
