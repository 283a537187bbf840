"""Additions after the finish are synced and chained, and have one writer at a time."""

from __future__ import annotations

import os
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from forging import events, forge, journal, statuses

from debrief.core.after.model import AddedEntry, Noted, Objected
from debrief.core.after.rules import NOT_BEGUN, NOT_FINISHED
from debrief.core.refused import Refused
from debrief.store import atomic, verify
from debrief.store.atomic import DISK, Disk, FileProblem
from debrief.store.journal import after, lock
from debrief.store.journal import after_writer as after_write
from debrief.store.journal import journal as journals
from debrief.store.journal.after_writer import WriterEnvironment, append_note, append_objection
from debrief.store.journal.journal import NotSaved, ReadOnly
from debrief.store.journal.lock import Busy

T = datetime(2027, 3, 15, 9, 0, 0, 123000, tzinfo=UTC)


@pytest.fixture
def world() -> WriterEnvironment:
    return WriterEnvironment(now=lambda: T, mono=lambda: 1.5, random=bytes, run="run-9")


def note(folder: Path, world: WriterEnvironment, text: str = "Why?") -> AddedEntry:
    done = append_note(folder, text, "An auditor", 3, world)
    assert isinstance(done, AddedEntry)
    return done


def added(folder: Path) -> after.After:
    return after.read(folder, journals.read(journal(folder)).fingerprint)


def test_what_was_added_reads_as_it_was_returned(folder: Path, world: WriterEnvironment) -> None:
    before = journal(folder).read_bytes()

    first = note(folder, world)
    second = append_objection(folder, "Not I.\nNever.", "mateo", None, world)

    assert first == AddedEntry(1, T, Noted(by="An auditor", text="Why?", at_event=3))
    assert second == AddedEntry(
        2, T, Objected(by="Mateo Silva", panelist="mateo", text="Not I.\nNever.")
    )
    assert added(folder).events == (first, second)
    assert journal(folder).read_bytes() == before
    assert (folder / after.FILE).stat().st_mode & 0o777 == 0o600


def test_it_is_verified(
    folder: Path, world: WriterEnvironment, environment: verify.VerifyEnvironment
) -> None:
    note(folder, world)
    note(folder, world)
    note(folder, world)
    path = folder / after.FILE
    a, b, c = path.read_bytes().splitlines(keepends=True)

    def told() -> tuple[str, str]:
        (item,) = [x for x in verify.verify(folder, environment).items if x.item == path.name]
        return item.status, item.note

    assert told() == (
        "OK",
        "3 entries, chained to the fingerprint; the record’s files do not show all of it: "
        "run debrief record",
    )
    second, good = "Line 2 of after.jsonl", "; the events before it are good."
    for data, note_ in (
        (a + c, f"{second} does not follow the line before it{good}"),
        (b + c, "Line 1 of after.jsonl does not follow the finish of this meeting."),
        (a + c + b, f"{second} does not follow the line before it{good}"),
        (a + b.replace(b"Why", b"How") + c, f"{second} was altered: its hash does not fit{good}"),
        (a + b + c[:-9], f"{len(c) - 9} bytes after line 2 are not a whole line: left by a "
         "crash, or cut"),
        (a + b + c[:-1], "the line end after line 3 is missing; the line itself is good"),
    ):  # fmt: skip
        path.write_bytes(data)
        assert told() == ("ALTERED", note_)
    path.unlink()
    assert path.name not in statuses(verify.verify(folder, environment))


def test_a_torn_line_is_put_aside_first(folder: Path, world: WriterEnvironment) -> None:
    first = note(folder, world)
    path = folder / after.FILE
    path.write_bytes(path.read_bytes() + b'{"v":1,"se')

    second = note(folder, world)

    assert added(folder).events == (first, second)
    assert (folder / "after.jsonl.torn-1").read_bytes() == b'{"v":1,"se'


def test_a_line_without_its_end_is_kept(folder: Path, world: WriterEnvironment) -> None:
    first = note(folder, world)
    path = folder / after.FILE
    path.write_bytes(path.read_bytes()[:-1])

    second = note(folder, world)

    assert added(folder).events == (first, second)
    assert not list(folder.glob("*.torn-*"))


def test_nothing_is_added_to_a_file_that_was_altered(
    folder: Path, world: WriterEnvironment
) -> None:
    note(folder, world)
    path = folder / after.FILE
    altered = path.read_bytes().replace(b"Why", b"How")
    path.write_bytes(altered)

    with pytest.raises(ReadOnly, match=r"Line 1 of after\.jsonl was altered: its hash"):
        note(folder, world)

    assert path.read_bytes() == altered


