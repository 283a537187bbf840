"""Mishaps in a meeting, none of which loses anything."""

from __future__ import annotations

import os
import shutil
import socket
import time
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from debrief.core.refused import Refused
from debrief.live import CannotRunError, LiveMeeting
from debrief.live.console import Console, ConsoleEnvironment
from debrief.store import keys
from debrief.store.journal.journal import read


@pytest.mark.parametrize(
    ("verb", "values"),
    [
        ("minute", {"text": "x" * 20_000}),
        ("follow_up", {"text": "z" * 20_000}),
        ("dissent", {"panelist": "lin", "text": "y" * 20_000, "confirmed": "yes"}),
    ],
)
def test_a_text_that_cannot_be_kept_is_refused_with_a_sentence(demo, verb, values):
    demo.do("open")
    assert demo.refused(verb, **values).startswith("This text is")


def test_drafts_survive_a_crash_and_go_with_the_finish(demo):
    demo.do("open")
    demo.live.keep_drafts({("minute", ""): {"text": "half a \u202eminute"}})

    live = demo.again()

    assert live.read_drafts() == {("minute", ""): {"text": "half a ⟨U+202E⟩minute"}}
    demo.until("leave")
    demo.live.keep_drafts({("minute", ""): {"text": "x"}})
    assert not (demo.folder / "draft.json").exists()


@pytest.mark.parametrize("text", ["", "[]", '{"drafts": [1]}', "{", '{"drafts": [{"verb": 1}]}'])
def test_a_draft_file_of_no_sense_is_left_alone(demo, text):
    demo.do("open")
    (demo.folder / "draft.json").write_text(text)
    assert demo.live.read_drafts() == {}


@pytest.mark.parametrize("name", ["In", "Blind", "Same", "Hire", "Late", "Open", "Split", "Yes"])
def test_a_name_that_is_also_a_word_of_ours_breaks_nothing(make_driver, name):
    driver = make_driver("demo-vp-engineering")
    path = driver.folder / "session.toml"
    path.write_text(path.read_text().replace('name = "Kim Okafor"', f'name = "{name}"'))
    driver.live.refresh()
    driver.until("leave")


def test_a_dissent_read_back_unchanged_keeps_the_dissenters_own_words(demo):
    demo.until("decide")
    demo.do("dissent", panelist="lin", text="Not Kim Okafor, not now", confirmed="no")
    demo.main()
    assert demo.live.meeting.dissents[0].confirmed
    assert demo.live.meeting.dissents[0].text == "Not Kim Okafor, not now"


def test_a_long_rationale_is_refused_with_a_sentence(demo):
    demo.until("decide")
    said = {"outcome": "no-hire", "rationale": "x" * 20_000, "review": "2027-05-01"}
    assert demo.refused("decide", **said).startswith("This text is too long")


def test_a_day_before_the_meeting_is_refused(demo):
    demo.until("decide")
    said = {"outcome": "no-hire", "rationale": "because", "review": "2020-01-01"}
    assert "is in the past. Type a later day" in demo.refused("decide", **said)


def test_the_clock_stands_while_the_program_does_not_run(demo):
    demo.until("reveal")
    demo.seconds += 8 * 3600
    live = demo.again()
    assert live.view().clock.used < 60


def test_nobody_who_may_enter_is_said_with_what_to_do(demo):
    demo.until("reveal_votes")
    for panelist in demo.live.meeting.present():
        demo.do("people", panelist=panelist.id, what="left")
    assert "Nobody in the call can enter" in demo.refused("reveal_votes")
    assert "p marks who is present" in demo.live.view().guidance
    done = demo.keep_rest()
    assert isinstance(done, Refused)
    assert "Nobody in the call" in done.reason


def test_a_folder_that_is_lost_is_left_for_another(demo, tmp_path):
    demo.until("reveal")
    count = len(demo.live.log)
    demo.folder.rename(tmp_path / "gone")
    assert demo.refused("reveal").startswith("NOT SAVED")
    assert demo.live.lost

    left = demo.live.save_elsewhere(tmp_path / "other")

    assert left == ()
    demo.do("reveal")
    assert len(read(tmp_path / "other" / "journal.jsonl").events) == count + 1


def test_a_folder_with_something_in_it_is_not_written_over(demo, tmp_path):
    demo.do("open")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").write_text("mine")
    done = demo.live.save_elsewhere(tmp_path / "full")
    assert isinstance(done, Refused)
    assert "not empty" in done.reason


def test_a_brief_broken_during_the_meeting_is_told_and_the_meeting_goes_on(demo):
    demo.until("reveal")
    (demo.folder / "session.toml").write_text("schema = 1\n")
    demo.live.refresh()
    demo.do("reveal")
    assert demo.live.meeting.competencies["judgment"].ratings


def test_a_meeting_that_began_goes_on_without_its_session_file(demo):
    demo.until("reveal")
    demo.live.close()
    (demo.folder / "session.toml").unlink()

    live = demo.start("run-2")

    assert "goes on from its journal" in live.notices[0]
    demo.until("leave")


