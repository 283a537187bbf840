"""Lets one program at a time write a journal, and tells the next one who it is."""

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
    """Another program writes this journal; its text is one sentence that says who and since."""


def hold(path: Path, since: datetime, closing: ExitStack) -> None:
    """Take the lock beside `path` until `closing` closes; Busy, FileProblem."""
    from filelock import FileLock, Timeout

    file = path.with_suffix(".lock")
    lock = FileLock(file, mode=0o600, thread_local=False)
    try:
        lock.acquire(blocking=False)
    except Timeout as error:
        raise Busy(f"This meeting is open elsewhere ({_holder(file)}); close it there.") from error
    except OSError as error:
        raise FileProblem(
            file, f"could not be locked ({error.strerror}); check the folder and who may write."
        ) from error
    closing.callback(lock.release)
    closing.callback(_sign, file, "")
    moment = since.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    _sign(file, f"{os.getpid()}@{socket.gethostname()} since {moment}")


def held_since(path: Path) -> datetime | None:
    """Return since when a program writes the journal at `path`, by what it signed; else None.

    The lock itself is not tried: even for a moment that would keep the meeting from opening.
    """
    text = _signed(path.with_suffix(".lock"))
    if not _HOLDER.fullmatch(text):
        return None
    who, _, since = text.partition(" since ")
    pid, _, host = who.partition("@")
    if host == socket.gethostname() and not _runs(int(pid)):
        return None
    with suppress(ValueError):
        return datetime.fromisoformat(since)
    return None


def _runs(pid: int) -> bool:
    try:
        with suppress(PermissionError):  # somebody else's
            os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    return True


def _sign(file: Path, holder: str) -> None:
    # A courtesy to whoever finds the door shut; the lock itself is the kernel's.
    with suppress(OSError):
        descriptor = os.open(file, os.O_WRONLY | os.O_TRUNC | OPEN_SAFELY)
        try:
            os.write(descriptor, holder.encode())
        finally:
            os.close(descriptor)


def _holder(file: Path) -> str:
    text = _signed(file)
    return text if _HOLDER.fullmatch(text) else "in another program"


def _signed(file: Path) -> str:
    try:
        return atomic.read_regular(file, 1024).decode(errors="replace")
    except FileProblem:
        return ""
