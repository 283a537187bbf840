"""A time, a number, so much further on, or a name: each means one place in a replay."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from debrief.core.refused import Refused
from debrief.core.replay.destination import destination
from debrief.core.replay.playback import Playback
from debrief.core.verbs import anytime


@pytest.fixture
def playback(meet):
    """Events ten seconds apart from 12:00:10; judgment visited twice."""
    script = meet().at("influence").at("judgment").settle_all()
    return Playback.of(script.log)


def first(playback, title):
    return next(stretch.first for stretch in playback.marks.stretches if stretch.title == title)


@pytest.mark.parametrize(
    ("asked", "position"),
    [
        ("5", 5),
        ("#5", 5),
        (" 5 ", 5),
        ("+2", 7),
        ("-3", 2),
        ("-99", 1),
        ("+20s", 7),
        ("+1s", 6),
        ("-20s", 3),
        ("-1h", 1),
        ("12:01", 6),
        ("12:00:30", 3),
        ("12:00:30 UTC", 3),
        ("12:00:30z", 3),
        ("12:00:31", 4),
        ("2026-11-24 12:00:30", 3),
        ("2026-11-23 23:00", 1),
        ("24 Nov 12:00:30", 3),
        ("24 november 12:00:30", 3),
        ("23 Nov 23:00", 1),
    ],
)
def test_numbers_and_times(playback, asked, position):
    assert destination(playback, 5, asked) == position


def test_what_lies_behind_the_end_is_the_end(playback):
    assert [destination(playback, 5, asked) for asked in ("+9999", "+5h", "23:59")] == [
        playback.total
    ] * 3
    assert destination(playback, playback.total, "+1m") == playback.total


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("Judgment", "Judgment"),
        ("JUDG", "Judgment"),
        ("jüdg", "Judgment"),
        ("role clarity", "Role"),
        ("clarity", "Role"),
        ("ref", "References"),
        ("refs", "References"),
    ],
)
def test_names(playback, asked, title):
    found = destination(playback, 1, asked)

    assert found == first(playback, title)


def test_a_place_visited_again_is_gone_to_in_turn(playback):
    visits = [stretch.first for stretch in playback.marks.stretches if stretch.title == "Judgment"]

    assert len(visits) == 2
    assert [destination(playback, at, "judgment") for at in (1, *visits)] == [*visits, visits[0]]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("", "Missing: where to go. Type one of: 15:41"),
        ("0", "There is no event 0: they go from 1 to"),
        ("9999", "There is no event 9999"),
        ("25:00", "is not a time. Type it as 15:41"),
        ("2026-13-01 12:00", "is not a time"),
        ("24 Smarch 12:00", "is not a time"),
        ("31 Feb 12:00", "is not a time"),
        ("zzz", "There is no “zzz” here. Choose one of: Role, Judgment, Influence"),
        ("r", "Choose one of: Role, References."),
    ],
)
def test_what_means_nothing_is_refused_with_a_sentence(playback, asked, said):
    refused = destination(playback, 5, asked)

    assert isinstance(refused, Refused)
    assert said in refused.reason


def test_a_clock_that_went_back_is_no_trap(meet):
    script = meet()
    script.do(anytime.take_minute, "One")
    log = [*script.log[:-1]]
    last = script.log[-1]
    log.append(type(last)(last.seq, last.t - timedelta(hours=2), last.mono, "run-2", last.event))
    playback = Playback.of(log)

    assert destination(playback, playback.total, "12:00:10") == 1
    assert destination(playback, playback.total, "-1h") == 1
    assert destination(playback, 1, "+1m") == playback.total


def test_a_time_that_came_twice_is_gone_to_in_turn(meet):
    script = meet().settle_all()
    log = [
        replace(one, t=one.t - timedelta(seconds=40), run="run-2") if one.seq > 6 else one
        for one in script.log
    ]
    playback = Playback.of(log)
    twice = [one.seq for one in playback.log if one.t == log[4].t]

    assert len(twice) == 2
    assert destination(playback, 1, "12:00:50") == twice[0] == 5
    assert destination(playback, twice[0], "12:00:50") == twice[1]
    assert destination(playback, twice[1], "12:00:50") == twice[0]


def test_a_time_of_another_day_needs_no_day(meet):
    script = meet().settle_all()
    log = [
        replace(one, t=one.t + timedelta(days=2, hours=3), run="run-2") if one.seq > 6 else one
        for one in script.log
    ]
    playback = Playback.of(log)

    assert destination(playback, 1, "15:01:30") == 9
    assert destination(playback, 1, "26 Nov 15:01:30") == 9
    assert destination(playback, playback.total, "12:00:30") == 3
