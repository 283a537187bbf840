"""Reading the ends of a journal agrees with reading all of it."""

from __future__ import annotations

import errno
import hashlib
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from debrief.core.meeting.events import LogLine, MinuteTaken
from debrief.core.steps import Place
from debrief.store.atomic import FileProblem
from debrief.store.journal import chain, journal
from debrief.store.journal.journal import Journal

T = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.jsonl"


def _begin(path: Path, *texts: str) -> bytes:
    with Journal.open(
        path, now=lambda: T, mono=lambda: 0.0, nonce=lambda: bytes(16), run="run-1"
    ) as written:
        for text in texts:
            written.append(MinuteTaken(text=text, place=Place(step="preflight")))
    return path.read_bytes()


def _resealed(raw: bytes, old: bytes, new: bytes) -> bytes:
    body = raw[: raw.rindex(b',"hash":')].replace(old, new)
    return body + b',"hash":"%s"}\n' % hashlib.sha256(body + b"}").hexdigest().encode()


def _logged(lines: tuple[chain.Line, ...]) -> tuple[LogLine, ...]:
    return tuple(map(chain.understand, lines))


def test_a_quick_look_sees_the_first_and_the_last(path: Path) -> None:
    _begin(path, *(f"minute {n}" for n in range(200)))
    whole = journal.read(path)

    look = journal.ends(path)

    assert look.first is not None
    assert look.first == whole.lines[0]
    assert 1 < len(look.last) < 50
    assert _logged(look.last) == whole.events[-len(look.last) :]
    assert look.problem is None


@pytest.mark.parametrize(
    "sizes", [[16_000] * 3, [16_384, 10], [10, 16_000, 10], [16_000, 10], [16_000], [10], []]
)
def test_a_quick_look_copes_with_long_lines_and_short_journals(
    path: Path, sizes: list[int]
) -> None:
    _begin(path, *("😀" * size for size in sizes))
    whole = journal.read(path)

    look = journal.ends(path)

    assert look.first == next(iter(whole.lines), None)
    assert _logged(look.last[-1:]) == whole.events[-1:]
    assert look.problem is None


@pytest.mark.parametrize("texts", [["one"], ["one", "two"]])
def test_a_quick_look_takes_a_whole_line_without_its_end_and_leaves_a_torn_one(
    path: Path, texts: list[str]
) -> None:
    whole = _begin(path, *texts)
    events = journal.read(path).events

    path.write_bytes(whole[:-1])
    assert _logged(journal.ends(path).last) == events
    path.write_bytes(whole[:-2])
    assert _logged(journal.ends(path).last) == events[:-1]


def test_a_quick_look_tells_of_damage(path: Path) -> None:
    whole = _begin(path, "one", "two")

    path.write_bytes(whole.replace(b"one", b"oNe"))
    assert "was altered" in str(journal.ends(path).problem)
    path.write_bytes(whole + b"x" * 9_000_000)
    assert journal.ends(path).problem == "The journal ends in a line that is too long."


def test_a_quick_look_at_a_failing_disk_is_told(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _begin(path, "one")

    def fail(*_: object) -> bytes:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "pread", fail)

    with pytest.raises(FileProblem, match=r"could not be read \(Input/output error\)"):
        journal.ends(path)


def test_a_line_written_in_another_order_is_understood_too(path: Path) -> None:
    again = _resealed(_begin(path, "one"), b'"v":1,"seq":1', b'"v":1 ,"seq":1')
    path.write_bytes(again)

    assert [one.type for one in journal.ends(path).last] == ["MinuteTaken"]


def test_a_line_of_a_later_program_is_told(path: Path) -> None:
    path.write_bytes(_resealed(_begin(path, "one"), b"MinuteTaken", b"HourTaken"))

    assert "HourTaken" in str(journal.ends(path).problem)
