"""A log gives at any line what a fold of the lines until there gives, and soon."""

from __future__ import annotations

from dataclasses import replace

import pytest

from debrief.core.meeting import events as e
from debrief.core.meeting.fold import fold, fold_on
from debrief.core.meeting.log import Log
from debrief.core.verbs import anytime, rounds


def deep(meet, many):
    """Take many minutes, take them all back, bring half of them back, and go on."""
    script = meet()
    for number in range(many):
        script.do(anytime.take_minute, f"Minute {number}")
    for _ in range(many):
        script.do(anytime.undo, script.log)
    for _ in range(many // 2):
        script.do(anytime.redo, script.log)
    script.do(anytime.take_minute, "At last")
    script.reveal()
    return script


def test_every_line_of_a_deep_stack_of_undos(meet):
    script = deep(meet, 30)

    log = Log.of(script.log, every=7)

    for position in range(1, len(script.log) + 1):
        assert log.at(position) == fold(script.log[:position])
    assert log.meeting == script.meeting
    assert [one.event.text for one in log.meeting.minutes] == [
        *(f"Minute {number}" for number in range(15)),
        "At last",
    ]


def test_a_jump_into_a_deep_stack_folds_little(meet, monkeypatch):
    script = deep(meet, 400)
    log = Log.of(script.log)
    lines = []

    def counted(meeting, part, gone):
        part = list(part)
        reversals = (e.Undone, e.Redone)
        lines.append(sum(x.seq not in gone and not isinstance(x.event, reversals) for x in part))
        return fold_on(meeting, part, gone)

    monkeypatch.setattr("debrief.core.meeting.log.fold_on", counted)
    for position in range(1, len(script.log) + 1, 29):
        log.at(position)

    assert max(lines) <= 2 * 100


def test_lines_may_come_one_by_one_or_together(meet):
    script = deep(meet, 6)
    log = Log.of(script.log[:1], every=4)

    for logged in script.log[1:11]:
        log = log.after([logged])
    assert log.meeting == fold(script.log[:11])
    assert log.after(script.log[11:]).meeting == script.meeting
    assert list(log.after(script.log[11:]).lines) == script.log
    assert list(log.lines) == script.log[:11]
    assert log.after(()) == log


def test_a_line_that_raises_changes_nothing(meet):
    script = deep(meet, 6)
    log = Log.of(script.log, every=4)
    last = script.log[-1]
    wrong = (
        e.Undone(target=2, what="Nonsense"),
        e.CompetencyReopened(competency="nope", reason="So"),
    )
    lines = [replace(last, seq=last.seq + 1 + n, event=event) for n, event in enumerate(wrong)]

    with pytest.raises(KeyError):
        log.after(lines)

    script.do(anytime.take_minute, "It goes on")
    assert log.after(script.log[-1:]).meeting == fold(script.log)
    assert log.meeting == fold(script.log[:-1])


def test_the_record_of_a_meeting_is_that_of_its_log(meet):
    script = deep(meet, 3)
    script.do(rounds.open_round, "judgment")
    script.run = "run-2"
    script.add(e.ClockWentBack(seconds=3))

    assert Log.of(script.log).meeting.runs == {"run-1", "run-2"}
    assert fold(script.log).undone == 3


def test_the_room_hears_of_no_quiet_minute_nor_of_what_becomes_of_it(meet):
    script = meet()
    place = script.meeting.place
    script.add(e.MinuteTaken(text="Said aloud", place=place))
    aloud = script.meeting.seq
    script.add(e.MinuteTaken(text="Kept quiet", quiet=True, place=place))
    quiet = script.meeting.seq
    told = {
        e.MinuteCorrected(minute=aloud, text="So"): False,
        e.MinuteCorrected(minute=quiet, text="So"): True,
        e.MinuteStruck(minute=aloud): False,
        e.MinuteStruck(minute=quiet): True,
        e.QuietSettled(minute=quiet, settled="record"): True,
        e.ClockPaused(): False,
    }
    for event, is_quiet in told.items():
        assert event.is_quiet(script.meeting) is is_quiet
