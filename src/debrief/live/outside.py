"""What the live meeting takes from the world, and why it may not be able to run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from debrief.core.rules.refused import Refused
from debrief.live.past import Leans, no_leans
from debrief.store import journal
from debrief.store.atomic import DISK, Disk
from debrief.store.session_files import SessionFiles

JOURNAL = "journal.jsonl"
FAILED = "This key failed; nothing was recorded. You can go on."


@dataclass(frozen=True, slots=True)
class Outside:
    """What the live meeting takes from the world: time, randomness, the files, the key folder.

    `now` is UTC, `mono` seconds, `random` gives that many bytes, `run` names this program run,
    `load` reads a session folder anew, `disk` is where the journal and the record are written.
    `leans` looks up what the room may see of past ratings, if the session file lets it.
    `log_error` logs where our own error was.
    """

    now: Callable[[], datetime]
    mono: Callable[[], float]
    random: Callable[[int], bytes]
    run: str
    load: Callable[[Path], SessionFiles]
    config_dir: Path
    program: str
    disk: Disk = DISK
    leans: Leans = no_leans
    log_error: Callable[[Exception], object] = lambda error: None

    def journal(self, folder: Path) -> journal.Journal:
        """Take the session's journal to write it; Busy, ReadOnly, FileProblem."""
        return journal.Journal.open(
            folder / JOURNAL,
            now=self.now,
            mono=self.mono,
            nonce=lambda: self.random(16),
            run=self.run,
            disk=self.disk,
            up_to=journal.usable,
        )


@dataclass(frozen=True, slots=True)
class Unsaved(Refused):
    """A refusal because a valid act could not be saved."""


class CannotRunError(Exception):
    """The meeting cannot be run; its text is one sentence for the facilitator.

    `readable` says that its journal can still be looked at.
    """

    def __init__(self, sentence: str, *, readable: bool = False) -> None:
        """Say why."""
        super().__init__(sentence)
        self.readable = readable


def has_content(path: Path) -> bool:
    """Whether there is a file with anything in it."""
    try:
        return path.stat().st_size > 0
    except OSError:
        return False
