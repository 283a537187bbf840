"""Tests that text of any widget reaches the terminal at its width and without controls."""

from __future__ import annotations

import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from debrief.core.characters import is_hidden, replace_hidden
from debrief.core.text import clean
from debrief.tui.terminal.filter import REPLACEMENT, HarmlessLines, NoColours, harmless

BLACK = Color(0, 0, 0)
CODE_POINTS = range(sys.maxunicode + 1)
NASTY = st.sampled_from("\x00\x07\n\x1b\x7f\x85\x9b\xad\u061c\u200b\u200e\u202e\u2066\u2028\ufeff")
KEPT = st.sampled_from("ab 日한é\u0301\u200c\u200d\ufe0f\u2764👩🏽🇺\xa0\u2800")


@pytest.mark.parametrize("plane", range(17))
def test_every_code_point_is_harmless_and_as_wide_as_before(plane: int) -> None:
    for code in CODE_POINTS[plane << 16 : plane + 1 << 16]:
        char = chr(code)
        shown = harmless(char)
        assert shown == (REPLACEMENT * cell_len(char) if is_hidden(char) else char), hex(code)


@pytest.mark.parametrize("plane", range(17))
def test_what_the_cleaner_lets_through_passes_unchanged(plane: int) -> None:
    for first in CODE_POINTS[plane << 16 : plane + 1 << 16 : 256]:
        block = "|".join(map(chr, range(first, first + 256)))  # nothing is composed with a bar
        cleaned = clean(block).replace("\n", "")
        assert harmless(cleaned) == cleaned, hex(first)


@example("\u200d\x00\u200daa")
@given(st.lists(st.one_of(NASTY, KEPT, st.characters(codec=None))).map("".join))
def test_a_line_keeps_its_width(text: str) -> None:
    shown = harmless(text)

    assert "\n" not in shown
    assert replace_hidden(shown, lambda char: "") == shown
    assert cell_len(shown) == cell_len(text)
    assert harmless(shown) == shown


def test_a_zero_width_character_leaves_nothing_and_a_wide_one_its_cells() -> None:
    assert harmless("a\u202eb\x1b[2Jc\u200bd") == "ab[2Jcd"
    assert harmless("a\ue000b") == f"a{REPLACEMENT}b"


def test_a_clean_line_is_passed_on_as_it_is() -> None:
    line = [Segment("Decides under pressure ", Style(bold=True)), Segment("● ○ ★ 判断")]

    assert HarmlessLines().apply(line, BLACK) is line


def test_segments_keep_their_style_but_not_their_link() -> None:
    line = [
        Segment("a\x1bb", Style(bold=True)),
        Segment("c\x9bd"),
        Segment("e", Style(link="http://x\x1b]0;owned\x07")),
    ]

    made = HarmlessLines().apply(line, BLACK)

    assert [segment.text for segment in made] == ["ab", "cd", "e"]
    assert made[0].style == Style(bold=True)
    assert made[1].style is None
    assert made[2].style is not None
    assert made[2].style.link is None


def test_without_colours_the_attributes_stay_and_a_ground_of_its_own_is_reversed() -> None:
    shown = NoColours("#101010", "#202020").apply(
        [
            Segment("text", Style.parse("bold dim italic underline strike #ff0000 on #101010")),
            Segment("surface", Style.parse("#00ff00 on #202020")),
            Segment("key", Style.parse("bold #101010 on #ffcc00")),
            Segment("cursor", Style.parse("reverse #f0f0f0 on #101010")),
            Segment("none", None),
        ],
        BLACK,
    )

    assert [(text, str(style)) for text, style, _ in shown] == [
        ("text", "bold dim italic underline not reverse strike"),
        ("surface", "not reverse"),
        ("key", "bold reverse"),
        ("cursor", "reverse"),
        ("none", "None"),
    ]
