"""Entries added after the finish reach the record's files, which still verify."""

from __future__ import annotations

import shutil
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from filelock import FileLock

from debrief.core.after.model import AddedEntry, Reviewed
from debrief.core.meeting.events import RecordWritten
from debrief.live.record_files import outputs
from debrief.live.renewal import Renewed, changed_by_hand, renew
from debrief.report.pages import PAGES
from debrief.report.record_toml import same_record
from debrief.store import atomic, paths, verify
from debrief.store.journal import after_writer, journal
from debrief.store.journal.after_writer import WriterEnvironment

ID = "demo-director-platform"
NAMES = ("record.md", "record.toml", "record.html")
GOLDEN = sorted(
    path.parent
    for path in (Path(__file__).parents[1] / "golden").glob("*/journal.jsonl")
    if journal.read(path).fingerprint
)
WORLD = WriterEnvironment(
    now=lambda: datetime(2027, 3, 15, 9, 30, tzinfo=UTC),
    mono=lambda: 0.0,
    random=bytes,
    run="run-9",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(paths.shipped("sessions") / ID, tmp_path / ID))


def object_to(folder: Path, text: str = "I never said that") -> None:
    done = after_writer.append_objection(folder, text, "mateo", None, WORLD)
    assert isinstance(done, AddedEntry)


def review(folder: Path) -> None:
    done = after_writer.append(folder, lambda _: Reviewed(by="Ruth", outcome="joined"), WORLD)
    assert isinstance(done, AddedEntry)


def wrong(folder: Path) -> dict[str, str]:
    environment = verify.VerifyEnvironment("a later debrief", PAGES, outputs, same_record)
    items = verify.verify(folder, environment).items
    return {item.item: item.status for item in items if item.status in ("ALTERED", "MISSING")}


def note(folder: Path, name: str) -> str:
    environment = verify.VerifyEnvironment("a later debrief", PAGES, outputs, same_record)
    return next(x.note for x in verify.verify(folder, environment).items if x.item == name)


def test_every_file_has_what_was_added_and_verifies(folder: Path) -> None:
    object_to(folder)
    review(folder)

    renewed = renew(folder, WORLD)

    assert (renewed, renewed.sentence("s")) == (Renewed(NAMES), "")
    since = "Since then: 1 objection, reviewed once."
    for name in ("record.md", "record.html"):
        page = (folder / name).read_text("utf-8")
        assert page.index(since) < page.index("Hire, with 2 conditions")
        assert "I never said that" in page
    added = tomllib.loads((folder / "record.toml").read_text("utf-8"))["after"]
    assert [x["type"] for x in added] == ["Objected", "Reviewed"]
    assert wrong(folder) == {}
    assert note(folder, "after.jsonl") == "2 entries, chained to the fingerprint"


@pytest.mark.parametrize("session", GOLDEN, ids=lambda path: path.name)
def test_old_sessions_verify_before_and_after(session: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(session, tmp_path / "s"))
    before = wrong(folder)
    someone = journal.read(folder / "journal.jsonl").events[0].event.brief.panel[0].id

    done = after_writer.append_objection(folder, "Not I.", someone, None, WORLD)
    assert isinstance(done, AddedEntry)
    left = renew(folder, WORLD).changed

    assert {name: x for name, x in wrong(folder).items() if name not in left} == {
        name: x for name, x in before.items() if name not in left and "record" not in name
    }


def test_a_file_changed_by_hand_is_left_alone_and_named(folder: Path) -> None:
    (folder / "record.md").write_text("My own words.\n")
    (folder / "record.toml").unlink()
    object_to(folder)

    renewed = renew(folder, WORLD)

    assert renewed == Renewed(("record.toml", "record.html"), ("record.md",))
    assert renewed.sentence("vp") == (
        "record.md was changed by hand and left alone, so it does not show it. "
        "To write them again: debrief record vp"
    )
    assert (folder / "record.md").read_text() == "My own words.\n"
    assert "1 objection" in (folder / "record.html").read_text("utf-8")
    assert set(wrong(folder)) == {"record.md", "record.md, rebuilt"}


