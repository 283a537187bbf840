"""`debrief list` and `debrief` alone: what there is, and what to do next."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from debrief.core.meeting import events as e
from debrief.store.journal.journal import Journal
from debrief.store.sessions.session import load

T = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


def _open(folder: Path, *events: e.Event) -> None:
    brief = load(folder).brief
    assert brief is not None
    with Journal.open(
        folder / "journal.jsonl",
        now=lambda: T,
        mono=lambda: 0.0,
        nonce=lambda: bytes(16),
        run="run-1",
    ) as journal:
        journal.append(e.MeetingOpened(brief=brief, ballot_key="age1", program="debrief"))
        for event in events:
            journal.append(event)


def test_the_list_shows_decisions_and_the_home_does_not(debrief, sessions) -> None:
    listed, home = debrief("list"), debrief()

    assert (listed.exit_code, home.exit_code) == (0, 0)
    assert "finished: hire" in listed.stdout
    assert "R-04" in home.stdout
    assert "hire" not in home.stdout
    assert "Okafor" not in listed.stdout + home.stdout


def test_the_home_proposes_the_meeting_to_come(debrief, sessions) -> None:
    said = debrief().stdout

    assert "Next, for K-17:" in said
    assert "debrief check demo-vp-engineering " in said
    assert "debrief run demo-vp-engineering " in said


def test_but_first_the_one_that_is_open(debrief, sessions) -> None:
    _open(sessions / "demo-vp-engineering")
    assert debrief(
        "new", "earlier", "--title", "T", "--alias", "E", "--owner", "a", "--panel", "a:A",
        "--panel", "b:B", "--scheduled", "2020-01-01T10:00Z",
    ).exit_code == 0  # fmt: skip

    said = debrief().stdout

    assert "Next, for K-17:\n  debrief run demo-vp-engineering    resume the meeting" in said


def test_and_last_of_all_one_that_is_over(debrief, sessions) -> None:
    (sessions / "demo-vp-engineering" / "session.toml").write_text("?")

    said = debrief().stdout

    assert "debrief replay demo-director-platform" in said
    assert "damaged" in said
    assert "demo-vp-engineering is damaged. session.toml:1: " in debrief("list").stdout


def test_a_directory_named_on_the_command_line_is_part_of_the_next_command(
    debrief, sessions, monkeypatch, tmp_path
) -> None:
    monkeypatch.delenv("DEBRIEF_SESSIONS")
    renamed = sessions.rename(tmp_path / "my sessions")

    said = debrief("--sessions", renamed).stdout

    assert f"debrief run '{renamed}/demo-vp-engineering'" in said


def test_without_a_session_it_says_how_to_begin(debrief) -> None:
    assert "debrief demo" in debrief().stdout
    assert "debrief new -h" in debrief().stdout
    assert debrief("list").stdout.startswith("No session in ")
    assert json.loads(debrief("list", "--json").stdout) == {"sessions": []}


def test_a_session_for_programs_has_every_member(debrief, sessions) -> None:
    _open(
        sessions / "demo-vp-engineering",
        e.DecisionMade.model_validate(
            {"outcome": "postponed", "owner": "dana", "rationale": "r", "until": "2026-12-01"}
        ),
    )

    finished, postponed = json.loads(debrief("list", "--json").stdout)["sessions"]

    assert postponed == {
        "id": "demo-vp-engineering",
        "title": "VP Engineering",
        "alias": "K-17",
        "state": "open",
        "decision": None,
        "postponed_until": "2026-12-01",
        "carry_on": True,
        "due": "2026-12-01",
        "due_who": "Dana Whitfield",
        "scheduled": "2026-11-24T15:00:00Z",
        "opened": "2026-11-24T15:00:00Z",
        "review": None,
        "reviews": 0,
        "next_review": None,
        "review_due": False,
        "dissents": 0,
        "objections": 0,
        "notes": 0,
        "problem": None,
        "folder": str(sessions / "demo-vp-engineering"),
    }
    assert (finished["state"], finished["decision"]) == ("finished", "hire")
    assert finished["review"].startswith("20")
    assert "to be carried on by 2026-12-01, Dana Whitfield" in debrief("list").stdout


def test_columns_stay_aligned_whatever_the_script(debrief) -> None:
    for name, title in (("a", "技術担当副社長"), ("b", "VP"), ("c", "x" * 90)):
        debrief(
            "new", name, "--title", title, "--alias", name.upper(), "--owner", "a", "--panel",
            "a:A", "--panel", "b:B",
        )  # fmt: skip

    _, wide, plain, long = debrief("list").stdout.splitlines()

    # Seven wide characters take fourteen columns, so their line is seven characters shorter.
    assert wide.index("not started") + 7 == plain.index("not started")
    assert long.index("not started") == plain.index("not started")
    assert "…" in long


def test_a_session_directory_may_be_named_before_or_after_the_command(debrief, sessions) -> None:
    for words in (("--sessions", sessions, "list"), ("list", "--sessions", sessions)):
        assert "K-17" in debrief(*words).stdout
