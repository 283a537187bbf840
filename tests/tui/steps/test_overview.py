"""Tests of the counts of all competencies side by side."""

from __future__ import annotations

from dataclasses import replace

import pytest
from panes import LEVELS, entry
from rich.cells import cell_len

from debrief.core.room.poll import OverviewRow, OverviewView, VoteView
from debrief.tui import steps
from debrief.tui.paint import Space
from debrief.tui.steps.overview import overview

ROWS = (
    OverviewRow("Judgment", True, False, LEVELS, (0, 0, 4, 1), "="),
    OverviewRow(
        "Culture through behaviour", False, False, LEVELS, (0, 2, 0, 2), "≠", ("1 abstains",)
    ),
    OverviewRow("Technical credibility", False, True, ("not met", "met"), (1, 3), "≈"),
)


def test_counts_stand_in_columns_on_their_side_of_the_line():
    lines = [line.plain for line in overview(ROWS, 60)]

    assert lines[0].split() == ["sn", "n", "┊", "y", "sy"]
    assert len({line.index("┊") for line in lines}) == 1
    assert lines[1].split() == ["Judgment", "*", "·", "·", "┊", "4", "1", "="]
    assert lines[2].endswith("≠  1 abstains")
    assert lines[3].split() == ["Technical", "credibility", "‡", "1", "┊", "3", "≈"]


@pytest.mark.parametrize("width", [30, 42, 60])
def test_titles_go_on_in_further_lines_before_counts_give_way(width: int):
    lines = [line.plain for line in overview(ROWS, width)]

    assert all(cell_len(line) <= width for line in lines)
    counted = [line for line in lines[1:] if "┊" in line]
    assert [line.split("┊")[1].split()[:2] for line in counted[:2]] == [["4", "1"], ["·", "2"]]
    titles = " ".join(line[: lines[0].index("sn")].strip(" *‡") for line in lines[1:])
    assert " ".join(titles.split()) == " ".join(row.title for row in ROWS)


def test_titles_become_short_together_where_one_does_not_fit():
    rows = (ROWS[0], replace(ROWS[1], short="Culture"), ROWS[2])

    def titles(width: int) -> list[str]:
        return [line.plain[: width - 17].strip(" *‡") for line in overview(rows, width)[1:]]

    assert titles(39) == ["Judgment", "Culture", "Technical credibility"]
    assert any("Culture through behaviour" in line.plain for line in overview(rows, 60))


@pytest.mark.parametrize(
    ("levels", "heads"),
    [
        (("no", "so", "yes"), ["n", "┊", "s", "┊", "y"]),
        (("strong no", "so no", "yes", "yes yes"), ["1", "2", "┊", "3", "4"]),
    ],
)
def test_an_odd_scale_has_a_line_on_both_sides_and_like_initials_become_numbers(levels, heads):
    row = OverviewRow("Judgment", False, False, levels, (1,) * len(levels), "")

    assert overview((row,), 60)[0].plain.split() == heads


def test_the_results_stand_beside_the_votes():
    view = VoteView(entry(round=1), "", "", ROWS)

    wide = steps.paint(view, Space(92, 21)).plain
    narrow = steps.paint(view, Space(50, 21)).plain

    assert "│ Technical credibility     ‡    1 ┊ 3     ≈" in wide
    assert "Judgment" not in narrow
    assert len(steps.paint(view, Space(72, 16)).plain.split("\n")) <= 16


# ---- the pane of its own

ENDED = (
    replace(ROWS[0], closing="agreed: yes"),
    replace(ROWS[1], closing="contested"),
    replace(ROWS[2], closing="met, one against", alone="Alexandra Featherstonehaugh"),
)


def lines_of(width: int, rows: tuple[OverviewRow, ...] = ENDED) -> list[str]:
    return steps.paint(OverviewView(rows), Space(width, 18)).plain.split("\n")


def test_how_each_competency_ended_is_beside_its_counts():
    lines = lines_of(120)

    assert lines[0] == "All competencies"
    assert lines[2].split("  ")[-1] == "strong yes"
    assert lines[3].endswith("=  agreed: yes")
    assert lines[4].endswith("≠  contested  1 abstains")
    assert lines[5].split() == ["not", "met", "┊", "met"]
    assert lines[6].endswith("≈  met, one against: Alexandra Featherstonehaugh")
    assert len({line.index("┊") for line in lines[2:7]}) == 1


@pytest.mark.parametrize(("width", "named"), [(100, True), (90, False), (72, False), (64, False)])
def test_names_give_way_before_titles_and_closings(width: int, named: bool):
    lines = lines_of(width)

    assert all(cell_len(line) <= width for line in lines)
    assert any("Alexandra Featherstonehaugh" in line for line in lines) == named
    assert any("≈  met, one against" in line for line in lines)
    assert all(any(row.title in line for line in lines) for row in ENDED)


def test_titles_become_short_before_names_give_way():
    lines = lines_of(90, (ENDED[0], replace(ENDED[1], short="Culture"), ENDED[2]))

    assert any(line.startswith("Culture  ") for line in lines)
    assert any("Alexandra Featherstonehaugh" in line for line in lines)


def test_titles_too_long_for_any_layout_go_on_in_further_lines():
    lines = lines_of(50)

    assert not any("…" in line for line in lines)
    assert "through" in " ".join(lines)


def test_without_a_competency_the_overview_is_its_title():
    assert lines_of(60, ())[0] == "All competencies"


# ---- beside the vote

ROLE = (("Role", "Make one organisation of two " * 4), ("Now", "Two trains"), ("Next", "A filing"))
CONCERNS = (("✗", "Reference 2 contradicts Culture"), ("!", "Not told: an adviser stays " * 3))


def vote(width: int, height: int) -> str:
    view = VoteView(
        entry(round=1), "", "", ROWS, question="Would you?", role=ROLE, concerns=CONCERNS
    )
    return steps.paint(view, Space(width, height)).plain


def test_the_question_the_role_and_the_concerns_are_in_sight_at_the_vote():
    shown = " ".join(vote(92, 24).split())

    assert shown.startswith("Would you? Role Make one organisation")
    assert "Now Two trains" in shown
    assert "✗ Reference 2 contradicts Culture" in shown
    assert shown.count("an adviser stays") == 3


def test_a_concern_is_whole_where_the_pad_leaves_lines_free():
    lines = vote(72, 12).split("\n")

    assert len(lines) <= 12
    assert " ".join(" ".join(line.partition("│")[2] for line in lines).split()).count("stays") == 3


def test_in_a_low_window_the_role_has_a_line_for_each():
    lines = vote(72, 14).split("\n")

    assert len(lines) <= 14
    assert lines[1].startswith("Role   Make one organisation of two")
    assert lines[1].endswith("…")
    assert any("! Not told" in line for line in lines)
