"""One browser for the tests of pages; without one on this machine they are skipped."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import NAMES, Chromium, installed

from debrief.report.form import form_html
from debrief.store import paths
from debrief.store.sessions.session import load

ID = "demo-vp-engineering"


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    program = installed()
    if program is None:
        pytest.skip(f"no browser here to try the page in: {', '.join(NAMES)}")
    chromium = Chromium(program, tmp_path_factory.mktemp("browser"))
    yield chromium
    chromium.close()


@pytest.fixture
def session(tmp_path: Path) -> Path:
    """A copy of the demo without Dana's card."""
    folder = tmp_path / ID
    shutil.copytree(paths.shipped("sessions") / ID, folder)
    (folder / "scores" / "dana.toml").unlink()
    return folder


@pytest.fixture
def page(session: Path, browser: Chromium) -> Path:
    """Dana's form, open in the browser, with no draft of an earlier test."""
    brief = load(session).brief
    assert brief is not None
    page = session / "dana.html"
    page.write_text(form_html(brief, "dana", ID), "utf-8")
    # In another file of the same place: the form would be filled from the draft, and stay so.
    empty = session / "empty.html"
    empty.touch()
    browser.open(empty)
    browser.js("localStorage.clear()")
    browser.complaints.clear()
    browser.open(page)
    return page
