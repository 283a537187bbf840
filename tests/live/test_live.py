"""The live meeting end to end, without a screen."""

from __future__ import annotations

import hashlib
import json
import runpy
import shutil
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from debrief.core.meeting import events as e
from debrief.core.meeting.fold import fold
from debrief.core.refused import Refused
from debrief.core.room.model import PreflightView
from debrief.core.room.poll import CompetencyView, EntryRow
from debrief.live import CannotRunError, LiveMeeting
from debrief.store import paths
from debrief.store.journal.journal import read
from debrief.store.sessions import session


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
    assert live.lacks_key
    demo.live.renew_key()

    assert isinstance(demo.live.log[-1].event, e.BallotsLost)
    assert not any(row.filled for row in live.view().pane.poll.rows)
    demo.enter(dana="4")
    demo.do("reveal_round")
    assert demo.live.meeting.competencies["judgment"].rounds[-1].marks["dana"].level == 4
    assert [*demo.live.arrived()] == ["dana", "omar", "lin", "priya", "jonas"]


def test_without_its_key_nothing_is_recorded_before_somebody_confirms(demo):
    demo.until("reveal")
    demo.do("reveal")
    demo.do("open_round")
    demo.enter(dana="3")
    demo.live.close()
    (demo.folder / "inbox").mkdir(exist_ok=True)
    kept = demo.config.rename(demo.config.with_name("the other machine"))
    before = (demo.folder / "journal.jsonl").read_bytes()

    live = demo.start("run-2")
    assert "not on this machine" in demo.refused("minute", text="Hello")
    assert isinstance(live.enter("dana", "4"), Refused)
    assert live.take_notes() == ()
    live.close()

    assert (demo.folder / "journal.jsonl").read_bytes() == before
    kept.rename(demo.config)
    live = demo.start("run-3")
    assert not live.lacks_key
    assert live.view().pane.poll.rows[0].filled


def test_without_its_key_not_one_byte_of_the_folder_changes(demo):
    """A torn end too stays: the rest of it may still be on its way from the other machine."""
    demo.until("reveal")
    demo.live.close()
    path = demo.folder / "journal.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"v":1')
    kept = demo.config.rename(demo.config.with_name("the other machine"))
    before = files(demo.folder)

    live = demo.start("run-2")
    assert live.lacks_key
    live.keep_drafts({("minute", ""): {"text": "half"}})
    assert live.view().main.verb == "reveal"
    live.close()
    assert files(demo.folder) == before

    live = demo.start("run-3")
    demo.live.renew_key()
    events = [type(line.event) for line in live.log[-2:]]
    assert events == [e.BallotsLost, e.JournalRecovered]
    kept.rename(demo.config.with_name("old"))


def test_a_meeting_finished_elsewhere_meanwhile_gets_no_new_key(demo, tmp_path):
    demo.until("reveal")
    demo.live.close()
    kept = demo.config.rename(demo.config.with_name("the other machine"))
    here = demo.start("run-2")
    assert here.lacks_key
    kept.rename(demo.config)
    demo.start("run-3")
    demo.until("leave")
    demo.live.close()
    before = files(demo.folder)

    assert "finished elsewhere" in here.renew_key().reason
    here.close()
    assert files(demo.folder) == before


def test_a_key_that_is_there_but_unusable_is_named_and_nothing_is_written(demo):
    demo.until("reveal")
    demo.live.close()
    (key,) = (demo.config / "keys").glob("*.age-key")
    good = key.read_text()
    key.write_text(good.replace("AGE-SECRET-KEY-1", "AGE-SECRET-KEY-"))
    before = files(demo.folder)

    with pytest.raises(CannotRunError, match=r"age-key cannot be used: line 4 is not") as refused:
        demo.start("run-2")

    assert refused.value.readable
    assert files(demo.folder) == before
    key.write_text("\ufeff" + good.replace("\n", "\r\n"))
    assert not demo.start("run-3").lacks_key


def files(folder):
    """Return the contents of the files in a folder, but for the lock, which names its holder."""
    return {
        path: path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "journal.lock"
    }


def test_a_card_that_arrives_late_counts_only_when_accepted_and_only_where_blind(demo):
    demo.until("reveal")
    demo.do("reveal")
    card = (demo.folder / "scores" / "lin.toml").read_text()
    (demo.folder / "scores" / "tom.toml").write_text(card.replace('"lin"', '"tom"'))
    demo.live.refresh()
    assert [*demo.live.arrived()] == ["tom"]

    demo.do("people", panelist="tom", what="card")
    demo.until("reveal")
    demo.do("reveal")

    first, second = list(demo.live.meeting.competencies.values())[:2]
    assert "tom" not in first.ratings
    assert second.ratings["tom"].level == second.ratings["lin"].level


def change_a_card(demo):
    """Change a card, and lose the copy of it."""
    for copy in (demo.folder / "cards.age").glob("lin.*"):
        copy.unlink()
    path = demo.folder / "scores" / "lin.toml"
    path.write_text(path.read_text() + "\n# changed\n")


