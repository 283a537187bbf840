"""What stands beside the list: the chosen session, and behind a key its record."""

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

from debrief.tui import chosen
from debrief.tui.widgets.put import put

if TYPE_CHECKING:
    from debrief.core.room_closing import RecordView
    from debrief.store.archive import Entry
    from debrief.tui.doors import Doors

READ_AFTER = 0.12
"""Seconds that a session stays chosen before its record is read."""


class Beside(VerticalScroll, can_focus=False):
    """Shows one session; its record is read in a thread, once it is wanted."""

    class Read(Message):
        """The record of a session was read, or not: then it is a sentence."""

        def __init__(self, name: str, record: RecordView | str) -> None:
            """Carry it, for the session of this id."""
            super().__init__()
            self.name = name
            self.record = record

        def __rich_repr__(self) -> list[str]:
            """Show nothing of it."""
            return []

    def __init__(self, doors: Doors) -> None:
        """Show nothing yet."""
        super().__init__()
        self._doors = doors
        self._entry: Entry | None = None
        self._today = date.min
        self._revealed = False
        self._record: tuple[str, RecordView | str] | None = None
        self._wait: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay out the text."""
        yield Static(id="chosen")

    def show(self, entry: Entry | None, today: date, *, revealed: bool) -> None:
        """Show this session, with what is private only when it is `revealed`."""
        if entry is None or self._entry is None or entry.id != self._entry.id:
            self.scroll_home(animate=False)
        self._entry, self._today, self._revealed = entry, today, revealed
        if not revealed:
            self.forget()
        self._paint()

    def forget(self) -> None:
        """Let go of the record that was read: it is read anew when it is wanted."""
        self._record = None

    def on_resize(self) -> None:
        """Paint for the room there is now."""
        self._paint()

    def _paint(self) -> None:
        # What is changed twice before one layout keeps the height of the first change.
        content = self._content() if self.scrollable_content_region.width else Content()
        put(self.query_one("#chosen", Static), content)

    def _content(self) -> Content:
        entry = self._entry
        region = self.scrollable_content_region
        width, height = max(10, region.width), region.height
        if entry is None:
            return Content()
        if not self._revealed:
            return chosen.about(entry, width)
        known = self._record[1] if self._record and self._record[0] == entry.id else None
        if known is None and entry.state in ("open", "finished"):
            self._read_soon()
        return chosen.in_full(entry, known, self._today, width, height)

    def _read_soon(self) -> None:
        if self._wait is not None:
            self._wait.stop()
        self._wait = self.set_timer(READ_AFTER, self._begin)

    def _begin(self) -> None:
        if self._entry is not None and self._revealed:
            read = partial(self._read, self._entry.id, self._entry.folder)
            self.run_worker(read, thread=True, exclusive=True, group="record")

    def _read(self, name: str, folder: Path) -> None:
        self.post_message(self.Read(name, self._doors.record(folder)))

    def on_beside_read(self, message: Read) -> None:
        """Show the record, unless another session was chosen since."""
        message.stop()
        if self._revealed and self._entry is not None and message.name == self._entry.id:
            self._record = (message.name, message.record)
            self._paint()
