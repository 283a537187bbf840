"""Mutual fit: the role's constraints, past contexts, debts to the candidate, their concerns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast, get_args

from typing_extensions import override

from debrief.core.form import LIST_HELP, UNCHOSEN, Ask, Field, choices, panel
from debrief.core.meeting import events as e
from debrief.core.meeting.agenda import (
    open_contexts,
)
from debrief.core.meeting.promises import owed
from debrief.core.meeting.state import Meeting
from debrief.core.refused import (
    Refused,
    before_gate,
    unknown_panelist,
)
from debrief.core.verbs.anytime import promise_fields, promise_of
from debrief.core.verbs.verb import (
    ActResult,
    Answers,
    ChainedVerb,
    Due,
    Key,
    StepVerb,
    Table,
    Verb,
)
from debrief.core.vocabulary import Offers


def mark_constraint(
    meeting: Meeting, constraint: str, *, told: bool, by: Sequence[str] = ()
) -> e.ConstraintMarked | Refused:
    """Record whether the candidate was told a constraint of the role, and by whom."""
    if refused := before_gate(meeting):
        return refused
    if constraint not in meeting.brief.role.constraints:
        return Refused("That is not one of the constraints in the brief.")
    for panelist in by:
        if refused := unknown_panelist(meeting, panelist):
            return refused
    return e.ConstraintMarked(constraint=constraint, told=told, by=tuple(by))


def note_context(
    meeting: Meeting, competency: str, panelist: str, offers: Offers
) -> e.FitNoted | Refused:
    """Record whether our role offers the past context that evidence depended on."""
    if refused := before_gate(meeting):
        return refused
    for c, p, text in open_contexts(meeting):
        if (c, p) == (competency, panelist):
            return e.FitNoted(kind="context", text=text, panelist=p, competency=c, offers=offers)
    return Refused("That panelist has no open context note on that competency.")


def note_owed(meeting: Meeting) -> e.FitNoted | Refused:
    """Record that nothing more is owed to the candidate; a debt is a promise."""
    return before_gate(meeting) or e.FitNoted(kind="owed")


def note_concern(meeting: Meeting, text: str) -> e.FitNoted | Refused:
    """Record a concern of the candidate's own."""
    if refused := before_gate(meeting):
        return refused
    if not text.strip():
        return Refused("Write the candidate’s concern.")
    return e.FitNoted(kind="concern", text=text)


class MarkConstraint(ChainedVerb, name="mark_constraint"):
    """Ask who told the candidate a constraint."""

    @override
    def label(self, meeting: Meeting, about: str) -> str:
        return "Was the candidate told?"

    @override
    def guidance(self, meeting: Meeting, about: str) -> str:
        return "Who told the candidate which constraints?"

    @override
    def ask(self, table: Table, about: str) -> Ask:
        return Ask(
            self.name,
            about,
            "Was the candidate told?",
            (Field("by", "Told by", "choice", panel(table.meeting, nobody="nobody"), ""),),
            "Record, next",
            (f"“{about}”",),
        )

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        by = answers.get("by", "")
        return mark_constraint(table.meeting, about, told=bool(by), by=(by,) if by else ())


class NoteContext(ChainedVerb, name="note_context"):
    """Ask whether our role offers a past context."""

    @override
    def label(self, meeting: Meeting, about: str) -> str:
        return "Does our role offer this?"

    @override
    def guidance(self, meeting: Meeting, about: str) -> str:
        return "This evidence depended on a past context. Does our role offer it?"

    @override
    def ask(self, table: Table, about: str) -> Ask | Refused:
        meeting = table.meeting
        notes = [note for note in open_contexts(meeting) if note[1] == about]
        if not notes:
            return Refused("There is no open context note.")
        competency, panelist, text = notes[0]
        title = meeting.brief.competency(competency).title
        return Ask(
            self.name,
            f"{competency}/{panelist}",
            "Does our role offer this context?",
            (
                Field(
                    "offers",
                    "It offers this",
                    "choice",
                    choices(("yes", "yes"), ("partly", "partly"), ("no", "no")),
                    UNCHOSEN,
                ),
            ),
            "Record, next",
            (f"{meeting.name(panelist)} on {title}: “{text}”",),
        )

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        offers = answers["offers"]
        if offers not in get_args(Offers):
            return Refused("Choose whether our role offers this.")
        competency, _, panelist = about.partition("/")
        return note_context(table.meeting, competency, panelist, cast("Offers", offers))


class NoteOwed(StepVerb, name="note_owed"):
    """Ask for debts to the candidate, one after another, until the answer is empty."""

    @override
    def label(self, meeting: Meeting, about: str) -> str:
        return "What do we owe the candidate?"

    @override
    def guidance(self, meeting: Meeting, about: str) -> str:
        return "What did we promise to tell or send the candidate?"

    @override
    def ask(self, table: Table, about: str) -> Ask:
        hint = "press enter if nothing more" if owed(table.meeting) else "press enter if nothing"
        return Ask(
            self.name,
            "",
            "What do we still owe the candidate?",
            (Field("text", "Owed", "text", hint=hint), *promise_fields(table)),
            "Add",
            (LIST_HELP,),
            is_list=True,
        )

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        if not answers.get("text", "").strip():
            return note_owed(table.meeting)
        return promise_of(table, answers, "owed")

    @override
    def follows(self, meeting: Meeting, due: Due, about: str, answers: Answers) -> Due | None:
        return Due(self) if answers.get("text", "").strip() else None


class NoteConcern(
    Verb,
    name="note_concern",
    key=Key("", "", "Record a concern the candidate raised"),
    draft="here",
    announced=False,
):
    """Record a concern of the candidate's own."""

    @override
    def ask(self, table: Table, about: str) -> Ask:
        return Ask(
            self.name,
            "",
            "What concerns the candidate?",
            (Field("text", "Their concern", "text"),),
            "Record",
        )

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        return note_concern(table.meeting, answers.get("text", ""))


VERBS = (MarkConstraint(), NoteContext(), NoteOwed(), NoteConcern())
