"""`debrief` alone: home, the sessions on a screen."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from debrief.cli import sessions as chosen
from debrief.cli import terminal
from debrief.cli.errors import FailedError, WrongUseError

if TYPE_CHECKING:
    from debrief.store.archive import Archive
    from debrief.store.review_work import ReviewWork
    from debrief.tui.new_session import Wanted


def unusable() -> str | None:
    """Return one sentence on why home cannot be drawn here; None if it can."""
    try:
        shown = sys.stdout.isatty()
    except ValueError:  # closed
        shown = False
    if not shown:
        return "Standard output is not a terminal."
    return terminal.unusable(sys.stdin, sys.stderr, os.environ)


def run_home(root: Path) -> None:
    """Show home until it is left; `root` is the sessions directory, which may not be there yet."""
    terminal.prepare(os.environ)
    from debrief.cli.calibration_screen import of_archive
    from debrief.cli.demo_command import scratch_copy
    from debrief.cli.meeting import outside
    from debrief.store import paths
    from debrief.store.theme import load_themes
    from debrief.tui.app import DebriefApp
    from debrief.tui.doors import Doors, Home
    from debrief.tui.screens.home import HomeScreen

    home = Home(
        archive=lambda: _archive(root),
        doors=Doors(outside, _reviewing, of_archive(root)),
        today=lambda: datetime.now().astimezone().date(),
        make=lambda wanted: make_session(root, wanted),
        demo=scratch_copy,
    )
    themes, _ = load_themes([paths.shipped("themes"), paths.config_dir() / "themes"])
    screen = HomeScreen(home)
    app = DebriefApp(lambda: screen, themes, "debrief", paths.config_dir(), tour=True)
    try:
        app.run()
    finally:
        screen.close()
    if app.return_code:
        raise SystemExit(app.return_code)


def _archive(root: Path) -> Archive:
    from debrief.store import paths
    from debrief.store.archive import Archive

    return Archive(root, paths.cache_dir())


def _reviewing(folder: Path) -> ReviewWork:
    from debrief.cli import after
    from debrief.store import paths
    from debrief.store.review_work import ReviewWork

    return ReviewWork(folder, paths.state_dir(), after.outside())


def make_session(root: Path, wanted: Wanted) -> tuple[bool, str]:
    """Make a session as `debrief new` does; whether it is made, and what is to be done next."""
    from debrief.cli.new_command import make
    from debrief.store.atomic import FileProblem
    from debrief.store.scaffold import NewSession

    folder = root / wanted.id
    try:
        new = NewSession(wanted.title, wanted.alias, wanted.owner, wanted.panel)
        keys = make(folder, new)
    except FileProblem as problem:
        return False, f"No session was made: {problem.path.name} {problem.reason}"
    except (WrongUseError, FailedError) as problem:
        return False, problem.message.replace(chosen.shown(folder), wanted.id)
    backup = " Take the backup of the keys elsewhere: debrief locate." if keys.made else ""
    return True, (
        f"Made {wanted.id}. Fill in its session.toml, then:"
        f" debrief new {wanted.id} --forms.{backup}"
    )
