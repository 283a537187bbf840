"""Runs the whole suite of faults with large numbers and writes the figures into the page on it.

With `--few` the numbers are those of `make check`, and the page says so.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reliability.md"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
SECONDS_A_TEST = 1800
NEVER = (
    "acknowledged events lost",
    "canary leaks",
    "hostile sequences that reached a terminal",
    "cells filled by them",
)
"""Counts that must be zero."""


def main(*, few: bool) -> int:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "figures"
        file.touch()
        command = ("-m", "pytest", "-q", "-n", "3", "-o", f"timeout={SECONDS_A_TEST}")
        done = subprocess.run(
            [sys.executable, *command, str(Path(__file__).parent)],
            cwd=ROOT,
            env={**os.environ, "FAULTS_FIGURES": str(file), "FAULTS_MANY": "" if few else "1"},
            check=False,
        )
        found = gathered(file.read_text(encoding="utf-8"))
    table = shown(found, "the small numbers of make check" if few else "large numbers")
    print(table)
    if done.returncode:
        print("A test failed; docs/reliability.md keeps its figures.")
        return done.returncode
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", encoding="utf-8")
    return 0


def gathered(lines: str) -> dict[str, float]:
    """Return the sum of each figure, and the largest of one that is called slowest."""
    found: dict[str, float] = {}
    for line in lines.splitlines():
        name, number = json.loads(line)
        known = found.get(name, 0)
        found[name] = max(known, number) if "slowest" in name else known + number
    return found


def shown(found: dict[str, float], how: str) -> str:
    """Return a table in Markdown: what was tried, and then what must be none."""
    names = [*sorted(set(found) - set(NEVER)), *(name for name in NEVER if name in found)]
    rows = [f"| {name} | {_number(found[name])} |" for name in names]
    python, system = platform.python_version(), platform.system()
    machine = (
        f"Run on {datetime.now(UTC):%-d %B %Y} at commit {_commit()}, with {how}: "
        f"Python {python}, {system}, {os.cpu_count()} cores."
    )
    return "\n".join(["", machine, "", "| what | how often |", "| --- | ---: |", *rows, ""])


def _commit() -> str:
    command = ("git", "rev-parse", "--short", "HEAD")
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"


def _number(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:.2f}"


if __name__ == "__main__":
    sys.exit(main(few="--few" in sys.argv))
