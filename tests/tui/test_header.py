"""The two lines above every step."""

from __future__ import annotations

from dataclasses import replace

import pytest
from meetings import Driver

from debrief.core.room.model import ClockView, CompetencyMark, RoomView
from debrief.core.steps import Place, Step
from debrief.tui.widgets.header import agenda_line, title_line

NAMES = {
    98: ("Start", "Role", "Competencies", "Refs", "Fit", "Premortem", "Vote", "Decision", "Record"),
    78: ("Start", "Role", "Comp", "Refs", "Fit", "Risk", "Vote", "Dec", "Rec"),
}


def at(view: RoomView, step: Step, reached: int = 0, count: int = 7) -> RoomView:
    """Return the view as it is at this step, with so many of the competencies revealed."""
    order = [mark.step for mark in view.steps]
    here = order.index(step)
    marks = tuple(
        replace(mark, state="here" if i == here else "done" if i < here else "open")
        for i, mark in enumerate(view.steps)
    )
    competencies = tuple(
        CompetencyMark(f"c{i}", f"C{i}", "closed" if i < reached else "blind", here=False)
        for i in range(count)
    )
    return replace(view, place=Place(step=step), steps=marks, competencies=competencies)


@pytest.mark.parametrize("width", NAMES)
@pytest.mark.parametrize("count", [1, 7, 12])
def test_every_step_is_always_in_sight_and_never_moves(
    demo: Driver, width: int, count: int
) -> None:
    view = demo.live.view()
    lines = [
        agenda_line(at(view, mark.step, reached, count), width).plain.splitlines()[0]
        for mark in view.steps
        for reached in (0, count)
    ]

    assert all(len(line) <= width for line in lines)
    for name in NAMES[width]:
        assert len({line.index(name) for line in lines}) == 1, name
        assert lines[0].index(name) > 0


def test_the_agenda_marks_what_is_now_before_and_what_is_done_behind(demo: Driver) -> None:
    line = agenda_line(at(demo.live.view(), "competency", 3), 78).plain.splitlines()[0]

    assert line.rstrip() == (
        " Start ✓  Role ✓ ▸Comp 3/7    Refs    Fit    Risk    Vote    Dec    Rec"
    )


def test_a_very_narrow_agenda_shows_the_steps_around_the_current_one(demo: Driver) -> None:
    view = demo.live.view()
    for mark in view.steps:
        line = agenda_line(at(view, mark.step), 40).plain.splitlines()[0]
        assert f"▸{mark.short}" in line
        assert len(line) <= 40
        assert "…" in line


def test_the_competency_here_is_counted_while_it_is_blind(demo: Driver) -> None:
    demo.until("reveal")
    assert "▸Comp 1/7" in agenda_line(demo.live.view(), 78).plain


@pytest.mark.parametrize(("width", "column"), [(98, 39), (78, 26)])
@pytest.mark.parametrize("used", [0.0, 59.9, 6440.0])
def test_the_owner_and_the_clock_keep_their_places(
    demo: Driver, width: int, column: int, used: float
) -> None:
    clock = ClockView(used, 300.0, used, paused=False)
    line = title_line(replace(demo.live.view(), clock=clock), width).plain

    assert line.index("Dana Whitfield decides") == column
    assert len(line) == width
    assert line.endswith(" of 5:00")


def test_a_long_title_moves_the_owner_by_as_much_all_the_time(demo: Driver) -> None:
    view = replace(demo.live.view(), title="Director of Platform Engineering")
    starts = {
        title_line(replace(view, clock=ClockView(used, 300.0, used, paused=False)), 98).plain.index(
            "Dana"
        )
        for used in (0.0, 90.0, 290.0)
    }
    assert len(starts) == 1
