"""The name of the main action in the footer, and the sentence of guidance above it."""

from __future__ import annotations

from collections.abc import Callable, Collection

from debrief.core import agenda, challenge
from debrief.core.agenda import Due
from debrief.core.meeting import Meeting
from debrief.core.rules import closing, moves, rounds

SHORT = 2


def label(meeting: Meeting, due: Due) -> str:
    """Return what the footer calls the main action."""
    if due.verb in _FIXED:
        return _FIXED[due.verb]
    return _NAMED[due.verb](meeting, due.about)


_FIXED = {
    "open": "Open the meeting",
    "open_vignette": "Choose a case to rate",
    "pass_gate": "Read the decision rule, pass the gate",
    "reveal": "Reveal all ratings",
    "argue": "Argue from evidence",
    "mark_constraint": "Was the candidate told?",
    "note_context": "Does our role offer this?",
    "note_owed": "What do we owe the candidate?",
    "finish": "Finish and write the record",
    "leave": "Leave",
}


def _reveal(meeting: Meeting, _: str) -> str:
    here = meeting.place.competency
    what = "Reveal" if here is not None else "Reveal the votes"
    return _reveal_words(meeting, what, meeting.voters(here), meeting.poll(here).ballots)


def _reveal_case(meeting: Meeting, _: str) -> str:
    return _reveal_words(meeting, "Reveal", meeting.voters(None), meeting.warm_up.ballots)


def _reveal_words(
    meeting: Meeting, what: str, voters: Collection[str], cells: Collection[str]
) -> str:
    waiting = [p for p in voters if p not in cells]
    if not waiting:
        return f"{what} (all {len(voters)} in)"
    who = challenge.names(meeting, waiting) if len(waiting) <= SHORT else f"{len(waiting)} people"
    return f"{what} ({len(voters) - len(waiting)} of {len(voters)} in; waiting for {who})"


def _challenge(meeting: Meeting, _: str) -> str:
    here = meeting.place.competency
    if here is None:
        return "Challenge the unanimous vote"
    several = len(agenda.challenged_with(meeting, here))
    return f"Challenge these {several} together" if several > 1 else "Challenge"


def _close(meeting: Meeting, _: str) -> str:
    proposed = agenda.proposed_closing(meeting, meeting.place.competency or "")
    words = {
        "agreed": "Close as agreed, next",
        "contested": "Close as contested, next",
        "needs-more-signal": "Close: needs more signal, next",
    }
    return words[proposed]


def _reference(meeting: Meeting, about: str) -> str:
    if not about:
        return "Record that there are no references on file"
    number = [r.id for r in meeting.references].index(about) + 1
    return f"Read reference {number} of {len(meeting.references)}"


_NAMED: dict[str, Callable[[Meeting, str], str]] = {
    "confirm_role": lambda m, about: f"Ask {m.name(about)}: is this the role you rated?",
    "reveal_round": _reveal,
    "reveal_votes": _reveal,
    "reveal_vignette": _reveal_case,
    "open_round": lambda m, about: f"Second round: {m.name(about)} rates anew",
    "explain": lambda m, about: f"Ask {m.name(about)} what changed",
    "challenge": _challenge,
    "close": _close,
    "review_reference": _reference,
    "give_cause": lambda m, about: (
        "Ask what we missed" if about == "missed" else "Ask why it failed"
    ),
    "advance": lambda m, about: f"Next: {moves.title(m, agenda.next_place(m))}",
    "confirm_dissent": lambda m, about: f"Read {m.name(about)}’s dissent back",
    "answer_dissent": lambda m, about: f"Answer {m.name(about)}’s dissent",
    "decide": lambda m, about: f"{m.owner_name} decides",
}


def guidance(meeting: Meeting, due: Due) -> str:
    """Return one sentence on what to do now."""
    said = _guided(meeting, due.verb) or _GUIDANCE[due.verb]
    here = meeting.place.competency
    rounds = meeting.poll(here).rounds if here is not None else ()
    if due.verb in ("challenge", "argue", "close") and len(rounds) > 1:
        return f"Is your mark right? c corrects it. {said}"
    return said


