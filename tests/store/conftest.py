"""A finished session, and the program that finished it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from forging import program

from debrief.report.pages import PAGES
from debrief.report.record_toml import same_record
from debrief.store import paths, verify
from debrief.store.verify import VerifyEnvironment


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Copy the finished demo session."""
    return Path(
        shutil.copytree(paths.shipped("sessions") / "demo-director-platform", tmp_path / "s")
    )


@pytest.fixture
def environment(folder: Path) -> VerifyEnvironment:
    """Return the facts of the program that wrote the demo's record."""
    rebuilt = {name: (folder / name).read_bytes() for name in verify.RECORDS}
    return VerifyEnvironment(
        program=program(folder),
        pages=PAGES,
        rebuild=lambda log, fingerprint, added: rebuilt,
        same_record=same_record,
    )
