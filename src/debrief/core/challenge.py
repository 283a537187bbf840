"""Who challenges a consensus and with which questions, and who speaks in which order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from debrief.core.agreement import bar
from debrief.core.meeting import Meeting
from debrief.core.scorecard import Rating

SCRIPT = (
    "It is a year on and this rating proved wrong: the most plausible reason, given what we saw?",
    "What would we have seen if it were wrong, and did anyone look?",
    "What would settle it?",
)
GENERAL_PROMPTS = (
    "Which situation that this role will bring did none of us ask about?",
    "What did we accept on the candidate's word alone?",
    "Who would rate this differently after working for this person, and why?",
    "Which of our examples would also fit somebody we would not hire?",
)
VOTE_PROMPTS = (
    "Which fact, known tomorrow, would make each of us vote the other way?",
    "What do we know about this person that none of us wanted to say?",
)

Basis = Literal["dissent", "challenger", "panel"]


@dataclass(frozen=True, slots=True)
class Challenge:
    """Who is asked (ids), on what ground, and the extra prompt drawn from the competency."""

    basis: Basis
    challengers: tuple[str, ...]
    prompt: str


def challenge(meeting: Meeting, competency: str | None) -> Challenge:
    """Return the challenge that a consensus on `competency` (None: the vote) is due.

    The ladder: real dissent among the present first; else one challenger, never the owner nor the
    most senior while anybody else is left, fewest turns first, then panel order; else the panel.
    """
    prompt = _prompt(meeting, competency)
    dissenting = _dissenting(meeting, competency)
    if dissenting:
        return Challenge("dissent", dissenting, prompt)
    chosen = _challenger(meeting, competency)
    if chosen is None:
        return Challenge("panel", (), prompt)
    return Challenge("challenger", (chosen,), prompt)


def turns(meeting: Meeting) -> dict[str, int]:
    """Return how often each panelist has been the challenger."""
    held = [c for poll in (*meeting.competencies.values(), meeting.vote) for c in poll.challenges]
    once = {id(c): c for c in held}.values()
    return {
        p.id: sum(c.basis == "challenger" and p.id in c.challengers for c in once)
        for p in meeting.brief.panel
    }


def _dissenting(meeting: Meeting, competency: str | None) -> tuple[str, ...]:
    last = meeting.poll(competency).rounds[-1]
    median = meeting.agreement(competency, last).median
    rated = _rated_and_present(meeting, competency)
    if median is None:
        return ()
    levels = meeting.levels_in(competency, last)
    is_minority = 2 * sum(level != median for level in levels) < len(levels)
    off = [p for p in rated if is_minority and last.marks[p].level != median]
    if competency is None:
        return tuple(off)
    high = median >= bar(len(meeting.brief.levels(competency)))
    ratings = meeting.competencies[competency].ratings
    return tuple(p for p in rated if p in off or _doubts(ratings.get(p), high=high))


def _doubts(rating: Rating | None, *, high: bool) -> bool:
    if rating is None or rating.level is None:
        return False
    return rating.confidence == "low" or bool(rating.against if high else rating.for_)


def _rated_and_present(meeting: Meeting, competency: str | None) -> tuple[str, ...]:
    marks = meeting.poll(competency).rounds[-1].marks
    return tuple(
        p.id
        for p in meeting.present()
        if marks[p.id].level is not None and (competency is None or not meeting.is_set_aside(p.id))
    )


def _challenger(meeting: Meeting, competency: str | None) -> str | None:
    able = _rated_and_present(meeting, competency)
    seniors = _most_senior(meeting)
    for barred in ({meeting.owner} | seniors, seniors, set[str]()):
        left = [p for p in able if p not in barred]
        if left:
            taken = turns(meeting)
            return min(left, key=lambda p: taken[p])
    return None


def _most_senior(meeting: Meeting) -> set[str]:
    """Return the most senior of the present; nobody when all are equally senior."""
    ranks = {p.id: p.seniority for p in meeting.present()}
    if len(set(ranks.values())) < 2:  # noqa: PLR2004 - one rank only: nobody stands out
        return set()
    return {p for p, rank in ranks.items() if rank == max(ranks.values())}


def _prompt(meeting: Meeting, competency: str | None) -> str:
    if competency is None:
        prompts: tuple[str, ...] = VOTE_PROMPTS
    else:
        prompts = meeting.brief.competency(competency).challenges or GENERAL_PROMPTS
    return prompts[sum(turns(meeting).values()) % len(prompts)]


def speaking_order(meeting: Meeting, competency: str | None) -> tuple[str, ...]:
    """Return the present who gave a level, in the order they speak after a reveal.

    Lowest and highest first, then from junior to senior, the decision owner last even as an
    extreme.
    """
    marks = meeting.poll(competency).rounds[-1].marks
    levels = {p.id: marks[p.id].level for p in meeting.present()}
    rated = {p: level for p, level in levels.items() if level is not None}
    low, high = min(rated.values(), default=0), max(rated.values(), default=0)

    def key(panelist: str) -> tuple[bool, bool, int]:
        extreme = low != high and rated[panelist] in (low, high)
        return (panelist == meeting.owner, not extreme, meeting.brief.panelist(panelist).seniority)

    return tuple(sorted(rated, key=key))


def names(meeting: Meeting, panelists: Iterable[str]) -> str:
    """Return names as a sentence says them: `Lin Wei, Omar Haddad and Priya Raman`."""
    found = [meeting.name(p) for p in panelists]
    if len(found) < 2:  # noqa: PLR2004 - nothing to join
        return "".join(found)
    return f"{', '.join(found[:-1])} and {found[-1]}"
