"""Lock a journal so that one program at a time writes it, and name that program."""

from __future__ import annotations

import os
import re
import socket
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path

from debrief.store import atomic
from debrief.store.atomic import OPEN_SAFELY, FileProblem

_HOLDER = re.compile(r"\d{1,10}@[A-Za-z0-9._-]{1,255} since [0-9TZ:-]{20}")


class Busy(Exception):
    """Another program has the journal open; the text is one sentence that names it."""


def hold(path: Path, since: datetime, closing: ExitStack) -> None:
    """Lock the journal at `path` until `closing` closes; Busy, FileProblem."""
    from filelock import FileLock, Timeout

    file = path.with_suffix(".lock")
    lock = FileLock(file, mode=0o600, thread_local=False)
    try:
        lock.acquire(blocking=False)
    except Timeout as error:
        raise Busy(f"This meeting is open elsewhere ({_holder(file)}); close it there.") from error
    except OSError as error:
        raise FileProblem(file, atomic.failed("locked", error)) from error
    closing.callback(lock.release)
    closing.callback(_write_holder, file, "")
    moment = since.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    _write_holder(file, f"{os.getpid()}@{socket.gethostname()} since {moment}")


def held_since(path: Path) -> datetime | None:
    """Return since when a program has had the journal at `path` open, or None.

    The time is read from the lock file. Taking the lock, even briefly, could keep a meeting from
    opening.
    """
    text = _read_holder(path.with_suffix(".lock"))
    if not _HOLDER.fullmatch(text):
        return None
    who, _, since = text.partition(" since ")
    pid, _, host = who.partition("@")
    if host == socket.gethostname() and not _is_running(int(pid)):
        return None
    with suppress(ValueError):
        return datetime.fromisoformat(since)
    return None


def _is_running(pid: int) -> bool:
    try:
        with suppress(PermissionError):  # another user's
            os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    return True


def _write_holder(file: Path, holder: str) -> None:
    # The note is only information; the kernel keeps the lock.
    with suppress(OSError):
        descriptor = os.open(file, os.O_WRONLY | os.O_TRUNC | OPEN_SAFELY)
        try:
            os.write(descriptor, holder.encode())
        finally:
            os.close(descriptor)


def _holder(file: Path) -> str:
    text = _read_holder(file)
    return text if _HOLDER.fullmatch(text) else "in another program"


def _read_holder(file: Path) -> str:
    try:
        return atomic.read_regular(file, 1024).decode(errors="replace")
    except FileProblem:
        return ""
