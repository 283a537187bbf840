"""The people to name for a challenge under rules 2: those on the first rung of a ladder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from debrief.core.brief import VOTE_LEVELS
from debrief.core.meeting.agreement import side
from debrief.core.meeting.state import Meeting
from debrief.core.scorecard import Rating, State

Basis = Literal["dissent", "challenger", "panel"]
MOST_NAMED = 2
FEWEST_VOTES = 3
_CONFIDENCES = ("low", "medium", "high", None)


@dataclass(frozen=True, slots=True)
class Named:
    """A person named for a challenge, with the reason and their own line in full.

    `why` is a phrase for the room; `line` is from their card or, if they moved, their reason. It is
    empty if they wrote none.
    """

    panelist: str
    why: str
    line: str = ""


@dataclass(frozen=True, slots=True)
class _Doubt:
    """Somebody on a rung; `against` counts their evidence against the result."""

    named: Named
    against: int
    confidence: str | None


Rung = Sequence[_Doubt]
Called = tuple[Basis, tuple[Named, ...]]


def called(meeting: Meeting, competency: str | None) -> Called:
    """Return the people asked to challenge a result of one mind, and the basis for asking them.

    None as the competency means the final vote. At most two people are named, from the first rung
    that has anybody. The owner is named only if nobody else doubts, after an appointed challenger.
    """
    rungs = _vote_rungs(meeting) if competency is None else _rungs(meeting, competency)
    ordered = [sorted(rung, key=lambda doubt: _order(meeting, doubt)) for rung in rungs]
    for rung in ordered:
        if others := [doubt.named for doubt in rung if doubt.named.panelist != meeting.owner]:
            return "dissent", tuple(others[:MOST_NAMED])
    owner = next((doubt.named for rung in ordered for doubt in rung), None)
    appointed = challenger(meeting, competency, rated_and_present(meeting, competency))
    if appointed is None:
        return ("panel", ()) if owner is None else ("dissent", (owner,))
    if owner is not None and appointed == meeting.owner:
        return "dissent", (owner,)
    first = Named(appointed, "asked to argue against it")
    return "challenger", (first,) if owner is None else (first, owner)


def _order(meeting: Meeting, doubt: _Doubt) -> tuple[int, int, int]:
    """Rank by most evidence against, then lower confidence, then junior first."""
    seniority = meeting.brief.panelist(doubt.named.panelist).seniority
    return (-doubt.against, _CONFIDENCES.index(doubt.confidence), seniority)


def _rungs(meeting: Meeting, competency: str) -> Iterator[Rung]:
    poll = meeting.competencies[competency]
    marks = poll.rounds[-1].marks
    total = len(meeting.brief.levels(competency))
    row = meeting.agreement(competency)
    result = 1 if row.above >= row.below else -1
    rated = rated_and_present(meeting, competency)

    def doubt(panelist: str, why: str, line: str = "") -> _Doubt:
        rating = poll.ratings.get(panelist)
        against, for_ = _evidence(rating, result)
        written = line or next(iter((*against, *for_)), "")
        return _Doubt(Named(panelist, why, written), len(against), poll.confidence(panelist))

    yield [
        doubt(
            panelist, _moved(meeting, competency, panelist), _reason(meeting, competency, panelist)
        )
        for panelist in rated
        if _crossed(meeting, competency, panelist)
    ]
    yield [
        doubt(p.id, "abstains", rating.reason)
        for p in meeting.present()
        if marks[p.id].state is State.ABSTAINS
        and (rating := poll.ratings.get(p.id)) is not None
        and rating.standing is State.ABSTAINS
        and rating.reason.strip()
        and meeting.counts(competency, p.id, poll.rounds[-1])
    ]
    what = "against it" if result > 0 else "for it"
    yield [
        doubt(panelist, f"wrote {what}")
        for panelist in rated
        for against, for_ in [_evidence(poll.ratings.get(panelist), result)]
        if against and len(against) >= len(for_)
    ]
    yield [
        doubt(panelist, "low confidence")
        for panelist in rated
        if poll.confidence(panelist) == "low"
    ]
    yield [
        doubt(panelist, "nearer to the line")
        for panelist in _nearer(meeting, competency, total)
        if panelist in rated
    ]


def _evidence(rating: Rating | None, result: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return a card's lines against a result, and for it; for a no these change places."""
    if rating is None:
        return (), ()
    return (rating.against, rating.for_) if result > 0 else (rating.for_, rating.against)


def _crossed(meeting: Meeting, competency: str, panelist: str) -> bool:
    """Return whether a panelist moved across the bar in the latest round."""
    if panelist not in meeting.movers(competency):
        return False
    levels = (r.marks[panelist].level for r in meeting.competencies[competency].rounds[-2:])
    total = len(meeting.brief.levels(competency))
    sides = [side(level, total) for level in levels if level is not None]
    return sides in ([-1, 1], [1, -1])


def _moved(meeting: Meeting, competency: str, panelist: str) -> str:
    rounds = meeting.competencies[competency].rounds[-2:]
    words = meeting.brief.levels(competency)
    was, now = (words[(r.marks[panelist].level or 1) - 1] for r in rounds)
    return f"moved from {was} to {now}"


