"""Entries added after the finish: read them, and report a failure to add one."""

from __future__ import annotations

import secrets
import shlex
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from debrief.cli import sessions as chosen
from debrief.cli.errors import FailedError
from debrief.core.text import listed

if TYPE_CHECKING:
    from debrief.core.after.model import AddedEntry
    from debrief.live.renewal import Renewed
    from debrief.store.journal.after_writer import WriterEnvironment
    from debrief.store.journal.journal import Contents


def environment() -> WriterEnvironment:
    """Return the real clock, randomness and disk, for this run of the program."""
    from debrief.store.journal.after_writer import WriterEnvironment

    return WriterEnvironment(
        now=lambda: datetime.now(UTC),
        mono=time.monotonic,
        random=secrets.token_bytes,
        run=secrets.token_hex(8),
    )


def added(folder: Path, contents: Contents) -> tuple[tuple[AddedEntry, ...], str]:
    """Return the entries added to a session, and a sentence on why some are missing, if any are."""
    from debrief.store.atomic import FileProblem
    from debrief.store.journal import after

    if not contents.fingerprint:
        return (), ""
    try:
        entries = after.read(folder, contents.fingerprint)
    except FileProblem as problem:
        return (), f"{chosen.near(problem.path)} {problem.reason}"
    if entries.read_only:
        return entries.events, entries.cut_short
    if entries.not_understood:
        count = f"{entries.not_understood} of {len(entries.lines)} entries in {after.FILE}"
        return entries.events, f"{count} are of a kind this version does not know. Update debrief."
    return entries.events, ""


@contextmanager
def adding() -> Iterator[None]:
    """Turn a failure to add an entry into an error of one sentence."""
    from debrief.store.journal.journal import NotSaved, ReadOnly
    from debrief.store.journal.lock import Busy

    try:
        yield
    except (Busy, NotSaved, ReadOnly) as problem:
        raise FailedError(str(problem)) from problem


def tell(folder: Path, renewed: Renewed) -> None:
    """Print whether the record's files show what was added; FailedError if none was written."""
    sentence = renewed.sentence(shlex.quote(chosen.name_of(folder)))
    if renewed.problem:
        raise FailedError(sentence)
    if renewed.written:
        click.echo(f"It is in {listed(renewed.written)} now.")
    if sentence:
        click.echo(sentence)
