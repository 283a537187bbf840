"""Sessions written by earlier programs are read, folded, replayed and verified as then."""

from __future__ import annotations

import difflib
import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
from golden import folds
from meetings import Driver

from debrief.core.meeting.events import EVENTS, BallotsLost, SittingResumed
from debrief.core.meeting.fold import fold
from debrief.core.meeting.question import VoteQuestion
from debrief.core.meeting.state import Meeting, Poll
from debrief.core.record.build import record
from debrief.core.record.model import Record
from debrief.core.replay.playback import Playback
from debrief.live.record_files import outputs
from debrief.report.pages import PAGES
from debrief.report.record_toml import same_record
from debrief.store import card_keys, paths, verify
from debrief.store.journal import after, journal
from debrief.store.journal.journal import Contents
from debrief.store.sessions import session

GOLDEN = Path(__file__).parent
CONFIG = GOLDEN / "config"
SESSIONS = (
    "cards-changed",
    "carried-on",
    "entered-again",
    "finished-demo",
    "five-levels",
    "lost-ballots",
    "minutes-changed",
    "postponed",
    "reopened",
    "second-rounds",
    "sides-of-the-line",
    "undo-over-decision",
    "warm-up",
    "wrap-up",
)
MAY_BE_UNCHECKED = ("record.md, rebuilt", "record.html, rebuilt")
"""Items that a later release may call NOT CHECKED, and so may any framework."""

INTERIM = ("status", "until", "head")
"""Fields that only the record of a meeting that ended and is not finished has."""

every_session = pytest.mark.parametrize("name", SESSIONS)


def read(name: str) -> Contents:
    return journal.read(GOLDEN / name / "journal.jsonl")


def expected(name: str) -> dict[str, Any]:
    return tomllib.loads((GOLDEN / name / "expected.toml").read_text("utf-8"))


def verified(folder: Path) -> verify.Verified:
    return verify.verify(
        folder, verify.VerifyEnvironment("a later debrief", PAGES, outputs, same_record)
    )


def test_no_session_is_forgotten() -> None:
    assert tuple(sorted(file.parent.name for file in GOLDEN.glob("*/journal.jsonl"))) == SESSIONS


def test_every_session_is_described() -> None:
    described = re.findall(r"^\| `([a-z-]+)`", (GOLDEN / "README.md").read_text(), re.M)
    assert tuple(sorted(described)) == SESSIONS


def test_every_type_of_event_is_in_a_golden_session() -> None:
    seen = {type(logged.event) for name in SESSIONS for logged in read(name).events}
    assert [event.__name__ for event in EVENTS if event not in seen] == []


@every_session
def test_its_journal_is_read_without_damage(name: str) -> None:
    contents = read(name)
    assert contents.damage is None
    assert not contents.unknown
    assert not contents.torn
    assert not contents.unended
    assert contents.good_offset == (GOLDEN / name / "journal.jsonl").stat().st_size


@every_session
def test_its_files_are_read_without_an_error(name: str) -> None:
    found = session.load(GOLDEN / name, identities=lambda: card_keys.load_card_keys(CONFIG))
    assert [finding for finding in found.findings if finding.severity == "error"] == []
    assert found.brief is not None
    files = (GOLDEN / name / "scores").iterdir()
    assert set(found.cards) == {file.name.partition(".")[0] for file in files}


@every_session
def test_every_line_shows_and_tells_what_it_did(name: str) -> None:
    kept = (folds.FOLDS / f"{name}.txt").read_text("utf-8").splitlines()
    today = folds.folds(name).splitlines()
    change = list(difflib.unified_diff(kept, today, "kept", "today", lineterm="", n=2))
    assert change == [], "\n".join(["", *change[:60], "Meant? python tests/golden/folds.py"])


@every_session
def test_it_folds_to_what_is_expected(name: str) -> None:
    contents = read(name)
    wanted = expected(name)
    del wanted["verify"]
    assert summary(contents, fold(contents.events), GOLDEN / name) == wanted


def summary(contents: Contents, meeting: Meeting, folder: Path) -> dict[str, Any]:
    """Return what expected.toml holds of a meeting, less the items that are verified."""
    added = folder / after.FILE
    entries = after.read(folder, contents.fingerprint).events if added.exists() else ()
    return {
        "events": len(contents.events),
        "last": type(contents.events[-1].event).__name__,
        "finished": meeting.finished is not None,
        "fingerprint": contents.fingerprint,
        "runs": len(meeting.runs),
        "panel": len(meeting.brief.panel),
        "levels": len(meeting.brief.scale.levels),
        "place": meeting.place.competency or meeting.place.step,
        "owner": meeting.owner,
        "outcomes": [decision.outcome for decision in meeting.decisions],
        "ruled_on": list(meeting.rulings),
        "dissents": [dissent.panelist for dissent in meeting.dissents],
        "minutes": len(meeting.minutes),
        "follow_ups": len(meeting.follow_ups),
        "taken_back": meeting.undone,
        "waived": [place.competency or place.step for place in meeting.waived],
        "warm_up": [one.key for one in meeting.rated_cases],
        "after": [type(one.entry).__name__ for one in entries],
        "competencies": {
            competency: {
                "closed": poll.closed.closing if poll.closed else "",
                "reopened": len(poll.reopened),
                "rounds": rounds(poll),
            }
            for competency, poll in meeting.competencies.items()
        },
        "vote": {"rounds": rounds(meeting.vote)},
    }


