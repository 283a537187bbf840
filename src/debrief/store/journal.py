"""Keeps a meeting's events: an append-only file with one writer, verified whenever it is read.

An event counts once `Journal.append` returned: its bytes are on the disk by then. A crash can leave
part of a line after the last line end; opening to write sets that part aside and cuts it off.
Everything else that does not verify is reported and left exactly as it is.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import NoReturn

from debrief.core.events import Event, Logged, MeetingOpened, dump
from debrief.store import atomic, chain, lock
from debrief.store.atomic import DISK, OPEN_SAFELY, Disk, FileProblem
from debrief.store.chain import Contents

FILE_LIMIT = 64 * 1024 * 1024
"""Bytes a journal may have; a long meeting has about one million."""


class ReadOnly(Exception):
    """This journal can be read but not continued; its text is one sentence that says why."""


class NotSaved(Exception):
    """An event was not saved; its text is one sentence, `retry` whether trying again may help."""

    def __init__(self, reason: str, *, retry: bool) -> None:
        super().__init__(reason)
        self.retry = retry


@dataclass(frozen=True, slots=True)
class Recovered:
    """What opening cut off: `torn` bytes, kept in the file named `kept_as` beside the journal."""

    torn: int
    kept_as: str


def read(path: Path) -> Contents:
    """Verify and read a journal without changing it; FileProblem when there is no such file."""
    return chain.scan(atomic.read_regular(path, FILE_LIMIT))


def usable(found: Contents) -> Contents:
    """Return a journal up to the first line that this program cannot apply, show or describe."""
    if not found.events:
        return found
    from debrief.core import usable as lines  # imports every view, so not at start-up

    count, error = lines.usable(found.events)
    if count == len(found.events):
        return found
    unknown = f"This debrief cannot use line {count + 1} of the journal; update debrief."
    if not isinstance(found.events[0].event, MeetingOpened):
        unknown = "The journal does not begin with the opening of a meeting."
    behind = b"".join(found.lines[count:])
    return Contents(
        events=found.events[:count],
        lines=found.lines[:count],
        hashes=found.hashes[:count],
        good_offset=sum(map(len, found.lines[:count])),
        unknown=unknown,
        left=behind[: -found.unended or None] + found.torn + found.left,
        error=error,
    )


def copy(contents: Contents, path: Path) -> None:
    """Write the good lines to a new journal, to be continued there; FileProblem if it exists."""
    if path.exists() or path.is_symlink():
        raise FileProblem(path, "exists already; choose another folder.")
    atomic.write(path, b"".join(contents.lines))


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    descriptor: int
    disk: Disk


@dataclass(frozen=True, slots=True)
class Prepared:
    """Lines stamped and read back, ready to be written after the line with the hash `prev`."""

    prev: str
    events: tuple[Logged, ...]
    lines: tuple[bytes, ...]
    hashes: tuple[str, ...]

    @property
    def fingerprint(self) -> str:
        """The hash of the line that finishes the meeting, or an empty string."""
        return Contents(self.events, hashes=self.hashes).fingerprint


class Journal:
    """The one writer of a journal; a context manager, made by `Journal.open`.

    After NotSaved nothing was added. With `retry`, the same event may be appended again. Without,
    `ended` says whether the journal takes no more, so that `copy` of its `contents` goes on in
    another folder; if it is None, only this event cannot be saved.
    """

    def __init__(
        self,
        file: _File,
        found: tuple[Contents, Recovered | None],
        stamp: Callable[[int, str], chain.Stamp],
        closing: ExitStack,
    ) -> None:
        self._file = file
        self._name = str(file.path)
        # Lists, for with tuples every append would cost as much as there is already.
        self._opened, self.recovered = found
        self._events = list(self._opened.events)
        self._lines = list(self._opened.lines)
        self._hashes = list(self._opened.hashes)
        self._offset = self._opened.good_offset
        self._snapshot = self._opened.events
        self._fingerprint = self._opened.fingerprint
        self._stamp = stamp
        self._closing = closing
        self.ended: str | None = None

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
        up_to: Callable[[Contents], Contents] = lambda found: found,
    ) -> Journal:
        """Lock and open a journal, or begin one; a torn tail is set aside and cut off.

        `now` is in UTC, `mono` in seconds, `nonce` gives 16 random bytes, `run` names this run of
        the program (letters, digits, hyphens). `up_to`, for example `usable`, cuts the contents
        before a line that must not be continued from; it runs before any change. Busy, ReadOnly,
        FileProblem.
        """

        def stamp(seq: int, prev: str) -> chain.Stamp:
            return chain.Stamp(seq, prev, now(), mono(), run, nonce())

        with ExitStack() as closing:
            lock.hold(path, now(), closing)
            try:
                flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | OPEN_SAFELY
                file = _File(path, disk.open(path, flags, 0o600), disk)
                closing.callback(os.close, file.descriptor)
                atomic.refuse_special(file.descriptor, path)
                data = atomic.read_open(file.descriptor, path, FILE_LIMIT)
                found = _recover(file, up_to(chain.scan(data)))
            except OSError as error:
                raise FileProblem(path, atomic.unopened(error, to_write=True)) from error
            return cls(file, found, stamp, closing.pop_all())

    @property
    def contents(self) -> Contents:
        """All that is saved, from memory: the file is not read again."""
        return replace(
            self._opened,
            events=self.events,
            lines=tuple(self._lines),
            hashes=tuple(self._hashes),
            good_offset=self._offset,
        )

    @property
    def events(self) -> tuple[Logged, ...]:
        """Every event that is saved, in order."""
        if len(self._snapshot) != len(self._events):
            self._snapshot = tuple(self._events)
        return self._snapshot

    @property
    def head(self) -> str:
        """The hash of the last line; after MeetingFinished it is the fingerprint."""
        return self._hashes[-1] if self._hashes else chain.GENESIS

    @property
    def fingerprint(self) -> str:
        """The hash of the line that finished the meeting; empty before."""
        return self._fingerprint

    def append(self, event: Event) -> Logged:
        """Save an event and return it as a later reading will; NotSaved."""
        prepared = self.prepared(event)
        self.write(prepared)
        return prepared.events[0]

    def prepared(self, *events: Event) -> Prepared:
        """Stamp the lines of an act and read them back, writing nothing yet; NotSaved.

        This draws times and nonces, so prepare the lines again before you retry.
        """
        done = Prepared(self.head, (), (), ())
        for seq, event in enumerate(events, start=len(self._lines) + 1):
            stamp = self._stamp(seq, done.hashes[-1] if done.hashes else done.prev)
            room = FILE_LIMIT - self._offset - sum(map(len, done.lines))
            done = self._with(done, event, stamp, room)
        return done

    def write(self, prepared: Prepared) -> None:
        """Save the lines prepared last in one write, all or none; NotSaved."""
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
        """Give the journal free; what is saved can still be looked at."""
        self.ended = self.ended or "The journal is closed."
        self._closing.close()

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @staticmethod
    def _with(done: Prepared, event: Event, stamp: chain.Stamp, room: int) -> Prepared:
        """Add a line after reading it back, so that no event makes its journal unreadable."""
        try:
            raw = chain.line_of(stamp, *dump(event))
            if len(raw) > min(chain.LINE_LIMIT, room):
                raise chain.UnverifiedError("has no room in the journal")
            line = chain.read(raw)
            logged = chain.understand(line)
        except (ValueError, chain.UnverifiedError, chain.UnknownError) as error:
            raise NotSaved(
                "This entry cannot be written to the journal; make it shorter or simpler.",
                retry=False,
            ) from error
        return Prepared(
            done.prev, (*done.events, logged), (*done.lines, raw), (*done.hashes, line.hash)
        )

    def _check(self) -> None:
        """Refuse to write to a file that is no longer as this writer left it."""
        if self.ended is None:
            try:
                held, there = os.fstat(self._file.descriptor), os.lstat(self._name)
                as_left = os.path.samestat(held, there)
                as_left = as_left and held.st_size == self._offset
            except OSError:
                as_left = False
            if as_left:
                return
            self.ended = (
                "The journal was changed or moved by another program, perhaps one that syncs"
                " folders; continue in another folder."
            )
        raise NotSaved(self.ended, retry=False)

    def _write(self, raw: bytes) -> None:
        disk, descriptor = self._file.disk, self._file.descriptor
        try:
            atomic.write_all(disk, descriptor, raw)
        except OSError as error:
            self._take_back()
            raise NotSaved(
                f"The journal could not be written ({error.strerror}); free some space, then try"
                " again.",
                retry=True,
            ) from error
        try:
            disk.sync(descriptor)
        except OSError as error:
            self._give_up(error)

    def _take_back(self) -> None:
        try:
            self._file.disk.truncate(self._file.descriptor, self._offset)
            self._file.disk.sync(self._file.descriptor)
        except OSError as error:
            self._give_up(error)

    def _give_up(self, error: OSError) -> NoReturn:
        # After a failed sync the kernel may have dropped the bytes and report success next time.
        self.ended = (
            f"The disk failed to keep the journal ({error.strerror}); continue in another folder."
        )
        raise NotSaved(self.ended, retry=False) from error


def _recover(file: _File, found: Contents) -> tuple[Contents, Recovered | None]:
    if found.read_only:
        raise ReadOnly(found.read_only) from found.error
    recovered = None
    if found.torn:
        kept = free_name(file.path)
        atomic.write(kept, found.torn, disk=file.disk)
        file.disk.truncate(file.descriptor, found.good_offset)
        recovered = Recovered(len(found.torn), kept.name)
    if found.unended:
        atomic.write_all(file.disk, file.descriptor, b"\n")
    # Whoever wrote this may have died before its sync: what is built upon must be durable.
    file.disk.sync(file.descriptor)
    atomic.sync_folder(file.path.parent, file.disk)
    offset = found.good_offset + found.unended
    return replace(found, torn=b"", unended=False, good_offset=offset), recovered


def free_name(path: Path) -> Path:
    """Return where to put aside what a crash left of a line in this file."""
    taken = {entry.name for entry in path.parent.iterdir()}
    names = (f"{path.name}.torn-{number}" for number in range(1, len(taken) + 2))
    return path.with_name(next(name for name in names if name not in taken))
