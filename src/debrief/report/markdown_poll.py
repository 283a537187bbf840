"""Competencies and the final vote on the page: rounds, moves, challenges and how it closed."""

from __future__ import annotations

from debrief.core.record_model import Record
from debrief.core.record_poll_model import Challenge, Competency, Mark, Move, Poll, Round, Waiver
from debrief.report.escape import bullets, clock, inline, listed, nested

_OUTCOMES = {
    "held": "it held",
    "changed": "it changed the ratings",
    "open": "it stays open, more signal is needed",
}
_BASIS = {
    "dissent": "called on for the view from the other side",
    "challenger": "asked to argue against it, whatever their own view",
    "panel": "everybody was asked to argue against it",
}
_HOW = {"kept": "kept", "no-entry": "kept, no entry", "not-asked": "kept, not asked"}


def competency(record: Record, one: Competency) -> list[str]:
    """Return all that became of one competency."""
    scale = " · ".join(inline(word) for word in one.scale)
    blocks = [f"### {inline(one.title)}{kind(one)}", inline(one.definition), f"Scale: {scale}."]
    if one.kind == "threshold":
        blocks.append("A threshold: it can block, it can never lift.")
    if not one.rounds:
        blocks.append("No ratings were shown.")
    settled = bullets([*_talk(record, one), *_course(one)])
    return [*blocks, *_rounds(record, one), "How it was settled:", settled]


def final_vote(record: Record) -> list[str]:
    """Return the vote, every round of it."""
    left_out = [x.reason for x in record.left_out if x.step == "vote"]
    reason = f" It was left out: {inline(left_out[0])}" if left_out else ""
    if not record.vote.rounds:
        return ["## Final vote", f"There was no vote.{reason}"]
    talk = _talk(record, record.vote)
    settled = ["After the reveal:", bullets(talk)] if talk else []
    return ["## Final vote", *_rounds(record, record.vote), *settled]


def kind(one: Competency) -> str:
    """Return what a competency is besides graded, in brackets after its title."""
    kinds = ["must-have"] * one.must_have + ["threshold"] * (one.kind == "threshold")
    return f" ({', '.join(kinds)})" if kinds else ""


def closing(one: Competency) -> str:
    """Return how a competency closed, in words."""
    return one.closing.replace("-", " ") if one.closing else "open"


def _rounds(record: Record, poll: Poll) -> list[str]:
    blocks = []
    for round_ in poll.rounds:
        blocks += [_round(round_), bullets(_mark(record, poll, round_, m) for m in round_.marks)]
        moves = [move for move in poll.moves if move.round == round_.number]
        if moves:
            blocks += ["Who moved:", bullets(_move(record, move) for move in moves)]
        elif round_.number > 1:
            blocks.append("Nobody moved.")
    return blocks


def _round(round_: Round) -> str:
    spread = f", {inline(round_.spread)}" if round_.spread else ""
    return (
        f"**Round {round_.number}** at {clock(round_.at)}: **{inline(round_.words)}**. "
        f"{inline(round_.counts_in_words)}{spread}."
    )


def _mark(record: Record, poll: Poll, round_: Round, mark: Mark) -> str:
    facts = [inline(mark.word)]
    if mark.confidence:
        facts.append(f"{mark.confidence} confidence")
    if mark.how in _HOW and mark.level is not None:
        facts.append(_HOW[mark.how])
    if mark.level is not None and not mark.counts:
        facts.append("set aside, outside the class")
    if mark.was:
        facts.append(f"entered wrongly as {listed([inline(x) for x in mark.was])}")
    details = [
        *(f"For: {inline(x)}" for x in mark.for_),
        *(f"Against: {inline(x)}" for x in mark.against),
        *([f"Depends on a past context: {inline(mark.depends_on_context)}"]
          if mark.depends_on_context else []),
        *([f"Seen in the scenario: {inline(mark.scenario)}"] if mark.scenario else []),
        *([f"Reason: {inline(mark.reason)}"] if mark.reason else []),
    ]  # fmt: skip
    if isinstance(poll, Competency) and round_.number == 1 and mark.state == "rated":
        details += [] if mark.for_ or mark.against else ["No evidence was written."]
    return f"**{inline(record.name(mark.panelist))}**: {', '.join(facts)}{nested(details)}"


def _move(record: Record, move: Move) -> str:
    why = f": {inline(move.reason)}" if move.reason else ", no reason on record"
    if move.declined:
        why = ", declined to say why"
    steps = f"{inline(move.before_word)} → {inline(move.after_word)}"
    return f"**{inline(record.name(move.panelist))}**, {steps}{why}"


def _talk(record: Record, poll: Poll) -> list[str]:
    told = [
        f"**Argued from evidence:** {inline(text) or 'nothing was written down.'}"
        for text in poll.argued
    ]
    timed = [(one.at, _challenge(record, one)) for one in poll.challenges]
    timed += [(one.at, _waiver(one)) for one in poll.challenge_waivers]
    told += [text for _, text in sorted(timed)]
    told += [f"**Round {x.round} was given up:** {inline(x.reason)}" for x in poll.abandoned]
    return told


def _waiver(one: Waiver) -> str:
    what = "put off, to be held for several together" if one.together else "waived"
    return f"**Challenge {what}** at {clock(one.at)}: {inline(one.reason)}"


def _challenge(record: Record, one: Challenge) -> str:
    who = listed([inline(record.name(x)) for x in one.challengers])
    asked = f"{who}: {_BASIS[one.basis]}" if who else _BASIS[one.basis]
    details = [
        f"Asked: {asked}",
        f"Argued: {inline(one.argued)}",
        f"New evidence: {'yes' if one.new_evidence else 'no'}",
        f"Outcome: {_OUTCOMES[one.outcome]}",
    ]
    if len(one.competencies) > 1:
        titles = [inline(record.competency_title(x)) for x in one.competencies]
        details.append(f"Held once for {listed(titles)}")
    return f"**Challenge** at {clock(one.at)}{nested(details)}"


def _course(one: Competency) -> list[str]:
    told = []
    for turn in one.turns:
        what = f"Closed as {turn.closing.replace('-', ' ')}" if turn.closing else "Reopened"
        why = f": {inline(turn.reason)}" if turn.reason else ""
        told.append(f"**{what}** at {clock(turn.at)}{why}")
    return told if one.closing else [*told, "**Not closed**"]
