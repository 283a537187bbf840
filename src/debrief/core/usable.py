"""As much of a log as this program can apply, show and put into sentences."""

from __future__ import annotations

from debrief.core.fold import Log
from debrief.core.folded import Folded
from debrief.core.tell import tell
from debrief.core.view import view


def usable(log: Log) -> tuple[int, Exception | None]:
    """Return how many lines can be used, from the first on, and what the next one raised.

    A line can be used when the meeting after it can be made and shown, and its sentence built.
    """
    problem: Exception | None = None
    count = len(log)
    try:
        folded = Folded.of(log)
    except Exception as error:
        count, problem = _longest(log, error)
        if not count:
            return 0, problem
        folded = Folded.of(log[:count])
    for position, logged in enumerate(folded.log):
        try:
            tell(folded.meeting, logged.event)
        except Exception as error:
            count, problem = position, error
            break
    while count:
        try:
            view(folded.at(count))
            break
        except Exception as error:
            count, problem = count - 1, error
    return count, problem


def _longest(log: Log, problem: Exception) -> tuple[int, Exception]:
    """Return how many lines can be folded, where not all can, and what the next one raises."""
    good, bad = 0, len(log)
    while bad - good > 1:
        middle = (good + bad) // 2
        try:
            Folded.of(log[:middle])
        except Exception as error:
            bad, problem = middle, error
        else:
            good = middle
    return good, problem
