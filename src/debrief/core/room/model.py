"""The view of the shared screen, with nothing that the room may not see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from debrief.core.steps import Phase, Place, Step

StepState = Literal["done", "here", "open", "waived"]
CompetencyState = Literal["blind", "open", "closed"]


@dataclass(frozen=True, slots=True)
class StepMark:
    """One step in the agenda line, with a name for a wide line and one for a narrow line."""

    step: Step
    title: str
    short: str
    state: StepState


@dataclass(frozen=True, slots=True)
class CompetencyMark:
    """One competency in the agenda line; `outcome` is how it ended and its counts, in words."""

    id: str
    title: str
    state: CompetencyState
    here: bool
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class ClockView:
    """Seconds used here, seconds this place has, and seconds used in all.

    `behind` is how many minutes the meeting is behind its plan, 0 if it is five or fewer.
    """

    used: float
    budget: float
    total: float
    paused: bool
    behind: int = 0


@dataclass(frozen=True, slots=True)
class MainAction:
    """The main key's action: the verb, the id it is about, and its label in the footer."""

    verb: str
    about: str
    label: str


@dataclass(frozen=True, slots=True)
class Pane:
    """The base of the views of single steps; `step` is the step of a class."""

    step: ClassVar[Step]


@dataclass(frozen=True, slots=True)
class CardRow:
    """The status of one panelist's card before the meeting, and nothing from inside it."""

    name: str
    status: Literal["in", "late", "undated", "missing", "broken"]


@dataclass(frozen=True, slots=True)
class PreflightView(Pane):
    """The cards, and sentences on problems and other facts, before the meeting."""

    step = "preflight"
    rows: tuple[CardRow, ...]
    problems: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoomView:
    """The shared screen at one moment.

    `heading` names the place, `guidance` is one sentence on what to do. `minutes` are the latest
    ones that are not quiet. `looking` is true while another place or time is shown than the
    meeting's own. `again` is the label of the further round that can be opened here, empty if there
    is none. `phase` is the phase of the question here.
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
