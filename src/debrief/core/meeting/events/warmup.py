"""Events of the warm-up: the panel rates an invented case, never the candidate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from pydantic import Field
from typing_extensions import override

from debrief.core.meeting.agreement import check_ratings
from debrief.core.meeting.event import Barrier, Event, LogLine, Passage, Undo
from debrief.core.meeting.question import CaseQuestion
from debrief.core.meeting.state import Meeting, RatedCase
from debrief.core.meeting.wording import names, title
from debrief.core.model import Id
from debrief.core.scorecard import Entry
from debrief.core.sentence import Sentence


class VignetteOpened(Event, undo=Undo.FREE, mark=None):
    """A case of a competency was read out, to be rated unseen."""

    competency: Id
    vignette: Id

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        return meeting.with_cells(CaseQuestion(self.competency, self.vignette), 1)

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        return Sentence.of(f"A case for {title(meeting, self.competency)} was read out")

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        return ()


class VignetteRated(Event, undo=Undo.SKIPPED, mark=None):
    """Cells of the open case were entered unseen; each is ciphertext, always of one length.

    `undoes` is the seq of the clearing that this takes back.
    """

    ballots: dict[Id, str]
    undoes: int | None = None

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        case = meeting.open_case
        if case is None:  # undo took it back
            return meeting
        return meeting.with_cells(case, 1, {**meeting.cells[case].ballots, **self.ballots})

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        who = names(meeting, self.ballots)
        if self.undoes is not None:
            return Sentence.of(f"{who}’s entry of the warm-up is back")
        return Sentence.of(f"Entered unseen for the warm-up: {who}")

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        return ()

    @override
    def cells_changed(self) -> Mapping[str, bool]:
        return dict.fromkeys(self.ballots, True)


class VignetteCleared(Event, undo=Undo.SKIPPED, mark=None):
    """A cell of the open case was emptied; `undoes` is the seq of the entry that it takes back."""

    panelist: Id
    undoes: int | None = None

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        case = meeting.open_case
        if case is None:
            return meeting
        cells = meeting.cells[case].ballots
        return meeting.with_cells(case, 1, {p: x for p, x in cells.items() if p != self.panelist})

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        return Sentence.of(f"{meeting.name(self.panelist)}’s entry of the warm-up cleared")

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        return ()

    @override
    def cells_changed(self) -> Mapping[str, bool]:
        return {self.panelist: False}


class VignetteRevealed(
    Event,
    undo=Barrier("A reveal cannot be unseen: there is nothing to undo since then."),
    mark=None,
):
    """All ratings of the open case were revealed at once, with the reference rating.

    `codes` has the code that counted for each rating that came by code.
    """

    ratings: dict[Id, Entry] = Field(default_factory=dict)
    codes: dict[Id, str] = Field(default_factory=dict)

    @override
    def apply(self, meeting: Meeting, line: LogLine) -> Meeting:
        case = meeting.open_case
        assert case is not None, "a case is rated"
        entered = (x.level for x in self.ratings.values() if x.level is not None)
        check_ratings(entered, len(meeting.brief.levels(case.competency)))
        rated = RatedCase(case.key, self.ratings)
        meeting = replace(meeting, rated_cases=(*meeting.rated_cases, rated))
        return meeting.without_cells(case)

    @override
    def describe(self, meeting: Meeting) -> Sentence:
        return Sentence.of("The ratings of the case were revealed")

    @override
    def texts(self, meeting: Meeting) -> Iterable[Passage]:
        return ()
