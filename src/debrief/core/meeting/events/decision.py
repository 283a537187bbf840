"""Events of the decision: dissents and their answers, rulings, the decision, its owner."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import get_args

from typing_extensions import override

from debrief.core.meeting.event import Event, LogLine, Passage, Undo
from debrief.core.meeting.events.anytime import follow_up_texts
from debrief.core.meeting.state import Dissent, Meeting
from debrief.core.meeting.wording import OUTCOMES, names, title, titles
from debrief.core.model import Day, Id, Line, Many, Text, Words
from debrief.core.sentence import Quotation, Sentence
from debrief.core.steps import Place
from debrief.core.vocabulary import Consent, FollowUp, Outcome


class DissentRecorded(Event, undo=Undo.FREE, mark=None):
    """A panelist dissents, in their own words; `replaces` is the seq of the earlier wording."""

    panelist: Id
    text: Words
    confirmed: bool = False
    replaces: int | None = None

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        if self.replaces is None:
            new = Dissent(
                id=line.seq,
                panelist=self.panelist,
                text=self.text,
                confirmed=self.confirmed,
                at=line.t,
                sitting=meeting.sitting,
            )
            return replace(meeting, dissents=(*meeting.dissents, new))
        dissents = tuple(
            replace(dissent, text=self.text, confirmed=self.confirmed)
            if dissent.id == self.replaces
            else dissent
            for dissent in meeting.dissents
        )
        return replace(meeting, dissents=dissents)

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        return Sentence.of(f"{meeting.name(self.panelist)} dissents: ", Quotation(self.text))

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        yield self.passage("text", person=meeting.name(self.panelist))


class DissentAnswered(Event, undo=Undo.FREE, mark=None):
    """The owner answered a dissent; `dissent` is the seq of its first wording."""

    dissent: int
    answer: Words

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        dissents = tuple(
            replace(dissent, answer=self.answer) if dissent.id == self.dissent else dissent
            for dissent in meeting.dissents
        )
        return replace(meeting, dissents=dissents)

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        return Sentence.of("The owner answered a dissent: ", Quotation(self.answer))

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        yield self.passage("answer", person=meeting.owner_name)


class DissentAsked(Event, undo=Undo.FREE, mark=None):
    """Everybody present who voted against the decision was asked whether they dissent."""

    answers: dict[Id, Consent]

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        return replace(meeting, dissent_asked=self)

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        dissent, accept = (
            [panelist for panelist, given in self.answers.items() if given == answer]
            for answer in get_args(Consent)
        )
        parts = [f"dissent: {names(meeting, dissent)}"] if dissent else []
        parts += [f"accept the decision: {names(meeting, accept)}"] if accept else []
        return Sentence.of(f"Asked by name; {'; '.join(parts)}")

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        return (Passage(meeting.name(panelist), "") for panelist in self.answers)


class AgainstAnswered(Event, undo=Undo.FREE, mark=None):
    """The owner answered the only person who rated against a hire on these competencies.

    `dissent` is the seq of that person's dissent, if the line also answers it.
    """

    panelist: Id
    competencies: Many[Id]
    answer: Words
    dissent: int | None = None

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        answered = {**meeting.against_answered, self.panelist: self}
        dissents = tuple(
            replace(dissent, answer=self.answer) if dissent.id == self.dissent else dissent
            for dissent in meeting.dissents
        )
        return replace(meeting, against_answered=answered, dissents=dissents)

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        name = meeting.name(self.panelist)
        about = titles(meeting, self.competencies)
        return Sentence.of(f"The owner answered {name} on {about}: ", Quotation(self.answer))

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        yield self.passage("answer", person=meeting.owner_name)


class BarWaived(Event, undo=Undo.WITH_NEXT, mark=None):
    """The owner ruled that a must-have or threshold that is not met does not prevent the hire."""

    competency: Id
    obstacle: Line
    ruling: Words

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        return replace(meeting, rulings={**meeting.rulings, self.competency: self})

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        about = f"Ruled on {title(meeting, self.competency)}, {self.obstacle}: "
        return Sentence.of(about, Quotation(self.ruling))

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        yield self.passage("obstacle", shown=False)
        yield self.passage("ruling", person=meeting.owner_name)


class DecisionMade(Event, undo=Undo.FREE, mark=None, kept=True):
    """The owner decided; a postponed decision leaves the meeting open."""

    outcome: Outcome
    owner: Id
    owner_recused: bool = False
    rationale: Words
    conditions: Many[Line] = ()
    follow_ups: Many[FollowUp] = ()
    review: Day | None = None
    test: Text = ""
    tester: Text = ""
    due: Day | None = None
    would_change: Text = ""
    until: Day | None = None
    then: Place | None = None

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        follow_ups = meeting.follow_ups + self.follow_ups
        return replace(meeting, decisions=(*meeting.decisions, self), follow_ups=follow_ups)

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        return Sentence.of(f"{meeting.name(self.owner)} decided: {OUTCOMES[self.outcome]}")

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        owner = meeting.name(self.owner)
        yield self.passage("rationale", person=owner)
        for number, text in enumerate(self.conditions):
            yield Passage(owner, text, "condition", ("conditions", number))
        for number, follow_up in enumerate(self.follow_ups):
            yield from follow_up_texts(follow_up, ("follow_ups", number), "follow-up")
        yield self.passage("test", person=self.tester, subject="test")
        yield self.passage("tester", person=self.tester, subject="tester", shown=False)
        yield self.passage("would_change", person=owner, subject="would change it")

    @override
    def details(self) -> tuple[str, ...]:
        days = (("Review on", self.review), ("By", self.due), ("Until", self.until))
        return tuple(f"{what} {day.day} {day:%B %Y}" for what, day in days if day)

    @override
    def place_after(self) -> Place | None:
        return self.then


class OwnerReplaced(Event, undo=Undo.FREE, mark=None, kept=True):
    """Another panelist became the decision owner, before the vote."""

    owner: Id
    reason: Words

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        return replace(meeting, owner=self.owner, owners=(*meeting.owners, self))

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        return Sentence.of(f"{meeting.name(self.owner)} became the decision owner")

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        yield self.passage("reason", person=meeting.name(self.owner))
