"""Tests of output: only changed cells are written, with the result of a full paint."""

from __future__ import annotations

import random
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyte
import pytest
from rich.cells import cell_len
from rich.color import ColorSystem
from rich.segment import ControlType, Segment
from rich.style import Style
from terminals import Terminal

from debrief.tui.terminal.cell_diff import Cells

TINY = str(Path(__file__).with_name("tiny.py"))
CHARACTERS = [*"abcde     ", "ä", "●", "─", "▓", "表", "字", "한", "e\u0301", "表\u0301"]
PAINTS = 3000

Part = tuple[int, int, list[Segment]]


def styles() -> list[Style]:
    """Return new styles, as a style caches the codes of its first rendering."""
    return [
        Style(),
        Style(color="#ebe7df", bgcolor="#12161d"),
        Style(color="#ebe7df", bgcolor="#1b212b"),
        Style(color="#e0b050", bgcolor="#12161d", bold=True),
        Style(color="#e0b050", underline=True, italic=True),
        Style(reverse=True, strike=True),
        Style(color="red", bgcolor="blue"),
    ]


class Picture:
    """Random cells, and random changes between paints."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.styles = styles()
        self.resize()

    def resize(self) -> None:
        self.width, self.height = self.chance.randint(1, 40), self.chance.randint(1, 12)
        self.rows = [self.filled(self.width) for _ in range(self.height)]

    def filled(self, width: int) -> list[tuple[str, Style]]:
        """Return styled characters for so many cells, with an empty one after a wide one."""
        cells: list[tuple[str, Style]] = []
        style = self.chance.choice(self.styles)
        while len(cells) < width:
            if self.chance.random() < 0.2:
                style = self.chance.choice(self.styles)
            character = self.chance.choice(CHARACTERS)
            if len(cells) + cell_len(character) <= width:
                cells += [(character, style), *[("", style)] * (cell_len(character) - 1)]
        return cells

    def change(self) -> Iterator[Part]:
        """Change parts of some rows, and yield the painted parts, which may be larger."""
        for y in self.chance.sample(range(self.height), self.chance.randint(0, self.height)):
            edges = sorted(self.chance.choices(range(self.width + 1), k=2))
            first, last = (self._edge(y, edge) for edge in edges)
            if self.chance.random() < 0.7:
                inside = sorted(self.chance.choices(range(first, last + 1), k=2))
                start, end = (self._edge(y, edge) for edge in inside)
                self.rows[y][start:end] = self.filled(end - start)
            yield self.part(y, first, last)

    def _edge(self, y: int, x: int) -> int:
        """Return the next column that is not inside a wide character."""
        while x < self.width and not self.rows[y][x][0]:
            x += 1
        return x

    def part(self, y: int, first: int, last: int) -> Part:
        return y, first, [Segment(text, style) for text, style in self.rows[y][first:last]]

    def whole(self) -> list[Part]:
        return [self.part(y, 0, self.width) for y in range(self.height)]


class Emulator:
    """A terminal emulated by pyte."""

    def __init__(self) -> None:
        self.screen = pyte.Screen(40, 12)
        self.stream = pyte.Stream(self.screen)

    def resize(self, picture: Picture) -> None:
        self.screen.resize(picture.height, picture.width)
        self.screen.reset()
        self.feed("\x1b[?7l")  # no line is wrapped, as in the program

    def feed(self, text: str) -> None:
        self.stream.feed(text)

    def cells(self) -> list[list[Any]]:
        buffer = self.screen.buffer
        return [
            [seen(buffer[y][x]) for x in range(self.screen.columns)]
            for y in range(self.screen.lines)
        ]


def seen(cell: Any) -> Any:
    """Return the visible parts of a cell, without foreground, bold and italic for a blank."""
    drawn = cell.reverse or cell.underscore or cell.strikethrough
    if cell.data != " " or drawn:
        return cell
    return cell._replace(fg="default", bold=False, italics=False)


def full_paint(parts: list[Part], colours: ColorSystem) -> str:
    """Return all the cells of all parts, as Textual would write them."""
    return "".join(
        f"\x1b[{y + 1};{x + 1}H"
        + "".join(
            style.render(text, color_system=colours) if style else text for text, style, _ in s
        )
        for y, x, s in parts
    )


@pytest.mark.parametrize(
    "colours", [ColorSystem.TRUECOLOR, ColorSystem.EIGHT_BIT, ColorSystem.STANDARD]
)
def test_thousands_of_random_paints_look_like_full_ones(colours: ColorSystem) -> None:
    chance = random.Random(15)
    picture, cells = Picture(chance), Cells()
    fully, shortly = Emulator(), Emulator()
    written = {"fully": 0, "shortly": 0}
    for number in range(PAINTS):
        parts = list(picture.change())
        if number % 100 == 0:  # the window was resized
            picture.resize()
            fully.resize(picture)
            shortly.resize(picture)
        if number % 50 == 0:  # resized or suspended: something else stands there now
            for one in (fully, shortly):
                one.feed("\x1b[0m\x1b[2J\x1b[Hmake: stopped")
            cells.forget()
            parts = picture.whole()
        full, short = full_paint(parts, colours), cells.changed(parts, colours)
        fully.feed(full)
        shortly.feed(short)
        written["fully"] += len(full)
        written["shortly"] += len(short)

        assert shortly.cells() == fully.cells(), number
        assert cells.changed(parts, colours) == ""
    assert 2 * written["shortly"] < written["fully"]


def test_a_wide_character_is_written_whole() -> None:
    cells = Cells()
    before, after = Style(bold=True), Style(bold=False)
    cells.changed([(0, 0, [Segment("a表b", before)])], ColorSystem.TRUECOLOR)

    assert cells.changed([(0, 1, [Segment("字", before)])], ColorSystem.TRUECOLOR) == (
        "\x1b[1m\x1b[1;2H字\x1b[0m"
    )
    assert cells.changed([(0, 1, [Segment("  ", after)])], ColorSystem.TRUECOLOR) == "\x1b[1;2H  "


def test_what_follows_a_joined_character_has_its_own_place() -> None:
    """Terminals differ in how many cells such a character takes."""
    written = Cells().changed([(0, 0, [Segment("e\u0301x")])], ColorSystem.TRUECOLOR)

    assert written == "\x1b[1;1H \x1b[1;1He\u0301\x1b[1;2Hx"


def test_a_mark_at_the_start_of_a_segment_belongs_to_the_character_before_it() -> None:
    parts = [(0, 0, [Segment("表", Style(bold=True)), Segment("\u0301x")])]

    assert "表\u0301" in Cells().changed(parts, ColorSystem.TRUECOLOR)


def test_a_style_is_changed_by_what_differs() -> None:
    cells = Cells()
    styles = [
        Style(color="#010203", bgcolor="#040506"),
        Style(color="#070809", bgcolor="#040506"),
        Style(color="#070809", bgcolor="#040506", bold=True),
        Style(color="#070809", bgcolor="#040506"),
        Style(color="#070809"),
    ]
    line = [Segment(letter, style) for letter, style in zip("ab cd", styles, strict=True)]

    assert cells.changed([(0, 0, line)], ColorSystem.TRUECOLOR) == (
        "\x1b[38;2;1;2;3;48;2;4;5;6m\x1b[1;1Ha\x1b[38;2;7;8;9mb c\x1b[0;38;2;7;8;9md\x1b[0m"
    )


def test_links_and_controls_are_not_written() -> None:
    link = Segment("a", Style(link="https://example.com"))
    control = Segment("\x1b[2J", None, [(ControlType.CLEAR,)])

    assert Cells().changed([(0, 0, [link, control])], ColorSystem.TRUECOLOR) == "\x1b[1;1Ha"


def test_what_is_shown_already_is_not_written(terminal: Callable[..., Terminal]) -> None:
    shown = terminal(sys.executable, TINY)
    shown.shows("ready")
    shown.pause(0.3)
    before = shown.written

    shown.type(b"s")
    shown.pause(0.3)

    assert shown.written == before


def test_a_window_that_has_its_old_size_again_is_painted_anew(
    terminal: Callable[..., Terminal],
) -> None:
    shown = terminal(sys.executable, TINY)
    shown.shows("ready")
    shown.pause(0.3)
    before = len(shown.written)

    shown.process.send_signal(signal.SIGWINCH)

    shown.until(lambda written: b"ready" in written[before:])


def test_the_program_shows_what_a_full_paint_shows(terminal: Callable[..., Terminal]) -> None:
    """Through prompts, minutes with wide letters, a reveal, other sizes, blanked, and help."""
    shown = terminal(
        sys.executable, "-m", "debrief", "demo", extra={"COLORTERM": "truecolor", "LANG": "C.UTF-8"}
    )
    shown.shows("Open the meeting")
    _pressed(shown, b" ")
    _pressed(shown, b"n", "表 é e\u0301 字".encode())
    _pressed(shown, b"\r", b"\x1b[D")
    _pressed(shown, b" ", b"p")
    shown.resize(80, 24)
    _pressed(shown, b"\x1b", b"?")
    shown.resize(120, 40)
    _pressed(shown, b"\x1b", b" ", b"b")


def _pressed(shown: Terminal, *keys: bytes) -> None:
    """Press keys, and check that a full paint on an empty screen looks the same."""
    for key in keys:
        shown.type(key)
        _settle(shown, 0.3)
    _settle(shown, 0.9)  # a main key that rests is painted again by then
    before, written = _seen(shown), len(shown.written)
    shown.clear()
    shown.process.send_signal(signal.SIGCONT)
    shown.until(lambda now: len(now) > written)
    _settle(shown, 0.3)
    assert _seen(shown) == before, keys


def _seen(shown: Terminal) -> list[list[Any]]:
    return [[seen(cell) for cell in row] for row in shown.cells()]


def _settle(shown: Terminal, quiet: float) -> None:
    while shown.read(quiet):
        pass
