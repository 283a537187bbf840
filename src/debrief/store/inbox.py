"""Notes on their way from the console to the meeting: a file each, named so that order is kept.

The console writes them, the meeting takes each in and deletes it. What is no such note is moved to
`inbox/refused/`, as it came.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from debrief.core.model import Id, Model, Words
from debrief.core.words import FollowUp
from debrief.store import atomic

INBOX = "inbox"
REFUSED = "refused"
LARGEST = 256 * 1024
MOST = 256
"""Files looked at in one go; more wait for the next."""

_STAMP = "%Y%m%dT%H%M%S%f"
_ID = r"^[0-9]{8}T[0-9]{12}-[0-9a-f]{8}$"
_NAME = re.compile(r"([0-9]{8}T[0-9]{12})-[0-9a-f]{8}\.json")


class NotedMinute(Model):
    """A minute as the console took it."""

    text: Words
    speaker: Id | None = None
    quiet: bool = False
    kind: Literal["minute", "voiced-early"] = "minute"


class Note(Model):
    """A minute or a follow-up; `id` is also its file's name."""

    schema_: Literal[1] = Field(default=1, alias="schema")
    id: Annotated[str, StringConstraints(pattern=_ID)]
    minute: NotedMinute | None = None
    follow_up: FollowUp | None = None

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        if (self.minute is None) == (self.follow_up is None):
            raise ValueError("a note is a minute or a follow-up")
        return self


@dataclass(frozen=True, slots=True)
class Found:
    """A file in the inbox, and what it says; None where it is no note."""

    path: Path
    note: Note | None


def new_id(folder: Path, now: datetime, token: bytes) -> str:
    """Return a name that comes after all that wait, also when the clock went back."""
    stamp = now.astimezone(UTC)
    taken = [found[1] for name in _names(folder) if (found := _NAME.fullmatch(name))]
    with suppress(ValueError, OverflowError):  # digits that are no time
        for one in taken:
            after = datetime.strptime(f"{one}+0000", f"{_STAMP}%z") + timedelta(microseconds=1)
            stamp = max(stamp, after)
    return f"{stamp:{_STAMP}}-{token[:4].hex()}"


def write(folder: Path, note: Note) -> None:
    """Put a note into the inbox, whole or not at all; FileProblem."""
    inbox = folder / INBOX
    if inbox.is_symlink():
        raise atomic.FileProblem(inbox, "is a link; use the folder itself.")
    try:
        inbox.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise atomic.FileProblem(inbox, f"could not be made ({error.strerror}).") from error
    text = note.model_dump_json(by_alias=True, exclude_none=True)
    atomic.write(inbox / f"{note.id}.json", text.encode())


def waiting(folder: Path) -> tuple[str, ...]:
    """Return the names of what waits, in order; what is hidden is still being written."""
    return tuple(sorted(_names(folder))[:MOST])


def read(folder: Path, name: str) -> Found:
    """Return what a file in the inbox says."""
    path = folder / INBOX / name
    try:
        note = Note.model_validate_json(atomic.read_regular(path, LARGEST))
    except (atomic.FileProblem, ValueError):
        return Found(path, None)
    return Found(path, note if _NAME.fullmatch(name) and name == f"{note.id}.json" else None)


def set_aside(found: Found) -> bool:
    """Move what is no note out of the way; whether that could be done."""
    try:
        aside = found.path.parent / REFUSED
        aside.mkdir(mode=0o700, exist_ok=True)
        os.replace(found.path, aside / found.path.name)  # noqa: PTH105 - the link itself
    except OSError:
        return False
    return True


def remove(found: Found) -> None:
    """Delete a note that is in the journal; one that stays is known by its id."""
    with suppress(OSError):
        found.path.unlink()


def _names(folder: Path) -> list[str]:
    inbox = folder / INBOX
    if inbox.is_symlink():
        return []
    try:
        with os.scandir(inbox) as found:
            names = (one.name for one in found)
            return [n for n in islice(names, 16 * MOST) if n[0] != "." and n != REFUSED]
    except OSError:
        return []
