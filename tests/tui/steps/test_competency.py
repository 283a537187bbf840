"""Tests of the pane of a competency: blind, during entry, revealed, and in a second round."""

from __future__ import annotations

from dataclasses import replace

import pytest
from panes import (
    ANCHORS,
    LEVELS,
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

from debrief.core.room.poll import CompetencyView
from debrief.core.scorecard import State
from debrief.tui import steps
from debrief.tui.paint import Space
from debrief.tui.steps.competency import read_aloud

SMALL, MIDDLE, LARGE = Space(72, 16), Space(92, 22), Space(112, 32)


def lines(view: CompetencyView, space: Space = MIDDLE) -> list[str]:
    return steps.paint(view, space).plain.split("\n")


def line(view: CompetencyView, name: str, space: Space = MIDDLE) -> str:
    return next(line for line in lines(view, space) if name in line)


def full(space: Space) -> Space:
    return replace(space, expanded=True)


# ---- blind


def test_blind_rows_differ_only_in_the_name_and_in_being_in():
    shown = "\n".join(lines(competency(blind("Tom Becker"))))

    names = ("Lin", "Omar", "Priya", "Jonas", "Dana")
    assert all(f"▓▓ {name}" in shown for name in names)
    assert "── Tom, no card" in shown


def test_names_stand_in_columns_below_the_anchors():
    shown = lines(competency(blind()), Space(40, 30))

    first, second = shown[-2:]
    assert first.split()[1::2] == ["Lin", "Omar", "Priya"]
    assert [first.index(f"▓▓ {name}") for name in ("Lin", "Omar", "Priya")] == [
        second.index(f"▓▓ {name}") for name in ("Jonas", "Dana", "Tom")
    ]


@pytest.mark.parametrize("space", [SMALL, MIDDLE, LARGE])
def test_blind_fits_without_scrolling_and_shows_the_anchors(space: Space):
    shown = lines(competency(blind()), space)

    assert len(shown) <= space.height
    assert all(word in "\n".join(shown) for word in LEVELS)
    words = " ".join(" ".join(shown).split())
    assert "The same, and built the habit" in words


def test_anchors_are_never_cut_they_scroll():
    long = tuple(f"{text} {text} {text} The end of it." for text in ANCHORS)

    shown = lines(competency(blind(), anchors=long), SMALL)

    assert "…" not in "".join(shown)
    assert " ".join(" ".join(shown).split()).count("The end of it.") == 4


@pytest.mark.parametrize("space", [SMALL, MIDDLE, LARGE])
def test_what_is_read_aloud_ends_with_the_last_anchor(space: Space):
    view = competency(blind())
    shown = lines(view, space)

    end = read_aloud(view, space)

    assert shown[end - 1].endswith("them.")
    assert "▓▓" not in "".join(shown[:end])


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
    head = next(line for line in shown if line.lstrip().startswith("strong no"))

    lin, omar = (line(competency(PANEL), name).index("●") for name in ("Lin Wei", "Omar Haddad"))

    assert head.index("strong no") <= lin < head.index("strong no") + len("strong no")
    assert head.index("strong yes") <= omar < head.index("strong yes") + len("strong yes")
    assert line(competency(PANEL), "Lin Wei").count("·") == 3


def test_rows_touch_below_the_headline_and_the_first_question_comes_after_them():
    space = Space(92, 24)
    shown = lines(competency(PANEL), space)
    headline = shown.index(line(competency(PANEL), "≈  3 yes, 1 strong yes", space))
    first = shown.index(line(competency(PANEL), "Lin Wei ", space))

    assert shown[headline].endswith("one against")
    assert (shown[headline - 1], shown[headline + 1]) == ("", "")
    rows = shown[first : first + 6]
    assert [row[: row.index("  ")] for row in rows] == [
        "Lin Wei", "Priya Raman", "Jonas Berg", "Dana Whitfield", "Omar Haddad", "Tom Becker",
    ]  # fmt: skip
    assert shown[first + 6 : first + 8] == ["", "Lin Wei, what did you see?"]
    assert all(row.split()[-1] in ("high", "medium", "card") for row in rows)


def test_the_line_between_no_and_yes_runs_through_all_rows():
    shown = lines(competency(PANEL), SMALL)

    columns = {row.index("┊") for row in shown if "┊" in row}

    assert len(columns) == 1
    assert sum("┊" in row for row in shown) == 7


@pytest.mark.parametrize(
    ("of", "left"), [(2, [1]), (3, [1, 2]), (4, [2]), (5, [2, 3]), (9, [4, 5])]
)
def test_the_line_stands_on_both_sides_of_a_middle_level(of: int, left: list[int]):
    levels = tuple("abcdefghi"[:of])
    poll = revealed(rated("Lin Wei", 1), rated("Omar Haddad", of), levels=levels)
    head = next(row for row in lines(competency(poll, anchors=())) if row.split()[:1] == ["a"])

    assert head.split() == [
        part for n, word in enumerate(levels) for part in (["┊"] * left.count(n) + [word])
    ]


def test_the_ends_speak_first_with_their_lines_then_the_others_by_name_the_owner_last():
    shown = lines(competency(PANEL))
    at = shown.index("Lin Wei, what did you see?")

    assert [row for row in shown[at:] if row] == [
        "Lin Wei, what did you see?",
        "  – “Let the CFO find out from a dashboard”",
        "  + “Stopped the launch on day 9”",
        "  + “Named the cost of waiting”",
        "  ? depends on: “The board stood behind it”",
        "Then Omar Haddad, from the other end:",
        "  + “Stopped the launch on day 9”",
        "  + “Named the cost of waiting”",
        "  – “Let the CFO find out from a dashboard”",
        "  ? depends on: “The board stood behind it”",
        "Then Priya Raman, Jonas Berg · Dana Whitfield last",
    ]


def test_an_owner_alone_at_an_end_still_speaks_last_with_their_lines():
    poll = revealed(
        rated("Dana Whitfield", 1, speaks=3, speaks_last=True, end=True),
        rated("Lin Wei", 3, speaks=1, end=True),
        rated("Omar Haddad", 3, speaks=2),
    )
    shown = [row for row in lines(competency(poll)) if row and not row.startswith(" ")]

    assert shown[-3:] == [
        "Lin Wei, what did you see?",
        "Then Omar Haddad",
        "Dana Whitfield last, from the other end:",
    ]


def test_lines_of_the_ends_give_way_one_by_one_and_say_so():
    shown = lines(competency(PANEL), SMALL)

    asked = next(row for row in shown if row.startswith("Lin Wei, what did you see?"))
    assert asked.split()[-3:] == ["2", "of", "4"]
    assert "  – “Let the CFO find out from a dashboard”" in shown
    assert not any("depends on" in row for row in shown)


def test_a_speaker_who_wrote_nothing_is_named_as_such():
    bare = {"evidence_for": (), "evidence_against": (), "context": ""}
    poll = revealed(
        rated("Lin Wei", 1, speaks=1, end=True, **bare), rated("Omar Haddad", 3, speaks=2, end=True)
    )
    shown = lines(competency(poll), SMALL)

    assert shown[shown.index("Lin Wei, what did you see?") + 1] == "  No evidence written"


def test_a_consensus_names_who_is_challenged_and_asks_nobody_else():
    poll = revealed(
        *(rated(name, 3, speaks=n) for n, name in enumerate(("Lin Wei", "Omar Haddad"), start=1)),
        sign="=",
        headline="3 yes",
        result="all yes",
        challenged=("Omar Haddad",),
    )
    text = "\n".join(lines(competency(poll)))

    assert "Next, the challenge: Omar Haddad" in text
    assert "what did you see?" not in text


def test_everything_is_there_when_expanded():
    whole = "\n".join(lines(competency(PANEL), full(SMALL)))

    assert whole.count("+ “Named the cost of waiting”") == 5
    assert "depends on: “The board stood behind it”" in whole
    assert "scenario: Two platforms, money for one" in whole
    assert all(" ".join(anchor.split()[:4]) in whole for anchor in ANCHORS)


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (State.MISSING, "no card"),
        (State.NOT_ASSESSED, "not assessed"),
        (State.ABSTAINS, "abstains"),
        (State.RECUSED, "recused"),
    ],
)
def test_a_state_is_a_word_without_a_mark_and_its_reason_shows_in_full(state: State, word: str):
    poll = revealed(rated("Lin Wei", 1), absent("Tom Becker", state, reason="worked for them"))

    assert line(competency(poll), "Tom Becker").split("  ")[-1].strip() == word
    assert "●" not in line(competency(poll), "Tom Becker")
    assert "worked for them" in "\n".join(lines(competency(poll), full(MIDDLE)))