def _guided(meeting: Meeting, verb: str) -> str:
    late = agenda.unconfirmed(meeting)
    if late and verb in ("reveal_round", "reveal_votes"):
        return f"{meeting.name(late[0])} confirms the role (p) before entering anything."
    entering = verb in ("reveal_round", "reveal_votes")
    if entering and not meeting.voters(meeting.place.competency):
        return rounds.nobody_may_enter(meeting.place.competency)
    match verb:
        case "reveal":
            return _before_reveal(meeting)
        case "review_reference" if not meeting.references:
            return "f records who asks whom, and by when."
        case "close":
            return _before_close(meeting)
        case "decide":
            return _before_decision(meeting)
        case "advance":
            return _DONE_GUIDANCE.get(meeting.place.step, "")
        case _:
            return ""


_GUIDANCE = {
    "open": "Share this window only, and silence message previews.",
    "confirm_role": "Read the brief aloud. Each of us says whether this is the role we rated.",
    "pass_gate": "Read the decision rule aloud; from here on it is fixed.",
    "open_round": "They rated another role: a second round, blind like the first.",
    "explain": "Is your mark right? c corrects it. Who moved says why; declining counts.",
    "challenge": "Agreement gets one challenge before it closes.",
    "argue": "Lowest and highest first, then from junior to senior, the owner last.",
    "review_reference": "A finding alone moves no rating: o reopens a competency, with a reason.",
    "mark_constraint": "Which constraints was the candidate told, and by whom?",
    "note_context": "This evidence depended on a past context. Does our role offer it?",
    "note_owed": "What did we promise to tell or send the candidate?",
    "give_cause": "Two minutes of silence: everybody writes, then everybody reads one out.",
    "reveal_round": "Send me your rating privately; I enter it unseen; we reveal together.",
    "reveal_votes": "Send me your vote privately; I enter it unseen; we reveal together.",
    "open_vignette": "One invented case for all of us, so that a level means the same to all.",
    "reveal_vignette": "Send me your rating of this case privately; I enter it unseen.",
    "advance": "Nothing more is due here.",
    "confirm_dissent": "A dissent stands in the dissenter’s own words, confirmed by them.",
    "answer_dissent": "The owner answers every dissent.",
    "finish": "Read the decision, the conditions and every dissent back to the panel.",
    "leave": "Read the fingerprint aloud, so that everybody can note it.",
}

_DONE_GUIDANCE = {
    "warm-up": "Who was further off: which anchor was it? r takes another case.",
    "decision": "Does anybody dissent? d records it in their own words.",
    "vote": "A vote informs; it does not decide. c corrects an entry.",
}


def _before_reveal(meeting: Meeting) -> str:
    here = meeting.place.competency or ""
    count = len(meeting.brief.levels(here))
    missing = [p.id for p in meeting.brief.panel if here not in meeting.usable.get(p.id, ())]
    words = {
        2: "two",
        3: "three",
        4: "four",
        5: "five",
        6: "six",
        7: "seven",
        8: "eight",
        9: "nine",
    }
    read = f"Read the {words[count]} levels aloud, then reveal."
    if not missing:
        return read
    if len(missing) == len(meeting.brief.panel):
        return "Nobody rated this: reveal it as it is, or w leaves it out, with a reason."
    who = challenge.names(meeting, missing) if len(missing) <= SHORT else f"{len(missing)} people"
    return f"{read} No scorecard from {who}."


def _before_close(meeting: Meeting) -> str:
    here = meeting.place.competency or ""
    found = meeting.agreement(here)
    if found.label in ("mixed", "split", "pair"):
        if rounds.no_round_left(meeting, here) is None:
            return "What did only you see? r opens a second round, blind."
        return "What did only you see? It closes as contested."
    if found.label in ("single", "none"):
        return "Too few ratings to agree or disagree on: somebody has to look again."
    return "The challenge is settled."


def _before_decision(meeting: Meeting) -> str:
    refused = closing.undecidable(meeting)
    if refused is not None:
        return refused.reason
    if meeting.decision is not None:
        until = meeting.decision.until
        return f"Postponed until {until:%-d %B %Y}: q leaves, and the session stays open."
    return f"{meeting.owner_name} decides, with a reason. d records dissent."
