"""The warm-up: choosing a case, and revealing its ratings with the reference."""

from __future__ import annotations

from collections.abc import Mapping

from typing_extensions import override

from debrief.core.form import Ask, Field, choices
from debrief.core.meeting.events import warmup as w
from debrief.core.meeting.state import Meeting
from debrief.core.meeting.warmup_cases import Case, case, left
from debrief.core.refused import Refused, before_gate
from debrief.core.scorecard import Entry
from debrief.core.sealed import Sealed
from debrief.core.verbs.cells import NO_CASE, confirm_early, filled_cells, reveal_label, waiting
from debrief.core.verbs.verb import (
    ActResult,
    Answers,
    RevealVerb,
    StepVerb,
    Table,
)


def open_vignette(meeting: Meeting, key: str) -> w.VignetteOpened | Refused:
    """Open a case that was not rated yet; `key` is `competency/vignette`."""
    if refused := before_gate(meeting) or _elsewhere(meeting):
        return refused
    if meeting.open_case:
        return Refused("A case is already being rated: reveal it first.")
    if key not in (x.key for x in left(meeting)):
        return Refused("Choose a case that has not been rated yet.")
    chosen = case(meeting.brief, key)
    return w.VignetteOpened(competency=chosen.competency.id, vignette=chosen.vignette.id)


def reveal(meeting: Meeting, opened: Mapping[str, Sealed[Entry]]) -> w.VignetteRevealed | Refused:
    """Reveal all ratings of the open case at once."""
    if refused := before_gate(meeting) or _elsewhere(meeting):
        return refused
    cells = filled_cells(meeting, meeting.open_case, opened)
    if isinstance(cells, Refused):
        return cells
    return w.VignetteRevealed(
        ratings={p.id: opened[p.id].open() for p in meeting.brief.panel if p.id in opened}
    )


def _elsewhere(meeting: Meeting) -> Refused | None:
    return None if meeting.place.step == "warm-up" else NO_CASE


class OpenVignette(StepVerb, name="open_vignette"):
    """Choose a case by its competency, since its title might reveal the reference rating."""

    @override
    def label(self, meeting: Meeting, about: str) -> str:
        return "Choose a case to rate"

    @override
    def guidance(self, meeting: Meeting, about: str) -> str:
        return "One invented case for all of us, so that a level means the same to everyone."

    @override
    def ask(self, table: Table, about: str) -> Ask | Refused:
        meeting = table.meeting
        if meeting.place.step != "warm-up" or meeting.open_case:
            return Refused("No case can be chosen here.")
        next_cases: dict[str, Case] = {}
        for following in left(meeting):
            next_cases.setdefault(following.competency.id, following)
        if not next_cases:
            return Refused("Every case has been rated: move on.")
        options = choices(*((x.key, x.competency.title) for x in next_cases.values()))
        return Ask(
            self.name,
            "",
            "A case for which competency?",
            (Field("case", "Competency", "choice", options),),
            "Read it out",
            ("An invented person. It says nothing about the candidate.",),
        )

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        return open_vignette(table.meeting, answers["case"])


class RevealVignette(RevealVerb, name="reveal_vignette"):
    """Reveal all ratings of the case."""

    @override
    def label(self, meeting: Meeting, about: str) -> str:
        return reveal_label(len(waiting(meeting)))

    @override
    def guidance(self, meeting: Meeting, about: str) -> str:
        return "Send me your rating of this case privately. I enter it unseen."

    @override
    def guard(self, table: Table, about: str, answers: Answers) -> Ask | None:
        return confirm_early(self.name, table.meeting, "")

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        cells = table.cells(table.meeting.question)
        return cells if isinstance(cells, Refused) else reveal(table.meeting, cells)


VERBS = (OpenVignette(), RevealVignette())
