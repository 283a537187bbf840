"""Builds the overview of all revealed competencies: counts, and how each ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from debrief.core.meeting.state import Meeting
from debrief.core.room.glossary import CLASS_SIGNS
from debrief.core.room.poll import OverviewRow, OverviewView
from debrief.core.scorecard import State
from debrief.core.vocabulary import closing_words

STATES = {
    State.ABSTAINS: "abstains",
    State.NOT_ASSESSED: "not assessed",
    State.RECUSED: "recused",
}
"""The states of people who gave no rating, in words; people without a card are not counted."""


NOT_COUNTED = "not counted"
SHOWN = (*STATES.values(), "not voting", NOT_COUNTED)
"""The words for people without a rating that counts, in their order."""


def overview(meeting: Meeting) -> tuple[OverviewRow, ...]:
    """Return a row for each revealed competency, in the order of the brief."""
    return tuple(
        _row(meeting, c.id) for c in meeting.brief.competencies if meeting.poll(c.id).rounds
    )


def overview_view(meeting: Meeting) -> OverviewView:
    """Return the overview with how each competency ended, and the name of the one against."""
    return OverviewView(ended(meeting))


def ended(meeting: Meeting, competencies: Sequence[str] = ()) -> tuple[OverviewRow, ...]:
    """Return the rows of the overview with their closings and the names of people alone.

    Only these competencies are shown, if any are given.
    """
    shown = competencies or meeting.competencies
    ids = [c for c in shown if meeting.poll(c).rounds]
    return tuple(_ended(meeting, id_, _row(meeting, id_)) for id_ in ids)


def _ended(meeting: Meeting, id_: str, row: OverviewRow) -> OverviewRow:
    closed = meeting.competencies[id_].closed
    if closed is None:
        return replace(row, closing="still open")
    alone = meeting.alone(id_) if closed.closing in ("yes-one-against", "no-one-for") else None
    return replace(
        row,
        closing=closing_words(closed.closing, threshold=row.threshold),
        alone=meeting.name(alone) if alone else "",
    )


def _row(meeting: Meeting, id_: str) -> OverviewRow:
    competency = meeting.brief.competency(id_)
    agreement = meeting.agreement(id_)
    marks = meeting.poll(id_).rounds[-1].marks.values()
    states = Counter(
        "not voting" if mark.source == "entered" else STATES.get(mark.state, "")
        for mark in marks
        if mark.level is None
    )
    states[NOT_COUNTED] = sum(mark.level is not None for mark in marks) - sum(agreement.counts)
    return OverviewRow(
        title=competency.title,
        short=competency.short,
        must_have=competency.must_have,
        threshold=competency.is_threshold,
        levels=meeting.brief.levels(id_),
        counts=agreement.counts,
        sign=CLASS_SIGNS.get(agreement.label, ""),
        without=tuple(f"{states[x]} {x}" for x in SHOWN if states[x]),
    )