def test_a_key_made_but_not_noted_before_a_crash_is_renewed(demo):
    demo.until("reveal_votes")
    demo.live.close()
    shutil.rmtree(demo.config)
    keys.make_ballot_key(demo.config, demo.live.log[0].run, b"x" * 32)

    demo.start("run-2")
    demo.live.renew_key()
    demo.enter(dana="3")
    demo.do("reveal_votes")
    assert demo.live.meeting.vote.rounds[-1].marks["dana"].level == 3


def test_a_finish_without_its_record_can_be_written_later(demo):
    demo.until("finish")
    (demo.folder / "record.md").mkdir()
    assert "debrief record" in demo.refused("finish")
    (demo.folder / "record.md").rmdir()

    live = demo.again()
    assert live.meeting.finished is not None
    assert not live.meeting.written
    live.write_record()
    assert (demo.folder / "record.md").exists()


def test_the_real_name_is_told_as_the_alias(demo):
    demo.do("open")
    done = demo.do("minute", text="Kim said so")
    assert demo.live.sentence(done[-1].event) == "Minute: “K-17 said so”"


@pytest.mark.parametrize("before", range(44, 60))
def test_no_piece_of_the_real_name_is_told_where_a_minute_is_cut(demo, before):
    demo.do("open")
    minute = demo.do(
        "minute", text=f"{'We heard much. ' * 4}"[:before] + " Kim Okafor left, it was"
    )
    taken_back = demo.do("undo")
    again = demo.do("redo")

    told = [demo.live.sentence(done[-1].event) for done in (minute, taken_back, again)]
    told += [done[-1].event.what for done in (taken_back, again)]
    assert not [one for one in told if "Ki" in one or "Ok" in one]


def test_a_reveal_that_somebody_still_waits_for_asks_once(demo):
    demo.until("reveal_votes")
    demo.enter(dana="3")
    asked = demo.guard("reveal_votes")
    assert "No entry from Omar Haddad" in asked.says[0]
    assert "cannot be unseen" in asked.says[0]
    demo.keep_rest()
    assert demo.guard("reveal_votes") is None


def test_the_rest_keep_theirs_but_not_who_is_to_rate_anew(demo):
    demo.do("open")
    for panelist in demo.live.meeting.brief.panel:
        differs = panelist.id == "priya"
        if panelist.id == "tom":  # who has no card
            continue
        demo.do(
            "confirm_role",
            panelist.id,
            understanding="differs" if differs else "same",
            differs="a chief architect",
            ruling="a leader",
            ratings="re-rate",
        )
    demo.do("pass_gate")
    demo.do("reveal")
    demo.do("open_round")
    demo.keep_rest()
    rows = demo.live.view().pane.poll.rows
    assert [row.id for row in rows if not row.filled] == ["priya", "tom"]


@pytest.mark.parametrize(
    "kind", ["link", "dangling", "device", "fifo", "socket", "folder", "unreadable"]
)
def test_a_journal_that_is_no_file_is_refused_at_the_start(demo, tmp_path, kind, monkeypatch):
    """Every kind alike, and never shown as a meeting that has not begun."""
    demo.live.close()
    path = demo.folder / "journal.jsonl"
    monkeypatch.chdir(demo.folder)  # the path of a socket is short
    match kind:
        case "link":
            (tmp_path / "elsewhere").write_bytes(b"")
            path.symlink_to(tmp_path / "elsewhere")
        case "dangling":
            path.symlink_to(tmp_path / "a disk that is not mounted")
        case "device":
            path.symlink_to("/dev/zero")
        case "fifo":
            os.mkfifo(path)
        case "socket":
            with socket.socket(socket.AF_UNIX) as server:
                server.bind("journal.jsonl")
        case "folder":
            path.mkdir()
        case _:
            path.write_text("{}\n")
            path.chmod(0)
            if os.access(path, os.R_OK):
                pytest.skip("this user reads every file")

    with pytest.raises(CannotRunError, match=r"journal\.jsonl (is|could not be)"):
        demo.start("run-2")

    environment = demo.environment("run-3")
    console = Console(
        demo.folder, ConsoleEnvironment(environment.now, environment.random, environment.load)
    )
    assert console.trouble.startswith("The journal ")
    path.rmdir() if kind == "folder" else path.unlink()
    demo.start("run-4").close()


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/Lima"])
def test_a_meeting_runs_at_the_end_of_time(demo, zone, monkeypatch):
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    end = datetime.max.replace(tzinfo=UTC)
    demo.live.close()
    demo.live = LiveMeeting(demo.folder, replace(demo.environment("run-2"), now=lambda: end))
    try:
        demo.until("leave")
    finally:
        monkeypatch.undo()
        time.tzset()
    assert not demo.errors
    assert demo.live.meeting.decision.review == date.max
