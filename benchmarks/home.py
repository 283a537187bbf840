"""Measure the start of the home screen in a terminal, with ten sessions and with ten thousand.

Prints one JSON object per line: name, value, unit, floor (the minimum possible on this machine,
measured in the same run), target. Cold is without debrief's index of the archive, warm is with it.
`--sessions` sets a number other than ten thousand.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from timed_terminal import BARE, seen

SHIPPED = Path(__file__).parents[1] / "sessions"
FINISHED, NOT_BEGUN = SHIPPED / "demo-director-platform", SHIPPED / "demo-vp-engineering"
RUNS = 5
OPEN_IN, NEW_IN = 50, 100
"""One session in this many is open, and one not begun; the others are finished."""

ENDS = """
import os, sys
for name in os.listdir(sys.argv[1]):
    path = f"{sys.argv[1]}/{name}/journal.jsonl"
    try:
        file = os.open(path, os.O_RDONLY)
    except OSError:
        continue
    size = os.fstat(file).st_size
    os.pread(file, 65536, 0)
    os.pread(file, 4096, max(0, size - 4096))
    os.close(file)
print("done")
"""


def main() -> None:
    """Measure and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=10_000)
    many = parser.parse_args().sessions
    with tempfile.TemporaryDirectory() as folder:
        few_at, many_at, home = (Path(folder) / name for name in ("few", "many", "home"))
        make(few_at, 10)
        make(many_at, many)
        bare = _median(lambda: seen([sys.executable, "-c", BARE], home, "Sessions")[0])
        floor = _median(lambda: seen([sys.executable, "-c", ENDS, str(many_at)], home, "done")[0])
        few, _ = _home(few_at, home, 10, cold=False)
        cold, cold_all = _home(many_at, home, many, cold=True)
        warm, warm_all = _home(many_at, home, many, cold=False)
    _print("home: first paint, 10 sessions", few, bare)
    # As fast as with ten: two such figures differ by a tenth on a quiet machine.
    _print(f"home: first paint, {many:,} sessions, cold", cold, few, 1.1 * few)
    _print(f"home: first paint, {many:,} sessions, warm", warm, few, 1.1 * few)
    _print(f"home: complete, {many:,} sessions, cold", cold_all, floor, 3000)
    _print(f"home: complete, {many:,} sessions, warm", warm_all, floor, 1000)


def make(root: Path, number: int) -> None:
    """Write an archive of `number` sessions; equal files are hard links to one file."""
    lines = (FINISHED / "journal.jsonl").read_bytes().splitlines(keepends=True)
    root.mkdir()
    cut = root.parent / f"{root.name}-open.jsonl"
    cut.write_bytes(b"".join(lines[: len(lines) // 2]))
    for index in range(number):
        folder = root / f"{2016 + index % 10}-{index % 12 + 1:02}-session-{index:05}"
        folder.mkdir()
        begun = index % NEW_IN != 1
        brief = (FINISHED if begun else NOT_BEGUN) / "session.toml"
        _link(brief, folder / brief.name)
        if begun:
            still_open = index % OPEN_IN == 0
            _link(cut if still_open else FINISHED / "journal.jsonl", folder / "journal.jsonl")


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # another disk, or too many names
        shutil.copyfile(source, target)


def _home(root: Path, home: Path, number: int, *, cold: bool) -> tuple[float, float]:
    """Return the median times, in ms, until the first paint and until all sessions are listed."""
    command = [sys.executable, "-m", "debrief", "--sessions", str(root)]
    every = f"(?<!… ){number:,} sessions"
    first, complete = [], []
    for run in range(RUNS + (not cold)):
        if cold:
            shutil.rmtree(home, ignore_errors=True)
        first_ms, complete_ms = seen(command, home, "reading …", every)
        if cold or run > 0:  # the first warm run only makes the index
            first.append(first_ms)
            complete.append(complete_ms)
    return statistics.median(first), statistics.median(complete)


def _median(measure: Callable[[], float]) -> float:
    return statistics.median(measure() for _ in range(RUNS))


def _print(name: str, value: float, floor: float, target: float | None = None) -> None:
    figure = {"name": name, "value": round(value, 1), "unit": "ms", "floor": round(floor, 1)}
    print(json.dumps(figure | {"target": None if target is None else round(target, 1)}), flush=True)


if __name__ == "__main__":
    main()
