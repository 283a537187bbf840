"""The journal of a meeting: an append-only file with one writer, verified at every reading."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from debrief.core.meeting.events import EVENTS, Event, LogLine, MeetingFinished, MeetingOpened, dump
from debrief.store import atomic
from debrief.store.atomic import DISK, Disk, FileProblem
from debrief.store.journal import chain, chain_file, lock
from debrief.store.journal.chain_file import ChainFile, NotSaved, ReadOnly, Recovered, Writer

__all__ = [
    "Contents",
    "Journal",
    "JournalEnds",
    "NotSaved",
    "Prepared",
    "ReadOnly",
    "Recovered",
    "ends",
    "read",
    "scan",
]

FILE_LIMIT = 64 * 1024 * 1024
"""Maximum size of a journal in bytes; a long meeting has about one million."""

HEAD = 1 << 16
"""Bytes read first from the start; the opening contains the brief."""

TAIL = 4096
"""Bytes read first from the end; a finish and its record take half of them."""

_TYPES = frozenset(event.__name__ for event in EVENTS)

Contents = chain_file.Contents[LogLine]
Prepared = chain_file.Prepared[LogLine]


def read(path: Path) -> Contents:
    """Verify and read a journal without changing it; FileProblem if it does not exist."""
    return _file(path).read()


def scan(data: bytes) -> Contents:
    """Return the contents of a journal with these bytes; never raises."""
    return _file(Path()).scan(data)


def _file(path: Path) -> ChainFile[LogLine]:
    return ChainFile(
        path=path,
        noun="the journal",
        genesis=chain.GENESIS,
        limit=FILE_LIMIT,
        parse=chain.understand,
        unknown="stop",
        instead="continue in another folder",
    )


@dataclass(frozen=True, slots=True)
class JournalEnds:
    """The first line, raw, and the last few, oldest first; or one sentence on the `problem`.

    Lines before the finish are left out. Each line is checked by its own hash only; `read` checks
    them all.
    """

    first: bytes | None = None
    last: tuple[chain.Line, ...] = ()
    problem: str | None = None


def ends(path: Path) -> JournalEnds:
    """Read only the first line and the last few; FileProblem."""
    descriptor = atomic.open_regular(path)
    try:
        size = os.fstat(descriptor).st_size
        head = os.pread(descriptor, HEAD, 0)
        if b"\n" not in head:
            head = os.pread(descriptor, chain.LINE_LIMIT, 0)
        look = TAIL
        tail = _from_end(descriptor, size, look)
        while tail.count(b"\n") < 2 and look < min(size, 2 * chain.LINE_LIMIT):  # noqa: PLR2004
            look *= 2
            tail = _from_end(descriptor, size, look)
    except OSError as error:
        raise FileProblem(path, atomic.failed("read", error)) from error
    finally:
        os.close(descriptor)
    first, line_end, _ = head.partition(b"\n")
    *complete, rest = tail.split(b"\n")
    if look < size:
        complete = complete[1:]  # the first may be only the end of a line
        if not complete:
            return JournalEnds(problem="The journal ends in a line that is too long.")
    lines = [line + b"\n" for line in ([first] if line_end else []) + complete]
    # The rest is empty, a part of a line, or a good line that lacks only its end.
    with suppress(chain.UnverifiedError):
        chain.seal(rest + b"\n")
        lines.append(rest + b"\n")
    try:
        for line in lines:
            chain.seal(line)
        return JournalEnds(
            lines[0] if lines else None, tuple(_from_finish(lines[line_end != b"" :]))
        )
    except (chain.UnverifiedError, chain.UnknownError) as problem:
        return JournalEnds(problem=f"A line of the journal {problem}.")


def _from_finish(lines: list[bytes]) -> list[chain.Line]:
    """Return the lines from the finish on, or all of them without a finish."""
    tail: list[chain.Line] = []
    for raw in reversed(lines):
        tail.insert(0, _known(chain.read(raw)))
        if tail[0].type == MeetingFinished.__name__:
            break
    return tail


def _from_end(descriptor: int, size: int, length: int) -> bytes:
    return os.pread(descriptor, length, max(0, size - length))


def _known(line: chain.Line) -> chain.Line:
    if line.type not in _TYPES:
        chain.understand(line)  # raises UnknownError
    return line


def usable(contents: Contents) -> Contents:
    """Return a journal up to the first line that this program cannot apply, show or describe."""
    if not contents.events:
        return contents
    from debrief.core.replay import usable as lines  # imports every view, so not at start-up

    count, error = lines.usable(contents.events)
    if count == len(contents.events):
        return contents
    unknown = f"This debrief cannot use line {count + 1} of the journal; update debrief."
    if not isinstance(contents.events[0].event, MeetingOpened):
        unknown = "The journal does not begin with the opening of a meeting."
    behind = b"".join(contents.lines[count:])
    return Contents(
        events=contents.events[:count],
        lines=contents.lines[:count],
        hashes=contents.hashes[:count],
        good_offset=sum(map(len, contents.lines[:count])),
        unknown=unknown,
        left=behind[: -contents.unended or None] + contents.torn + contents.left,
        error=error,
    )


def copy(contents: Contents, path: Path) -> None:
    """Write the good lines to a new journal; FileProblem if it exists."""
    if path.exists() or path.is_symlink():
        raise FileProblem(path, "exists already; choose another folder.")
    atomic.write(path, b"".join(contents.lines))


class Journal(Writer[LogLine]):
    """The one writer of a journal; a context manager, opened by `Journal.open`.

    If it takes no more, the meeting can continue in another folder from a `copy` of its `contents`.
    """

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        now: Callable[[], datetime],
        mono: Callable[[], float],
        nonce: Callable[[], bytes],
        run: str,
        disk: Disk = DISK,
        up_to: Callable[[Contents], Contents] = lambda contents: contents,
    ) -> Journal:
        """Lock and open a journal, or create one; a torn end is moved to another file.

        `now` is in UTC, `mono` in seconds, `nonce` gives 16 random bytes, `run` names this run of
        the program (letters, digits, hyphens). `up_to`, for example `usable`, cuts the contents
        before a line that must not be continued from; it runs before any change. Busy, ReadOnly,
        FileProblem.
        """

        def stamp(seq: int, prev: str) -> chain.Stamp:
            return chain.Stamp(seq, prev, now(), mono(), run, nonce())

        with ExitStack() as closing:
            lock.hold(path, now(), closing)
            return cls(_file(path), stamp, closing, disk, up_to)

    def append(self, event: Event) -> LogLine:
        """Save an event and return it as a later reading will; NotSaved."""
        prepared = self.prepared(event)
        self.write(prepared)
        return prepared.events[0]

    def prepared(self, *events: Event) -> Prepared:
        """Stamp the lines of an action and read them back, writing nothing yet; NotSaved.

        This draws times and nonces, so prepare the lines again before you retry.
        """
        return self.stamped(dump, *events)
