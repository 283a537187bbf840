"""The challenge of a consensus: the challengers, their questions, and the speaking order."""

from __future__ import annotations

from dataclasses import dataclass

from debrief.core.meeting.ladder import Basis, Named, challenger_counts
from debrief.core.meeting.rules import rules
from debrief.core.meeting.state import Meeting

SCRIPT = (
    "It’s a year later and this rating was wrong. What’s the likeliest reason?",
    "What would we have seen if it were wrong, and did anyone look?",
    "What would settle it?",
)
OPENING_OF_VOTE = "It’s a year later and this vote was wrong. What’s the likeliest reason?"
BEST_CASE = "Everybody: please make the best case against, whatever your own view."
SEEN = "What did you see?"
MOVE_BACK = "What would move you back?"
UNSAID = "Who saw something that hasn’t been said?"
SETTLES = "Which observation would settle it, and does anybody have it?"
GENERAL_PROMPTS = (
    "Which situation that this role will bring did none of us ask about?",
    "What did we accept on the candidate’s word alone?",
    "Who would rate this differently after working for this person, and why?",
    "Which of our examples would also fit somebody we would not hire?",
)
VOTE_PROMPTS = (
    "Which fact, known tomorrow, would make each of us vote the other way?",
    "What do we know about this person that none of us wanted to say?",
)


@dataclass(frozen=True, slots=True)
class Challenge:
    """The people named for a challenge with their reasons, and a prompt for this competency."""

    basis: Basis
    named: tuple[Named, ...]
    prompt: str

    @property
    def challengers(self) -> tuple[str, ...]:
        """The ids of the people named; nobody means the whole panel."""
        return tuple(person.panelist for person in self.named)


def challenge(meeting: Meeting, competency: str | None) -> Challenge:
    """Return the challenge of a result of one mind; None means the final vote."""
    basis, named = rules(meeting).called(meeting, competency)
    return Challenge(basis, named, _prompt(meeting, competency))


def _prompt(meeting: Meeting, competency: str | None) -> str:
    if competency is None:
        prompts: tuple[str, ...] = VOTE_PROMPTS
    else:
        prompts = meeting.brief.competency(competency).challenges or GENERAL_PROMPTS
    return prompts[sum(challenger_counts(meeting).values()) % len(prompts)]


def speaking_order(meeting: Meeting, competency: str | None) -> tuple[str, ...]:
    """Return the present who gave a level, in the order they speak after a reveal.

    The lowest and the highest come first, one each: of several the one with most evidence against
    the other end, then the most junior. The others follow from junior to senior. The decision owner
    is always last, even at an end; then the other end begins.
    """
    poll = meeting.poll(competency)
    marks = poll.rounds[-1].marks
    counted = meeting.counted_levels(competency, poll.rounds[-1])
    juniors = sorted(
        (p for p in meeting.present() if marks[p.id].level is not None and p.id != meeting.owner),
        key=lambda p: p.seniority,
    )
    speakers = [p.id for p in juniors]
    low, high = min(counted.values(), default=0), max(counted.values(), default=0)

    def against_the_other_end(panelist: str) -> int:
        rating = poll.ratings.get(panelist)
        if rating is None:
            return 0
        return len(rating.against if counted[panelist] == low else rating.for_)

    ends: list[str] = []
    for end in (low, high) if low != high else ():
        at_it = [p for p in speakers if counted.get(p) == end]
        ends += sorted(at_it, key=against_the_other_end, reverse=True)[:1]
    owner = marks[meeting.owner].level is not None and meeting.is_present(meeting.owner)
    others = [p for p in speakers if p not in ends]
    return (*ends, *others, *([meeting.owner] if owner else ()))
