"""The part of a log that this program can apply, show and put into sentences."""

from __future__ import annotations

from debrief.core.fold import Log
from debrief.core.folded import Folded
from debrief.core.tell import tell
from debrief.core.view import view


def usable(log: Log) -> tuple[int, Exception | None]:
    """Return the number of usable lines from the first on, and the error of the next one.

    A line is usable if the meeting after it can be built and shown, and its sentence built.
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
    """Return the number of lines that can be folded if not all can, and the next one's error."""
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
