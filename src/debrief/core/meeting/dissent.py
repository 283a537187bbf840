"""Dissent and answers by name: people against the decision, or alone against a result."""

from __future__ import annotations

from debrief.core.brief import VOTE_LEVELS
from debrief.core.meeting.agreement import bar
from debrief.core.meeting.rules import rules
from debrief.core.meeting.state import Meeting


def against_decision(meeting: Meeting) -> tuple[str, ...]:
    """Return everybody who voted no before a hire, or yes before a no hire, in panel order.

    The owner is never among them. If the decision was put off, the result is empty.
    """
    decision = meeting.decision
    if decision is None or not meeting.decided or not meeting.vote.rounds:
        return ()
    hired = decision.outcome == "hire"
    return tuple(
        panelist
        for panelist, mark in meeting.vote.rounds[-1].marks.items()
        if panelist != decision.owner
        and mark.level is not None
        and (mark.level >= bar(len(VOTE_LEVELS))) != hired
    )


def to_ask(meeting: Meeting) -> tuple[str, ...]:
    """Return the people present who voted against the decision and were not asked.

    In panel order, without people whose dissent is already recorded. A dissent from the decision of
    an earlier sitting is about that one alone.
    """
    if meeting.dissent_asked is not None:
        return ()
    dissent = {dissent.panelist for dissent in meeting.dissents_here}
    against = against_decision(meeting)
    return tuple(p for p in against if meeting.is_present(p) and p not in dissent)


def to_word(meeting: Meeting) -> tuple[str, ...]:
    """Return the people who answered that they dissent and whose words are not recorded yet."""
    if meeting.dissent_asked is None:
        return ()
    worded = {dissent.panelist for dissent in meeting.dissents_here}
    return tuple(
        panelist
        for panelist, answer in meeting.dissent_asked.answers.items()
        if answer == "dissents" and panelist not in worded and meeting.is_present(panelist)
    )


def to_answer(meeting: Meeting) -> dict[str, tuple[str, ...]]:
    """Return everybody the owner must answer after a hire, each with the competencies.

    On each of these, a must-have or threshold, that person was alone against. An answer to a
    dissent of the same person covers both.
    """
    if meeting.decision is None or meeting.decision.outcome != "hire":
        return {}
    answered = {*meeting.against_answered, *(x.panelist for x in meeting.dissents_here if x.answer)}
    due: dict[str, tuple[str, ...]] = {}
    for need in rules(meeting).needs(meeting):
        if need.panelist is not None and need.panelist not in answered:
            due[need.panelist] = (*due.get(need.panelist, ()), need.competency)
    return due