def rounds(poll: Poll) -> list[list[int]]:
    return [
        [mark.level for mark in one.marks.values() if mark.level is not None] for one in poll.rounds
    ]


@every_session
def test_it_replays_at_every_position(name: str) -> None:
    contents = read(name)
    playback = Playback.of(contents.events, contents.fingerprint)
    for position in range(1, playback.total + 1):
        assert playback.view(position).seq == position
        assert playback.sentence(position)


@every_session
def test_a_record_is_made_of_it(name: str) -> None:
    contents = read(name)
    pages = outputs(contents.events, contents.fingerprint)
    assert set(pages) == {"record.md", "record.toml", "record.html"}
    assert all(pages.values())


def test_every_field_of_a_record_is_filled_for_a_golden_session_or_the_demo() -> None:
    """So that a field which nothing fills is noticed."""
    empty = dict(Record.model_fields)
    demo = journal.read(paths.shipped("sessions") / "demo-director-platform" / "journal.jsonl")
    for contents in (*map(read, SESSIONS), demo):
        made = record(contents.events, contents.fingerprint)
        for field, info in tuple(empty.items()):
            if getattr(made, field) != info.default:
                del empty[field]
    assert set(empty) == {"schema_", "references_note", *INTERIM}


@every_session
def test_it_is_verified_as_expected(name: str) -> None:
    found = {one.item: one.status for one in verified(GOLDEN / name).items}
    wanted = expected(name)["verify"]
    assert list(found) == list(wanted)
    changed = {item for item, status in found.items() if status != wanted[item]}
    assert all(found[item] == "NOT CHECKED" for item in changed)
    assert {item for item in changed if not may_be_unchecked(item)} == set()


def may_be_unchecked(item: str) -> bool:
    return item in MAY_BE_UNCHECKED or item.startswith("frameworks/")


def test_what_a_crash_left_is_beside_the_journal() -> None:
    (recovered,) = fold(read("lost-ballots").events).recovered
    assert recovered.kept_as is not None
    assert (GOLDEN / "lost-ballots" / recovered.kept_as).stat().st_size == recovered.torn


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CONFIG, tmp_path / "config"))


def resumed(name: str, tmp_path: Path) -> Driver:
    folder = Path(shutil.copytree(GOLDEN / name, tmp_path / name))
    return Driver(folder, tmp_path / "config", run="later")


@pytest.mark.usefixtures("config")
def test_entries_made_then_are_opened_now(tmp_path: Path) -> None:
    driver = resumed("lost-ballots", tmp_path)
    assert driver.live.notices == []
    assert len(driver.live.log) == expected("lost-ballots")["events"]
    driver.enter(pavel="1")
    driver.do("reveal_votes")
    (votes,) = driver.live.meeting.vote.rounds
    assert {panelist: mark.level for panelist, mark in votes.marks.items()} == {
        "gudrun": 3,
        "pavel": 1,
        "ngozi": 2,
    }
    finish(driver)


@pytest.mark.usefixtures("config")
def test_a_postponed_meeting_is_carried_on_decided_and_finished_now(tmp_path: Path) -> None:
    driver = resumed("postponed", tmp_path)
    assert driver.live.notices == []
    assert len(driver.live.log) == expected("postponed")["events"] + 1
    assert isinstance(driver.live.log[-1].event, SittingResumed)
    driver.main(next="decide")
    finish(driver)
    outcomes = [decision.outcome for decision in driver.live.meeting.decisions]
    assert outcomes == ["postponed", "postponed", "hire"]


def finish(driver: Driver) -> None:
    driver.until("leave")
    driver.live.close()
    assert not verified(driver.folder).altered


def test_entries_made_then_are_asked_for_again_without_their_key(tmp_path: Path) -> None:
    driver = resumed("lost-ballots", tmp_path)
    assert driver.live.lacks_key
    driver.live.renew_key()
    assert isinstance(driver.live.log[-1].event, BallotsLost)
    assert driver.live.meeting.cells[VoteQuestion()].ballots == {}
    driver.live.close()


@pytest.mark.parametrize("name", [name for name in SESSIONS if expected(name)["finished"]])
def test_a_finished_session_is_opened_and_left_as_it_is(name: str, tmp_path: Path) -> None:
    driver = resumed(name, tmp_path)
    assert driver.live.view().main.verb == "leave"
    driver.live.close()
    kept = (GOLDEN / name / "journal.jsonl").read_bytes()
    assert (driver.folder / "journal.jsonl").read_bytes() == kept