def test_a_vote_not_cast_says_so_once():
    poll = revealed(rated("Lin Wei", 1), absent("Tom Becker", State.ABSTAINS, how="not voting"))

    row = line(competency(poll), "Tom Becker")

    assert row.replace("┊", "").split() == ["Tom", "Becker", "not", "voting"]


def test_a_mark_that_does_not_count_is_hollow_and_named():
    poll = revealed(rated("Lin Wei", 1, uncounted="set aside"), rated("Omar Haddad", 3))
    row = line(competency(poll), "Lin Wei ")

    assert "set aside" in row
    assert "◌" in row
    assert "●" not in row
    assert "◌ not counted" in "\n".join(lines(competency(poll)))


def test_talk_and_closing_come_below_and_nobody_is_asked_any_more():
    view = competency(PANEL, talked=("Argued: one story",), closed="contested: no agreement")
    shown = [row for row in lines(view, SMALL) if row]

    assert shown[-2:] == ["· Argued: one story", "✓ Closed: contested: no agreement"]
    assert not any("what did you see?" in row for row in shown)


def test_anchors_stand_beside_the_panel_in_a_very_wide_window():
    shown = lines(competency(PANEL), Space(192, 50))

    assert "What each level looks like" in next(row for row in shown if "┊" in row)
    assert "\n".join(shown).count("What each level looks like") == 1
    assert not any("What each level looks like" in row for row in lines(competency(PANEL)))


