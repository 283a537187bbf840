"""Tests of the panes of a wrap-up."""

from __future__ import annotations

from dataclasses import replace

import pytest
from panes import LEVELS, PANEL, absent, rated, revealed
from rich.cells import cell_len

from debrief.core.room.poll import OverviewRow, WrappedUpRow, WrappedUpView, WrapUpRow, WrapUpView
from debrief.core.scorecard import State
from debrief.tui import steps
from debrief.tui.paint import Space
from debrief.tui.steps.strip import by_level

RULES = "threshold: Dana Whitfield will have to rule on it for a hire"
ASKED = (WrapUpRow("Context transfer", ""), WrapUpRow("Technical credibility", RULES))


def lines(view: WrapUpView | WrappedUpView, space: Space) -> list[str]:
    painted = steps.paint(view, space).plain.split("\n")
    assert all(cell_len(line) <= space.width for line in painted)
    return [line.rstrip() for line in painted]


def test_a_wrap_up_names_what_it_reveals_and_what_a_hire_then_needs():
    assert lines(WrapUpView(ASKED), Space(90, 20)) == [
        "Wrap up? Two competencies are still blind.",
        "",
        "   Context transfer",
        f"   Technical credibility  {RULES}",
        "",
        "Both are revealed at once and closed as not discussed. A reveal cannot be taken back.",
    ]
    one = lines(WrapUpView(ASKED[1:]), Space(34, 20))
    assert one[0] == "Wrap up? One competency is still"
    assert " ".join(one).count("It is revealed at once") == 1
    three = WrapUpView((*ASKED, WrapUpRow("Judgment", "")))
    assert "All three are revealed" in " ".join(lines(three, Space(90, 20)))


def _row(title: str, **kinds: bool) -> WrappedUpRow:
    kinds = {"must_have": False, "threshold": False, **kinds}
    levels, poll = LEVELS, PANEL
    if kinds["threshold"]:
        levels = ("not met", "met")
        met = [rated("Omar Haddad", 2), absent("Jonas Berg", State.NOT_ASSESSED)]
        poll = revealed(rated("Lin Wei", 1), *met, levels=levels, headline="1 met · 1 not met")
    counts = (1,) * len(levels)
    result = OverviewRow(title, levels=levels, counts=counts, sign="≈", **kinds)
    return WrappedUpRow(replace(result, closing="not discussed"), poll)


SHOWN = WrappedUpView((_row("Judgment", must_have=True), _row("Depth", threshold=True)))


def test_the_panel_is_on_the_scale_of_each_competency_and_no_card_shares_a_line():
    shown = lines(SHOWN, Space(90, 24))
    assert shown[0] == "Wrapped up: revealed together, not discussed"
    assert shown[2].startswith("Judgment *   ≈  3 yes, 1 strong yes · 1 strong no")
    assert any(line.startswith("Depth ‡   ≈  1 met · 1 not met") for line in shown)
    assert any(line.endswith("not assessed") for line in shown)
    assert shown[-1] == "No card: Tom Becker"
    assert sum("Tom Becker" in line for line in shown) == 1


@pytest.mark.parametrize(
    ("height", "first"), [(17, "Lin Wei"), (10, " ●  strong no:  Lin Wei"), (6, "Judgment *")]
)
def test_where_rows_are_short_names_by_level_are_shown_then_counts(height: int, first: str):
    shown = lines(SHOWN, Space(90, height))
    assert len(shown) <= height
    assert any(line.startswith(first) for line in shown)


def test_in_full_the_evidence_of_each_is_below_its_panel():
    shown = lines(SHOWN, Space(90, 17, expanded=True))
    assert sum("Stopped the launch on day 9" in line for line in shown) > 2
    assert "Lin Wei" in shown


def test_without_a_missing_card_there_is_no_line_on_it():
    row = WrappedUpRow(SHOWN.wrapped_up[1].result, SHOWN.wrapped_up[1].poll)
    assert not any("No card" in line for line in lines(WrappedUpView((row,)), Space(90, 24)))


def test_names_whose_rating_does_not_count_stand_apart_from_the_numbers():
    other = replace(rated("Omar Haddad", 3), uncounted="for another role")
    moved = replace(absent("Priya Raman", State.ABSTAINS), how="not voting")
    poll = revealed(rated("Lin Wei", 3), other, moved, absent("Tom Becker", State.MISSING))

    assert [line.plain.rstrip() for line in by_level(poll, 60)] == [
        " ●  yes:  Lin Wei",
        " ◌  for another role  Omar Haddad",
        " –  not voting  Priya Raman",
    ]
