"""One session in a list: what is said of it, from its brief and the two ends of its journal."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ValidationError

from debrief.core import events as e
from debrief.core.brief import Candidate, SessionFile
from debrief.core.model import Line, Moment
from debrief.core.words import Outcome, Summary
from debrief.store import glance
from debrief.store.atomic import FileProblem, read_regular

# What only some sessions need is imported where one does: most are over, and known from before.

State = Literal["not-started", "open", "finished", "damaged"]

JOURNAL = "journal.jsonl"
BRIEF = "session.toml"
AFTER = "after.jsonl"


@dataclass(frozen=True, slots=True)
class Entry:
    """One session in a list; the candidate's real name is nowhere in it but in `id` and `folder`.

    `opened` is when the meeting began. `decision`, `dissents` and `review`, the day planned to look
    at it again, are known once it is finished, `postponed_until` while it is open and its decision
    is put off. `reviews` counts those held; `next_review` is the day of the next, if there is to
    be one. `problem` says in a sentence why it is damaged.
    """

    id: str
    folder: Path
    title: str = ""
    alias: str = ""
    state: State = "not-started"
    decision: Outcome | None = None
    postponed_until: date | None = None
    scheduled: datetime | None = None
    opened: datetime | None = None
    review: date | None = None
    dissents: int = 0
    reviews: int = 0
    next_review: date | None = None
    problem: str = ""


class _Person(BaseModel):
    name: str


class _Facts(BaseModel):
    """What a list needs of the brief in a journal's first line; the rest is not looked at."""

    title: Line
    scheduled: Moment | None = None
    candidate: Candidate
    facilitator: str | None = None
    panel: tuple[_Person, ...] = ()


class _Data(BaseModel):
    brief: _Facts


class _Opening(BaseModel):
    t: Moment
    data: _Data


class _Finish(BaseModel):
    summary: Summary


class _Finishing(BaseModel):
    data: _Finish


def look(folder: Path) -> Entry:
    """Return what a list says of one session; it never raises for what is in the folder.

    A meeting that is finished needs its journal only; before that, a session.toml that cannot be
    used makes the session damaged. The lines in the middle of a finished journal are not read.
    """
    entry = Entry(folder.name, folder)
    path = folder / JOURNAL
    if os.path.lexists(path):
        try:
            entry = _begun(entry, glance.ends(path))
        except FileProblem as problem:
            return _damaged(entry, f"The journal {problem.reason}")
    return _with_brief(entry) if entry.state == "not-started" else entry


def _begun(entry: Entry, ends: glance.Ends) -> Entry:
    """The entry as the journal knows it; unchanged when no event was ever saved."""
    if ends.problem is not None:
        return _damaged(entry, ends.problem)
    if ends.first is None:
        return entry
    if ends.first.type != e.MeetingOpened.__name__:
        return _damaged(entry, "The journal does not begin with the opening of a meeting.")
    try:
        opening = _Opening.model_validate_json(ends.first.raw)
    except ValidationError:
        return _not_understood(entry, ends.first)
    entry = _named(entry, opening.data.brief)
    entry = replace(entry, opened=opening.t, state="open")
    return _finished(entry, ends.last) or _open(entry)


def _named(entry: Entry, brief: _Facts | SessionFile) -> Entry:
    """The entry with what the brief says; the title may hold the candidate's real name."""
    candidate, title = brief.candidate, brief.title
    if candidate.name is not None:
        from debrief.core.spelling import may_be_in

        if may_be_in(title, candidate.name):
            from debrief.core.alias import mask_of

            others = [brief.facilitator or "", *(one.name for one in brief.panel)]
            title = mask_of(candidate.name, candidate.alias, others)(title)
    return replace(entry, title=title, alias=candidate.alias, scheduled=brief.scheduled)


def _finished(entry: Entry, lines: Iterable[glance.Seen]) -> Entry | None:
    for line in lines:
        if line.type != e.MeetingFinished.__name__:
            continue
        try:
            summary = _Finishing.model_validate_json(line.raw).data.summary
        except ValidationError:
            return _not_understood(entry, line)
        finished = replace(
            entry,
            state="finished",
            decision=summary.decision,
            review=summary.review,
            dissents=summary.dissents,
            next_review=summary.review,
        )
        return _reviewed(finished) if os.path.lexists(entry.folder / AFTER) else finished
    return None


def _reviewed(entry: Entry) -> Entry:
    from debrief.store import after

    added = after.summary(entry.folder)
    return replace(entry, reviews=added.reviews, next_review=added.next_review(entry.review))


def _open(entry: Entry) -> Entry:
    """The entry of a meeting whose finish is not among the last lines."""
    from debrief.core.fold import undone
    from debrief.store import journal

    contents = journal.usable(journal.read(entry.folder / JOURNAL))
    if contents.read_only:
        return _damaged(entry, contents.read_only)
    for logged, raw in zip(contents.events, contents.lines, strict=True):
        if isinstance(logged.event, e.MeetingFinished):
            seen = glance.Seen(e.MeetingFinished.__name__, raw)
            return _finished(entry, [seen]) or entry
    gone = undone(contents.events)
    until = None
    for logged in contents.events:
        if isinstance(logged.event, e.DecisionMade) and logged.seq not in gone:
            until = logged.event.until
    return replace(entry, postponed_until=until)


def _with_brief(entry: Entry) -> Entry:
    """The entry with what session.toml says, before a journal says it."""
    from debrief.store.session import SESSION_BYTES
    from debrief.store.toml import parse

    try:
        data = read_regular(entry.folder / BRIEF, SESSION_BYTES)
    except FileProblem as problem:
        return _damaged(entry, f"{BRIEF} {problem.reason}")
    parsed = parse(data, BRIEF, SessionFile, limit=SESSION_BYTES)
    if parsed.value is None:
        first = next(one for one in parsed.findings if one.severity == "error")
        where = f":{first.line}" if first.line else ""
        return _damaged(entry, f"{BRIEF}{where}: {first.message}.")
    return _named(entry, parsed.value)


def _not_understood(entry: Entry, line: glance.Seen) -> Entry:
    unknown = f"is a {line.type} that this debrief does not understand; update it"
    return _damaged(entry, f"A line of the journal {unknown}.")


def _damaged(entry: Entry, problem: str) -> Entry:
    return replace(entry, state="damaged", problem=problem)
