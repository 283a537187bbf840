"""Promises of a meeting by kind, and the conditions of a hire that it proposes so far."""

from __future__ import annotations

from collections.abc import Iterator

from debrief.core.meeting.rules import rules
from debrief.core.meeting.state import Meeting, Promised
from debrief.core.text import counted, listed

NOBODY, NO_DAY = "nobody named", "no day"


def conditions(meeting: Meeting) -> tuple[Promised, ...]:
    """Return the conditions of the decision, in the order in which they were recorded."""
    return tuple(x for x in meeting.promises if x.promise.kind == "condition")


def owed(meeting: Meeting) -> tuple[str, ...]:
    """Return what is owed to the candidate; meetings of rules 1 noted it with the fit."""
    noted = (note.text for note in meeting.fit if note.kind == "owed" and note.text)
    return (*noted, *(x.promise.text for x in meeting.promises if x.promise.kind == "owed"))


def was_asked_what_we_owe(meeting: Meeting) -> bool:
    """Return whether the panel answered what is owed to the candidate, even with nothing."""
    return bool(owed(meeting)) or any(note.kind == "owed" for note in meeting.fit)


def proposed_conditions(meeting: Meeting) -> tuple[str, ...]:
    """Return conditions that a hire should have, from references, signals and constraints.

    References that were not heard come first, then those that contradict a rating, then the signals
    that must-haves and thresholds still need, then the constraints that the candidate was not told.
    """
    signals = (signal for need in rules(meeting).needs(meeting) for signal in need.signals)
    return (*_references(meeting), *signals, *_constraints(meeting))


def _constraints(meeting: Meeting) -> Iterator[str]:
    for constraint, marked in meeting.constraints.items():
        if not marked.told:
            yield f"Tell {meeting.brief.candidate.alias}: {constraint}"


def _references(meeting: Meeting) -> Iterator[str]:
    on_file = meeting.references
    left = sum(reference.id not in meeting.reviewed for reference in on_file)
    if not on_file:
        yield "Take references before the contract is signed"
    elif left:
        which = "the" if left == len(on_file) else "the other"
        yield f"Hear {which} {counted(left, 'reference')} on file before the contract is signed"
    for number, against in contradictions(meeting):
        yield f"Look into {listed(against)}, which reference {number} contradicts"


def _is_settled_again(meeting: Meeting, competency: str) -> bool:
    poll = meeting.competencies[competency]
    return bool(poll.reopened) and poll.closed is not None


def contradictions(meeting: Meeting) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of each reference heard that contradicts, with competencies' titles.

    Those that were reopened and closed again are settled: the panel has rated them since.
    """
    for number, reference in enumerate(meeting.references, start=1):
        against = [
            meeting.brief.competency(finding.competency).title
            for finding in reference.findings
            if finding.finding == "contradicts"
            and finding.competency in meeting.competencies
            and not _is_settled_again(meeting, finding.competency)
        ]
        if against and reference.id in meeting.reviewed:
            yield number, against
