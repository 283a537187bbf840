"""What was added after the finish, for the commands that print it and those that add."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from debrief.cli import sessions as chosen
from debrief.cli.errors import FailedError

if TYPE_CHECKING:
    from debrief.core.after_model import Added
    from debrief.store.after_write import Outside
    from debrief.store.chain import Contents


def outside() -> Outside:
    """Return the real clock, randomness and disk, for this run of the program."""
    from debrief.store.after_write import Outside

    return Outside(
        now=lambda: datetime.now(UTC),
        mono=time.monotonic,
        random=secrets.token_bytes,
        run=secrets.token_hex(8),
    )


def added(folder: Path, contents: Contents) -> tuple[tuple[Added, ...], str]:
    """Return what was added to a session, and a sentence on why not all of it can be shown."""
    from debrief.store import after
    from debrief.store.atomic import FileProblem

    if not contents.fingerprint:
        return (), ""
    try:
        found = after.read(folder, contents.fingerprint)
    except FileProblem as problem:
        return (), f"{chosen.near(problem.path)} {problem.reason}"
    if found.read_only:
        return found.entries, f"In {after.FILE}, {found.read_only}; what is before it is shown."
    if found.not_understood:
        told = f"{found.not_understood} of {len(found.lines)} entries in {after.FILE}"
        return found.entries, f"{told} are of a kind that this debrief does not know; update it."
    return found.entries, ""


@contextmanager
def adding() -> Iterator[None]:
    """Turn what keeps an entry from being added into one sentence."""
    from debrief.store.journal import NotSaved, ReadOnly
    from debrief.store.lock import Busy

    try:
        yield
    except (Busy, NotSaved, ReadOnly) as problem:
        raise FailedError(str(problem)) from problem
