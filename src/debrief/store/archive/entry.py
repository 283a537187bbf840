"""One session in a list, read from its brief and the two ends of its journal."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ValidationError

from debrief.core.brief import Candidate, SessionFile
from debrief.core.meeting import events as e
from debrief.core.model import Line, Moment
from debrief.core.session_groups import Preparation, State
from debrief.core.vocabulary import Outcome, Summary
from debrief.store.archive.promises import OpenPromise, open_promises
from debrief.store.atomic import FileProblem, read_regular
from debrief.store.journal import chain, journal

# Imports that only some sessions need are inside functions: most sessions are finished and indexed.

JOURNAL = "journal.jsonl"
BRIEF = "session.toml"
AFTER = "after.jsonl"


@dataclass(frozen=True, slots=True)
class Entry:
    """One session in a list; only `id` and `folder` may contain the candidate's real name.

    `opened` is the start of the meeting. `decision`, `dissents` and `review`, the planned date of
    the first review, are set in a finished session; `postponed_until` in an open one whose decision
    is postponed. `reviews` is the number of reviews so far, `last_review` the date of the newest
    and `next_review` that of the next one, if any. An open session with a decision to wait is to be
    carried on (`carry_on`), on the day `due` by `due_who`. `problem` is one sentence on why the
    session is damaged.

    `cards` of `panel` people have sent a card in a session that has not started, and `preparation`
    has their names. `promised` is the earliest day in `promises`, the open ones of a finished
    session. `held_elsewhere` is true while a program has the open meeting. An entry from the index
    has no names: `preparation` and `promises` are None in it.
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
    last_review: date | None = None
    next_review: date | None = None
    carry_on: bool = False
    due: date | None = None
    due_who: str = ""
    problem: str = ""
    cards: int = 0
    panel: int = 0
    preparation: Preparation | None = None
    promised: date | None = None
    promises: tuple[OpenPromise, ...] | None = None
    held_elsewhere: bool = False

    @property
    def is_partial(self) -> bool:
        """True if names of people were not read: they are not in the index."""
        if self.state == "not-started":
            return self.preparation is None
        return self.state == "finished" and self.promises is None


class _Person(BaseModel):
    id: str = ""
    name: str


class _Facts(BaseModel):
    """The members of a brief that a list needs; the others are ignored."""

    title: Line
    scheduled: Moment | None = None
    candidate: Candidate
    facilitator: str | None = None
    panel: tuple[_Person, ...] = ()


class _Data(BaseModel):
    brief: _Facts


class _Opening(BaseModel):
    """The members of a journal's first line that a list needs."""

    v: Literal[1]
    type: Literal["MeetingOpened"]
    t: Moment
    data: _Data


class _Finish(BaseModel):
    summary: Summary


def look(folder: Path, *, partial: bool = False) -> Entry:
    """Return the entry of one session; files in its folder never make it raise.

    A finished meeting needs only its journal. Before a meeting, a session.toml that cannot be used
    makes the session damaged. Of the lines in the middle of a finished journal only promises are
    read, and not even they if the entry may be `partial`.
    """
    entry = Entry(folder.name, folder)
    path = folder / JOURNAL
    if os.path.lexists(path):
        try:
            entry = _with_journal(entry, journal.ends(path), partial=partial)
        except FileProblem as problem:
            return _damaged(entry, f"The journal {problem.reason}")
    return _with_brief(entry) if entry.state == "not-started" else entry


def _with_journal(entry: Entry, ends: journal.JournalEnds, *, partial: bool) -> Entry:
    """Return the entry with the facts from the journal, or unchanged if that has no event."""
    if ends.problem is not None:
        return _damaged(entry, ends.problem)
    if ends.first is None:
        return entry
    try:
        opening = _Opening.model_validate_json(ends.first)
    except ValidationError:
        return _damaged(entry, _no_opening(ends.first))
    entry = _with_names(entry, opening.data.brief)
    entry = replace(entry, opened=opening.t, state="open")
    brief = opening.data.brief
    finished = _finished(entry, ends.last) or _open(entry)
    if finished.state != "finished" or partial:
        return finished
    names = {person.id: person.name for person in brief.panel}
    found = open_promises(entry.folder / JOURNAL, names, finished.last_review)
    promises = tuple((day, _without_name(who, brief)) for day, who in found)
    return replace(finished, promised=promises[0][0] if promises else None, promises=promises)


