"""Events of role clarity: the role each panelist rated, recusals, and the gate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from typing_extensions import override

from debrief.core.meeting.event import Event, LogLine, Passage, Undo
from debrief.core.meeting.state import Meeting, Recusal
from debrief.core.meeting.wording import names
from debrief.core.model import Id, Line, Many, Text, Words
from debrief.core.sentence import Quotation, Sentence
from debrief.core.steps import Place
from debrief.core.vocabulary import Presence, RatingsStand, Understanding

RULINGS: dict[RatingsStand, str] = {
    "stand": "stand.",
    "re-rate": "are to be given again, unseen.",
    "set-aside": "are set aside: shown, but not counted.",
}
"""The rulings on the ratings of somebody who rated another role."""


class RoleConfirmed(Event, undo=Undo.FREE, mark=None):
    """A panelist confirmed this role or described another one; the ruling on their ratings."""

    panelist: Id
    understanding: Understanding
    differs: Text = ""
    ruling: Text = ""
    ratings: RatingsStand = "stand"

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        known = meeting.presence.get(self.panelist)
        here: Presence = "late" if known == "late" else "present"
        presence: Presence = "absent" if self.understanding == "absent" else here
        confirmations = {**meeting.confirmations, self.panelist: self}
        meeting = replace(meeting, confirmations=confirmations)
        return meeting.with_presence(self.panelist, presence, line.t)

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        name = meeting.name(self.panelist)
        if self.understanding == "differs":
            about = f"{name} understood the role differently: "
            return Sentence.of(about, Quotation(self.differs))
        is_absent = self.understanding == "absent"
        return Sentence.of(f"{name} is absent" if is_absent else f"{name} rated this role")

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        name = meeting.name(self.panelist)
        card = meeting.cards.get(self.panelist)
        on_card = (card.role or "") if card and self.understanding != "absent" else ""
        yield Passage(name, on_card, "on the card")
        yield self.passage("differs", person=name, subject="differs")
        yield self.passage("ruling", subject="ruling")

    @override
    def details(self) -> tuple[str, ...]:
        differs = self.understanding == "differs"
        return (f"Their ratings {RULINGS[self.ratings]}",) if differs else ()


class RecusalDeclared(Event, undo=Undo.FREE, mark=None, kept=True):
    """A panelist recused themselves in the meeting, with a reason.

    No competency means all that are still blind.
    """

    panelist: Id
    competency: Id | None = None
    reason: Words

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        blind = (c for c, poll in meeting.competencies.items() if not poll.revealed)
        about = tuple(blind) if self.competency is None else (self.competency,)
        recusal = Recusal(self.panelist, about, self.reason)
        return replace(meeting, recusals=(*meeting.recusals, recusal))

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        which = "all competencies that are still blind"
        if self.competency is not None:
            which = meeting.brief.competency(self.competency).title
        about = f"{meeting.name(self.panelist)} is recused from {which}: "
        return Sentence.of(about, Quotation(self.reason))

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        yield self.passage("reason", person=meeting.name(self.panelist))


class BriefHeard(Event, undo=Undo.FREE, mark=None):
    """The brief and the decision rule were read aloud."""

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        return replace(meeting, heard=True)

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        return Sentence.of("Everybody heard the brief and the decision rule")

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        return ()


class RolesConfirmed(Event, undo=Undo.FREE, mark=None):
    """These panelists confirmed together that this is the role they rated."""

    panelists: Many[Id]

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        for confirmed in self._each():
            meeting = confirmed.apply(meeting, line)
        return meeting

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        return Sentence.of(f"{names(meeting, self.panelists)} rated this role")

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        for confirmed in self._each():
            yield from confirmed.texts(meeting)

    def _each(self) -> Iterable[RoleConfirmed]:
        return (RoleConfirmed(panelist=p, understanding="same") for p in self.panelists)


class GatePassed(Event, undo=Undo.FREE, mark=None):
    """The role is clear and the decision rule, read aloud, is fixed."""

    rule: Line
    then: Place

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        return replace(meeting, gate=self, done=meeting.done | {"role-clarity"})

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        return Sentence.of("The role clarity gate was passed")

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        yield self.passage("rule", shown=False)

    @override
    def details(self) -> tuple[str, ...]:
        return (f"The rule: {self.rule}",)

    @override
    def place_after(self) -> Place | None:
        return self.then
