"""`debrief record` writes from the journal what was written at the finish."""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, datetime
from pathlib import Path

from debrief.core.meeting import events as e
from debrief.core.steps import Place
from debrief.store.journal import journal
from debrief.store.journal.journal import Journal
from debrief.store.sessions.session import load

FINISHED = "demo-director-platform"
OPEN = "demo-vp-engineering"
T = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


def _journal(folder: Path, *, run: str = "run-1") -> Journal:
    return Journal.open(
        folder / "journal.jsonl",
        now=lambda: T,
        mono=lambda: 0.0,
        nonce=lambda: bytes(16),
        run=run,
    )


def test_both_files_are_written_from_the_journal_alone(debrief, sessions) -> None:
    folder = sessions / FINISHED
    for file in ("session.toml", "record.md", "record.toml", "record.html"):
        (folder / file).unlink(missing_ok=True)

    done = debrief("record", FINISHED)

    assert done.exit_code == 0
    assert "record.md, record.html and record.toml" in done.stdout
    assert "draft" not in done.stdout
    for form in ("md", "html"):
        page = debrief("record", folder, "--format", form).stdout
        assert (folder / f"record.{form}").read_text() == page
    record = tomllib.loads((folder / "record.toml").read_text())
    assert record == tomllib.loads(debrief("record", folder, "--format", "toml").stdout)
    assert record["decision"]["outcome"] == "hire"
    contents = journal.read(folder / "journal.jsonl")
    assert record["fingerprint"] in contents.hashes


def test_json_says_the_same_as_toml(debrief, sessions) -> None:
    told = json.loads(debrief("record", FINISHED, "--format", "json").stdout)
    toml = tomllib.loads(debrief("record", FINISHED, "--format", "toml").stdout)

    assert set(told) == set(toml)
    assert told["decision"]["rationale"] == toml["decision"]["rationale"]


def test_the_journal_notes_what_was_written_once(debrief, sessions) -> None:
    path = sessions / FINISHED / "journal.jsonl"
    debrief("record", FINISHED)
    first = path.read_bytes()

    debrief("record", FINISHED)

    assert isinstance(journal.read(path).events[-1].event, e.RecordWritten)
    assert path.read_bytes() == first


def test_it_is_noted_anew_when_the_files_come_out_otherwise(debrief, sessions) -> None:
    debrief("record", FINISHED)
    with _journal(sessions / FINISHED) as kept:
        before = kept.append(e.RecordWritten(outputs={"record.md": "0" * 64}))

    debrief("record", FINISHED)

    last = journal.read(sessions / FINISHED / "journal.jsonl").events[-1]
    assert last.seq == before.seq + 1
    assert set(last.event.outputs) == {"record.md", "record.toml", "record.html"}


def test_a_meeting_that_is_not_finished_has_a_draft(debrief, sessions) -> None:
    folder = sessions / OPEN
    brief = load(folder).brief
    assert brief is not None
    with _journal(folder) as written:
        written.append(e.MeetingOpened(brief=brief, ballot_key="age1", program="debrief"))
        before = len(written.events)

        done = debrief("record", OPEN)

    assert done.exit_code == 0
    assert "not finished: this is a draft" in done.stdout
    assert "not finished" in (folder / "record.md").read_text()
    assert len(journal.read(folder / "journal.jsonl").events) == before


def test_a_meeting_that_has_not_begun_has_no_record(debrief, sessions) -> None:
    before = debrief("record", OPEN)
    (sessions / OPEN / "journal.jsonl").touch()
    empty = debrief("record", OPEN)

    assert before.exit_code == empty.exit_code == 2
    assert "has not begun" in before.stderr
    assert before.stderr == empty.stderr


def test_nothing_is_written_from_a_damaged_journal(debrief, sessions) -> None:
    folder = sessions / FINISHED
    data = (folder / "journal.jsonl").read_bytes()
    (folder / "journal.jsonl").write_bytes(data.replace(b'"mono":', b'"mono": ', 1))
    (folder / "record.md").unlink(missing_ok=True)

    done = debrief("record", FINISHED)

    assert done.exit_code == 3
    assert "altered" in done.stderr
    assert not (folder / "record.md").exists()


def test_a_journal_that_begins_in_the_middle_has_no_record(debrief, sessions) -> None:
    with _journal(sessions / OPEN) as written:
        written.append(e.MinuteTaken(text="x", place=Place(step="preflight")))

    done = debrief("record", OPEN)

    assert done.exit_code == 3
    assert "does not begin with the opening" in done.stderr


def test_a_journal_in_use_is_said(debrief, sessions) -> None:
    with _journal(sessions / FINISHED) as held:
        held.append(e.RecordWritten(outputs={}))

        done = debrief("record", FINISHED)

    assert done.exit_code == 3
    assert "The record was written, but not noted in the journal" in done.stderr


def test_an_unknown_format_is_wrong_use(debrief, sessions) -> None:
    assert debrief("record", FINISHED, "--format", "pdf").exit_code == 2
