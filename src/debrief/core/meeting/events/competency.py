"""Events of rating and discussing: reveals, challenges, further blind rounds, closing.

In most of them, None as the competency means the final vote.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from pydantic import Field
from typing_extensions import override

from debrief.core.meeting.event import Barrier, Event, LogLine, Passage, Undo
from debrief.core.meeting.question import CompetencyQuestion, poll_question
from debrief.core.meeting.state import (
    NO_VOTE,
    Closure,
    Mark,
    Meeting,
    Promised,
    Round,
    entered_mark,
    entered_marks,
)
from debrief.core.meeting.wording import (
    CHALLENGE_OUTCOMES,
    entry_word,
    mark_word,
    names,
    title,
    titles,
)
from debrief.core.model import Day, Id, Many, Text, Words
from debrief.core.scorecard import Entry, Rating, State
from debrief.core.sentence import Quotation, Sentence
from debrief.core.steps import Place
from debrief.core.vocabulary import (
    ChallengeOutcome,
    Closing,
    Promise,
    RevealedCompetency,
    closing_words,
)


class RatingsRevealed(
    Event,
    undo=Barrier("A reveal cannot be unseen: there is nothing to undo since then."),
    mark="reveal",
    kept=True,
):
    """All ratings of a round were revealed at once; a wrap-up reveals and closes several."""

    round: int = Field(ge=1)
    revealed: Many[RevealedCompetency]
    wrap_up: bool = False
    reason: Text = ""
    then: Place | None = None

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        wrapped_up = Closure("not-discussed", self.reason or "wrapped up")
        for result in self.revealed:
            poll = meeting.competencies[result.competency]
            if self.round == 1:
                marks = {p.id: _first_mark(meeting, result, p.id) for p in meeting.brief.panel}
            else:
                marks = entered_marks(poll.rounds[-1].marks, result.entries)
            meeting = meeting.with_poll(
                result.competency,
                rounds=(*poll.rounds, Round(self.round, marks, line.t, codes=result.codes)),
                ratings={**poll.ratings, **result.ratings},
                left_open=False,
                closed=wrapped_up if self.wrap_up else poll.closed,
            ).without_cells(CompetencyQuestion(result.competency))
        return meeting

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        which = ", ".join(title(meeting, result.competency) for result in self.revealed)
        wrapped_up = " (wrapped up)" if self.wrap_up else ""
        return Sentence.of(f"Round {self.round} revealed: {which}{wrapped_up}")

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        for number, result in enumerate(self.revealed):
            for panelist, rating in result.ratings.items():
                path = ("revealed", number, "ratings", panelist)
                yield from rating_texts(meeting.name(panelist), rating, path)
        yield self.passage("reason")

    @override
    def questions_revealed(self) -> tuple[str | None, ...]:
        return tuple(result.competency for result in self.revealed)

    @override
    def place_after(self) -> Place | None:
        return self.then


def card_mark(rating: Rating | None) -> Mark:
    """Return the mark of a rating on a card; None if there is no card."""
    return Mark(State.MISSING) if rating is None else Mark(rating.standing, rating.level)


def _first_mark(meeting: Meeting, result: RevealedCompetency, panelist: str) -> Mark:
    """Return the mark of the first round: from the card, or the new rating in place of it."""
    if meeting.recusal(result.competency, panelist) is not None:
        return Mark(State.RECUSED)
    from_card, entry = card_mark(result.ratings.get(panelist)), result.entries.get(panelist)
    if entry is None or from_card.state is State.RECUSED:
        return from_card
    return entered_mark(from_card, entry)


def rating_texts(name: str, rating: Rating, path: tuple[str | int, ...] = ()) -> Iterable[Passage]:
    """Yield a panelist's texts on a rating that is at `path` in an event."""
    for number, text in enumerate(rating.for_):
        yield Passage(name, text, "for", (*path, "for", number))
    for number, text in enumerate(rating.against):
        yield Passage(name, text, "against", (*path, "against", number))
    if rating.depends_on_context:
        yield Passage(name, rating.depends_on_context, "depended on", (*path, "depends_on_context"))
    if rating.reason:
        yield Passage(name, rating.reason, "reason", (*path, "reason"))


