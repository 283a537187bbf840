"""The pane of a competency: blind, being entered, revealed, and in a second round."""

from __future__ import annotations

from dataclasses import replace

import pytest
from panes import (
    ANCHORS,
    LEVELS,
    NAMES,
    PANEL,
    absent,
    blind,
    competency,
    entry,
    rated,
    revealed,
    threshold,
)
from rich.cells import cell_len

from debrief.core.room_poll import CompetencyView
from debrief.core.scorecard import State
from debrief.tui import steps
from debrief.tui.paint import Space

SMALL, MIDDLE, LARGE = Space(72, 16), Space(92, 22), Space(112, 32)


def lines(view: CompetencyView, space: Space = MIDDLE) -> list[str]:
    return steps.paint(view, space).plain.split("\n")


def line(view: CompetencyView, name: str, space: Space = MIDDLE) -> str:
    return next(line for line in lines(view, space) if name in line)


def full(space: Space) -> Space:
    return replace(space, expanded=True)


# ---- blind


def test_blind_rows_differ_only_in_the_name_and_in_being_in():
    view = competency(blind("Tom Becker"))

    marks = {name: line(view, name, full(SMALL)).replace(name, "").strip() for name in NAMES}

    assert set(marks.values()) == {"░░░░", "missing"}
    assert [name for name, mark in marks.items() if mark == "missing"] == ["Tom Becker"]
    assert "5 of 6 in" in lines(view)[3]


@pytest.mark.parametrize("space", [SMALL, MIDDLE, LARGE])
def test_blind_fits_without_scrolling_and_shows_the_anchors(space: Space):
    shown = lines(competency(blind()), space)

    assert len(shown) <= space.height
    assert all(word in "\n".join(shown) for word in LEVELS)
    words = " ".join(" ".join(shown).split())
    assert "The same, and built the habit" in words


def test_anchors_that_do_not_fit_are_cut_with_an_ellipsis_and_whole_when_expanded():
    long = tuple(f"{text} {text} {text} The end of it." for text in ANCHORS)
    view = competency(blind(), anchors=long)

    short, whole = lines(view, SMALL), " ".join(lines(view, full(SMALL)))

    assert len(short) <= SMALL.height
    assert sum(line.endswith("…") for line in short) == 4
    assert "…" not in whole
    assert " ".join(whole.split()).count("The end of it.") == 4


def test_probes_come_with_everything_else():
    view = competency(blind())

    assert not any("before the data could arrive" in line for line in lines(view))
    assert any("before the data could arrive" in line for line in lines(view, full(MIDDLE)))


# ---- revealed


@pytest.mark.parametrize("space", [SMALL, MIDDLE, LARGE])
def test_revealed_fits_without_scrolling_for_six(space: Space):
    assert len(lines(competency(PANEL), space)) <= space.height


def test_every_mark_stands_under_the_word_of_its_level():
    shown = lines(competency(PANEL))
    head = next(line for line in shown if "strong yes" in line)
    starts = [head.index("strong no"), head.index(" no ", 30) + 1, 0, head.index("strong yes")]

    lin, dana = (line(competency(PANEL), name).index("●") for name in ("Lin Wei", "Dana Whitfield"))

    assert starts[0] <= lin < starts[0] + len("strong no")
    assert starts[3] <= dana < starts[3] + len("strong yes")
    assert line(competency(PANEL), "Lin Wei").count("·") == 3


def test_the_row_says_confidence_and_who_speaks_first_and_last():
    view = competency(PANEL)

    head = next(line for line in lines(view) if "strong yes" in line)

    assert head.split()[-2:] == ["confidence", "speaks"]
    for name, sure, turn in (
        ("Lin Wei", "high", "1st"),
        ("Omar Haddad", "high", "2nd"),
        ("Dana Whitfield", "medium", "last"),
    ):
        row = line(view, name)
        assert row.split()[-2:] == [sure, turn]
        assert row.index(sure) == head.index("confidence")
        assert row.index(turn) == head.index("speaks")


