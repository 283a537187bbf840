"""What each step is for, what to say aloud, and what to watch for; the same for every meeting."""

from __future__ import annotations

from dataclasses import dataclass

from debrief.core import agenda
from debrief.core.meeting import Meeting
from debrief.core.steps import Phase, Step


@dataclass(frozen=True, slots=True)
class Guide:
    """The purpose of a moment, the sentences to say aloud, and what to watch for."""

    purpose: str
    say: tuple[str, ...]
    watch: tuple[str, ...]


def guide(step: Step, phase: Phase = "") -> Guide:
    """Return the guide for a step, or for a phase of it where that has one of its own."""
    return _PHASES.get((step, phase)) or _STEPS[step]


def phase_of(meeting: Meeting) -> Phase:
    """Return the phase of the question that the meeting is at."""
    here = meeting.place
    if here.step not in ("competency", "vote"):
        return ""
    poll = meeting.poll(here.competency)
    if poll.open_round is not None:
        return "second-round" if poll.revealed else "blind"
    if not poll.revealed:
        return "blind"
    if poll.closed is not None:
        return "closed"
    return "challenge" if agenda.due(meeting).verb == "challenge" else "revealed"


_STEPS: dict[Step, Guide] = {
    "preflight": Guide(
        "See that every scorecard is in before anybody talks. No rating is shown.",
        (
            "Thank you for writing alone and first: we open the ratings together.",
            "Please keep what you think of the candidate to yourself until the reveal.",
        ),
        (
            "Somebody who begins to tell how the interview went: it waits for the reveal.",
            "A missing card: open without it, or wait; do not let it be written in the call.",
        ),
    ),
    "role-clarity": Guide(
        "If panelists rated different jobs, their ratings cannot be compared.",
        (
            "I read the role. Each of you says: is this the role you rated?",
            "If not: what was different, and do your ratings stand?",
        ),
        (
            "“More or less the same”: ask what the less is.",
            "A rating voiced in passing: note it as quiet, voiced before the reveal.",
        ),
    ),
    "warm-up": Guide(
        "Rate an invented case together, so that the words of the scale mean the same to all.",
        ("This is nobody we know. Rate it alone; we compare, then read the reference.",),
        ("A case that turns into talk about the candidate: leave it there.",),
    ),
    "competency": Guide(
        "Nobody sees a rating, then everybody sees all at once. Agreement is challenged, "
        "disagreement is argued from evidence.",
        ("Next competency. I read what it means and what each level looks like.",),
        ("Talk about the candidate before the reveal.",),
    ),
    "references": Guide(
        "References confirm or contradict patterns; they never outweigh the interviews.",
        (
            "Where was it hard, where did they struggle most, where were they at their best?",
            "Does that environment exist here?",
        ),
        (
            "A finding that moves a rating by itself: whoever moves rates again, with a reason.",
            "Who chose the reference: one given by the candidate was chosen by the candidate.",
        ),
    ),
    "fit": Guide(
        "What was the candidate told, what concerns them, what do we owe them?",
        (
            "Which of these constraints did somebody tell them, in so many words?",
            "What did they ask of us, and what have we promised?",
        ),
        ("A constraint that everybody thinks somebody else has told.",),
    ),
    "premortem": Guide(
        "Imagine both mistakes before one is made.",
        (
            "A year has passed and it went wrong. Two minutes in silence: why?",
            "And: we passed, and they excelled elsewhere. What did we miss?",
        ),
        (
            "Causes that blame the candidate only: what did we do, or leave undone?",
            "Who reads out first: the most junior, the owner last.",
        ),
    ),
    "vote": Guide(
        "The first judgment of the whole, blind. It informs; it does not decide.",
        ("Send me your vote privately. I enter it unseen, and we reveal together.",),
        (
            "Somebody who says their vote aloud: note it as voiced early.",
            "Talk of a majority: reasons count, not heads.",
        ),
    ),
    "decision": Guide(
        "One named person decides, says why, and answers every dissent.",
        (
            "What do you decide, and what is the reason in a sentence that you would sign?",
            "Does anybody dissent? In your own words; I read it back.",
        ),
        (
            "A dissent that is talked down: it is recorded as it was said.",
            "A condition without somebody’s name and a day.",
        ),
    ),
    "record": Guide(
        "Read the decision back, then finish: the record is written.",
        (
            "I read the decision, the conditions and every dissent. Is it what we said?",
            "Please note the fingerprint: with it anybody can tell that nothing was changed.",
        ),
        ("Quiet minutes come out here: read them before somebody else does.",),
    ),
}

_PHASES: dict[tuple[Step, Phase], Guide] = {
    ("competency", "blind"): Guide(
        "Everybody settles on the words of the scale before anybody sees a rating.",
        (
            "I read the levels, the lowest first. Keep your rating as you wrote it.",
            "On three we look together.",
        ),
        (
            "Faces and sighs: read on, evenly.",
            "“I was generous here”: that is for after the reveal; note it as voiced early.",
        ),
    ),
    ("competency", "revealed"): Guide(
        "Find out what only one of you saw; evidence first, ratings second.",
        (
            "Lowest and highest first, then from junior to senior, the decision owner last.",
            "What did you see or hear? Which words, which moment?",
        ),
        (
            "An opinion where evidence was asked for: “What did you see that shows it?”",
            "Somebody who gives in to the others: what would change your mind?",
            "Whoever speaks longest is not right for that.",
        ),
    ),
    ("competency", "challenge"): Guide(
        "Agreement may mean that all looked at the same thing: test it once, then close.",
        (
            "Make the best case against, whatever your own view. Three minutes.",
            "What would we have seen if we were wrong, and did anyone look?",
        ),
        (
            "A joke instead of a case: take the prompt and wait.",
            "New evidence: then the outcome is seldom “held”.",
        ),
    ),
    ("competency", "second-round"): Guide(
        "Rate again after the reasons, blind, so that nobody follows the others.",
        (
            "Send me your rating privately. To stay where you are is a good answer.",
            "Nobody says a number aloud.",
        ),
        (
            "A screen or a chat that others can see.",
            "Pressure to agree: a contested competency is a finding, not a failure.",
        ),
    ),
    ("competency", "closed"): Guide(
        "This one is settled; the next begins.",
        ("Thank you. That stands as it closed.",),
        ("A debate that goes on: it reopens with a reason, or it is over.",),
    ),
    ("vote", "revealed"): Guide(
        "See where each of you stands on the whole, then hand over to who decides.",
        ("Whoever votes otherwise than most: what does it rest on?",),
        ("A vote taken for the decision: it is not.",),
    ),
    ("vote", "challenge"): Guide(
        "Everybody on one side: ask once what none of you wanted to say.",
        ("Which fact, known tomorrow, would make you vote the other way?",),
        ("Relief that all agree; it is the moment to look again.",),
    ),
    ("vote", "second-round"): Guide(
        "Vote once more, blind, after what was said.",
        ("Send me your vote privately; to keep it is a good answer.",),
        ("Anybody who says aloud how they vote now.",),
    ),
}
