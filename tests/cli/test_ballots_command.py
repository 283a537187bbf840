"""`debrief ballots` makes sheets outside the session, and deletes what was sent."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from debrief.cli import demo_command
from debrief.core import ballots
from debrief.store import ballot_book, paths

Debrief = Callable[..., Result]

SESSION = "demo-vp-engineering"


@pytest.fixture
def session(sessions: Path) -> Path:
    return sessions / SESSION


def test_makes_a_sheet_for_everybody_outside_the_session(debrief: Debrief, session: Path) -> None:
    before = {x for x in session.rglob("*") if x.is_file()}
    result = debrief("ballots", session)
    assert result.exit_code == 0, result.output
    assert "Wrote 6 sheets" in result.output
    assert {x.name for x in session.rglob("*") if x.is_file()} - {x.name for x in before} == {
        "ballots.toml"
    }
    sheets = sorted(paths.config_dir().rglob("*.html"))
    assert len(sheets) == 6
    assert {stat.S_IMODE(x.stat().st_mode) for x in sheets} == {0o600}
    assert not ballots.find(result.output)


def test_makes_the_same_sheets_again(debrief: Debrief, session: Path, tmp_path: Path) -> None:
    debrief("ballots", session, "--to", tmp_path / "one")
    debrief("ballots", session, "--to", tmp_path / "two")
    assert (tmp_path / "one/dana.html").read_bytes() == (tmp_path / "two/dana.html").read_bytes()
    debrief("ballots", session, "--to", tmp_path / "two", "--again")
    assert (tmp_path / "one/dana.html").read_bytes() != (tmp_path / "two/dana.html").read_bytes()


def test_deletes_a_sheet_that_was_sent(debrief: Debrief, session: Path) -> None:
    assert debrief("ballots", session, "--sent", "dana").exit_code == 2
    debrief("ballots", session)
    result = debrief("ballots", session, "--sent", "dana")
    assert "Deleted" in result.output
    assert len(list(paths.config_dir().rglob("*.html"))) == 5
    assert debrief("ballots", session, "--sent", "dana").exit_code == 2
    assert "no panelist" in debrief("ballots", session, "--sent", "zoe").output


def test_refuses_to_write_into_the_session(debrief: Debrief, session: Path) -> None:
    result = debrief("ballots", session, "--to", session / "sheets")
    assert result.exit_code == 2
    assert "inside the session's folder" in result.output
    assert not (session / "ballots.toml").exists()


def test_says_which_sheets_a_changed_brief_makes_stale(debrief: Debrief, session: Path) -> None:
    debrief("ballots", session)
    brief = session / "session.toml"
    brief.write_text(brief.read_text().replace('id = "tom"', 'id = "zoe"'))
    result = debrief("ballots", session)
    assert result.exit_code == 2
    assert "no longer fit the brief: Tom Becker" in result.output
    assert "Wrote 1 sheet" in debrief("ballots", session, "--again").output


def test_refuses_where_the_secret_is_elsewhere(debrief: Debrief, session: Path) -> None:
    debrief("ballots", session)
    next(paths.config_dir().rglob("*.ballots")).unlink()
    assert "not on this machine" in debrief("ballots", session).output
    assert debrief("ballots", session, "--again").exit_code == 0


def test_refuses_new_codes_once_the_meeting_is_open(debrief: Debrief, session: Path) -> None:
    (session / "journal.jsonl").write_text("{}\n")
    result = debrief("ballots", session)
    assert result.exit_code == 2
    assert "open already" in result.output


def test_refuses_a_brief_with_errors(debrief: Debrief, session: Path) -> None:
    (session / "session.toml").write_text("schema = 1\n")
    assert "session.toml has errors" in debrief("ballots", session).output


def test_verify_reads_a_sheet(debrief: Debrief, session: Path, tmp_path: Path) -> None:
    debrief("ballots", session, "--to", tmp_path / "sheets")
    sheet = tmp_path / "sheets" / "dana.html"
    finished = session.parent / "demo-director-platform"
    result = debrief("verify", finished, "--sheet", sheet)
    assert "NOT CHECKED  dana.html: the meeting was opened without a sheet" in result.output
    sheet.write_bytes(b"x" * 300_000)
    assert "dana.html: it is" in debrief("verify", finished, "--sheet", sheet).output


def test_the_demo_prints_a_line_to_paste(sessions: Path, tmp_path: Path) -> None:
    folder = demo_command.scratch_copy()
    line = demo_command.line_of_votes(folder)
    found = ballots.find(line)
    assert len(found) == 6
    assert all(each.right for each in found)
    book = ballot_book.load(paths.config_dir(), folder)
    assert book is not None
    assert {book.codes()[x.code].poll for x in found} == {"vote"}
