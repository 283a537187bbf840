"""How soon home is there, with ten sessions and with ten thousand, in a terminal of its own.

Prints a JSON object a line: name, value, unit, floor (the least that this machine could take for
it, measured in the same run), target. Cold is without debrief's own index of what it saw before,
warm is with it. `--sessions` takes another number than ten thousand.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from terminals import BARE, seen

SHIPPED = Path(__file__).parents[1] / "sessions"
FINISHED, NOT_BEGUN = SHIPPED / "demo-director-platform", SHIPPED / "demo-vp-engineering"
RUNS = 5
OPEN_IN, NEW_IN = 50, 100
"""Of so many sessions one is open, and one not begun: an archive is mostly what is over."""

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
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=10_000)
    many = parser.parse_args().sessions
    with tempfile.TemporaryDirectory() as made:
        few_at, many_at, home = (Path(made) / name for name in ("few", "many", "home"))
        make(few_at, 10)
        make(many_at, many)
        bare = _median(lambda: seen([sys.executable, "-c", BARE], home, b"Sessions")[0])
        floor = _median(lambda: seen([sys.executable, "-c", ENDS, str(many_at)], home, b"done")[0])
        few, _ = _home(few_at, home, 10, cold=False)
        cold, cold_all = _home(many_at, home, many, cold=True)
        warm, warm_all = _home(many_at, home, many, cold=False)
    _say("home: first paint, 10 sessions", few, bare)
    # As fast as with ten: a tenth more is what two such figures differ by on a quiet machine.
    _say(f"home: first paint, {many:,} sessions, cold", cold, few, 1.1 * few)
    _say(f"home: first paint, {many:,} sessions, warm", warm, few, 1.1 * few)
    _say(f"home: complete, {many:,} sessions, cold", cold_all, floor, 3000)
    _say(f"home: complete, {many:,} sessions, warm", warm_all, floor, 1000)


def make(root: Path, number: int) -> None:
    """Write an archive of so many sessions; equal files are one file under many names."""
    lines = (FINISHED / "journal.jsonl").read_bytes().splitlines(keepends=True)
    root.mkdir()
    cut = root.parent / f"{root.name}-open.jsonl"
    cut.write_bytes(b"".join(lines[: len(lines) // 2]))
    for index in range(number):
        folder = root / f"{2016 + index % 10}-{index % 12 + 1:02}-session-{index:05}"
        folder.mkdir()
        over = index % NEW_IN != 1
        brief = (FINISHED if over else NOT_BEGUN) / "session.toml"
        _link(brief, folder / brief.name)
        if over:
            still_open = index % OPEN_IN == 0
            _link(cut if still_open else FINISHED / "journal.jsonl", folder / "journal.jsonl")


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # another disk, or too many names
        shutil.copyfile(source, target)


def _home(root: Path, home: Path, number: int, *, cold: bool) -> tuple[float, float]:
    """Return the medians of the first paint and of all sessions being there, in ms."""
    command = [sys.executable, "-m", "debrief", "--sessions", str(root)]
    every = re.compile(rb"(?<!\xe2\x80\xa6 )" + f"{number:,} sessions".encode())
    times = []
    for run in range(RUNS + (not cold)):
        if cold:
            shutil.rmtree(home, ignore_errors=True)
        times.append(seen(command, home, b"Sessions", every))
        if not cold and run == 0:
            times.clear()  # this one only made the index
    return tuple(statistics.median(one) for one in zip(*times, strict=True))  # type: ignore[return-value]


def _median(measure: Callable[[], float]) -> float:
    return statistics.median(measure() for _ in range(RUNS))


def _say(name: str, value: float, floor: float, target: float | None = None) -> None:
    told = {"name": name, "value": round(value, 1), "unit": "ms", "floor": round(floor, 1)}
    print(json.dumps(told | {"target": None if target is None else round(target, 1)}), flush=True)


if __name__ == "__main__":
    main()
