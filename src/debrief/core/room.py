"""The RoomView: exactly what everyone in the call may see now, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from debrief.core.agreement import Label
from debrief.core.brief import Expectation, Reference
from debrief.core.record import Record
from debrief.core.scorecard import Confidence, State
from debrief.core.steps import Phase, Place, Step

StepState = Literal["done", "here", "open", "waived"]
CompetencyState = Literal["blind", "open", "closed"]


@dataclass(frozen=True, slots=True)
class StepMark:
    """One step in the agenda line."""

    step: Step
    title: str
    state: StepState


@dataclass(frozen=True, slots=True)
class CompetencyMark:
    """One competency in the agenda line."""

    id: str
    title: str
    state: CompetencyState
    here: bool


@dataclass(frozen=True, slots=True)
class ClockView:
    """Seconds used here, seconds this place has, and seconds used in all."""

    used: float
    budget: float
    total: float
    paused: bool


@dataclass(frozen=True, slots=True)
class MainAction:
    """What the main key does now: the verb, what it is about, and its name in the footer."""

    verb: str
    about: str
    label: str


@dataclass(frozen=True, slots=True)
class CardRow:
    """One panelist's card before the meeting: in, late, missing or broken, never a rating."""

    name: str
    title: str
    owner: bool
    status: Literal["in", "late", "undated", "missing", "broken"]
    detail: str


@dataclass(frozen=True, slots=True)
class PreflightView:
    """What is ready and what is not; problems come first, each with what to do."""

    rows: tuple[CardRow, ...]
    problems: tuple[str, ...]
    coverage: tuple[tuple[str, int], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoleRow:
    """How one panelist understood the role."""

    name: str
    title: str
    owner: bool
    status: Literal["asked", "waiting", "same", "differs", "absent"]
    card: str
    differs: str
    ruling: str
    ratings: str


@dataclass(frozen=True, slots=True)
class ClarityView:
    """The brief beside how each panelist understood it."""

    mandate: str
    authority: tuple[str, ...]
    success: tuple[str, ...]
    now: tuple[str, ...]
    next: tuple[str, ...]
    constraints: tuple[str, ...]
    expectations: tuple[Expectation, ...]
    rows: tuple[RoleRow, ...]
    rule: str
    passed: bool


@dataclass(frozen=True, slots=True)
class BlindRow:
    """One panelist before the reveal: in or missing, the same whatever the card says."""

    name: str
    card_in: bool


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One panelist while a round is entered: filled or not; `bar` says why there is no cell."""

    id: str
    name: str
    filled: bool
    bar: str


@dataclass(frozen=True, slots=True)
class RatedRow:
    """One panelist after a reveal.

    `earlier` are the levels of the rounds before, None for none; `wrong` the words of values that
    were entered wrongly; `speaks` 1 for who speaks first, 0 for who does not speak. `lean` says how
    their ratings ran in past debriefs, empty unless the session file lets the room see it.
    """

    id: str
    name: str
    state: State
    level: int | None
    confidence: Confidence | None
    evidence_for: tuple[str, ...]
    evidence_against: tuple[str, ...]
    context: str
    scenario: str
    reason: str
    earlier: tuple[int | None, ...]
    moved_because: str
    how: str
    wrong: tuple[str, ...]
    set_aside: bool
    speaks: int
    speaks_last: bool
    lean: str = ""


Rows = tuple[BlindRow, ...] | tuple[EntryRow, ...] | tuple[RatedRow, ...]


@dataclass(frozen=True, slots=True)
class PollView:
    """One question put to the panel with its scale: a competency, or the final vote.

    `label` is the class, empty before a reveal; `class_words` and `counts` say it in words;
    `before` says so of each round before this one.
    """

    phase: Literal["blind", "entry", "revealed"]
    round: int
    levels: tuple[str, ...]
    rows: Rows
    label: Label | Literal[""] = ""
    class_words: str = ""
    counts: str = ""
    spread: str = ""
    question: str = ""
    asks: bool = True
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WarmUpView:
    """A case of the warm-up; empty before one is chosen.

    After its reveal `reference` is the level it should earn, `reason` why, and `summary` how the
    panel lies to it. `left` counts the cases that were not rated yet.
    """

    title: str = ""
    text: str = ""
    anchors: tuple[str, ...] = ()
    poll: PollView = PollView("blind", 1, (), ())
    reference: int | None = None
    reason: str = ""
    summary: str = ""
    left: int = 0


@dataclass(frozen=True, slots=True)
class CompetencyView:
    """A competency: what is asked, what each level looks like, and the panel on it."""

    id: str
    title: str
    must_have: bool
    threshold: bool
    definition: str
    anchors: tuple[str, ...]
    probes: tuple[str, ...]
    poll: PollView
    talked: tuple[str, ...]
    closed: str


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """A finding of a reference beside the class of the panel."""

    competency: str
    finding: Literal["confirms", "contradicts", "new"]
    note: str
    panel: str


@dataclass(frozen=True, slots=True)
class ReferencesView:
    """The reference at hand with its findings, and how many there are."""

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
class FitView:
    """Constraints told and untold, the candidate's concerns, what we owe, past contexts."""

    constraints: tuple[ConstraintRow, ...]
    concerns: tuple[tuple[str, str], ...]
    owed: tuple[str, ...]
    contexts: tuple[ContextRow, ...]


@dataclass(frozen=True, slots=True)
class PremortemView:
    """The causes given so far."""

    failed: tuple[str, ...]
    missed: tuple[str, ...]
    asks: Literal["failed", "missed", ""]


@dataclass(frozen=True, slots=True)
class VoteView:
    """The final vote."""

    poll: PollView
    challenged: str
    waived: str


@dataclass(frozen=True, slots=True)
class DissentRow:
    """A dissent beside its answer."""

    name: str
    text: str
    confirmed: bool
    answer: str


@dataclass(frozen=True, slots=True)
class DecisionView:
    """The vote in a line, what stands in the way, dissent and answers, the decision."""

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
class RecordView:
    """The record as it will be written, and the fingerprint once it is."""

    record: Record
    finished: bool
    fingerprint: str


Pane = (
    PreflightView
    | ClarityView
    | WarmUpView
    | CompetencyView
    | ReferencesView
    | FitView
    | PremortemView
    | VoteView
    | DecisionView
    | RecordView
)


@dataclass(frozen=True, slots=True)
class RoomView:
    """One moment of a meeting as the room sees it.

    `heading` says where we are, `guidance` is one sentence on what to do, `notice` one on what
    just happened; `minutes` are the latest that are not quiet. `looking` is set while the place
    shown is not the place the meeting is at; `again` names the further round that may be
    opened here, `may_undo` whether there is something to take back, `opened` is False before the
    meeting is. `phase` is where a question put to the panel stands.
    """

    title: str
    alias: str
    owner: str
    place: Place
    heading: str
    steps: tuple[StepMark, ...]
    competencies: tuple[CompetencyMark, ...]
    clock: ClockView
    pane: Pane
    guidance: str
    main: MainAction
    minutes: tuple[str, ...]
    again: str
    looking: bool
    seq: int
    opened: bool = True
    may_undo: bool = False
    phase: Phase = ""
