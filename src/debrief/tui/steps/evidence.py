"""Texts about one revealed rating: confidence, slips, reasons, and the lines of evidence."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content

from debrief.core.meeting.agreement import bar
from debrief.core.room.poll import PollView, RatedRow
from debrief.core.scorecard import State
from debrief.tui.paint import MUTED, Lines, bullets, flat, hang, indent, says, wrap

INDENT = 4
NO_EVIDENCE = "No evidence written"
NO_RATING = ("not voting", "did not vote")
"""Reasons why a panelist has no rating in this round, or no vote; shown in its place."""

STATES = {
    State.RATED: "",
    State.NOT_ASSESSED: "not assessed",
    State.ABSTAINS: "abstains",
    State.RECUSED: "recused",
    State.MISSING: "no card",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """One line of evidence: `+` for, `–` against, `?` depends on context."""

    mark: str
    text: str


def confidence(row: RatedRow) -> str:
    """Return the panelist's confidence, or the state that replaces a rating."""
    if row.level is not None:
        return row.confidence or ""
    return row.how if row.how.startswith(NO_RATING) else STATES[row.state]


def beside(row: RatedRow) -> str:
    """Return the text at the right of a row: confidence or state, set aside, how it was given."""
    given = row.how and not (row.level is None and row.how.startswith(NO_RATING))
    how = [row.how] if given else []
    parts = [row.uncounted] if row.uncounted else [confidence(row), *how]
    return " · ".join(flat(part) for part in parts if part)


def below(row: RatedRow, width: int) -> Lines:
    """Return the lines below a row: slips, and the reason for a move."""
    room = width - INDENT
    wrong = [f"entered wrongly: {word}" for word in row.wrong]
    lines = bullets(wrong, room, "$text-warning", "!")
    if row.moved_because:
        lines += wrap(f"moved: {flat(row.moved_because)}", room, MUTED)
    return indent(lines, INDENT)


def pieces(row: RatedRow, poll: PollView) -> list[Piece]:
    """Return the evidence of a rating: first what speaks for its side of the scale."""
    against = [Piece("–", f"“{flat(text)}”") for text in row.evidence_against]
    in_favour = [Piece("+", f"“{flat(text)}”") for text in row.evidence_for]
    low = row.level is not None and row.level < bar(len(poll.levels))
    context = [Piece("?", f"depends on: “{flat(row.context)}”")] if row.context else []
    return [*(against + in_favour if low else in_favour + against), *context]


def quoted(row: RatedRow, poll: PollView, width: int, most: int | None = None) -> Lines:
    """Return the first `most` pieces of evidence in full, or a note that there is none."""
    lines = [
        line
        for piece in pieces(row, poll)[:most]
        for line in hang(says(piece.mark, "bold") + " ", piece.text, width - 2)
    ]
    if not lines and row.level is not None:
        lines = wrap(NO_EVIDENCE, width - 2, MUTED)
    return indent(lines, 2)


def more(row: RatedRow, poll: PollView, width: int) -> Lines:
    """Return all other texts about a rating, each after its label."""
    path = ["no rating" if x is None else poll.levels[x - 1] for x in (*row.earlier, row.level)]
    lines: Lines = []
    for label, text in (
        ("scenario", row.scenario),
        ("reason", row.reason),
        ("rounds", ", then ".join(path) if row.earlier else ""),
        ("past ratings", row.lean),
    ):
        if text:
            lines += labelled(label, text, width - 2)
    return indent(lines, 2)


def labelled(label: str, text: str, width: int) -> Lines:
    """Return a text after its label, indented like evidence."""
    return hang("  ", says(f"{label}:", MUTED) + " " + Content(flat(text)), width)
