"""The facilitator's guide: the purpose of each step, sentences to say, and signs to watch for."""

from __future__ import annotations

from dataclasses import dataclass

from debrief.core.meeting.state import Meeting
from debrief.core.steps import OVERVIEW, Phase, Step
from debrief.core.verbs.due import due
from debrief.core.verbs.talk import Challenge


@dataclass(frozen=True, slots=True)
class Guide:
    """The purpose of a step, sentences to say aloud, and signs to watch for."""

    purpose: str
    say: tuple[str, ...]
    watch: tuple[str, ...]


def guide(step: Step, phase: Phase = "") -> Guide:
    """Return the guide for a phase of a step if there is one, else the guide for the step."""
    return _PHASES.get((step, phase)) or _STEPS[step]


def phase_of(meeting: Meeting) -> Phase:
    """Return the phase of the question that the meeting is at."""
    here = meeting.place
    if here.step not in ("competency", "vote") or here == OVERVIEW:
        return ""
    poll = meeting.poll(here.competency)
    if meeting.cells_here:
        return "second-round" if poll.revealed else "blind"
    if not poll.revealed:
        return "blind"
    if poll.closed is not None:
        return "closed"
    return "challenge" if due(meeting).verb == Challenge() else "revealed"


_STEPS: dict[Step, Guide] = {
    "preflight": Guide(
        "Make sure that every scorecard is in before anybody talks. No rating is shown.",
        (
            "Thank you for writing your scorecards alone. We open all ratings together.",
            "Please keep what you think of the candidate to yourself until the reveal.",
        ),
        (
            "If somebody starts to recount an interview, ask them to hold it until the reveal.",
            "If a card is missing, start without it or wait. Don’t let it be written in the call.",
        ),
    ),
    "role-clarity": Guide(
        "If panelists rated different jobs, their ratings cannot be compared.",
        (
            "I’ll read the role. Is this the role that each of you rated?",
            "If not, what was different, and do your ratings still hold?",
        ),
        (
            "If you hear “more or less the same”, ask what differs.",
            "If a rating slips out, add a quiet minute: voiced before the reveal.",
        ),
    ),
    "warm-up": Guide(
        "Rate an invented case together, so that the scale means the same to everyone.",
        ("This is nobody we know. Rate it alone, then we compare and read the reference.",),
        ("If the talk turns to the candidate, stop it there.",),
    ),
    "competency": Guide(
        "Ratings stay hidden until everyone sees them at the same moment. Agreement is "
        "challenged, disagreement is argued from evidence.",
        ("Next competency. I’ll read what it means and what each level looks like.",),
        ("If people talk about the candidate now, ask them to wait for the reveal.",),
    ),
    "references": Guide(
        "References confirm or contradict patterns. They never outweigh the interviews.",
        (
            "Where was it hard, where did they struggle most, where were they at their best?",
            "Does that environment exist here?",
        ),
        (
            "A finding moves no rating by itself. People who move rate again, with a reason.",
            "Bear in mind that candidates choose the references they name.",
        ),
    ),
    "fit": Guide(
        "Find out what the candidate was told, what concerns them, and what we owe them.",
        (
            "Which of these constraints did somebody tell them, in so many words?",
            "What did they ask of us, and what have we promised?",
        ),
        ("Everybody may think that somebody else told the candidate.",),
    ),
    "premortem": Guide(
        "Imagine both mistakes before one is made.",
        (
            "A year has passed and it went wrong. Two minutes in silence: why?",
            "Now the other way: we passed, and they excelled elsewhere. What did we miss?",
        ),
        (
            "If all causes blame the candidate, ask what we did or failed to do.",
            "The most junior person reads out first, the owner last.",
        ),
    ),
    "vote": Guide(
        "The first overall judgment, still blind. The vote informs the decision.",
        ("Send me your vote privately. I enter it unseen, and we reveal together.",),
        (
            "If somebody says their vote aloud, note it as voiced early.",
            "If people count heads, ask for reasons.",
        ),
    ),
    "decision": Guide(
        "One named person decides, gives the reason, and answers every dissent.",
        (
            "What do you decide, and why, in a sentence that you would sign?",
            "You voted the other way. Is this a dissent? Use your own words, I’ll read them back.",
        ),
        (
            "If a dissent is talked down, record it as it was said.",
            "Every condition needs a name and a day.",
        ),
    ),
    "record": Guide(
        "Read the decision back, then finish. debrief writes the record.",
        (
            "I’ll read the decision, the conditions and every dissent. Is this what we said?",
            "Please note the fingerprint. It shows later that nothing was changed.",
        ),
        ("Quiet minutes stay out of the record. Don’t ask about them here.",),
    ),
}

_PHASES: dict[tuple[Step, Phase], Guide] = {
    ("competency", "blind"): Guide(
        "Agree what each level means before anyone sees a rating.",
        (
            "I’ll read the levels, the lowest first. Keep your rating as you wrote it.",
            "On three we look together.",
        ),
        (
            "If people react, keep reading in the same voice.",
            "If you hear “I was generous here”, note it as voiced early. It waits for the reveal.",
        ),
    ),
    ("competency", "revealed"): Guide(
        "Find out what only one of you saw: evidence first, ratings second.",
        (
            "Lowest and highest first, then from junior to senior, the decision owner last.",
            "What did you see or hear? Which words, which moment?",
        ),
        (
            "If you hear an opinion, ask: “What did you see that shows it?”",
            "If somebody gives in, ask: “What changed your mind?”",
            "Talking longest doesn’t make it right.",
        ),
    ),
    ("competency", "challenge"): Guide(
        "Agreement may mean that everyone looked at the same thing. Test it once, then close.",
        (
            "Make the best case against, whatever your own view. Three minutes.",
            "What would we have seen if we were wrong, and did anyone look?",
        ),
        (
            "If somebody jokes instead, read the prompt aloud and wait.",
            "With new evidence, the outcome is seldom “held”.",
        ),
    ),
    ("competency", "second-round"): Guide(
        "Rate again after hearing the reasons, blind, so that nobody follows the others.",
        (
            "Send me your rating privately. Staying where you are is a good answer.",
            "Nobody says a number aloud.",
        ),
        (
            "Make sure nobody sends a rating where others can see it.",
            "Don’t push for agreement: a contested competency is a finding, not a failure.",
        ),
    ),
    ("competency", "closed"): Guide(
        "This one is settled. The next begins.",
        ("Thank you. We leave it there.",),
        ("If the debate goes on, reopen it with a reason or move on.",),
    ),
    ("competency", "wrapped-up"): Guide(
        "These were revealed together when time ran out. Nobody has discussed them.",
        ("These are the remaining ratings. Does any need discussion before the decision?",),
        ("For a hire the owner must rule on each must-have that nobody discussed.",),
    ),
    ("vote", "revealed"): Guide(
        "See how each of you votes overall, then hand over to the decision owner.",
        ("If your vote differs from most: what does it rest on?",),
        ("The vote is not the decision.",),
    ),
    ("vote", "challenge"): Guide(
        "Everybody is on one side. Ask once what nobody wanted to say.",
        ("Which fact, known tomorrow, would make you vote the other way?",),
        ("If everyone is relieved to agree, that is the moment to look again.",),
    ),
    ("vote", "second-round"): Guide(
        "After the discussion, vote once more, blind.",
        ("Send me your vote privately. Keeping it is a good answer.",),
        ("If somebody says their vote aloud, note it as voiced early.",),
    ),
}
