"""The live meeting's access to clock, randomness and files, and its errors."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from debrief.core.refused import Refused
from debrief.live.leans import Leans, no_leans
from debrief.store.age import KeyPair
from debrief.store.atomic import DISK, Disk, open_regular
from debrief.store.journal import journal
from debrief.store.paths import FRAMEWORKS
from debrief.store.sessions.session_files import SessionFiles

JOURNAL = "journal.jsonl"
FAILED = "This key failed; nothing was recorded. You can go on."


@dataclass(frozen=True, slots=True)
class Environment:
    """The live meeting's access to time, randomness, the session's files and the key folder.

    `now` is in UTC, `mono` in seconds. `random` returns that many bytes. `run` is the id of this
    program run. `load` reads a session folder again, and the files in `frameworks` that it names;
    the journal and the record are written to `disk`. `leans` looks up what the room may see of past
    ratings, `identities` the keys to encrypted cards. `log_error` logs our own error.
    """

    now: Callable[[], datetime]
    mono: Callable[[], float]
    random: Callable[[int], bytes]
    run: str
    load: Callable[[Path], SessionFiles]
    config_dir: Path
    program: str
    disk: Disk = DISK
    frameworks: Path = FRAMEWORKS
    leans: Leans = no_leans
    identities: Callable[[], Sequence[KeyPair]] = tuple
    log_error: Callable[[Exception], object] = lambda error: None

    def journal(
        self, folder: Path, check: Callable[[journal.Contents], object] = lambda contents: None
    ) -> journal.Journal:
        """Open the session's journal for writing; raises Busy, ReadOnly or FileProblem.

        `check` sees its usable contents before anything is written, and may raise.
        """

        def up_to(contents: journal.Contents) -> journal.Contents:
            contents = journal.usable(contents)
            check(contents)
            return contents

        return journal.Journal.open(
            folder / JOURNAL,
            now=self.now,
            mono=self.mono,
            nonce=lambda: self.random(16),
            run=self.run,
            disk=self.disk,
            up_to=up_to,
        )


@dataclass(frozen=True, slots=True)
class Unsaved(Refused):
    """A refusal because a valid act could not be saved."""


class CannotRunError(Exception):
    """The meeting cannot be run; the text is one sentence for the facilitator.

    `readable` is true if its journal can still be read.
    """

    def __init__(self, sentence: str, *, readable: bool = False) -> None:
        """Take the sentence."""
        super().__init__(sentence)
        self.readable = readable


def has_content(path: Path) -> bool:
    """Return whether there is a file at `path` that is not empty; FileProblem if it is no file.

    A link that leads nowhere, for example, may be a journal on a disk that is not mounted.
    """
    if not os.path.lexists(path):
        return False
    descriptor = open_regular(path)
    try:
        return os.fstat(descriptor).st_size > 0
    finally:
        os.close(descriptor)
