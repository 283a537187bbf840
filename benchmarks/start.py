"""How soon the program is there and answers a key, seen from a terminal of its own.

Prints a JSON object a line: name, value, unit, floor (the least that this machine could take for
it, measured in the same run), target.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from terminals import BARE, BARE_KEYS, running, seen

from debrief.tui.keyboard import TOGETHER

SESSION = Path(__file__).parents[1] / "sessions" / "demo-vp-engineering"
CARD = re.compile(rb"One key moves the meeting")
OPEN = re.compile(rb"Open the meeting")
DEBRIEF = [str(Path(sys.executable).with_name("debrief"))]
"""As it is installed: what a person types."""
MOST_OF_BARE = 2.3
"""Times what a bare app takes to its first picture, within which ours is to be there."""
REST = 1.0
"""Seconds after which every key counts again."""


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as made:
        home = Path(made) / "home"
        _first_paint(home, runs)
        _commands(Path(made), runs)
        _keys(Path(made), home, 2 * runs)


def _first_paint(home: Path, runs: int) -> None:
    bare, demo, tour = [], [], []
    seen([*DEBRIEF, "demo"], home, OPEN)  # so that all files are in the cache
    for _ in range(runs):
        bare += seen([sys.executable, "-c", BARE], home, b"Sessions")
        demo += seen([*DEBRIEF, "demo"], home, OPEN)
        with (
            tempfile.TemporaryDirectory() as new,
            running([*DEBRIEF, "demo"], Path(new), tour=True) as terminal,
        ):
            tour.append(terminal.until(CARD))
            terminal.settle()  # or it still writes while its home is taken away
    floor = statistics.median(bare)
    for name, times in (("the whole preflight", demo), ("a first run, the tour", tour)):
        _say(f"first paint of {name}", statistics.median(times), "ms", floor, MOST_OF_BARE * floor)


def _commands(made: Path, runs: int) -> None:
    commands = {
        "debrief --help": [*DEBRIEF, "--help"],
        "debrief check": [*DEBRIEF, "check", str(shutil.copytree(SESSION, made / "checked"))],
    }
    taken: dict[str, list[float]] = {name: [] for name in ("bare", *commands)}
    for _ in range(runs):
        taken["bare"].append(_ran([sys.executable, "-c", "pass"]))
        for name, command in commands.items():
            taken[name].append(_ran(command))
    floor = statistics.median(taken.pop("bare"))
    for name, times in taken.items():
        _say(name, statistics.median(times), "ms", floor)


def _ran(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return 1000 * (time.perf_counter() - began)


def _keys(made: Path, home: Path, minutes: int) -> None:
    """Take minutes, each of them saved and synced to the disk, and look through the meeting."""
    bare_times, bare_sizes = _bare_keys(home, 2 * minutes)
    folder = shutil.copytree(SESSION, made / "meeting")
    times: dict[str, list[float]] = {"saves": [], "types": [], "looks": []}
    sizes: dict[str, list[int]] = {"saves": [], "types": [], "looks": []}

    def press(kind: str, keys: bytes, *, waits: bool = True) -> None:
        """Press keys; the time counts from the end of the wait for keys that belong to them."""
        taken, size = terminal.press(keys)
        if size:
            times[kind].append(taken - 1000 * TOGETHER * waits)
            sizes[kind].append(size)
        time.sleep(0.15)

    with running([*DEBRIEF, "run", str(folder)], home) as terminal:
        terminal.until(OPEN)
        terminal.settle(REST)
        press("saves", b" ")
        terminal.settle(REST)
        for _ in range(minutes):
            press("looks", b"n")
            for letter in b"word":
                press("types", bytes([letter]), waits=False)
            press("saves", b"\r")
            time.sleep(REST)
            press("looks", b"\x1b[D", waits=False)
            press("looks", b" ")
    every = sorted(one for of_kind in times.values() for one in of_kind)
    floor = sorted(bare_times)[len(bare_times) * 95 // 100]
    _say("key to its repaint, p95", every[len(every) * 95 // 100], "ms", floor, 30.0)
    for kind, words in (
        ("saves", "a key that saves, with fsync"),
        ("types", "a letter typed"),
        ("looks", "a key that looks or asks"),
    ):
        of_kind = sorted(times[kind])
        _say(f"{words}, p95", of_kind[len(of_kind) * 95 // 100], "ms", floor, 30.0)
        least = statistics.median(bare_sizes)
        _say(f"{words}, written to the terminal", statistics.median(sizes[kind]), "bytes", least)


def _bare_keys(home: Path, presses: int) -> tuple[list[float], list[int]]:
    """Return the ms and the bytes that keys take in an app that only shows a line anew."""
    with running([sys.executable, "-c", BARE_KEYS], home) as terminal:
        terminal.until(re.compile(rb"Sessions"))
        terminal.settle(REST)
        pressed = [terminal.press(b"x") for _ in range(presses)]
    return [ms for ms, _ in pressed], [size for _, size in pressed]


def _say(
    name: str, value: float, unit: str, floor: float | None = None, target: float | None = None
) -> None:
    told = {"name": name, "value": round(value, 1), "unit": unit}
    told |= {
        key: None if x is None else round(x, 1) for key, x in (("floor", floor), ("target", target))
    }
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
