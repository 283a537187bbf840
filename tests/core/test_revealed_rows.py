"""Tests of the order of a revealed panel, of its ends, and of short names."""

from __future__ import annotations

import pytest

from debrief.core.room.short_names import short_names
from debrief.core.room.view import view
from debrief.core.verbs import rounds, talk


def pane(script):
    return view(script.meeting).pane


@pytest.mark.parametrize(
    ("names", "short"),
    [
        (("Lin Wei", "Omar Haddad"), ("Lin", "Omar")),
        (("Chris Fox", "Chris Ode", "Lin Wei"), ("Chris Fox", "Chris Ode", "Lin")),
        (("chris Fox", "Chris Ode"), ("chris Fox", "Chris Ode")),
        (("Chris", "Chris Ode"), ("Chris", "Chris Ode")),
        (("Dr. Ann Lee", "J. Smith"), ("Dr. Ann Lee", "J. Smith")),
        (("王小明", "Zoë Åberg", ""), ("王小明", "Zoë", "")),
        ((), ()),
    ],
)
def test_short_names_are_the_shortest_that_differ(names, short):
    assert short_names(names) == short


# The panel: dana decides, lin is the most junior, then priya, omar and tom.
@pytest.mark.parametrize(
    ("marks", "order", "ends"),
    [
        ("33231", ["tom", "omar", "lin", "priya", "dana"], {"tom", "lin"}),
        ("41333", ["lin", "priya", "omar", "tom", "dana"], {"lin", "dana"}),
        ("33333", ["lin", "priya", "omar", "tom", "dana"], set()),
        ("3a33n", ["priya", "omar", "dana", "lin", "tom"], set()),
    ],
)
def test_rows_go_from_the_lowest_up_and_within_a_level_in_speaking_order(meet, marks, order, ends):
    rows = pane(meet(judgment=marks).reveal()).poll.rows
    assert [row.id for row in rows] == order
    assert {row.id for row in rows if row.end} == ends


def test_people_without_a_card_come_last_after_people_without_a_rating(meet):
    rows = pane(meet(without=("dana",), judgment="3r323").reveal()).poll.rows
    assert [row.id for row in rows] == ["priya", "omar", "tom", "lin", "dana"]


def test_only_the_owner_is_asked_to_speak_last(meet):
    there = pane(meet(judgment="41333").reveal()).poll.rows
    assert [row.id for row in there if row.speaks_last] == ["dana"]
    away = pane(meet(without=("dana",), judgment="31333").reveal()).poll.rows
    assert [row.id for row in away if row.speaks_last] == []


def test_a_consensus_names_who_is_challenged_next_until_it_is(meet):
    assert len(pane(meet(judgment="33333").reveal()).poll.challenged) == 1
    assert pane(meet(judgment="31333").reveal()).poll.challenged == ()


def test_blind_rows_have_short_names(meet):
    assert [row.short for row in pane(meet()).poll.rows] == ["Dana", "Lin", "Omar", "Priya", "Tom"]


def test_the_reason_for_a_move_is_shown_after_its_own_round_alone(meet):
    script = meet(judgment="11333").reveal()
    script.second_round("judgment", dana=2, lin=3)
    script.do(rounds.explain_move, "judgment", "dana", "The outage call")
    script.do(rounds.explain_move, "judgment", "lin", "", declined=True)
    rows = {row.id: row for row in pane(script).poll.rows}
    assert rows["dana"].moved_because == "“The outage call”"
    assert rows["lin"].moved_because == "declined to say why"
    script.do(talk.close)
    script.do(talk.reopen, "judgment", "A doubt")
    script.second_round("judgment", dana=2, lin=3)
    assert {row.moved_because for row in pane(script).poll.rows} == {""}
