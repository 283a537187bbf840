"""Rules 1, for meetings that were opened under them: they count distance."""

from __future__ import annotations

from debrief.core.brief import VOTE_LEVELS
from debrief.core.meeting.agreement import bar
from debrief.core.meeting.closing import Need
from debrief.core.meeting.ladder import Called, Named, challenger, rated_and_present
from debrief.core.meeting.state import Meeting, Poll
from debrief.core.scorecard import Rating
from debrief.core.vocabulary import Closing


def proposed_closing(meeting: Meeting, competency: str) -> Closing:
    """Return the closing of a competency unless another one is chosen.

    Two ratings agree within one level. A threshold has only two levels: there they must be equal.
    """
    agreement = meeting.agreement(competency)
    largest = 0 if meeting.brief.competency(competency).is_threshold else 1
    if agreement.label == "consensus" or (agreement.label == "pair" and agreement.range <= largest):
        return "agreed"
    if agreement.label in ("single", "none"):
        return "needs-more-signal"
    return "contested"


def other_closings(meeting: Meeting, competency: str) -> tuple[Closing, ...]:
    """Return the closings that may be chosen with a reason in place of the proposed one."""
    every: tuple[Closing, ...] = ("agreed", "contested", "needs-more-signal", "not-discussed")
    proposed = proposed_closing(meeting, competency)
    return tuple(closing for closing in every if closing != proposed)


def needs(meeting: Meeting) -> tuple[Need, ...]:
    """Return the must-haves and thresholds on which a hire needs a ruling.

    They are open, contested, not met, not assessed or not discussed.
    """
    return tuple(
        Need(c.id, "ruling", phrase)
        for c in meeting.brief.competencies
        if c.must_have or c.is_threshold
        for phrase in [_obstacle(meeting, c.id, meeting.competencies[c.id])]
        if phrase
    )


def _obstacle(meeting: Meeting, competency: str, poll: Poll) -> str:
    if poll.closed is None:
        return "still open"
    if poll.closed.closing == "needs-more-signal":
        return _short_of_signal(meeting.agreement(competency).label)
    if poll.closed.closing != "agreed":
        return poll.closed.closing.replace("-", " ")
    median = meeting.agreement(competency).median
    if median is None:
        return "not assessed"
    return "" if median >= bar(len(meeting.brief.levels(competency))) else "not met"


def _short_of_signal(label: str) -> str:
    if label == "none":
        return "not assessed"
    return "rated by too few" if label in ("single", "pair") else "short of signal"


def is_vote_of_one_mind(meeting: Meeting) -> bool:
    """Return whether there are two or more votes, all on the same side of the bar."""
    levels = meeting.levels_in(None, meeting.vote.rounds[-1])
    sides = {level >= bar(len(VOTE_LEVELS)) for level in levels}
    return len(levels) > 1 and len(sides) == 1


def called(meeting: Meeting, competency: str | None) -> Called:
    """Return the people asked to challenge a consensus, and the basis; None means the final vote.

    The people present who dissent or doubt are named. Without any it is one panelist: not the owner
    or the most senior if there is anybody else. Without anybody it is the whole panel.
    """
    if doubting := _doubting(meeting, competency):
        return "dissent", tuple(Named(p, "another view or a doubt") for p in doubting)
    raters = rated_and_present(meeting, competency)
    chosen = challenger(meeting, competency, raters, owner_last=False)
    if chosen is None:
        return "panel", ()
    return "challenger", (Named(chosen, "asked to argue against it"),)


def _doubting(meeting: Meeting, competency: str | None) -> tuple[str, ...]:
    last = meeting.poll(competency).rounds[-1]
    median = meeting.agreement(competency, last).median
    rated = rated_and_present(meeting, competency)
    if median is None:
        return ()
    levels = meeting.levels_in(competency, last)
    is_minority = 2 * sum(level != median for level in levels) < len(levels)
    minority = [p for p in rated if is_minority and last.marks[p].level != median]
    if competency is None:
        return tuple(minority)
    high = median >= bar(len(meeting.brief.levels(competency)))
    ratings = meeting.competencies[competency].ratings
    return tuple(p for p in rated if p in minority or _doubts(ratings.get(p), high=high))


def _doubts(rating: Rating | None, *, high: bool) -> bool:
    if rating is None or rating.level is None:
        return False
    return rating.confidence == "low" or bool(rating.against if high else rating.for_)