def test_when_all_were_changed_nothing_is_written(folder: Path) -> None:
    for name in NAMES:
        (folder / name).unlink()
        (folder / name).mkdir()
    object_to(folder)
    before = (folder / "journal.jsonl").read_bytes()

    renewed = renew(folder, WORLD)

    assert (renewed.written, renewed.changed) == ((), NAMES)
    assert "were changed by hand and left alone, so they do not" in renewed.sentence("s")
    assert (folder / "journal.jsonl").read_bytes() == before


def test_without_a_note_a_file_as_debrief_writes_it_is_not_changed(folder: Path) -> None:
    path = folder / "journal.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:-1]))
    contents = journal.read(path)
    assert not any(isinstance(line.event, RecordWritten) for line in contents.events)
    (folder / "record.toml").write_text("mine = 1\n")

    assert changed_by_hand(folder, contents.events, contents.fingerprint) == ("record.toml",)


def test_a_failure_is_told_and_the_entry_stays(folder: Path) -> None:
    object_to(folder)

    with FileLock(folder / "journal.lock"):
        renewed = renew(folder, WORLD)

    assert renewed.written == ()
    assert renewed.sentence("vp").startswith("The record’s files do not show it yet. This meeting")
    assert renewed.sentence("vp").endswith("To write them again: debrief record vp")
    assert wrong(folder) == {}
    assert note(folder, "after.jsonl").endswith("run debrief record")
    assert renew(folder, WORLD).written == NAMES


def test_a_disk_that_fails_leaves_whole_files(folder: Path) -> None:
    object_to(folder)
    before = {name: (folder / name).read_bytes() for name in NAMES}

    def refuse(source: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    full = WriterEnvironment(
        WORLD.now, WORLD.mono, WORLD.random, WORLD.run, atomic.Disk(replace=refuse)
    )
    assert "No space left" in renew(folder, full).problem
    assert {name: (folder / name).read_bytes() for name in NAMES} == before
    assert wrong(folder) == {}


def test_files_that_a_crash_left_as_they_were_are_older_and_not_altered(folder: Path) -> None:
    object_to(folder)
    written: list[Path] = []

    def crash(source: Path, target: Path) -> None:
        if written:
            raise OSError(5, "Input/output error")
        written.append(target)
        source.replace(target)

    halfway = WriterEnvironment(
        WORLD.now, WORLD.mono, WORLD.random, WORLD.run, atomic.Disk(replace=crash)
    )
    assert renew(folder, halfway).problem

    assert [path.name for path in written] == ["record.md"]
    assert wrong(folder) == {}
    assert note(folder, "record.md") == ""
    assert note(folder, "record.html") == "it was written before; run debrief record"
    assert renew(folder, WORLD) == Renewed(NAMES)
    assert wrong(folder) == {}
    assert note(folder, "record.html") == ""


def test_entries_that_the_record_includes_may_not_go(folder: Path) -> None:
    object_to(folder, "One.")
    object_to(folder, "Two.")
    renew(folder, WORLD)
    path = folder / "after.jsonl"
    first, _ = path.read_bytes().splitlines(keepends=True)

    path.write_bytes(first)
    assert wrong(folder)[path.name] == "ALTERED"
    assert note(folder, path.name) == "1 entry; the record includes 2 entries"

    path.unlink()
    assert wrong(folder)[path.name] == "MISSING"
    assert note(folder, path.name) == "the record includes 2 entries of it"


def test_a_forged_list_in_record_toml_is_found(folder: Path) -> None:
    object_to(folder)
    renew(folder, WORLD)
    found = (folder / "record.toml").read_bytes()

    assert same_record(found, found, PAGES)
    assert not same_record(found.replace(b"I never said", b"I always said"), found, PAGES)
