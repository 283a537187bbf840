"""Tests of the grid that shows painted cells as text."""

from __future__ import annotations

from grids import lines, names
from rich.segment import Segment
from rich.style import Style

NAMED = names({"background": "#000000", "line": "#333333", "text": "#ffffff", "accent": "#DDAA00"})
PLAIN = "#ffffff on #000000"


def shown(*row: tuple[str, str]) -> list[str]:
    """Return the grid of one row of texts in styles, but for its titles."""
    segments = [Segment(text, Style.parse(style)) for text, style in row]
    _, painted, _, *styles = lines([segments], "1 × 1", NAMED)
    return [painted, *styles]


def test_plain_text_has_no_line_of_its_own_and_its_blanks_are_cut() -> None:
    assert shown(("  so it is ", PLAIN), ("  ", "#ddaa00 on #000000")) == ["│  so it is"]


def test_a_style_is_named_by_the_theme_with_its_column_in_cells() -> None:
    row = ("漢 ", PLAIN), ("now", "bold #ddaa00 on #000000"), (" 4", "#123456 on #333333")
    assert shown(*row) == [
        "│漢 now 4",
        " +1   3 bold $accent │now│",
        "      6 #123456 on $line │ 4│",
    ]


def test_blanks_join_the_run_before_them_but_not_on_another_ground() -> None:
    row = (
        ("a", "#ddaa00 on #000000"),
        (" ", PLAIN),
        ("b", "#ddaa00 on #000000"),
        (" ", "on #333333"),
    )
    assert shown(*row) == ["│a b", " +1   0 $accent │a b│", "      3 on $line │ │"]


def test_of_one_character_over_and_over_it_shows_how_often_it_comes() -> None:
    assert shown(("─" * 40, "#333333 on #000000"))[1:] == [" +1   0 $line │─│ × 40"]


def test_reversed_text_has_the_colours_that_are_seen() -> None:
    assert shown(("x", f"reverse {PLAIN}"))[1:] == [" +1   0 $background on $text │x│"]


def test_a_row_more_changes_no_other_line() -> None:
    marked = [Segment("!", Style.parse("#ddaa00 on #000000"))]
    above = [Segment("so", Style.parse(PLAIN))]
    two, three = ([*lines(rows, "", NAMED)] for rows in ([marked, marked], [above, marked, marked]))
    assert [line for line in three if line not in two] == ["│so", " +2   0 $accent │!│"]


def test_of_two_variables_of_one_colour_the_preferred_gives_the_name() -> None:
    found = names({"accent": "#aaaaaa", "text-accent": "#AAAAAA", "border": "#bbbbbb"})
    assert found == {"#aaaaaa": "$text-accent", "#bbbbbb": "$border"}
