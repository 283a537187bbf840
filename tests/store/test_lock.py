"""One program at a time writes a journal, and another is refused with the writer's name."""

from __future__ import annotations

import os
import socket
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from debrief.store.atomic import FileProblem
from debrief.store.journal import lock
from debrief.store.journal.lock import Busy

SINCE = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


def _hold(folder: Path) -> ExitStack:
    closing = ExitStack()
    lock.hold(folder / "journal.jsonl", SINCE, closing)
    return closing


def test_the_second_is_told_who_holds_it_and_since_when(tmp_path: Path) -> None:
    with (
        _hold(tmp_path),
        pytest.raises(
            Busy,
            match=rf"open elsewhere \({os.getpid()}@.+ since 2026-11-24T15:00:00Z\); close it",
        ),
    ):
        _hold(tmp_path)


def test_it_is_free_again_and_names_nobody(tmp_path: Path) -> None:
    _hold(tmp_path).close()

    assert (tmp_path / "journal.lock").read_bytes() == b""
    with _hold(tmp_path):
        assert (tmp_path / "journal.lock").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("text", ["", "\x1b[2J", "[@click=app.quit]x since 2026", "9" * 5000])
def test_a_strange_note_is_not_repeated(tmp_path: Path, text: str) -> None:
    with _hold(tmp_path):
        (tmp_path / "journal.lock").write_text(text)

        with pytest.raises(Busy, match=r"open elsewhere \(in another program\)"):
            _hold(tmp_path)


def test_a_vanished_note_is_no_reason_to_fail(tmp_path: Path) -> None:
    closing = _hold(tmp_path)
    (tmp_path / "journal.lock").unlink()

    closing.close()

    assert list(tmp_path.iterdir()) == []


def test_a_lock_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "journal.lock").mkdir()

    with pytest.raises(FileProblem, match=r"journal\.lock could not be locked \(Is a directory\)"):
        _hold(tmp_path)


def test_who_only_looks_is_told_since_when_and_takes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    assert lock.held_since(path) is None

    with _hold(tmp_path):
        assert lock.held_since(path) == SINCE
    assert lock.held_since(path) is None


@pytest.mark.parametrize(
    ("holder", "held"),
    [
        ("1@elsewhere since 2026-11-24T15:00:00Z", True),
        ("1@{host} since 2026-11-24T15:00:00Z", True),
        ("4194304@{host} since 2026-11-24T15:00:00Z", False),
        ("9999999999@{host} since 2026-11-24T15:00:00Z", False),
        ("1@elsewhere since 2026-99-99T15:00:00Z", False),
        ("1@elsewhere since", False),
        ("\x00", False),
    ],
)
def test_a_name_left_by_a_crash_holds_nothing(tmp_path: Path, holder: str, held: bool) -> None:
    (tmp_path / "journal.lock").write_text(holder.format(host=socket.gethostname()))

    assert (lock.held_since(tmp_path / "journal.jsonl") is not None) == held
