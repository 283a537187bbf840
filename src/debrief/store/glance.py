"""A journal at a glance: the kinds of its lines, each checked by its hash, none understood yet."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from debrief.core.events import EVENTS, Logged
from debrief.store import atomic, chain
from debrief.store.atomic import FileProblem

_HEAD = 1 << 16  # bytes from the start that are read first; the opening carries the brief
_TAIL = 4096  # bytes from the end that are read first; a finish and its record are half of it

_BEFORE_DATA = re.compile(
    rb'\{"v":1,"seq":(\d{1,18}),"t":"[^"\\]{1,40}","mono":[-+.0-9e]{1,40},'
    rb'"run":"[A-Za-z0-9-]{1,64}","type":"([A-Za-z]{1,40})",'
)
_TYPES = {event.__name__.encode(): event.__name__ for event in EVENTS}


@dataclass(frozen=True, slots=True)
class Seen:
    """A line whose hash fits: the type of its event, and its bytes with the line end."""

    type: str
    raw: bytes

    def logged(self) -> Logged:
        """Return its event; UnknownError, or UnverifiedError when it is none of ours after all."""
        return chain.understand(chain.decode(self.raw))


@dataclass(frozen=True, slots=True)
class Ends:
    """The first line and the last few, oldest first; `problem` is a sentence.

    Each line is checked by its own hash only; `journal.read` checks them all.
    """

    first: Seen | None = None
    last: tuple[Seen, ...] = ()
    problem: str | None = None


def see(raw: bytes) -> Seen:
    """Return a line with its end as seen; UnverifiedError, UnknownError."""
    chain.seal(raw)
    head = _BEFORE_DATA.match(raw)
    name = _TYPES.get(head[2]) if head else None
    # Whatever is not as this program writes it is read in full, which says what is wrong.
    return Seen(name or type(chain.understand(chain.decode(raw)).event).__name__, raw)


def ends(path: Path) -> Ends:
    """Look at the first line and the last few without reading all; FileProblem."""
    descriptor = atomic.open_regular(path)
    try:
        size = os.fstat(descriptor).st_size
        head = os.pread(descriptor, _HEAD, 0)
        if b"\n" not in head:
            head = os.pread(descriptor, chain.LINE_LIMIT, 0)
        look = _TAIL
        tail = _from_end(descriptor, size, look)
        while tail.count(b"\n") < 2 and look < min(size, 2 * chain.LINE_LIMIT):  # noqa: PLR2004
            look *= 2
            tail = _from_end(descriptor, size, look)
    except OSError as error:
        raise FileProblem(path, f"could not be read ({error.strerror}); check the disk.") from error
    finally:
        os.close(descriptor)
    first, line_end, _ = head.partition(b"\n")
    *whole, rest = tail.split(b"\n")
    if look < size:
        whole = whole[1:]  # it may begin in the middle of a line
        if not whole:
            return Ends(problem="The journal ends in a line that is too long.")
    try:
        last = [see(line + b"\n") for line in ([first] if line_end else []) + whole]
    except (chain.UnverifiedError, chain.UnknownError) as problem:
        return Ends(problem=f"A line of the journal {problem}.")
    # What follows the last line end is torn or nothing, unless it is whole.
    with suppress(chain.UnverifiedError, chain.UnknownError):
        last.append(see(rest + b"\n"))
    return Ends(last[0] if last else None, tuple(last[1:] if line_end else last))


def _from_end(descriptor: int, size: int, length: int) -> bytes:
    return os.pread(descriptor, length, max(0, size - length))
