"""`debrief replay` tells a meeting as text too, as far as its journal can be trusted."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

import pytest

from debrief.core.meeting import events as e
from debrief.store.journal import journal
from debrief.store.journal.journal import Journal

FINISHED = "demo-director-platform"
NOT_BEGUN = "demo-vp-engineering"
T = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


@pytest.fixture
def path(sessions: Path) -> Path:
    """Return the journal of the finished session."""
    return sessions / FINISHED / "journal.jsonl"


def spoil(path: Path, line: int) -> None:
    """Change a letter in a line of a journal, from 1."""
    lines = path.read_bytes().splitlines(keepends=True)
    lines[line - 1] = lines[line - 1].replace(b'"run"', b'"rum"')
    path.write_bytes(b"".join(lines))


def times(told: str) -> int:
    """Return how many lines begin with a time."""
    return sum(line[2:3] == ":" and line[5:7] == "  " for line in told.splitlines())


def tellings(path: Path, end: int | None = None) -> int:
    """Return how many tellings the first events make: cells in a row make one."""
    events = journal.read(path).events[:end]
    return len(list(groupby(events, lambda x: isinstance(x.event, e.BallotEntered) or x.seq)))


def test_plain_tells_every_event_and_changes_nothing(debrief, path) -> None:
    before = {file: file.read_bytes() for file in path.parent.rglob("*") if file.is_file()}

    done = debrief("replay", FINISHED, "--plain")

    assert done.exit_code == 0
    assert done.stdout.startswith("Director of Platform · R-04\n")
    assert times(done.stdout) == tellings(path)
    after = {file: file.read_bytes() for file in path.parent.rglob("*") if file.is_file()}
    assert after == before


def test_a_journal_alone_is_enough(debrief, path, tmp_path) -> None:
    alone = tmp_path / "alone"
    alone.mkdir()
    (alone / "journal.jsonl").write_bytes(path.read_bytes())

    assert (
        debrief("replay", alone, "--plain").stdout == debrief("replay", FINISHED, "--plain").stdout
    )


def test_plain_ends_where_it_is_told_to(debrief, path) -> None:
    told = debrief("replay", FINISHED, "--plain", "--at", "12").stdout

    assert times(told) == tellings(path, 12)
    body = told[told.index("Preflight") : told.index("\n\nThe meeting is not finished")]
    assert body in debrief("replay", FINISHED, "--plain").stdout


def test_an_event_that_is_not_there_is_wrong_use(debrief, path) -> None:
    total = len(journal.read(path).events)

    done = debrief("replay", FINISHED, "--at", total + 1)

    assert done.exit_code == 2
    assert f"--at takes 1 to {total}" in done.stderr


def test_a_meeting_that_has_not_begun_says_how_to_begin_it(debrief, sessions) -> None:
    done = debrief("replay", NOT_BEGUN)

    assert done.exit_code == 2
    assert "has not begun" in done.stderr
    assert "debrief run" in done.stderr


@pytest.mark.parametrize("words", [("replay", "--plain"), ("record", "--json"), ("verify",)])
def test_a_journal_that_leads_nowhere_is_not_one_that_has_not_begun(debrief, path, words) -> None:
    path.unlink()
    path.symlink_to("elsewhere.jsonl")

    done = debrief(words[0], FINISHED, *words[1:])

    assert done.exit_code == (1 if words[0] == "verify" else 3)
    assert "is a link, and links are not followed" in done.output


def test_a_damaged_journal_is_told_up_to_the_damage(debrief, path) -> None:
    spoil(path, 13)

    done = debrief("replay", FINISHED, "--plain")

    assert done.exit_code == 3
    assert times(done.stdout) == 12
    assert "Line 13" in done.stderr
    assert "The lines before it are shown." in done.stderr
    assert debrief("replay", FINISHED, "--plain", "--at", "5").exit_code == 0


def test_a_journal_damaged_from_the_start_cannot_be_told(debrief, path) -> None:
    spoil(path, 1)

    done = debrief("replay", FINISHED, "--plain")

    assert (done.exit_code, done.stdout) == (3, "")
    assert "does not fit. No event can be shown." in done.stderr


def test_a_torn_end_is_no_reason_to_complain(debrief, path) -> None:
    total = tellings(path)
    path.write_bytes(path.read_bytes()[:-20])

    done = debrief("replay", FINISHED, "--plain")

    assert done.exit_code == 0
    assert times(done.stdout) == total - 1


def test_a_journal_of_something_else_is_refused(debrief, path) -> None:
    path.unlink()
    with Journal.open(
        path, now=lambda: T, mono=lambda: 0.0, nonce=lambda: bytes(16), run="run-1"
    ) as other:
        other.append(e.ClockPaused())

    done = debrief("replay", FINISHED, "--plain")

    assert done.exit_code == 3
    assert "does not begin with the opening" in done.stderr


def test_an_empty_journal_is_a_meeting_that_has_not_begun(debrief, path) -> None:
    path.write_bytes(b"")

    assert debrief("replay", FINISHED, "--plain").exit_code == 2


def test_without_a_terminal_plain_is_offered(debrief, path) -> None:
    done = debrief("replay", FINISHED)

    assert done.exit_code == 2
    assert "--plain" in done.stderr


def test_plain_never_loads_textual(path) -> None:
    probe = (
        "import sys; from debrief.cli.main import group\n"
        f"group(['replay', {str(path.parent)!r}, '--plain'], standalone_mode=False)\n"
        "sys.exit('textual' in sys.modules)"
    )

    done = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, check=False, timeout=30
    )

    assert done.returncode == 0, done.stderr.decode()


def test_json_tells_every_event(debrief, path) -> None:
    total = len(journal.read(path).events)

    whole = json.loads(debrief("replay", FINISHED, "--json").stdout)
    part = json.loads(debrief("replay", FINISHED, "--json", "--at", "5").stdout)

    assert len(whole["events"]) == whole["total"] == part["total"] == total
    assert part["events"] == whole["events"][:5]


def test_json_of_a_damaged_journal_has_what_can_be_read(debrief, path) -> None:
    spoil(path, 13)

    done = debrief("replay", FINISHED, "--json")

    assert done.exit_code == 3
    assert len(json.loads(done.stdout)["events"]) == 12
    assert "Line 13" in done.stderr
