"""Measure jumps in a replay of ten thousand events.

Prints one JSON object per line: name, value, unit, floor (the minimum possible on this machine,
measured in the same run), target. `--session FOLDER` uses an existing session instead of a new one,
`--events` sets another length, `--jumps` another number of jumps.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from debrief.core.meeting.fold import fold
from debrief.core.replay.playback import Playback
from debrief.store.journal import journal

MEBI = 1024 * 1024


def main() -> None:
    """Measure and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--session", type=Path)
    parser.add_argument("--jumps", type=int, default=400)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = (
            options.session or _long_session(Path(folder) / "long", options.events)
        ) / "journal.jsonl"
        floor, _ = _timed(lambda: [json.loads(line) for line in path.read_bytes().splitlines()])
        before = _peak()
        reading, contents = _timed(lambda: journal.read(path))
        _print("replay: read and verify the journal", reading, "ms", floor)
        folding, playback = _timed(lambda: Playback.of(contents.events, contents.fingerprint))
        _print("replay: prepare to jump anywhere", folding, "ms", floor)
        _print("replay: peak memory over the start", _peak() - before, "MiB")
    total = playback.total
    whole, _ = _timed(lambda: fold(contents.events))
    walk, _ = _timed(lambda: [type(line.event) for line in contents.events])
    _print("replay: fold per event", 1000 * whole / total, "µs", 1000 * walk / total)
    first = _median(lambda: playback.view(1))
    chance = random.Random(1)
    spread = [chance.randint(1, total) for _ in range(options.jumps)]
    _print("replay: jump p95", _p95(playback, spread), "ms", first, 50)
    late = [chance.randint(total - total // 50, total) for _ in range(options.jumps // 4)]
    _print("replay: jump p95 among the last 2 %", _p95(playback, late), "ms", first, 50)
    at_record = [
        position
        for position in range(1, total + 1)
        if playback.meeting(position).place.step == "record"
    ]
    if at_record:
        ends = at_record[-20:] * max(1, options.jumps // 80)
        _print("replay: jump to the record p95", _p95(playback, ends), "ms", first, 50)
    painted = asyncio.run(_painted(playback, [*spread[: options.jumps // 5], *at_record[-10:]]))
    _print("replay: jump with the pane painted p95", painted, "ms", first, 50)


async def _painted(playback: Playback, positions: list[int]) -> float:
    """Return the 95th percentile of the time to paint a jump, for the biggest pane."""
    from debrief.tui.app import DebriefApp
    from debrief.tui.screens.replay import ReplayScreen

    app = DebriefApp(lambda: ReplayScreen(playback), (), "debrief replay")
    async with app.run_test(size=(100, 30)) as pilot:
        screen = app.screen
        assert isinstance(screen, ReplayScreen)
        times = []
        for position in positions:
            start = time.perf_counter()
            screen.move_to(position)
            times.append(1000 * (time.perf_counter() - start))
            await pilot.pause()
    return sorted(times)[len(times) * 95 // 100]


def _long_session(folder: Path, events: int) -> Path:
    """Create a session in another process, whose memory is not counted here."""
    program = Path(__file__).with_name("journals.py")
    words = [sys.executable, str(program), str(folder), "--events", str(events)]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    return folder


def _p95(playback: Playback, positions: list[int]) -> float:
    times = sorted(_timed(partial(playback.view, at))[0] for at in positions)
    return times[len(times) * 95 // 100]


def _median(task: Callable[[], Any]) -> float:
    return statistics.median(_timed(task)[0] for _ in range(20))


def _timed(task: Callable[[], Any]) -> tuple[float, Any]:
    """Return the milliseconds that a task took, and its result."""
    start = time.perf_counter()
    result = task()
    return 1000 * (time.perf_counter() - start), result


def _peak() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / (MEBI if sys.platform == "darwin" else 1024)


def _print(
    name: str, value: float, unit: str, floor: float | None = None, target: float | None = None
) -> None:
    figure = {"name": name, "value": round(value, 3), "unit": unit}
    figure |= {"floor": None if floor is None else round(floor, 3), "target": target}
    print(json.dumps(figure, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
