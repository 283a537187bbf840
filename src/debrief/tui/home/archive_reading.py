"""The archive read in batches, so that home can show the first sessions early."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from debrief.store.archive.archive import Archive, Entry

EVERY = 0.15
"""Seconds between the first batches; intervals grow, as long lists paint slowly."""

LONGER = 1.3

FIRST = 50
"""Number of sessions in the first batch, about one window of lines."""


@dataclass(frozen=True, slots=True)
class Batch:
    """New and changed sessions; the last batch also has the ids of all sessions."""

    entries: tuple[Entry, ...]
    names: frozenset[str] | None = None


class SessionsRead(Message):
    """A message with a batch of sessions."""

    def __init__(self, batch: Batch) -> None:
        """Store the batch."""
        super().__init__()
        self.batch = batch


class ReadingFinished(Message):
    """A message at the end of reading and caching the archive, with the seconds it took."""

    def __init__(self, took: float, problem: str = "") -> None:
        """Store the time taken; `problem` says in a sentence that the reading failed."""
        super().__init__()
        self.took = took
        self.problem = problem


def batches(archive: Archive, sent: dict[str, Entry]) -> Iterator[Batch]:
    """Yield sessions that are new or differ from `sent`, and add them to `sent`."""
    gathered: list[Entry] = []
    names: list[str] = []
    since, wait = time.monotonic(), EVERY
    for entry in archive.entries():
        names.append(entry.id)
        if sent.get(entry.id) is not entry:
            sent[entry.id] = entry
            gathered.append(entry)
        if len(names) == FIRST or time.monotonic() - since > wait:
            yield Batch(tuple(gathered))
            gathered, since, wait = [], time.monotonic(), wait * LONGER
    yield Batch(tuple(gathered), frozenset(names))
