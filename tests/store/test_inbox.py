"""Notes reach the meeting in order; whatever else lies in the inbox is put aside, never read on."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from debrief.core.vocabulary import Promise
from debrief.store import inbox
from debrief.store.atomic import FileProblem
from debrief.store.inbox import Note, NotedMinute

NOW = datetime(2026, 11, 24, 15, 1, 2, 345678, tzinfo=UTC)
ID = "20261124T150102345678-00000000"


def put(folder: Path, text: str = "Said", now: datetime = NOW, token: bytes = bytes(4)) -> str:
    note = Note(id=inbox.new_id(folder, now, token), minute=NotedMinute(text=text))
    inbox.write(folder, note)
    return f"{note.id}.json"


def test_a_note_comes_back_as_it_was_written(tmp_path: Path) -> None:
    promised = Promise(kind="follow-up", text="Send it", who="dana", by=NOW.date())
    inbox.write(tmp_path, Note(id=ID, promise=promised))

    (name,) = inbox.waiting(tmp_path)
    found = inbox.read(tmp_path, name)
    assert found.note is not None
    assert found.note.promise == promised
    assert (tmp_path / "inbox").stat().st_mode & 0o777 == 0o700

    inbox.remove(found)
    inbox.remove(found)
    assert inbox.waiting(tmp_path) == ()


def test_order_is_kept_also_when_the_clock_goes_back(tmp_path: Path) -> None:
    earlier = NOW - timedelta(hours=1)
    names = [put(tmp_path, token=b"\xff" * 4), put(tmp_path), put(tmp_path, now=earlier)]

    assert list(inbox.waiting(tmp_path)) == names
    assert names[0] == "20261124T150102345678-ffffffff.json"


@pytest.mark.parametrize("stamp", ["99999999T999999999999", "99991231T235959999999"])
def test_a_name_that_is_no_time_does_not_stop_a_note(tmp_path: Path, stamp: str) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / f"{stamp}-00000000.json").touch()

    assert inbox.new_id(tmp_path, NOW, bytes(4)) == ID


def test_there_may_be_no_inbox_yet_and_what_is_hidden_is_not_there(tmp_path: Path) -> None:
    assert inbox.waiting(tmp_path) == ()
    (tmp_path / "inbox" / "refused").mkdir(parents=True)
    (tmp_path / "inbox" / f".{ID}.json.tmp").touch()

    assert inbox.waiting(tmp_path) == ()


GOOD = {"schema": 1, "id": ID, "minute": {"text": "Said"}}
HOSTILE = {
    "nothing": b"",
    "no JSON": b"{",
    "not UTF-8": b"\xff\xfe",
    "a list": b"[]",
    "deep": b"[" * 50_000,
    "large": b" " * (inbox.LARGEST + 1),
    "another schema": json.dumps(GOOD | {"schema": 2}).encode(),
    "something unknown": json.dumps(GOOD | {"rating": 4}).encode(),
    "another id": json.dumps(GOOD | {"id": f"{ID[:-1]}1"}).encode(),
    "no id": json.dumps(GOOD | {"id": "../../journal"}).encode(),
    "neither": json.dumps({"schema": 1, "id": ID}).encode(),
    "both": json.dumps(GOOD | {"promise": {"kind": "owed", "text": "x"}}).encode(),
    "blank": json.dumps(GOOD | {"minute": {"text": " \n"}}).encode(),
    "endless": json.dumps(GOOD | {"minute": {"text": "x" * 20_000}}).encode(),
    "quiet as text": json.dumps(GOOD | {"minute": {"text": "x", "quiet": "yes"}}).encode(),
    "no speaker": json.dumps(GOOD | {"minute": {"text": "x", "speaker": "Dana W"}}).encode(),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_no_note_is_set_aside_as_it_came(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / f"{ID}.json").write_bytes(data)

    found = inbox.read(tmp_path, f"{ID}.json")
    assert found.note is None
    assert inbox.set_aside(found)

    assert inbox.waiting(tmp_path) == ()
    assert (tmp_path / "inbox" / "refused" / f"{ID}.json").read_bytes() == data


def test_links_pipes_and_folders_are_set_aside_unread(tmp_path: Path) -> None:
    put(tmp_path)
    folder = tmp_path / "inbox"
    (folder / "a-link.json").symlink_to(tmp_path / "elsewhere")
    os.mkfifo(folder / "b-pipe.json")
    (folder / "c-folder.json").mkdir()
    (folder / "d-name.json").write_text(json.dumps(GOOD))

    for name in inbox.waiting(tmp_path)[1:]:
        found = inbox.read(tmp_path, name)
        assert found.note is None, name
        assert inbox.set_aside(found), name
    assert inbox.waiting(tmp_path) == (f"{ID}.json",)


def test_a_name_that_is_not_the_pattern_is_no_note(tmp_path: Path) -> None:
    put(tmp_path)
    (tmp_path / "inbox" / f"{ID}.json").rename(tmp_path / "inbox" / f"{ID}.JSON")

    assert inbox.read(tmp_path, f"{ID}.JSON").note is None


def test_what_cannot_be_moved_is_told(tmp_path: Path) -> None:
    put(tmp_path)
    (tmp_path / "inbox" / "refused").write_text("in the way")

    assert not inbox.set_aside(inbox.read(tmp_path, f"{ID}.json"))


def test_an_inbox_that_is_a_link_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "inbox").symlink_to(tmp_path / "elsewhere")

    assert inbox.waiting(tmp_path) == ()
    with pytest.raises(FileProblem, match="is a link"):
        put(tmp_path)


def test_an_inbox_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "inbox").write_text("")

    with pytest.raises(FileProblem, match="could not be created"):
        put(tmp_path)
