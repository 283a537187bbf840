"""Events of a meeting in several sittings: its end without hire or no hire, and going on later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from typing_extensions import override

from debrief.core.meeting.event import Barrier, Event, LogLine, Passage
from debrief.core.meeting.state import CarriedOn, Meeting
from debrief.core.sentence import Sentence
from debrief.core.steps import Place


class SittingEnded(
    Event,
    undo=Barrier("The meeting has ended: debrief run carries it on."),
    mark=None,
    kept=True,
):
    """The meeting ended without hire or no hire; the session stays open."""

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        return replace(meeting, ended=True)

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        return Sentence.of("The meeting ended, and the session stays open")

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        return ()


class SittingResumed(
    Event,
    undo=Barrier("The meeting was carried on: there is nothing to undo since then."),
    mark=None,
    kept=True,
):
    """The meeting was carried on after a decision to wait."""

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        before = CarriedOn(
            at=line.t,
            number=meeting.sitting + 1,
            decisions=len(meeting.decisions),
            votes=len(meeting.vote.rounds),
            causes=len(meeting.causes),
            references=len(meeting.references),
            constraints=meeting.constraints,
            used=meeting.clock.used.get(meeting.place, 0.0),
        )
        return replace(meeting, ended=False, carried_on=before)

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        return Sentence.of("The meeting was carried on")

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        return ()

    @override
    def place_after(self) -> Place | None:
        return Place(step="decision")
