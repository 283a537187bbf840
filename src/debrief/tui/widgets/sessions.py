"""The widget with the list of sessions, which renders only its visible lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, ClassVar, Literal

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from debrief.core.session_groups import GROUPS, Group, group_of
from debrief.tui.home import listing
from debrief.tui.home.listing import Section

if TYPE_CHECKING:
    from debrief.store.archive.archive import Entry

MARK, NO_MARK = "▸ ", "  "
GAP = 2
SHORTEST_ALIAS, LONGEST_ALIAS = 4, 12
MEASURED = 500
"""Sessions by whose texts the columns are measured; a longer list is not read to its end."""

NOTE = 21
TITLE = 16
"""Minimum cells of a title; the day is left out to keep them."""

STYLES: dict[Group, str] = {
    "running": "plain",
    "promises": "due",
    "review": "due",
    "past": "due",
    "unreadable": "wrong",
}
"""The styles of the second text in groups where it is not muted."""

FOLD = ":done"
"""The id by which the folded section is chosen."""

Kind = Literal["heading", "blank", "fold", "first", "second"]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the list; `stop` is the index of what is chosen on it, -1 for nothing."""

    kind: Kind
    section: Section
    stop: int = -1


class Sessions(ScrollView, can_focus=False):
    """A list in sections with one chosen line, which is marked and kept visible.

    Each session has two lines if all of them fit, else one.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "sessions--plain",
        "sessions--muted",
        "sessions--heading",
        "sessions--wrong",
        "sessions--due",
        "sessions--chosen",
    }

    class Chosen(Message):
        """A message that a line was chosen, or is to be opened if `opens`."""

        def __init__(self, *, opens: bool) -> None:
            """Store whether it is to be opened."""
            super().__init__()
            self.opens = opens

    def __init__(self, today: date) -> None:
        """Start empty."""
        super().__init__()
        self._today = today
        self._sections: Sequence[Section] = ()
        self._stops: list[Entry | Section] = []
        self._lines: list[_Line] = []
        self._firsts: list[int] = []
        self._at = 0
        self._alias = SHORTEST_ALIAS
        self._day = 0
        self._revealed = False

    @property
    def chosen(self) -> Entry | None:
        """The chosen session; None if the list is empty or the folded section is chosen."""
        stop = self._stop
        return None if isinstance(stop, Section) else stop

    @property
    def folded(self) -> Section | None:
        """The folded section, if it is chosen."""
        stop = self._stop
        return stop if isinstance(stop, Section) else None

    @property
    def _stop(self) -> Entry | Section | None:
        return self._stops[self._at] if self._at < len(self._stops) else None

    def show(
        self, sections: Sequence[Section], chosen: str | None, *, revealed: bool, today: date
    ) -> None:
        """Show these sections; choose the session with this id, else what is now on its line.

        The id `FOLD` chooses the folded section.
        """
        self._sections, self._revealed, self._today = sections, revealed, today
        self._stops = [stop for section in sections for stop in _stops(section)]
        wanted = (n for n, stop in enumerate(self._stops) if chosen == _id(stop))
        self._at = next(wanted, min(self._at, max(0, len(self._stops) - 1)))
        listed = (
            (entry, section)
            for section in sections
            for entry in (() if section.is_folded else section.entries)
        )
        measured = list(islice(listed, MEASURED))
        longest = max((cell_len(entry.alias) for entry, _ in measured), default=0)
        self._alias = min(max(longest, SHORTEST_ALIAS), LONGEST_ALIAS)
        self._day = max((cell_len(self._when(*item)) for item in measured), default=0)
        self._lay_out()

    def _lay_out(self) -> None:
        """Choose the most airy layout that fits, and keep the chosen line visible."""
        height = self.size.height
        few = len(self._stops) <= height
        airy = ((True, True), (True, False), (False, True)) if few else ()
        for two_lines, blank in (*airy, (False, False)):
            self._lines = list(self._layout(two_lines=two_lines, blank=blank))
            if len(self._lines) <= height:
                break
        self._firsts = [n for n, line in enumerate(self._lines) if line.kind in ("first", "fold")]
        self.virtual_size = Size(0, len(self._lines))
        self._follow()
        self.refresh()

    def _layout(self, *, two_lines: bool, blank: bool) -> Iterator[_Line]:
        stop = 0
        for number, section in enumerate(self._sections):
            if blank and number:
                yield _Line("blank", section)
            if section.is_folded:
                yield _Line("fold", section, stop)
                stop += 1
                continue
            if section.heading:
                yield _Line("heading", section)
            for _ in section.entries:
                yield _Line("first", section, stop)
                if two_lines:
                    yield _Line("second", section, stop)
                stop += 1

    def move(self, by: int) -> None:
        """Move the choice down by so many sessions, up to the end of the list."""
        self.go_to(self._at + by)

    def go_to(self, index: int) -> None:
        """Choose the session with this number from 0; the last one if there is no such."""
        at = max(0, min(index, len(self._stops) - 1))
        if not self._stops or at == self._at:
            return
        self._at = at
        self._follow()
        self.refresh()
        self.post_message(self.Chosen(opens=False))

    @property
    def page(self) -> int:
        """Number of sessions of a page, at least one."""
        return max(1, self.size.height - 1)

    @property
    def count(self) -> int:
        """Number of sessions in all sections."""
        return sum(len(section.entries) for section in self._sections)

    def _follow(self) -> None:
        """Scroll to the chosen line, with the heading above and the note below it."""
        height = self.size.height
        if not height or not self._stops:
            return
        line = self._firsts[self._at]
        last = line + 1 if self._kind(line + 1) == "second" else line
        first = line - 1 if line and self._kind(line - 1) == "heading" else line
        first = 0 if first == 1 else first
        top = self.scroll_offset.y
        if first < top:
            self.scroll_to(y=first, animate=False)
        elif last >= top + height:
            self.scroll_to(y=last - height + 1, animate=False)

    def _kind(self, line: int) -> Kind | None:
        return self._lines[line].kind if line < len(self._lines) else None

    def on_resize(self) -> None:
        """Lay out for the new size."""
        self._lay_out()

    def on_click(self, event: events.Click) -> None:
        """Choose the clicked session; a double click opens it."""
        line = event.y + self.scroll_offset.y
        if line >= len(self._lines) or self._lines[line].stop < 0:
            return
        self.go_to(self._lines[line].stop)
        if event.chain > 1:
            self.post_message(self.Chosen(opens=True))

    def render_line(self, y: int) -> Strip:
        """Return one visible line."""
        width = self.scrollable_content_region.width  # `size` includes the scrollbar
        number = y + self.scroll_offset.y
        plain = self.get_component_rich_style("sessions--plain")
        if number >= len(self._lines):
            return Strip.blank(width, plain)
        line = self._lines[number]
        chosen = line.stop == self._at and line.kind != "second"
        segments = [Segment(MARK if chosen else NO_MARK, plain)]
        for text, style in self._texts(line, width - len(MARK) - 1):
            name = "chosen" if chosen and style == "plain" else style
            segments.append(Segment(text, self.get_component_rich_style(f"sessions--{name}")))
        return Strip(segments).adjust_cell_length(width, plain)

    def _texts(self, line: _Line, width: int) -> list[tuple[str, str]]:
        if line.kind == "blank":
            return []
        if line.kind in ("heading", "fold"):
            return [(_cut(line.section.heading, width), "heading" if line.stop < 0 else "plain")]
        entry = self._stops[line.stop]
        assert not isinstance(entry, Section)
        group = line.section.group or group_of(entry, self._today)
        title = entry.title or listing.folder(entry)
        day = self._when(entry, line.section)
        note = self._note(entry, line.section, group)
        style = STYLES.get(group, "muted")
        names, sizes = (entry.alias or "–", title), (self._alias, self._day, width)
        if self._kind(self._firsts[line.stop] + 1) != "second":
            return row(names, ((day, "muted"), (note, style)), sizes)
        room = width - self._alias - GAP
        fits = cell_len(title) + GAP + self._day <= room
        if line.kind == "second":
            below = note if fits else " · ".join(filter(None, (day, note)))
            return [(" " * (self._alias + GAP), "plain"), (_cut(below, room), style)]
        texts = ((day, "muted"),) if fits else ()
        return row(names, texts, sizes)

    def _when(self, entry: Entry, section: Section) -> str:
        group = section.group or group_of(entry, self._today)
        return listing.when(entry, group, self._today)

    def _note(self, entry: Entry, section: Section, group: Group) -> str:
        note = listing.note(entry, group, self._today, revealed=self._revealed)
        if section.group is not None:
            return note
        return " · ".join(filter(None, (GROUPS[group].lower(), note)))


def row(
    names: tuple[str, str], texts: Sequence[tuple[str, str]], sizes: tuple[int, int, int]
) -> list[tuple[str, str]]:
    """Return a row as pairs of a text and the name of its style.

    `names` are alias and title, `texts` the day and the note with their styles, `sizes` the cells
    of the alias, the day and the row. A row that lacks room for its whole title has no note; a
    title that does not even fit beside the day is cut.
    """
    (alias, title), (alias_width, day_width, width) = names, sizes
    day = texts[0][0] if texts else ""
    room = width - alias_width - GAP
    widths = (day_width, NOTE)[: len(texts)]
    columns = [(text, cells, look) for (text, look), cells in zip(texts, widths, strict=True)]
    while columns:
        least = TITLE if len(columns) == 1 and day else cell_len(title)
        if room - _taken(columns) >= least:
            break
        columns.pop(-1 if day else 0)
    parts = [
        (_cut(alias, alias_width), "plain"),
        (_cut(title, max(1, room - _taken(columns))), "plain"),
        *((_cut(text, cells), look) for text, cells, look in columns),
    ]
    return [piece for part in parts for piece in (part, (" " * GAP, "muted"))][:-1]


def _stops(section: Section) -> Sequence[Entry | Section]:
    return (section,) if section.is_folded else section.entries


def _id(stop: Entry | Section) -> str:
    return FOLD if isinstance(stop, Section) else stop.id


def _taken(columns: Sequence[tuple[str, int, str]]) -> int:
    return sum(cells + GAP for _, cells, _ in columns)


def _cut(text: str, width: int) -> str:
    """Return text in exactly `width` cells."""
    if cell_len(text) > width:
        text = set_cell_size(text, max(0, width - 1)).rstrip() + "…"
    return set_cell_size(text, width)
