"""The widget with the list of sessions, which renders only its visible lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from debrief.tui.home import listing
from debrief.tui.home.listing import DUE

if TYPE_CHECKING:
    from debrief.store.archive.archive import Entry

MARK = "▸ "
GAP = 2
ALIAS = 10
DAY = 10
STATE = 12
DISSENT = 10
REVIEW = 10
TITLE = 16
"""Minimum cells of a title; other columns are left out to keep them."""

BESIDE_STATE = 8
"""Minimum cells of a title if only the state or the decision is beside it."""

STYLES = {DUE: "due", "open": "goes-on", "to be carried on": "goes-on", "damaged": "wrong"}


class Sessions(ScrollView, can_focus=False):
    """A list with one chosen session, which is marked and kept visible."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "sessions--plain",
        "sessions--muted",
        "sessions--goes-on",
        "sessions--wrong",
        "sessions--due",
        "sessions--chosen",
    }

    class Chosen(Message):
        """A message that a session was chosen, or is to be opened if `opens`."""

        def __init__(self, name: str, *, opens: bool) -> None:
            """Store the id of the session."""
            super().__init__()
            self.name = name
            self.opens = opens

    def __init__(self, today: date) -> None:
        """Start empty."""
        super().__init__()
        self._today = today
        self._rows: Sequence[Entry] = ()
        self._at = 0
        self._revealed = False

    @property
    def chosen(self) -> Entry | None:
        """The chosen session; None if the list is empty."""
        return self._rows[self._at] if self._at < len(self._rows) else None

    def show(self, rows: Sequence[Entry], chosen: str, *, revealed: bool, today: date) -> None:
        """Show these sessions; choose the one with this id, else the one now on its line."""
        self._rows, self._revealed, self._today = rows, revealed, today
        index = next((i for i, entry in enumerate(rows) if entry.id == chosen), None)
        self._at = min(self._at, max(0, len(rows) - 1)) if index is None else index
        self.virtual_size = Size(0, len(rows))
        self._follow()
        self.refresh()

    def move(self, by: int) -> None:
        """Move the choice down by so many lines, up to the end of the list."""
        self.go_to(self._at + by)

    def go_to(self, index: int) -> None:
        """Choose the session on a line, counted from 0; the last one if there is no such line."""
        at = max(0, min(index, len(self._rows) - 1))
        if not self._rows or at == self._at:
            return
        for line in (self._at, at):
            self.refresh_line(line - self.scroll_offset.y)
        self._at = at
        self._follow()
        self.post_message(self.Chosen(self._rows[at].id, opens=False))

    @property
    def page(self) -> int:
        """Number of lines of a page, at least one."""
        return max(1, self.size.height - 1)

    @property
    def count(self) -> int:
        """Number of listed sessions."""
        return len(self._rows)

    def _follow(self) -> None:
        """Scroll to the chosen line."""
        top, height = self.scroll_offset.y, self.size.height
        if not height:
            return
        if self._at < top:
            self.scroll_to(y=self._at, animate=False)
        elif self._at >= top + height:
            self.scroll_to(y=self._at - height + 1, animate=False)

    def on_resize(self) -> None:
        """Keep the chosen line visible at the new size."""
        self._follow()

    def on_click(self, event: events.Click) -> None:
        """Choose the clicked session; a double click opens it."""
        line = event.y + self.scroll_offset.y
        if line >= len(self._rows):
            return
        self.go_to(line)
        if event.chain > 1:
            self.post_message(self.Chosen(self._rows[line].id, opens=True))

    def render_line(self, y: int) -> Strip:
        """Return one visible line."""
        width = self.scrollable_content_region.width  # `size` includes the scrollbar
        line = y + self.scroll_offset.y
        plain = self.get_component_rich_style("sessions--plain")
        if line >= len(self._rows):
            return Strip.blank(width, plain)
        chosen = line == self._at
        segments = [Segment(MARK if chosen else " " * len(MARK), plain)]
        for text, style in row(self._rows[line], width - 1, self._today, revealed=self._revealed):
            name = "chosen" if chosen and style == "plain" else style
            segments.append(Segment(text, self.get_component_rich_style(f"sessions--{name}")))
        return Strip(segments).adjust_cell_length(width, plain)


@dataclass(frozen=True, slots=True)
class _Column:
    text: str
    width: int
    style: str
    worth: int
    """Rank of the column: in a narrow list the lowest is left out first."""


def row(entry: Entry, width: int, today: date, *, revealed: bool) -> list[tuple[str, str]]:
    """Return a row as pairs of a text and the name of its style; a narrow row has fewer columns."""
    columns = _columns(entry, today, revealed=revealed)
    room = width - len(MARK) - ALIAS - GAP
    while columns and room - _taken(columns) < (TITLE if len(columns) > 1 else BESIDE_STATE):
        columns.remove(min(columns, key=lambda column: column.worth))
    if revealed and len(columns) == 1 and listing.review(entry, today) == DUE:
        columns = [replace(columns[0], text=f"{columns[0].text}, due", style="due")]
    parts = [
        (_cut(entry.alias or "–", ALIAS), "plain"),
        (_cut(entry.title or listing.folder(entry), max(1, room - _taken(columns))), "plain"),
        *((_cut(column.text, column.width), column.style) for column in columns),
    ]
    return [piece for part in parts for piece in (part, (" " * GAP, "muted"))][:-1]


def _columns(entry: Entry, today: date, *, revealed: bool) -> list[_Column]:
    """Return the columns after the title; a shown decision replaces the state “finished”."""
    state, decided = listing.state(entry), listing.decision(entry) if revealed else ""
    if not revealed and listing.is_due(entry, today):
        state = DUE
    columns = [
        _Column(listing.day(entry), DAY, "muted", 2),
        _Column(decided or state, STATE, "plain" if decided else STYLES.get(state, "muted"), 4),
    ]
    if revealed:
        due = listing.review(entry, today)
        columns += [
            _Column(due, REVIEW, "due" if due == DUE else "muted", 3),
            _Column(listing.dissent(entry), DISSENT, "muted", 1),
        ]
    return columns


def _taken(columns: Sequence[_Column]) -> int:
    return sum(column.width + GAP for column in columns)


def _cut(text: str, width: int) -> str:
    """Return text in exactly `width` cells."""
    if cell_len(text) > width:
        text = set_cell_size(text, width - 1).rstrip() + "…"
    return set_cell_size(text, width)
