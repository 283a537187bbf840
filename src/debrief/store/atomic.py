"""Read whole regular files, and replace whole files atomically."""

from __future__ import annotations

import errno
import fcntl
import os
import secrets
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from debrief.core.text import clean_line

OPEN_SAFELY = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
"""Flags of every open: follow no link, wait for no FIFO, let no child process inherit."""

SHORTER = "make it shorter"
"""Advice on a file that is too large, if somebody wrote it by hand."""

RESTORE = "restore it from a copy"
"""Advice on a file that only debrief writes, and that is larger than it writes any."""

_CHUNK = 1 << 16
_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}

_PERMISSIONS = "check its permissions and those of its folder"
_ROOM = "free some space, then try again"
_DISK = "the disk or its connection failed: check it, then try again or use another disk"
_TOO_MANY = "too many files are open: close other programs, then try again"
_RETRY = "try again, or use another folder"
_ADVICE = {
    errno.EACCES: _PERMISSIONS,
    errno.EPERM: _PERMISSIONS,
    errno.ENOSPC: _ROOM,
    errno.EDQUOT: _ROOM,
    errno.EROFS: "the disk is read-only: use a folder on another disk",
    errno.EFBIG: "the file is too large for this disk: use another disk",
    errno.EIO: _DISK,
    errno.ENODEV: _DISK,
    errno.ENXIO: _DISK,
    errno.ENOTCONN: _DISK,
    errno.ETIMEDOUT: _DISK,
    errno.EHOSTDOWN: _DISK,
    errno.ESTALE: _DISK,
    errno.ENOENT: "its folder does not exist any more: check the name",
    errno.ENOTDIR: "part of its path is not a folder: check the name",
    errno.EEXIST: "something with this name is already there: move it away",
    errno.ENOTEMPTY: "something with this name is already there: move it away",
    errno.ENAMETOOLONG: "the name is too long: choose a shorter one",
    errno.EMFILE: _TOO_MANY,
    errno.ENFILE: _TOO_MANY,
    errno.ENOLCK: "this disk cannot lock files: use a folder on another disk",
    errno.ENOSYS: "this disk cannot do that: use a folder on another disk",
    errno.EOPNOTSUPP: "this disk cannot do that: use a folder on another disk",
}
"""Advice on each error of the system."""


class FileProblem(Exception):
    """A file could not be read or written; the text says which, why and what to do.

    It names only the file and its folder, because a shared screen may show it.
    """

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{clean_line(str(Path(*path.parts[-2:])))} {reason}")
        self.path = path
        self.reason = reason


def sync(descriptor: int) -> None:
    """Wait until the file's bytes are on the disk itself; OSError if that is not certain."""
    # macOS: fsync leaves the bytes in the drive's cache, F_FULLFSYNC does not.
    full = getattr(fcntl, "F_FULLFSYNC", None)
    if full is not None:
        try:
            fcntl.fcntl(descriptor, full)
        except OSError as error:
            if error.errno not in (errno.ENOTSUP, errno.EOPNOTSUPP):  # network folders have none
                raise
        else:
            return
    os.fsync(descriptor)


@dataclass(frozen=True, slots=True)
class Disk:
    """The system calls that change files: the one seam through which tests inject faults."""

    open: Callable[[Path, int, int], int] = os.open
    write: Callable[[int, memoryview], int] = os.write
    sync: Callable[[int], None] = sync
    truncate: Callable[[int, int], None] = os.ftruncate
    replace: Callable[[Path, Path], None] = os.replace


DISK = Disk()
"""The real disk."""


def write_all(disk: Disk, descriptor: int, data: bytes) -> None:
    """Write every byte, in as many calls as needed; OSError if the disk is full."""
    rest = memoryview(data)
    while rest:
        written = disk.write(descriptor, rest)
        if not written:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        rest = rest[written:]


def sync_folder(folder: Path, disk: Disk = DISK) -> None:
    """Make the names in a folder durable; OSError if that is not certain."""
    descriptor = disk.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC, 0)
    try:
        disk.sync(descriptor)
    except OSError as error:
        if error.errno != errno.EINVAL:  # some network and FUSE folders cannot be synced at all
            raise
    finally:
        os.close(descriptor)


def write(path: Path, data: bytes, mode: int = 0o600, disk: Disk = DISK) -> None:
    """Write `data` to `path` so that a crash leaves the old file or the new one; FileProblem.

    A link at `path` is replaced, not followed.
    """
    temp = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        descriptor = disk.open(temp, os.O_WRONLY | os.O_CREAT | os.O_EXCL | OPEN_SAFELY, mode)
        try:
            try:
                write_all(disk, descriptor, data)
                disk.sync(descriptor)
            finally:
                os.close(descriptor)
            disk.replace(temp, path)
        except BaseException:
            temp.unlink(missing_ok=True)
            raise
        sync_folder(path.parent, disk)
    except OSError as error:
        raise FileProblem(path, failed("written", error)) from error


def read_regular(path: Path, limit: int, smaller: str = SHORTER) -> bytes:
    """Return the bytes of a regular file of at most `limit` bytes; else FileProblem at once.

    `smaller` is what to do about a larger one.
    """
    descriptor = open_regular(path)
    try:
        return read_open(descriptor, path, limit, smaller)
    finally:
        os.close(descriptor)


def open_regular(path: Path) -> int:
    """Open a regular file for reading and return its descriptor; FileProblem."""
    try:
        descriptor = os.open(path, os.O_RDONLY | OPEN_SAFELY)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise FileProblem(path, unopened(error)) from error
    try:
        refuse_special(descriptor, path)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def refuse_special(descriptor: int, path: Path) -> None:
    """FileProblem when the open file is a folder, pipe, socket or device."""
    kind = stat.S_IFMT(os.fstat(descriptor).st_mode)
    if kind != stat.S_IFREG:
        raise FileProblem(path, f"is {_KINDS[kind]}; put a regular file there.")


def read_open(descriptor: int, path: Path, limit: int, smaller: str = SHORTER) -> bytes:
    """Return all bytes of an open regular file of at most `limit` bytes; FileProblem."""
    data = bytearray()
    too_large = os.fstat(descriptor).st_size > limit
    try:
        # The size above is not enough: the file may be growing.
        while not too_large and (part := os.read(descriptor, _CHUNK)):
            data += part
            too_large = len(data) > limit
    except OSError as error:
        raise FileProblem(path, unopened(error)) from error
    if too_large:
        raise FileProblem(path, f"is larger than {limit:,} bytes; {smaller}.")
    return bytes(data)


def unopened(error: OSError | ValueError, *, to_write: bool = False) -> str:
    """Return the reason a file could not be opened and what to do, to print after its name."""
    if isinstance(error, FileNotFoundError):
        return "does not exist; check the name and the folder."
    if not isinstance(error, OSError):
        return "is not a valid file name; check it."
    if error.errno == errno.ELOOP:
        return "is a link, and links are not followed; put the file itself there."
    if error.errno == errno.EISDIR:  # only where it was to be written: a folder can be read
        return f"is {_KINDS[stat.S_IFDIR]}; put a regular file there."
    if error.errno == errno.ENXIO:
        return f"is {_KINDS[stat.S_IFSOCK]}; put a regular file there."
    return failed("opened" if to_write else "read", error)


def failed(did: str, error: OSError) -> str:
    """Return that something could not be `did`, why, and what to do, to print after its name."""
    return f"could not be {did} ({error.strerror}); {_ADVICE.get(error.errno or 0, _RETRY)}."