def test_evidence_is_a_line_at_100_columns_folded_at_80_and_whole_when_expanded():
    view = competency(PANEL)
    shown = lines(view)

    assert shown[shown.index(line(view, "Lin Wei")) + 1].strip() == (
        "– “Let the CFO find out from a dashboard”"
    )
    assert shown[shown.index(line(view, "Omar Haddad")) + 1].strip() == (
        "+ “Stopped the launch on day 9”"
    )
    assert not any("“" in line for line in lines(view, SMALL))
    whole = "\n".join(lines(view, full(SMALL)))
    assert "+ “Named the cost of waiting”" in whole
    assert "depends on context: The board stood behind it" in whole
    assert "scenario: Two platforms, money for one" in whole


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (State.MISSING, "missing"),
        (State.NOT_ASSESSED, "not assessed"),
        (State.ABSTAINS, "abstains"),
        (State.RECUSED, "recused"),
    ],
)
def test_a_state_is_a_word_without_a_mark_and_its_reason_shows_in_full(state: State, word: str):
    poll = revealed(rated("Lin Wei", 1), absent("Tom Becker", state, reason="worked for them"))

    assert line(competency(poll), "Tom Becker").split("  ")[-1].strip() == word
    assert "●" not in line(competency(poll), "Tom Becker")
    assert "reason: worked for them" in "\n".join(lines(competency(poll), full(MIDDLE)))


def test_a_vote_not_cast_says_so_once():
    poll = revealed(rated("Lin Wei", 1), absent("Tom Becker", State.ABSTAINS, how="not voting"))

    assert line(competency(poll), "Tom Becker").split() == ["Tom", "Becker", "not", "voting"]


def test_set_aside_is_said_in_the_row():
    poll = revealed(rated("Lin Wei", 1, set_aside=True), rated("Omar Haddad", 3))

    assert "set aside" in line(competency(poll), "Lin Wei")
    assert "●" in line(competency(poll), "Lin Wei")
    assert line(competency(poll), "together").split() == ["together", "–", "–", "1", "–"]


def test_class_counts_spread_question_talk_and_closing_come_below():
    view = competency(PANEL, talked=("Argued: one story",), closed="contested: no agreement")
    shown = lines(view)

    assert line(view, "together").split() == ["together", "1", "–", "3", "1"]
    said = line(view, "MIXED")
    assert " ".join(said.split()) == (
        "MIXED 3 levels apart One view far from the rest. Lin Wei, what did you see?"
    )
    at = shown.index(said)
    assert [line for line in shown[at + 1 :] if line] == [
        "· Argued: one story",
        "✓ Closed: contested: no agreement",
    ]


def test_anchors_stand_at_the_right_in_a_wide_window():
    shown = lines(competency(PANEL), LARGE)

    assert any("What each level looks like" in line for line in shown)
    assert not any("What each level looks like" in line for line in lines(competency(PANEL)))


# ---- a second round


def test_moves_are_drawn_from_the_earlier_mark():
    poll = revealed(
        rated("Lin Wei", 3, earlier=(1,), moved_because="I had weighed one story too much"),
        rated("Omar Haddad", 1, earlier=(4,), wrong=("yes",)),
        rated("Priya Raman", 3, earlier=(3,), how="kept"),
        rated("Jonas Berg", 3, earlier=(3,), how="no entry"),
        round=2,
    )
    view = competency(poll)

    marks = "".join(c for c in line(view, "Lin Wei") if c in "○─▸●◂")
    assert marks[0] == "○"
    assert set(marks[1:-2]) == {"─"}
    assert marks[-2:] == "▸●"
    assert "".join(c for c in line(view, "Omar Haddad") if c in "○▸●◂") == "●◂○"
    assert "○" not in line(view, "Priya Raman")
    assert "kept" in line(view, "Priya Raman")
    assert "no entry" in line(view, "Jonas Berg")
    assert "entered wrongly: yes" in "\n".join(lines(view, SMALL))
    whole = "\n".join(lines(view, full(MIDDLE)))
    assert "moved because: I had weighed one story too much" in whole
    assert "rounds: strong no, then yes" in whole