class EntryCorrected(Event, undo=Undo.FREE, mark=None, kept=True):
    """A wrong entry was corrected; both values are kept."""

    competency: Id | None = None
    round: int = Field(ge=1)
    panelist: Id
    was: Entry
    now: Entry

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        poll = meeting.poll(self.competency)
        rounds = poll.rounds
        index = next(i for i, r in enumerate(rounds) if r.number == self.round)
        old = rounds[index].marks[self.panelist]
        first = NO_VOTE if self.competency is None else card_mark(poll.ratings.get(self.panelist))
        earlier = rounds[index - 1].marks[self.panelist] if index else first
        mark = entered_mark(earlier, self.now, (*old.wrong_entries, self.was))
        changed = replace(rounds[index], marks={**rounds[index].marks, self.panelist: mark})
        corrected = (*rounds[:index], changed, *rounds[index + 1 :])
        return meeting.with_poll(self.competency, rounds=corrected)

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        was, now = (entry_word(meeting, self.competency, entry) for entry in (self.was, self.now))
        about = f"{meeting.name(self.panelist)}’s entry corrected"
        return Sentence.of(f"{about} for {title(meeting, self.competency)}: not {was}, but {now}")

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        yield Passage(meeting.name(self.panelist), "")


class ChallengeRecorded(Event, undo=Undo.FREE, mark="challenge", kept=True):
    """A consensus was challenged; no competencies means the final vote."""

    competencies: Many[Id] = ()
    basis: Literal["dissent", "challenger", "panel"]
    challengers: Many[Id] = ()
    argued: Words
    new_evidence: bool = False
    outcome: ChallengeOutcome
    closes: Closing | None = None
    opens_round: int | None = None
    then: Place | None = None

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        """Add the challenge; only the competency at hand gets a new round."""
        for competency in self.competencies or (None,):
            poll = meeting.poll(competency)
            opens = self.opens_round if competency == meeting.place.competency else None
            closing = self.closes if opens is None else None
            meeting = meeting.with_poll(
                competency,
                challenges=(*poll.challenges, self),
                left_open=self.outcome == "open",
                closed=Closure(closing) if closing else poll.closed,
            )
            if opens:
                meeting = meeting.with_cells(poll_question(competency), opens)
        return meeting

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        who = f" by {names(meeting, self.challengers)}" if self.challengers else ""
        outcome = CHALLENGE_OUTCOMES[self.outcome]
        about = f"Challenge of {titles(meeting, self.competencies)}{who}: {outcome}, "
        return Sentence.of(about, Quotation(self.argued))

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        yield self.passage("argued", person=names(meeting, self.challengers))

    @override
    def place_after(self) -> Place | None:
        return self.then


class ChallengeWaived(Event, undo=Undo.FREE, mark=None, kept=True):
    """A challenge was skipped, with a reason, or deferred, to be made for several at once."""

    competencies: Many[Id] = ()
    reason: Words
    together: bool = False
    closes: Closing | None = None
    then: Place | None = None

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        for competency in self.competencies or (None,):
            closed = Closure(self.closes) if self.closes else meeting.poll(competency).closed
            meeting = meeting.with_poll(competency, challenge_waived=self, closed=closed)
        return meeting

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        what = "put off, to be held together" if self.together else "waived"
        about = f"Challenge of {titles(meeting, self.competencies)} {what}: "
        return Sentence.of(about, Quotation(self.reason))

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        yield self.passage("reason")

    @override
    def place_after(self) -> Place | None:
        return self.then


