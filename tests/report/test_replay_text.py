"""The plain telling of a meeting."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from rich.cells import cell_len

from debrief.core.after.model import (
    AddedEntry,
    CauseMark,
    ConditionMark,
    DissentMark,
    Noted,
    Objected,
    Reviewed,
)
from debrief.core.meeting import events as e
from debrief.core.replay.playback import Playback
from debrief.core.vocabulary import RevealedCompetency
from debrief.report import replay_json as report_json
from debrief.report import replay_text as report_plain
from debrief.report.replay_events import replay_events
from debrief.report.replay_text import plain_after


def plain(lines: Sequence[e.LogLine]) -> Iterator[str]:
    return report_plain.plain(Playback.of(lines))


def replay_json(lines: Sequence[e.LogLine], total: int, added: Sequence[AddedEntry] = ()) -> str:
    return report_json.replay_json(Playback.of(lines), total, added)


def test_it_begins_with_what_who_and_when(log):
    lines = list(plain(log()))

    assert lines[:9] == [
        "VP Engineering · K-17",
        "24 November 2026, 15:00 to 15:59 UTC",
        "Dana Whitfield decides.",
        "With Dana Whitfield (CEO), Lin Wei (Architect), Omar Haddad, Priya Raman, Tom",
        "Becker.",
        "",
        "Preflight",
        "─────────",
        "15:00  The meeting was opened.",
    ]
    assert lines.index("Judgment") < lines.index("Depth") < lines.index("Final vote")


def test_every_event_is_told_with_its_time(log):
    lines = list(plain(log()))

    assert sum(line[2:3] == ":" and line[5:7] == "  " for line in lines) == len(log())


def test_nothing_is_wider_than_a_terminal(log):
    assert max(map(len, plain(log()))) <= 80


@pytest.mark.parametrize(
    "long", ["彼女は九日目に発売を止めた" * 9, "a" * 400], ids=["wide", "unbroken"]
)
def test_long_texts_and_names_in_any_script_keep_to_the_width(log, long):
    words = ("K-17", "strong no", "no", "yes", "strong yes")
    lines = list(plain(log(lambda said: said if said in words else f"{said} {long}")))

    assert max(map(cell_len, lines)) <= 80
    assert long in "".join("".join(lines).split())


def test_a_name_too_long_for_its_column_has_a_line_of_its_own(log):
    name = "Bartholomew Featherstonehaugh-Cholmondeley of Kirkcudbright"
    lines = list(plain(log(lambda said: name if said == "Lin Wei" else said)))

    vote = next(n for n, line in enumerate(lines) if "The vote is revealed" in line)
    assert lines[vote + 2] == f"         {name}"
    assert lines[vote + 3].split() == ["no"]
    assert lines[vote + 3].index("no") == lines[vote + 1].index("yes")


def test_who_was_not_asked_again_stands_as_before(log):
    events = replay_events(Playback.of(log()))
    further = [one for event in events for one in event.shown if one.number > 1]
    rows = {row.name: row for row in further[0].rows}

    assert [name for name, row in rows.items() if not row.before] == ["Tom Becker"]
    assert not rows["Tom Becker"].kept


def test_a_reveal_shows_what_the_room_saw(log):
    lines = list(plain(log()))

    vote = lines.index("15:49  The vote is revealed: close, across the bar, 1 no · 2 yes.")
    assert lines[vote + 1 : vote + 6] == [
        "         Dana Whitfield  yes",
        "         Lin Wei         no",
        "         Omar Haddad     yes",
        "         Priya Raman     recused",
        "         Tom Becker      did not vote",
    ]


def test_a_further_round_stands_beside_the_one_before(log):
    text = "\n".join(plain(log()))

    assert "Dana Whitfield  no " in text
    assert "→ yes" in text
    assert "kept" in text


def test_evidence_stands_under_its_rating(log):
    lines = list(plain(log()))
    first = next(n for n, line in enumerate(lines) if "Round 1 is revealed" in line)
    rating = next(n for n in range(first, len(lines)) if "Dana Whitfield" in lines[n])

    assert lines[rating + 1].startswith("             + ")


def test_what_was_said_is_told_in_full(log):
    long = "word " * 60
    text = " ".join(" ".join(plain(log(lambda said: f"{said} {long}"))).split())

    assert f"Asked twice {long.strip()}" in text
    assert "…" not in text.replace("Taken back: a minute", "")


def test_what_was_taken_back_is_marked_with_when(log):
    told = [line for line in plain(log()) if "Taken back”" in line]

    assert told == ["15:13  Minute: “Taken back” [taken back at 15:14]"]


def test_runs_and_days_are_told(log):
    lines = list(plain(log()))
    assert lines.count("       – the program was started again –") == 1

    late = [replace(x, t=x.t + timedelta(hours=8, minutes=30)) for x in log()]
    told = list(plain(late))
    assert "24 November 2026, 23:30 to 25 November, 00:29 UTC" in told
    assert "       – 25 November 2026 –" in told


def test_cells_entered_one_after_another_are_told_together(log):
    lines = log()[:11]
    cell = e.BallotEntered(competency="judgment", round=2, ballots={"lin": "x"})
    other = e.BallotEntered(competency="judgment", round=2, ballots={"omar": "x"})
    clear = e.BallotCleared(competency="judgment", round=2, panelist="lin")
    last = lines[-1]
    for number, event in enumerate((cell, clear, cell, other), start=1):
        lines.append(replace(last, seq=last.seq + number, event=event))

    assert f"{last.t:%H:%M}  Entered unseen: 2 cells, 1 cleared in between." in list(plain(lines))
    assert f"{last.t:%H:%M}  Entered unseen for Judgment: Lin Wei." in list(plain(lines[:-3]))


def test_so_are_the_cells_of_a_case(log):
    lines = log()[:11]
    last = lines[-1]
    events = (
        e.VignetteOpened(competency="judgment", vignette="tripwire"),
        e.VignetteRated(ballots={"lin": "x"}),
        e.VignetteCleared(panelist="lin"),
        e.VignetteRated(ballots={"lin": "x", "omar": "x"}),
    )
    for number, event in enumerate(events, start=1):
        lines.append(replace(last, seq=last.seq + number, event=event))

    assert f"{last.t:%H:%M}  Entered unseen: 2 cells, 1 cleared in between." in list(plain(lines))


def test_an_unfinished_meeting_says_so(log):
    assert list(plain(log()[:20]))[-1] == "The meeting is not finished at this point."
    assert "The meeting is not finished at this point." not in list(plain(log()))


def test_the_candidate_goes_by_the_alias(log):
    told = "\n".join(plain(log(lambda said: said if said == "K-17" else f"{said} Kim Okafor")))

    assert "Okafor" not in told


def test_a_round_is_told_as_the_replay_shows_it(log):
    playback = Playback.of(log())

    for position, event in enumerate(replay_events(playback), start=1):
        for one in event.shown:
            poll = playback.view(position).pane.poll
            assert one.counts == poll.headline
            assert one.class_words == poll.result


def test_quiet_minutes_are_never_quoted(log):
    for lines in (log(), log()[:30]):
        assert not any("Dana began to hope" in line for line in plain(lines))


def test_a_journal_that_does_not_open_a_meeting_is_refused(log):
    with pytest.raises(ValueError, match="opening"):
        list(plain(log()[1:]))


def test_a_wrap_up_names_each_competency(log):
    lines = log()[:12]
    shown = [RevealedCompetency(competency=c) for c in ("influence", "culture")]
    last = lines[-1]
    wrapped = e.RatingsRevealed(round=1, revealed=tuple(shown), wrap_up=True)
    told = list(plain([*lines, replace(last, seq=last.seq + 1, event=wrapped)]))

    assert f"{last.t:%H:%M}  Round 1 revealed: Influence, Culture (wrapped up)." in told
    assert "       Influence: too few, no ratings" in told
    assert "       Culture: too few, no ratings" in told


def test_what_was_added_after_the_finish_is_told(log):
    added = [AddedEntry(1, log()[0].t, Noted(by="Ada", text="Hm", at_event=3))]

    assert list(plain_after(added)) == [
        "",
        "After the finish",
        "2026-11-24 15:00  Note by Ada on event 3: “Hm”",
    ]
    assert list(plain_after([])) == []


def test_an_objection_and_a_review_are_told_with_every_word(log):
    long = "I never said that, and nobody asked me; " * 4
    review = Reviewed(
        by="Ada",
        outcome="joined",
        outcome_on=date(2027, 1, 11),
        outcome_note="After a long notice",
        dissents=(DissentMark(panelist="lin", text="I would not hire", mark="partly"),),
        causes=(CauseMark(question="failed", text="The move", mark="happened"),),
        conditions=(ConditionMark(text="Half a day on the file", mark="met"),),
        happened="It took a year",
        again=date(2027, 11, 24),
    )
    entries = (Objected(by="Lin Wei", panelist="lin", text=long), Reviewed(by="Bo"), review)
    lines = list(plain_after([AddedEntry(n, log()[0].t, one) for n, one in enumerate(entries, 1)]))

    assert max(map(len, lines)) <= 80
    assert long.strip() in " ".join(" ".join(lines).split())
    assert lines[-8:] == [
        "2026-11-24 15:00  Reviewed by Ada: joined",
        "         Since 11 January 2027",
        "         “After a long notice”",
        "         Dissent “I would not hire”: partly",
        "         Premortem: it went wrong, “The move”: happened",
        "         Condition “Half a day on the file”: met",
        "         What happened, compared with what we expected? “It took a year”",
        "         To be looked at again on 24 November 2027",
    ]


# ---- the same as JSON


def test_json_has_an_object_an_event(log):
    told = json.loads(replay_json(log(), 70))

    assert (told["title"], told["alias"], told["finished"]) == ("VP Engineering", "K-17", True)
    assert told["total"] == 70
    assert [one["seq"] for one in told["events"]] == list(range(1, len(log()) + 1))
    assert told["events"][0] == {
        "seq": 1,
        "t": "2026-11-24T15:00:00Z",
        "run": "run-1",
        "type": "MeetingOpened",
        "step": "preflight",
        "sentence": "The meeting was opened",
    }
    assert "after" not in told


def test_json_says_what_was_said_shown_and_taken_back(log):
    events = json.loads(replay_json(log(), 60))["events"]
    back = [event for event in events if "taken_back" in event]
    vote = next(event for event in events if event["type"] == "VotesRevealed")
    minute = next(event for event in events if event["type"] == "MinuteTaken")

    assert [one["taken_back"] for one in back] == ["2026-11-24T15:14:00Z"]
    assert vote["shown"][0]["rows"][1] == {
        "panelist": "lin", "name": "Lin Wei", "word": "no", "kept": False, "written": []
    }  # fmt: skip
    assert minute["said"][0]["text"]


def test_json_has_what_was_added(log):
    note = AddedEntry(1, log()[0].t, Noted(by="Ada", text="Hm", at_event=3))

    (told,) = json.loads(replay_json(log(), 60, [note]))["after"]

    assert (told["by"], told["at_event"]) == ("Ada", 3)
