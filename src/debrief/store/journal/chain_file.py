"""Read and extend a chained file: one event per line, each with the hash of the line before.

The journal is a chained file, and so is the file of additions after the finish. An event counts
when `Writer.write` returns: its bytes are then on the disk. A crash can leave part of a line after
the last line end; opening the file for writing moves that part to another file. Anything else that
does not verify is reported and left exactly as it is.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Generic, Literal, NoReturn, Self, TypeVar

from debrief.core.meeting.events import LogLine, MeetingFinished
from debrief.store import atomic
from debrief.store.atomic import DISK, OPEN_SAFELY, Disk, FileProblem
from debrief.store.journal import chain

T = TypeVar("T")
E = TypeVar("E")


class ReadOnly(Exception):
    """The file can be read but not continued; the text is one sentence on the reason."""


class NotSaved(Exception):
    """An event was not saved; the text is one sentence, `retry` is true if a retry may help."""

    def __init__(self, reason: str, *, retry: bool) -> None:
        super().__init__(reason)
        self.retry = retry


@dataclass(frozen=True, slots=True)
class Damage:
    """The first complete line that does not verify: its number, from 1, and one sentence on it."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Recovered:
    """A torn end that opening cut off: its bytes, and the name of the file that keeps them."""

    torn: int
    kept_as: str


@dataclass(frozen=True)  # slots and Generic do not go together in 3.11
class Contents(Generic[T]):
    """The events of a chained file, up to the first line that cannot be trusted or understood.

    `lines` (raw, each with its end) and `hashes` correspond, and so do `events` unless some were
    skipped as unknown. `good_offset` is the number of bytes in the file that they take up;
    `unended` is true if the last one lacks its line end. `torn` is the part of a line after them,
    as a crash leaves it. `damage` and `unknown` (a sentence about a version or event that this
    program does not know or cannot use) both make the file read-only; `left` then has the bytes
    from that line on, and `error` the exception raised by using it.
    """

    events: tuple[T, ...] = ()
    lines: tuple[bytes, ...] = ()
    hashes: tuple[str, ...] = ()
    good_offset: int = 0
    torn: bytes = b""
    unended: bool = False
    damage: Damage | None = None
    unknown: str | None = None
    left: bytes = b""
    error: Exception | None = field(default=None, compare=False)

    @property
    def fingerprint(self) -> str:
        """The hash of the line that finished the meeting; empty before the finish."""
        for event, line_hash in zip(self.events, self.hashes, strict=False):
            if isinstance(event, LogLine) and isinstance(event.event, MeetingFinished):
                return line_hash
        return ""

    @property
    def not_understood(self) -> int:
        """The number of good lines whose event was skipped as unknown."""
        return len(self.lines) - len(self.events)

    @property
    def read_only(self) -> str | None:
        """One sentence on why nothing may be added, or None."""
        return self.damage.reason if self.damage else self.unknown

    @property
    def cut_short(self) -> str:
        """The sentences to show with the good events if bad lines follow; else empty."""
        return f"{self.read_only} The lines before it are shown." if self.read_only else ""


@dataclass(frozen=True)  # slots and Generic do not go together in 3.11
class ChainFile(Generic[T]):
    """A chained file at `path`, called `noun` in sentences, of at most `limit` bytes.

    `genesis` is the value of `prev` in the first line, None for any. `parse` returns the event of a
    verified line, or raises UnknownError; reading then stops there, or skips the line. `instead` is
    the advice to the user if the disk fails for good.
    """

    path: Path
    noun: str
    genesis: str | None
    limit: int
    parse: Callable[[chain.Line], T]
    unknown: Literal["stop", "skip"]
    instead: str

    def read(self) -> Contents[T]:
        """Verify and read the file without changing it; FileProblem if it does not exist."""
        return self.scan(atomic.read_regular(self.path, self.limit, atomic.RESTORE))

    def scan(self, data: bytes) -> Contents[T]:
        """Return the contents of a file of these bytes; never raises."""
        events: list[T] = []
        lines: list[bytes] = []
        hashes: list[str] = []
        contents: Contents[T] = Contents()
        prev, offset = self.genesis, 0
        while offset < len(data):
            end = data.find(b"\n", offset) + 1
            raw = data[offset:end] if end else data[offset:] + b"\n"
            number = len(lines) + 1
            try:
                line = chain.decode(raw)
                if line.seq != number or prev not in (line.prev, None):
                    raise chain.UnverifiedError(f"does not follow {self._before(number)}")
                events += self._understood(line)
            except chain.UnverifiedError as problem:
                if end or len(raw) > chain.LINE_LIMIT:
                    good = "; the events before it are good" if lines else ""
                    sentence = f"Line {number} of {self.noun} {problem}{good}."
                    contents = replace(contents, damage=Damage(number, sentence))
                else:
                    contents = replace(contents, torn=raw[:-1])
                break
            except chain.UnknownError as problem:
                contents = replace(contents, unknown=f"Line {number} of {self.noun} {problem}.")
                break
            lines.append(raw)
            hashes.append(line.hash)
            prev = line.hash
            contents = replace(contents, unended=not end)
            offset = end or len(data)
        return replace(
            contents,
            events=tuple(events),
            lines=tuple(lines),
            hashes=tuple(hashes),
            good_offset=offset,
            left=data[offset:] if contents.read_only else b"",
        )

    def _before(self, number: int) -> str:
        if number == 1 and self.genesis != chain.GENESIS:
            return "the finish of this meeting"
        return "the line before it"

    def _understood(self, line: chain.Line) -> list[T]:
        try:
            return [self.parse(line)]
        except chain.UnknownError:
            if self.unknown == "stop":
                raise
            return []


