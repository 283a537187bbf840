"""Closing under rules 2, by the sides of the bar that have ratings, and the needs of a hire."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from debrief.core.meeting.state import Meeting
from debrief.core.vocabulary import Closing, closing_words

ENOUGH_ON_A_SIDE = 3
"""Fewest people on one side for one person on the other side not to make it contested."""


@dataclass(frozen=True, slots=True)
class Need:
    """A ruling or an answer of the owner that a hire needs on a competency.

    `phrase` describes how the competency ended. An answer is for `panelist`, the only person
    against. If any of `signals` is a condition of the hire, no ruling is needed.
    """

    competency: str
    kind: Literal["ruling", "answer"]
    phrase: str
    panelist: str | None = None
    signals: tuple[str, ...] = ()


def proposed_closing(meeting: Meeting, competency: str) -> Closing:
    """Return the closing of a competency from its latest round.

    It closes as one against, or one for, only after that person was heard. Until then it is
    contested.
    """
    row = meeting.agreement(competency)
    if row.label == "none":
        return "not-assessed"
    if row.label == "single" or meeting.competencies[competency].left_open:
        return "needs-more-signal"
    if row.below == 0 and row.above > row.in_the_middle:
        return "agreed-yes"
    if row.above == 0 and row.below > row.in_the_middle:
        return "agreed-no"
    if row.below == 0 or row.above == 0:
        return "agreed-neither"
    heard = _is_heard(meeting, competency)
    if row.below == 1 and row.above >= ENOUGH_ON_A_SIDE and row.above > row.in_the_middle:
        return "yes-one-against" if heard else "contested"
    if row.above == 1 and row.below >= ENOUGH_ON_A_SIDE and row.below > row.in_the_middle:
        return "no-one-for" if heard else "contested"
    return "contested"


def _is_heard(meeting: Meeting, competency: str) -> bool:
    alone = meeting.alone(competency)
    argued = bool(meeting.competencies[competency].argued)
    return argued and alone is not None and meeting.is_present(alone)


def other_closings(meeting: Meeting, competency: str) -> tuple[Closing, ...]:
    """Return the closings that may be chosen with a reason in place of the proposed one.

    All of them are true: a contested competency has ratings on both sides, and one that was not
    discussed has no argument and no challenge.
    """
    poll = meeting.competencies[competency]
    possible: list[Closing] = ["contested"] if meeting.agreement(competency).across else []
    possible.append("needs-more-signal")
    if not (poll.argued or poll.challenges):
        possible.append("not-discussed")
    proposed = proposed_closing(meeting, competency)
    return tuple(closing for closing in possible if closing != proposed)


def needs(meeting: Meeting) -> tuple[Need, ...]:
    """Return the needs of a hire on must-haves and thresholds, including those already met."""
    return tuple(
        need
        for competency in meeting.brief.competencies
        if competency.must_have or competency.is_threshold
        for need in (_need(meeting, competency.id),)
        if need is not None
    )


def _need(meeting: Meeting, competency: str) -> Need | None:
    poll = meeting.competencies[competency]
    if poll.closed is None:
        return Need(competency, "ruling", "still open")
    closing = poll.closed.closing
    threshold = meeting.brief.competency(competency).is_threshold
    phrase = closing_words(closing, threshold=threshold)
    if closing == "agreed-yes":
        return None
    if closing == "yes-one-against":
        against = meeting.alone(competency)
        return None if against == meeting.owner else Need(competency, "answer", phrase, against)
    signals = tuple(x.signal for x in poll.signals) if closing == "needs-more-signal" else ()
    return Need(competency, "ruling", phrase, signals=signals)
