"""Tests of the timeline: it fills its width, shows the position, and can be clicked."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from debrief.core.replay.playback import Kind, Moment, Stretch, TimelineMarks
from debrief.core.steps import Place
from debrief.tui.widgets.timeline import HERE, Rail, TimelineStatus, moving_line

HOUR = datetime(2026, 11, 24, 15, 41, 7, tzinfo=UTC)
PLACE = Place(step="competency", competency="judgment")


def marks(titles: dict[int, str], moments: dict[int, Kind], total: int) -> TimelineMarks:
    """Return marks whose stretches begin at the given positions."""
    stretches = tuple(
        Stretch(first, PLACE, title, title, title[:4]) for first, title in titles.items()
    )
    return TimelineMarks(stretches, tuple(Moment(p, kind) for p, kind in moments.items()), total)


MEETING = marks(
    {1: "Role", 5: "Judgment", 20: "Cross-functional influence", 30: "Vote"},
    {3: "minute", 7: "reveal", 8: "minute", 9: "undo", 15: "challenge", 22: "reveal"},
    40,
)

TITLES = st.sampled_from(
    ["Role", "Decides under pressure", "Cross-functional", "判断力と説明", "é", "-", "a" * 40]
)


@st.composite
def any_marks(draw: st.DrawFn) -> TimelineMarks:
    """Draw marks of a meeting of up to 300 events at up to 30 places."""
    total = draw(st.integers(1, 300))
    firsts = draw(st.sets(st.integers(2, max(2, total)), max_size=29))
    starts = [1, *sorted(first for first in firsts if first <= total)]
    kinds: st.SearchStrategy[Kind] = st.sampled_from(["reveal", "challenge", "minute", "undo"])
    moments = draw(st.dictionaries(st.integers(1, total), kinds, max_size=20))
    titles = {first: draw(TITLES) for first in starts}
    return marks(titles, dict(sorted(moments.items())), total)


@given(shown=any_marks(), width=st.integers(1, 200), data=st.data())
def test_both_lines_fill_the_width_and_show_one_place(
    shown: TimelineMarks, width: int, data: st.DataObject
) -> None:
    position = data.draw(st.integers(1, shown.total))

    titles, rail = Rail(shown, width).paint(position).plain.split("\n")

    assert (cell_len(titles), cell_len(rail)) == (width, width)
    assert rail.count(HERE) == 1


@given(shown=any_marks(), width=st.integers(1, 200), data=st.data())
def test_a_click_goes_to_where_it_was(
    shown: TimelineMarks, width: int, data: st.DataObject
) -> None:
    position = data.draw(st.integers(1, shown.total))
    column = Rail(shown, width).paint(position).plain.split("\n")[1].index(HERE)

    clicked = Rail(shown, width).position_at(column)

    assert 1 <= clicked <= shown.total
    rail = Rail(shown, width).paint(clicked).plain.split("\n")[1]
    assert rail.index(HERE) == column


@given(shown=any_marks(), width=st.integers(1, 200), x=st.integers(-5, 250))
def test_any_click_goes_somewhere(shown: TimelineMarks, width: int, x: int) -> None:
    assert 1 <= Rail(shown, width).position_at(x) <= shown.total


def test_long_names_are_taken_where_they_leave_room_for_marks_else_short_ones() -> None:
    names = [
        [name.strip() for name in Rail(MEETING, width).paint(1).plain.split("\n")[0].split("│")[1:]]
        for width in (90, 60, 24)
    ]

    assert names[0] == ["Role", "Judgment", "Cross-functional influence", "Vote"]
    assert names[1] == names[2] == ["Role", "Judg", "Cros", "Vote"]


def test_a_name_keeps_its_place_wherever_we_are() -> None:
    rail = Rail(MEETING, 24)

    assert len({rail.paint(at).plain.split("\n")[0] for at in range(1, 41)}) == 1


def test_what_happened_is_marked_and_what_is_played_is_solid() -> None:
    rail = Rail(MEETING, 60).paint(20).plain.split("\n")[1]

    played, to_come = rail.split(HERE)
    assert "─" not in played
    assert "━" not in to_come
    assert [cell for cell in played if cell != "━"] == ["•", "●", "•", "×", "◆"]
    assert [cell for cell in to_come if cell != "─"] == ["●"]


def test_several_in_one_cell_are_counted_and_the_loudest_is_clicked() -> None:
    kinds: dict[int, Kind] = {41: "minute", 42: "undo", 43: "reveal", 44: "challenge", 45: "reveal"}
    crowded = marks({1: "Role"}, kinds, 100)

    rail = Rail(crowded, 10).paint(1).plain.split("\n")[1]

    assert rail == "▲───5─────"
    assert Rail(crowded, 10).position_at(4) == 43


def test_more_than_nine_in_one_cell_are_a_plus_sign() -> None:
    crowded = marks({1: "Role"}, dict.fromkeys(range(41, 51), "minute"), 100)

    assert Rail(crowded, 10).paint(1).plain.split("\n")[1] == "▲───+─────"


def test_more_places_than_cells_still_make_a_rail() -> None:
    crowded = marks({first: f"Place {first}" for first in range(1, 31)}, {}, 30)

    titles, rail = Rail(crowded, 12).paint(30).plain.split("\n")

    assert cell_len(titles) == 12
    assert rail.startswith("━")
    assert HERE in rail


@pytest.mark.parametrize("playing", [True, False])
def test_the_line_of_words(playing: bool) -> None:
    moving = TimelineStatus(HOUR, 118, 214, playing, "×4, gaps cut to 2 s")

    said = moving_line(moving, 120).plain

    assert said.startswith("15:41:07 UTC  event 118 of 214  ")
    assert ("playing" in said, "paused" in said) == (playing, not playing)
    assert "×4, gaps cut to 2 s" in said
    assert cell_len(said) == 120
    assert said.endswith("● reveal ◆ challenge • minute × undo")


def test_the_legend_gives_way() -> None:
    moving = TimelineStatus(HOUR, 118, 214, True, "×4, gaps cut to 2 s")

    said = moving_line(moving, 78).plain

    assert "reveal" not in said
    assert cell_len(said) <= 78


def test_what_was_taken_back_is_hollow_and_a_stop_breaks_the_line() -> None:
    shown = TimelineMarks(
        (Stretch(1, PLACE, "Judgment"),),
        (
            Moment(5, "minute"),
            Moment(9, "minute", taken_back=True),
            Moment(13, "challenge", taken_back=True),
            Moment(17, "resumed"),
        ),
        20,
    )

    rail = Rail(shown, 20).paint(1).plain.split("\n")[1]

    assert [rail[at] for at in (4, 8, 12, 16)] == ["•", "◦", "◇", "╎"]


@pytest.mark.parametrize("width", [20, 30, 40, 50, 60, 80, 120])
def test_the_line_of_words_is_never_broken(width: int) -> None:
    moving = TimelineStatus(HOUR, 9118, 10_214, True, "×4, gaps cut to 2 s", dated=True)

    said = moving_line(moving, width).plain

    assert said.startswith("24 Nov 15:41:07 UTC")
    assert cell_len(said) <= width
