"""A disk that fails at any call of a meeting costs no event that was acknowledged."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from faults.broken_disk import FAULTS, BrokenDisk
from meetings import Driver

from debrief.core.meeting.events import LogLine
from debrief.core.meeting.fold import fold
from debrief.core.refused import Refused
from debrief.core.verbs import named
from debrief.live import CannotRunError
from debrief.store.journal.journal import read

Figure = Callable[[str, float], None]
Many = Callable[[int, int], int]

STEPS = (
    ("open", "", {}),
    ("minute", "", {"text": "One"}),
    ("confirm_role", "dana", {"understanding": "same"}),
    ("follow_up", "", {"text": "Call", "who": "dana"}),
    ("undo", "", {}),
    ("redo", "", {}),
)


@pytest.fixture
def script(make_driver: Callable[[str], Driver], tmp_path: Path) -> Callable[[], Driver]:
    """Make a new demo meeting on a broken disk."""
    made: list[Driver] = []

    def make() -> Driver:
        driver = make_driver("demo-vp-engineering")
        driver.folder = driver.folder.rename(tmp_path / f"meeting-{len(made)}")
        driver.config = tmp_path / f"config-{len(made)}"
        driver.broken = BrokenDisk()
        driver.disk = driver.broken.disk
        driver.again("run-1")
        made.append(driver)
        return driver

    return make


def _run(driver: Driver) -> tuple[LogLine, ...]:
    """Do every step, each once more after a fault that may pass; what was acknowledged."""
    acknowledged: tuple[LogLine, ...] = ()
    for verb, about, values in STEPS:
        driver.seconds += 1
        for _ in range(2):
            done = driver.live.do(named(verb), about, values)
            assert driver.live.log[: len(acknowledged)] == acknowledged
            if not isinstance(done, Refused):
                acknowledged = driver.live.log
                break
        if driver.live.log:
            assert driver.live.meeting == fold(driver.live.log)
    return acknowledged


def _faults(driver: Driver) -> Iterator[tuple[int, str, bool]]:
    _run(driver)
    for at, call in enumerate(driver.broken.calls):
        for fault in FAULTS:
            if fault == "short" and call != "write":
                continue
            for for_ever in (False, True):
                yield at, fault, for_ever


@pytest.mark.parametrize("part", range(4))
def test_no_acknowledged_event_is_lost_to_any_failing_call(
    script: Callable[[], Driver], part: int, figure: Figure, many: Many
) -> None:
    faults = list(_faults(script()))[part::4]
    chance = random.Random(part)
    for at, fault, for_ever in chance.sample(faults, min(len(faults), many(10, 10_000))):
        driver = script()
        driver.broken.break_at(at, fault, for_ever=for_ever)

        acknowledged = _run(driver)
        assert driver.broken.hits
        ended = driver.live.lost
        driver.broken.mend()

        if not (driver.folder / "journal.jsonl").exists():
            assert not acknowledged
        else:
            driver.again()
            assert driver.live.log[: len(acknowledged)] == acknowledged, (at, fault, for_ever)
            # Beyond what was acknowledged there may be the one line whose sync failed.
            rest = [r for r in driver.live.log[len(acknowledged) :] if r.run == "run-1"]
            assert len(rest) <= bool(ended), (at, fault, for_ever)
            driver.do("minute" if driver.live.log else "open", text="It goes on")
        figure("failing system calls", 1)
        figure("acknowledged events lost", 0)


def test_a_meeting_whose_disk_died_goes_on_in_another_folder(
    script: Callable[[], Driver], tmp_path: Path
) -> None:
    driver = script()
    driver.do("open")
    driver.do("minute", text="One")
    driver.broken.break_at(len(driver.broken.calls) + 1, "EIO", for_ever=False)
    assert "NOT SAVED" in driver.refused("minute", text="Two")
    assert "NOT SAVED" in driver.refused("minute", text="Two"), "never again on that handle"

    assert driver.live.save_elsewhere(tmp_path / "elsewhere") == ()
    driver.do("minute", text="Two")

    assert read(tmp_path / "elsewhere" / "journal.jsonl").events == driver.live.log
    assert [m.event.text for m in driver.live.meeting.minutes] == ["One", "Two"]


def test_a_disk_that_is_full_for_a_while_asks_and_then_takes_the_same_event(
    script: Callable[[], Driver],
) -> None:
    driver = script()
    driver.do("open")
    for _ in range(3):
        driver.broken.break_at(len(driver.broken.calls), "ENOSPC", for_ever=False)
        assert "free some space" in driver.refused("minute", text="One")
        assert not driver.live.lost
    driver.do("minute", text="One")
    assert len(read(driver.folder / "journal.jsonl").events) == 2


def test_a_disk_that_fails_while_resuming_says_so_and_loses_nothing(
    script: Callable[[], Driver], figure: Figure
) -> None:
    driver = script()
    acknowledged = _run(driver)
    file = driver.folder / "journal.jsonl"
    torn = file.read_bytes() + b'{"v":1,"se'
    for at in range(20):
        for fault in FAULTS:
            driver.live.close()
            file.write_bytes(torn)
            driver.broken.calls.clear()
            driver.broken.break_at(at, fault, for_ever=False)
            with suppress(CannotRunError):
                driver.again()
            driver.broken.mend()
            driver.again()
            assert driver.live.log[: len(acknowledged)] == acknowledged
            if driver.broken.hits:
                figure("failing system calls", 1)
            driver.broken.hits = 0
