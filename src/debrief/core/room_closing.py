"""What the room sees from the references to the record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from debrief.core.brief import Reference
from debrief.core.record_model import Record
from debrief.core.room import Pane


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """A finding of a reference beside the class of the panel."""

    competency: str
    finding: Literal["confirms", "contradicts", "new"]
    note: str
    panel: str


@dataclass(frozen=True, slots=True)
class ReferencesView(Pane):
    """The reference at hand with its findings, and how many there are."""

    step = "references"
    number: int
    total: int
    reference: Reference | None
    findings: tuple[ReferenceRow, ...]
    constraints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConstraintRow:
    """A constraint of the role: told by whom, untold, or not asked yet."""

    text: str
    status: Literal["told", "untold", "open"]
    by: str


@dataclass(frozen=True, slots=True)
class ContextRow:
    """Evidence that depended on a past context, and whether our role offers it."""

    name: str
    competency: str
    text: str
    offers: str


@dataclass(frozen=True, slots=True)
class FitView(Pane):
    """Constraints told and untold, the candidate's concerns, what we owe, past contexts."""

    step = "fit"
    constraints: tuple[ConstraintRow, ...]
    concerns: tuple[tuple[str, str], ...]
    owed: tuple[str, ...]
    contexts: tuple[ContextRow, ...]


@dataclass(frozen=True, slots=True)
class PremortemView(Pane):
    """The causes given so far."""

    step = "premortem"
    failed: tuple[str, ...]
    missed: tuple[str, ...]
    asks: Literal["failed", "missed", ""]


@dataclass(frozen=True, slots=True)
class DissentRow:
    """A dissent beside its answer."""

    name: str
    text: str
    confirmed: bool
    answer: str


@dataclass(frozen=True, slots=True)
class DecisionView(Pane):
    """The vote in a line, what stands in the way, dissent and answers, the decision."""

    step = "decision"
    owner: str
    owner_note: str
    vote: str
    obstacles: tuple[str, ...]
    ruled: tuple[tuple[str, str], ...]
    dissents: tuple[DissentRow, ...]
    decision: str
    rationale: str
    conditions: tuple[str, ...]
    facts: tuple[str, ...]
    follow_ups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecordView(Pane):
    """The record as it will be written, and the fingerprint once it is."""

    step = "record"
    record: Record
    finished: bool
    fingerprint: str
