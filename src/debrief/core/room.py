"""The RoomView: exactly what everyone in the call may see now, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

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
class Pane:
    """What one step of the meeting shows; each step has a kind of its own, `step` says which."""

    step: ClassVar[Step]


@dataclass(frozen=True, slots=True)
class CardRow:
    """One panelist's card before the meeting: in, late, missing or broken, never a rating."""

    name: str
    title: str
    owner: bool
    status: Literal["in", "late", "undated", "missing", "broken"]
    detail: str


@dataclass(frozen=True, slots=True)
class PreflightView(Pane):
    """What is ready and what is not; problems come first, each with what to do."""

    step = "preflight"
    rows: tuple[CardRow, ...]
    problems: tuple[str, ...]
    coverage: tuple[tuple[str, int], ...]
    notes: tuple[str, ...]


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
