"""The wrap-up: all blind competencies are revealed at once and closed as not discussed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from typing_extensions import override

from debrief.core.form import Ask, Field
from debrief.core.meeting.question import CompetencyQuestion
from debrief.core.meeting.state import Meeting
from debrief.core.meeting.wording import names
from debrief.core.refused import Refused, before_gate, without_reason
from debrief.core.text import listed, number_word
from debrief.core.verbs import rounds
from debrief.core.verbs.verb import ActResult, Answers, Key, Table, Verb

BOTH = 2


class WrapUp(
    Verb,
    name="wrap_up",
    key=Key("", "", "Wrap up: reveal everything still blind, without discussion"),
    draft="here",
    announced=False,
):
    """Reveal and close all blind competencies together, with a reason."""

    @override
    def ask(self, table: Table, about: str) -> Ask | Refused:
        if refused := before_gate(table.meeting) or rounds.no_wrap_up(table.meeting):
            return refused
        reason = (Field("reason", "Reason", "text", sentence=True),)
        return Ask(self.name, "", "Wrap up", reason, "Go on")

    @override
    def guard(self, table: Table, about: str, answers: Answers) -> Ask | None:
        meeting = table.meeting
        blind = rounds.still_blind(meeting)
        if rounds.no_wrap_up(meeting) or without_reason(answers.get("reason", "")):
            return None  # the rule refuses it
        title = f"Reveal {listed([meeting.brief.competency(c).title for c in blind])} for good?"
        late = tuple(_late(meeting, blind))
        return Ask(self.name, "", title, (), _reveals(len(blind)), late, guard=True)

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        opened = {}
        for competency in rounds.still_blind(table.meeting):
            question = CompetencyQuestion(competency)
            if table.meeting.cells_of(question) is not None:
                cells = table.cells(question)
                if isinstance(cells, Refused):
                    return cells
                opened[competency] = cells
        return rounds.wrap_up(table.meeting, table.ratings(), opened, answers.get("reason", ""))


def _late(meeting: Meeting, blind: Sequence[str]) -> Iterator[str]:
    """Yield who owes a new rating, and on what, if not on all that is blind."""
    about: dict[tuple[str, ...], list[str]] = {}
    for competency in blind:
        if due := rounds.waited_for(meeting, competency):
            about.setdefault(due, []).append(competency)
    for people, competencies in about.items():
        titles = [meeting.brief.competency(c).title for c in competencies]
        on = "" if len(titles) == len(blind) else f" on {listed(titles)}"
        yield f"No new rating from {names(meeting, people)}{on}."


def _reveals(count: int) -> str:
    return {1: "Reveal it", BOTH: "Reveal both"}.get(count, f"Reveal all {number_word(count)}")


VERBS = (WrapUp(),)
