"""A meeting in several sittings: its end after a decision to wait, and the ways to go on."""

from __future__ import annotations

from collections.abc import Sequence

from typing_extensions import override

from debrief.core.brief import Reference
from debrief.core.days import in_full
from debrief.core.form import Ask, Field, Option, choices
from debrief.core.meeting import events as e
from debrief.core.meeting.agenda import doubted
from debrief.core.meeting.state import Meeting
from debrief.core.meeting.wording import OUTCOMES
from debrief.core.refused import Refused, before_gate
from debrief.core.steps import Place, Step
from debrief.core.verbs.anytime import keep_promise
from debrief.core.verbs.decision import Decide
from debrief.core.verbs.references import ReviewReference
from debrief.core.verbs.talk import Reopen
from debrief.core.verbs.verb import ActResult, Answers, Due, Following, Key, StepVerb, Table, Verb
from debrief.core.vocabulary import Outcome

_STEPS: dict[str, Step] = {
    "reference": "references",
    "vote": "vote",
    "premortem": "premortem",
    "fit": "fit",
}
"""The steps that a meeting carried on can go back to, by the name of the choice."""

REOPEN, KEPT = "reopen:", "kept:"
"""The beginnings of choices about a competency and about a promise."""

MARK = "Mark as kept: "
"""The beginning of the label of a choice about a promise."""


def end_sitting(meeting: Meeting) -> e.SittingEnded | Refused:
    """End the meeting after a decision to wait; the session stays open."""
    if refused := before_gate(meeting):
        return refused
    if not meeting.waits or not meeting.is_decided_here:
        return Refused(f"{meeting.owner_name} decides first.")
    return e.SittingEnded()


def carry_on(
    meeting: Meeting, on_file: Sequence[Reference]
) -> tuple[e.SittingResumed | e.ReferenceAdded, ...]:
    """Return the events of carrying a meeting on, none if it is not waiting for that.

    References on file that the meeting does not know yet are added.
    """
    if not meeting.waits or not (meeting.ended or meeting.is_decided_here):
        return ()
    known = {reference.id for reference in meeting.references}
    new = (reference for reference in on_file if reference.id not in known)
    return (e.SittingResumed(), *(e.ReferenceAdded(reference=reference) for reference in new))


def go_back_to(meeting: Meeting, step: Step) -> e.StepOpened | Refused:
    """Move a meeting that was carried on to a step that may be held again."""
    if refused := before_gate(meeting):
        return refused
    if meeting.carried_on is None or meeting.decided:
        return Refused("Only a meeting that was carried on can go back.")
    if step == "vote" and not meeting.may_vote_again:
        return Refused("Too late to go back: the new vote is revealed.")
    return e.StepOpened(place=Place(step=step))


def next_choices(meeting: Meeting) -> tuple[Option, ...]:
    """Return the next steps for a meeting that was carried on, the likeliest first.

    A digit chooses the one at its place. What was done keeps its place, and has no value.
    """
    before = meeting.carried_on
    if before is None:
        return ()
    unheard = [x for x in meeting.references if x.id not in meeting.reviewed]
    new = meeting.references[before.references :]
    options: list[Option] = []
    if new or unheard:
        label = "Hear the new reference" if len(new or unheard) == 1 else "Hear the new references"
        options.append(_choice("reference", label, done=not unheard))
    vote = "Vote again (all votes stay on record)"
    options.append(_choice("vote", vote, done=not meeting.may_vote_again))
    options.append(Option("decide", "Decide"))
    for competency, reopened in doubted(meeting).items():
        label = f"Reopen {meeting.brief.competency(competency).title}"
        if meeting.has_voted and not reopened:
            options.append(Option("", f"Too late: {label}"))
        else:
            options.append(_choice(f"{REOPEN}{competency}", label, done=reopened))
    again = " again" if meeting.causes else ""
    options.append(Option("premortem", f"Hold the premortem{again}"))
    options.append(Option("fit", "Constraints and mutual fit"))
    options += [
        _choice(f"{KEPT}{x.id}", f"{MARK}{x.promise.text}", done=x.kept_at is not None)
        for x in meeting.promises
        if x.kept_at is None or x.kept_at >= before.at
    ]
    return tuple(options)


def likeliest(meeting: Meeting) -> str:
    """Return the first of the next steps that is not done."""
    return next(option.value for option in next_choices(meeting) if option.value)


def _choice(value: str, label: str, *, done: bool) -> Option:
    if not done:
        return Option(value, label)
    return Option("", f"Done: {label.removeprefix(MARK).partition(' (')[0]}")


def waits_for(meeting: Meeting) -> str:
    """Return the decision and its day, as the first words of a sentence."""
    decision = meeting.decision
    assert decision is not None, "the meeting waits after a decision"
    outcome: Outcome = decision.outcome
    until = decision.until or decision.due
    return f"{OUTCOMES[outcome].capitalize()}, until {in_full(until)}"


class EndSitting(StepVerb, name="end_sitting"):
    """End the meeting after a decision to wait."""

    @override
    def label(self, meeting: Meeting, about: str) -> str:
        return "End the meeting"

    @override
    def guidance(self, meeting: Meeting, about: str) -> str:
        return f"{waits_for(meeting)}. The session stays open, and an interim record is written."

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        return end_sitting(table.meeting)


class CarryOn(StepVerb, name="carry_on"):
    """Go to the next step of a meeting that was carried on; `about` is its choice."""

    @override
    def label(self, meeting: Meeting, about: str) -> str:
        labels = (option.label for option in next_choices(meeting) if option.value == about)
        return next(labels, "").partition(" (")[0]

    @override
    def guidance(self, meeting: Meeting, about: str) -> str:
        return "Carried on. Press a number to choose what comes next."

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        if not about or all(option.value != about for option in next_choices(table.meeting)):
            return Refused("Press the number of what comes next.")
        if about in _STEPS:
            return go_back_to(table.meeting, _STEPS[about])
        return ()

    @override
    def follows(self, meeting: Meeting, due: Due, about: str, answers: Answers) -> Following | None:
        if about.startswith(REOPEN):
            return Following(Reopen(), about.removeprefix(REOPEN))
        if about.startswith(KEPT):
            return Following(KeepPromise(), about.removeprefix(KEPT))
        if about == "reference":
            unheard = (x.id for x in meeting.references if x.id not in meeting.reviewed)
            return Following(ReviewReference(), next(unheard, ""))
        return Due(Decide()) if about == "decide" else None


class KeepPromise(
    Verb,
    name="keep_promise",
    key=Key("", "", "Mark a promise as kept"),
    draft="here",
    announced=True,
):
    """Mark a promise as kept; `about` is its id, empty to choose it."""

    @override
    def ask(self, table: Table, about: str) -> Ask | Refused:
        promises = {
            str(x.id): x.promise.text
            for x in table.meeting.promises
            if x.kept_at is None and about in ("", str(x.id))
        }
        if not promises:
            return Refused("That promise is not open.")
        which = Field("promise", "Which promise", "choice", choices(*promises.items()))
        found = Field("found", "What was found", hint="nothing to add")
        fields, says = ((found,), tuple(promises.values())) if about else ((which, found), ())
        return Ask(self.name, about, "This promise was kept", fields, "Record", says)

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        promise = about or answers.get("promise", "")
        return keep_promise(table.meeting, int(promise), answers.get("found", ""))


VERBS = (EndSitting(), CarryOn(), KeepPromise())
