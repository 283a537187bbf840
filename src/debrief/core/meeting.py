"""The meeting as a frozen value: everything that has been said and shown so far, nothing sealed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from debrief.core.agreement import Agreement, agreement
from debrief.core.brief import Brief, Panelist, Reference
from debrief.core.scorecard import CardFacts, Rating, State
from debrief.core.steps import STEPS, TITLES, Place, Step

if TYPE_CHECKING:
    from debrief.core import events as e
    from debrief.core.happened import Attended, Closed, Dissent, Minute, Rated, Round, Turn
    from debrief.core.words import FollowUp, Presence

START = Place(step="preflight")


@dataclass(frozen=True, slots=True)
class Poll:
    """One question put to the panel, a competency or the final vote, and all that became of it.

    `open_round` is the round whose cells are being entered; `ballots` are its cells, ciphertext.
    """

    rounds: tuple[Round, ...] = ()
    ratings: Mapping[str, Rating] = field(default_factory=dict)
    open_round: int | None = None
    ballots: Mapping[str, str] = field(default_factory=dict)
    challenges: tuple[e.ChallengeRecorded, ...] = ()
    challenge_waived: e.ChallengeWaived | None = None
    argued: tuple[str, ...] = ()
    moves: tuple[e.MoveExplained, ...] = ()
    abandoned: tuple[e.RoundAbandoned, ...] = ()
    closed: Closed | None = None
    reopened: tuple[str, ...] = ()

    @property
    def revealed(self) -> bool:
        """Whether any round has been revealed."""
        return bool(self.rounds)

    @property
    def challenge_settled(self) -> bool:
        """Whether the one challenge was held or waived for good."""
        waived = self.challenge_waived is not None and not self.challenge_waived.together
        return bool(self.challenges) or waived

    @property
    def put_off(self) -> bool:
        """Whether its challenge waits to be held together with others."""
        waived = self.challenge_waived
        return waived is not None and waived.together and not self.challenges and not self.closed


@dataclass(frozen=True, slots=True)
class WarmUp:
    """What became of the warm-up: the case being rated, its cells as ciphertext, those revealed."""

    open: str = ""
    ballots: Mapping[str, str] = field(default_factory=dict)
    rated: tuple[Rated, ...] = ()


@dataclass(frozen=True, slots=True)
class Clock:
    """Seconds used at each place; time runs between lines of one program run, unless paused."""

    used: Mapping[Place, float] = field(default_factory=dict)
    paused: bool = False
    run: str = ""
    mono: float = 0.0


@dataclass(frozen=True)  # without slots, for `changed`
class Meeting:
    """All that a meeting has come to; `apply` makes the next one from it and an event.

    `timed` are the lines that the record gives with their time, `runs` the starts of the program.
    """

    brief: Brief
    references: tuple[Reference, ...] = ()
    cards: Mapping[str, CardFacts] = field(default_factory=dict)
    commitments: Mapping[str, str] = field(default_factory=dict)
    usable: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ballot_key: str = ""
    program: str = ""
    opened_at: datetime | None = None
    place: Place = START
    clock: Clock = Clock()
    presence: Mapping[str, Presence] = field(default_factory=dict)
    attended: tuple[Attended, ...] = ()
    confirmations: Mapping[str, e.RoleConfirmed] = field(default_factory=dict)
    gate: e.GatePassed | None = None
    owner: str = ""
    owners: tuple[e.OwnerReplaced, ...] = ()
    competencies: Mapping[str, Poll] = field(default_factory=dict)
    vote: Poll = Poll()
    warm_up: WarmUp = field(default_factory=WarmUp)
    turns: tuple[Turn, ...] = ()
    timed: tuple[e.Logged, ...] = ()
    done: frozenset[Step] = frozenset()
    waived: Mapping[Place, str] = field(default_factory=dict)
    reviewed: Mapping[str, str] = field(default_factory=dict)
    no_references: bool = False
    constraints: Mapping[str, e.ConstraintMarked] = field(default_factory=dict)
    fit: tuple[e.FitNoted, ...] = ()
    causes: tuple[e.CauseGiven, ...] = ()
    dissents: tuple[Dissent, ...] = ()
    bars: Mapping[str, e.BarWaived] = field(default_factory=dict)
    decisions: tuple[e.DecisionMade, ...] = ()
    minutes: tuple[Minute, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    undone: int = 0
    runs: frozenset[str] = frozenset()
    recovered: tuple[e.JournalRecovered, ...] = ()
    finished: e.MeetingFinished | None = None
    finished_at: datetime | None = None
    written: bool = False
    seq: int = 0

    @classmethod
    def planned(
        cls,
        brief: Brief,
        cards: Mapping[str, CardFacts] | None = None,
        references: tuple[Reference, ...] = (),
    ) -> Meeting:
        """Return the meeting before it is opened."""
        return cls(
            brief=brief,
            cards=dict(cards or {}),
            references=references,
            owner=brief.decision.owner,
            competencies={c.id: Poll() for c in brief.competencies},
        )

    def changed(self, **changes: Any) -> Meeting:
        """Return the meeting with these fields changed: `replace` in an eighth of its time.

        It is for what every event does; elsewhere `replace` is better, for mypy checks its fields.
        """
        assert changes.keys() <= self.__dict__.keys(), "a meeting has no other fields"
        new = object.__new__(Meeting)
        new.__dict__.update(self.__dict__)
        new.__dict__.update(changes)
        return new

    @property
    def opened(self) -> bool:
        """Whether the panel has met."""
        return self.opened_at is not None

    @property
    def decision(self) -> e.DecisionMade | None:
        """The latest decision, also when it only postpones."""
        return self.decisions[-1] if self.decisions else None

    @property
    def decided(self) -> bool:
        """Whether there is a decision that does not postpone."""
        return self.decision is not None and self.decision.outcome != "postponed"

    @property
    def owner_name(self) -> str:
        """The name of whoever decides now."""
        return self.brief.name(self.owner)

    def poll(self, competency: str | None) -> Poll:
        """Return what became of a competency; None means the final vote."""
        return self.vote if competency is None else self.competencies[competency]

    def title(self, place: Place) -> str:
        """Return what a place is called: the competency's title, or the step's."""
        if place.competency is None:
            return TITLES[place.step]
        return self.brief.competency(place.competency).title

    def name(self, panelist: str) -> str:
        """Return a panelist's name."""
        return self.brief.name(panelist)

    def is_present(self, panelist: str) -> bool:
        """Return whether they are in the call, as far as anybody said; silence means present."""
        return self.presence.get(panelist, "present") in ("present", "late")

    def present(self) -> tuple[Panelist, ...]:
        """Return those in the call, in panel order."""
        return tuple(p for p in self.brief.panel if self.is_present(p.id))

    def is_set_aside(self, panelist: str) -> bool:
        """Return whether their ratings are shown but stand outside the class."""
        confirmed = self.confirmations.get(panelist)
        return confirmed is not None and confirmed.ratings == "set-aside"

    def is_recused(self, panelist: str) -> bool:
        """Return whether a revealed rating of theirs is a recusal, which bars a vote."""
        return any(
            poll.rounds and poll.rounds[0].marks[panelist].state is State.RECUSED
            for poll in self.competencies.values()
        )

    def voters(self, competency: str | None) -> tuple[str, ...]:
        """Return who may enter a cell now: the present who confirmed the role, less the recused.

        Before its first reveal a competency takes no entry. Those whose ratings are set aside
        enter no rating, but they vote.
        """
        return tuple(
            p.id
            for p in self.present()
            if self._has_confirmed(p.id) and not self._is_barred(p.id, competency)
        )

    def _has_confirmed(self, panelist: str) -> bool:
        confirmed = self.confirmations.get(panelist)
        return confirmed is not None and confirmed.understanding != "absent"

    def _is_barred(self, panelist: str, competency: str | None) -> bool:
        if competency is None:
            return self.is_recused(panelist)
        rounds = self.competencies[competency].rounds
        recused = not rounds or rounds[0].marks[panelist].state is State.RECUSED
        return recused or self.is_set_aside(panelist)

    def levels_in(self, competency: str | None, round_: Round) -> tuple[int, ...]:
        """Return the levels of a round that count for its class, in panel order."""
        return tuple(
            mark.level
            for panelist, mark in round_.marks.items()
            if mark.level is not None and (competency is None or not self.is_set_aside(panelist))
        )

    def agreement(self, competency: str | None, round_: Round | None = None) -> Agreement:
        """Return the agreement of a round, the latest by default; empty before any reveal."""
        rounds = self.poll(competency).rounds
        chosen = round_ or (rounds[-1] if rounds else None)
        levels = () if chosen is None else self.levels_in(competency, chosen)
        return agreement(levels, len(self.brief.levels(competency)))

    def movers(self, competency: str) -> tuple[str, ...]:
        """Return who changed level between the last two rounds, in panel order."""
        rounds = self.competencies[competency].rounds
        if len(rounds) < 2:  # noqa: PLR2004 - a move needs two rounds
            return ()
        before, after = rounds[-2].marks, rounds[-1].marks
        return tuple(
            panelist
            for panelist, mark in after.items()
            if mark.how == "entered" and mark.level != before[panelist].level
        )

    def steps(self) -> tuple[Step, ...]:
        """Return the steps of this meeting, in order; the warm-up only where it was planned."""
        warm = self.brief.has_warm_up
        return tuple(step for step in STEPS if warm or step != "warm-up")

    def places(self) -> tuple[Place, ...]:
        """Return every place of this meeting, in order."""
        return tuple(
            place
            for step in self.steps()
            for place in (
                [Place(step="competency", competency=c.id) for c in self.brief.competencies]
                if step == "competency"
                else [Place(step=step)]
            )
        )
