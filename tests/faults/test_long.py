"""A long meeting: thousands of keys, and the program is as small and as quiet as at the start."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from faults.sitter import RUN, Place, Sitter
from faults.terminal_grammar import SEED
from meetings import Driver

from debrief.store.journal.journal import read

Figure = Callable[[str, float], None]
Many = Callable[[int, int], int]

FIRST = 1000
"""Keys after which every screen was seen, and what they keep is in memory."""

GROWTH = 5.0
"""Most megabytes that the keys after those may add."""

IDLE = 5.0
"""Seconds without a key in which the processor's time is measured."""

BETWEEN = 0.03
"""Seconds without output behind a key, more than in a burst."""

TOGETHER = 50
"""Keys after which the program has to have caught up."""

RESTS = 1.2
"""Seconds after which every key counts again."""

ESCAPE = b"\x1b"
LEFT, RIGHT, UP, DOWN = b"\x1b[D", b"\x1b[C", b"\x1b[A", b"\x1b[B"
LOOKS = (
    (LEFT, RIGHT),
    (LEFT, LEFT, RIGHT, RIGHT),
    (b"[", b"]"),
    (b"b", b"b"),
    (b"e", b"e"),
    (b"\x1b[5~", b"\x1b[6~"),
    (UP, DOWN),
)
"""Keys that record nothing."""

WRITES = ((b"t", b"t"),)
"""Keys that record something: the clock stops, and goes on."""


def _revealed(driver: Driver) -> None:
    driver.until("reveal")
    driver.do("reveal")


PLACE = Place("a revealed competency", RUN, "[space] Challenge", (), _revealed)


@dataclass(frozen=True, slots=True)
class Held:
    """A process at one moment: megabytes of memory, open files and threads."""

    memory: float
    files: int
    threads: int


def held(process: int) -> Held:
    root = Path("/proc") / str(process)
    status = dict(line.split(":", 1) for line in (root / "status").read_text().splitlines())
    return Held(
        int(status["VmRSS"].split()[0]) / 1024,
        len([*(root / "fd").iterdir()]),
        int(status["Threads"]),
    )


def seconds_used(process: int) -> float:
    fields = (Path("/proc") / str(process) / "stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux’s /proc")
def test_thousands_of_keys_leave_nothing_behind(tmp_path: Path, many: Many, figure: Figure) -> None:
    keys = many(200, 20_000)
    source = random.Random(f"{SEED} long")
    sitter = Sitter(PLACE, tmp_path, source)
    try:
        sitter.begin()
        process = sitter.terminal.process.pid
        pressed, first = 0, None
        while pressed < keys:
            for key in source.choice(LOOKS if source.random() < 0.95 else WRITES):
                sitter.press_on(key, BETWEEN)
                pressed += 1
            if source.random() < 1 / TOGETHER:
                sitter.see_help()
            if first is None and pressed >= min(FIRST, keys // 2):
                sitter.quiet()
                first = held(process)
        sitter.pause(RESTS)
        if PLACE.shows not in sitter.terminal.screen():  # blanked: of two keys one was not taken
            sitter.press(b"b")
        sitter.expect(PLACE.shows)
        last = held(process)
        before = seconds_used(process)
        sitter.pause(IDLE)
        idle = (seconds_used(process) - before) / IDLE
        assert first is not None
        assert (last.files, last.threads) == (first.files, first.threads)
        if keys > FIRST:
            assert last.memory - first.memory <= GROWTH, (first, last)
        assert idle <= 0.01, f"{idle:.1%} of a processor without a key"
        assert read(sitter.folder / "journal.jsonl").events
        sitter.leave()
    finally:
        sitter.terminal.close()
    figure("keys pressed in a long meeting", pressed)
    figure(
        "megabytes more after the first thousand of them, slowest",
        round(last.memory - first.memory, 1),
    )
