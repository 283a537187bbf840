"""The amount to try, and its count; `make faults` sets both variables."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from debrief.store import paths

Figure = Callable[[str, float], None]
Many = Callable[[int, int], int]


@pytest.fixture
def figure() -> Figure:
    """Count what was tried, for docs/reliability.md; a name with “slowest” keeps the largest."""
    file = os.environ.get("FAULTS_FIGURES")

    def count(name: str, number: float) -> None:
        if file:
            with Path(file).open("a", encoding="utf-8") as lines:
                lines.write(json.dumps([name, number]) + "\n")

    return count


@pytest.fixture
def many() -> Many:
    """Choose how often: the first number in `make check`, the second in `make faults`."""
    return lambda few, lots: lots if os.environ.get("FAULTS_MANY") else few


@pytest.fixture
def sessions(tmp_path: Path) -> Path:
    """Copies of the demo sessions, without a journal."""
    root = tmp_path / "sessions"
    shutil.copytree(
        paths.shipped("sessions"),
        root,
        ignore=lambda *_: ["journal.jsonl", "record.md", "record.toml", "record.html"],
    )
    return root
