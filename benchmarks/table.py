"""Run every benchmark in its own process and print all figures as one table.

`--json` prints the figures as JSON lines instead, `--quick` measures less of everything.
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

HERE = Path(__file__).parent
QUICK = {
    "start.py": ["--runs", "3"],
    "journal.py": ["--events", "200"],
    "home.py": ["--sessions", "300"],
    "replay.py": ["--events", "1000"],
}
PROGRAMS = ("start.py", "journal.py", "home.py", "replay.py", "calibration.py")


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    table = Table(
        title=f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}"
    )
    for head in ("what", "value", "floor", "times the floor", "target", ""):
        table.add_column(head, justify="left" if head in ("what", "") else "right")
    for program in PROGRAMS:
        if options.quick and program not in QUICK:
            continue
        arguments = QUICK[program] if options.quick else []
        for figure in _figures(program, arguments):
            if options.json:
                print(json.dumps(figure, ensure_ascii=False), flush=True)
            table.add_row(*_row(figure))
    if not options.json:
        Console(width=110).print(table)


def _figures(program: str, arguments: list[str]) -> Iterator[dict[str, Any]]:
    command = [sys.executable, str(HERE / program), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            yield json.loads(line)
    if process.returncode:
        raise SystemExit(f"{program} ended with {process.returncode}.")


def _row(figure: dict[str, Any]) -> list[str]:
    value, unit = figure["value"], figure["unit"]
    floor, target = figure.get("floor"), figure.get("target")
    met = "" if target is None else ("met" if value <= target else "MISSED")
    return [
        figure["name"],
        f"{value:,} {unit}",
        "" if floor is None else f"{floor:,}",
        f"{value / floor:.2f}" if floor else "",
        "" if target is None else f"{target:,}",
        met,
    ]


if __name__ == "__main__":
    main()
