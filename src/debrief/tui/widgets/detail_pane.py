"""The detail pane beside the list of sessions: the chosen session and its record."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static

from debrief.tui import crash
from debrief.tui.home import detail
from debrief.tui.widgets.put import put

if TYPE_CHECKING:
    from debrief.core.room.view_record import RecordView
    from debrief.store.archive.archive import Entry
    from debrief.tui.home_actions import ScreenFactory

READ_AFTER = 0.12
"""Seconds between choosing a session and reading its record."""

UNREAD = "This record could not be read, because part of the program failed."


PADDING = 2
"""Empty columns before the scroll bar."""


class DetailPane(VerticalScroll, can_focus=False):
    """The pane of the chosen session; a thread reads its record when it is shown."""

    class Read(Message):
        """A message with the record of a session, or one sentence on why it cannot be read."""

        def __init__(self, name: str, record: RecordView | str) -> None:
            """Store the record and the id of its session."""
            super().__init__()
            self.name = name
            self.record = record

        def __rich_repr__(self) -> list[str]:
            """Hide the record from logs."""
            return []

    def __init__(self, screens: ScreenFactory, where: str) -> None:
        """Start empty; `where` is the sessions directory as it is shown to the user."""
        super().__init__()
        self._screens = screens
        self._where = where
        self._folded = 0
        self._entry: Entry | None = None
        self._today = date.min
        self._revealed = False
        self._record: tuple[str, RecordView | str] | None = None
        self._wait: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay out the text."""
        yield Static(id="chosen")

    def show(self, entry: Entry | None, today: date, *, revealed: bool, folded: int = 0) -> None:
        """Show a session, its private details only if `revealed`; or the number of folded ones."""
        if entry is None or self._entry is None or entry.id != self._entry.id:
            self.scroll_home(animate=False)
        self._entry, self._today, self._revealed = entry, today, revealed
        self._folded = folded
        if not revealed:
            self.forget()
        self._paint()

    def forget(self) -> None:
        """Drop the record, to read it again the next time it is shown."""
        self._record = None

    def on_resize(self) -> None:
        """Paint for the new size, and measure the text again, as it may have changed twice."""
        self._paint()
        self.call_after_refresh(self._measure)

    def _measure(self) -> None:
        self.query_one("#chosen", Static).refresh(layout=True)

    def _paint(self) -> None:
        # Content changed twice before one layout would keep the height of the first change.
        content = self._content() if self.scrollable_content_region.width else Content()
        put(self.query_one("#chosen", Static), content)

    def _content(self) -> Content:
        entry = self._entry
        region = self.scrollable_content_region
        width, height = max(10, region.width - PADDING), region.height
        if entry is None:
            return detail.folded(self._folded, width) if self._folded else Content()
        if not self._revealed:
            airy = not self.screen.has_class("-below")
            return detail.about(entry, self._today, width, self._where, airy=airy)
        known = self._record[1] if self._record and self._record[0] == entry.id else None
        if known is None and entry.state in ("open", "finished"):
            self._read_soon()
        return detail.in_full(entry, known, self._today, width, height)

    def _read_soon(self) -> None:
        if self._wait is not None:
            self._wait.stop()
        self._wait = self.set_timer(READ_AFTER, self._begin)

    def _begin(self) -> None:
        if self._entry is not None and self._revealed:
            read = partial(self._read, self._entry.id, self._entry.folder)
            self.run_worker(read, thread=True, exclusive=True, group="record")

    def _read(self, name: str, folder: Path) -> None:
        try:
            record = self._screens.record(folder)
        except Exception as error:
            crash.log(error)
            record = UNREAD
        self.post_message(self.Read(name, record))

    def on_detail_pane_read(self, message: Read) -> None:
        """Show the record, unless another session has been chosen."""
        message.stop()
        if self._revealed and self._entry is not None and message.name == self._entry.id:
            self._record = (message.name, message.record)
            self._paint()
