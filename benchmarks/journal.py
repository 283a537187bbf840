"""Measure the cost of saving an event, compared with a plain write and sync of as many bytes.

Prints one JSON object per line: name, value, unit, floor (the raw write and fsync), target.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from debrief.core.meeting.events import MinuteTaken
from debrief.core.steps import Place
from debrief.live import Environment
from debrief.store.sessions import session

MINUTE = MinuteTaken(
    text="Asked what would have changed the decision; the answer named two signs and a date.",
    place=Place(step="fit"),
)


def main() -> None:
    """Measure and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=2000)
    events = parser.parse_args().events
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as created:
        folder = Path(created)
        environment = Environment(
            now=lambda: datetime.now(UTC),
            mono=time.monotonic,
            random=os.urandom,
            run="bench",
            load=session.load,
            config_dir=folder / "config",
            program="debrief bench",
        )
        raw = os.open(folder / "raw", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        ours, floors = [], []
        with environment.journal(folder) as journal:
            for _ in range(events):
                began = time.perf_counter()
                journal.append(MINUTE)
                ours.append(time.perf_counter() - began)
                line = b"x" * (os.path.getsize(folder / "journal.jsonl") // (len(ours)))  # noqa: PTH202
                began = time.perf_counter()
                os.write(raw, line)
                os.fsync(raw)
                floors.append(time.perf_counter() - began)
        os.close(raw)
    floor = 1000 * statistics.median(floors)
    _print("append and fsync, median", 1000 * statistics.median(ours), floor, 1.5 * floor)
    floor = 1000 * sorted(floors)[events * 95 // 100]
    _print("append and fsync, p95", 1000 * sorted(ours)[events * 95 // 100], floor, 1.5 * floor)


def _print(name: str, value: float, floor: float, target: float) -> None:
    figure = {"name": name, "value": round(value, 3), "unit": "ms", "floor": round(floor, 3)}
    print(json.dumps(figure | {"target": round(target, 3)}), flush=True)


if __name__ == "__main__":
    main()
