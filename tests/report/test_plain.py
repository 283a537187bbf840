"""The plain telling of a meeting."""

from __future__ import annotations

import pytest

from debrief.report.plain import plain


def test_every_event_is_told_with_its_time_under_its_place(log):
    lines = list(plain(log()))

    assert lines[:6] == [
        "VP Engineering · K-17",
        "24 November 2026, times in UTC",
        "",
        "Preflight",
        "15:00:00  The meeting was opened",
        "",
    ]
    assert sum(line[:1].isdigit() and line[2:3] == ":" for line in lines) == len(log())
    assert lines.index("Judgment") < lines.index("Depth") < lines.index("Final vote")


def test_a_reveal_shows_what_the_room_saw(log):
    lines = list(plain(log()))

    vote = lines.index("15:49:00  The final vote was revealed")
    assert lines[vote + 1 : vote + 7] == [
        "          close, across the bar, 1 no · 2 yes",
        "            Dana Whitfield: yes",
        "            Lin Wei: no",
        "            Omar Haddad: yes",
        "            Priya Raman: recused",
        "            Tom Becker: did not vote",
    ]


def test_what_was_taken_back_is_marked(log):
    told = [line for line in plain(log()) if "Taken back”" in line]

    assert told == ["15:13:00  Minute: “Taken back” (taken back later)"]


def test_quiet_minutes_are_told_only_after_the_finish(log):
    assert any("Dana began to hope" in line for line in plain(log()))
    assert not any("Dana began to hope" in line for line in plain(log()[:30]))


def test_a_journal_that_does_not_open_a_meeting_is_refused(log):
    with pytest.raises(ValueError, match="opening"):
        list(plain(log()[1:]))
