"""The part of a log that this program can apply, show and describe."""

from __future__ import annotations

from collections.abc import Sequence

from debrief.core.meeting import events as e
from debrief.core.meeting.log import Log
from debrief.core.room.view import view


def usable(lines: Sequence[e.LogLine]) -> tuple[int, Exception | None]:
    """Return the number of usable lines from the first on, and the error of the next one.

    A line is usable if the meeting after it can be built and shown, and its sentence built.
    """
    problem: Exception | None = None
    count = len(lines)
    try:
        log = Log.of(lines)
    except Exception as error:
        count, problem = _longest(lines, error)
        if not count:
            return 0, problem
        log = Log.of(lines[:count])
    for position, line in enumerate(log.lines):
        try:
            line.event.describe(log.meeting)
        except Exception as error:
            count, problem = position, error
            break
    while count:
        try:
            view(log.at(count))
            break
        except Exception as error:
            count, problem = count - 1, error
    return count, problem


def _longest(lines: Sequence[e.LogLine], problem: Exception) -> tuple[int, Exception]:
    """Return the length of the longest beginning that makes a Log, and the next line's error."""
    good, bad = 0, len(lines)
    while bad - good > 1:
        middle = (good + bad) // 2
        try:
            Log.of(lines[:middle])
        except Exception as error:
            bad, problem = middle, error
        else:
            good = middle
    return good, problem
