"""Long, interrupted meetings with many undos, as the benchmarks make them, replay completely."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from debrief.core.meeting import events as e
from debrief.core.meeting.fold import fold
from debrief.core.record.build import record, record_of
from debrief.core.replay.destination import destination
from debrief.core.replay.playback import Playback
from debrief.report.replay_json import replay_json
from debrief.report.replay_text import plain
from debrief.store.journal import journal
from debrief.store.journal.journal import Contents

pytestmark = pytest.mark.xdist_group("long journals")  # one worker makes the journal, once


def benchmark(name: str) -> ModuleType:
    """Return one of the programs under benchmarks/."""
    path = Path(__file__).parents[2] / "benchmarks" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"benchmark_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def contents(tmp_path_factory: pytest.TempPathFactory) -> Contents:
    """Return the journal of a meeting of twelve, in which the program was started five times."""
    journals = benchmark("journals")
    shape = journals.Shape(
        panelists=12, competencies=3, minutes=12, undos=6, deep=24, cells=24, runs=5
    )
    return journal.read(journals.make(tmp_path_factory.mktemp("long") / "session", shape))


@pytest.fixture(scope="module")
def playback(contents: Contents) -> Playback:
    return Playback.of(contents.events, contents.fingerprint, every=20)


def test_it_has_what_it_should(contents: Contents) -> None:
    kinds = [type(event.event) for event in contents.events]

    assert contents.read_only is None
    assert len({event.run for event in contents.events}) == 5
    assert kinds.count(e.Undone) == 18
    assert {e.ClockWentBack, e.BallotCleared, e.MoveExplained, e.MeetingFinished} <= set(kinds)


def test_every_position_is_the_fold_until_there(playback: Playback) -> None:
    for position in range(1, playback.total + 1):
        assert playback.meeting(position) == fold(playback.log[:position])


def test_every_position_can_be_seen_and_searched(playback: Playback) -> None:
    for position in range(1, playback.total + 1):
        seen = playback.view(position)
        assert seen.seq == position
        assert seen.guidance
    assert playback.find("cafe")
    assert destination(playback, 1, "vote") == next(
        stretch.first for stretch in playback.marks.stretches if stretch.title == "Vote"
    )


def test_the_record_shown_at_the_end_is_the_record(contents: Contents, playback: Playback) -> None:
    at_the_end = record_of(playback.meeting(playback.total), contents.fingerprint)

    assert at_the_end == record(playback.log, contents.fingerprint)
    assert len(at_the_end.minutes) == 12
    assert at_the_end.process.runs == 5
    assert at_the_end.events == playback.total - 1  # the record was written after the finish


def test_it_is_told_as_text_and_as_json(contents: Contents) -> None:
    playback = Playback.of(contents.events)
    text = list(plain(playback))

    assert sum("the program was started again" in line for line in text) == 4
    assert sum("[taken back at" in line for line in text) == 18
    assert len(json.loads(replay_json(playback, 0))["events"]) == len(contents.events)


def test_the_benchmark_says_what_it_measured(
    contents: Contents,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "journal.jsonl").write_bytes(b"".join(contents.lines))
    monkeypatch.setattr(sys, "argv", ["replay.py", "--session", str(tmp_path), "--jumps", "20"])

    benchmark("replay").main()

    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {"replay: jump p95", "replay: jump to the record p95"} <= {one["name"] for one in said}
    assert all(set(one) == {"name", "value", "unit", "floor", "target"} for one in said)
