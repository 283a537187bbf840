"""What stands beside and below a revealed mark: state, turn to speak, slips, evidence."""

from __future__ import annotations

from typing import Literal

from textual.content import Content

from debrief.core.agreement import bar
from debrief.core.room_poll import PollView, RatedRow
from debrief.core.scorecard import State
from debrief.tui.paint import MUTED, Lines, bullets, cut, flat, hang, indent, says, wrap

Evidence = Literal["none", "line", "whole", "full"]
"""What lies behind a mark: nothing of it, one piece on a line, that piece whole, or all."""

INDENT = 4
NO_EVIDENCE = "No evidence was written: ask what they saw."
NO_RATING = ("not voting", "did not vote")
"""What stands in place of a state: why there is no rating of this round, or no vote."""

STATES = {
    State.RATED: "",
    State.NOT_ASSESSED: "not assessed",
    State.ABSTAINS: "abstains",
    State.RECUSED: "recused",
    State.MISSING: "missing",
}


def confidence(row: RatedRow) -> str:
    """Return how sure the panelist is, or which state stands in place of a rating."""
    if row.level is not None:
        return row.confidence or ""
    return row.how if row.how in NO_RATING else STATES[row.state]


def turn(row: RatedRow) -> str:
    """Return when the panelist speaks: `1st`, `2nd` … `last`, or nothing."""
    if row.speaks_last:
        return "last"
    return _ordinal(row.speaks) if row.speaks else ""


def notes(row: RatedRow) -> list[str]:
    """Return what else there is to know of a mark: set aside, and how it came about."""
    how = [row.how] if row.how and not (row.level is None and row.how in NO_RATING) else []
    return [flat(part) for part in (["set aside"] if row.set_aside else []) + how]


def in_words(row: RatedRow) -> list[str]:
    """Return all of it as words, for where there are no columns."""
    speaks = [f"speaks {turn(row)}"] if turn(row) else []
    return [part for part in (flat(confidence(row)), *speaks, *notes(row)) if part]


def _ordinal(number: int) -> str:
    endings = {1: "st", 2: "nd", 3: "rd"}
    teens = 10 < number % 100 < 14  # noqa: PLR2004 - eleventh, twelfth, thirteenth
    return f"{number}{'th' if teens else endings.get(number % 10, 'th')}"


def below(row: RatedRow, poll: PollView, width: int, evidence: Evidence) -> Lines:
    """Return what stands below a row: slips always, evidence as far as it is asked for."""
    room = width - INDENT
    wrong = [f"entered wrongly: {word}" for word in row.wrong]
    lines = bullets(wrong, room, "$text-warning", "≠")
    if evidence == "full":
        lines += _full(row, poll, room)
    elif evidence != "none":
        said = _foremost(row, poll)
        lines += wrap(said, room, MUTED) if evidence == "whole" else [says(cut(said, room), MUTED)]
    return indent([line for line in lines if line.plain], INDENT)


def _foremost(row: RatedRow, poll: PollView) -> str:
    """Return the reason for a move or for a state, else the evidence that speaks for the mark."""
    if row.moved_because:
        return f"moved: “{row.moved_because}”"
    if row.level is None:
        return f"“{row.reason}”" if row.reason else ""
    low = row.level < bar(len(poll.levels))
    kinds = [("+", row.evidence_for), ("–", row.evidence_against)]
    spoken = [f"{mark} “{said[0]}”" for mark, said in (reversed(kinds) if low else kinds) if said]
    return next(iter(spoken), "")


def _full(row: RatedRow, poll: PollView, width: int) -> Lines:
    lines = [
        line
        for mark, said in (("+", row.evidence_for), ("–", row.evidence_against))
        for text in said
        for line in hang(says(mark, "bold") + " ", f"“{text}”", width)
    ]
    if row.confidence and not (row.evidence_for or row.evidence_against):
        lines += wrap(NO_EVIDENCE, width, MUTED)
    path = ["no rating" if x is None else poll.levels[x - 1] for x in (*row.earlier, row.level)]
    for label, text in (
        ("depends on context", row.context),
        ("scenario", row.scenario),
        ("reason", row.reason),
        ("rounds", ", then ".join(path) if row.earlier else ""),
        ("moved because", row.moved_because),
        ("past ratings", row.lean),
    ):
        if text:
            lines += labelled(label, text, width)
    return lines


def labelled(label: str, text: str, width: int) -> Lines:
    """Return a text after its label, indented as evidence is."""
    return hang("  ", says(f"{label}:", MUTED) + " " + Content(text), width)
