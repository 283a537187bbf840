"""A list of sessions has the state of each, even if one of them is broken."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import forging
import pytest

from debrief.core.after.model import Reviewed
from debrief.core.meeting import events as e
from debrief.core.session_groups import CardState, Preparation
from debrief.core.steps import Place
from debrief.core.vocabulary import Summary
from debrief.store.archive import archive
from debrief.store.archive.archive import Entry
from debrief.store.journal import chain, journal
from debrief.store.journal.journal import Journal
from debrief.store.sessions.scaffold import NewSession, scaffold
from debrief.store.sessions.session import load

T = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
NEW = NewSession(
    title="VP Engineering",
    alias="K-17",
    owner="dana",
    panel=(("dana", "Dana Whitfield"), ("omar", "Omar Haddad")),
    scheduled=T,
)
NOT_UTF8 = os.fsdecode(b"\xff\xfe")
MINUTE = e.MinuteTaken(text="x" * 16_000, place=Place(step="preflight"))
FINISHED = e.MeetingFinished(
    salt="00",
    inputs={},
    program="debrief",
    summary=Summary(decision="no-hire", review=date(2027, 5, 1), dissents=2),
)


def _opened(folder: Path) -> e.MeetingOpened:
    brief = load(folder).brief
    assert brief is not None
    return e.MeetingOpened(brief=brief, ballot_key="age1", program="debrief")


def _held(folder: Path, *events: e.Event) -> Path:
    scaffold(folder, NEW)
    return _written(folder, [_opened(folder), *events])


def _written(folder: Path, events: Sequence[e.Event]) -> Path:
    with Journal.open(
        folder / "journal.jsonl",
        now=lambda: T,
        mono=lambda: 0.0,
        nonce=lambda: bytes(16),
        run="run-1",
    ) as written:
        for event in events:
            written.append(event)
    return folder


def _decided(outcome: str, until: date | None = None) -> e.DecisionMade:
    return e.DecisionMade.model_validate(
        {"outcome": outcome, "owner": "dana", "rationale": "r", "until": until}
    )


def _only(root: Path) -> Entry:
    (entry,) = archive.sessions(root)
    return entry


def test_a_session_without_a_journal_has_not_started(tmp_path: Path) -> None:
    scaffold(tmp_path / "vp", NEW)

    assert _only(tmp_path) == Entry(
        "vp",
        tmp_path / "vp",
        title="VP Engineering",
        alias="K-17",
        scheduled=T,
        panel=2,
        preparation=Preparation(
            owner="Dana Whitfield",
            written=False,
            forms=False,
            cards=(CardState("Dana Whitfield", False), CardState("Omar Haddad", False)),
        ),
    )


def test_neither_has_one_whose_journal_is_empty(tmp_path: Path) -> None:
    scaffold(tmp_path / "vp", NEW)
    (tmp_path / "vp" / "journal.jsonl").touch()

    assert _only(tmp_path).state == "not-started"


def test_a_meeting_that_was_opened_is_open_under_the_title_it_was_opened_with(
    tmp_path: Path,
) -> None:
    folder = _held(tmp_path / "vp", MINUTE)
    brief = (folder / "session.toml").read_text()
    (folder / "session.toml").write_text(brief.replace("VP Engineering", "CTO"))

    entry = _only(tmp_path)

    assert (entry.state, entry.title, entry.alias) == ("open", "VP Engineering", "K-17")
    assert (entry.decision, entry.postponed_until) == (None, None)


def test_a_finished_meeting_needs_its_journal_only(tmp_path: Path) -> None:
    folder = _held(tmp_path / "vp", MINUTE, FINISHED, e.RecordWritten(outputs={}))
    (folder / "session.toml").unlink()

    assert _only(tmp_path) == Entry(
        "vp",
        folder,
        title="VP Engineering",
        alias="K-17",
        state="finished",
        decision="no-hire",
        scheduled=T,
        opened=T,
        review=date(2027, 5, 1),
        dissents=2,
        next_review=date(2027, 5, 1),
        promises=(),
    )


def test_a_finish_is_found_however_often_the_record_was_written_after_it(tmp_path: Path) -> None:
    outputs = {f"record-{number}.md": "0" * 64 for number in range(100)}
    _held(tmp_path / "vp", FINISHED, *[e.RecordWritten(outputs=outputs)] * 5)

    assert _only(tmp_path).state == "finished"


@pytest.mark.parametrize(
    ("events", "until"),
    [
        ([_decided("postponed", date(2026, 12, 1))], date(2026, 12, 1)),
        ([_decided("postponed", date(2026, 12, 1)), MINUTE], date(2026, 12, 1)),
        ([_decided("postponed", date(2026, 12, 1)), _decided("hire")], None),
        ([_decided("postponed", date(2026, 12, 1)), e.Undone(target=2, what="it")], None),
    ],
    ids=["postponed", "and a minute", "and decided", "and taken back"],
)
def test_a_postponed_meeting_says_until_when(
    tmp_path: Path, events: list[e.Event], until: date | None
) -> None:
    _held(tmp_path / "vp", *events)

    entry = _only(tmp_path)

    assert (entry.state, entry.decision, entry.postponed_until) == ("open", None, until)


@pytest.mark.parametrize(
    ("brief", "said"),
    [
        ("title = VP\n", "session.toml:1: "),
        ("\ufeff" + "x" * 2_000_000, "session.toml is larger"),
        ("schema = 1\n", "session.toml"),
    ],
)
def test_a_brief_that_cannot_be_used_is_damage(tmp_path: Path, brief: str, said: str) -> None:
    scaffold(tmp_path / "vp", NEW)
    (tmp_path / "vp" / "session.toml").write_text(brief)

    entry = _only(tmp_path)

    assert entry.state == "damaged"
    assert entry.problem.startswith(said)
    assert entry.problem.endswith(".")


def test_a_brief_in_another_encoding_is_damage_of_the_whole_file(tmp_path: Path) -> None:
    scaffold(tmp_path / "vp", NEW)
    (tmp_path / "vp" / "session.toml").write_bytes(b"\xff\xfet\x00")

    assert "UTF-16" in _only(tmp_path).problem


def test_an_open_meeting_goes_on_without_its_brief(tmp_path: Path) -> None:
    (_held(tmp_path / "vp", MINUTE) / "session.toml").unlink()

    entry = _only(tmp_path)

    assert (entry.state, entry.alias) == ("open", "K-17")


def test_a_journal_that_begins_with_something_else_is_damage(tmp_path: Path) -> None:
    scaffold(tmp_path / "vp", NEW)
    _written(tmp_path / "vp", [MINUTE])

    assert "does not begin" in _only(tmp_path).problem


@pytest.mark.parametrize("line", [0, 1, 5])
def test_an_altered_line_of_an_open_meeting_is_damage(tmp_path: Path, line: int) -> None:
    path = _held(tmp_path / "vp", *[MINUTE] * 5) / "journal.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    lines[line] = lines[line].replace(b'"mono":0.0', b'"mono":0.1')
    path.write_bytes(b"".join(lines))

    entry = _only(tmp_path)

    assert entry.state == "damaged"
    assert "altered" in entry.problem


def test_a_journal_that_is_no_file_is_damage(tmp_path: Path) -> None:
    scaffold(tmp_path / "vp", NEW)
    (tmp_path / "vp" / "journal.jsonl").mkdir()
    scaffold(tmp_path / "x", NEW)
    (tmp_path / "x" / "journal.jsonl").symlink_to("nowhere")

    assert [session.state for session in archive.sessions(tmp_path)] == ["damaged", "damaged"]
    assert "is a folder" in archive.sessions(tmp_path)[0].problem


def test_a_broken_session_hides_no_other(tmp_path: Path) -> None:
    for name in ("b", "a", "c"):
        scaffold(tmp_path / name, NEW)
    (tmp_path / "b" / "session.toml").write_bytes(b"\0")
    (tmp_path / "no-session").mkdir()

    states = [(session.id, session.state) for session in archive.sessions(tmp_path)]

    assert states == [("a", "not-started"), ("b", "damaged"), ("c", "not-started")]
    assert archive.sessions(tmp_path / "nowhere") == ()


def test_a_long_finished_journal_is_not_read_whole(tmp_path: Path) -> None:
    path = _held(tmp_path / "vp", *[MINUTE] * 3, FINISHED) / "journal.jsonl"
    whole = path.read_bytes().replace(b"xxx", b"yyy", 1)
    path.write_bytes(whole)

    assert journal.read(path).damage is not None
    assert _only(tmp_path).state == "finished"


def test_the_real_name_in_a_title_is_the_alias(tmp_path: Path) -> None:
    named = {"begun": ", Kim Okafor", "to-come": ", OKAFOR", "nameless": ""}
    for name, more in named.items():
        folder = tmp_path / name
        scaffold(folder, NEW)
        brief = folder / "session.toml"
        text = brief.read_text().replace("VP Engineering", f"VP Engineering{more}")
        brief.write_text(text.replace('# name = "…"', 'name = "Kim Okafor"'))
    _written(tmp_path / "begun", [_opened(tmp_path / "begun")])

    titles = {session.id: session.title for session in archive.sessions(tmp_path)}
    assert titles == {
        "begun": "VP Engineering, K-17",
        "to-come": "VP Engineering, K-17",
        "nameless": "VP Engineering",
    }


# ---- folders that mean harm


@pytest.mark.timeout(10)
def test_hostile_folders_are_damaged_or_passed_over_and_nothing_waits(tmp_path: Path) -> None:
    scaffold(tmp_path / "good", NEW)
    for name in ("fifo", "fifo-journal", "folder", "device"):
        (tmp_path / name).mkdir()
    os.mkfifo(tmp_path / "fifo" / "session.toml")
    os.mkfifo(tmp_path / "fifo-journal" / "journal.jsonl")
    (tmp_path / "folder" / "session.toml").mkdir()
    (tmp_path / "device" / "session.toml").symlink_to("/dev/zero")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "a-file").write_text("")
    (tmp_path / NOT_UTF8).mkdir()
    (tmp_path / NOT_UTF8 / "session.toml").write_text("?")

    found = {
        session.id: session.state for session in archive.sessions(tmp_path, tmp_path / "cache")
    }

    assert found == {
        "device": "damaged",
        "fifo": "damaged",
        "fifo-journal": "damaged",
        "folder": "damaged",
        "good": "not-started",
        "loop": "damaged",  # it cannot be looked into, as a folder without the right to
        NOT_UTF8: "damaged",
    }


@pytest.mark.parametrize(
    ("number", "name", "word"),
    [
        (0, "MeetingOpened", "brief"),
        (1, "MeetingFinished", "summary"),
        (1, "DecisionMade", "owner"),
    ],
)
def test_an_event_of_a_later_program_is_damage(
    tmp_path: Path, number: int, name: str, word: str
) -> None:
    last = FINISHED if name == "MeetingFinished" else _decided("hire")
    folder = _held(tmp_path / "vp", last)
    lines = forging.events(folder)
    lines[number]["data"] = {f"new-{word}": 1}
    forging.forge(folder, lines)

    entry = _only(tmp_path)

    assert entry.state == "damaged"
    assert f"{name} that this version does not understand; update debrief." in entry.problem


def test_a_torn_end_is_no_damage(tmp_path: Path) -> None:
    until = _decided("postponed", date(2026, 12, 1))
    path = _held(tmp_path / "vp", until, MINUTE) / "journal.jsonl"
    path.write_bytes(path.read_bytes() + b'{"v":1,"seq":')

    entry = _only(tmp_path)

    assert (entry.state, entry.postponed_until) == ("open", date(2026, 12, 1))


def test_a_review_held_says_when_the_next_one_is(tmp_path: Path) -> None:
    folder = _held(tmp_path / "vp", FINISHED)
    again = Reviewed(by="Dana", again=date(2028, 1, 1))
    prev = forging.forge(folder, forging.events(folder))
    (folder / "after.jsonl").write_bytes(
        chain.encode(
            chain.Stamp(1, prev, T, 0.0, "x", bytes(16)), "Reviewed", again.model_dump(mode="json")
        )
    )

    entry = _only(tmp_path)

    assert (entry.review, entry.reviews, entry.next_review) == (
        date(2027, 5, 1),
        1,
        date(2028, 1, 1),
    )