# ---- the beats of a reveal


@pytest.mark.parametrize("space", [SMALL, MIDDLE, LARGE])
def test_marks_come_first_then_the_headline_then_the_speakers_and_nothing_moves(space: Space):
    first, second, third = (lines(competency(PANEL), replace(space, beat=n)) for n in (1, 2, 3))

    assert len(first) == len(second) == len(third)
    assert all(a in ("", b) for a, b in zip(first, second, strict=True))
    assert all(a in ("", b) for a, b in zip(second, third, strict=True))
    texts = ["\n".join(x) for x in (first, second, third)]
    assert [text.count("●") for text in texts] == [5, 5, 5]
    assert ["one against" in text for text in texts] == [False, True, True]
    assert ["what did you see?" in text for text in texts] == [False, False, True]


# ---- a second round


def test_moves_are_drawn_from_the_earlier_mark_with_their_reasons_below():
    poll = revealed(
        rated("Lin Wei", 3, earlier=(1,), moved_because="“I had weighed one story too much”"),
        rated("Omar Haddad", 1, earlier=(4,), wrong=("yes",)),
        rated("Priya Raman", 3, earlier=(3,), how="kept"),
        rated("Jonas Berg", 3, earlier=(3,), how="no entry"),
        round=2,
    )
    view = competency(poll)
    shown = lines(view, SMALL)

    marks = "".join(c for c in line(view, "Lin Wei  ") if c in "○─▸●◂")
    assert marks[0] == "○"
    assert set(marks[1:-2]) == {"─"}
    assert marks[-2:] == "▸●"
    assert "".join(c for c in line(view, "Omar Haddad  ") if c in "○▸●◂") == "●◂○"
    assert "○" not in line(view, "Priya Raman  ")
    assert "kept" in line(view, "Priya Raman  ")
    assert "no entry" in line(view, "Jonas Berg  ")
    assert "! entered wrongly: yes" in "\n".join(shown)
    below = shown.index(line(view, "Lin ", SMALL)) + 1
    assert shown[below] == "    moved: “I had weighed one story too much”"
    whole = "\n".join(lines(view, full(MIDDLE)))
    assert "rounds: strong no, then yes" in whole


@pytest.mark.parametrize(
    ("earlier", "level", "drawn"),
    [
        ((1, 4), 1, "●◂○"),
        ((1, 3), 3, "●"),
        ((1, None), 3, "●"),
        ((2, 1), None, "○"),
        ((4, 1), 3, "○▸●"),
    ],
)
def test_a_ring_is_the_rating_of_the_round_directly_before(earlier, level, drawn):
    view = competency(revealed(rated("Lin Wei", level, earlier=earlier), round=3))

    assert "".join(c for c in line(view, "Lin Wei  ") if c in "○▸●◂") == drawn


