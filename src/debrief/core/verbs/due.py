"""The main action of the moment, and moving on when nothing is due."""

from __future__ import annotations

from typing_extensions import override

from debrief.core.meeting import events as e
from debrief.core.meeting.agenda import (
    contradicted,
    next_place,
    open_contexts,
    rerate_due,
    unasked_constraints,
    unconfirmed,
    unconfirmed_dissent,
    unexplained,
    vote_challenge_due,
)
from debrief.core.meeting.dissent import to_answer, to_ask, to_word
from debrief.core.meeting.promises import was_asked_what_we_owe
from debrief.core.meeting.state import Meeting, Poll
from debrief.core.refused import Refused, before_gate
from debrief.core.verbs import (
    decision,
    fit,
    moves,
    opening,
    premortem,
    record,
    references,
    rounds,
    sittings,
    talk,
    warmup,
)
from debrief.core.verbs.verb import ActResult, Answers, Due, StepVerb, Table


def due(meeting: Meeting) -> Due:
    """Return the one main action of this moment."""
    if meeting.ended:
        return Due(record.Leave())
    return _DUE[meeting.place.step](meeting)


def advance(meeting: Meeting) -> e.StepOpened | Refused:
    """Move to the next unfinished place once nothing more is due here."""
    if refused := before_gate(meeting):
        return refused
    here = meeting.place
    if due(meeting).verb != Advance():
        return Refused("This step is not finished: use the main key, or skip it with w.")
    done = here.step if here.competency is None else None
    return e.StepOpened(place=next_place(meeting), done=done)


class Advance(StepVerb, name="advance"):
    """Move on to the next place."""

    @override
    def label(self, meeting: Meeting, about: str) -> str:
        return f"Next: {moves.title(meeting, next_place(meeting))}"

    @override
    def guidance(self, meeting: Meeting, about: str) -> str:
        if meeting.place.step == "references" and (against := contradicted(meeting)):
            title = meeting.brief.competency(against[0]).title
            return f"A reference contradicts {title}. Press o to reopen it, or space to move on."
        return _DONE.get(meeting.place.step, "There is nothing more to do here.")

    @override
    def do(self, table: Table, about: str, answers: Answers) -> ActResult:
        return advance(table.meeting)


_DONE = {
    "warm-up": "Furthest from the reference: which level misled you? r opens another case.",
    "decision": "The decision is recorded. Press d to record a dissent.",
    "vote": "The vote informs, the owner decides. c corrects an entry.",
}

VERBS = (Advance(),)


def due_of_poll(meeting: Meeting, competency: str) -> Due:
    """Return the main action for a competency."""
    poll = meeting.competencies[competency]
    if poll.closed is not None:
        return Due(Advance())
    if meeting.open_round(competency) is not None:
        return Due(rounds.RevealRound())
    if not poll.revealed:
        return Due(rounds.RevealCards())
    for panelist in unexplained(meeting, competency):
        return Due(rounds.Explain(), panelist)
    if rounds.rates_again(meeting, competency):
        return Due(rounds.OpenRound())
    return _due_of_class(meeting, competency, poll)


def _due_of_class(meeting: Meeting, competency: str, poll: Poll) -> Due:
    label = meeting.agreement(competency).label
    if label in ("mixed", "split", "pair") and not poll.argued:
        return Due(talk.Argue())
    for panelist in rerate_due(meeting, competency):
        return Due(rounds.OpenRound(), panelist)
    if label == "consensus" and not poll.challenge_settled:
        return Due(talk.Challenge())
    return Due(talk.Close())


def _preflight(_: Meeting) -> Due:
    return Due(opening.OpenMeeting())


def _role_clarity(meeting: Meeting) -> Due:
    if not (meeting.heard or meeting.confirmations):
        return Due(opening.HearBrief())
    return Due(opening.ConfirmRoles() if unconfirmed(meeting) else opening.PassGate())


def _warm_up(meeting: Meeting) -> Due:
    if meeting.open_case:
        return Due(warmup.RevealVignette())
    verb = Advance() if meeting.rated_cases else warmup.OpenVignette()
    return Due(verb)


def _competency(meeting: Meeting) -> Due:
    return due_of_poll(meeting, meeting.place.competency or "")


def _references(meeting: Meeting) -> Due:
    for reference in meeting.references:
        if reference.id not in meeting.reviewed:
            return Due(references.ReviewReference(), reference.id)
    if not meeting.references and not meeting.no_references:
        return Due(references.ReviewReference())
    return Due(Advance())


def _fit(meeting: Meeting) -> Due:
    unasked = unasked_constraints(meeting)
    if unasked:
        return Due(fit.MarkConstraint(), unasked[0])
    contexts = open_contexts(meeting)
    if contexts:
        return Due(fit.NoteContext(), contexts[0][1])
    if not was_asked_what_we_owe(meeting):
        return Due(fit.NoteOwed())
    return Due(Advance())


def _premortem(meeting: Meeting) -> Due:
    before = meeting.carried_on.causes if meeting.carried_on else 0
    given = {cause.kind for cause in meeting.causes[before:]}
    for kind in ("failed", "missed"):
        if kind not in given:
            return Due(premortem.GiveCause(), kind)
    return Due(Advance())


def _vote(meeting: Meeting) -> Due:
    if meeting.open_round(None) is not None:
        return Due(rounds.RevealVotes())
    return Due(talk.Challenge()) if vote_challenge_due(meeting) else Due(Advance())


def _decision(meeting: Meeting) -> Due:
    if waiting := unconfirmed_dissent(meeting):
        return Due(decision.ConfirmDissent(), waiting)
    for dissent in meeting.dissents:
        if not dissent.answer:
            return Due(decision.AnswerDissent(), dissent.panelist)
    if meeting.waits and meeting.is_decided_here:
        return Due(sittings.EndSitting())
    if not meeting.decided:
        if meeting.carried_on:
            return Due(sittings.CarryOn(), sittings.likeliest(meeting))
        return Due(decision.Decide())
    if to_ask(meeting):
        return Due(decision.AskDissent())
    for panelist in to_word(meeting):
        return Due(decision.WordDissent(), panelist)
    for panelist in to_answer(meeting):
        return Due(decision.AnswerAgainst(), panelist)
    return Due(Advance())


def _record(meeting: Meeting) -> Due:
    if meeting.finished is not None:
        return Due(record.Leave())
    unsettled = _decision(meeting)
    return Due(record.Finish()) if unsettled.verb == Advance() else unsettled


_DUE = {
    "preflight": _preflight,
    "role-clarity": _role_clarity,
    "warm-up": _warm_up,
    "competency": _competency,
    "references": _references,
    "fit": _fit,
    "premortem": _premortem,
    "vote": _vote,
    "decision": _decision,
    "record": _record,
}
