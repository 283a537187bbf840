"""A command line to call, and sessions to call it on."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from debrief.cli.main import group
from debrief.store import paths

Debrief = Callable[..., Result]


@pytest.fixture
def debrief() -> Debrief:
    """Call a command and return how it ended."""

    def call(*words: str | Path) -> Result:
        return CliRunner().invoke(group, [str(word) for word in words], prog_name="debrief")

    return call


@pytest.fixture
def sessions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copies of the demo sessions, in the sessions directory of this test."""
    root = tmp_path / "sessions"
    shutil.copytree(paths.shipped("sessions"), root)
    monkeypatch.setenv("DEBRIEF_SESSIONS", str(root))
    return root
