"""The report that the calibration screen shows, and the type of the function that makes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from debrief.calibration.archive import Damaged
    from debrief.calibration.estimate import Calibration

Tell = Callable[[str, int, int], None]
"""Callback for progress: the current task, its finished part, its total; may raise StoppedError."""


class StoppedError(Exception):
    """The screen that asked for the report is closed."""


@dataclass(frozen=True, slots=True)
class Report:
    """The numbers of calibration, and notes on the data they come from.

    `meetings` is False for a list of ratings, whose meetings are unknown. `notes` are the problems
    of the data, `used` is the part that was used. `unfinished` is the number of unfinished
    sessions.
    """

    found: Calibration
    meetings: bool = True
    damaged: tuple[Damaged, ...] = ()
    unfinished: int = 0
    notes: tuple[str, ...] = ()
    used: str = ""


Work = Callable[[Tell], Report]
"""Function that makes the report; raises FileProblem if there is no data."""
