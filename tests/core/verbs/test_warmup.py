"""The warm-up: which case may be opened, who enters, and what is revealed beside the reference."""

from __future__ import annotations

import pytest

from debrief.core.scorecard import Entry
from debrief.core.sealed import Sealed
from debrief.core.verbs import cells, opening, warmup

CASE = "judgment/tripwire"


def refusals(script):
    """Return what each rule says now, by its name."""
    return {
        "open": script.refusal(warmup.open_vignette, CASE),
        "enter": script.refusal(cells.enter, script.meeting.question, {"lin": "cell"}),
        "clear": script.refusal(cells.clear, script.meeting.question, "lin"),
        "reveal": script.refusal(warmup.reveal, {}),
    }


def test_nothing_before_the_gate_or_after_the_warm_up(warm):
    script = warm().open()
    assert all("role clarity gate first" in said for said in refusals(script).values())
    script = warm().gate().at("judgment")
    said = refusals(script)
    assert said.pop("enter") == said.pop("clear") == "No blind entry is open here."
    assert set(said.values()) == {"No case is being rated here."}


def test_a_case_is_opened_once_and_no_two_at_a_time(warm):
    script = warm().gate()
    assert "not been rated yet" in script.refusal(warmup.open_vignette, "judgment/nothing")
    event = script.do(warmup.open_vignette, CASE)
    assert (event.competency, event.vignette) == ("judgment", "tripwire")
    assert "reveal it first" in script.refusal(warmup.open_vignette, "depth/labels")
    script.do(cells.enter, script.meeting.question, {"lin": "cell"})
    script.do(warmup.reveal, {"lin": Sealed(Entry(choice="level", level=2))})
    assert "not been rated yet" in script.refusal(warmup.open_vignette, CASE)


@pytest.mark.parametrize(
    ("ballots", "said"),
    [
        ({}, "Everybody already has an entry."),
        ({"aunt": "cell"}, "There is no “aunt” on this panel."),
        ({"lin": "cell", "tom": "cell"}, "Tom Day cannot enter anything here: press p for people."),
    ],
)
def test_only_who_is_there_enters(warm, ballots, said):
    script = warm().gate(absent=("tom",))
    script.do(warmup.open_vignette, CASE)
    assert script.refusal(cells.enter, script.meeting.question, ballots) == said


def test_a_cell_is_cleared_once(warm):
    script = warm().gate()
    script.do(warmup.open_vignette, CASE)
    script.do(cells.enter, script.meeting.question, {"lin": "cell"})
    script.do(cells.clear, script.meeting.question, "lin")
    assert script.meeting.cells_here.ballots == {}
    refused = script.refusal(cells.clear, script.meeting.question, "lin")
    assert refused == "There is no entry to clear here."


def test_all_are_revealed_at_once_in_panel_order(warm):
    script = warm().gate()
    script.do(warmup.open_vignette, CASE)
    script.do(cells.enter, script.meeting.question, {"tom": "cell", "dana": "cell"})
    assert "Nobody has an entry yet" in script.refusal(warmup.reveal, {})
    entries = {"tom": Entry(choice="not-voting"), "dana": Entry(choice="level", level=3)}
    event = script.do(warmup.reveal, {p: Sealed(cell) for p, cell in entries.items()})
    assert list(event.ratings.items()) == [("dana", entries["dana"]), ("tom", entries["tom"])]
    assert script.meeting.rated_cases[0].levels == {"dana": 3}


def test_who_came_late_enters_once_they_confirmed_the_role(warm):
    script = warm().gate(absent=("tom",))
    script.do(warmup.open_vignette, CASE)
    script.do(opening.mark_attendance, "tom", "late")
    assert "press p for people" in script.refusal(
        cells.enter, script.meeting.question, {"tom": "cell"}
    )
    script.do(opening.confirm_role, "tom", "same")
    script.do(cells.enter, script.meeting.question, {"tom": "cell"})
    assert list(script.meeting.cells_here.ballots) == ["tom"]
