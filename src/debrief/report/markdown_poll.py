"""Competencies and the final vote on the page: rounds, moves, challenges and how it closed."""

from __future__ import annotations

from debrief.core.record_model import Record
from debrief.core.record_poll_model import Competency, Mark, Move, Poll, Round
from debrief.report import sentences
from debrief.report.escape import bullets, clock, inline, nested


def competency(record: Record, one: Competency) -> list[str]:
    """Return all that became of one competency."""
    scale = " · ".join(inline(word) for word in one.scale)
    blocks = [f"### {inline(one.title)}{kind(one)}", inline(one.definition), f"Scale: {scale}."]
    if one.kind == "threshold":
        blocks.append(sentences.THRESHOLD)
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
    kinds = sentences.kinds(one)
    return f" ({', '.join(kinds)})" if kinds else ""


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
    facts = sentences.mark_facts(mark, inline)
    bare = isinstance(poll, Competency) and round_.number == 1
    details = [
        f"{label}: {text}" if label else text
        for label, text in sentences.mark_details(mark, bare=bare, say=inline)
    ]
    return f"**{inline(record.name(mark.panelist))}**: {', '.join(facts)}{nested(details)}"


def _move(record: Record, move: Move) -> str:
    steps = f"{inline(move.before_word)} → {inline(move.after_word)}"
    return f"**{inline(record.name(move.panelist))}**, {steps}{sentences.why_moved(move, inline)}"


def _talk(record: Record, poll: Poll) -> list[str]:
    told = [
        f"**Argued from evidence:** {inline(text) or 'nothing was written down.'}"
        for text in poll.argued
    ]
    for at, what, about in sentences.talk(record, poll, inline):
        rest = f": {about}" if isinstance(about, str) else nested(about)
        told.append(f"**{what}** at {clock(at)}{rest}")
    told += [f"**Round {x.round} was given up:** {inline(x.reason)}" for x in poll.abandoned]
    return told


def _course(one: Competency) -> list[str]:
    told = []
    for turn in one.turns:
        what = f"Closed as {turn.closing.replace('-', ' ')}" if turn.closing else "Reopened"
        why = f": {inline(turn.reason)}" if turn.reason else ""
        told.append(f"**{what}** at {clock(turn.at)}{why}")
    return told if one.closing else [*told, "**Not closed**"]
