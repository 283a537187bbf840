"""An archive with a session in each state, and home standing before it."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from waiting import PATIENCE, press, text, until

from debrief.calibration.estimate import calibration
from debrief.calibration.names import Names
from debrief.core.after.model import Reviewed
from debrief.core.new_session import SessionRequest
from debrief.live import Environment
from debrief.store import paths
from debrief.store.archive.archive import Archive
from debrief.store.journal.after_writer import WriterEnvironment as Adding
from debrief.store.journal.after_writer import append
from debrief.store.review_work import ReviewWork
from debrief.store.sessions import session
from debrief.store.sessions.scaffold import NewSession, scaffold
from debrief.store.theme import load_themes
from debrief.tui.app import DebriefApp
from debrief.tui.calibration_report import Report
from debrief.tui.home_actions import Home, ScreenFactory
from debrief.tui.screens.home import HomeScreen
from debrief.tui.widgets.sessions import Sessions

SHIPPED = paths.shipped("sessions")
FINISHED, NOT_BEGUN = SHIPPED / "demo-director-platform", SHIPPED / "demo-vp-engineering"
GOLDEN = Path(__file__).parent / "golden"
NOW = datetime(2027, 4, 1, 9, 0, tzinfo=UTC)
NEW = NewSession(
    title="CTO",
    alias="X-1",
    owner="dana",
    panel=(("dana", "Dana Whitfield"), ("omar", "Omar Haddad")),
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return an archive with a session in each state; the review of the first one is due."""
    root = tmp_path / "sessions"
    shutil.copytree(FINISHED, root / "a-over")
    shutil.copytree(NOT_BEGUN, root / "b-to-come")
    shutil.copytree(FINISHED, root / "c-open")
    lines = (FINISHED / "journal.jsonl").read_bytes().splitlines(keepends=True)
    (root / "c-open" / "journal.jsonl").write_bytes(b"".join(lines[:30]))
    (root / "d-broken").mkdir()
    (root / "d-broken" / "session.toml").write_text('title = "VP\n')
    return root


def environment(root: Path) -> Environment:
    return Environment(
        now=lambda: NOW,
        mono=time.monotonic,
        random=os.urandom,
        run="run-1",
        load=session.load,
        config_dir=root.parent / "config",
        program="debrief test",
    )


def reviewing(folder: Path) -> ReviewWork:
    adding = Adding(now=lambda: NOW, mono=lambda: 0.0, random=os.urandom, run="run-1")
    return ReviewWork(folder, folder.parent.parent / "state", adding)


def _home(root: Path, made: list[SessionRequest]) -> Home:
    def make(wanted: SessionRequest) -> tuple[bool, str]:
        if wanted.alias == "refused":
            return False, "No session was created: so it is."
        made.append(wanted)
        shutil.copytree(NOT_BEGUN, root / wanted.id)
        return True, f"Made {wanted.id}."

    def demo() -> Path:
        return Path(shutil.copytree(NOT_BEGUN, root.parent / "scratch" / NOT_BEGUN.name))

    return Home(
        archive=lambda: Archive(root, root.parent / "cache"),
        screens=ScreenFactory(
            lambda: environment(root), reviewing, lambda _: Report(calibration((), Names(), bytes))
        ),
        today=lambda: date(2027, 4, 1),
        make=make,
        demo=demo,
        where="~/debrief/sessions",
        write_brief=lambda folder: f"Wrote {folder.name}.",
        make_forms=lambda folder: f"Made the forms of {folder.name}.",
    )


@asynccontextmanager
async def at_home(
    root: Path, size: tuple[int, int] = (120, 30), made: list[SessionRequest] | None = None
) -> Any:
    themes, _ = load_themes([paths.shipped("themes")])
    screen = HomeScreen(_home(root, [] if made is None else made))
    app = DebriefApp(lambda: screen, themes, "debrief")
    try:
        async with app.run_test(size=size) as pilot:
            await until(pilot, lambda: screen.complete)
            yield pilot, screen
    finally:
        screen.close()


async def opens(pilot: Pilot[int], key: str, kind: type) -> None:
    """Press a key until what it opens is there: it may still rest."""
    for _ in range(PATIENCE):
        await press(pilot, key)
        if isinstance(pilot.app.screen, kind):
            return
        await pilot.pause(0.02)
    raise AssertionError(f"{key} opened nothing: {text(pilot.app.screen)}")


async def choose(pilot: Pilot[int], screen: HomeScreen, name: str) -> None:
    """Go down to a session."""
    await press(pilot, "home")
    for _ in range(PATIENCE):
        if screen.entry is not None and screen.entry.id == name:
            return
        await press(pilot, "down")
    raise AssertionError(f"{name} is not in the list")


def rows(screen: HomeScreen) -> list[str]:
    listed = screen.query_one(Sessions)
    lines = (listed.render_line(y).text.rstrip() for y in range(listed.size.height))
    return [line for line in lines if line]


def order(screen: HomeScreen) -> list[str]:
    return [entry.id for entry in screen.listing.shown()]


@pytest.fixture
def grouped(root: Path) -> Path:
    """Return an archive with a session in each group on 1 April 2027, and two that are done."""
    shutil.copytree(GOLDEN / "postponed", root / "e-carried-on")
    for name, alias, title, day, cards in (
        ("f-next", "M-02", "Chief Technology Officer", "2027-04-03", 5),
        ("g-waiting", "M-03", "Head of Data, Machine Learning and Search", "2027-05-06", 1),
    ):
        shutil.copytree(NOT_BEGUN, root / name)
        brief = root / name / "session.toml"
        text = brief.read_text().replace('"K-17"', f'"{alias}"')
        text = text.replace('"VP Engineering"', f'"{title}"').replace("2026-11-24", day)
        brief.write_text(text)
        for card in sorted((root / name / "scores").iterdir())[cards:]:
            card.unlink()
    scaffold(root / "h-new", NEW)
    for name, again in (("i-review", "2027-03-30"), ("j-done", "2027-12-01"), ("k-done", "")):
        shutil.copytree(FINISHED, root / name)
        reviewed(root, name, again)
    return root


def planned(root: Path, name: str, day: str) -> None:
    """Move the meeting of a session to another day."""
    brief = root / name / "session.toml"
    brief.write_text(brief.read_text().replace("2026-11-24", day))


def reviewed(root: Path, name: str, again: str = "2027-12-01") -> None:
    """Review a decision on 1 April 2027, which settles its promises."""
    review = Reviewed.model_validate({"by": "Ruth", "again": again or None})
    adding = Adding(now=lambda: NOW, mono=lambda: 0.0, random=os.urandom, run="run-1")
    append(root / name, lambda _: review, adding)