def _no_opening(raw: bytes) -> str:
    """Return why a first line cannot be used."""
    try:
        chain.understand(chain.decode(raw))
    except (chain.UnverifiedError, chain.UnknownError) as problem:
        return f"A line of the journal {problem}."
    return "The journal does not begin with the opening of a meeting."


def _with_names(entry: Entry, brief: _Facts | SessionFile) -> Entry:
    """Return the entry with the facts from a brief, its title without the real name."""
    title = _without_name(brief.title, brief)
    return replace(entry, title=title, alias=brief.candidate.alias, scheduled=brief.scheduled)


def _without_name(text: str, brief: _Facts | SessionFile) -> str:
    """Return a text with the alias in place of the candidate's real name."""
    candidate = brief.candidate
    if candidate.name is None:
        return text
    from debrief.core.spelling import may_be_in

    if not may_be_in(text, candidate.name):
        return text
    from debrief.core.alias import mask_of

    others = (brief.facilitator or "", *(person.name for person in brief.panel))
    return mask_of(candidate.name, candidate.alias, others)(text)


def _finished(entry: Entry, lines: Iterable[chain.Line]) -> Entry | None:
    for line in lines:
        if line.type != e.MeetingFinished.__name__:
            continue
        try:
            summary = _Finish.model_validate(line.data).summary
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
    from debrief.store.journal import after

    added = after.summary(entry.folder)
    again = added.next_review(entry.review)
    return replace(entry, reviews=added.reviews, last_review=added.last_review, next_review=again)


def _open(entry: Entry) -> Entry:
    """Return the entry of a meeting whose finish is not in the last lines."""
    from debrief.core.meeting.events.journal import undone

    contents = journal.usable(journal.read(entry.folder / JOURNAL))
    if contents.read_only:
        return _damaged(entry, contents.read_only)
    for logged, raw in zip(contents.events, contents.lines, strict=True):
        if isinstance(logged.event, e.MeetingFinished):
            return _finished(entry, [chain.read(raw)]) or entry
    undone_lines = undone(contents.events)
    last: e.DecisionMade | None = None
    for logged in contents.events:
        if isinstance(logged.event, e.DecisionMade) and logged.seq not in undone_lines:
            last = logged.event
    if last is None or last.outcome in ("hire", "no-hire"):
        return entry
    opening = contents.events[0].event
    owner = opening.brief.name(last.owner) if isinstance(opening, e.MeetingOpened) else ""
    who = last.tester if last.outcome == "more-signal" else owner
    day = last.until or last.due
    return replace(entry, postponed_until=last.until, carry_on=True, due=day, due_who=who)


def _with_brief(entry: Entry) -> Entry:
    """Return the entry with the facts from session.toml, if there is no meeting yet."""
    from debrief.store.sessions.session import SESSION_BYTES
    from debrief.store.toml_files.parse import parse

    try:
        data = read_regular(entry.folder / BRIEF, SESSION_BYTES)
    except FileProblem as problem:
        return _damaged(entry, f"{BRIEF} {problem.reason}")
    parsed = parse(data, BRIEF, SessionFile, limit=SESSION_BYTES)
    if parsed.value is None:
        first = next(x for x in parsed.findings if x.severity == "error")
        where = f":{first.line}" if first.line else ""
        return _damaged(entry, f"{BRIEF}{where}: {first.message}.")
    from debrief.store.archive.preparation import preparation

    prepared = preparation(entry.folder, parsed.value)
    entry = replace(entry, cards=prepared.cards_in, panel=len(prepared.cards), preparation=prepared)
    return _with_names(entry, parsed.value)


def _not_understood(entry: Entry, line: chain.Line) -> Entry:
    unknown = f"is a {line.type} that this version does not understand; update debrief"
    return _damaged(entry, f"A line of the journal {unknown}.")


def _damaged(entry: Entry, problem: str) -> Entry:
    return replace(entry, state="damaged", problem=problem)