@dataclass(frozen=True)  # slots and Generic do not go together in 3.11
class Prepared(Generic[T]):
    """Lines stamped and read back, ready to be written after the line with the hash `prev`."""

    prev: str
    events: tuple[T, ...]
    lines: tuple[bytes, ...]
    hashes: tuple[str, ...]

    @property
    def fingerprint(self) -> str:
        """The hash of the line that finishes the meeting; empty if none of them does."""
        return Contents(self.events, hashes=self.hashes).fingerprint


class Writer(Generic[T]):
    """The one writer of a chained file; it takes over `closing`, which has the session's lock.

    After NotSaved nothing was added. With `retry`, the same event may be added again. Without it,
    `ended` is the reason why the file takes no more; if it is None, only this event cannot be
    saved.
    """

    def __init__(
        self,
        file: ChainFile[T],
        stamp: Callable[[int, str], chain.Stamp],
        closing: ExitStack,
        disk: Disk = DISK,
        up_to: Callable[[Contents[T]], Contents[T]] = lambda contents: contents,
    ) -> None:
        """Open or create the file; a torn end is moved to another file.

        `stamp(number, prev)` returns the stamp of a new line. `up_to` cuts the contents before a
        line that must not be continued from; it runs before any change. ReadOnly, FileProblem.
        """
        path = file.path
        try:
            flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | OPEN_SAFELY
            self._descriptor = disk.open(path, flags, 0o600)
            closing.callback(os.close, self._descriptor)
            atomic.refuse_special(self._descriptor, path)
        except OSError as error:
            raise FileProblem(path, atomic.unopened(error, to_write=True)) from error
        data = atomic.read_open(self._descriptor, path, file.limit, atomic.RESTORE)
        self._file, self._disk, self._name = file, disk, str(path)
        try:
            self._opened, self.recovered = self._recover(up_to(file.scan(data)))
        except OSError as error:
            raise FileProblem(path, atomic.failed("saved safely", error)) from error
        # Lists, because adding a line to a tuple would copy all of it.
        self._events = list(self._opened.events)
        self._lines = list(self._opened.lines)
        self._hashes = list(self._opened.hashes)
        self._offset = self._opened.good_offset
        self._snapshot = self._opened.events
        self._fingerprint = self._opened.fingerprint
        self._stamp = stamp
        self._closing = closing.pop_all()
        self.ended: str | None = None

    @property
    def contents(self) -> Contents[T]:
        """The saved contents, from memory: the file is not read again."""
        return replace(
            self._opened,
            events=self.events,
            lines=tuple(self._lines),
            hashes=tuple(self._hashes),
            good_offset=self._offset,
        )

    @property
    def events(self) -> tuple[T, ...]:
        """The saved events, in order."""
        if len(self._snapshot) != len(self._events):
            self._snapshot = tuple(self._events)
        return self._snapshot

    @property
    def head(self) -> str:
        """The hash of the last line, or `prev` of the first line if there is none."""
        return self._hashes[-1] if self._hashes else self._file.genesis or chain.GENESIS

    @property
    def fingerprint(self) -> str:
        """The hash of the line that finished the meeting; empty before the finish."""
        return self._fingerprint

    def stamped(self, dump: Callable[[E], tuple[str, str]], *events: E) -> Prepared[T]:
        """Stamp lines and read them back, writing nothing yet; NotSaved.

        `dump` returns an event's type, and its data as JSON. This draws times and nonces, so
        prepare the lines again before you retry.
        """
        prepared: Prepared[T] = Prepared(self.head, (), (), ())
        for seq, event in enumerate(events, start=len(self._lines) + 1):
            stamp = self._stamp(seq, prepared.hashes[-1] if prepared.hashes else prepared.prev)
            room = self._file.limit - self._offset - sum(map(len, prepared.lines))
            parsed, raw, line_hash = self._read_back(stamp, partial(dump, event), room)
            prepared = Prepared(
                prepared.prev,
                (*prepared.events, parsed),
                (*prepared.lines, raw),
                (*prepared.hashes, line_hash),
            )
        return prepared

    def write(self, prepared: Prepared[T]) -> None:
        """Save the lines prepared last in one write, either all or none; NotSaved."""
        if prepared.prev != self.head:
            raise ValueError("another line was written since these were prepared")
        self._check()
        raw = b"".join(prepared.lines)
        self._write(raw)
        self._events += prepared.events
        self._lines += prepared.lines
        self._hashes += prepared.hashes
        self._offset += len(raw)
        self._fingerprint = self._fingerprint or prepared.fingerprint

    def close(self) -> None:
        """Close the file and release its lock; `contents` can still be used."""
        self.ended = self.ended or f"{_capital(self._file.noun)} is closed."
        self._closing.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _recover(self, contents: Contents[T]) -> tuple[Contents[T], Recovered | None]:
        if contents.read_only:
            raise ReadOnly(contents.read_only) from contents.error
        disk, descriptor, path = self._disk, self._descriptor, self._file.path
        recovered = None
        if contents.torn:
            torn_file = free_name(path)
            atomic.write(torn_file, contents.torn, disk=disk)
            disk.truncate(descriptor, contents.good_offset)
            recovered = Recovered(len(contents.torn), torn_file.name)
        if contents.unended:
            atomic.write_all(disk, descriptor, b"\n")
        # The program that wrote the last line may have crashed before its sync.
        disk.sync(descriptor)
        atomic.sync_folder(path.parent, disk)
        offset = contents.good_offset + contents.unended
        return replace(contents, torn=b"", unended=False, good_offset=offset), recovered

    def _read_back(
        self, stamp: chain.Stamp, dumped: Callable[[], tuple[str, str]], room: int
    ) -> tuple[T, bytes, str]:
        """Return the event, bytes and hash of a new line, read back to be sure it is readable."""
        try:
            raw = chain.line_of(stamp, *dumped())
            if len(raw) > min(chain.LINE_LIMIT, room):
                raise chain.UnverifiedError("has no room in the file")
            line = chain.read(raw)
            return self._file.parse(line), raw, line.hash
        except (ValueError, chain.UnverifiedError, chain.UnknownError) as error:
            raise NotSaved(
                f"This entry cannot be written to {self._file.noun}; make it shorter or simpler.",
                retry=False,
            ) from error

    def _check(self) -> None:
        """Refuse to write to a file that another program changed; NotSaved."""
        if self.ended is None:
            try:
                opened, named = os.fstat(self._descriptor), os.lstat(self._name)
                unchanged = os.path.samestat(opened, named)
                unchanged = unchanged and opened.st_size == self._offset
            except OSError:
                unchanged = False
            if unchanged:
                return
            self.ended = (
                f"{_capital(self._file.noun)} was changed or moved by another program, perhaps one"
                f" that syncs folders; {self._file.instead}."
            )
        raise NotSaved(self.ended, retry=False)

    def _write(self, raw: bytes) -> None:
        try:
            atomic.write_all(self._disk, self._descriptor, raw)
        except OSError as error:
            self._take_back()
            raise NotSaved(
                f"{_capital(self._file.noun)} {atomic.failed('written', error)}", retry=True
            ) from error
        try:
            self._disk.sync(self._descriptor)
        except OSError as error:
            # This line was never shown, so a later reading must not find it.
            with suppress(OSError):
                self._disk.truncate(self._descriptor, self._offset)
            self._give_up(error)

    def _take_back(self) -> None:
        try:
            self._disk.truncate(self._descriptor, self._offset)
            self._disk.sync(self._descriptor)
        except OSError as error:
            self._give_up(error)

    def _give_up(self, error: OSError) -> NoReturn:
        # After a failed sync the kernel may have dropped the bytes and report success next time.
        self.ended = (
            f"The disk failed to keep {self._file.noun} ({error.strerror}); {self._file.instead}."
        )
        raise NotSaved(self.ended, retry=False) from error


def free_name(path: Path) -> Path:
    """Return an unused file name for the torn end of this file."""
    taken = {entry.name for entry in path.parent.iterdir()}
    names = (f"{path.name}.torn-{number}" for number in range(1, len(taken) + 2))
    return path.with_name(next(name for name in names if name not in taken))


def _capital(noun: str) -> str:
    return noun if noun.endswith(".jsonl") else noun[0].upper() + noun[1:]
