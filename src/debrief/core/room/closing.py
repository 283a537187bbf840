"""The views of the last steps before the record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from debrief.core.brief import Reference
from debrief.core.room.model import Pane
from debrief.core.room.poll import OverviewRow


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """A finding of a reference, and the panel's class for comparison."""

    competency: str
    finding: Literal["confirms", "contradicts", "new"]
    note: str
    panel: str


@dataclass(frozen=True, slots=True)
class ReferencesView(Pane):
    """The reference at hand with its findings, its number, and the total.

    `contradicts` is true if a competency may be reopened since a reference contradicts it.
    """

    step = "references"
    number: int
    total: int
    reference: Reference | None
    findings: tuple[ReferenceRow, ...]
    constraints: tuple[str, ...]
    contradicts: bool = False


@dataclass(frozen=True, slots=True)
class ConstraintRow:
    """A constraint of the role: told (`by` lists names), untold, or open."""

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
    """Constraints, the candidate's concerns, debts to the candidate, and past contexts."""

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
    """A dissent and its answer."""

    name: str
    text: str
    confirmed: bool
    answer: str


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """A promise, the person who keeps it, and its day or that it is done, both in words."""

    text: str
    who: str
    by: str


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """One of the outcomes that the owner can choose, and what it needs."""

    label: str
    needs: str


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A competency on which a hire needs a ruling or an answer: its counts and its closing."""

    kind: Literal["ruling", "answer"]
    title: str
    counts: str
    closing: str


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """Somebody alone against on some competencies, and the owner's answer, empty if it is due."""

    name: str
    on: str
    answer: str


@dataclass(frozen=True, slots=True)
class AskedRow:
    """Somebody who voted against the decision: the vote, and whether they dissent, if asked."""

    id: str
    name: str
    vote: str
    answer: str

    @property
    def filled(self) -> bool:
        """True if this person was asked."""
        return bool(self.answer)


@dataclass(frozen=True, slots=True)
class CarriedRow:
    """A fact for people who come back to a meeting: its label, and its texts."""

    label: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionView(Pane):
    """The outcomes to choose from and what a hire needs, then the decision with its promises.

    `proposed` has the proposed conditions, `named` how much the premortem named. `asked`
    are the people to ask for dissent by name, `not_asked` are away. `answers` has the owner's
    answers to people who were alone against. `carried_on` has the facts that a meeting starts from
    when it is carried on, until it decides again; `next` are the steps to choose from by number,
    `met` says when it was carried on and first held. `conditions` are those of the decision, and
    `promises` has all others.
    """

    step = "decision"
    owner: str
    owner_note: str
    vote: str
    outcomes: tuple[OutcomeRow, ...]
    needs: tuple[NeedRow, ...]
    proposed: tuple[str, ...]
    named: str
    ruled: tuple[tuple[str, str], ...]
    asked: tuple[AskedRow, ...]
    not_asked: tuple[str, ...]
    answers: tuple[AnswerRow, ...]
    dissents: tuple[DissentRow, ...]
    carried_on: tuple[CarriedRow, ...]
    decision: str
    rationale: str
    facts: tuple[str, ...]
    promises: tuple[PromiseRow, ...]
    conditions: tuple[PromiseRow, ...] = ()
    overview: tuple[OverviewRow, ...] = ()
    next: tuple[str, ...] = ()
    met: str = ""