class Argued(Event, undo=Undo.FREE, mark=None, kept=True):
    """A disagreement was argued from evidence, which may close the competency.

    `asks_ruling` is the panelist who stood alone and asked for a ruling.
    """

    competency: Id
    text: Text = ""
    asks_ruling: Id | None = None
    closes: Closing | None = None
    then: Place | None = None

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        poll = meeting.competencies[self.competency]
        asked = f"{meeting.name(self.asks_ruling)} asked for a ruling" if self.asks_ruling else ""
        closed = Closure(self.closes, asked) if self.closes else poll.closed
        argued = (*poll.argued, self.text)
        return meeting.with_poll(self.competency, argued=argued, closed=closed)

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        text = (": ", Quotation(self.text)) if self.text else ()
        closed = f"; closed as {_closing(meeting, self.competency, self.closes)}"
        return Sentence.of("Argued from evidence", *text, *((closed,) if self.closes else ()))

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        yield self.passage("text")
        if self.asks_ruling:
            yield Passage(meeting.name(self.asks_ruling), "")

    @override
    def place_after(self) -> Place | None:
        return self.then


def _closing(meeting: Meeting, competency: str, closing: Closing | None) -> str:
    threshold = meeting.brief.competency(competency).is_threshold
    return closing_words(closing, threshold=threshold) if closing else ""


class SignalNamed(Event, undo=Undo.WITH_NEXT, mark=None, kept=True):
    """A signal that is needed was named, with the person who brings it and the day, if any."""

    competency: Id | None = None
    signal: Words
    who: Id | None = None
    by: Day | None = None

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        signals = (*meeting.poll(self.competency).signals, self)
        promise = Promise(kind="signal", text=self.signal, who=self.who, by=self.by)
        promises = (*meeting.promises, Promised(line.seq, promise))
        return meeting.with_poll(self.competency, signals=signals).changed(promises=promises)

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        who = meeting.name(self.who) if self.who else "nobody named"
        day = f", by {self.by:%-d %B %Y}" if self.by else ""
        about = f"Signal needed for {title(meeting, self.competency)} ({who}{day}): "
        return Sentence.of(about, Quotation(self.signal))

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        yield self.passage("signal", person=meeting.name(self.who) if self.who else "")


class RoundOpened(Event, undo=Undo.FREE, mark=None):
    """A further blind round began."""

    competency: Id
    round: int = Field(ge=2)

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        return meeting.with_cells(CompetencyQuestion(self.competency), self.round)

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        return Sentence.of(f"Round {self.round} opened for {title(meeting, self.competency)}")

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        return ()


class RoundAbandoned(Event, undo=Undo.FREE, mark=None, kept=True):
    """A further round was given up before its reveal, and its entries dropped."""

    competency: Id | None = None
    round: int = Field(ge=1)
    reason: Words

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        poll = meeting.poll(self.competency)
        abandoned = (*poll.abandoned, self)
        meeting = meeting.with_poll(self.competency, abandoned=abandoned)
        return meeting.without_cells(poll_question(self.competency))

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        return Sentence.of(f"Round {self.round} given up: ", Quotation(self.reason))

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        yield self.passage("reason")


class BallotEntered(Event, undo=Undo.SKIPPED, mark=None):
    """Cells were entered unseen; each is ciphertext, of the same length for every value.

    `undoes` is the seq of the clearing that this takes back.
    """

    competency: Id | None = None
    round: int = Field(ge=1)
    ballots: dict[Id, str]
    undoes: int | None = None

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        question = poll_question(self.competency)
        cells = meeting.cells_of(question)
        if cells is None or cells.round != self.round:  # undo took its round back
            return meeting
        return meeting.with_cells(question, self.round, {**cells.ballots, **self.ballots})

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        about, who = title(meeting, self.competency), names(meeting, self.ballots)
        if self.undoes is not None:
            return Sentence.of(f"{who}’s entry is back")
        return Sentence.of(f"Entered unseen for {about}: {who}")

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        return ()

    @override
    def cells_changed(self) -> Mapping[str, bool]:
        return dict.fromkeys(self.ballots, True)


