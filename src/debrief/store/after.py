"""Reads what was added after the finish: lines as in the journal, chained to the fingerprint.

A line has the journal's members and the journal's hash; `prev` of the first line is the hash of
MeetingFinished, and `seq` begins with 1.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from debrief.core.after_model import Added, Objected, next_review, parse, reviews
from debrief.store import atomic, chain

FILE = "after.jsonl"

LIMIT = 16 * 1024 * 1024
"""Bytes that the file may have; a review has a few thousand."""


@dataclass(frozen=True, slots=True)
class After:
    """The good lines, and their entries as far as this program knows their kind.

    `damage` or `unknown` is a sentence on the first line that is not good. `torn` is what a crash
    left after the last line end; `unended` says that the last good line still lacks its own.
    `good_offset` counts the file's bytes that the good lines come from.
    """

    lines: tuple[chain.Line, ...] = ()
    damage: str | None = None
    unknown: str | None = None
    torn: bytes = b""
    unended: bool = False
    good_offset: int = 0

    @property
    def entries(self) -> tuple[Added, ...]:
        """What the good lines say; those of a later program that cannot be understood left out."""
        return tuple(one for line in self.lines if (one := _added(line)) is not None)

    @property
    def not_understood(self) -> int:
        """How many good lines are of a kind that only another program knows."""
        return len(self.lines) - len(self.entries)

    @property
    def read_only(self) -> str | None:
        """Why nothing may be added, in words that complete “In after.jsonl, …”."""
        return self.damage or self.unknown


@dataclass(frozen=True, slots=True)
class Summary:
    """What a list says of what was added: how much, and when to look again.

    `last_review` is the day, in UTC, of the newest review, None when there was none.
    """

    reviews: int = 0
    last_review: date | None = None
    again: date | None = None
    objections: int = 0
    notes: int = 0

    def next_review(self, planned: date | None) -> date | None:
        """Return when to look again, if ever; `planned` is the date set at the decision."""
        return self.again if self.reviews else planned


NOTHING = Summary()


def scan(data: bytes, fingerprint: str | None) -> After:
    """Return what the bytes of an after.jsonl hold; never raises.

    With None as fingerprint the first line may hang on any meeting.
    """
    lines: list[chain.Line] = []
    prev = fingerprint
    offset = 0
    while offset < len(data):
        end = data.find(b"\n", offset) + 1
        raw = data[offset:end] if end else data[offset:] + b"\n"
        number = len(lines) + 1
        good = tuple(lines)
        try:
            line = chain.decode(raw)
        except chain.UnverifiedError as problem:
            if end or len(raw) > chain.LINE_LIMIT:
                return After(good, damage=f"line {number} {problem}", good_offset=offset)
            return After(good, torn=raw[:-1], good_offset=offset)
        except chain.UnknownError as problem:
            return After(good, unknown=f"line {number} {problem}", good_offset=offset)
        if line.seq != number or prev not in (line.prev, None):
            before = "the line before it" if lines else "the finish of this meeting"
            damage = f"line {number} does not follow {before}"
            return After(good, damage=damage, good_offset=offset)
        lines.append(line)
        prev = line.hash
        if not end:
            return After(tuple(lines), unended=True, good_offset=len(data))
        offset = end
    return After(tuple(lines), good_offset=offset)


def read(folder: Path, fingerprint: str) -> After:
    """Return what was added to a session, nothing where there is no such file; FileProblem."""
    path = folder / FILE
    if not os.path.lexists(path):
        return After()
    return scan(atomic.read_regular(path, LIMIT), fingerprint)


def summary(folder: Path) -> Summary:
    """Return what a list needs, without the journal; a file that cannot be read says nothing."""
    path = folder / FILE
    try:
        if not os.path.lexists(path):
            return NOTHING
        added = scan(atomic.read_regular(path, LIMIT), None).entries
    except atomic.FileProblem:
        return NOTHING
    held = reviews(added)
    objections = sum(isinstance(one.entry, Objected) for one in added)
    return Summary(
        reviews=len(held),
        last_review=held[-1][0].date() if held else None,
        again=next_review(None, added),
        objections=objections,
        notes=len(added) - len(held) - objections,
    )


def _added(line: chain.Line) -> Added | None:
    try:
        return Added(line.seq, line.t, parse(line.type, line.data))
    except (ValueError, RecursionError):
        return None
