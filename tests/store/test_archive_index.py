"""The index of an archive saves reading, and is ignored if a file changed."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from debrief.core.meeting import events as e
from debrief.core.vocabulary import Summary
from debrief.store.archive import archive
from debrief.store.archive.archive import Archive, Entry
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


def _looks(root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], list[str]]:
    """List the sessions; return their states by id, and the ids of those that were read."""
    looked: list[str] = []
    with monkeypatch.context() as patched:
        before = archive.look

        def look(folder: Path, *, partial: bool = False) -> Entry:
            looked.append(folder.name)
            return before(folder, partial=partial)

        patched.setattr(archive, "look", look)
        found = archive.sessions(root, cache)
    return [f"{one.id} {one.state}" for one in found], sorted(looked)


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Return a folder with a session of each kind."""
    root = tmp_path / "sessions"
    until = _decided("postponed", date(2026, 12, 1))
    _held(root / "a-finished", FINISHED)
    _held(root / "b-postponed", until)
    scaffold(root / "c-new", NEW)
    scaffold(root / "d-broken", NEW)
    (root / "d-broken" / "session.toml").write_text("?")
    return root


def test_what_was_seen_before_is_the_same_and_is_not_looked_at_again(
    many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"

    cold = archive.sessions(many, cache)
    warm = archive.sessions(many, cache)
    _, looked = _looks(many, cache, monkeypatch)

    assert cold == warm == archive.sessions(many)
    assert looked == ["b-postponed", "c-new", "d-broken"], "two of them name panelists"


def test_a_session_that_changed_is_looked_at_again(
    many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    archive.sessions(many, cache)

    _written(many / "b-postponed", [FINISHED])
    brief = many / "d-broken" / "session.toml"
    brief.write_text((many / "c-new" / "session.toml").read_text())
    scaffold(many / "e-new", NEW)
    shutil.rmtree(many / "a-finished")
    found, looked = _looks(many, cache, monkeypatch)

    assert found == ["b-postponed finished", "c-new not-started", "d-broken not-started",
                     "e-new not-started"]  # fmt: skip
    assert looked == ["b-postponed", "c-new", "d-broken", "e-new"]


@pytest.mark.parametrize("harm", ["cut", "empty", "not json", "another version", "a folder"])
def test_an_index_that_cannot_be_trusted_is_made_anew(
    many: Path, tmp_path: Path, harm: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    before = archive.sessions(many, cache)
    (index,) = cache.iterdir()
    good = index.read_bytes()
    if harm == "another version":
        monkeypatch.setattr(archive, "_MADE_BY", "debrief 0.0")
        archive.sessions(many, cache)
        monkeypatch.undo()
    elif harm == "a folder":
        index.unlink()
        index.mkdir()
    else:
        index.write_bytes({"cut": good[:-9], "empty": b"", "not json": b"{}"}[harm])

    assert archive.sessions(many, cache) == before
    assert harm == "a folder" or index.read_bytes() == good


def test_the_index_holds_no_more_than_the_list_and_is_for_its_owner(
    many: Path, tmp_path: Path
) -> None:
    cache = tmp_path / "new" / "cache"

    archive.sessions(many, cache)
    (index,) = cache.iterdir()

    text = index.read_text()
    assert "VP Engineering" in text
    assert "Dana" not in text
    assert "d-broken" not in text
    assert (cache.stat().st_mode & 0o777, index.stat().st_mode & 0o777) == (0o700, 0o600)


def test_an_index_that_cannot_be_written_stops_nothing(many: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("")

    assert len(archive.sessions(many, tmp_path / "cache")) == 4


def test_it_is_written_only_when_something_changed(many: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    found = Archive(many, cache)
    list(found.entries())
    found.keep()
    (index,) = cache.iterdir()
    first = index.stat().st_ino

    list(found.entries())
    found.keep()
    assert index.stat().st_ino == first

    scaffold(many / "e-new", NEW)
    list(found.entries())
    found.keep()
    assert index.stat().st_ino != first


def test_nothing_is_kept_before_the_sessions_were_looked_at(many: Path, tmp_path: Path) -> None:
    Archive(many, tmp_path / "cache").keep()

    assert not (tmp_path / "cache").exists()
