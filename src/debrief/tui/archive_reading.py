"""The archive read in batches, each as soon as there is enough of it to show."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from debrief.store.archive import Archive, Entry

EVERY = 0.15
"""Seconds that sessions are gathered for; each batch takes longer, as showing many does."""

LONGER = 1.3

FIRST = 50
"""Sessions of the first batch: about as many as a window has lines."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Sessions that are new or changed; the last batch has the ids of all there are."""

    entries: tuple[Entry, ...]
    names: frozenset[str] | None = None


class Found(Message):
    """Sessions were found."""

    def __init__(self, batch: Batch) -> None:
        """Carry them."""
        super().__init__()
        self.batch = batch


class Looked(Message):
    """All sessions were looked at, and what was seen is kept; it took so many seconds."""

    def __init__(self, took: float) -> None:
        """Carry the time."""
        super().__init__()
        self.took = took


def batches(archive: Archive, sent: dict[str, Entry]) -> Iterator[Batch]:
    """Yield what is not in `sent` as it is now, and put it there."""
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
