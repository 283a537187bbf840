"""A folded log gives at any line what a fold of the lines until there gives, and soon."""

from __future__ import annotations

from dataclasses import replace

import pytest

from debrief.core import events as e
from debrief.core.fold import fold, over
from debrief.core.folded import Folded
from debrief.core.rules import anytime, rounds


def deep(meet, many):
    """Take many minutes, take them all back, bring half of them back, and go on."""
    script = meet()
    for number in range(many):
        script.do(anytime.take_minute, f"Minute {number}")
    for _ in range(many):
        script.add(anytime.undo(script.meeting, script.log))
    for _ in range(many // 2):
        script.add(anytime.redo(script.meeting, script.log))
    script.do(anytime.take_minute, "At last")
    script.reveal()
    return script


def test_every_line_of_a_deep_stack_of_undos(meet):
    script = deep(meet, 30)

    folded = Folded.of(script.log, every=7)

    for position in range(1, len(script.log) + 1):
        assert folded.at(position) == fold(script.log[:position])
    assert folded.meeting == script.meeting
    assert [one.event.text for one in folded.meeting.minutes] == [
        *(f"Minute {number}" for number in range(15)),
        "At last",
    ]


def test_a_jump_into_a_deep_stack_folds_little(meet, monkeypatch):
    script = deep(meet, 400)
    folded = Folded.of(script.log)
    lines = []

    def counted(meeting, part, gone):
        part = list(part)
        turns = (e.Undone, e.Redone)
        lines.append(sum(x.seq not in gone and not isinstance(x.event, turns) for x in part))
        return over(meeting, part, gone)

    monkeypatch.setattr("debrief.core.folded.over", counted)
    for position in range(1, len(script.log) + 1, 29):
        folded.at(position)

    assert max(lines) <= 2 * 100


def test_lines_may_come_one_by_one_or_together(meet):
    script = deep(meet, 6)
    folded = Folded.of(script.log[:1], every=4)

    for logged in script.log[1:11]:
        folded = folded.after([logged])
    assert folded.meeting == fold(script.log[:11])
    assert folded.after(script.log[11:]).meeting == script.meeting
    assert list(folded.after(script.log[11:]).log) == script.log
    assert list(folded.log) == script.log[:11]
    assert folded.after(()) == folded


def test_a_line_that_raises_changes_nothing(meet):
    script = deep(meet, 6)
    folded = Folded.of(script.log, every=4)
    last = script.log[-1]
    wrong = (
        e.Undone(target=2, what="Nonsense"),
        e.CompetencyReopened(competency="nope", reason="So"),
    )
    lines = [replace(last, seq=last.seq + 1 + n, event=event) for n, event in enumerate(wrong)]

    with pytest.raises(KeyError):
        folded.after(lines)

    script.do(anytime.take_minute, "It goes on")
    assert folded.after(script.log[-1:]).meeting == fold(script.log)
    assert folded.meeting == fold(script.log[:-1])


def test_the_record_of_a_meeting_is_that_of_its_log(meet):
    script = deep(meet, 3)
    script.do(rounds.open_round, "judgment")
    script.run = "run-2"
    script.add(e.ClockWentBack(seconds=3))

    assert Folded.of(script.log).meeting.runs == {"run-1", "run-2"}
    assert fold(script.log).undone == 3