def _reason(meeting: Meeting, competency: str, panelist: str) -> str:
    poll = meeting.competencies[competency]
    reasons = (
        move.reason
        for move in poll.moves
        if move.panelist == panelist and move.round == poll.rounds[-1].number
    )
    return next(reasons, "")


def _nearer(meeting: Meeting, competency: str | None, total: int) -> list[str]:
    """Return the people who rated nearer to the line than the median, if fewer than half did."""
    row = meeting.agreement(competency)
    if row.median is None:
        return []
    distance = abs(2 * row.median - (total + 1))
    levels = meeting.counted_levels(competency, meeting.poll(competency).rounds[-1])
    near = [p for p, level in levels.items() if abs(2 * level - (total + 1)) < distance]
    return near if 2 * len(near) < len(levels) else []


def _vote_rungs(meeting: Meeting) -> Iterator[Rung]:
    total = len(VOTE_LEVELS)
    result = 1 if meeting.agreement(None).above else -1
    voted = rated_and_present(meeting, None)
    yield [
        doubt
        for panelist in voted
        for doubt in [_across_the_vote(meeting, panelist, result)]
        if doubt is not None
    ]
    must_haves = [c.id for c in meeting.brief.competencies if c.must_have]
    yield [
        _Doubt(Named(panelist, "low confidence on most must-haves", line), 0, "low")
        for panelist in voted
        for low in [[c for c in must_haves if _is_unsure(meeting, c, panelist)]]
        if 2 * len(low) > len(must_haves)
        for line in [_line(meeting, low[0], panelist, result)]
    ]
    yield [
        _Doubt(Named(panelist, "nearer to the line"), 0, None)
        for panelist in _nearer(meeting, None, total)
        if panelist in voted
    ]


def _across_the_vote(meeting: Meeting, panelist: str, result: int) -> _Doubt | None:
    """Return the doubt of somebody who rated a must-have or threshold across from the vote."""
    evidence: list[tuple[str, tuple[str, ...]]] = []
    for competency in meeting.brief.competencies:
        rounds = meeting.competencies[competency.id].rounds
        if not (competency.must_have or competency.is_threshold) or not rounds:
            continue
        level = meeting.counted_levels(competency.id, rounds[-1]).get(panelist)
        if level is None or side(level, len(meeting.brief.levels(competency.id))) != -result:
            continue
        word = meeting.brief.levels(competency.id)[level - 1]
        rating = meeting.competencies[competency.id].ratings.get(panelist)
        evidence.append((f"{word} on {competency.title}", _evidence(rating, result)[0]))
    if not evidence:
        return None
    why = next((what for what, lines in evidence if lines), evidence[0][0])
    written = [line for _, lines in evidence for line in lines]
    return _Doubt(Named(panelist, why, next(iter(written), "")), len(written), None)


def _is_unsure(meeting: Meeting, competency: str, panelist: str) -> bool:
    return meeting.competencies[competency].confidence(panelist) == "low"


def _line(meeting: Meeting, competency: str, panelist: str, result: int) -> str:
    against, for_ = _evidence(meeting.competencies[competency].ratings.get(panelist), result)
    return next(iter((*against, *for_)), "")


# ---- the appointed challenger


def rated_and_present(meeting: Meeting, competency: str | None) -> tuple[str, ...]:
    """Return the present whose level counts in the latest round, in panel order."""
    levels = meeting.counted_levels(competency, meeting.poll(competency).rounds[-1])
    return tuple(p.id for p in meeting.present() if p.id in levels)


def challenger_counts(meeting: Meeting) -> dict[str, int]:
    """Return how often each panelist was appointed as the challenger."""
    polls = (*meeting.competencies.values(), meeting.vote)
    challenges = {id(c): c for poll in polls for c in poll.challenges}.values()
    return {
        p.id: sum(c.basis == "challenger" and c.challengers[:1] == (p.id,) for c in challenges)
        for p in meeting.brief.panel
    }


def challenger(
    meeting: Meeting, competency: str | None, raters: Sequence[str], *, owner_last: bool = True
) -> str | None:
    """Return the panelist to appoint: fewest turns first, then panel order; None without raters.

    Neither the owner nor the most senior, if there is anybody else; then the most senior, then the
    owner, or the other way round unless `owner_last`.
    """
    seniors, owner = _most_senior(meeting), {meeting.owner}
    spared = owner if owner_last else seniors
    for excluded in (owner | seniors, spared, set[str]()):
        if left := [p for p in raters if p not in excluded]:
            counts = challenger_counts(meeting)
            return min(left, key=lambda p: counts[p])
    return None


def _most_senior(meeting: Meeting) -> set[str]:
    """Return the most senior of the present; nobody if all are equally senior."""
    ranks = {p.id: p.seniority for p in meeting.present()}
    if len(set(ranks.values())) < 2:  # noqa: PLR2004 - one rank only: nobody stands out
        return set()
    return {p for p, rank in ranks.items() if rank == max(ranks.values())}


# ---- the vote


def is_vote_of_one_mind(meeting: Meeting) -> bool:
    """Return whether three or more voted, all on one side of the line between no and yes."""
    row = meeting.agreement(None)
    return sum(row.counts) >= FEWEST_VOTES and not row.across
