"""A finished session, and the program that finished it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from forging import program

from debrief.store import paths, verify
from debrief.store.verify import Outside


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the finished demo."""
    return Path(
        shutil.copytree(paths.shipped("sessions") / "demo-director-platform", tmp_path / "s")
    )


@pytest.fixture
def outside(folder: Path) -> Outside:
    """The program that finished it, whose record is the one in the folder."""
    rebuilt = {name: (folder / name).read_bytes() for name in verify.RECORDS}
    return Outside(program=program(folder), rebuild=lambda log, fingerprint: rebuilt)
