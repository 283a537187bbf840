"""`debrief` without a command: the home screen, with all sessions."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from debrief.cli import sessions as chosen
from debrief.cli import terminal
from debrief.cli.errors import FailedError, WrongUseError

if TYPE_CHECKING:
    from debrief.core.new_session import SessionRequest
    from debrief.store.archive.archive import Archive
    from debrief.store.review_work import ReviewWork


def unusable() -> str | None:
    """Return a sentence on why home cannot be shown here; None if it can."""
    try:
        visible = sys.stdout.isatty()
    except ValueError:  # closed
        visible = False
    if not visible:
        return "Standard output is not a terminal."
    return terminal.unusable(sys.stdin, sys.stderr, os.environ)


def run_home(root: Path) -> None:
    """Show home until the user leaves it; `root`, the sessions directory, may not exist yet."""
    terminal.prepare(os.environ)
    from debrief.cli.calibration_screen import of_archive
    from debrief.cli.demo_command import scratch_copy
    from debrief.cli.meeting import environment
    from debrief.core.days import local
    from debrief.tui.home_actions import Home, ScreenFactory
    from debrief.tui.screens.home import HomeScreen

    home = Home(
        archive=lambda: _archive(root),
        screens=ScreenFactory(environment, _reviewing, of_archive(root)),
        today=lambda: local(datetime.now(UTC)).date(),
        make=lambda wanted: make_session(root, wanted),
        demo=scratch_copy,
    )
    screen = HomeScreen(home)
    try:
        terminal.show(screen, "debrief", tour=True)
    finally:
        screen.close()


def _archive(root: Path) -> Archive:
    from debrief.store import paths
    from debrief.store.archive.archive import Archive

    return Archive(root, paths.cache_dir())


def _reviewing(folder: Path) -> ReviewWork:
    from debrief.cli import after
    from debrief.store import paths
    from debrief.store.review_work import ReviewWork

    return ReviewWork(folder, paths.state_dir(), after.environment())


def make_session(root: Path, wanted: SessionRequest) -> tuple[bool, str]:
    """Create a session as `debrief new` does; return success, and a sentence on what to do next."""
    from debrief.cli.new_command import make
    from debrief.store.atomic import FileProblem
    from debrief.store.sessions.scaffold import NewSession

    folder = root / wanted.id
    try:
        new = NewSession(wanted.title, wanted.alias, wanted.owner, wanted.panel)
        keys = make(folder, new)
    except FileProblem as problem:
        return False, f"No session was created: {problem.path.name} {problem.reason}"
    except (WrongUseError, FailedError) as problem:
        return False, problem.message.replace(chosen.shown(folder), wanted.id)
    backup = " Move the backup key to a safe place; debrief locate shows it." if keys.made else ""
    return True, (
        f"Created {wanted.id}. Fill in its session.toml, then run"
        f" debrief new {wanted.id} --forms.{backup}"
    )
