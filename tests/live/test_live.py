"""The live meeting end to end, without a screen."""

from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path

import pytest

from debrief.core import events as e
from debrief.core.fold import fold
from debrief.core.room import PreflightView
from debrief.core.room_poll import CompetencyView, EntryRow
from debrief.core.rules.refused import Refused
from debrief.live import CannotRunError
from debrief.store.journal import read


def test_the_main_key_alone_reaches_the_record(demo):
    demo.until("leave")

    assert (demo.folder / "record.md").read_text().startswith("# ")
    assert tomllib.loads((demo.folder / "record.toml").read_text())["schema"] == 1
    assert read(demo.folder / "journal.jsonl").read_only is None
    assert [type(logged.event).__name__ for logged in demo.live.log[-2:]] == [
        "MeetingFinished",
        "RecordWritten",
    ]


def test_the_fold_of_every_prefix_is_what_was_live_then(demo):
    states = []

    def note(*_):
        states.append((len(demo.live.log), demo.live.meeting))

    demo.do("open")
    note()
    for _ in range(200):
        demo.main()
        note()
        if demo.live.meeting.place.step == "fit" and demo.live.view().main.verb == "note_owed":
            demo.do("minute", text="to be taken back")
            note()
            demo.do("undo")
            note()
            demo.do("redo")
            note()
        if demo.live.view().main.verb == "leave":
            break
    log = demo.live.log
    for length, meeting in states:
        assert fold(log[:length]) == meeting


def test_resuming_stands_at_exactly_the_same_point(demo):
    demo.until("reveal_votes")
    demo.enter(dana="3", omar="4")
    before = demo.live.meeting

    live = demo.again()

    assert live.meeting == before
    rows = [row for row in live.view().pane.poll.rows if isinstance(row, EntryRow)]
    assert [row.id for row in rows if row.filled] == ["dana", "omar"]


def test_votes_entered_before_a_restart_are_revealed_after_it(demo):
    demo.until("reveal_votes")
    demo.enter(dana="3", omar="4", lin="1")
    demo.again()

    demo.do("reveal_votes")

    marks = demo.live.meeting.vote.rounds[-1].marks
    assert [marks[p].level for p in ("dana", "omar", "lin", "priya")] == [3, 4, 1, None]


def test_cells_look_the_same_whatever_they_say(demo):
    demo.until("reveal_votes")
    demo.enter(dana="1", omar="4", lin="not-voting")

    cells = [
        json.loads(line)["data"]
        for line in (demo.folder / "journal.jsonl").read_text().splitlines()
        if json.loads(line)["type"] == "BallotEntered"
    ]

    assert [list(cell["ballots"]) for cell in cells] == [["dana"], ["omar"], ["lin"]]
    assert all("level" not in json.dumps(cell) for cell in cells)


def test_a_lost_key_asks_for_the_cells_again_and_the_cards_anew(demo):
    demo.until("reveal")
    demo.do("reveal")
    demo.do("open_round")
    demo.enter(dana="3")
    demo.live.close()
    shutil.rmtree(demo.config)

    live = demo.start("run-2")

    assert isinstance(demo.live.log[-1].event, e.BallotsLost)
    assert "asked for again" in live.notices[0]
    assert not any(row.filled for row in live.view().pane.poll.rows)
    demo.enter(dana="4")
    demo.do("reveal_round")
    assert demo.live.meeting.competencies["judgment"].rounds[-1].marks["dana"].level == 4
    assert demo.live.arrived() == ("dana", "omar", "lin", "priya", "jonas")


def test_a_card_that_arrives_late_counts_only_when_accepted_and_only_where_blind(demo):
    demo.until("reveal")
    demo.do("reveal")
    card = (demo.folder / "scores" / "lin.toml").read_text()
    (demo.folder / "scores" / "tom.toml").write_text(card.replace('"lin"', '"tom"'))
    demo.live.refresh()
    assert demo.live.arrived() == ("tom",)

    demo.do("people", panelist="tom", what="card")
    demo.until("reveal")
    demo.do("reveal")

    first, second = list(demo.live.meeting.competencies.values())[:2]
    assert "tom" not in first.ratings
    assert second.ratings["tom"].level == second.ratings["lin"].level


def change_a_card(demo):
    path = demo.folder / "scores" / "lin.toml"
    path.write_text(path.read_text() + "\n# changed\n")


def test_a_card_counts_as_it_was_at_the_opening_whatever_becomes_of_its_file(demo):
    demo.until("reveal")
    change_a_card(demo)
    (demo.folder / "scores" / "omar.toml").unlink()
    demo.live.refresh()
    assert demo.live.arrived() == ("lin",)

    demo.do("reveal")

    assert {"lin", "omar"} <= set(demo.live.meeting.competencies["judgment"].ratings)


def test_a_card_that_can_no_longer_be_opened_is_said_before_the_reveal(demo):
    demo.until("reveal")
    change_a_card(demo)
    live = demo.again()
    assert "No scorecard from Lin Wei and Tom Becker." in live.view().guidance

    asked = demo.live.guard("reveal", "", {})
    assert "Lin Wei: the card is not the one fixed at the opening" in asked.says[0]
    demo.do("people", panelist="lin", what="card")
    demo.do("reveal")

    assert "lin" in demo.live.meeting.competencies["judgment"].ratings


