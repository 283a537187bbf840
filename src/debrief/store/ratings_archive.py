"""Reads the ratings of every finished session, and of their journals only the lines that matter."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import redirect_stderr
from dataclasses import dataclass, replace
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import TYPE_CHECKING, cast

from pydantic_core import from_json

from debrief.core.after_model import DissentMark, Fared, reviews
from debrief.core.held import WANTED, Fact, Held, held
from debrief.core.text import clean_line
from debrief.store import after, chain, journal
from debrief.store.atomic import FileProblem, read_regular
from debrief.store.paths import session_ids

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

_WANTED = {name.encode(): name for name in WANTED}
_BEGIN = b'{"v":%d,' % chain.VERSION
_TYPE = b'"type":"'
_HASH = slice(-66, -2)
_PREV = slice(-140, -76)
"""Where a line without its end has its own hash, and that of the line before."""

_MANY = 500
"""Sessions from which on starting processes is worth it."""

_CHUNK = 64
"""Sessions that one process reads at a time."""


@dataclass(frozen=True, slots=True)
class Damaged:
    """A session that cannot be used, and one sentence that says why."""

    session: str
    problem: str


@dataclass(frozen=True, slots=True)
class Past:
    """All that an archive has to say: finished sessions by id, damaged ones, and how many others.

    `unfinished` counts sessions whose meeting has not been finished, or not begun.
    """

    sessions: tuple[Held, ...]
    damaged: tuple[Damaged, ...] = ()
    unfinished: int = 0


_Found = list[Held | Damaged | None]


class _DamageError(Exception):
    """A journal that cannot be used; its text is one sentence."""


def read(
    root: Path, progress: Callable[[int, int], None] = lambda done, all_: None, workers: int = 1
) -> Past:
    """Read every session in the directory `root`; a damaged one is named and left out.

    `progress` is told now and then how many are done, and of how many. Many are read by `workers`
    processes.
    That each line follows the one before is checked for all lines, that a line is as it was written
    for those that are used.
    """
    folders = [root / name for name in session_ids(root)]
    chunks = [folders[at : at + _CHUNK] for at in range(0, len(folders), _CHUNK)]
    found: _Found = []
    for chunk in _mapped(chunks, workers if len(folders) >= _MANY else 1):
        found += chunk
        progress(len(found), len(folders))
    return Past(
        sessions=tuple(one for one in found if isinstance(one, Held)),
        damaged=tuple(one for one in found if isinstance(one, Damaged)),
        unfinished=found.count(None),
    )


def _mapped(chunks: list[list[Path]], workers: int) -> Iterator[_Found]:
    if workers <= 1:
        yield from map(_read_many, chunks)
        return
    # A fork begins at once; but of a process with threads, as a screen is, it may never go on.
    begin = get_context("spawn" if threading.active_count() > 1 else None)
    # A process is begun with a real standard error; a screen puts something else in its place.
    with redirect_stderr(sys.__stderr__):
        pool = ProcessPoolExecutor(workers, begin, _as_worker)
        found = pool.map(_read_many, chunks)
    try:
        yield from found
    finally:
        pool.shutdown(cancel_futures=True)


def _as_worker() -> None:
    """Leave interrupts to the command, for a worker would print where it stood, and end with it.

    There are no cycles among values, so none are looked for.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
    threading.Thread(target=_end_with_command, daemon=True).start()


def _end_with_command() -> None:
    """A killed command closes no queue, and its workers would wait for ever."""
    cast("BaseProcess", parent_process()).join()  # only the command itself has no parent
    os._exit(1)


def _read_many(folders: list[Path]) -> _Found:
    return [_read_one(folder) for folder in folders]


def _read_one(folder: Path) -> Held | Damaged | None:
    try:
        return _read(folder)
    except FileProblem as problem:
        return Damaged(clean_line(folder.name), f"The journal {problem.reason}")
    except _DamageError as problem:
        return Damaged(clean_line(folder.name), str(problem))


def _read(folder: Path) -> Held | None:
    """Return a finished session; None for one that is not finished."""
    path = folder / "journal.jsonl"
    if not os.path.lexists(path):
        return None
    data = read_regular(path, journal.FILE_LIMIT)
    facts: list[Fact] = []
    fingerprint = ""
    for fact, line_hash in _facts(data):
        facts.append(fact)
        if fact[1] == "MeetingFinished":
            fingerprint = line_hash
    if not fingerprint:
        return None
    try:
        found = held(folder.name, facts)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise _DamageError(
            "The journal says what this debrief does not understand; update it."
        ) from error
    return replace(found, fared=_fared(folder, fingerprint)) if found.dissents else found


def _facts(data: bytes) -> Iterator[tuple[Fact, str]]:
    """Yield the events that matter, up to the finish, each with its line's hash."""
    before = chain.GENESIS.encode()
    *lines, rest = data.split(b"\n")
    if lines and rest[_PREV] == lines[-1][_HASH]:
        lines.append(rest)  # whole, though its line end is missing; else nothing, or torn
    for number, line in enumerate(lines, 1):
        if line[_PREV] != before:
            raise _DamageError(f"Line {number} of the journal does not follow the one before it.")
        before = line[_HASH]
        begin = line.find(_TYPE) + len(_TYPE)
        kind = _WANTED.get(line[begin : line.find(b'"', begin)])
        if kind is None:
            continue
        try:
            line_hash = chain.seal(line + b"\n")
            if not line.startswith(_BEGIN):
                raise chain.UnverifiedError("is of another version of the format; update debrief")
            members = from_json(line, cache_strings="keys")
            yield (members["seq"], kind, members["data"]), line_hash
        except chain.UnverifiedError as problem:
            raise _DamageError(f"Line {number} of the journal {problem}.") from problem
        except (ValueError, KeyError, TypeError) as problem:
            raise _DamageError(
                f"Line {number} of the journal is not a line that debrief writes."
            ) from problem
        if kind == "MeetingFinished":
            return


def _fared(folder: Path, fingerprint: str) -> tuple[Fared, ...]:
    """How each dissent fared, as the last review that speaks of it says."""
    try:
        held_reviews = reviews(after.read(folder, fingerprint).entries)
    except FileProblem:
        return ()
    marks: dict[tuple[str, str], DissentMark] = {}
    for _, review in held_reviews:
        marks |= {(mark.panelist, mark.text): mark for mark in review.dissents}
    return tuple(mark.mark for mark in marks.values())
