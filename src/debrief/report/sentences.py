"""What a record says in sentences, for every page that is made of it.

`say` spells a text that a person wrote as the page needs it; the sentences hold no markup.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from debrief.core.record_model import Decision, Member, Record
from debrief.core.record_poll_model import Challenge, Competency, Mark, Move, Poll
from debrief.core.tell import OUTCOMES as DECISIONS
from debrief.report.escape import clock, counted, day, listed, number, times

Say = Callable[[str], str]

HONEST = (
    "The fingerprint shows accidental or partial changes to the journal and the files below. "
    "Someone who can rewrite the whole folder can rebuild the chain, "
    "unless the fingerprint was kept elsewhere."
)
PRESENCE = {"present": "present", "late": "joined late", "left": "left", "absent": "absent"}
STANDING = {
    "stand": "their ratings stand",
    "re-rate": "their ratings were to be given anew",
    "set-aside": "their ratings are set aside: shown, outside the class",
}
CHALLENGED = {
    "held": "it held",
    "changed": "it changed the ratings",
    "open": "it stays open, more signal is needed",
}
BASIS = {
    "dissent": "called on for the view from the other side",
    "challenger": "asked to argue against it, whatever their own view",
    "panel": "everybody was asked to argue against it",
}
HOW = {"kept": "kept", "no-entry": "kept, no entry", "not-asked": "kept, not asked"}
FAILED = "A year has passed and it went wrong. Why?"
MISSED = "We passed, and they excelled elsewhere. What did we miss?"
THRESHOLD = "A threshold: it can block, it can never lift."


def held(record: Record, say: Say) -> str:
    """Return when the debrief was held and who led it."""
    opened, finished = record.opened, record.finished
    until = ", not finished"
    if finished is not None:
        other_day = "" if finished.date() == opened.date() else f"{day(finished)}, "
        until = f" to {other_day}{clock(finished)}"
    led = f" Led by {say(record.facilitator)}." if record.facilitator else ""
    meant = ""
    if record.scheduled and record.scheduled.date() != opened.date():
        meant = f" It had been scheduled for {day(record.scheduled)}."
    return (
        f"Record of the debrief on {day(opened)}, {clock(opened)}{until}. Times are UTC."
        f"{led}{meant}"
    )


def outcome(decision: Decision) -> str:
    """Return the decision in a few words."""
    words = DECISIONS[decision.outcome].capitalize()
    if decision.outcome == "postponed" and decision.until:
        return f"{words} until {day(decision.until)}"
    conditions = len(decision.conditions)
    return f"{words}, on {counted(conditions, 'condition')}" if conditions else words


def decided(record: Record, decision: Decision, say: Say) -> str:
    """Return who decided and when, and whether the owner was recused."""
    recused = "was recused and did not vote" if decision.owner_recused else "was not recused"
    title = next((m.title for m in record.panel if m.id == decision.owner), "")
    owner = say(record.name(decision.owner)) + (f" ({say(title)})" if title else "")
    return f"Decided by {owner} on {day(decision.at)} at {clock(decision.at)}. The owner {recused}."


def vote(record: Record, say: Say) -> str:
    """Return how the panel voted, or why there was no vote."""
    if record.vote.rounds:
        return f"The panel’s vote: {say(record.vote.rounds[-1].counts_in_words)}."
    reasons = [say(x.reason) for x in record.left_out if x.step == "vote"]
    return f"There was no vote: {reasons[0]}" if reasons else "There was no vote."


def next_look(decision: Decision, say: Say) -> list[tuple[str, str]]:
    """Return what is to be found out, as (what, text): the test of a decision put off."""
    facts = [
        ("The test", say(decision.test)),
        ("Who runs it", say(decision.tester)),
        ("By when", day(decision.due) if decision.due else ""),
        ("What would change it", say(decision.would_change)),
    ]
    return [(what, text) for what, text in facts if text]


def kinds(one: Competency) -> list[str]:
    """Return what a competency is besides graded."""
    return ["must-have"] * one.must_have + ["threshold"] * (one.kind == "threshold")


def closing(one: Competency) -> str:
    """Return how a competency closed, in words."""
    return one.closing.replace("-", " ") if one.closing else "open"


def mark_facts(mark: Mark, say: Say) -> list[str]:
    """Return a mark in words: the rating or state, and how it came about."""
    facts = [say(mark.word)]
    if mark.confidence:
        facts.append(f"{mark.confidence} confidence")
    if mark.how in HOW and mark.level is not None:
        facts.append(HOW[mark.how])
    if mark.level is not None and not mark.counts:
        facts.append("set aside, outside the class")
    if mark.was:
        facts.append(f"entered wrongly as {listed([say(x) for x in mark.was])}")
    return facts


def mark_details(mark: Mark, *, bare: bool, say: Say) -> list[tuple[str, str]]:
    """Return the evidence of a mark as (label, text); `bare` says that none is told as such."""
    details = [
        *(("For", say(x)) for x in mark.for_),
        *(("Against", say(x)) for x in mark.against),
        ("Depends on a past context", say(mark.depends_on_context)),
        ("Seen in the scenario", say(mark.scenario)),
        ("Reason", say(mark.reason)),
    ]
    told = [(label, text) for label, text in details if text]
    if bare and mark.state == "rated" and not (mark.for_ or mark.against):
        told.append(("", "No evidence was written."))
    return told


def why_moved(move: Move, say: Say) -> str:
    """Return the reason behind a move, with what stands before it."""
    if move.declined:
        return ", declined to say why"
    return f": {say(move.reason)}" if move.reason else ", no reason on record"


def talk(record: Record, one: Poll, say: Say) -> list[tuple[datetime, str, str | list[str]]]:
    """Return challenges held and waived by time: when, what it was, and its reason or details."""
    told: list[tuple[datetime, str, str | list[str]]] = [
        (x.at, "Challenge", _challenge(record, x, say)) for x in one.challenges
    ]
    for waiver in one.challenge_waivers:
        what = "put off, to be held for several together" if waiver.together else "waived"
        told.append((waiver.at, f"Challenge {what}", say(waiver.reason)))
    return sorted(told, key=lambda each: each[0])


def _challenge(record: Record, one: Challenge, say: Say) -> list[str]:
    """What is to be known of a challenge, in order."""
    who = listed([say(record.name(x)) for x in one.challengers])
    details = [
        f"Asked: {who}: {BASIS[one.basis]}" if who else f"Asked: {BASIS[one.basis]}",
        f"Argued: {say(one.argued)}",
        f"New evidence: {'yes' if one.new_evidence else 'no'}",
        f"Outcome: {CHALLENGED[one.outcome]}",
    ]
    if len(one.competencies) > 1:
        titles = [say(record.competency_title(x)) for x in one.competencies]
        details.append(f"Held once for {listed(titles)}")
    return details


def member_facts(record: Record, one: Member) -> str:
    """Return presence and part of a panelist."""
    facts = [PRESENCE[one.presence]]
    facts += ["decision owner"] if one.id == record.owner else []
    facts += ["recused"] if one.recused else []
    return ", ".join(facts)


def member_details(one: Member, say: Say) -> list[str]:
    """Return how a panelist came, their card, and how they understood the role."""
    came = [f"{PRESENCE[x.presence]} at {clock(x.at)}" for x in one.attended]
    moved = any(x.presence != "present" for x in one.attended)
    details = [f"Came and went: {', '.join(came)}"] if moved else []
    details.append(_card(one))
    details += [f"The role as they understood it: {say(one.role)}"] if one.role else []
    if one.understanding == "same":
        return [*details, "Confirmed that this is the role"]
    if one.understanding == "differs":
        return [
            *details,
            f"Understood it differently: {say(one.differs)}",
            f"The owner ruled: {say(one.ruling)}",
            f"Effect of the ruling: {STANDING[one.ratings]}",
        ]
    return [*details, "Did not confirm the role"]


def _card(one: Member) -> str:
    card = one.card
    if card is None:
        return "No scorecard"
    when = f"of {day(card.submitted)}, {clock(card.submitted)}" if card.submitted else "undated"
    late = ", late" if card.late else ""
    accepted = f", accepted in the meeting at {clock(card.accepted)}" if card.accepted else ""
    entries = "1 entry" if card.entries == 1 else f"{card.entries or 'no'} entries"
    return f"Scorecard {when}{late}{accepted}, {entries}"


def process(record: Record, say: Say) -> Iterator[str]:
    """Yield how the meeting went, in counts."""
    facts = record.process
    yield from _about_cards(record, say)
    yield from _about_talk(record, say)
    yield f"Ratings voiced before their reveal: {facts.voiced_early}"
    yield f"Entries corrected after a reveal: {facts.corrected}"
    yield f"Undo was used {times(facts.undone)}"
    if facts.runs > 1:
        yield f"The meeting was resumed {times(facts.runs - 1)}"
    if facts.torn:
        yield (
            f"The journal was recovered after a crash {times(len(facts.torn))}; "
            f"{counted(sum(facts.torn), 'unfinished byte')} were kept aside"
        )
    if facts.entries_lost:
        yield f"Blind entries were lost and asked for again: {facts.entries_lost}"
    if facts.clock_went_back:
        yield f"The computer’s clock went back {times(facts.clock_went_back)}"


def _about_cards(record: Record, say: Say) -> Iterator[str]:
    missing = [say(m.name) for m in record.panel if m.card is None]
    late = [say(m.name) for m in record.panel if m.card and m.card.late]
    yield (
        f"Scorecards: {len(record.panel) - len(missing)} of {len(record.panel)}"
        + (f"; none from {listed(missing)}" if missing else "")
        + (f"; late from {listed(late)}" if late else "")
    )
    bare = record.process.without_evidence
    where = [
        f"{say(record.name(x.panelist))} on {say(record.competency_title(x.competency))}"
        for x in bare
    ]
    yield f"Ratings without evidence: {len(bare)} of {record.process.ratings}" + (
        f" ({'; '.join(where)})" if where else ""
    )


def _about_talk(record: Record, say: Say) -> Iterator[str]:
    def titles(what: str, found: Sequence[Competency]) -> str:
        return f"{what}: {listed([say(x.title) for x in found]) or 'none'}"

    all_ = record.competencies
    yield titles("Challenged", [c for c in all_ if c.challenges])
    waived = [
        c for c in all_ if not c.challenges and any(not w.together for w in c.challenge_waivers)
    ]
    yield titles("Challenge waived", waived)
    yield titles("Not discussed", [c for c in all_ if c.closing == "not-discussed"])
    moves = [
        f"{say(record.name(m.panelist))} on {say(c.title)} "
        f"({say(m.before_word)} → {say(m.after_word)})"
        for c in all_
        for m in c.moves
    ]
    yield f"Moved after discussion: {'; '.join(moves) or 'nobody'}"
    facts = record.process
    if facts.pairs:
        yield (
            f"Pairs of raters within one level, first round, graded competencies: "
            f"{facts.close_pairs} of {facts.pairs} ({100 * facts.close_pairs / facts.pairs:.0f} %)"
        )
    for one in facts.convergence:
        yield (
            f"{say(record.competency_title(one.competency))}: mean deviation from the median "
            f"{number(one.first)} in the first round, {number(one.last)} in the last, "
            f"change {number(one.change)} (convergence, not accuracy)"
        )