def test_without_such_a_card_it_is_revealed_as_missing(demo):
    demo.until("reveal")
    change_a_card(demo)
    demo.again()
    demo.do("reveal")
    assert "lin" not in demo.live.meeting.competencies["judgment"].ratings


def test_accepting_a_card_that_did_not_arrive_is_refused(demo):
    demo.until("reveal")
    assert "has arrived" in demo.refused("people", panelist="tom", what="card")


def test_wrapping_up_reveals_the_rest_and_goes_on_to_the_references(demo):
    demo.until("reveal")
    demo.do("go", place="wrap-up")

    meeting = demo.live.meeting
    assert meeting.place.step == "references"
    assert {poll.closed.closing for poll in meeting.competencies.values()} == {"not-discussed"}
    demo.until("decide")
    assert "stands in the way" in demo.refused(
        "decide", outcome="hire", rationale="because", review="2027-05-01"
    )


def test_rulings_on_what_stands_in_the_way_come_with_the_decision(demo):
    demo.until("advance")
    demo.do("advance")
    demo.until("decide")
    asked = demo.live.ask("decide")
    rules = {f.name: "we accept it" for f in asked.fields if f.name.startswith("rule:")}
    assert rules

    demo.do("decide", outcome="hire", rationale="because", review="2027-05-01", **rules)

    assert len(demo.live.meeting.bars) == len(rules)


def test_a_decision_with_a_bad_part_records_no_ruling(demo):
    demo.until("decide")
    asked = demo.live.ask("decide")
    rules = {f.name: "we accept it" for f in asked.fields if f.name.startswith("rule:")}

    assert "is no date" in demo.refused(
        "decide", outcome="hire", rationale="because", review="soon", **rules
    )

    assert not demo.live.meeting.bars


def test_a_second_facilitator_is_told_who_holds_the_session(demo):
    demo.do("open")
    with pytest.raises(CannotRunError, match="open elsewhere"):
        demo.start("run-2")


def test_a_torn_line_is_kept_aside_and_told(demo):
    demo.until("reveal")
    count = len(demo.live.log)
    demo.live.close()
    with (demo.folder / "journal.jsonl").open("ab") as file:
        file.write(b'{"v":1,"seq":99')

    live = demo.start("run-2")

    assert len(live.log) == count + 1
    assert isinstance(live.log[-1].event, e.JournalRecovered)
    assert "Everything that was saved is here" in live.notices[0]


def test_a_clock_that_goes_back_is_an_event(demo):
    demo.seconds = 100
    demo.do("open")
    demo.seconds = 10
    demo.do("minute", text="earlier than before")

    assert [type(line.event).__name__ for line in demo.live.log[1:]] == [
        "ClockWentBack",
        "MinuteTaken",
    ]


def test_a_session_without_a_usable_brief_cannot_run(demo):
    demo.live.close()
    (demo.folder / "session.toml").write_text("schema = 1\n")
    with pytest.raises(CannotRunError, match=r"session\.toml"):
        demo.start("run-2")


def test_preflight_shows_cards_and_no_rating(demo):
    pane = demo.live.view().pane

    assert isinstance(pane, PreflightView)
    assert [row.status for row in pane.rows] == ["in", "undated", "in", "in", "in", "missing"]


def test_a_broken_card_is_named_without_saying_where(demo):
    path = demo.folder / "scores" / "lin.toml"
    path.write_text(path.read_text().replace("rating = 3", "rating = 9", 1))
    demo.live.refresh()

    pane = demo.live.view().pane

    broken = [row for row in pane.rows if row.status == "broken"]
    assert [(row.name, row.detail) for row in broken] == [("Lin Wei", "has errors")]
    assert not any("lin.toml" in problem for problem in pane.problems)


def test_nothing_can_be_done_before_the_opening(demo):
    for verb in ("minute", "dissent", "follow_up", "people", "go", "waive"):
        asked = demo.live.ask(verb)
        assert isinstance(asked, Refused), verb
        assert "Open the meeting first" in asked.reason


def test_a_blind_competency_hands_no_rating_to_the_screen(demo):
    demo.until("reveal")
    pane = demo.live.view().pane
    assert isinstance(pane, CompetencyView)
    assert {type(row).__name__ for row in pane.poll.rows} == {"BlindRow"}


def test_a_digit_outside_the_scale_is_refused(demo):
    demo.until("reveal_votes")
    done = demo.live.enter("dana", "5")
    assert isinstance(done, Refused)
    assert "press 1 to 4" in done.reason


def test_there_is_nothing_to_keep_in_a_first_vote(demo):
    demo.until("reveal_votes")
    assert isinstance(demo.live.enter("dana", "keep"), Refused)
    demo.live.keep_rest()
    demo.do("reveal_votes")
    assert all(m.level is None for m in demo.live.meeting.vote.rounds[-1].marks.values())


def test_the_finished_demo_is_what_the_program_wrote():
    from debrief.store import paths

    folder: Path = paths.shipped("sessions") / "demo-director-platform"
    found = read(folder / "journal.jsonl")

    meeting = fold(found.events)

    assert found.read_only is None
    assert meeting.finished is not None
    assert meeting.finished.summary.decision == "hire"
    assert meeting.undone == 1
