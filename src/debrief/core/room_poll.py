"""What the room sees of a question put to the panel: a competency, a warm-up case, the vote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from debrief.core.agreement import Label
from debrief.core.room import Pane
from debrief.core.scorecard import Confidence, State


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
class WarmUpView(Pane):
    """A case of the warm-up; empty before one is chosen.

    After its reveal `reference` is the level it should earn, `reason` why, and `summary` how the
    panel lies to it. `left` counts the cases that were not rated yet.
    """

    step = "warm-up"
    title: str = ""
    text: str = ""
    anchors: tuple[str, ...] = ()
    poll: PollView = PollView("blind", 1, (), ())
    reference: int | None = None
    reason: str = ""
    summary: str = ""
    left: int = 0


@dataclass(frozen=True, slots=True)
class CompetencyView(Pane):
    """A competency: what is asked, what each level looks like, and the panel on it."""

    step = "competency"
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
class VoteView(Pane):
    """The final vote."""

    step = "vote"
    poll: PollView
    challenged: str
    waived: str
