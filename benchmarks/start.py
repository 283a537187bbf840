"""Measure the start of the program and its response to a key, in its own terminal.

Prints one JSON object per line: name, value, unit, floor (the minimum possible on this machine,
measured in the same run), target.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from timed_terminal import BARE, BARE_KEYS, running, seen

from debrief.tui.terminal.keyboard import TOGETHER

SESSION = Path(__file__).parents[1] / "sessions" / "demo-vp-engineering"
CARD = "One key moves the meeting"
OPEN = "Open the meeting"
DEBRIEF = [str(Path(sys.executable).with_name("debrief"))]
"""The installed command."""
MOST_OF_BARE = 2.3
"""Target of the first paint, as a multiple of a bare app's."""
SOON = 30.0
"""Milliseconds within which a key that asks or saves is to be on the screen."""

ENOUGH = 40
"""Samples from which there is a p95."""

KINDS: dict[str, tuple[str, float | None]] = {
    "open": ("the key that opens the meeting", None),
    "ask": ("a key that opens a prompt", 3_000),
    "save": ("a key that saves, with fsync", 3_000),
    "look": ("a key that looks back", 400),
    "type": ("a letter typed", 400),
}
"""The acts of keys, in words, and the most bytes that one may write."""

REST = 1.0
"""Seconds after which every key counts again."""


def main() -> None:
    """Measure and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as made:
        home = Path(made) / "home"
        _first_paint(home, runs)
        _commands(Path(made), runs)
        _keys(Path(made), home, max(ENOUGH, 2 * runs))


def _first_paint(home: Path, runs: int) -> None:
    bare, demo, tour = [], [], []
    seen([*DEBRIEF, "demo"], home, OPEN)  # puts all files in the cache
    for _ in range(runs):
        bare += seen([sys.executable, "-c", BARE], home, "Sessions")
        demo += seen([*DEBRIEF, "demo"], home, OPEN)
        with (
            tempfile.TemporaryDirectory() as new,
            running([*DEBRIEF, "demo"], Path(new), tour=True) as terminal,
        ):
            tour.append(terminal.until(CARD))
            terminal.settle()  # else it may still write while its home is deleted
    floor = statistics.median(bare)
    for name, times in (("the whole preflight", demo), ("a first run, the tour", tour)):
        _print(
            f"first paint of {name}", statistics.median(times), "ms", floor, MOST_OF_BARE * floor
        )


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
        _print(name, statistics.median(times), "ms", floor)


def _ran(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return 1000 * (time.perf_counter() - began)


def _keys(made: Path, home: Path, minutes: int) -> None:
    """Measure taking minutes, each synced to the disk, and looking through the meeting."""
    bare_times, bare_sizes = _bare_keys(home, 2 * minutes)
    folder = shutil.copytree(SESSION, made / "meeting")
    times: dict[str, list[float]] = {kind: [] for kind in KINDS}
    sizes: dict[str, list[int]] = {kind: [] for kind in KINDS}

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
        press("open", b" ")
        terminal.settle(REST)
        for _ in range(minutes):
            press("ask", b"n")
            for letter in b"word":
                press("type", bytes([letter]), waits=False)
            press("save", b"\r")
            time.sleep(REST)
            press("look", b"\x1b[D", waits=False)
            press("look", b" ")
    floor, least = _p95(bare_times)[1], max(bare_sizes)
    for kind, (words, most) in KINDS.items():
        if not times[kind]:
            raise SystemExit(f"{words}: nothing was written")
        name, value = _p95(times[kind])
        target = SOON if kind in ("ask", "save") else None
        _print(f"{words}, {name}", value, "ms", floor, target)
        _print(f"{words}, at most", max(sizes[kind]), "bytes", least, most)


def _p95(times: list[float]) -> tuple[str, float]:
    """Return the time within which 95 of 100 keys are done; of fewer than 40 the longest."""
    if len(times) < ENOUGH:
        return f"the longest of {len(times)}", max(times)
    return "p95", sorted(times)[len(times) * 95 // 100]


def _bare_keys(home: Path, presses: int) -> tuple[list[float], list[int]]:
    """Return the ms and bytes of keys in an app that only updates one line."""
    with running([sys.executable, "-c", BARE_KEYS], home) as terminal:
        terminal.until("Sessions")
        terminal.settle(REST)
        pressed = [terminal.press(b"x") for _ in range(presses)]
    return [ms for ms, _ in pressed], [size for _, size in pressed]


def _print(
    name: str, value: float, unit: str, floor: float | None = None, target: float | None = None
) -> None:
    figure: dict[str, str | float | None] = {"name": name, "value": round(value, 1), "unit": unit}
    figure["floor"] = None if floor is None else round(floor, 1)
    figure["target"] = None if target is None else round(target, 1)
    print(json.dumps(figure), flush=True)


if __name__ == "__main__":
    main()
