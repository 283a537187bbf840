"""By which rule a revealed competency is folded: size, number of panelists, levels and names."""

from __future__ import annotations

from dataclasses import replace

import pytest
from panes import PANEL, competency, rated, revealed
from rich.cells import cell_len

from debrief.core.room_poll import CompetencyView, VoteView
from debrief.tui import steps
from debrief.tui.paint import Space
from debrief.tui.steps.brief import brief

# What is left of a window for the pane: its margins, scrollbar, header, guidance and footer gone.
WINDOWS = {"80x24": Space(72, 16), "100x30": Space(92, 21), "120x40": Space(112, 31)}
WORDS = ("strong no", "no", "rather no", "neither", "rather yes", "mostly", "yes", "very", "all")
LONG = tuple(f"the {word} of a very long scale" for word in WORDS)
NAMES = (
    "Lin Wei", "王小明", "עדי כהן", "Zoe\u0308 A\u0301berg", "Priya Raman", "Jonas Berg",
    "Dana Whitfield", "Tom Becker", "Maximiliana Konstantinopoulou-Featherstonehaugh",
    "한국어 이름", "Omar Haddad", "مريم الفارسي",
)  # fmt: skip


def view(panelists: int, of: int, words: tuple[str, ...] = WORDS) -> CompetencyView:
    """Return a revealed competency of a scale of `of` levels; the last panelist speaks last."""
    rows = [
        rated(name, 1 + number % of, speaks=number + 1, speaks_last=number + 1 == panelists)
        for number, name in enumerate(NAMES[:panelists])
    ]
    return competency(revealed(*rows, levels=words[:of]), anchors=())


def folded(shown: CompetencyView, space: Space) -> set[str]:
    """Return what is told at this size."""
    text = steps.paint(shown, space).plain
    lines = text.split("\n")
    told = {
        "evidence": "“" in text,
        "question": shown.definition.split()[0] in text,
        "counts": any(line.startswith("together") for line in lines),
        "class": "MIXED" in text,
        "who speaks": "speaks" in text,
        "asked": "what did you see?" in text,
        "words": shown.poll.levels[-1].split()[-1] in text,
    }
    return {name for name, there in told.items() if there}


ALL = {"evidence", "question", "counts", "class", "who speaks", "asked", "words"}
LESS = ALL - {"evidence"}
LEAST = LESS - {"question"}


@pytest.mark.parametrize(
    ("window", "panelists", "told"),
    [
        ("80x24", 2, ALL),
        ("80x24", 6, LESS),
        ("80x24", 9, LEAST),
        ("80x24", 10, LEAST),
        ("100x30", 6, ALL),
        ("100x30", 8, LESS),
        ("100x30", 12, LESS),
        ("120x40", 8, ALL),
        ("120x40", 9, ALL),
        ("120x40", 12, LESS),
    ],
)
@pytest.mark.parametrize("of", [3, 4, 5])
def test_evidence_folds_first_then_the_question(
    window: str, panelists: int, of: int, told: set[str]
) -> None:
    shown = view(panelists, of)
    painted = steps.paint(shown, WINDOWS[window]).plain

    assert folded(shown, WINDOWS[window]) == told
    assert painted.count("\n") < WINDOWS[window].height


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("panelists", [2, 5, 12])
@pytest.mark.parametrize("of", range(3, 10))
@pytest.mark.parametrize("words", [WORDS, LONG], ids=["short", "long"])
def test_every_mark_stands_in_the_column_of_its_level(
    window: str, panelists: int, of: int, words: tuple[str, ...]
) -> None:
    """Whatever the script of a name: every row has one mark, and equal ratings stand in line."""
    shown = view(panelists, of, words)
    lines = steps.paint(shown, WINDOWS[window]).plain.split("\n")
    at = [cell_len(line.split("●")[0]) for line in lines if "●" in line]

    assert len(at) == panelists
    by_level = [{at[row] for row in range(level, panelists, of)} for level in range(of)]
    assert all(len(columns) <= 1 for columns in by_level)
    places = [column for columns in by_level for column in columns]
    assert places == sorted(places)
    assert len(set(places)) == min(of, panelists)
    assert max(map(cell_len, lines)) <= WINDOWS[window].width


@pytest.mark.parametrize("window", WINDOWS)
def test_what_is_cut_is_whole_with_everything_in_full(window: str) -> None:
    space = WINDOWS[window]
    shown = view(12, 9, LONG)
    whole = " ".join(steps.paint(shown, Space(space.width, space.height, True)).plain.split())

    assert all(name in whole for name in NAMES)
    assert all(word in whole for word in LONG)
    assert shown.definition in whole
    assert whole.count("Let the CFO find out from a dashboard") == 12


def test_the_window_decides_whether_anchors_stand_beside_the_strip() -> None:
    shown = competency(PANEL)

    assert "What each level looks like" in steps.paint(shown, WINDOWS["120x40"]).plain
    assert "What each level looks like" not in steps.paint(shown, WINDOWS["100x30"]).plain


def test_under_a_prompt_everybody_still_stands_at_their_level() -> None:
    """At 80x24 a challenge leaves five lines: then the levels are lines, with names behind them."""
    content = brief(competency(PANEL), Space(72, 5))

    assert content is not None
    lines = content.plain.split("\n")
    assert len(lines) <= 5
    assert lines[0].startswith("Decides under pressure")
    assert "MIXED" in lines[0]
    assert lines[1].split("  ") == ["● 1 strong no", "Lin Wei"]
    assert lines[2].split("  ") == ["● 3 yes", "Omar Haddad, Priya Raman, Jonas Berg"]


@pytest.mark.parametrize("kind", ["competency", "vote"])
@pytest.mark.parametrize("height", [16, 14, 12, 8])
def test_what_everybody_came_to_is_in_sight_however_low_the_window(kind: str, height: int) -> None:
    shown = view(12, 9)
    pane = VoteView(shown.poll, "Challenged", "") if kind == "vote" else shown

    lines = steps.paint(pane, Space(72, height)).plain.split("\n")

    assert any("MIXED" in line for line in lines[:2])
    assert not any("What do they do" in line or "After all that" in line for line in lines)


@pytest.mark.parametrize("height", [14, 12, 8])
def test_which_competency_it_is_stands_beside_what_it_came_to(height: int) -> None:
    shown = replace(view(12, 9), title="Context transfer across regulated and unregulated markets")

    first = steps.paint(shown, Space(72, height)).plain.split("\n")[0]

    assert first.startswith("Context tran")
    assert "MIXED" in first
    assert cell_len(first) <= 72


@pytest.mark.parametrize("height", [20, 17])
def test_what_the_round_before_came_to_is_told_without_the_question_too(height: int) -> None:
    poll = replace(view(12, 9).poll, before=("split, 6 no · 6 yes",))

    text = steps.paint(competency(poll, anchors=()), Space(92, height)).plain

    assert "What do they do" not in text
    assert "Round 1 was split, 6 no · 6 yes" in text
