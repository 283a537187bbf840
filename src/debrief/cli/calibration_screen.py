"""Calibration on a screen: what it reads, and starting it."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from debrief.cli import terminal
from debrief.cli.calibration_work import (
    estimated,
    findings_told,
    ratings_used,
    read_archive,
    undisturbed,
)

if TYPE_CHECKING:
    from debrief.core.calibration import Calibration
    from debrief.core.held import Held
    from debrief.tui.calibrating import Tell, Work

AGAIN = "debrief calibration"


def of_archive(root: Path) -> Work:
    """Return the work of making the report on all sessions in a directory."""
    from debrief.tui.calibrating import Report

    def work(tell: Tell) -> Report:
        with undisturbed():
            past = read_archive(root, partial(tell, "Reading sessions"))
            found = _estimated(past.sessions, tell)
        return Report(found, damaged=past.damaged, unfinished=past.unfinished)

    return work


def of_list(path: Path, levels: range | None) -> Work:
    """Return the work of making the report on a list of ratings."""
    from debrief.tui.calibrating import Report

    def work(tell: Tell) -> Report:
        from debrief.store import ratings_csv

        tell("Reading the list", 0, 0)
        with undisturbed():
            listed = ratings_csv.read(path, levels)
            found = _estimated(listed.sessions, tell)
        notes, used = tuple(findings_told(listed)), ratings_used(listed, levels)
        return Report(found, meetings=False, notes=notes, used=used)

    return work


def _estimated(sessions: tuple[Held, ...], tell: Tell) -> Calibration:
    tell("Estimating", 0, 0)
    return estimated(sessions, partial(tell, "Estimating"))


def show(work: Work) -> None:
    """Show the screen until it is left."""
    terminal.prepare(os.environ)
    from debrief.store import paths
    from debrief.store.theme import load_themes
    from debrief.tui.app import DebriefApp
    from debrief.tui.screens.calibration import CalibrationScreen

    themes, _ = load_themes([paths.shipped("themes"), paths.config_dir() / "themes"])
    app = DebriefApp(lambda: CalibrationScreen(work), themes, AGAIN, paths.config_dir())
    app.run()
    if app.return_code:
        raise SystemExit(app.return_code)