def test_a_refusal_leaves_no_trace(folder: Path, world: WriterEnvironment) -> None:
    done = append_objection(folder, "x", "nobody", None, world)

    assert isinstance(done, Refused)
    assert not (folder / after.FILE).exists()


def test_only_to_a_finished_meeting(folder: Path, world: WriterEnvironment) -> None:
    lines = events(folder)
    forge(folder, [x for x in lines if x["type"] not in ("MeetingFinished", "RecordWritten")])
    assert append_note(folder, "x", "y", None, world) == Refused(NOT_FINISHED)
    forge(folder, lines[1:])
    with pytest.raises(ReadOnly, match="does not begin with the opening"):
        append_note(folder, "x", "y", None, world)
    journal(folder).write_bytes(b"x\n")
    with pytest.raises(ReadOnly, match="Nothing can be added to this session"):
        append_note(folder, "x", "y", None, world)
    journal(folder).unlink()
    assert append_note(folder, "x", "y", None, world) == Refused(NOT_BEGUN)
    assert not (folder / after.FILE).exists()


def test_one_at_a_time(folder: Path, world: WriterEnvironment) -> None:
    with ExitStack() as closing:
        lock.hold(journal(folder), T, closing)
        with pytest.raises(Busy, match="open elsewhere"):
            note(folder, world)
    note(folder, world)


@pytest.mark.parametrize("there", ["folder", "link", "pipe"])
def test_it_is_written_to_no_other_file(folder: Path, world: WriterEnvironment, there: str) -> None:
    path = folder / after.FILE
    if there == "folder":
        path.mkdir()
    elif there == "link":
        path.symlink_to(folder / "session.toml")
    else:
        os.mkfifo(path)

    with pytest.raises(FileProblem):
        note(folder, world)


def test_what_is_too_long_for_a_line_or_the_file_is_not_saved(
    folder: Path, world: WriterEnvironment, monkeypatch: pytest.MonkeyPatch
) -> None:
    note(folder, world)
    before = (folder / after.FILE).read_bytes()
    monkeypatch.setattr(after, "LIMIT", len(before) + 10)
    with pytest.raises(NotSaved, match="make it shorter or simpler"):
        note(folder, world)
    huge = Noted.model_construct(by="x", text="y" * 5_000_000, at_event=None)
    monkeypatch.undo()
    with pytest.raises(NotSaved, match="make it shorter or simpler"):
        after_write.append(folder, lambda _: huge, world)
    assert (folder / after.FILE).read_bytes() == before


class Failing:
    """A disk on which the calls with these numbers fail, counted over writes or syncs."""

    def __init__(self, call: str, *numbers: int) -> None:
        self.call, self.numbers, self.count = call, numbers, 0

    def disk(self) -> Disk:
        def strike() -> None:
            self.count += 1
            if self.count in self.numbers:
                raise OSError(28, "No space left on device")

        def write(descriptor: int, data: memoryview) -> int:
            if self.call == "write":
                os.write(descriptor, data[:5])
                strike()
            return os.write(descriptor, data)

        def sync(descriptor: int) -> None:
            if self.call == "sync":
                strike()
            atomic.sync(descriptor)

        def truncate(descriptor: int, size: int) -> None:
            if self.call == "write" and len(self.numbers) > 1:
                raise OSError(5, "Input/output error")
            DISK.truncate(descriptor, size)

        return Disk(write=write, sync=sync, truncate=truncate)


@pytest.mark.parametrize(
    ("failing", "why"),
    [
        (Failing("write", 1), "No space left on device.; free some space, then try again"),
        (Failing("sync", 3), "The disk failed to keep after.jsonl .+; check it, then try again"),
        (Failing("write", 1, 2), "The disk failed to keep after.jsonl"),
        (Failing("sync", 1), "could not be saved safely .+; free some space"),
    ],
)
def test_a_failing_disk_is_told_and_the_next_try_is_whole(
    folder: Path, world: WriterEnvironment, failing: Failing, why: str
) -> None:
    first = note(folder, world)
    broken = WriterEnvironment(world.now, world.mono, world.random, world.run, failing.disk())

    with pytest.raises((NotSaved, FileProblem), match=why):
        note(folder, broken)

    second = note(folder, world)
    assert added(folder).events == (first, second)
