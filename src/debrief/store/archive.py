"""All sessions: what a list says of each, from its brief and the two ends of its journal."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from debrief.core import events as e
from debrief.core.brief import SessionFile
from debrief.core.fold import undone
from debrief.core.words import Outcome
from debrief.store import journal
from debrief.store.atomic import FileProblem, read_regular
from debrief.store.paths import session_ids
from debrief.store.session import SESSION_BYTES
from debrief.store.toml import parse

State = Literal["not-started", "open", "finished", "damaged"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One session in a list.

    `decision` and `dissents` are known once it is finished, `postponed_until` while it is open and
    its decision is put off. `problem` says in a sentence why it is damaged.
    """

    id: str
    folder: Path
    title: str = ""
    alias: str = ""
    state: State = "not-started"
    decision: Outcome | None = None
    postponed_until: date | None = None
    scheduled: datetime | None = None
    review: date | None = None
    dissents: int = 0
    problem: str = ""


def sessions(root: Path) -> tuple[Entry, ...]:
    """Return every session in a sessions directory, by id; none when the directory is not there.

    A meeting that is finished needs its journal only; before that, a session.toml that cannot be
    used makes the session damaged. The lines in the middle of a finished journal are not read.
    """
    return tuple(_entry(root / name) for name in session_ids(root))


def _entry(folder: Path) -> Entry:
    entry = Entry(folder.name, folder)
    path = folder / "journal.jsonl"
    if os.path.lexists(path):
        try:
            entry = _begun(entry, journal.ends(path))
        except FileProblem as problem:
            return _damaged(entry, f"The journal {problem.reason}")
    return _with_brief(entry) if entry.state == "not-started" else entry


def _begun(entry: Entry, ends: journal.Ends) -> Entry:
    """The entry as the journal knows it; unchanged when no event was ever saved."""
    if ends.problem is not None:
        return _damaged(entry, ends.problem)
    if ends.first is None:
        return entry
    opened = ends.first.event
    if not isinstance(opened, e.MeetingOpened):
        return _damaged(entry, "The journal does not begin with the opening of a meeting.")
    entry = replace(
        entry,
        title=opened.brief.title,
        alias=opened.brief.candidate.alias,
        scheduled=opened.brief.scheduled,
        state="open",
    )
    return _finished(entry, ends.last) or _open(entry)


def _finished(entry: Entry, log: tuple[e.Logged, ...]) -> Entry | None:
    for logged in log:
        if isinstance(logged.event, e.MeetingFinished):
            summary = logged.event.summary
            return replace(
                entry,
                state="finished",
                decision=summary.decision,
                review=summary.review,
                dissents=summary.dissents,
            )
    return None


def _open(entry: Entry) -> Entry:
    """The entry of a meeting whose finish is not among the last lines."""
    contents = journal.read(entry.folder / "journal.jsonl")
    if contents.read_only:
        return _damaged(entry, contents.read_only)
    finished = _finished(entry, contents.events)
    if finished is not None:
        return finished
    gone = undone(contents.events)
    until = None
    for logged in contents.events:
        if isinstance(logged.event, e.DecisionMade) and logged.seq not in gone:
            until = logged.event.until
    return replace(entry, postponed_until=until)


def _with_brief(entry: Entry) -> Entry:
    """The entry with what session.toml says, before a journal says it."""
    try:
        data = read_regular(entry.folder / "session.toml", SESSION_BYTES)
    except FileProblem as problem:
        return _damaged(entry, f"session.toml {problem.reason}")
    parsed = parse(data, "session.toml", SessionFile, limit=SESSION_BYTES)
    if parsed.value is None:
        first = next(one for one in parsed.findings if one.severity == "error")
        where = f":{first.line}" if first.line else ""
        return _damaged(entry, f"session.toml{where}: {first.message}.")
    brief = parsed.value
    return replace(entry, title=brief.title, alias=brief.candidate.alias, scheduled=brief.scheduled)


def _damaged(entry: Entry, problem: str) -> Entry:
    return replace(entry, state="damaged", problem=problem)
