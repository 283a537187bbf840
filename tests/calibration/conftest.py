"""A finished session, to be read with others."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from debrief.store import paths


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the finished demo, alone in a sessions directory."""
    return Path(
        shutil.copytree(
            paths.shipped("sessions") / "demo-director-platform", tmp_path / "sessions" / "s"
        )
    )
