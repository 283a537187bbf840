"""An error of our own costs one key: nothing is written, and the meeting goes on as it was."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from faults.broken_disk import BrokenDisk
from meetings import Driver

from debrief.core.meeting import events as e
from debrief.core.meeting.fold import fold
from debrief.core.refused import Refused
from debrief.core.verbs import VERBS, named
from debrief.core.verbs.verb import StepVerb, Verb
from debrief.live import CannotRunError
from debrief.live.environment import FAILED
from debrief.store import atomic
from debrief.store.journal import journal, rescue

Patch = pytest.MonkeyPatch


def fail(*_: object, **__: object) -> Any:
    raise ZeroDivisionError


def all_fail(method: str) -> Callable[[Patch], None]:
    """Let a method of every event raise."""

    def break_it(patch: Patch) -> None:
        for event in e.EVENTS:
            patch.setattr(event, method, fail)

    return break_it


def module_fails(name: str) -> Callable[[Patch], None]:
    return lambda patch: patch.setattr(name, fail)


def verbs_fail(method: str) -> Callable[[Patch], None]:
    """Let a method of every main action raise."""

    def break_it(patch: Patch) -> None:
        for verb in VERBS:
            if isinstance(verb, StepVerb):
                patch.setattr(type(verb), method, fail)

    return break_it


BROKEN = {
    "a change": all_fail("apply"),
    "a sentence": all_fail("describe"),
    "the view": module_fails("debrief.live.meeting.view"),
    "the label of what is due then": verbs_fail("label"),
    "the guidance then": verbs_fail("guidance"),
    "what may be undone then": module_fails("debrief.core.verbs.anytime.may_undo"),
}


class Tried(Driver):
    """Tries each act with everything broken in turn, before it is done."""

    tries = 0

    def do(self, verb: str, about: str = "", **values: str) -> tuple[e.LogLine, ...]:
        self.refuse(lambda: self.live.do(named(verb), about, values))
        return super().do(verb, about, **values)

    def enter(self, **cells: str) -> None:
        for panelist, choice in cells.items():
            self.refuse(lambda p=panelist, c=choice: self.live.enter(p, c))
        super().enter(**cells)

    def refuse(self, act: Callable[[], object]) -> None:
        before, file = self.live.meeting, self.bytes()
        seen = self.live.view() if before.opened else None
        for name, break_it in BROKEN.items():
            with Patch.context() as patch:
                break_it(patch)
                done = act()
            assert isinstance(done, Refused), (name, done)
            assert done.reason == FAILED, name
            assert isinstance(self.errors.pop(), ZeroDivisionError)
            assert self.live.meeting == before
            assert self.bytes() == file
            assert seen is None or self.live.view() == seen
            self.tries += 1

    def bytes(self) -> bytes:
        path = self.folder / "journal.jsonl"
        return path.read_bytes() if path.exists() else b""


@pytest.fixture
def tried(demo: Driver) -> Driver:
    return Tried(demo.folder, demo.config)


def walk(driver: Driver) -> None:
    """Do something of every kind that the demo knows, and finish."""
    driver.until("reveal")
    driver.do("minute", text="A slip")
    driver.do("undo")
    driver.do("redo")
    driver.do("clock")
    driver.do("clock")
    driver.do("people", panelist="tom", what="late")
    driver.do("people", panelist="lin", what="owner", reason="Dana is ill")
    driver.do("reveal")
    driver.do("open_round")
    driver.enter(dana="3", omar="4")
    driver.live.clear("omar")
    driver.do("reveal_round")
    driver.do("correct", panelist="dana", now="2")
    driver.until("advance")
    driver.do("go", place="fit")
    driver.do("waive", what="here", reason="Late")
    driver.do("reopen", competency="judgment", reason="A reference")
    driver.until("decide")
    driver.do("dissent", panelist="lin", text="I would wait", confirmed="no")
    driver.do("follow_up", text="Call them", who="lin", by="")
    driver.until("leave")


def test_whatever_raises_before_a_line_is_written_is_a_refusal(tried: Tried) -> None:
    walk(tried)

    kinds = {type(logged.event) for logged in tried.live.log}
    assert len(kinds) >= 30, sorted(one.__name__ for one in set(e.EVENTS) - kinds)
    assert tried.tries >= 6 * len(kinds)
    assert tried.live.meeting.finished is not None
    assert fold(tried.live.log) == tried.live.meeting


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_a_question_that_cannot_be_made_is_a_refusal(
    demo: Driver, verb: Verb, monkeypatch: Patch
) -> None:
    demo.do("open")
    monkeypatch.setattr(type(verb), "ask", fail)

    asked = demo.live.ask(verb)

    assert asked == Refused(FAILED)
    assert isinstance(demo.errors[0], ZeroDivisionError)


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_an_act_that_raises_is_a_refusal(demo: Driver, verb: Verb, monkeypatch: Patch) -> None:
    demo.do("open")
    before = (demo.folder / "journal.jsonl").read_bytes()
    monkeypatch.setattr(type(verb), "do", fail)

    assert demo.live.do(verb) == Refused(FAILED)

    assert (demo.folder / "journal.jsonl").read_bytes() == before
    monkeypatch.undo()
    demo.do("minute", text="It goes on")


# ---- what the program adds by itself


def test_a_clock_note_that_cannot_be_applied_is_left_out(demo: Driver, monkeypatch: Patch) -> None:
    demo.seconds = 100
    demo.do("open")
    demo.seconds = 10
    monkeypatch.setattr(e.ClockWentBack, "apply", fail)

    demo.do("minute", text="It goes on")

    assert [type(x.event) for x in demo.live.log] == [e.MeetingOpened, e.MinuteTaken]
    assert len(demo.errors) == 1


def test_what_a_crash_left_is_set_aside_even_where_no_line_can_tell_it(
    demo: Driver, monkeypatch: Patch
) -> None:
    demo.until("reveal")
    count = len(demo.live.log)
    demo.live.close()
    with (demo.folder / "journal.jsonl").open("ab") as file:
        file.write(b'{"v":1,"seq":99')
    monkeypatch.setattr(e.JournalRecovered, "describe", fail)

    live = demo.start("run-2")

    assert len(live.log) == count
    assert "Everything that was saved is here" in live.notices[0]
    demo.do("reveal")


def test_lost_cells_that_cannot_be_cleared_do_not_end_the_meeting(
    demo: Driver, monkeypatch: Patch
) -> None:
    demo.until("reveal")
    demo.live.close()
    for key in (demo.config / "keys").iterdir():
        key.unlink()
    monkeypatch.setattr(e.BallotsLost, "apply", fail)

    demo.start("run-2")

    assert demo.live.renew_key() == Refused(FAILED)
    demo.do("minute", text="It goes on")


def test_a_record_that_cannot_be_noted_is_written_all_the_same(
    demo: Driver, monkeypatch: Patch
) -> None:
    demo.until("finish")
    monkeypatch.setattr(e.RecordWritten, "apply", fail)

    demo.do("finish")

    assert (demo.folder / "record.md").exists()
    assert isinstance(demo.live.log[-1].event, e.MeetingFinished)


def test_a_record_that_cannot_be_made_leaves_the_meeting_finished(
    demo: Driver, monkeypatch: Patch
) -> None:
    demo.until("finish")
    monkeypatch.setattr("debrief.report.record_html.html", fail)

    assert (
        demo.refused("finish")
        == "The meeting is saved, but not its record. Run debrief record to write it."
    )

    assert demo.live.meeting.finished is not None
    assert len(demo.errors) == 1


# ---- an act of several lines


@contextmanager
def broken(disk: BrokenDisk, by: int) -> Iterator[None]:
    disk.break_at(len(disk.calls) + by, "ENOSPC", for_ever=False)
    yield
    disk.mend()


def test_a_decision_and_its_rulings_are_saved_together_or_not_at_all(demo: Driver) -> None:
    disk = BrokenDisk()
    demo.disk = disk.disk
    demo.again()
    demo.until("decide")
    asked = demo.ask("decide")
    assert asked is not None
    assert not isinstance(asked, Refused)
    rules = {f.name: "All the same" for f in asked.fields if f.name.startswith("rule:")}
    said = {"outcome": "hire", "rationale": "So", "review": "2027-05-01", **rules}
    assert rules
    before = (demo.folder / "journal.jsonl").read_bytes()
    with broken(disk, 0):
        assert demo.refused("decide", **said).startswith("NOT SAVED. The journal")
    assert (demo.folder / "journal.jsonl").read_bytes() == before
    assert not demo.live.meeting.rulings

    disk.calls.clear()
    done = demo.do("decide", **said)

    assert [type(x.event) for x in done] == [*[e.BarWaived] * len(rules), e.DecisionMade]
    lines = len(done)
    assert disk.calls == ["write", "sync"]
    assert fold(journal.read(demo.folder / "journal.jsonl").events) == demo.live.meeting

    assert len(demo.do("undo")) == lines
    assert not demo.live.meeting.rulings
    assert not demo.live.meeting.decided
    assert len(demo.do("redo")) == lines
    assert len(demo.live.meeting.rulings) == len(rules)
    assert demo.live.meeting.decided


# ---- going on elsewhere


def test_a_rescue_that_fails_leaves_the_meeting_where_it_was(
    demo: Driver, monkeypatch: Patch, tmp_path: Any
) -> None:
    demo.until("reveal")
    folder, lines = demo.live.folder, demo.live.log

    def no_room(*_: object, **__: object) -> Any:
        raise atomic.FileProblem(tmp_path, os.strerror(errno.ENOSPC))

    with Patch.context() as patch:
        patch.setattr(journal.Journal, "open", no_room)
        done = demo.live.save_elsewhere(tmp_path / "other")

    assert isinstance(done, Refused)
    assert demo.live.folder == folder
    assert demo.live.lost == ""
    demo.do("reveal")
    assert journal.read(folder / "journal.jsonl").events[: len(lines)] == lines
    assert demo.live.save_elsewhere(tmp_path / "third") == ()
    demo.do("minute", text="It goes on there")
    assert len(journal.read(tmp_path / "third" / "journal.jsonl").events) == len(demo.live.log)


# ---- on resume


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> journal.Contents:
    """Return the journal of a walked meeting, up to its finish."""
    import shutil

    from debrief.store import paths

    root = tmp_path_factory.mktemp("walked")
    folder = root / "meeting"
    shutil.copytree(paths.shipped("sessions") / "demo-vp-engineering", folder)
    driver = Driver(folder, root / "config")
    walk(driver)
    driver.live.close()
    return journal.read(folder / "journal.jsonl")


@pytest.mark.parametrize("method", ["apply", "describe"])
def test_a_journal_opens_read_only_at_the_first_line_that_cannot_be_used(
    demo: Driver, finished: journal.Contents, method: str, monkeypatch: Patch
) -> None:
    demo.live.close()
    path = demo.folder / "journal.jsonl"
    lines = finished.lines[:-2]
    path.write_bytes(b"".join(lines))
    kinds = {type(x.event): x.seq for x in reversed(finished.events[: len(lines)])}
    if method == "apply":  # what is taken back is applied or not, by where the log ends
        for kind in (e.MinuteTaken, e.Undone, e.Redone):
            del kinds[kind]
    for kind, first in kinds.items():
        with Patch.context() as patch:
            patch.setattr(kind, method, fail)
            with pytest.raises(CannotRunError) as refused:
                demo.start("run-2")
        assert f"cannot use line {first} of the journal" in str(refused.value)
        assert refused.value.readable
        assert path.read_bytes() == b"".join(lines)
    assert len(kinds) >= 26


def test_a_place_that_cannot_be_shown_at_the_end_opens_read_only(
    demo: Driver, monkeypatch: Patch
) -> None:
    demo.until("reveal")
    demo.live.close()
    before = (demo.folder / "journal.jsonl").read_bytes()
    with Patch.context() as patch:
        patch.setattr("debrief.live.meeting.view", fail)
        with pytest.raises(
            CannotRunError, match="cannot show the meeting at its current step"
        ) as refused:
            demo.start("run-2")
    assert refused.value.readable
    assert (demo.folder / "journal.jsonl").read_bytes() == before

    demo.start("run-3")
    demo.do("reveal")


def test_a_copy_says_first_what_was_left_behind(demo: Driver, tmp_path: Any) -> None:
    demo.until("reveal")
    demo.do("minute", text="Behind")
    demo.live.close()
    whole = journal.read(demo.folder / "journal.jsonl")
    cut = journal.Contents(whole.events[:-1], whole.lines[:-1], whole.hashes[:-1])
    left = whole.lines[-1]
    cut = journal.Contents(cut.events, cut.lines, cut.hashes, left=left)
    rescue.continue_in(demo.folder, cut, tmp_path / "copy")

    demo.folder = tmp_path / "copy"
    recovered = journal.Recovered(len(left), rescue.BEHIND)
    demo.recovered = recovered
    live = demo.start("run-2")

    assert live.log[-1].event == e.JournalRecovered(torn=len(left), kept_as=rescue.BEHIND)
    assert "This copy continues from the last good event" in live.notices[0]
    assert (tmp_path / "copy" / rescue.BEHIND).read_bytes() == left