def test_a_reason_for_moving_is_below_the_row_on_a_threshold_too():
    view = threshold(
        rated("Omar Haddad", 2, earlier=(1,), moved_because="“the outage call”"),
        rated("Lin Wei", 2),
    )
    shown = lines(view, SMALL)

    assert shown[shown.index(line(view, "Omar Haddad  ", SMALL)) + 1] == (
        "    moved: “the outage call”"
    )


def test_the_pad_shows_one_mark_for_whatever_was_entered():
    poll = entry(("Lin Wei", "Omar Haddad"), {"Tom Becker": "absent"})
    space = replace(MIDDLE, cursor="Priya Raman")
    view = competency(poll)

    assert line(view, "Lin Wei", space).replace("Lin Wei", "").split()[0] == "▓▓"
    assert line(view, "Omar Haddad", space).replace("Omar Haddad", "").split()[0] == "▓▓"
    assert line(view, "Priya Raman", space).startswith("▸ Priya Raman")
    assert "── absent" in line(view, "Tom Becker", space)
    shown = "\n".join(lines(view, space))
    assert "2 of 5 in" in shown
    assert "Second round" in shown
    assert "s keep" in shown
    assert "1  strong no" in shown
    assert "●" not in shown


@pytest.mark.parametrize("space", [SMALL, MIDDLE, LARGE])
def test_the_pad_fits_without_scrolling_for_six(space: Space):
    assert len(lines(competency(entry()), space)) <= space.height


# ---- scales, names, panels


def test_words_too_long_for_their_column_become_numbers_with_a_legend():
    levels = tuple(f"unpronounceably{n}" for n in range(1, 10))
    poll = revealed(rated("Lin Wei", 9), rated("Omar Haddad", 1), levels=levels)

    shown = "\n".join(lines(competency(poll, anchors=())))

    assert all(f"{n} unpronounceably{n}" in shown for n in range(1, 10))


def test_names_become_short_before_words_become_numbers_but_never_in_a_question():
    name = "Maximiliana Konstantinopoulou-Featherstonehaugh of Somewhere"
    poll = revealed(rated(name, 1, speaks=1, end=True), rated("Omar Haddad", 3, speaks=2, end=True))
    shown = lines(competency(poll), SMALL)

    row = next(x for x in shown if "●" in x)
    assert row.startswith("Maximiliana  ")
    assert any("strong yes" in x for x in shown)
    assert f"{name}, what did you see?" in " ".join(" ".join(shown).split())


@pytest.mark.parametrize("name", ["王小明", "עדי כהן", "Zoë Åberg", "한국어"])
def test_marks_line_up_for_names_in_any_script(name: str):
    poll = revealed(rated(name, 3), rated("Omar Haddad", 3))
    shown = lines(competency(poll))

    columns = {cell_len(row.split("●")[0]) for row in shown if "●" in row}

    assert len(columns) == 1


@pytest.mark.parametrize("count", [2, 12])
def test_everybody_of_a_panel_has_a_row(count: int):
    names = [f"Person {chr(65 + n)}" for n in range(count)]
    rows = (rated(name, 1 + n % 4, short=name[-1]) for n, name in enumerate(names))

    shown = lines(competency(revealed(*rows)), SMALL)

    assert sum("●" in row for row in shown) == count


def test_a_narrow_window_says_levels_in_words():
    poll = replace(PANEL, levels=tuple(f"level {n}" for n in range(1, 10)))
    shown = lines(competency(poll, anchors=()), Space(34, 15))

    assert "Lin Wei" in shown
    assert shown[shown.index("Lin Wei") + 1].strip().startswith("●  level 1")


# ---- a threshold


def test_a_threshold_is_drawn_as_a_scale_of_two():
    view = threshold(
        rated("Lin Wei", 1, speaks=1, end=True),
        rated("Omar Haddad", 2, earlier=(1,), speaks=2, end=True),
        absent("Tom Becker"),
    )
    shown = lines(view)

    assert "threshold" in shown[0]
    head = next(row for row in shown if "not met" in row)
    assert head.split() == ["not", "met", "┊", "met"]
    assert line(view, "Lin Wei  ").index("●") < head.index("┊")
    assert line(view, "Omar Haddad  ").index("●") > head.index("┊")
    assert line(view, "Tom Becker").replace("┊", "").split() == ["Tom", "Becker", "no", "card"]
