"""Views for the panes, built from scratch; names and texts can be any."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from debrief.core.room.poll import BlindRow, CompetencyView, EntryRow, PollView, RatedRow
from debrief.core.scorecard import State

LEVELS = ("strong no", "no", "yes", "strong yes")
NAMES = ("Lin Wei", "Omar Haddad", "Priya Raman", "Jonas Berg", "Dana Whitfield", "Tom Becker")
ANCHORS = (
    "Waits for complete data or for someone else to decide; cannot name a decision they reversed.",
    "Decides late or by rank; never says what waiting costs.",
    "Decides on partial data, says what would change it, tells the people it hurts in person.",
    "The same, and built the habit into the organisation: others decide without them.",
)
RATED = RatedRow(
    id="lin",
    name="Lin Wei",
    state=State.RATED,
    level=3,
    confidence="high",
    evidence_for=("Stopped the launch on day 9", "Named the cost of waiting"),
    evidence_against=("Let the CFO find out from a dashboard",),
    context="The board stood behind it",
    scenario="Two platforms, money for one",
    reason="",
    earlier=(),
    moved_because="",
    how="",
    wrong=(),
    uncounted="",
    speaks=0,
    speaks_last=False,
)


def rated(name: str, level: int | None, **values: Any) -> RatedRow:
    short = name.split()[0]
    id_ = name.lower().replace(" ", "-")
    return replace(RATED, **{"id": id_, "name": name, "short": short, "level": level, **values})


def absent(name: str, state: State = State.MISSING, **values: Any) -> RatedRow:
    given = {"confidence": None, "evidence_for": (), "evidence_against": (), **values}
    return rated(name, None, state=state, context="", scenario="", **given)


def blind(*missing: str, names: tuple[str, ...] = NAMES) -> PollView:
    return PollView(
        "blind", 1, LEVELS, tuple(BlindRow(n, n not in missing, n.split()[0]) for n in names)
    )


def entry(filled: tuple[str, ...] = (), bars: dict[str, str] | None = None, **v: Any) -> PollView:
    bars = bars or {}
    rows = tuple(EntryRow(n, n, n in filled, bars.get(n, "")) for n in NAMES)
    return replace(PollView("entry", 2, LEVELS, rows), **v)


def revealed(*rows: RatedRow, **values: Any) -> PollView:
    poll = PollView(
        "revealed",
        1,
        LEVELS,
        rows,
        label="mixed",
        sign="≈",
        headline="3 yes, 1 strong yes · 1 strong no",
        result="one against",
    )
    return replace(poll, **values)


PANEL = revealed(
    rated("Lin Wei", 1, speaks=1, end=True),
    rated("Priya Raman", 3, speaks=3, confidence="medium"),
    rated("Jonas Berg", 3, speaks=4, confidence="medium"),
    rated("Dana Whitfield", 3, speaks=5, speaks_last=True, confidence="medium"),
    rated("Omar Haddad", 4, speaks=2, end=True),
    absent("Tom Becker"),
)


def competency(poll: PollView, **values: Any) -> CompetencyView:
    view = CompetencyView(
        id="pressure",
        title="Decides under pressure",
        must_have=True,
        threshold=False,
        definition="Data are missing, time is short, the answer is unpopular: what do they do?",
        anchors=ANCHORS,
        probes=("When did you last decide before the data could arrive?",),
        poll=poll,
        talked=(),
        closed="",
    )
    return replace(view, **values)


def threshold(*rows: RatedRow, **values: Any) -> CompetencyView:
    poll = revealed(*rows, levels=("not met", "met"))
    return competency(poll, threshold=True, must_have=False, anchors=ANCHORS[:2], **values)