def test_a_card_counts_as_it_was_at_the_opening_whatever_becomes_of_its_file(demo):
    demo.until("reveal")
    change_a_card(demo)
    (demo.folder / "scores" / "omar.toml").unlink()
    demo.live.refresh()
    assert [*demo.live.arrived()] == ["lin"]

    demo.do("reveal")

    assert {"lin", "omar"} <= set(demo.live.meeting.competencies["judgment"].ratings)


def test_a_card_that_can_no_longer_be_opened_is_said_before_the_reveal(demo):
    demo.until("reveal")
    change_a_card(demo)
    live = demo.again()
    assert "No scorecard from Lin Wei and Tom Becker." in live.view().guidance

    asked = demo.guard("reveal")
    assert "Lin Wei: the card is not the one the meeting was opened with" in asked.says[0]
    demo.do("people", panelist="lin", what="card", reason="I corrected a typo")
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
    demo.do("wrap_up", reason="Time is up.")

    demo.main()
    meeting = demo.live.meeting
    assert meeting.place.step == "references"
    assert {poll.closed.closing for poll in meeting.competencies.values()} == {"not-discussed"}
    demo.until("decide")
    assert "ruling on Judgment" in demo.refused(
        "decide", outcome="hire", rationale="because", review="2027-05-01"
    )


def test_rulings_on_what_stands_in_the_way_come_with_the_decision(demo):
    demo.until("advance")
    demo.do("advance")
    demo.until("decide")
    asked = demo.ask("decide")
    rules = {f.name: "we accept it" for f in asked.fields if f.name.startswith("rule:")}
    assert rules

    demo.do("decide", outcome="hire", rationale="because", review="2027-05-01", **rules)

    assert len(demo.live.meeting.rulings) == len(rules)


def test_a_decision_with_a_bad_part_records_no_ruling(demo):
    demo.until("decide")
    asked = demo.ask("decide")
    rules = {f.name: "we accept it" for f in asked.fields if f.name.startswith("rule:")}

    assert "is not a day" in demo.refused(
        "decide", outcome="hire", rationale="because", review="soon", **rules
    )

    assert not demo.live.meeting.rulings


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
    assert [row.name for row in broken] == ["Lin Wei"]
    assert not any("lin.toml" in problem for problem in pane.problems)


def test_nothing_can_be_done_before_the_opening(demo):
    for verb in ("minute", "dissent", "follow_up", "people", "go", "waive"):
        asked = demo.ask(verb)
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
    demo.keep_rest()
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


def test_the_script_of_the_finished_demo_makes_the_meeting_that_is_kept(tmp_path):
    kept: Path = paths.shipped("sessions") / "demo-director-platform"
    folder = Path(shutil.copytree(kept, tmp_path / kept.name))
    script = runpy.run_path(str(kept.parents[1] / "scripts" / "finished_demo.py"))

    script["run"](folder)

    assert _made(folder) == _made(kept)


def _made(folder: Path) -> tuple[list[tuple[str, str]], str]:
    """Return time and type of each event, and the record up to its fingerprint."""
    lines = map(json.loads, (folder / "journal.jsonl").read_text("utf-8").splitlines())
    record, _, _ = (folder / "record.md").read_text("utf-8").partition("## Fingerprint")
    return [(line["t"], line["type"]) for line in lines], record


def test_the_opening_reads_the_session_again_only_if_a_file_changed(demo):
    read = []

    def load(folder):
        read.append(folder)
        return session.load(folder)

    def meeting(run):
        demo.live.close()
        return LiveMeeting(demo.folder, replace(demo.environment(run), load=load))

    live = meeting("run-2")
    due = live.due
    change_a_card(demo)
    assert not isinstance(live.do(due.verb, due.about, {}), Refused)
    assert len(read) == 2
    live.close()

    (demo.folder / "journal.jsonl").unlink()
    live = meeting("run-3")
    assert not isinstance(live.do(due.verb, due.about, {}), Refused)
    assert len(read) == 3
    live.close()


def test_the_opening_uses_a_framework_that_changed_since_the_preflight(demo, tmp_path):
    frameworks = shutil.copytree(paths.FRAMEWORKS, tmp_path / "frameworks")
    environment = replace(
        demo.environment("run-2"),
        load=lambda folder: session.load(folder, frameworks=frameworks),
        frameworks=frameworks,
    )
    demo.live.close()
    live = LiveMeeting(demo.folder, environment)
    due = live.due
    file = frameworks / "senior-technology-leader.toml"
    file.write_text(file.read_text().replace('title = "Judgment"', 'title = "Sound judgment"'))

    assert not isinstance(live.do(due.verb, due.about, {}), Refused)

    assert live.meeting.opened
    assert live.meeting.brief.competencies[0].title == "Sound judgment"
    opened = live.log[0].event
    assert isinstance(opened, e.MeetingOpened)
    assert opened.brief.framework_version == 2
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert opened.inputs["frameworks/senior-technology-leader.toml"] == digest
    live.close()