class BallotCleared(Event, undo=Undo.SKIPPED, mark=None):
    """A cell was emptied; `undoes` is the seq of the entry that this takes back."""

    competency: Id | None = None
    round: int = Field(ge=1)
    panelist: Id
    undoes: int | None = None

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        question = poll_question(self.competency)
        cells = meeting.cells_of(question)
        if cells is None or cells.round != self.round:
            return meeting
        left = {p: cell for p, cell in cells.ballots.items() if p != self.panelist}
        return meeting.with_cells(question, self.round, left)

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        return Sentence.of(f"{meeting.name(self.panelist)}’s entry cleared")

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        return ()

    @override
    def cells_changed(self) -> Mapping[str, bool]:
        return {self.panelist: False}


class BallotsLost(Event, undo=Undo.SKIPPED, mark=None, kept=True):
    """The key of the cells was lost: all are empty, and new entries are sealed to a new key."""

    ballot_key: str

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        cells = {question: replace(x, ballots={}) for question, x in meeting.cells.items()}
        return replace(
            meeting,
            ballot_key=self.ballot_key,
            cells=cells,
            unproven=frozenset(meeting.commitments),
        )

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        return Sentence.of("The entries were lost with their key and are asked for again")

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        return ()


class MoveExplained(Event, undo=Undo.FREE, mark=None):
    """A panelist who moved gave a reason, or declined to."""

    competency: Id
    round: int = Field(ge=2)
    panelist: Id
    reason: Text = ""
    declined: bool = False

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        moves = (*meeting.competencies[self.competency].moves, self)
        return meeting.with_poll(self.competency, moves=moves)

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        move = f"{meeting.name(self.panelist)} moved{self._levels(meeting)}"
        if self.declined:
            return Sentence.of(f"{move} and declined to say why")
        return Sentence.of(f"{move}: ", Quotation(self.reason))

    def _levels(self, meeting: Meeting) -> str:
        for before, after in pairwise(meeting.poll(self.competency).rounds):
            if after.number == self.round:
                marks = (before.marks[self.panelist], after.marks[self.panelist])
                was, now = (mark_word(meeting, self.competency, mark) for mark in marks)
                return f" from {was} to {now}"
        return ""

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        yield self.passage("reason", person=meeting.name(self.panelist))


class CompetencyClosed(Event, undo=Undo.FREE, mark=None):
    """A competency was closed, with a reason if not as proposed."""

    competency: Id
    closing: Closing
    reason: Text = ""
    then: Place

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        return meeting.with_poll(self.competency, closed=Closure(self.closing, self.reason))

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        closing = _closing(meeting, self.competency, self.closing)
        return Sentence.of(f"{title(meeting, self.competency)} closed as {closing}")

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        yield self.passage("reason")

    @override
    def place_after(self) -> Place | None:
        return self.then


class CompetencyReopened(Event, undo=Undo.FREE, mark=None):
    """A closed competency was reopened, with a reason."""

    competency: Id
    reason: Words

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        poll = meeting.competencies[self.competency]
        place = Place(step="competency", competency=self.competency)
        waived = {p: reason for p, reason in meeting.waived.items() if p != place}
        rulings = {c: x for c, x in meeting.rulings.items() if c != self.competency}
        meeting = replace(meeting, waived=waived, rulings=rulings)
        reopened = (*poll.reopened, self.reason)
        return meeting.with_poll(
            self.competency,
            closed=None,
            reopened=reopened,
            rounds_at_reopening=len(poll.rounds),
        )

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        return Sentence.of(f"{title(meeting, self.competency)} reopened: ", Quotation(self.reason))

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        yield self.passage("reason")

    @override
    def place_after(self) -> Place | None:
        return Place(step="competency", competency=self.competency)
