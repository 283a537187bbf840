"""The entries added after the finish, as the last section of the printed page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from debrief.core.after.model import AddedEntry, Noted, Objected, Reviewed
from debrief.core.after.wording import (
    CAUSES,
    CONDITIONS,
    DISSENTS,
    PREMORTEM,
    RESULTS,
    REVIEW_QUESTIONS,
)
from debrief.core.record.model import Record
from debrief.core.text import clock, day
from debrief.report.escape import bullets, inline, quote

TITLE = "After the finish"
ABOUT = (
    "What follows was added later. Nothing above was changed by it: the record is as it was when "
    "the meeting was finished."
)


def markdown_after(record: Record, added: Sequence[AddedEntry], problem: str = "") -> str:
    """Return the section to append to the page; empty without entries and without a problem.

    `problem` is a sentence that says why some entries cannot be shown.
    """
    if not added and not problem:
        return ""
    blocks = [f"## {TITLE}", ABOUT]
    for entry in added:
        blocks += _entry(record, entry)
    blocks += [f"**{inline(problem)}**"] if problem else []
    return "\n" + "\n\n".join(blocks) + "\n"


def _entry(record: Record, added: AddedEntry) -> list[str]:
    when = f"{day(added.t)} at {clock(added.t)}"
    match added.entry:
        case Reviewed():
            return [
                f"### Review of {when}, by {inline(added.entry.by)}",
                *_review(record, added.entry),
            ]
        case Objected():
            title = f"### Objection by {inline(added.entry.by)}, {when}"
            return [title, *_on(added.entry), quote(added.entry.text)]
        case Noted():
            title = f"### Note by {inline(added.entry.by)}, {when}"
            return [title, *_on(added.entry), quote(added.entry.text)]


def _on(entry: Objected | Noted) -> list[str]:
    return [f"On event {entry.at_event} of the journal:"] if entry.at_event else []


def _review(record: Record, entry: Reviewed) -> Iterator[str]:
    if entry.outcome:
        since = f", since {day(entry.outcome_on)}" if entry.outcome_on else ""
        note = f": {inline(entry.outcome_note)}" if entry.outcome_note else "."
        yield f"Outcome: **{RESULTS[entry.outcome]}**{since}{note}"
    if entry.dissents:
        yield "**Did the dissent prove right?**"
        yield bullets(
            f"**{DISSENTS[x.mark]}**, {inline(record.name(x.panelist))}: {inline(x.text)}"
            for x in entry.dissents
        )
    for question, (asked, _) in PREMORTEM.items():
        causes = [x for x in entry.causes if x.question == question]
        if causes:
            yield f"**{inline(asked)}**"
            yield bullets(f"**{CAUSES[x.mark]}**: {inline(x.text)}" for x in causes)
    if entry.conditions:
        yield "**Conditions**"
        yield bullets(f"**{CONDITIONS[x.mark]}**: {inline(x.text)}" for x in entry.conditions)
    for name, asked in REVIEW_QUESTIONS:
        if text := getattr(entry, name):
            yield f"**{asked}**"
            yield quote(text)
    if entry.again:
        yield f"To be looked at again on **{day(entry.again)}**."
