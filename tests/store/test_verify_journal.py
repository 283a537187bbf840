"""Each change in a journal is reported; facts that it leaves open are not checked."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from forging import events, forge, journal, note, statuses, wrong

from debrief.store import verify
from debrief.store.verify import RECORDS, NotBegun, VerifyEnvironment

# ---- the journal


def test_every_flipped_bit_of_the_journal_is_told(
    folder: Path, environment: VerifyEnvironment
) -> None:
    data = journal(folder).read_bytes()
    for bit in range(0, 8 * len(data), 4099):
        flipped = bytearray(data)
        flipped[bit // 8] ^= 1 << bit % 8
        journal(folder).write_bytes(bytes(flipped))

        found = verify.verify(folder, environment)

        assert statuses(found)["journal.jsonl"] == "ALTERED", bit
    journal(folder).write_bytes(data[:-1] + b"\x0b")
    assert verify.verify(folder, environment).altered


def test_the_altered_line_is_named(folder: Path, environment: VerifyEnvironment) -> None:
    lines = journal(folder).read_bytes().splitlines(keepends=True)
    lines[4] = lines[4].replace(b'"seq":5', b'"seq":6')
    journal(folder).write_bytes(b"".join(lines))

    found = verify.verify(folder, environment)

    assert note(found, "journal.jsonl").startswith("Line 5 of the journal was altered")
    assert (found.events, found.fingerprint) == (4, "")
    assert {one.status for one in found.items[1:]} == {"NOT CHECKED"}
    assert "could not be read up to its finish" in found.items[1].note


def test_every_cut_of_the_journal_is_told(folder: Path, environment: VerifyEnvironment) -> None:
    data = journal(folder).read_bytes()
    last_line = data.rindex(b"\n", 0, -1) + 1
    ends = [*range(1, len(data), 1999), *range(last_line + 1, len(data), 17), len(data) - 1]
    ends += [place + 1 for place in range(last_line - 1) if data[place : place + 1] == b"\n"]
    for end in ends:
        journal(folder).write_bytes(data[:end])

        assert statuses(verify.verify(folder, environment))["journal.jsonl"] == "ALTERED", end


def test_a_torn_end_is_told_with_its_size(folder: Path, environment: VerifyEnvironment) -> None:
    data = journal(folder).read_bytes()
    journal(folder).write_bytes(data + b'{"v":1')
    torn = note(verify.verify(folder, environment), "journal.jsonl")
    assert torn.startswith(f"6 bytes after line {len(data.splitlines())} are not a whole line")

    journal(folder).write_bytes(data[:-1])
    assert "the line itself is good" in note(verify.verify(folder, environment), "journal.jsonl")


def test_without_the_note_of_its_writing_the_record_is_compared_with_the_journal(
    folder: Path, environment: VerifyEnvironment
) -> None:
    lines = journal(folder).read_bytes().splitlines(keepends=True)
    journal(folder).write_bytes(b"".join(lines[:-1]))

    found = verify.verify(folder, environment)

    assert wrong(found) == dict.fromkeys(RECORDS, "NOT CHECKED")
    assert statuses(found)["record.md, rebuilt"] == "OK"


def test_a_forged_note_of_its_writing_does_not_help_a_forged_record(
    folder: Path, environment: VerifyEnvironment
) -> None:
    lines = events(folder)
    forged = b"# We all agreed\n"
    (folder / "record.md").write_bytes(forged)
    lines[-1]["data"]["outputs"]["record.md"] = hashlib.sha256(forged).hexdigest()
    forge(folder, lines)

    found = verify.verify(folder, environment)

    assert wrong(found) == {"record.md, rebuilt": "ALTERED"}


def test_a_line_after_the_finish_that_changes_it_is_told(
    folder: Path, environment: VerifyEnvironment
) -> None:
    lines = events(folder)
    allowed = {"type": "ClockWentBack", "data": {"seconds": 2.0}}
    forge(folder, [*lines, allowed])
    assert statuses(verify.verify(folder, environment))["journal.jsonl"] == "OK"

    forge(folder, [*lines, {"type": "ClockPaused", "data": {}}])
    found = verify.verify(folder, environment)
    assert wrong(found) == {"journal.jsonl": "ALTERED"}
    assert note(found, "journal.jsonl") == (
        f"line {len(lines) + 1} after the finish changes the meeting"
    )


def test_a_journal_that_begins_elsewhere_is_altered(
    folder: Path, environment: VerifyEnvironment
) -> None:
    forge(folder, events(folder)[1:])

    assert statuses(verify.verify(folder, environment))["journal.jsonl"] == "ALTERED"


def test_what_an_unknown_version_wrote_is_not_checked_from_there(
    folder: Path, environment: VerifyEnvironment
) -> None:
    lines = events(folder)
    forge(folder, [*lines, {"type": "Levitated", "data": {}}])
    found = verify.verify(folder, environment)
    assert wrong(found) == {"journal.jsonl": "NOT CHECKED"}
    assert "is a “Levitated”, unknown to this version" in note(found, "journal.jsonl")
    assert found.unread

    forge(folder, [*lines[:3], {"type": "Levitated", "data": {}}, *lines[3:]])
    found = verify.verify(folder, environment)
    assert {one.status for one in found.items} == {"NOT CHECKED"}
    assert note(found, "journal.jsonl").startswith("from line 4 on. Line 4")
    assert (found.events, found.fingerprint) == (3, "")


@pytest.mark.parametrize("name", ["record.md", "after.jsonl"])
@pytest.mark.parametrize("gone", [lambda path: path.unlink(), lambda path: path.write_bytes(b"")])
def test_a_journal_that_is_gone_leaves_traces(
    folder: Path, environment: VerifyEnvironment, name: str, gone: Callable[[Path], object]
) -> None:
    gone(journal(folder))
    for other in verify.RECORDS:
        (folder / other).unlink()
    with pytest.raises(NotBegun):
        verify.verify(folder, environment)

    (folder / name).touch()
    found = verify.verify(folder, environment)
    assert found.altered
    assert found.items[0].item == "journal.jsonl"


# ---- an unfinished meeting


def unfinished(folder: Path) -> None:
    lines = journal(folder).read_bytes().splitlines(keepends=True)
    journal(folder).write_bytes(b"".join(lines[:40]))
    (folder / "record.toml").unlink()


def test_of_an_unfinished_meeting_the_chain_is_checked_and_the_rest_is_not(
    folder: Path, environment: VerifyEnvironment
) -> None:
    unfinished(folder)

    found = verify.verify(folder, environment)

    assert statuses(found) == {
        "journal.jsonl": "OK",
        "inputs": "NOT CHECKED",
        "commitments to cards": "NOT CHECKED",
        "record": "NOT CHECKED",
        "what was added after": "NOT CHECKED",
    }
    assert note(found, "inputs") == "the meeting is not finished"
    assert (found.events, found.fingerprint) == (40, "")
    assert not found.altered
    assert not found.unread


def test_a_draft_of_a_record_is_no_trace_of_a_finish(
    folder: Path, environment: VerifyEnvironment
) -> None:
    unfinished(folder)
    (folder / "record.toml").write_text('title = "fingerprint = ..."\n')
    assert not verify.verify(folder, environment).altered

    (folder / "after.jsonl").touch()
    assert statuses(verify.verify(folder, environment))["journal.jsonl"] == "ALTERED"


def test_a_fingerprint_expected_of_an_unfinished_meeting_is_missing(
    folder: Path, environment: VerifyEnvironment
) -> None:
    unfinished(folder)

    found = verify.verify(folder, replace(environment, expect="ff" * 32))

    assert statuses(found)["fingerprint"] == "MISSING"
    assert found.altered
