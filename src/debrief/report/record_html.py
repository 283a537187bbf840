"""The record as a page: one HTML file that loads nothing, to be read or printed."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from debrief.core.after import wording as after_wording
from debrief.core.after.model import AddedEntry
from debrief.core.record import wording
from debrief.core.record.model import Record
from debrief.core.record.poll_model import Mark, Move, Poll
from debrief.core.record.sections import WORDS_FIT, sections
from debrief.core.text import clock, day
from debrief.report.strip import HEIGHT, MIDDLE, RADIUS, WIDTH, Strip, strip

if TYPE_CHECKING:
    from jinja2 import Template

_HERE = Path(__file__).parent

FOLDED = (
    "references",
    "fit",
    "premortem",
    "vote",
    "earlier",
    "panel",
    "minutes",
    "warm-up",
    "process",
)
"""Keys of the sections that a reader unfolds; paper shows all of them."""


@dataclass(frozen=True, slots=True)
class RoundMark:
    """One panelist in one round: the mark, its facts and evidence, and the move."""

    round: int
    mark: Mark
    facts: tuple[str, ...]
    details: tuple[tuple[str, str], ...]
    move: Move | None


@dataclass(frozen=True, slots=True)
class PanelistRow:
    """One panelist through all rounds of a question."""

    panelist: str
    strip: Strip
    turns: tuple[RoundMark, ...]


def html(record: Record, added: Sequence[AddedEntry] = (), problem: str = "") -> str:
    """Return the page: the contents of record.md, and the entries `added` after the finish.

    `problem` is a sentence that says why some of those entries cannot be shown.
    """
    style = stylesheet("record.css")
    return _template().render(
        record=record,
        sections=sections(record, str),
        wording=wording,
        after=after_wording,
        added=added,
        problem=problem,
        since=after_wording.since_then(added),
        folded=FOLDED,
        plain=str,
        panelist_rows=_panelist_rows,
        words_fit=WORDS_FIT,
        svg={"width": WIDTH, "height": HEIGHT, "middle": MIDDLE, "radius": RADIUS},
        style=style,
        style_digest=_digest(style),
    )


def stylesheet(name: str) -> str:
    """Return the style of a page: what all pages share, and its own."""
    return "".join((_HERE / each).read_text("utf-8") for each in ("tokens.css", name))


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"day": day, "clock": clock}
    environment.tests["one"] = lambda entry, kind: type(entry).__name__ == kind
    return environment.get_template("record.html.jinja")


def _panelist_rows(poll: Poll, *, competency: bool) -> tuple[PanelistRow, ...]:
    """Return every panelist of a poll, in the order of its last round."""
    moves = {(move.round, move.panelist): move for move in poll.moves}
    rows = []
    for last in poll.rounds[-1].marks:
        turns = []
        for round_ in poll.rounds:
            for mark in round_.marks:
                if mark.panelist == last.panelist:
                    first = competency and round_.number == 1
                    turns.append(
                        RoundMark(
                            round_.number,
                            mark,
                            tuple(wording.mark_facts(mark, str, first=first)),
                            tuple(wording.mark_details(mark, bare=first, say=str)),
                            moves.get((round_.number, mark.panelist)),
                        )
                    )
        rows.append(PanelistRow(last.panelist, strip(poll, last.panelist), tuple(turns)))
    return tuple(rows)


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
