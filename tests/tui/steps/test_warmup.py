"""Tests of the warm-up's pane: the reference is hidden until the reveal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from debrief.core.room.poll import EntryRow, PollView, RatedRow, WarmUpView
from debrief.core.scorecard import State
from debrief.tui.paint import Space
from debrief.tui.steps import paint

WORDS = ("strong no", "no", "yes", "strong yes")
ANCHORS = ("waited for all data", "decided late", "decided on part", "built the habit")
ENTRY = WarmUpView(
    title="Judgment",
    text="They stopped the roll-out and told the board.",
    anchors=ANCHORS,
    poll=PollView("entry", 1, WORDS, (EntryRow("lin", "Lin Wei", True, ""),)),
    left=20,
)


def row(name: str, level: int | None, how: str) -> RatedRow:
    state = State.ABSTAINS if level is None else State.RATED
    return RatedRow(
        name, name, state, level, None, (), (), "", "", "", (), "", how, (), False, 0, False
    )


REVEALED = replace(
    ENTRY,
    poll=PollView(
        "revealed", 1, WORDS, (row("Reference", 4, ""), row("Lin Wei", 2, "two levels lower"))
    ),
    reference=4,
    reason="They looked for being wrong.",
    summary="1 lower",
)


@pytest.mark.parametrize(("width", "height"), [(74, 17), (94, 23), (114, 33), (40, 8)])
def test_a_case_is_read_and_rated_at_every_size(width: int, height: int) -> None:
    text = paint(ENTRY, Space(width, height, cursor="lin")).plain
    assert "Judgment" in text
    assert "Lin Wei" in text
    assert "strong yes" in text
    assert "looked for being wrong" not in text
    assert max(map(len, text.splitlines())) <= width + 6


@pytest.mark.parametrize(("width", "height"), [(74, 17), (94, 23), (114, 33)])
def test_the_reveal_shows_the_distance_and_why(width: int, height: int) -> None:
    text = " ".join(paint(REVEALED, Space(width, height)).plain.split())
    assert "two levels lower" in text
    assert "The case earns strong yes: They looked for being wrong." in text
    assert "1 lower" in text


def test_before_a_case_is_chosen_it_says_what_it_is_for() -> None:
    text = " ".join(paint(WarmUpView(left=21), Space(74, 17)).plain.split())
    assert "It says nothing about the candidate." in text
    assert "21 cases" in text
