"""The agenda: the order of the places, open work at each, and the time budget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from debrief.core.brief import Competency
from debrief.core.meeting.question import CompetencyQuestion
from debrief.core.meeting.rules import rules
from debrief.core.meeting.state import Meeting
from debrief.core.steps import TITLES, Place

if TYPE_CHECKING:
    from debrief.core.meeting.closing import Need
    from debrief.core.vocabulary import Closing

VOTE = Place(step="vote")
DRY_CHALLENGES = 2
"""Challenges without new evidence after which the others may be deferred."""


def is_finished(meeting: Meeting, place: Place) -> bool:
    """Return whether nothing remains to be done at `place`."""
    if place.competency is not None:
        return meeting.competencies[place.competency].closed is not None
    return place.step in meeting.done


def open_competencies(meeting: Meeting) -> tuple[str, ...]:
    """Return the competencies that are not closed, in the order of the brief."""
    return tuple(c for c, poll in meeting.competencies.items() if poll.closed is None)


def deferred_challenges(meeting: Meeting) -> tuple[str, ...]:
    """Return the competencies whose challenge is deferred, to be made for all at once."""
    return tuple(
        c
        for c, poll in meeting.competencies.items()
        if poll.challenge_deferred
        and meeting.open_round(c) is None
        and meeting.agreement(c).label == "consensus"
    )


def unconfirmed(meeting: Meeting) -> tuple[str, ...]:
    """Return the present who have yet to confirm which role they rated, in panel order."""
    return tuple(p.id for p in meeting.present() if meeting.must_confirm(p.id))


def next_place(meeting: Meeting, *closing: str) -> Place:
    """Return the next unfinished place, as if `closing` were closed and the step here finished.

    Later competencies come first, then earlier open ones, then those with a deferred challenge,
    then the next unfinished step. The vote comes only after every competency is closed.
    """
    here = meeting.place
    left = [c for c in open_competencies(meeting) if c not in closing]
    if meeting.carried_on and not left and here.step not in ("decision", "record"):
        return Place(step="decision")
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
    deferred = set(deferred_challenges(meeting))
    ranked = sorted(
        (c for c in left if c != here),
        key=lambda c: (c in deferred, order.index(c) < start, order.index(c)),
    )
    return Place(step="competency", competency=ranked[0] if ranked else here)


def _is_after(place: Place, here: Place) -> bool:
    order = list(TITLES)
    return order.index(place.step) > order.index(here.step)


def unexplained(meeting: Meeting, competency: str) -> tuple[str, ...]:
    """Return the present who moved in the latest round and have not given a reason."""
    poll = meeting.competencies[competency]
    explained = {m.panelist for m in poll.moves if m.round == poll.rounds[-1].number}
    movers = meeting.movers(competency)
    return tuple(p for p in movers if p not in explained and meeting.is_present(p))


def rerate_due(meeting: Meeting, competency: str) -> tuple[str, ...]:
    """Return the panelists who rated another role and must rate again in a second round.

    Under rules 2 that is nobody: a new rating is due before the reveal.
    """
    poll = meeting.competencies[competency]
    if meeting.rules > 1 or len(poll.rounds) != 1 or poll.abandoned:
        return ()
    return tuple(
        p
        for p in CompetencyQuestion(competency).voters(meeting)
        if meeting.is_to_rate_again(p) and poll.rounds[0].marks[p].level
    )


def proposed_closing(meeting: Meeting, competency: str) -> Closing:
    """Return the closing of a competency unless another one is chosen."""
    return rules(meeting).proposed_closing(meeting, competency)


def other_closings(meeting: Meeting, competency: str) -> tuple[Closing, ...]:
    """Return the closings that may be chosen with a reason in place of the proposed one."""
    return rules(meeting).other_closings(meeting, competency)


def closing_before(meeting: Meeting, competency: str) -> Closing | None:
    """Return the closing of a competency before it was reopened, None if it is no longer true."""
    closings = (x.closing for x in meeting.closing_changes if x.competency == competency)
    before = next(filter(None, reversed(tuple(closings))), None)
    possible = (
        proposed_closing(meeting, competency),
        *other_closings(meeting, competency),
    )
    return before if before in possible else None


def offers_together(meeting: Meeting) -> bool:
    """Return whether the challenge here may be deferred, to be made for several at once.

    It may under rules 1 after two challenges that brought no new evidence and changed nothing,
    unless this is a must-have or such a challenge for several was already made.
    """
    if not rules(meeting).defers_challenges:
        return False
    made = {id(c): c for p in meeting.competencies.values() for c in p.challenges}.values()
    if any(len(c.competencies) > 1 for c in made):
        return False
    dry = sum(c.outcome == "held" and not c.new_evidence for c in made)
    here = meeting.place.competency
    if here is None or meeting.brief.competency(here).must_have:
        return False
    return dry >= DRY_CHALLENGES


def challenged_with(meeting: Meeting, competency: str) -> tuple[str, ...]:
    """Return the competencies that a challenge here is for: this one, or all deferred ones."""
    deferred = deferred_challenges(meeting)
    return deferred if competency in deferred else (competency,)


def is_unanimous(meeting: Meeting) -> bool:
    """Return whether the vote is revealed and of one mind, so that it is challenged."""
    return meeting.vote.revealed and rules(meeting).is_vote_of_one_mind(meeting)


def needs(meeting: Meeting) -> tuple[Need, ...]:
    """Return the rulings and answers that a hire needs, also those that were given already."""
    return rules(meeting).needs(meeting)


def obstacles(meeting: Meeting) -> dict[str, str]:
    """Return the obstacles to a hire, each a phrase, by competency, without those ruled on.

    An obstacle is a must-have or threshold on which a hire needs a ruling.
    """
    return {
        need.competency: need.phrase
        for need in needs(meeting)
        if need.kind == "ruling" and need.competency not in meeting.rulings
    }


def unasked_constraints(meeting: Meeting) -> tuple[str, ...]:
    """Return the constraints that no card lists as told and that have no entry yet.

    In a meeting carried on, those that had not been told before are asked about again.
    """
    on_cards = {c for card in meeting.cards.values() for c in card.told}
    before = meeting.carried_on.constraints if meeting.carried_on else {}
    return tuple(
        c
        for c in meeting.brief.role.constraints
        if (c not in on_cards and c not in meeting.constraints)
        or (c in before and not before[c].told and meeting.constraints[c] is before[c])
    )


def open_contexts(meeting: Meeting) -> tuple[tuple[str, str, str], ...]:
    """Return (competency, panelist, note) for each revealed context note without an answer."""
    answered = {(n.competency, n.panelist) for n in meeting.fit if n.kind == "context"}
    return tuple(
        (competency, panelist, rating.depends_on_context)
        for competency, poll in meeting.competencies.items()
        for panelist, rating in poll.ratings.items()
        if rating.depends_on_context and (competency, panelist) not in answered
    )


def contradicted(meeting: Meeting) -> tuple[str, ...]:
    """Return the closed competencies that a heard reference contradicts, latest reference first.

    Those that were reopened already are left out.
    """
    polls = meeting.competencies
    found = _contradicted(meeting)
    return tuple(c for c in found if polls[c].closed is not None and not polls[c].reopened)


def doubted(meeting: Meeting) -> dict[str, bool]:
    """Return what a meeting carried on may reopen, and whether it did so since.

    First come competencies that a heard reference contradicts, then those without a result on which
    a hire depends.
    """
    assert meeting.carried_on is not None, "only a meeting carried on reopens these"
    since = meeting.carried_on.at
    reopened = {
        x.competency for x in meeting.closing_changes if x.closing is None and x.at >= since
    }
    unsettled = (
        competency.id
        for competency in meeting.brief.competencies
        if competency.id in reopened or _is_unsettled(meeting, competency)
    )
    found = (c for c in _contradicted(meeting) if meeting.competencies[c].closed is not None)
    return {c: c in reopened for c in (*found, *unsettled)}


def _is_unsettled(meeting: Meeting, competency: Competency) -> bool:
    closed = meeting.competencies[competency.id].closed
    depends = competency.must_have or competency.is_threshold
    return depends and closed is not None and closed.closing in ("contested", "needs-more-signal")


def _contradicted(meeting: Meeting) -> tuple[str, ...]:
    by_id = {reference.id: reference for reference in meeting.references}
    found = [
        finding.competency
        for id_ in reversed(tuple(meeting.reviewed))
        if id_ in by_id
        for finding in by_id[id_].findings
        if finding.finding == "contradicts" and finding.competency in meeting.competencies
    ]
    return tuple(dict.fromkeys(found))


def planned(meeting: Meeting, place: Place) -> float:
    """Return the planned seconds of a place."""
    budget = meeting.brief.agenda
    return 60.0 * int(getattr(budget, place.step.replace("-", "_")))


def budget(meeting: Meeting, place: Place) -> float:
    """Return the seconds that `place` has now: its planned time, reduced if the meeting is late.

    Time that finished places used beyond their plan is taken from all others in proportion.
    """
    places = meeting.places()
    total = sum(planned(meeting, p) for p in places)
    unfinished = [p for p in places if p == place or not is_finished(meeting, p)]
    spent = sum(seconds for p, seconds in meeting.clock.used.items() if p not in unfinished)
    share = sum(planned(meeting, p) for p in unfinished)
    if share == 0:
        return 0.0
    return planned(meeting, place) * min(1.0, max(0.0, total - spent) / share)


def vote_challenge_due(meeting: Meeting) -> bool:
    """Return whether the vote is unanimous and was not challenged yet."""
    poll = meeting.vote
    return is_unanimous(meeting) and meeting.open_round(None) is None and not poll.challenge_settled


def unconfirmed_dissent(meeting: Meeting) -> str | None:
    """Return the first present panelist whose dissent was not read back to them, if any."""
    dissenters = (d.panelist for d in meeting.dissents if not d.confirmed)
    return next((p for p in dissenters if meeting.is_present(p)), None)
