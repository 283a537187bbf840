"""Notes from the console to the meeting: one file each, named so that they sort by time.

The console writes them; the meeting reads and deletes them. Any other file is moved to
`inbox/refused/` unchanged.
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
from debrief.core.vocabulary import FollowUp, Promise, Settled
from debrief.store import atomic

INBOX = "inbox"
REFUSED = "refused"
LARGEST = 256 * 1024
MOST = 256
"""Maximum files read at once; others wait for the next time."""

_STAMP = "%Y%m%dT%H%M%S%f"
_ID = r"^[0-9]{8}T[0-9]{12}-[0-9a-f]{8}$"
_NAME = re.compile(r"([0-9]{8}T[0-9]{12})-[0-9a-f]{8}\.json")


class NotedMinute(Model):
    """A minute as the console took it."""

    text: Words
    speaker: Id | None = None
    quiet: bool = False
    kind: Literal["minute", "voiced-early"] = "minute"


class NotedSettling(Model):
    """The decision about the quiet minute with the seq `minute`."""

    minute: int
    settled: Settled


class NotedChange(Model):
    """The correction of the minute with the seq `minute`; without a text it is struck."""

    minute: int
    text: Words | None = None
    speaker: Id | None = None


class Note(Model):
    """A minute, its change, a promise, or the fate of a quiet minute; `id` is its file's name.

    Older consoles sent a follow-up.
    """

    schema_: Literal[1] = Field(default=1, alias="schema")
    id: Annotated[str, StringConstraints(pattern=_ID)]
    minute: NotedMinute | None = None
    promise: Promise | None = None
    settling: NotedSettling | None = None
    change: NotedChange | None = None
    follow_up: FollowUp | None = None

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        things = (self.minute, self.promise, self.settling, self.change, self.follow_up)
        if sum(thing is not None for thing in things) != 1:
            raise ValueError("a note is a minute, a change, a promise or a settling")
        return self


@dataclass(frozen=True, slots=True)
class InboxFile:
    """A file in the inbox and its note, None if it is not a valid note."""

    path: Path
    note: Note | None


def new_id(folder: Path, now: datetime, token: bytes) -> str:
    """Return a name that sorts after all waiting notes, even if the clock went back."""
    stamp = now.astimezone(UTC)
    stamps = [match[1] for name in _names(folder) if (match := _NAME.fullmatch(name))]
    with suppress(ValueError, OverflowError):  # digits that are not a time
        for text in stamps:
            after = datetime.strptime(f"{text}+0000", f"{_STAMP}%z") + timedelta(microseconds=1)
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
        raise atomic.FileProblem(inbox, atomic.failed("created", error)) from error
    text = note.model_dump_json(by_alias=True, exclude_none=True)
    atomic.write(inbox / f"{note.id}.json", text.encode())


def waiting(folder: Path) -> tuple[str, ...]:
    """Return the names of waiting notes, in order; hidden files are still being written."""
    return tuple(sorted(_names(folder))[:MOST])


def read(folder: Path, name: str) -> InboxFile:
    """Read a file in the inbox."""
    path = folder / INBOX / name
    try:
        note = Note.model_validate_json(atomic.read_regular(path, LARGEST))
    except (atomic.FileProblem, ValueError):
        return InboxFile(path, None)
    return InboxFile(path, note if _NAME.fullmatch(name) and name == f"{note.id}.json" else None)


def set_aside(file: InboxFile) -> bool:
    """Move a file that is not a note to the refused folder; return whether that succeeded."""
    try:
        aside = file.path.parent / REFUSED
        aside.mkdir(mode=0o700, exist_ok=True)
        os.replace(file.path, aside / file.path.name)  # noqa: PTH105 - the link itself
    except OSError:
        return False
    return True


def remove(file: InboxFile) -> None:
    """Delete a note that is in the journal; if that fails, its id shows that it was read."""
    with suppress(OSError):
        file.path.unlink()


def _names(folder: Path) -> list[str]:
    inbox = folder / INBOX
    if inbox.is_symlink():
        return []
    try:
        with os.scandir(inbox) as found:
            names = (entry.name for entry in found)
            return [n for n in islice(names, 16 * MOST) if n[0] != "." and n != REFUSED]
    except OSError:
        return []
