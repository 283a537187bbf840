"""A journal that this program cannot use to its end is shown up to there, with one sentence."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from forging import events, forge

from debrief.store import paths
from debrief.store.journal import journal

DEMO = "demo-vp-engineering"
FINISHED = "demo-director-platform"
GOOD = 18
NOWHERE = {"type": "StepOpened", "data": {"place": {"step": "competency", "competency": "nope"}}}
TAKEN_BACK = {"type": "Undone", "data": {"target": 2, "what": "So"}}
COFFEE = {"type": "CoffeeServed", "data": {"cups": 3}}
MINUTE = {
    "type": "MinuteTaken",
    "data": {"text": "Behind it", "place": {"step": "competency", "competency": "judgment"}},
}
REVEAL = {"type": "VotesRevealed", "data": {"round": 1, "votes": {}}}

CANNOT = f"This debrief cannot use line {GOOD + 1} of the journal; update debrief."
UNKNOWN = (
    f"Line {GOOD + 1} of the journal is a “CoffeeServed”, unknown to this version; update debrief."
)


@pytest.fixture
def spoiled(sessions: Path) -> Callable[..., Path]:
    """Return a maker of a session whose journal goes on, behind good lines, with others."""

    def spoil(*lines: dict[str, Any]) -> Path:
        folder = sessions / FINISHED
        for name in ("record.md", "record.toml", "record.html"):
            (folder / name).unlink()
        forge(folder, [*events(folder)[:GOOD], *lines])
        return folder

    return spoil


LINES = pytest.mark.parametrize(
    ("lines", "said"),
    [((NOWHERE, MINUTE), CANNOT), ((COFFEE, MINUTE), UNKNOWN), ((NOWHERE, REVEAL), CANNOT)],
    ids=["nowhere", "unknown", "reveal behind"],
)


@LINES
def test_it_is_told_up_to_there(debrief, spoiled, lines, said) -> None:
    folder = spoiled(*lines)
    before = (folder / "journal.jsonl").read_bytes()

    plain = debrief("replay", FINISHED, "--plain")
    as_json = debrief("replay", FINISHED, "--json")

    for done in (plain, as_json):
        assert done.exit_code == 3
        assert done.stderr.strip() == f"Error: {said} The lines before it are shown."
    assert json.loads(as_json.stdout)["total"] == GOOD
    assert "Behind it" not in plain.stdout + as_json.stdout
    assert debrief("replay", FINISHED, "--plain", "--at", str(GOOD - 1)).exit_code == 0
    assert (folder / "journal.jsonl").read_bytes() == before


@LINES
def test_no_record_is_made_of_it(debrief, spoiled, lines, said) -> None:
    folder = spoiled(*lines)

    for words in (("record", FINISHED), ("record", FINISHED, "--json")):
        done = debrief(*words)
        assert (done.exit_code, done.stdout) == (3, "")
        assert done.stderr.strip() == f"Error: {said} No record was written."
    assert not (folder / "record.md").exists()


@LINES
def test_it_is_listed_as_damaged(debrief, spoiled, lines, said) -> None:
    spoiled(*lines)

    listed = {x["id"]: x for x in json.loads(debrief("list", "--json").stdout)["sessions"]}

    assert listed[FINISHED]["state"] == "damaged"
    assert listed[FINISHED]["problem"] in (said, said.replace(f"Line {GOOD + 1}", "A line"))
    assert debrief().exit_code == 0
    exported = debrief("export")
    assert exported.exit_code == 3
    assert said in exported.stderr


@LINES
def test_run_opens_it_read_only_and_offers_a_copy_where_nothing_final_is_behind(
    terminal, spoiled, lines, said
) -> None:
    folder = spoiled(*lines)
    before = (folder / "journal.jsonl").read_bytes()
    meeting = terminal(sys.executable, "-m", "debrief", "run", FINISHED, size=(140, 40))
    meeting.shows(f"Read only. {said[:60]}")
    meeting.shows(f"{GOOD} of {GOOD}")
    meeting.type(b"q")

    assert meeting.ended() == 3
    assert said in meeting.said()
    offered = f"To continue from event {GOOD} in a copy" in meeting.said()
    assert offered is (lines == (NOWHERE, MINUTE))
    assert (folder / "journal.jsonl").read_bytes() == before


def test_the_copy_goes_on_and_keeps_what_was_left_behind(terminal, spoiled, tmp_path) -> None:
    folder = spoiled(NOWHERE, MINUTE)
    left = b"".join((folder / "journal.jsonl").read_bytes().splitlines(keepends=True)[GOOD:])
    copy = tmp_path / "copy"

    meeting = terminal(
        sys.executable, "-m", "debrief", "run", FINISHED, "--continue-in", str(copy), size=(100, 40)
    )
    meeting.type(b"y")  # read before the question was shown
    meeting.shows("Press y for yes")
    meeting.pause(0.7)
    assert not copy.exists()
    meeting.type(b"y")
    meeting.shows("Continue on this machine?")  # the demo was finished on another
    meeting.pause(0.7)
    meeting.type(b"y")
    meeting.shows("This copy continues from the last good event")

    found = journal.read(copy / "journal.jsonl")
    lost, recovered, *_ = (line.event for line in found.events[GOOD:])
    assert type(lost).__name__ == "BallotsLost"
    assert recovered.torn == len(left)
    assert (copy / recovered.kept_as).read_bytes() == left


@pytest.mark.parametrize("answer", [b"n", b" ", b"\r", b"yy", b"\x1b[?2026;2$y", b"\x04"])
def test_only_a_single_y_leaves_lines_behind(terminal, spoiled, tmp_path, answer) -> None:
    spoiled(NOWHERE, MINUTE)
    copy = tmp_path / "copy"

    meeting = terminal(
        sys.executable, "-m", "debrief", "run", FINISHED, "--continue-in", str(copy), size=(100, 40)
    )
    meeting.shows("Press y for yes")
    asked = f"continues from event {GOOD}. 2 lines after it are not part of the copied meeting."
    assert asked in " ".join(meeting.written.decode().split())
    meeting.pause(0.7)
    meeting.type(answer)

    assert meeting.ended() == 3
    assert "Nothing was copied." in meeting.said()
    assert meeting.is_restored()
    assert not copy.exists()


def test_no_copy_goes_on_before_a_reveal(terminal, spoiled, tmp_path) -> None:
    spoiled(NOWHERE, REVEAL)
    copy = tmp_path / "copy"

    meeting = terminal(
        sys.executable, "-m", "debrief", "run", FINISHED, "--continue-in", str(copy), size=(100, 40)
    )

    assert meeting.ended() == 3
    assert "after that line something was revealed" in meeting.said()
    assert not copy.exists()


@LINES
def test_the_console_follows_it_up_to_there(terminal, spoiled, lines, said) -> None:
    spoiled(*lines)
    console = terminal(sys.executable, "-m", "debrief", "console", FINISHED, size=(100, 40))
    console.shows("PRIVATE")
    console.shows(said[:60])
    console.type(b"q")
    assert console.ended() == 0


def test_where_the_error_was_is_in_the_crash_log(debrief, spoiled) -> None:
    spoiled(NOWHERE)
    debrief("replay", FINISHED, "--plain")

    log = (paths.state_dir() / "crash.log").read_text()
    assert "KeyError" in log
    assert "nope" not in log


def test_a_first_line_that_cannot_be_used_leaves_nothing_to_show(
    debrief, spoiled, monkeypatch
) -> None:
    def fail(*_: object) -> Any:
        raise ZeroDivisionError

    spoiled(MINUTE)
    monkeypatch.setattr("debrief.core.replay.usable.view", fail)

    done = debrief("replay", FINISHED, "--plain")

    assert (done.exit_code, done.stdout) == (3, "")
    assert done.stderr == (
        "Error: This debrief cannot use line 1 of the journal; update debrief."
        " No event can be shown.\n"
    )
