"""The tour: the text of its five cards on how to run a meeting, and their layout."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from textual.content import Content

from debrief.tui.keys import KEY
from debrief.tui.paint import (
    ACCENT,
    BETWEEN,
    MUTED,
    Lines,
    Space,
    cell,
    fitting,
    indent,
    page,
    says,
    stacked,
    wrap,
)
from debrief.tui.steps.poll import IN, mark_style

WIDEST = 60
"""Maximum width of a card's text, in cells."""

NAMES = 18
LEVELS = 4
KEYS = 6


@dataclass(frozen=True, slots=True)
class Card:
    """A card: a heading, a short text if needed, and an example from a meeting."""

    heading: str
    text: str
    picture: Callable[[], Lines]


def _main_key() -> Lines:
    return [Content.assemble(("[space]", KEY), " ", ("Reveal", "bold"))]


def _reveal() -> Lines:
    rows = (("Lin Wei", 1), ("Omar Haddad", 4))
    arrow = cell(says("→", MUTED), 4)
    return [
        cell(name, NAMES) + cell(says(IN, "$sealed"), 6) + arrow + _marks(level)
        for name, level in rows
    ]


def _marks(rated: int) -> Content:
    marks = [
        Content(" ● ").stylize(mark_style(level, LEVELS)) if level == rated else says("·", MUTED)
        for level in range(1, LEVELS + 1)
    ]
    cells = [Content(" ") + mark + " " if mark.cell_length == 1 else mark for mark in marks]
    middle = LEVELS // 2
    line = says(BETWEEN, MUTED)
    return Content(" ").join([*cells[:middle], line, *cells[middle:]])


def _agenda() -> Lines:
    here = says("▸ Competencies 4/7", f"bold {ACCENT}")
    return [says("Role ✓", MUTED) + "   " + here + "   " + says("References")]


def _keys(*keys: tuple[str, str]) -> Lines:
    return [cell(says(key, "bold"), KEYS) + says(text) for key, text in keys]


CARDS = (
    Card(
        "One key moves the meeting",
        "Press space to move on. The bottom left always shows what it will do next. While "
        "you type a text, press enter instead.",
        _main_key,
    ),
    Card(
        "Nothing is seen early",
        "Ratings stay sealed until everybody’s are revealed at once, one competency at a time. "
        "Before that, nothing on this screen depends on them.",
        _reveal,
    ),
    Card(
        "Nothing is lost",
        "Every key is saved before the screen changes. Quit at any time, or lose power: the "
        "meeting resumes where it stopped.",
        partial(_keys, ("u", "undoes, and shows what"), ("q", "leaves, and asks first")),
    ),
    Card(
        "Looking back changes nothing",
        "Look back through the meeting with ← and →, or at each competency with [ and ]. "
        "Space returns to now.",
        _agenda,
    ),
    Card(
        "Three keys to remember",
        "",
        partial(
            _keys,
            ("?", "what this step is for, what to say, and its keys"),
            ("n", "adds a minute: one line on what was said"),
            ("b", "blanks the screen that you share, and shows it again"),
        ),
    ),
)


def paint(card: Card, space: Space) -> Content:
    """Return a card in the middle of its space; all cards begin at the same place."""
    width = min(WIDEST, space.width)
    heading = wrap(says(card.heading, "bold"), width)
    text = wrap(card.text, width) if card.text else []
    picture = [line for whole in card.picture() for line in wrap(whole, width)]
    whole = stacked(heading, text, picture)
    lines = fitting(
        space.height,
        [
            lambda: [*[Content()] * max(0, space.height // 4), *whole],
            lambda: whole,
            lambda: stacked(heading, text, picture, gap=0),
            lambda: stacked(heading, text, gap=0),
            lambda: heading,
        ],
    )
    return page(indent(lines, (space.width - width) // 2))


def small(card: Card, width: int) -> Content:
    """Return a card's heading and the keys, for a window that is too small for the card."""
    keys = [*wrap("space: next", width, MUTED), *wrap("escape: leave", width, MUTED)]
    return page([*wrap(says(card.heading, "bold"), width), *keys])


def dots(at: int) -> Content:
    """Return a row of dots, one a card, with card `at` marked."""
    marks = (
        says("▸", f"bold {ACCENT}") if card == at else says("·", MUTED)
        for card in range(len(CARDS))
    )
    return Content(" ").join(marks)
