"""The record as a page: one HTML file that asks nothing of anybody, to be read or printed."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from debrief.core import after_tell
from debrief.core.after_model import Added
from debrief.core.record_model import Constraint, Record
from debrief.core.record_poll_model import Mark, Move, Poll
from debrief.report import sentences
from debrief.report.escape import clock, counted, day, listed, number
from debrief.report.strip import HEIGHT, MIDDLE, RADIUS, WIDTH, Strip, strip

WORDS_FIT = 5
"""Levels whose words fit above the drawings; with more of them there are numbers."""

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Turn:
    """One panelist in one round: the mark, its facts and evidence, and the move it was."""

    round: int
    mark: Mark
    facts: tuple[str, ...]
    details: tuple[tuple[str, str], ...]
    move: Move | None


@dataclass(frozen=True, slots=True)
class Row:
    """One panelist through all rounds of a question."""

    panelist: str
    strip: Strip
    turns: tuple[Turn, ...]


def html(record: Record, added: Sequence[Added] = (), problem: str = "") -> str:
    """Return the page; it says what record.md says, and what was `added` after the finish.

    `problem` is a sentence on why not all that was added can be shown.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    style = (_HERE / "record.css").read_text("utf-8")
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"day": day, "clock": clock, "number": number, "listed": listed}
    environment.tests["one"] = lambda entry, kind: type(entry).__name__ == kind
    return environment.get_template("record.html.jinja").render(
        record=record,
        sentences=sentences,
        after=after_tell,
        added=added,
        problem=problem,
        plain=str,
        counted=counted,
        rows=_rows,
        constraint=partial(_constraint, record),
        groups=_GROUPS,
        words_fit=WORDS_FIT,
        svg={"width": WIDTH, "height": HEIGHT, "middle": MIDDLE, "radius": RADIUS},
        style=style,
        style_digest=_digest(style),
    )


_GROUPS = (
    ("Told to the candidate", True, "No constraint of the role was told."),
    ("Not told", False, "No constraint is known to be untold."),
    ("Nobody was asked", None, ""),
)


def _rows(poll: Poll, *, competency: bool) -> tuple[Row, ...]:
    """Every panelist of a poll, in the order of its last round."""
    if not poll.rounds:
        return ()
    moves = {(one.round, one.panelist): one for one in poll.moves}
    rows = []
    for last in poll.rounds[-1].marks:
        turns = []
        for round_ in poll.rounds:
            for mark in round_.marks:
                if mark.panelist == last.panelist:
                    bare = competency and round_.number == 1
                    turns.append(
                        Turn(
                            round_.number,
                            mark,
                            tuple(sentences.mark_facts(mark, str)),
                            tuple(sentences.mark_details(mark, bare=bare, say=str)),
                            moves.get((round_.number, mark.panelist)),
                        )
                    )
        rows.append(Row(last.panelist, strip(poll, last.panelist), tuple(turns)))
    return tuple(rows)


def _constraint(record: Record, one: Constraint) -> str:
    """What stands behind a constraint: who told it, or on whose card it stands all the same."""
    by = list(dict.fromkeys((*one.by_meeting, *one.by_cards)))
    names = listed([record.name(x) for x in by])
    if not names:
        return ""
    return f"by {names}" if one.told else f"though on a card of {names} as told"


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
