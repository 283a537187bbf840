"""The meeting takes each note of the console in once, by the ordinary rules."""

from __future__ import annotations

import errno
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from meetings import START, Driver

from debrief.core.meeting import events as e
from debrief.core.refused import Refused
from debrief.core.verbs import named
from debrief.core.verbs.anytime import AddPromise, ChangeMinute, TakeMinute
from debrief.core.vocabulary import FollowUp, Promise
from debrief.live.console import Console, ConsoleEnvironment
from debrief.live.inbox import MOST_NOTES, PERIOD
from debrief.store import inbox
from debrief.store.inbox import Note, NotedMinute
from debrief.store.sessions import session


@pytest.fixture
def open_demo(demo: Driver) -> Driver:
    demo.do("open")
    return demo


def put(driver: Driver, text: str = "Said", **more: object) -> str:
    minute = NotedMinute.model_validate({"text": text, **more})
    note = Note(id=inbox.new_id(driver.folder, START, bytes(4)), minute=minute)
    inbox.write(driver.folder, note)
    return note.id


def minutes(driver: Driver) -> list[str]:
    return [minute.event.text for minute in driver.live.meeting.minutes]


def test_notes_are_recorded_in_order_and_only_then_gone(open_demo: Driver) -> None:
    names = [put(open_demo, "one"), put(open_demo, "two", quiet=True, speaker="lin")]
    promised = FollowUp(text="Send it", owner="Dana")
    last = inbox.new_id(open_demo.folder, START, bytes(4))
    inbox.write(open_demo.folder, Note(id=last, follow_up=promised))

    added = open_demo.live.take_notes()

    assert [getattr(one.event, "source", None) for one in added] == [*names, last]
    assert minutes(open_demo) == ["one", "two"]
    assert open_demo.live.meeting.minutes[1].event.quiet
    taken = [promise.promise for promise in open_demo.live.meeting.promises]
    assert taken == [Promise(kind="follow-up", text="Send it (Dana)")]
    assert inbox.waiting(open_demo.folder) == ()
    assert open_demo.live.take_notes() == ()


def test_a_quiet_note_changes_nothing_that_the_room_sees(open_demo: Driver) -> None:
    before = open_demo.live.view()
    put(open_demo, "HIDDEN", quiet=True)
    open_demo.live.take_notes()

    assert replace(open_demo.live.view(), seq=before.seq) == before


