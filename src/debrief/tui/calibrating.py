"""What the screen of calibration is given: a report, and the long work that makes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from debrief.core.calibration import Calibration
    from debrief.store.ratings_archive import Damaged

Tell = Callable[[str, int, int], None]
"""Is told what is done, how much of it, and of how much; may raise StoppedError."""


class StoppedError(Exception):
    """Nobody waits for the report any more."""


@dataclass(frozen=True, slots=True)
class Report:
    """What there is to show.

    Of a list of ratings `meetings` is False: nothing is known of what became of them; `notes` say
    what is wrong with it, `used` what was taken from it. `unfinished` counts sessions that are not
    finished.
    """

    found: Calibration
    meetings: bool = True
    damaged: tuple[Damaged, ...] = ()
    unfinished: int = 0
    notes: tuple[str, ...] = ()
    used: str = ""


Work = Callable[[Tell], Report]
"""Makes the report; FileProblem where there is nothing to make it of."""
