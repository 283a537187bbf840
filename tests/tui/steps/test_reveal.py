"""Tests of the layouts of a revealed competency, by size, panelists, levels and names."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from panes import PANEL, competency, rated, revealed
from rich.cells import cell_len

from debrief.core.room.poll import CompetencyView, VoteView
from debrief.core.room.short_names import short_names
from debrief.tui import steps
from debrief.tui.paint import Space
from debrief.tui.steps.short import brief

# What is left of a window for the pane: its margins, scrollbar, header, guidance and footer gone.
WINDOWS = {
    "60x15": Space(52, 8),
    "80x24": Space(72, 16),
    "100x30": Space(92, 21),
    "120x40": Space(112, 31),
    "200x60": Space(192, 51),
}
WORDS = ("strong no", "no", "rather no", "neither", "rather yes", "mostly", "yes", "very", "all")
LONG = tuple(f"the {word} of a very long scale" for word in WORDS)
NAMES = (
    "Lin Wei", "王小明", "עדי כהן", "Zoe\u0308 A\u0301berg", "Priya Raman", "Jonas Berg",
    "Dana Whitfield", "Tom Becker", "Maximiliana Konstantinopoulou-Featherstonehaugh",
    "한국어 이름", "Omar Haddad", "مريم الفارسي",
)  # fmt: skip
FIRST_LINE = (
    "Two resignations on the table: asked for three more weeks of figures, then asked again"
)


def view(panelists: int, of: int, words: tuple[str, ...] = WORDS) -> CompetencyView:
    """Return a revealed competency of a scale of `of` levels; the first two are the ends."""
    short = short_names(NAMES[:panelists])
    rows = [
        rated(
            name,
            1 + number % of,
            short=short[number],
            speaks=number + 1,
            speaks_last=number + 1 == panelists > 2,
            end=number < 2,
            evidence_against=(FIRST_LINE, "Another line"),
            evidence_for=(FIRST_LINE, "Another line"),
        )
        for number, name in enumerate(NAMES[:panelists])
    ]
    return competency(revealed(*rows, levels=words[:of]), anchors=())


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("words", [WORDS, LONG], ids=["short", "long"])
def test_every_mark_stands_in_the_column_of_its_level(window: str, words: tuple[str, ...]) -> None:
    """Each row has one mark and equal ratings align, for names in any script."""
    for panelists, of in product((2, 5, 6, 7, 12), range(2, 10)):
        shown = view(panelists, of, words)
        lines = steps.paint(shown, WINDOWS[window]).plain.split("\n")
        at = [cell_len(line.split("●")[0]) for line in lines if "●" in line]

        case = f"{panelists} people, {of} levels"
        assert len(at) == panelists, case
        by_level = [{at[row] for row in range(level, panelists, of)} for level in range(of)]
        assert all(len(columns) <= 1 for columns in by_level), case
        places = [column for columns in by_level for column in columns]
        assert places == sorted(places), case
        assert len(set(places)) == min(of, panelists), case
        assert max(map(cell_len, lines)) <= WINDOWS[window].width, case


@pytest.mark.parametrize("window", WINDOWS)
def test_headline_question_and_first_lines_are_whole_at_every_size(window: str) -> None:
    for panelists, of in product((2, 5, 7, 12), (2, 4, 5, 9)):
        lines = steps.paint(view(panelists, of), WINDOWS[window]).plain.split("\n")
        text = " ".join(" ".join(lines).split())

        case = f"{panelists} people, {of} levels"
        assert "3 yes, 1 strong yes · 1 strong no" in text, case
        assert "Lin Wei, what did you see?" in text, case
        assert "Then 王小明, from the other end:" in text, case
        assert text.count(f"“{FIRST_LINE}”") >= 2, case
        assert "…" not in "".join(line for line in lines[1:] if "●" not in line), case


@pytest.mark.parametrize(
    ("window", "panelists"), [("80x24", 7), ("100x30", 7), ("100x30", 10), ("120x40", 12)]
)
def test_all_of_it_is_in_sight(window: str, panelists: int) -> None:
    lines = steps.paint(view(panelists, 4), WINDOWS[window]).plain.split("\n")

    assert len(lines) <= WINDOWS[window].height + (window == "80x24")
    assert lines[-1].startswith("Then ")


@pytest.mark.parametrize("of", [3, 4, 9])
@pytest.mark.parametrize("panelists", [2, 6])
def test_a_small_window_shows_result_and_question_above_the_rows(panelists: int, of: int) -> None:
    lines = steps.paint(view(panelists, of), WINDOWS["60x15"]).plain.split("\n")

    assert "3 yes, 1 strong yes · 1 strong no" in lines[0]
    first = next(n for n, line in enumerate(lines) if "●" in line)
    asked = next(n for n, line in enumerate(lines) if "what did you see?" in line)
    assert first < WINDOWS["60x15"].height
    assert asked < WINDOWS["60x15"].height


@pytest.mark.parametrize("window", WINDOWS)
def test_everything_is_whole_when_expanded(window: str) -> None:
    shown = view(12, 9, LONG)
    whole = " ".join(steps.paint(shown, replace(WINDOWS[window], expanded=True)).plain.split())

    assert all(" ".join(name.split()) in whole for name in NAMES)
    assert all(word in whole for word in LONG)
    assert shown.definition in whole
    assert whole.count("Another line") == 24


def test_a_closed_competency_shows_everybodys_lines_where_rows_are_free() -> None:
    shown = replace(view(3, 4), closed="agreed")

    text = steps.paint(shown, WINDOWS["120x40"]).plain

    assert "what did you see?" not in text


def test_under_a_prompt_everybody_still_stands_at_their_level() -> None:
    """At 80x24 a challenge leaves five lines, one for each level with its names."""
    content = brief(competency(PANEL), Space(72, 5))

    assert content is not None
    lines = content.plain.split("\n")
    assert len(lines) <= 5
    assert lines[0].startswith("Decides under press…   ≈  3 yes")
    assert lines[1].split("  ") == [" ●", "strong no:", "Lin Wei"]
    assert lines[2].split("  ") == [" ●", "yes:", "Priya Raman, Jonas Berg, Dana Whitfield"]


@pytest.mark.parametrize("kind", ["competency", "vote"])
@pytest.mark.parametrize("height", [16, 14, 12, 8])
def test_the_result_is_in_sight_however_low_the_window(kind: str, height: int) -> None:
    shown = view(12, 9)
    pane = VoteView(shown.poll, "Challenged", "") if kind == "vote" else shown

    lines = steps.paint(pane, Space(72, height)).plain.split("\n")

    assert "≈  3 yes, 1 strong yes · 1 strong no" in lines[0]


@pytest.mark.parametrize("height", [14, 12, 8])
def test_the_title_stands_beside_the_result_in_a_low_window(height: int) -> None:
    shown = replace(view(12, 9), title="Context transfer across regulated and unregulated markets")

    first = steps.paint(shown, Space(72, height)).plain.split("\n")[0]

    assert first.startswith("Context transfer")
    assert cell_len(first) <= 72


@pytest.mark.parametrize("height", [20, 17])
def test_the_result_of_the_round_before_is_shown(height: int) -> None:
    poll = replace(view(12, 9).poll, before=("2 no · 2 yes",))

    text = steps.paint(competency(poll, anchors=()), Space(92, height)).plain

    assert "Round 1 was 2 no · 2 yes" in text
