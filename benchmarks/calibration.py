"""How long `debrief calibration` takes, and how much memory, as the command a person types.

Prints a JSON object a line: name, value, unit, floor (the least that this machine could take for
it, measured in the same run), target. `--sessions` takes another number than ten thousand.
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
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command does

from meetings import Driver  # noqa: E402
from rated import Rated, made_up  # noqa: E402

from debrief.core.calibration import calibration  # noqa: E402
from debrief.store import chain, ratings_csv  # noqa: E402
from debrief.store.atomic import Disk  # noqa: E402
from debrief.store.chain import GENESIS, Stamp  # noqa: E402

BRIEF = ROOT / "sessions" / "demo-vp-engineering"
MIB = 1024 * 1024
RUNS = 3
POOL = 200
DIFFERENT = 400
"""Journals that are written; the archive has each several times, under other names."""

SERIES = (500, 1000, 2000, 4000, 8000)
T = datetime(2026, 11, 24, 15, tzinfo=UTC)

Lines = list[dict[str, Any]]


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=10_000)
    many = parser.parse_args().sessions
    with tempfile.TemporaryDirectory() as made:
        _lists(Path(made))
        _archive(Path(made), many)
    _growth()


# ---- a list of ratings


def _lists(where: Path) -> None:
    """73,000 ratings by 3,000 raters: as reviews of one item each, and as panels."""
    shapes = {
        "one item a session": {"sessions": 24_334, "panel": 3, "competencies": 1},
        "panels of six on six": {"sessions": 2_028, "panel": 6, "competencies": 6},
    }
    for name, shape in shapes.items():
        path = where / "ratings.csv"
        _write(path, made_up(random.Random(1), raters=3000, **shape))
        floor = _best(lambda path=path: _read_csv(path))
        seconds, peak = _command("--ratings", str(path), "--json")
        about = f"calibration: 73,000 ratings by 3,000 raters, {name}"
        _say(about, seconds * 1000, "ms", floor * 1000, 3000)
        _say(f"{about}, memory", peak, "MiB", None, 600)


def _write(path: Path, ratings: Iterator[Rated]) -> None:
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
    """Meetings of six that the program held, on the brief that comes with it."""
    root = where / "sessions"
    root.mkdir()
    journals = list(_journals(where))
    for number in range(many):
        folder = root / f"session-{number:06}"
        folder.mkdir()
        os.link(journals[number % len(journals)], folder / "journal.jsonl")
    floor = _best(lambda: _read_all(root))
    seconds, peak = _command("--sessions", str(root), "--json")
    about = f"calibration: {many:,} sessions of six panelists, reading included"
    _say(about, seconds * 1000, "ms", floor * 1000, 4000)
    _say(f"{about}, memory", peak, "MiB", None, 600)


def _journals(where: Path) -> Iterator[Path]:
    folder = where / "held"
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
        path.write_bytes(b"".join(_sealed(_rated_anew(lines, leans, chance))))
        yield path


def _rated_anew(lines: Lines, leans: list[float], chance: random.Random) -> Lines:
    """The same meeting with six others of the pool in it, who rate as they lean."""
    panel = [one["id"] for one in lines[0]["data"]["brief"]["panel"]]
    drawn = dict(zip(panel, chance.sample(range(POOL), len(panel)), strict=True))
    text = json.dumps(lines)
    for panelist, rater in drawn.items():
        text = text.replace(f'"{panelist}"', f'"p{rater:03}"')
    changed: Lines = json.loads(text)
    for one in changed[0]["data"]["brief"]["panel"]:
        one["name"] = f"Panelist {one['id']}"
    for line in changed:
        if line["type"] == "RatingsRevealed" and line["data"]["round"] == 1:
            for shown in line["data"]["revealed"]:
                _rate(shown["ratings"], drawn, leans, chance)
    return changed


def _rate(
    ratings: dict[str, Any], drawn: dict[str, int], leans: list[float], chance: random.Random
) -> None:
    like = next(iter(ratings.values()))
    for rater in drawn.values():
        one = ratings.setdefault(f"p{rater:03}", copy.deepcopy(like))
        if isinstance(one["rating"], int):
            level = round(2.6 + leans[rater] + chance.gauss(0, 0.6))
            one["rating"] = min(4, max(1, level))


def _sealed(lines: Lines) -> Iterator[bytes]:
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
    """The estimate alone, for twice the ratings each time, by the same pool."""
    gc.disable()  # as the command does
    before = None
    for sessions in SERIES:
        drawn = made_up(random.Random(1), sessions=sessions, raters=POOL, panel=6, competencies=6)
        rows = "\n".join(",".join(map(str, one)) for one in drawn)
        listed = ratings_csv.parse(f"{','.join(ratings_csv.COLUMNS)}\n{rows}".encode(), "made up")
        held = listed.sessions
        seconds = _best(lambda held=held: calibration(held, random.Random(1).randbytes))
        about = f"calibration: {listed.used:,} ratings by {POOL}, estimate alone"
        _say(about, seconds * 1000, "ms", None, None)
        if before is not None:
            _say(f"{about}, times that of half of them", seconds / before, "×", None, 2.3)
        before = seconds


# ---- measuring


def _command(*words: str) -> tuple[float, float]:
    """Run the command; seconds at its best, and the most memory in MiB."""
    best, most = float("inf"), 0.0
    for _ in range(RUNS):
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


def _say(name: str, value: float, unit: str, floor: float | None, target: float | None) -> None:
    told = {
        "name": name,
        "value": round(value, 2),
        "unit": unit,
        "floor": None if floor is None else round(floor, 2),
        "target": target,
    }
    print(json.dumps(told, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
