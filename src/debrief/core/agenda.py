"""The order of the places, what is finished, what is due now, and the time that is left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from debrief.core.agreement import bar
from debrief.core.brief import VOTE_LEVELS
from debrief.core.meeting import Meeting, Poll
from debrief.core.steps import TITLES, Place

if TYPE_CHECKING:
    from debrief.core.words import Closing

Verb = Literal[
    "open",
    "confirm_role",
    "pass_gate",
    "reveal",
    "open_round",
    "reveal_round",
    "explain",
    "challenge",
    "argue",
    "close",
    "review_reference",
    "mark_constraint",
    "note_context",
    "note_owed",
    "give_cause",
    "advance",
    "reveal_votes",
    "open_vignette",
    "reveal_vignette",
    "confirm_dissent",
    "answer_dissent",
    "decide",
    "finish",
    "leave",
]


@dataclass(frozen=True, slots=True)
class Due:
    """The one main action of this moment: the verb, and the panelist or thing it is about."""

    verb: Verb
    about: str = ""


VOTE = Place(step="vote")
WARNED_HELD = 2


def is_finished(meeting: Meeting, place: Place) -> bool:
    """Return whether nothing remains to be done at `place`."""
    if place.competency is not None:
        return meeting.competencies[place.competency].closed is not None
    return place.step in meeting.done


def open_competencies(meeting: Meeting) -> tuple[str, ...]:
    """Return the competencies neither closed nor waived, in the order of the brief."""
    return tuple(c for c, poll in meeting.competencies.items() if poll.closed is None)


def put_off(meeting: Meeting) -> tuple[str, ...]:
    """Return the competencies whose challenge waits to be held together."""
    return tuple(
        c
        for c, poll in meeting.competencies.items()
        if poll.put_off and poll.open_round is None and meeting.agreement(c).label == "consensus"
    )


def unconfirmed(meeting: Meeting) -> tuple[str, ...]:
    """Return the present who have not said whether this is the role they rated, in panel order."""
    return tuple(
        p.id
        for p in meeting.present()
        if p.id not in meeting.confirmations
        or meeting.confirmations[p.id].understanding == "absent"
    )


def next_place(meeting: Meeting, *closing: str) -> Place:
    """Return the next unfinished place, as if `closing` were closed and the step here finished.

    Later competencies come first, then earlier ones left open, then those put off; then the next
    unfinished step; the vote only once every competency is closed.
    """
    here = meeting.place
    left = [c for c in open_competencies(meeting) if c not in closing]
    if here.competency is not None and left:
        return _next_competency(meeting, left, here.competency)
    for place in meeting.places():
        if not _is_after(place, here) or is_finished(meeting, place):
            continue
        if place.competency is not None or (place == VOTE and left):
            return _next_competency(meeting, left, None)
        return place
    return Place(step="record")


def _next_competency(meeting: Meeting, left: list[str], here: str | None) -> Place:
    order = list(meeting.competencies)
    start = order.index(here) if here is not None else -1
    waiting = set(put_off(meeting))
    ranked = sorted(
        (c for c in left if c != here),
        key=lambda c: (c in waiting, order.index(c) < start, order.index(c)),
    )
    return Place(step="competency", competency=ranked[0] if ranked else here)


def _is_after(place: Place, here: Place) -> bool:
    order = list(TITLES)
    return order.index(place.step) > order.index(here.step)


def due(meeting: Meeting) -> Due:
    """Return the one main action of this moment."""
    return _DUE[meeting.place.step](meeting)


def due_of_poll(meeting: Meeting, competency: str) -> Due:
    """Return what a competency needs next."""
    poll = meeting.competencies[competency]
    if poll.closed is not None:
        return Due("advance")
    if poll.open_round is not None:
        return Due("reveal_round")
    if not poll.revealed:
        return Due("reveal")
    for panelist in unexplained(meeting, competency):
        return Due("explain", panelist)
    return _due_of_class(meeting, competency, poll)


def _due_of_class(meeting: Meeting, competency: str, poll: Poll) -> Due:
    label = meeting.agreement(competency).label
    if label in ("mixed", "split", "pair") and not poll.argued:
        return Due("argue")
    for panelist in rerate_due(meeting, competency):
        return Due("open_round", panelist)
    if label == "consensus" and not poll.challenge_settled:
        return Due("challenge")
    return Due("close")


def unexplained(meeting: Meeting, competency: str) -> tuple[str, ...]:
    """Return who moved in the latest round, is in the call, and has not yet said why."""
    poll = meeting.competencies[competency]
    asked = {m.panelist for m in poll.moves if m.round == poll.rounds[-1].number}
    movers = meeting.movers(competency)
    return tuple(p for p in movers if p not in asked and meeting.is_present(p))


def rerate_due(meeting: Meeting, competency: str) -> tuple[str, ...]:
    """Return who is to rate anew since they had rated another role, before a second round."""
    poll = meeting.competencies[competency]
    if len(poll.rounds) != 1 or poll.abandoned:
        return ()
    return tuple(
        p
        for p in meeting.voters(competency)
        if meeting.confirmations[p].ratings == "re-rate" and poll.rounds[0].marks[p].level
    )


def may_keep(meeting: Meeting, competency: str | None) -> tuple[str, ...]:
    """Return who has no entry and may keep their rating: not who is to rate this role anew."""
    poll = meeting.poll(competency)
    first = competency is not None and len(poll.rounds) == 1
    return tuple(
        p
        for p in meeting.voters(competency)
        if p not in poll.ballots and not (first and meeting.confirmations[p].ratings == "re-rate")
    )


def proposed_closing(meeting: Meeting, competency: str) -> Closing:
    """Return how a competency closes when nothing else is said.

    A pair agrees within one level; on a threshold, where that is the whole scale, only if equal.
    """
    found = meeting.agreement(competency)
    near = 0 if meeting.brief.competency(competency).is_threshold else 1
    if found.label == "consensus" or (found.label == "pair" and found.range <= near):
        return "agreed"
    if found.label in ("single", "none"):
        return "needs-more-signal"
    return "contested"


def offers_together(meeting: Meeting) -> bool:
    """Return whether the challenges that remain may be put off and held together.

    So after two challenges of competencies held without new evidence, for competencies that are
    not must-haves, until the one challenge for several was held.
    """
    held = {id(c): c for p in meeting.competencies.values() for c in p.challenges}.values()
    if any(len(c.competencies) > 1 for c in held):
        return False
    dry = sum(c.outcome == "held" and not c.new_evidence for c in held)
    here = meeting.place.competency
    return here is not None and dry >= WARNED_HELD and not meeting.brief.competency(here).must_have


def challenged_with(meeting: Meeting, competency: str) -> tuple[str, ...]:
    """Return the competencies that a challenge here is about: all that were put off, or this."""
    waiting = put_off(meeting)
    return waiting if competency in waiting else (competency,)


def is_unanimous(meeting: Meeting) -> bool:
    """Return whether two or more votes all lie on the same side."""
    if not meeting.vote.rounds:
        return False
    levels = meeting.levels_in(None, meeting.vote.rounds[-1])
    sides = {level >= bar(len(VOTE_LEVELS)) for level in levels}
    return len(levels) > 1 and len(sides) == 1


def obstacles(meeting: Meeting) -> dict[str, str]:
    """Return what stands in the way of a plain hire: a phrase for each competency, unless ruled on.

    A must-have or threshold that is contested, not met, not assessed or not discussed.
    """
    return {
        c.id: phrase
        for c in meeting.brief.competencies
        if (c.must_have or c.is_threshold) and c.id not in meeting.bars
        for phrase in [_obstacle(meeting, c.id, meeting.competencies[c.id])]
        if phrase
    }


def _obstacle(meeting: Meeting, competency: str, poll: Poll) -> str:
    if poll.closed is None:
        return "still open"
    if poll.closed.closing == "needs-more-signal":
        return _short_of_signal(meeting.agreement(competency).label)
    if poll.closed.closing != "agreed":
        return poll.closed.closing.replace("-", " ")
    found = meeting.agreement(competency)
    if found.median is None:
        return "not assessed"
    return "" if found.median >= bar(len(meeting.brief.levels(competency))) else "not met"


def _short_of_signal(label: str) -> str:
    if label == "none":
        return "not assessed"
    return "rated by too few" if label in ("single", "pair") else "short of signal"


def without_references(meeting: Meeting) -> bool:
    """Return whether no reference has been reviewed, so that a hire is conditional."""
    return not meeting.reviewed


def unasked_constraints(meeting: Meeting) -> tuple[str, ...]:
    """Return the constraints no card says were told and nobody has been asked about."""
    told = {c for card in meeting.cards.values() for c in card.told}
    return tuple(
        c for c in meeting.brief.role.constraints if c not in told and c not in meeting.constraints
    )


def open_contexts(meeting: Meeting) -> tuple[tuple[str, str, str], ...]:
    """Return (competency, panelist, note) of revealed context notes with no answer yet."""
    answered = {(n.competency, n.panelist) for n in meeting.fit if n.kind == "context"}
    return tuple(
        (competency, panelist, rating.depends_on_context)
        for competency, poll in meeting.competencies.items()
        for panelist, rating in poll.ratings.items()
        if rating.depends_on_context and (competency, panelist) not in answered
    )


def planned(meeting: Meeting, place: Place) -> float:
    """Return the planned seconds of a place."""
    budget = meeting.brief.agenda
    return 60.0 * int(getattr(budget, place.step.replace("-", "_")))


def budget(meeting: Meeting, place: Place) -> float:
    """Return the seconds `place` has now: its plan, scaled to what the other places left over.

    What finished places used beyond their plan is taken evenly from all that remain.
    """
    places = meeting.places()
    total = sum(planned(meeting, p) for p in places)
    rest = [p for p in places if p == place or not is_finished(meeting, p)]
    spent = sum(seconds for p, seconds in meeting.clock.used.items() if p not in rest)
    share = sum(planned(meeting, p) for p in rest)
    if share == 0:
        return 0.0
    return planned(meeting, place) * min(1.0, max(0.0, total - spent) / share)


def _preflight(_: Meeting) -> Due:
    return Due("open")


def _role_clarity(meeting: Meeting) -> Due:
    for panelist in unconfirmed(meeting):
        return Due("confirm_role", panelist)
    return Due("pass_gate")


def _warm_up(meeting: Meeting) -> Due:
    if meeting.warm_up.open:
        return Due("reveal_vignette")
    return Due("advance" if meeting.warm_up.rated else "open_vignette")


def _competency(meeting: Meeting) -> Due:
    return due_of_poll(meeting, meeting.place.competency or "")


def _references(meeting: Meeting) -> Due:
    for reference in meeting.references:
        if reference.id not in meeting.reviewed:
            return Due("review_reference", reference.id)
    if not meeting.references and not meeting.no_references:
        return Due("review_reference")
    return Due("advance")


def _fit(meeting: Meeting) -> Due:
    unasked = unasked_constraints(meeting)
    if unasked:
        return Due("mark_constraint", unasked[0])
    contexts = open_contexts(meeting)
    if contexts:
        return Due("note_context", contexts[0][1])
    if not any(note.kind == "owed" for note in meeting.fit):
        return Due("note_owed")
    return Due("advance")


def _premortem(meeting: Meeting) -> Due:
    given = {cause.kind for cause in meeting.causes}
    for kind in ("failed", "missed"):
        if kind not in given:
            return Due("give_cause", kind)
    return Due("advance")


def _vote(meeting: Meeting) -> Due:
    if meeting.vote.open_round is not None:
        return Due("reveal_votes")
    return Due("challenge") if vote_challenge_due(meeting) else Due("advance")


def vote_challenge_due(meeting: Meeting) -> bool:
    """Return whether the vote is unanimous and has not had its one challenge."""
    poll = meeting.vote
    return is_unanimous(meeting) and poll.open_round is None and not poll.challenge_settled


def unconfirmed_dissent(meeting: Meeting) -> str | None:
    """Return whose dissent is still to be read back to them; the absent block nothing."""
    found = (d.panelist for d in meeting.dissents if not d.confirmed)
    return next((p for p in found if meeting.is_present(p)), None)


def _decision(meeting: Meeting) -> Due:
    if waiting := unconfirmed_dissent(meeting):
        return Due("confirm_dissent", waiting)
    for dissent in meeting.dissents:
        if not dissent.answer:
            return Due("answer_dissent", dissent.panelist)
    return Due("advance") if meeting.decided else Due("decide")


def _record(meeting: Meeting) -> Due:
    if meeting.finished is not None:
        return Due("leave")
    behind = _decision(meeting)
    return Due("finish") if behind.verb == "advance" else behind


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
