"""The views of a question to the panel: a competency, a warm-up case, or the vote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from debrief.core.meeting.agreement import Label
from debrief.core.room.model import Pane
from debrief.core.scorecard import Confidence, State


@dataclass(frozen=True, slots=True)
class BlindRow:
    """One panelist before the reveal; `card_in` does not depend on the ratings in the card.

    `bar` is the reason why a card does not count, or a note on its file. `cell` is for the new
    rating of a panelist whose card is for another role, or lost; then `card_in` means that it is
    entered.
    """

    name: str
    card_in: bool
    short: str = ""
    bar: str = ""
    cell: EntryRow | None = None


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One panelist while a round is entered; `bar` is the reason for having no cell.

    `note` is another fact on the panelist, as “recused on one”.
    """

    id: str
    name: str
    filled: bool
    bar: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class RatedRow:
    """One panelist after a reveal.

    `uncounted` is why the level is not part of the class, empty if it is. `of_card` is the level on
    a card for another role, which a new rating replaced. `earlier` are the levels of earlier
    rounds, None for a round without one; `wrong` are the words
    of corrected entries. `speaks` is the position in the speaking order, 0 if they do not speak;
    `end` is true for the first speaker at each end of the ratings. `short` is the short name.
    `lean` is a sentence on their tendency in past debriefs, empty unless the session file allows
    the room to see it.
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
    uncounted: str
    speaks: int
    speaks_last: bool
    end: bool = False
    short: str = ""
    lean: str = ""
    of_card: int | None = None


Rows = tuple[BlindRow, ...] | tuple[EntryRow, ...] | tuple[RatedRow, ...]


@dataclass(frozen=True, slots=True)
class PollView:
    """One question to the panel with its scale: a competency, a case, or the final vote.

    `label` is the class, empty before a reveal, and `sign` the class as `=`, `≈` or `≠`. `headline`
    has the counts in the words of the scale, `result` what they come to. `challenged` names the
    people of the challenge that comes next, if one does. `before` has the wording of each earlier
    round. The rows of a revealed poll go from the lowest level to the highest, then come people
    without a rating, and people without a card at the end.
    """

    phase: Literal["blind", "entry", "revealed"]
    round: int
    levels: tuple[str, ...]
    rows: Rows
    label: Label | Literal[""] = ""
    sign: str = ""
    headline: str = ""
    result: str = ""
    challenged: tuple[str, ...] = ()
    asks: bool = True
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SceneSpeaker:
    """Somebody who speaks first in a scene, by the id of their row, and the question to them.

    `why` is their rating or the reason why they are named. `line` is their own line in a challenge;
    in an argument the evidence of their row is shown.
    """

    id: str
    name: str
    why: str
    asked: str = ""
    line: str = ""


@dataclass(frozen=True, slots=True)
class SceneView:
    """The script of the talk about a revealed result.

    `opening` is the first question to the panel, empty if each speaker has their own. `to_all` is
    asked after the first speakers, of the `others`. `stalled` are the questions for a talk that
    stalls. `again` is true while a further round can be opened. `label` names the main action.
    """

    kind: Literal["challenge", "arguing"]
    opening: str
    speakers: tuple[SceneSpeaker, ...]
    to_all: str
    others: str
    stalled: tuple[str, ...]
    again: bool
    label: str


@dataclass(frozen=True, slots=True)
class WarmUpView(Pane):
    """A case of the warm-up; empty before one is chosen.

    After its reveal, `reference` is the level it should earn, with a `reason`, and `summary`
    compares the panel with it. `left` counts the cases that were not rated yet.
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
    """A competency: its definition, the anchors of its levels, and the panel's ratings."""

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
    scene: SceneView | None = None


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """The result of one competency: a count for each of its levels, the lowest first.

    `sign` is its class as `=`, `≈` or `≠`; `without` counts people without a rating, in words.
    `closing` is how it ended, empty while it is open, and `alone` names the one person on their
    side; both are empty where people are about to judge. `short` is the title where there is little
    room.
    """

    title: str
    must_have: bool
    threshold: bool
    levels: tuple[str, ...]
    counts: tuple[int, ...]
    sign: str
    without: tuple[str, ...] = ()
    closing: str = ""
    alone: str = ""
    short: str = ""


@dataclass(frozen=True, slots=True)
class OverviewView(Pane):
    """The results of all competencies, with how each ended."""

    step = "competency"
    rows: tuple[OverviewRow, ...]


@dataclass(frozen=True, slots=True)
class WrapUpRow:
    """A competency that a wrap-up would reveal, and what a hire then needs, if anything."""

    title: str
    needs: str


@dataclass(frozen=True, slots=True)
class WrapUpView(Pane):
    """The competencies that a wrap-up would reveal, while it is asked about."""

    step = "competency"
    rows: tuple[WrapUpRow, ...]


@dataclass(frozen=True, slots=True)
class WrappedUpRow:
    """A competency that a wrap-up revealed: its counts, and the panel on its scale."""

    result: OverviewRow
    poll: PollView


@dataclass(frozen=True, slots=True)
class WrappedUpView(Pane):
    """The competencies that a wrap-up revealed together."""

    step = "competency"
    wrapped_up: tuple[WrappedUpRow, ...]


@dataclass(frozen=True, slots=True)
class VoteView(Pane):
    """The final vote, with the results of all competencies and without any name in them.

    `question` is asked of the panel, with the `role` in labelled lines. `concerns` are other facts
    to consider, each after its mark.
    """

    step = "vote"
    poll: PollView
    challenged: str
    waived: str
    overview: tuple[OverviewRow, ...] = ()
    scene: SceneView | None = None
    question: str = ""
    role: tuple[tuple[str, str], ...] = ()
    concerns: tuple[tuple[str, str], ...] = ()