def test_a_crash_between_the_append_and_the_deletion_records_nothing_twice(
    open_demo: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(open_demo, "once")
    with monkeypatch.context() as broken:
        broken.setattr(Path, "unlink", _denied)
        open_demo.live.take_notes()
    assert len(inbox.waiting(open_demo.folder)) == 1

    assert open_demo.again().take_notes() == ()
    assert minutes(open_demo) == ["once"]
    assert inbox.waiting(open_demo.folder) == ()


def _denied(*_: object, **__: object) -> None:
    raise PermissionError(errno.EACCES, "no")


def test_notes_wait_while_no_meeting_is_open(demo: Driver) -> None:
    put(demo, "early")
    assert demo.live.take_notes() == ()
    assert len(inbox.waiting(demo.folder)) == 1

    demo.do("open")
    demo.live.close()
    put(demo, "while away")
    demo.start("run-2").take_notes()
    assert minutes(demo) == ["early", "while away"]


def test_what_comes_after_the_finish_stays_outside(
    open_demo: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_demo.until("finish")
    put(open_demo, "just in time")
    open_demo.main()
    assert minutes(open_demo)[-1] == "just in time"

    put(open_demo, "too late")
    assert open_demo.live.take_notes() == ()
    assert len(inbox.waiting(open_demo.folder)) == 1


def test_undo_takes_back_what_the_facilitator_did_not_what_was_noted(open_demo: Driver) -> None:
    open_demo.do("minute", text="mine")
    put(open_demo, "the console’s")
    open_demo.live.take_notes()
    open_demo.do("undo")

    assert minutes(open_demo) == ["the console’s"]


def test_what_the_rules_refuse_and_what_is_no_note_is_set_aside(open_demo: Driver) -> None:
    put(open_demo, "by nobody", speaker="nobody")
    (open_demo.folder / "inbox" / "journal.json").write_text("{}")
    put(open_demo, "fine")
    open_demo.live.take_notes()

    assert minutes(open_demo) == ["fine"]
    assert inbox.waiting(open_demo.folder) == ()
    assert len(list((open_demo.folder / "inbox" / "refused").iterdir())) == 2


def test_what_cannot_be_set_aside_is_tried_once(open_demo: Driver) -> None:
    put(open_demo, "by nobody", speaker="nobody")
    (open_demo.folder / "inbox" / "refused").write_text("in the way")
    open_demo.live.take_notes()
    (open_demo.folder / "inbox" / "refused").unlink()
    open_demo.live.take_notes()

    assert len(inbox.waiting(open_demo.folder)) == 1


def test_a_note_waits_while_nothing_can_be_saved(open_demo: Driver) -> None:
    put(open_demo, "one")
    put(open_demo, "two")
    log = open_demo.folder / "journal.jsonl"
    whole = log.read_bytes()
    log.write_bytes(whole + b"x")

    assert open_demo.live.take_notes() == ()
    assert len(inbox.waiting(open_demo.folder)) == 2

    log.write_bytes(whole)
    open_demo.again().take_notes()
    assert minutes(open_demo) == ["one", "two"]


# ---- the console's side


def console(driver: Driver, **how: Callable[[], dict[str, str]]) -> Console:
    watching = ConsoleEnvironment(
        now=lambda: START + timedelta(seconds=driver.seconds),
        random=bytes,
        load=lambda where: session.load(where),
        **how,
    )
    return Console(driver.folder, watching)


def test_it_waits_for_the_meeting_and_follows_it(demo: Driver) -> None:
    watching = console(demo)
    view = watching.view()
    assert (watching.state, view is not None and view.heading) == ("waiting", "Preflight")
    assert isinstance(watching.ask(TakeMinute(), quiet=False), Refused)
    assert isinstance(watching.note(TakeMinute(), {"text": "x", "kind": "minute"}), Refused)

    (demo.folder / "scores" / "lin.toml").unlink()
    assert watching.look()
    assert not watching.look()
    view = watching.view()
    assert view is not None
    assert "Lin Wei" in view.gaps[0]

    demo.do("open")
    assert watching.look()
    assert watching.state == "running"
    demo.live.close()
    assert watching.state == "left"
    demo.start("run-2")
    assert watching.state == "running"


def test_opened_late_it_sees_the_same(open_demo: Driver) -> None:
    early = console(open_demo)
    open_demo.until("challenge")
    early.look()

    assert early.view() == console(open_demo).view()
    open_demo.until("leave")
    early.look()
    assert early.state == "finished"
    assert isinstance(early.note(TakeMinute(), {"text": "x", "kind": "minute"}), Refused)


def test_a_note_arrives_with_what_was_said_of_it(open_demo: Driver) -> None:
    watching = console(open_demo)
    assert (
        watching.note(TakeMinute(), {"text": "a", "speaker": "lin", "kind": "voiced-early"}) is None
    )
    promised = {"text": "b", "who": "dana", "by": "2026-12-01"}
    assert watching.note(AddPromise(), promised) is None
    assert watching.notes_waiting == 2

    open_demo.live.take_notes()
    assert watching.look()
    assert watching.notes_waiting == 0
    taken = open_demo.live.meeting.minutes[0].event
    assert (taken.text, taken.speaker, taken.quiet, taken.kind) == (
        "a",
        "lin",
        True,
        "voiced-early",
    )
    assert str(open_demo.live.meeting.promises[0].promise.by) == "2026-12-01"


@pytest.mark.parametrize(
    ("verb", "values", "said"),
    [
        ("minute", {"text": " ", "kind": "minute"}, "Write the minute first"),
        ("follow_up", {"text": "x", "by": "soon"}, "is not a day"),
        ("follow_up", {"text": ""}, "the promise, in a line."),
    ],
)
def test_what_the_rules_refuse_is_not_sent(
    open_demo: Driver, verb: str, values: dict[str, str], said: str
) -> None:
    refused = console(open_demo).note(named(verb), values)

    assert refused is not None
    assert said in refused.reason
    assert inbox.waiting(open_demo.folder) == ()


def test_a_note_that_cannot_be_written_is_said(open_demo: Driver) -> None:
    (open_demo.folder / "inbox").write_text("in the way")

    refused = console(open_demo).note(TakeMinute(), {"text": "x", "kind": "minute"})
    assert refused is not None
    assert refused.reason.startswith("NOT SENT.")


def test_the_clock_runs_on_only_while_the_meeting_runs(open_demo: Driver) -> None:
    watching = console(open_demo)
    open_demo.seconds = 601
    assert "10 of 75" in watching.view().time[0]  # type: ignore[union-attr]

    open_demo.live.close()
    assert "0 of 75" in watching.view().time[0]  # type: ignore[union-attr]
    open_demo.start("run-2")
    assert "0 of 75" in watching.view().time[0]  # type: ignore[union-attr]
    open_demo.do("clock")
    watching.look()
    open_demo.seconds = 6000
    assert watching.view().time[0].startswith("The clock is paused. ")  # type: ignore[union-attr]


def test_leans_are_shown_as_given(open_demo: Driver) -> None:
    watching = console(open_demo, leans=lambda *_: {"lin": "Lin tends to rate lower."})
    assert watching.lacks_leans
    watching.find_leans()
    view = watching.view()

    assert not watching.lacks_leans
    assert view is not None
    assert view.leans == ("Lin tends to rate lower.",)


def test_a_line_that_is_being_written_is_read_when_it_is_whole(open_demo: Driver) -> None:
    log = open_demo.folder / "journal.jsonl"
    watching = console(open_demo)
    open_demo.do("minute", text="said")
    whole = log.read_bytes()
    log.write_bytes(whole[:-40])
    assert watching.look()
    assert watching.view().taken == ""  # type: ignore[union-attr]
    assert watching.trouble == ""

    log.write_bytes(whole)
    watching.look()
    assert watching.view().taken == "1 minute · 0 promises"  # type: ignore[union-attr]


def test_a_journal_that_is_replaced_gone_or_damaged(open_demo: Driver) -> None:
    log = open_demo.folder / "journal.jsonl"
    begun = log.read_bytes()
    open_demo.do("minute", text="said")
    watching = console(open_demo)

    log.write_bytes(begun)
    watching.look()
    assert watching.view().taken == ""  # type: ignore[union-attr]

    log.write_bytes(begun.replace(b"VP", b"XX", 1))
    watching.look()
    assert "was altered" in watching.trouble

    log.unlink()
    log.mkdir()
    watching.look()
    assert watching.trouble == "The journal is a folder; put a regular file there."
    log.rmdir()
    watching.look()
    assert (watching.state, watching.trouble) == ("waiting", "")


def test_a_journal_of_something_else_is_said(open_demo: Driver) -> None:
    from debrief.core.meeting.events import dump
    from debrief.store.journal import chain

    stamp = chain.Stamp(1, chain.GENESIS, START, 0.0, "run-1", bytes(16))
    line = chain.line_of(stamp, *dump(e.ClockPaused()))
    (open_demo.folder / "journal.jsonl").write_bytes(line)
    watching = console(open_demo)

    assert watching.trouble == "The journal does not begin with the opening of a meeting."
    assert watching.state == "waiting"


def test_without_a_brief_there_is_nothing_to_note(demo: Driver) -> None:
    (demo.folder / "session.toml").write_text("schema = ")
    watching = console(demo)

    assert watching.view() is None
    assert watching.trouble == "The brief has errors: run debrief check to list them."
    assert isinstance(watching.ask(TakeMinute(), quiet=True), Refused)
    assert isinstance(watching.note(TakeMinute(), {}), Refused)


def test_quiet_minutes_are_settled_in_the_console_and_never_shown_in_the_room(
    open_demo: Driver,
) -> None:
    watching = console(open_demo)
    assert isinstance(watching.ask_quiet(), Refused), "there is none yet"
    for text in ("FIRST", "SECOND", "THIRD"):
        open_demo.do("quiet_minute", text=text, kind="quiet", speaker="")
    watching.look()
    asked = watching.ask_quiet()
    assert not isinstance(asked, Refused)
    assert asked.title.startswith("3 quiet minutes, not on the shared screen")
    assert asked.fields[0].label.endswith("  Role clarity: FIRST")
    assert {field.value for field in asked.fields} == {"auditor"}

    names = [field.name for field in asked.fields]
    answers = dict(zip(names, ("record", "auditor", "struck"), strict=True))
    assert watching.settle(answers) is None
    assert watching.notes_waiting == 2, "what stays as it is needs no note"
    before = open_demo.live.view()
    open_demo.live.take_notes()
    settled = [minute.settled for minute in open_demo.live.meeting.minutes]
    assert settled == ["record", None, "struck"]
    assert replace(open_demo.live.view(), seq=before.seq) == before


def test_a_minute_is_corrected_or_struck_from_the_console(open_demo: Driver) -> None:
    watching = console(open_demo)
    none = watching.ask(ChangeMinute(), quiet=True)
    assert isinstance(none, Refused)
    open_demo.do("minute", text="Said wrongly", speaker="lin")
    open_demo.do("quiet_minute", text="HIDDEN", kind="quiet", speaker="")
    watching.look()
    which = watching.ask(ChangeMinute(), quiet=True)
    assert not isinstance(which, Refused)
    labels = {option.label: option.value for option in which.fields[0].options}
    assert list(labels) == ["HIDDEN", "Lin Wei: Said wrongly"]

    first = labels["Lin Wei: Said wrongly"]
    asked = watching.ask(ChangeMinute(), quiet=True, about=first)
    assert not isinstance(asked, Refused)
    assert (asked.about, asked.fields[1].value) == (first, "Said wrongly")
    correct = {"what": "correct", "text": "Said rightly", "speaker": "omar"}
    assert watching.note(ChangeMinute(), correct, first) is None
    assert watching.note(ChangeMinute(), {"what": "strike"}, labels["HIDDEN"]) is None
    unchosen = watching.note(ChangeMinute(), {"minute": "?"})
    assert isinstance(unchosen, Refused)

    added = open_demo.live.take_notes()
    assert all(getattr(one.event, "source", None) for one in added)
    said, hidden = open_demo.live.meeting.minutes
    assert (said.event.text, said.event.speaker, said.before) == (
        "Said rightly",
        "omar",
        ("Said wrongly",),
    )
    assert (said.struck, hidden.struck) == (False, True)


def test_nothing_is_settled_without_a_meeting(demo: Driver) -> None:
    assert isinstance(console(demo).ask_quiet(), Refused)
    (demo.folder / "session.toml").write_text("schema = 1\n")
    assert isinstance(console(demo).ask_quiet(), Refused)


def test_more_notes_than_people_write_wait(open_demo: Driver) -> None:
    for number in range(MOST_NOTES + 3):
        put(open_demo, f"{number}")

    assert len(open_demo.live.take_notes()) == MOST_NOTES
    assert open_demo.live.notes_held_back == 3
    assert open_demo.live.take_notes() == ()
    open_demo.seconds += PERIOD

    assert len(open_demo.live.take_notes()) == 3
    assert open_demo.live.notes_held_back == 0
    assert minutes(open_demo) == [f"{number}" for number in range(MOST_NOTES + 3)]
