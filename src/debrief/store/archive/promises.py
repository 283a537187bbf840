"""Open promises of a finished meeting, read from the few lines of its journal that have them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from debrief.core.meeting import events as e
from debrief.core.meeting.events.journal import undone
from debrief.store.atomic import FileProblem, read_regular
from debrief.store.journal import chain
from debrief.store.journal.journal import FILE_LIMIT

_TYPES = "|".join(
    kind.__name__ for kind in (e.PromiseAdded, e.FollowUpAdded, e.PromiseKept, e.Undone, e.Redone)
)
_TYPE = re.compile(rb'"type":"(?:%s)"' % _TYPES.encode())

OpenPromise = tuple[date, str]
"""The day of a promise and the person who keeps it, empty if nobody was named."""


def open_promises(
    journal: Path, names: Mapping[str, str], reviewed: date | None
) -> tuple[OpenPromise, ...]:
    """Return the promises with a day that were not kept, the earliest first.

    `names` are the panelists' by id. A promise is closed by a review on its day or later;
    `reviewed` is the day of the last one. Lines that cannot be used are left out.
    """
    try:
        data = read_regular(journal, FILE_LIMIT)
    except FileProblem:
        return ()
    lines = list(_lines(data))
    gone = undone(lines)
    counted = [line for line in lines if line.seq not in gone]
    kept = {line.event.promise for line in counted if isinstance(line.event, e.PromiseKept)}
    found = []
    for line in counted:
        match line.event:
            case e.PromiseAdded(by=date() as day, who=who) if line.seq not in kept:
                found.append((day, names.get(who or "", "")))
            case e.FollowUpAdded(follow_up=task) if task.due is not None:
                found.append((task.due, names.get(task.owner, task.owner)))
    return tuple(sorted(promise for promise in found if reviewed is None or reviewed < promise[0]))


def _lines(data: bytes) -> Iterator[e.LogLine]:
    for match in _TYPE.finditer(data):
        line = data[data.rfind(b"\n", 0, match.start()) + 1 : data.find(b"\n", match.end()) + 1]
        try:
            yield chain.understand(chain.decode(line))
        except (chain.UnverifiedError, chain.UnknownError):
            continue
