"""What was added after the finish: lines as in the journal, the first chained to the fingerprint.

A line has the journal's members and the journal's hash; `prev` of the first line is the hash of
MeetingFinished, and `seq` begins with 1. What the types mean is not known here.
"""

from __future__ import annotations

from dataclasses import dataclass

from debrief.store import chain

FILE = "after.jsonl"


@dataclass(frozen=True, slots=True)
class After:
    """The good lines; `damage` or `unknown` is a sentence on the first that is not one."""

    lines: tuple[chain.Line, ...] = ()
    damage: str | None = None
    unknown: str | None = None


def scan(data: bytes, fingerprint: str) -> After:
    """Return what the bytes of an after.jsonl hold; never raises."""
    lines: list[chain.Line] = []
    prev = fingerprint
    offset = 0
    while end := data.find(b"\n", offset) + 1:
        raw, offset, number = data[offset:end], end, len(lines) + 1
        try:
            line = chain.decode(raw)
        except chain.UnverifiedError as problem:
            return After(tuple(lines), damage=f"line {number} {problem}")
        except chain.UnknownError as problem:
            return After(tuple(lines), unknown=f"line {number} {problem}")
        if (line.seq, line.prev) != (number, prev):
            before = "the line before it" if lines else "the finish of this meeting"
            return After(tuple(lines), damage=f"line {number} does not follow {before}")
        lines.append(line)
        prev = line.hash
    torn = f"what follows line {len(lines)} is no whole line" if data[offset:] else None
    return After(tuple(lines), damage=torn)