def test_the_pad_shows_one_mark_for_whatever_was_entered():
    poll = entry(("Lin Wei", "Omar Haddad"), {"Tom Becker": "absent"})
    space = replace(MIDDLE, cursor="Priya Raman")
    view = competency(poll)

    assert line(view, "Lin Wei", space).replace("Lin Wei", "").split()[0] == "■■■■"
    assert line(view, "Omar Haddad", space).replace("Omar Haddad", "").split()[0] == "■■■■"
    assert line(view, "Priya Raman", space).startswith("▸ Priya Raman")
    assert "– absent" in line(view, "Tom Becker", space)
    shown = "\n".join(lines(view, space))
    assert "2 of 5 in" in shown
    assert "Second round" in shown
    assert "s keep" in shown
    assert "1 strong no" in shown
    assert "●" not in shown


@pytest.mark.parametrize("space", [SMALL, MIDDLE, LARGE])
def test_the_pad_fits_without_scrolling_for_six(space: Space):
    assert len(lines(competency(entry()), space)) <= space.height


# ---- scales, names, panels


def test_words_too_long_for_their_column_become_numbers_with_a_legend():
    levels = tuple(f"unpronounceably{n}" for n in range(1, 10))
    poll = revealed(rated("Lin Wei", 9), rated("Omar Haddad", 1), levels=levels)

    shown = "\n".join(lines(competency(poll, anchors=())))

    assert "1" in shown
    assert all(f"{n} unpronounceably{n}" in shown for n in range(1, 10))


def test_words_of_a_scale_are_broken_between_words_before_they_become_numbers():
    shown = lines(competency(PANEL), SMALL)

    assert [line.split() for line in shown[4:6]] == [
        ["strong", "strong"],
        ["no", "no", "yes", "yes", "confidence", "speaks"],
    ]


def test_a_long_name_is_cut_in_its_row_and_whole_when_expanded():
    name = "Maximiliana Konstantinopoulou-Featherstonehaugh of Somewhere"
    poll = revealed(rated(name, 3), rated("Omar Haddad", 1))

    assert "…" in line(competency(poll), "Maximiliana")
    assert name in "\n".join(lines(competency(poll), full(MIDDLE)))


@pytest.mark.parametrize("name", ["王小明", "עדי כהן", "Zoë Åberg", "한국어"])
def test_marks_line_up_for_names_in_any_script(name: str):
    poll = revealed(rated(name, 3), rated("Omar Haddad", 3))
    view = competency(poll)

    columns = {cell_len(line(view, one).split("●")[0]) for one in (name, "Omar Haddad")}

    assert len(columns) == 1


@pytest.mark.parametrize("count", [2, 12])
def test_everybody_of_a_panel_has_a_row(count: int):
    names = [f"Person {chr(65 + n)}" for n in range(count)]
    poll = revealed(*(rated(name, 1 + n % 4) for n, name in enumerate(names)))

    shown = "\n".join(lines(competency(poll), SMALL))

    assert all(name in shown for name in names)
    assert shown.count("●") == count


def test_a_narrow_window_says_levels_in_words():
    shown = lines(competency(PANEL), Space(34, 15))

    assert "Lin Wei" in shown
    assert shown[shown.index("Lin Wei") + 1].strip().startswith("● strong no")


# ---- a threshold


def test_a_threshold_has_two_columns_and_says_what_it_is():
    view = threshold(
        rated("Lin Wei", 1, speaks=1),
        rated("Omar Haddad", 2, earlier=(1,)),
        absent("Tom Becker"),
    )
    shown = lines(view)

    assert "threshold" in shown[0]
    head = next(line for line in shown if "✗ not met · 1" in line)
    assert "✓ met · 1" in head
    assert line(view, "Lin Wei").index("Lin Wei") < head.index("✓")
    assert line(view, "Omar Haddad").index("Omar Haddad") > head.index("✓")
    assert "○ was not met" in line(view, "Omar Haddad")
    assert line(view, "Tom Becker").split() == ["–", "Tom", "Becker", "missing"]
    assert "A threshold can block; it can never lift." in shown
