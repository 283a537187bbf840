"""Measure the time and memory of the command `debrief calibration`.

Prints one JSON object per line: name, value, unit, floor (the minimum possible on this machine,
measured in the same run), target. `--sessions` sets a number other than ten thousand.
"""

from __future__ import annotations

import argparse
import copy
import csv
import gc
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command does

from meetings import Driver  # noqa: E402
from rated import Rated, made_up  # noqa: E402

from debrief.calibration import ratings_csv  # noqa: E402
from debrief.calibration.estimate import calibration  # noqa: E402
from debrief.calibration.names import Names  # noqa: E402
from debrief.calibration.sessions import SessionRatings  # noqa: E402
from debrief.store.atomic import Disk  # noqa: E402
from debrief.store.journal import chain  # noqa: E402
from debrief.store.journal.chain import GENESIS, Stamp  # noqa: E402

BRIEF = ROOT / "sessions" / "demo-vp-engineering"
MIB = 1024 * 1024
RUNS = 3
POOL = 200
DIFFERENT = 400
"""Number of different journals; the archive has each several times, under different names."""

SERIES = (500, 1000, 2000, 4000, 8000)
T = datetime(2026, 11, 24, 15, tzinfo=UTC)

Lines = list[dict[str, Any]]


def main() -> None:
    """Measure and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=10_000)
    many = parser.parse_args().sessions
    with tempfile.TemporaryDirectory() as folder:
        _lists(Path(folder))
        _archive(Path(folder), many)
    _growth()


# ---- a list of ratings


def _lists(where: Path) -> None:
    """Measure lists of 73,000 ratings by 3,000 raters, as single reviews and as panels."""
    shapes = {
        "one item a session": {"sessions": 24_334, "panel": 3, "competencies": 1},
        "panels of six on six": {"sessions": 2_028, "panel": 6, "competencies": 6},
    }
    for name, shape in shapes.items():
        path = where / "ratings.csv"
        _write(path, made_up(random.Random(1), raters=3000, **shape))
        floor = _best(partial(_read_csv, path))
        seconds, peak = _command("--ratings", str(path), "--json")
        about = f"calibration: 73,000 ratings by 3,000 raters, {name}"
        _print(about, seconds * 1000, "ms", floor * 1000, 3000)
        _print(f"{about}, memory", peak, "MiB", None, 600)


def _write(path: Path, ratings: Iterable[Rated]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(ratings_csv.COLUMNS)
        out.writerows(ratings)


def _read_csv(path: Path) -> None:
    with path.open(newline="", encoding="utf-8") as file:
        for _ in csv.reader(file):
            pass


# ---- an archive of sessions


def _archive(where: Path, many: int) -> None:
    """Write an archive of meetings of six panelists, run by the program on the shipped brief."""
    root = where / "sessions"
    root.mkdir()
    journals = list(_journals(where))
    for number in range(many):
        folder = root / f"session-{number:06}"
        folder.mkdir()
        os.link(journals[number % len(journals)], folder / "journal.jsonl")
    floor = _best(lambda: _read_all(root))
    # A cache of its own: the first run reads every journal, those after it none.
    os.environ["XDG_CACHE_HOME"] = str(where / "cache")
    about = f"calibration: {many:,} sessions of six panelists"
    seconds, peak = _command("--sessions", str(root), "--json", runs=1)
    _print(f"{about}, first run", seconds * 1000, "ms", floor * 1000, None)
    _print(f"{about}, first run, memory", peak, "MiB", None, 600)
    seconds, peak = _command("--sessions", str(root), "--json")
    _print(f"{about}, next run", seconds * 1000, "ms", None, 2000)
    _print(f"{about}, next run, memory", peak, "MiB", None, 600)


def _journals(where: Path) -> Iterator[Path]:
    folder = where / "meeting"
    shutil.copytree(BRIEF, folder)
    driver = Driver(folder, where / "config", disk=Disk(sync=lambda _: None))
    driver.until("finish")
    driver.main()
    driver.live.close()
    lines = [json.loads(line) for line in (folder / "journal.jsonl").open(encoding="utf-8")]
    chance = random.Random(1)
    leans = [chance.gauss(0, 0.4) for _ in range(POOL)]
    for number in range(DIFFERENT):
        path = where / f"journal-{number}.jsonl"
        path.write_bytes(b"".join(_chained(_with_other_raters(lines, leans, chance))))
        yield path


def _with_other_raters(lines: Lines, leans: list[float], chance: random.Random) -> Lines:
    """Return the meeting with six other raters from the pool, each with their own tendency."""
    panel = [person["id"] for person in lines[0]["data"]["brief"]["panel"]]
    drawn = dict(zip(panel, chance.sample(range(POOL), len(panel)), strict=True))
    text = json.dumps(lines)
    for panelist, rater in drawn.items():
        text = text.replace(f'"{panelist}"', f'"p{rater:03}"')
    changed: Lines = json.loads(text)
    for person in changed[0]["data"]["brief"]["panel"]:
        person["name"] = f"Panelist {person['id']}"
    for line in changed:
        if line["type"] == "RatingsRevealed" and line["data"]["round"] == 1:
            for competency in line["data"]["revealed"]:
                _rate(competency["ratings"], drawn, leans, chance)
    return changed


def _rate(
    ratings: dict[str, Any], drawn: dict[str, int], leans: list[float], chance: random.Random
) -> None:
    template = next(iter(ratings.values()))
    for rater in drawn.values():
        rating = ratings.setdefault(f"p{rater:03}", copy.deepcopy(template))
        if isinstance(rating["rating"], int):
            level = round(2.6 + leans[rater] + chance.gauss(0, 0.6))
            rating["rating"] = min(4, max(1, level))


def _chained(lines: Lines) -> Iterator[bytes]:
    prev = GENESIS
    for seq, line in enumerate(lines, 1):
        stamp = Stamp(seq, prev, T, line["mono"], line["run"], bytes.fromhex(line["nonce"]))
        raw = chain.encode(stamp, line["type"], line["data"])
        prev = chain.seal(raw)
        yield raw


def _read_all(root: Path) -> None:
    for folder in root.iterdir():
        (folder / "journal.jsonl").read_bytes()


# ---- growth


def _growth() -> None:
    """Measure only the estimate, doubling the ratings each time, with the same pool."""
    gc.disable()  # as the command does
    before = None
    for sessions in SERIES:
        drawn = made_up(random.Random(1), sessions=sessions, raters=POOL, panel=6, competencies=6)
        rows = "\n".join(",".join(map(str, rating)) for rating in drawn)
        listed = ratings_csv.parse(f"{','.join(ratings_csv.COLUMNS)}\n{rows}".encode(), "made up")
        seconds = _best(partial(_estimate, listed.sessions))
        about = f"calibration: {listed.used:,} ratings by {POOL}, estimate alone"
        _print(about, seconds * 1000, "ms", None, None)
        if before is not None:
            _print(f"{about}, times that of half of them", seconds / before, "×", None, 2.3)
        before = seconds


def _estimate(sessions: tuple[SessionRatings, ...]) -> None:
    calibration(sessions, Names(), random.Random(1).randbytes)


# ---- measuring


def _command(*words: str, runs: int = RUNS) -> tuple[float, float]:
    """Run the command; return the best time in seconds and the maximum memory in MiB."""
    best, most = float("inf"), 0.0
    for _ in range(runs):
        begin = time.perf_counter()
        running = subprocess.Popen(
            [sys.executable, "-m", "debrief", "calibration", *words], stdout=subprocess.DEVNULL
        )
        _, status, used = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
        if running.returncode:
            raise SystemExit(f"calibration ended with {running.returncode}")
        best = min(best, time.perf_counter() - begin)
        # Linux counts it in KiB, macOS in bytes.
        most = max(most, used.ru_maxrss / (MIB if sys.platform == "darwin" else 1024))
    return best, most


def _best(work: Callable[[], object]) -> float:
    def timed() -> float:
        begin = time.perf_counter()
        work()
        return time.perf_counter() - begin

    return min(timed() for _ in range(RUNS))


def _print(name: str, value: float, unit: str, floor: float | None, target: float | None) -> None:
    figure = {
        "name": name,
        "value": round(value, 2),
        "unit": unit,
        "floor": None if floor is None else round(floor, 2),
        "target": target,
    }
    print(json.dumps(figure, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
