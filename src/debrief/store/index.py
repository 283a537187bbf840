"""Files in the person's cache folder that make a sessions directory quick to read again.

An index is only there to be faster: one that is broken or gone is made again.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from debrief.store import atomic
from debrief.store.atomic import FileProblem

INDEX_BYTES = 1024 * 1024 * 1024

FileState = list[int] | None
"""Times of change of its bytes and of it in ns, size and inode; None for no such file, empty where
that cannot be told."""


@dataclass(frozen=True, slots=True)
class Index:
    """One kind of index of the sessions in the directory `root`, in the folder `cache` if any."""

    kind: str
    root: Path
    cache: Path | None

    def read(self) -> tuple[Any, dict[str, Any]]:
        """Return what made the index, and what it has of each session by id; None and nothing."""
        if self.cache is None:
            return None, {}
        try:
            data = atomic.read_regular(self._path(self.cache), INDEX_BYTES)
        except FileProblem:
            return None, {}
        digest, _, text = data.partition(b"\n")
        if digest != _digest(text):  # so what follows is as it was written
            return None, {}
        made_by, sessions = json.loads(text)
        return made_by, sessions

    def write(self, made_by: Any, sessions: dict[str, Any]) -> None:
        """Write the index; that it cannot be written is no problem."""
        if self.cache is None:
            return
        kept = {name: session for name, session in sessions.items() if name.isprintable()}
        text = json.dumps([made_by, kept], ensure_ascii=False, separators=(",", ":")).encode()
        with suppress(FileProblem, OSError):
            self.cache.mkdir(mode=0o700, parents=True, exist_ok=True)
            atomic.write(self._path(self.cache), _digest(text) + b"\n" + text)

    def _path(self, cache: Path) -> Path:
        """An index for each directory, named so that its name says nothing of where it is."""
        where = hashlib.sha256(os.fsencode(self.root.absolute())).hexdigest()
        return cache / f"{self.kind}-{where[:16]}.json"


def state(path: str) -> FileState:
    """Return the state of a file, by which a change of it is seen."""
    try:
        found = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:  # its folder may not be looked into: perhaps a session, so it is told of
        return []
    return [found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino]


def _digest(text: bytes) -> bytes:
    return hashlib.sha256(text).hexdigest().encode()
