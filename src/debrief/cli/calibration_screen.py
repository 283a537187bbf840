"""The calibration screen: prepare its work, and show it."""

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
    read_ratings,
    undisturbed,
)

if TYPE_CHECKING:
    from debrief.calibration.estimate import Calibration
    from debrief.calibration.names import Names
    from debrief.calibration.sessions import SessionRatings
    from debrief.tui.calibration_report import Tell, Work

AGAIN = "debrief calibration"


def of_archive(root: Path, cluster: str | None = None) -> Work:
    """Return the function that makes the report on all sessions in a directory."""
    from debrief.tui.calibration_report import Report

    def work(tell: Tell) -> Report:
        with undisturbed():
            past = read_archive(root, partial(tell, "Reading sessions"))
            calibration = _estimated(past.sessions, past.names, tell, cluster)
        return Report(calibration, damaged=past.damaged, unfinished=past.unfinished)

    return work


def of_list(path: Path, levels: range | None, cluster: str | None = None) -> Work:
    """Return the function that makes the report on a list of ratings."""
    from debrief.tui.calibration_report import Report

    def work(tell: Tell) -> Report:
        tell("Reading the list", 0, 0)
        with undisturbed():
            listed, names = read_ratings(path, levels)
            calibration = _estimated(listed.sessions, names, tell, cluster)
        notes, used = tuple(findings_told(listed)), ratings_used(listed, levels)
        return Report(calibration, meetings=False, notes=notes, used=used)

    return work


def _estimated(
    sessions: tuple[SessionRatings, ...], names: Names, tell: Tell, cluster: str | None
) -> Calibration:
    tell("Estimating", 0, 0)
    return estimated(sessions, names, partial(tell, "Estimating"), cluster)


def show(work: Work) -> None:
    """Show the screen until the user leaves it."""
    terminal.prepare(os.environ)
    from debrief.tui.screens.calibration import CalibrationScreen

    terminal.show(CalibrationScreen(work), AGAIN)
