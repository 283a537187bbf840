"""The tour: five cards on how a meeting is run, one idea each, in the look of the meeting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from textual.content import Content

from debrief.tui.keys import KEY
from debrief.tui.paint import (
    ACCENT,
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

WIDEST = 60
"""Cells of a line that is read at a glance."""

NAMES = 18
KEYS = 6
SEALED = "░░░░"


@dataclass(frozen=True, slots=True)
class Card:
    """One idea: its heading, a few words where it needs them, and how it looks in the meeting."""

    heading: str
    text: str
    picture: Callable[[], Lines]


def _main_key() -> Lines:
    return [Content.assemble(("[space]", KEY), " ", ("Reveal all ratings", "bold"))]


def _reveal() -> Lines:
    rows = (("Lin Wei", "●", "·", "·"), ("Omar Haddad", "·", "·", "●"))
    arrow = cell(says("→", MUTED), 4)
    return [
        cell(name, NAMES) + cell(says(SEALED, "$sealed"), 8) + arrow + _marks(marks)
        for name, *marks in rows
    ]


def _marks(marks: list[str]) -> Content:
    styled = (says(mark, f"bold {ACCENT}" if mark == "●" else MUTED) for mark in marks)
    return Content("   ").join(styled)


def _agenda() -> Lines:
    here = says("▸ Competencies ●●●◐○○○", f"bold {ACCENT}")
    return [says("✓ Role", MUTED) + "   " + here + "   " + says("References")]


def _keys(*keys: tuple[str, str]) -> Lines:
    return [cell(says(key, ACCENT), KEYS) + says(said) for key, said in keys]


CARDS = (
    Card(
        "One key moves the meeting",
        "It is space. What it will do next always stands at the bottom left. Where you type a "
        "text, enter takes its place.",
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
        "Every key is saved before the screen changes. Quit at any time, or lose the power: the "
        "meeting goes on where it stopped.",
        partial(_keys, ("u", "takes back, and says what"), ("q", "leaves, and asks first")),
    ),
    Card(
        "Looking is not moving",
        "Look back through what happened with ← and →, at each competency with [ and ]. "
        "Space then comes back to now.",
        _agenda,
    ),
    Card(
        "Three keys to remember",
        "",
        partial(
            _keys,
            ("?", "what this step is for, what to say, and its keys"),
            ("n", "takes a minute: one line of what was said"),
            ("b", "blanks the screen that you share, and shows it again"),
        ),
    ),
)


def paint(card: Card, space: Space) -> Content:
    """Return a card in the middle of its space, at the same place whichever card it is."""
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
    """Return what there is to say in a window that is too small for a card."""
    keys = [*wrap("space: next", width, MUTED), *wrap("escape: leave", width, MUTED)]
    return page([*wrap(says(card.heading, "bold"), width), *keys])


def dots(at: int) -> Content:
    """Return where in the tour card `at` is."""
    marks = (
        says("●", f"bold {ACCENT}") if card == at else says("○", MUTED)
        for card in range(len(CARDS))
    )
    return Content(" ").join(marks)
