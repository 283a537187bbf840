"""Additions after the finish: lines as in the journal, chained to the fingerprint.

A line has the journal's members and the journal's hash; `prev` of the first line is the hash of
MeetingFinished, and `seq` begins with 1.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from debrief.core.after.model import AddedEntry, Objected, next_review, parse, reviews
from debrief.store.atomic import FileProblem
from debrief.store.journal import chain
from debrief.store.journal.chain_file import ChainFile, Contents

FILE = "after.jsonl"

LIMIT = 16 * 1024 * 1024
"""Maximum size of the file in bytes; a review has a few thousand."""

After = Contents[AddedEntry]


@dataclass(frozen=True, slots=True)
class Summary:
    """The number of additions by kind, and the dates of the last and the next review.

    `last_review` is the day, in UTC, of the newest review, or None without one. `sets_a_day` is
    true if any review named a next day, which is `again` unless a review was held on it since.
    """

    reviews: int = 0
    last_review: date | None = None
    sets_a_day: bool = False
    again: date | None = None
    objections: int = 0
    notes: int = 0

    def next_review(self, planned: date | None) -> date | None:
        """Return the date of the next review, if any; `planned` is the date set at the decision.

        It stays until a review replaces it, or is held on it or later.
        """
        if self.sets_a_day:
            return self.again
        done = planned is not None and self.last_review is not None and self.last_review >= planned
        return None if done else planned


NOTHING = Summary()


def file(path: Path, fingerprint: str | None) -> ChainFile[AddedEntry]:
    """Return the file of additions; without a fingerprint it may belong to any meeting."""
    return ChainFile(
        path=path,
        noun=FILE,
        genesis=fingerprint,
        limit=LIMIT,
        parse=_added,
        unknown="skip",
        instead="check it, then try again",
    )


def scan(data: bytes, fingerprint: str | None) -> After:
    """Return the contents of an after.jsonl with these bytes; never raises."""
    return file(Path(), fingerprint).scan(data)


def read(folder: Path, fingerprint: str) -> After:
    """Return the additions to a session, none if the file does not exist; FileProblem."""
    path = folder / FILE
    if not os.path.lexists(path):
        return After()
    return file(path, fingerprint).read()


def summary(folder: Path) -> Summary:
    """Return the summary of a session's additions; empty if the file cannot be read.

    The journal is not read, so the fingerprint is not checked.
    """
    path = folder / FILE
    try:
        if not os.path.lexists(path):
            return NOTHING
        added = file(path, None).read().events
    except FileProblem:
        return NOTHING
    past = reviews(added)
    objections = sum(isinstance(addition.entry, Objected) for addition in added)
    return Summary(
        reviews=len(past),
        last_review=past[-1][0].date() if past else None,
        sets_a_day=any(review.again is not None for _, review in past),
        again=next_review(None, added),
        objections=objections,
        notes=len(added) - len(past) - objections,
    )


def _added(line: chain.Line) -> AddedEntry:
    try:
        return AddedEntry(line.seq, line.t, parse(line.type, line.data))
    except (ValueError, RecursionError) as error:
        raise chain.UnknownError(
            "is of a kind that this version does not know; update debrief"
        ) from error
