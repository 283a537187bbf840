"""The state of a meeting as a frozen value, without anything that is still sealed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from debrief.core.brief import Brief, Panelist, Reference
from debrief.core.meeting.agreement import (
    AGREEMENT_UNDER,
    LATEST_RULES,
    Agreement,
    check_ratings,
)
from debrief.core.meeting.question import (
    CaseQuestion,
    Cells,
    CompetencyQuestion,
    Question,
    VoteQuestion,
    poll_question,
)
from debrief.core.scorecard import CardFacts, Confidence, Entry, Rating, State
from debrief.core.steps import STEPS, TITLES, Place, Step

if TYPE_CHECKING:
    from debrief.core.meeting import events as e
    from debrief.core.vocabulary import Closing, FollowUp, Presence, Promise, Settled

START = Place(step="preflight")
Source = Literal["card", "entered", "kept", "none"]


@dataclass(frozen=True, slots=True)
class Mark:
    """One panelist's result in one revealed round.

    `entry` is the cell, None for a rating from a card. `wrong_entries` are corrected values of it.
    """

    state: State
    level: int | None = None
    source: Source = "card"
    entry: Entry | None = None
    wrong_entries: tuple[Entry, ...] = ()


NO_VOTE = Mark(State.NOT_ASSESSED, None, "none")
"""The mark of a panelist before the first round of the final vote."""


def entered_mark(earlier: Mark, entry: Entry | None, wrong_entries: tuple[Entry, ...] = ()) -> Mark:
    """Return the mark for a cell; `earlier` remains if the cell is empty or says to keep it."""
    match entry:
        case Entry(choice="level", level=level):
            return Mark(State.RATED, level, "entered", entry, wrong_entries)
        case Entry(choice="not-voting"):
            return Mark(State.ABSTAINS, None, "entered", entry, wrong_entries)
        case Entry(choice="keep"):
            return Mark(earlier.state, earlier.level, "kept", entry, wrong_entries)
        case _:
            return Mark(earlier.state, earlier.level, "none", entry, wrong_entries)


def entered_marks(earlier: Mapping[str, Mark], entries: Mapping[str, Entry]) -> dict[str, Mark]:
    """Return the marks by panelist for a round with these entries."""
    return {p: entered_mark(mark, entries.get(p)) for p, mark in earlier.items()}


@dataclass(frozen=True, slots=True)
class Round:
    """A revealed round, with the marks by panelist in panel order.

    `without_vote` has the reasons of those who have no vote in a round of the final vote, `codes`
    the code that counted for each entry that came by code.
    """

    number: int
    marks: Mapping[str, Mark]
    at: datetime
    without_vote: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recusal:
    """A recusal declared in the meeting, the competencies it bars from, and the reason."""

    panelist: str
    competencies: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Closure:
    """A closing of a competency, with a reason if it was not the proposed one."""

    closing: Closing
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Dissent:
    """A dissent in the dissenter's own words; `id` is the seq of its first wording.

    `sitting` is the number of times the meeting had been carried on before.
    """

    id: int
    panelist: str
    text: str
    confirmed: bool
    at: datetime
    answer: str = ""
    sitting: int = 0


@dataclass(frozen=True, slots=True)
class Promised:
    """A promise of the meeting; `id` is the seq of its line.

    `kept_at` is when it was kept, if it was, and `found` what was found by then.
    """

    id: int
    promise: Promise
    kept_at: datetime | None = None
    found: str = ""


@dataclass(frozen=True, slots=True)
class CarriedOn:
    """The time at which a meeting was carried on, and the number of earlier entries by kind.

    `number` counts the times it was carried on, this one included. `used` are the seconds that were
    used here before.
    """

    at: datetime
    number: int
    decisions: int
    votes: int
    causes: int
    references: int
    constraints: Mapping[str, e.ConstraintMarked]
    used: float = 0.0


@dataclass(frozen=True, slots=True)
class PresenceChange:
    """The time from which a panelist was present, late, gone or absent."""

    panelist: str
    presence: Presence
    at: datetime


@dataclass(frozen=True, slots=True)
class ClosingChange:
    """A competency was closed, or, if `closing` is None, reopened."""

    competency: str
    at: datetime
    closing: Closing | None
    reason: str


@dataclass(frozen=True, slots=True)
class Minute:
    """A minute with its time, and the title of the place it was taken at; `id` is its line's seq.

    `event` is the minute as it was corrected, `before` are its earlier texts. `settled` is the fate
    of a quiet minute, or `struck` for any minute that was struck.
    """

    at: datetime
    event: e.MinuteTaken
    title: str
    id: int = 0
    before: tuple[str, ...] = ()
    settled: Settled | None = None

    @property
    def struck(self) -> bool:
        """True if the minute was struck."""
        return self.settled == "struck"


@dataclass(frozen=True, slots=True)
class RatedCase:
    """A revealed case of the warm-up, with the entries in panel order."""

    key: str
    entries: Mapping[str, Entry]

    @property
    def levels(self) -> dict[str, int]:
        """The level of each panelist who rated it."""
        return {p: entry.level for p, entry in self.entries.items() if entry.level is not None}


@dataclass(frozen=True, slots=True)
class Poll:
    """The rounds, challenges and closing of one competency or of the final vote.

    `left_open`: its latest challenge was left open, and no round was revealed since.
    `rounds_at_reopening` is the number of rounds it had when it was last reopened, if it was.
    """

    rounds: tuple[Round, ...] = ()
    ratings: Mapping[str, Rating] = field(default_factory=dict)
    challenges: tuple[e.ChallengeRecorded, ...] = ()
    challenge_waived: e.ChallengeWaived | None = None
    argued: tuple[str, ...] = ()
    moves: tuple[e.MoveExplained, ...] = ()
    abandoned: tuple[e.RoundAbandoned, ...] = ()
    closed: Closure | None = None
    reopened: tuple[str, ...] = ()
    signals: tuple[e.SignalNamed, ...] = ()
    left_open: bool = False
    rounds_at_reopening: int | None = None

    def check_levels(self, levels: int) -> None:
        """Raise ValueError if a rating is outside a scale of `levels`."""
        marks = (mark for round_ in self.rounds for mark in round_.marks.values())
        check_ratings((mark.level for mark in marks if mark.level is not None), levels)

    @property
    def revealed(self) -> bool:
        """True if any round was revealed."""
        return bool(self.rounds)

    def confidence(self, panelist: str) -> Confidence | None:
        """Return the confidence on a card; None once its rating was replaced by an entered one."""
        rating = self.ratings.get(panelist)
        entered = any(round_.marks[panelist].source == "entered" for round_ in self.rounds)
        return None if rating is None or rating.level is None or entered else rating.confidence

    @property
    def unrated_since_reopening(self) -> bool:
        """True if it was reopened, and no round was revealed since."""
        return len(self.rounds) == self.rounds_at_reopening

    @property
    def challenge_settled(self) -> bool:
        """True if a challenge was made, or was waived and not only deferred."""
        waived = self.challenge_waived is not None and not self.challenge_waived.together
        return bool(self.challenges) or waived

    @property
    def challenge_deferred(self) -> bool:
        """True if its challenge is deferred, to be made together with others."""
        waived = self.challenge_waived
        return waived is not None and waived.together and not self.challenges and not self.closed


@dataclass(frozen=True, slots=True)
class Clock:
    """Seconds used at each place. Time between two runs of the program does not count."""

    used: Mapping[Place, float] = field(default_factory=dict)
    paused: bool = False
    run: str = ""
    mono: float = 0.0


@dataclass(frozen=True)  # without slots, for `changed`
class Meeting:
    """The state of a meeting after any of its events; `fold.apply` returns the next one.

    `rules` is the number of the rules it was opened with, which hold to its end. `by_hand` are the
    panelists who rate without a card, `unproven` those whose card no key can compare with the one
    of the opening, and `set_aside` commits to cards that their panelist chose not to use. `cells`
    are the cells of each open question, in the order they were opened. `rulings` are the owner's
    on must-haves that were not met, by competency. `kept_lines` are the lines whose time the record
    shows, `runs` the names of the program's runs.
    """

    brief: Brief
    rules: int = LATEST_RULES
    references: tuple[Reference, ...] = ()
    cards: Mapping[str, CardFacts] = field(default_factory=dict)
    commitments: Mapping[str, str] = field(default_factory=dict)
    usable: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    by_hand: frozenset[str] = frozenset()
    unproven: frozenset[str] = frozenset()
    set_aside: Mapping[str, str] = field(default_factory=dict)
    ballot_key: str = ""
    program: str = ""
    opened_at: datetime | None = None
    place: Place = START
    clock: Clock = Clock()
    presence: Mapping[str, Presence] = field(default_factory=dict)
    presence_changes: tuple[PresenceChange, ...] = ()
    confirmations: Mapping[str, e.RoleConfirmed] = field(default_factory=dict)
    heard: bool = False
    gate: e.GatePassed | None = None
    owner: str = ""
    owners: tuple[e.OwnerReplaced, ...] = ()
    competencies: Mapping[str, Poll] = field(default_factory=dict)
    vote: Poll = Poll()
    recusals: tuple[Recusal, ...] = ()
    ruled_out: Mapping[str, e.VoteRuled] = field(default_factory=dict)
    cells: Mapping[Question, Cells] = field(default_factory=dict)
    rated_cases: tuple[RatedCase, ...] = ()
    closing_changes: tuple[ClosingChange, ...] = ()
    kept_lines: tuple[e.LogLine, ...] = ()
    done: frozenset[Step] = frozenset()
    waived: Mapping[Place, str] = field(default_factory=dict)
    reviewed: Mapping[str, str] = field(default_factory=dict)
    no_references: bool = False
    constraints: Mapping[str, e.ConstraintMarked] = field(default_factory=dict)
    fit: tuple[e.FitNoted, ...] = ()
    causes: tuple[e.CauseGiven, ...] = ()
    dissents: tuple[Dissent, ...] = ()
    rulings: Mapping[str, e.BarWaived] = field(default_factory=dict)
    decisions: tuple[e.DecisionMade, ...] = ()
    minutes: tuple[Minute, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    promises: tuple[Promised, ...] = ()
    dissent_asked: e.DissentAsked | None = None
    against_answered: Mapping[str, e.AgainstAnswered] = field(default_factory=dict)
    ended: bool = False
    carried_on: CarriedOn | None = None
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
        rules: int = LATEST_RULES,
    ) -> Meeting:
        """Return the meeting before it is opened."""
        return cls(
            brief=brief,
            rules=rules,
            cards=dict(cards or {}),
            references=references,
            owner=brief.decision.owner,
            competencies={c.id: Poll() for c in brief.competencies},
        )

    def changed(self, **changes: Any) -> Meeting:
        """Return the meeting with these fields changed, like `replace` but faster.

        The changes that most events make use it: with `replace`, a fold takes twice as long.
        Elsewhere use `replace`, so that mypy checks the fields.
        """
        assert changes.keys() <= self.__dict__.keys(), "a meeting has no other fields"
        new = object.__new__(Meeting)
        new.__dict__.update(self.__dict__)
        new.__dict__.update(changes)
        return new

    def with_poll(self, competency: str | None, **changes: Any) -> Meeting:
        """Return the meeting with fields of one poll changed; None means the final vote.

        ValueError for a rating outside the scale, which only a journal made by hand can have.
        """
        poll = replace(self.poll(competency), **changes)
        if "rounds" in changes:
            poll.check_levels(len(self.brief.levels(competency)))
        if competency is None:
            return self.changed(vote=poll)
        return self.changed(competencies={**self.competencies, competency: poll})

    def with_cells(
        self, question: Question, number: int, ballots: Mapping[str, str] | None = None
    ) -> Meeting:
        """Return the meeting with these cells of a question, empty ones by default."""
        cells = Cells(question, number, ballots or {})
        return self.changed(cells={**self.cells, question: cells})

    def without_cells(self, question: Question) -> Meeting:
        """Return the meeting with no cells of a question."""
        return self.changed(cells={q: x for q, x in self.cells.items() if q != question})

    @property
    def open_case(self) -> CaseQuestion | None:
        """The case that is being rated, None if there is none."""
        return next((q for q in self.cells if isinstance(q, CaseQuestion)), None)

    @property
    def question(self) -> Question | None:
        """The blind question of this place, None where there is none or no case is open."""
        match self.place.step:
            case "competency":
                return poll_question(self.place.competency)
            case "vote":
                return VoteQuestion()
            case "warm-up":
                return self.open_case
            case _:
                return None

    @property
    def cells_here(self) -> Cells | None:
        """The cells that are being entered at this place, None if there are none."""
        return self.cells_of(self.question) if self.question else None

    def cells_of(self, question: Question) -> Cells | None:
        """Return the cells of a question, None if nothing is entered for it now.

        A blind competency has cells as long as a new rating of it is due.
        """
        cells = self.cells.get(question)
        if not isinstance(question, CompetencyQuestion) or (cells and cells.round > 1):
            return cells
        due = self.new_ratings_due(question.competency)
        return (cells or Cells(question, 1)) if due else None

    def open_round(self, competency: str | None) -> int | None:
        """Return the round of a competency that is being entered; None means the final vote."""
        cells = self.cells.get(poll_question(competency))
        is_further = cells is not None and (competency is None or cells.round > 1)
        return cells.round if cells and is_further else None

    def with_presence(self, panelist: str, presence: Presence, at: datetime) -> Meeting:
        """Return the meeting with this presence, unchanged if that is known already."""
        if self.presence.get(panelist) == presence:
            return self
        return replace(
            self,
            presence={**self.presence, panelist: presence},
            presence_changes=(*self.presence_changes, PresenceChange(panelist, presence, at)),
        )

    @property
    def opened(self) -> bool:
        """True once the meeting was opened."""
        return self.opened_at is not None

    @property
    def decision(self) -> e.DecisionMade | None:
        """The latest decision, which may be to postpone."""
        return self.decisions[-1] if self.decisions else None

    @property
    def decided(self) -> bool:
        """True if the latest decision is to hire or not to hire."""
        return self.decision is not None and self.decision.outcome in ("hire", "no-hire")

    @property
    def waits(self) -> bool:
        """True if the latest decision is to wait: more signal, or postponed."""
        return self.decision is not None and not self.decided

    @property
    def is_decided_here(self) -> bool:
        """True if the latest decision is one of this sitting."""
        before = self.carried_on.decisions if self.carried_on else 0
        return len(self.decisions) > before

    @property
    def sitting(self) -> int:
        """The number of times that the meeting was carried on."""
        return self.carried_on.number if self.carried_on else 0

    @property
    def dissents_here(self) -> tuple[Dissent, ...]:
        """The dissents of this sitting; earlier ones are about an earlier decision."""
        return tuple(x for x in self.dissents if x.sitting == self.sitting)

    @property
    def may_vote_again(self) -> bool:
        """True in a meeting carried on, until a vote of this sitting is revealed."""
        return self.carried_on is not None and len(self.vote.rounds) == self.carried_on.votes

    @property
    def has_voted(self) -> bool:
        """True once the final vote is revealed, and no further one is possible."""
        return self.vote.revealed and not self.may_vote_again

    @property
    def owner_name(self) -> str:
        """The name of the decision owner."""
        return self.brief.name(self.owner)

    def poll(self, competency: str | None) -> Poll:
        """Return the poll of a competency; None means the final vote."""
        return self.vote if competency is None else self.competencies[competency]

    def title(self, place: Place) -> str:
        """Return the title of the competency or step at a place."""
        if place.competency is None:
            return TITLES[place.step]
        return self.brief.competency(place.competency).title

    def name(self, panelist: str) -> str:
        """Return a panelist's name."""
        return self.brief.name(panelist)

    def is_present(self, panelist: str) -> bool:
        """Return whether a panelist is in the call; without an entry they are."""
        return self.presence.get(panelist, "present") in ("present", "late")

    def present(self) -> tuple[Panelist, ...]:
        """Return the panelists in the call, in panel order."""
        return tuple(p for p in self.brief.panel if self.is_present(p.id))

    def is_set_aside(self, panelist: str) -> bool:
        """Return whether a panelist's ratings are shown but do not count for the class."""
        confirmation = self.confirmations.get(panelist)
        return confirmation is not None and confirmation.ratings == "set-aside"

    def is_to_rate_again(self, panelist: str) -> bool:
        """Return whether a panelist rated another role and was asked to rate again."""
        confirmation = self.confirmations.get(panelist)
        return confirmation is not None and confirmation.ratings == "re-rate"

    def has_rated_this_role(self, competency: str, panelist: str, last: int | None = None) -> bool:
        """Return whether a panelist's rating is about this role, by round `last` at the latest."""
        return not self.is_to_rate_again(panelist) or any(
            round_.marks[panelist].source in ("entered", "kept")
            for round_ in self.competencies[competency].rounds
            if last is None or round_.number <= last
        )

    def new_ratings_due(self, competency: str) -> tuple[str, ...]:
        """Return the panelists who owe a blind competency a rating: for this role, or by hand.

        In panel order. Under rules 1 they rate again in a second round instead.
        """
        poll = self.competencies[competency]
        if self.rules == 1 or poll.revealed or poll.closed is not None:
            return ()
        return tuple(
            p.id
            for p in self.brief.panel
            if (self.is_to_rate_again(p.id) or p.id in self.by_hand)
            and competency in self.usable.get(p.id, ())
            and self.recusal(competency, p.id) is None
        )

    def recusal(self, competency: str, panelist: str) -> Recusal | None:
        """Return the recusal that a panelist declared for a competency in the meeting, if any."""
        return next(
            (x for x in self.recusals if x.panelist == panelist and competency in x.competencies),
            None,
        )

    def recused_from(self, panelist: str) -> tuple[str, ...]:
        """Return the revealed competencies that a panelist is recused from, in order."""
        return tuple(
            competency
            for competency, poll in self.competencies.items()
            if poll.rounds and poll.rounds[0].marks[panelist].state is State.RECUSED
        )

    def has_vote(self, panelist: str) -> bool:
        """Return whether a panelist may vote, if they are in the call.

        Under rules 1 a recusal takes the vote away, under rules 2 only the owner's ruling does.
        """
        if self.rules == 1:
            return not self.is_recused(panelist)
        return panelist not in self.ruled_out

    def is_recused(self, panelist: str) -> bool:
        """Return whether a panelist recused themselves in a revealed rating."""
        return bool(self.recused_from(panelist))

    def minute(self, id_: int) -> Minute | None:
        """Return the minute with this id, None if there is none."""
        return next((minute for minute in self.minutes if minute.id == id_), None)

    def with_minute(self, id_: int, **changes: Any) -> Meeting:
        """Return the meeting with fields of one minute changed."""
        minutes = tuple(replace(x, **changes) if x.id == id_ else x for x in self.minutes)
        return self.changed(minutes=minutes)

    def confirmed(self) -> tuple[str, ...]:
        """Return the present who confirmed the role or have nothing to confirm, in panel order."""
        return tuple(p.id for p in self.present() if not self.must_confirm(p.id))

    def must_confirm(self, panelist: str) -> bool:
        """Return whether a panelist has yet to answer if this is the role they rated.

        Under rules 2 a panelist without a scorecard has nothing to confirm.
        """
        answer = self.confirmations.get(panelist)
        if answer is not None and answer.understanding != "absent":
            return False
        return self.rules == 1 or not self.opened or panelist in self.cards

    def levels_in(self, competency: str | None, round_: Round) -> tuple[int, ...]:
        """Return the levels of a round that count for its class, in panel order."""
        return tuple(self.counted_levels(competency, round_).values())

    def counted_levels(self, competency: str | None, round_: Round) -> dict[str, int]:
        """Return the levels of a round that count for its class, by panelist in panel order."""
        return {
            panelist: mark.level
            for panelist, mark in round_.marks.items()
            if mark.level is not None and self.counts(competency, panelist, round_)
        }

    def counts(self, competency: str | None, panelist: str, round_: Round) -> bool:
        """Return whether a panelist's mark is part of the class of a round; every vote is.

        A rating that is set aside is not. Under rules 2 neither is one for another role, until its
        panelist has rated again.
        """
        if competency is None:
            return True
        if self.is_set_aside(panelist):
            return False
        return self.rules == 1 or self.has_rated_this_role(competency, panelist, round_.number)

    def agreement(self, competency: str | None, round_: Round | None = None) -> Agreement:
        """Return the agreement of a round, the latest by default; empty before any reveal."""
        rounds = self.poll(competency).rounds
        chosen = round_ or (rounds[-1] if rounds else None)
        levels = () if chosen is None else self.levels_in(competency, chosen)
        return AGREEMENT_UNDER[self.rules].of(levels, len(self.brief.levels(competency)))

    def alone(self, competency: str | None) -> str | None:
        """Return the panelist who is alone with their level in the latest round, if anybody is."""
        level = self.agreement(competency).alone
        if level is None:
            return None
        levels = self.counted_levels(competency, self.poll(competency).rounds[-1])
        return next(p for p, given in levels.items() if given == level)

    def movers(self, competency: str) -> tuple[str, ...]:
        """Return the panelists who changed level between the last two rounds, in panel order.

        A first rating is no change of mind.
        """
        rounds = self.competencies[competency].rounds
        if len(rounds) < 2:  # noqa: PLR2004 - a move needs two rounds
            return ()
        before, after = rounds[-2].marks, rounds[-1].marks
        return tuple(
            panelist
            for panelist, mark in after.items()
            if mark.source == "entered" and before[panelist].level not in (None, mark.level)
        )

    def steps(self) -> tuple[Step, ...]:
        """Return the steps of this meeting, in order; the warm-up only if it is planned."""
        has_warm_up = self.brief.has_warm_up
        return tuple(step for step in STEPS if has_warm_up or step != "warm-up")

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
