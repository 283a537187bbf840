"""Acknowledged events are on the disk, and no others."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.core.meeting.event import Undo
from debrief.core.meeting.events import (
    Argued,
    ClockPaused,
    ClockWentBack,
    Event,
    MinuteTaken,
    StepOpened,
)
from debrief.core.steps import Place
from debrief.store import atomic
from debrief.store.atomic import DISK, Disk, FileProblem
from debrief.store.journal import chain, journal
from debrief.store.journal.journal import Journal, NotSaved, ReadOnly, Recovered
from debrief.store.journal.lock import Busy
from debrief.store.paths import shipped

T = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


def _minute(text: str) -> Event:
    return MinuteTaken(text=text, place=Place(step="preflight"))


def _open(path: Path, disk: Disk = DISK, run: str = "run-1", **more: Any) -> Journal:
    ticks = count()
    return Journal.open(
        path,
        now=lambda: T + timedelta(microseconds=1_234_567 * next(ticks)),
        mono=lambda: next(ticks) / 3,
        nonce=lambda: bytes([next(ticks) % 256]) * 16,
        run=run,
        disk=disk,
        **more,
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.jsonl"


def _begin(path: Path, *texts: str) -> bytes:
    with _open(path) as written:
        for text in texts:
            written.append(_minute(text))
    return path.read_bytes()


def _texts(contents: journal.Contents) -> list[str]:
    return [
        logged.event.text for logged in contents.events if isinstance(logged.event, MinuteTaken)
    ]


class Faults:
    """A disk whose calls fail: an OSError code or a function to run instead, by call."""

    def __init__(self) -> None:
        self.plan: dict[str, list[int | Callable[..., Any]]] = {}
        self.calls: list[str] = []
        names = ("open", "write", "sync", "truncate", "replace")
        self.disk = Disk(**{name: self._wrapped(name) for name in names})

    def _wrapped(self, name: str) -> Callable[..., Any]:
        def call(*args: Any) -> Any:
            self.calls.append(name)
            steps = self.plan.get(name)
            step = steps.pop(0) if steps else 0
            if callable(step):
                return step(*args)
            if step:
                raise OSError(step, os.strerror(step))
            return getattr(DISK, name)(*args)

        return call


# --- a healthy disk ---


def test_what_is_appended_is_what_is_read(path: Path) -> None:
    with _open(path) as written:
        returned = (written.append(_minute("eins")), written.append(ClockPaused()))
        assert written.events == returned
        assert journal.read(path) == written.contents
        assert written.head == journal.read(path).hashes[-1]
        assert written.recovered is None
    assert path.stat().st_mode & 0o777 == 0o600
    assert [logged.seq for logged in returned] == [1, 2]


def test_a_meeting_goes_on_where_it_stopped(path: Path) -> None:
    _begin(path, "one")

    with _open(path, run="run-2") as written:
        written.append(_minute("two"))

    found = journal.read(path)
    assert _texts(found) == ["one", "two"]
    assert [logged.run for logged in found.events] == ["run-1", "run-2"]
    assert found.read_only is None


def test_the_bytes_are_synced_before_append_returns(path: Path) -> None:
    faults = Faults()
    with _open(path, faults.disk) as written:
        faults.calls.clear()
        written.append(ClockPaused())
        assert faults.calls == ["write", "sync"]


def test_a_new_journals_name_is_durable_before_its_first_event(path: Path) -> None:
    faults = Faults()
    with _open(path, faults.disk):
        assert faults.calls == ["open", "sync", "open", "sync"]


def test_a_second_writer_is_turned_away_and_may_read(path: Path) -> None:
    with _open(path) as written:
        written.append(_minute("one"))
        with pytest.raises(Busy, match="open elsewhere"):
            _open(path)
        assert _texts(journal.read(path)) == ["one"]
    _open(path).close()


def test_a_closed_journal_takes_nothing(path: Path) -> None:
    written = _open(path)
    written.close()
    written.close()

    with pytest.raises(NotSaved, match="is closed") as caught:
        written.append(ClockPaused())

    assert not caught.value.retry
    assert path.read_bytes() == b""


def test_an_event_that_could_not_be_read_back_is_not_written(path: Path) -> None:
    with _open(path) as written:
        unfit = [
            ClockWentBack(seconds=float("nan")),
            MinuteTaken.model_construct(text="x" * 20_000, place=Place(step="vote")),
            MinuteTaken.model_construct(text="x" * chain.LINE_LIMIT, place=Place(step="vote")),
            type("Danced", (ClockPaused,), {}, undo=Undo.FREE, mark=None)(),
        ]
        for event in unfit:
            with pytest.raises(NotSaved, match="shorter or simpler") as caught:
                written.append(event)
            assert not caught.value.retry
        assert written.ended is None
        written.append(_minute("fits"))
    assert _texts(journal.read(path)) == ["fits"]


def test_an_event_whose_line_is_too_long_to_be_read_again_is_not_written(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with _open(path) as written:
        written.append(_minute("one"))
        monkeypatch.setattr(chain, "LINE_LIMIT", written.contents.good_offset + 10)
        with pytest.raises(NotSaved, match="shorter or simpler"):
            written.append(_minute("more than ten letters longer"))
        written.append(_minute("fits"))
    assert _texts(journal.read(path)) == ["one", "fits"]


def test_a_full_journal_takes_no_more(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = _begin(path, "one")
    monkeypatch.setattr(journal, "FILE_LIMIT", len(whole) + 10)
    with _open(path) as written, pytest.raises(NotSaved, match="shorter"):
        written.append(_minute("two"))


# --- what a crash leaves ---


@given(data=st.data())
def test_cut_anywhere_opening_keeps_the_whole_lines_and_sets_the_rest_aside(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("cut") / "journal.jsonl"
    whole = _begin(path, "one", "two")
    cut = data.draw(st.integers(0, len(whole)))
    path.write_bytes(whole[:cut])
    before = journal.read(path)

    with _open(path) as written:
        written.append(_minute("after"))
        recovered = written.recovered

    assert journal.read(path).read_only is None
    assert _texts(journal.read(path)) == [*_texts(before), "after"]
    torn = [entry for entry in path.parent.iterdir() if ".torn-" in entry.name]
    assert [entry.read_bytes() for entry in torn] == ([before.torn] if before.torn else [])
    assert recovered == (Recovered(len(before.torn), torn[0].name) if torn else None)


def test_a_whole_last_line_that_lacks_only_its_end_is_kept(path: Path) -> None:
    whole = _begin(path, "one", "two")
    path.write_bytes(whole[:-1])

    with _open(path) as written:
        assert path.read_bytes() == whole
        assert written.recovered is None
        written.append(_minute("three"))

    assert _texts(journal.read(path)) == ["one", "two", "three"]


def test_a_second_tear_gets_the_next_number(path: Path) -> None:
    whole = _begin(path, "one")
    for number in (1, 2):
        path.write_bytes(whole + b"torn")
        with _open(path) as written:
            assert written.recovered == Recovered(4, f"journal.jsonl.torn-{number}")
    assert path.read_bytes() == whole


def test_damage_is_reported_and_nothing_is_touched(path: Path) -> None:
    whole = _begin(path, "one", "two")
    path.write_bytes(whole.replace(b"one", b"oNe") + b"torn")
    before = path.read_bytes()

    with pytest.raises(ReadOnly, match="Line 1 of the journal was altered"):
        _open(path)

    assert path.read_bytes() == before
    assert {entry.name for entry in path.parent.iterdir()} == {path.name, "journal.lock"}
    with pytest.raises(ReadOnly):
        _open(path)  # and the lock is free


def test_the_good_part_goes_on_in_a_copy(path: Path, tmp_path: Path) -> None:
    whole = _begin(path, "one", "two")
    path.write_bytes(whole.replace(b"two", b"tWo"))
    (tmp_path / "copy").mkdir()
    there = tmp_path / "copy" / "journal.jsonl"

    journal.copy(journal.read(path), there)

    with _open(there) as written:
        written.append(_minute("three"))
    assert _texts(journal.read(there)) == ["one", "three"]
    with pytest.raises(FileProblem, match="exists already"):
        journal.copy(journal.read(path), there)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (os.mkfifo, "is a pipe"),
        (os.mkdir, "is a folder; put a regular file there"),
        (lambda p: p.symlink_to("x"), "links"),
    ],
    ids=["fifo", "folder", "link"],
)
def test_only_a_regular_file_is_a_journal(
    path: Path, make: Callable[[Path], None], said: str
) -> None:
    make(path)

    with pytest.raises(FileProblem, match=said):
        _open(path)


# --- a failing disk ---


@pytest.fixture
def faults() -> Faults:
    return Faults()


@pytest.fixture
def failing(path: Path, faults: Faults) -> Iterator[Journal]:
    with _open(path, faults.disk) as written:
        written.append(_minute("one"))
        yield written


def _half(descriptor: int, data: memoryview) -> int:
    return os.write(descriptor, data[: len(data) // 2])


def test_a_short_write_is_completed(failing: Journal, faults: Faults, path: Path) -> None:
    faults.plan["write"] = [_half, _half]

    failing.append(_minute("two"))

    assert _texts(journal.read(path)) == ["one", "two"]


@pytest.mark.parametrize(
    ("steps", "advice"),
    [
        ([errno.ENOSPC], "free some space, then try again"),
        ([_half, errno.ENOSPC], "free some space, then try again"),
        ([_half, errno.EIO], "the disk or its connection failed"),
    ],
)
def test_a_failed_write_takes_the_half_line_back_and_may_be_tried_again(
    failing: Journal, faults: Faults, path: Path, steps: list[Any], advice: str
) -> None:
    faults.plan["write"] = steps

    with pytest.raises(NotSaved, match=advice) as caught:
        failing.append(_minute("two"))

    assert caught.value.retry
    assert path.stat().st_size == failing.contents.good_offset
    assert faults.calls[-2:] == ["truncate", "sync"]
    failing.append(_minute("two"))
    assert _texts(journal.read(path)) == ["one", "two"]


@pytest.mark.parametrize(
    "plan",
    [
        {"sync": [errno.EIO]},
        {"write": [errno.ENOSPC], "truncate": [errno.EIO]},
        {"write": [_half, errno.ENOSPC], "sync": [errno.EIO]},
    ],
    ids=["sync", "truncate", "sync of the truncation"],
)
def test_a_disk_that_lies_is_never_asked_again(
    failing: Journal, faults: Faults, plan: dict[str, list[Any]], path: Path, tmp_path: Path
) -> None:
    faults.plan.update(plan)
    with pytest.raises(NotSaved, match=r"failed to keep the journal \(.+\); continue") as caught:
        failing.append(_minute("two"))
    assert not caught.value.retry
    faults.calls.clear()

    with pytest.raises(NotSaved, match="continue in another folder"):
        failing.append(_minute("two"))

    assert faults.calls == []
    assert failing.ended == str(caught.value)
    (tmp_path / "copy").mkdir()
    journal.copy(failing.contents, tmp_path / "copy" / "journal.jsonl")
    with _open(tmp_path / "copy" / "journal.jsonl") as copied:
        copied.append(_minute("two"))
        assert _texts(copied.contents) == ["one", "two"]


def _move_and_link(path: Path) -> None:
    path.rename(path.with_name("moved"))
    path.symlink_to("moved")


@pytest.mark.parametrize(
    "meddle",
    [
        lambda path: path.write_bytes(path.read_bytes() + b"x"),
        lambda path: path.write_bytes(b""),
        lambda path: path.unlink(),
        lambda path: atomic.write(path, path.read_bytes()),
        _move_and_link,
    ],
    ids=["longer", "shorter", "gone", "replaced", "moved"],
)
def test_a_journal_that_another_program_changed_is_not_written_to(
    failing: Journal, path: Path, meddle: Callable[[Path], object]
) -> None:
    meddle(path)
    after = path.read_bytes() if path.exists() else None

    with pytest.raises(NotSaved, match="changed or moved by another program") as caught:
        failing.append(_minute("two"))

    assert not caught.value.retry
    assert (path.read_bytes() if path.exists() else None) == after
    assert _texts(failing.contents) == ["one"]


@pytest.mark.parametrize("call", ["open", "sync", "write", "truncate", "replace"])
def test_a_recovery_that_fails_loses_nothing(path: Path, faults: Faults, call: str) -> None:
    whole = _begin(path, "one")
    path.write_bytes(whole + b"torn")
    faults.plan[call] = [errno.EIO]

    with pytest.raises(FileProblem, match="Input/output error"):
        _open(path, faults.disk)

    with _open(path) as written:
        assert _texts(written.contents) == ["one"]
    assert any(entry.read_bytes() == b"torn" for entry in path.parent.glob("*.torn-*"))


# --- an act of several lines ---


def test_an_act_is_written_whole_in_one_write_and_one_sync(
    failing: Journal, faults: Faults, path: Path
) -> None:
    faults.calls.clear()

    prepared = failing.prepared(_minute("two"), _minute("three"))
    assert _texts(journal.read(path)) == ["one"]
    failing.write(prepared)

    assert faults.calls == ["write", "sync"]
    assert journal.read(path).events == failing.events
    assert _texts(failing.contents) == ["one", "two", "three"]
    failing.append(_minute("four"))
    assert journal.read(path).read_only is None


def test_of_an_act_that_is_not_saved_no_line_is_left(
    failing: Journal, faults: Faults, path: Path
) -> None:
    faults.plan["write"] = [_half, errno.ENOSPC]
    before = path.read_bytes()

    with pytest.raises(NotSaved, match="try again"):
        failing.write(failing.prepared(_minute("two"), _minute("three")))

    assert path.read_bytes() == before
    assert _texts(failing.contents) == ["one"]
    failing.write(failing.prepared(_minute("two"), _minute("three")))
    assert _texts(journal.read(path)) == ["one", "two", "three"]


def test_an_act_with_one_line_that_cannot_be_kept_is_refused_whole(path: Path) -> None:
    with _open(path) as written:
        with pytest.raises(NotSaved, match="cannot be written"):
            written.prepared(_minute("one"), Argued.model_construct(competency="x", text=float))
        written.append(_minute("fits"))
    assert _texts(journal.read(path)) == ["fits"]


def test_lines_prepared_before_others_were_written_are_not_written(path: Path) -> None:
    with _open(path) as written:
        early = written.prepared(_minute("early"))
        written.append(_minute("late"))
        with pytest.raises(ValueError, match="another line"):
            written.write(early)
    assert _texts(journal.read(path)) == ["late"]


# --- lines that this program cannot use ---


def _spoiled(path: Path, torn: bytes = b"") -> bytes:
    """Begin a demo meeting whose third line goes to a competency that is not there."""
    opened = journal.read(shipped("sessions") / "demo-director-platform" / "journal.jsonl")
    nowhere = Place(step="competency", competency="nope")
    with _open(path) as written:
        written.append(opened.events[0].event)
        written.append(_minute("good"))
        written.append(StepOpened(place=nowhere))
        written.append(_minute("behind"))
    with path.open("ab") as file:
        file.write(torn)
    return path.read_bytes()


def test_a_line_that_cannot_be_shown_makes_a_journal_read_only_from_there(path: Path) -> None:
    raw = _spoiled(path, b'{"v":1')

    found = journal.usable(journal.read(path))

    assert _texts(found) == ["good"]
    assert found.read_only == "This debrief cannot use line 3 of the journal; update debrief."
    assert b"".join(found.lines) + found.left == raw
    assert found.good_offset == len(raw) - len(found.left)
    assert isinstance(found.error, KeyError)


def test_the_last_line_without_its_end_is_left_as_it_is(path: Path) -> None:
    path.write_bytes(_spoiled(path)[:-1])

    found = journal.usable(journal.read(path))

    assert b"".join(found.lines) + found.left == path.read_bytes()


def test_what_is_damaged_behind_it_is_left_behind_too(path: Path) -> None:
    raw = _spoiled(path, b"?\n?\n")
    found = journal.usable(journal.read(path))
    assert b"".join(found.lines) + found.left == raw


def test_a_journal_that_can_be_used_is_the_same(path: Path) -> None:
    _begin(path)
    assert journal.usable(journal.read(path)) == journal.read(path)


def test_a_journal_that_cannot_be_used_to_its_end_is_not_opened_or_changed(path: Path) -> None:
    raw = _spoiled(path, b"torn")

    with pytest.raises(ReadOnly, match="cannot use line 3"):
        _open(path, up_to=journal.usable)

    assert path.read_bytes() == raw
    assert {one.name for one in path.parent.iterdir()} == {path.name, f"{path.stem}.lock"}
