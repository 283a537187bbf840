"""Ratings to estimate from, drawn, written out or made up, and what a fold says of a session."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from random import Random
from typing import NamedTuple

from hypothesis import strategies as st

from debrief.core.events import Logged, dump
from debrief.core.held import Asked, Fact, Held
from debrief.core.meeting import Meeting


class Rated(NamedTuple):
    """One rating, with names for its parts."""

    session: str
    competency: str
    panelist: str
    level: int


CHECK = [
    # The example of the formula: raters A, B, C on competencies X and Y in three sessions.
    *(Rated("S1", "X", p, x) for p, x in zip("ABC", (3, 4, 4), strict=True)),
    *(Rated("S1", "Y", p, x) for p, x in zip("ABC", (2, 3, 4), strict=True)),
    *(Rated("S2", c, p, x) for c in "XY" for p, x in (("A", 2), ("B", 3))),
    Rated("S3", "X", "B", 3),
    Rated("S3", "X", "C", 3),
]

KRIPPENDORFF = {
    # Krippendorff 2011: four observers, twelve units, 41 values.
    "A": "1 2 3 3 2 1 4 1 2 . . .",
    "B": "1 2 3 3 2 2 4 1 2 5 . 3",
    "C": ". 3 3 3 2 3 4 2 2 5 1 .",
    "D": "1 2 3 3 2 4 4 1 2 5 1 .",
}


def units(observers: dict[str, str]) -> list[Rated]:
    """Return a table of observers as ratings, each unit a session of its own."""
    return [
        Rated(f"unit-{unit:02}", "it", observer, int(value))
        for observer, values in observers.items()
        for unit, value in enumerate(values.split())
        if value != "."
    ]


@st.composite
def archives(draw, *, raters: int = 5, sessions: int = 5, levels: int = 5) -> list[Rated]:
    """Draw a few sessions, each with some raters on some competencies, some cells empty."""
    found = []
    for session in range(draw(st.integers(0, sessions))):
        present = draw(st.sets(st.integers(0, raters - 1), max_size=raters))
        competencies = draw(st.integers(1, 3))
        for competency in range(competencies):
            for rater in sorted(present):
                level = draw(st.none() | st.integers(1, levels))
                if level is not None:
                    found.append(Rated(f"s{session}", f"c{competency}", f"r{rater}", level))
    return found


def made_up(
    chance: Random, *, sessions: int, raters: int, panel: int, competencies: int, missing: float = 0
) -> Iterable[Rated]:
    """Yield ratings on four levels by raters with leans, in panels drawn from all of them."""
    lean = [chance.gauss(0, 0.4) for _ in range(raters)]
    for session in range(sessions):
        for rater in chance.sample(range(raters), panel):
            seen = chance.gauss(0, 0.3)
            for competency in range(competencies):
                if chance.random() >= missing:
                    level = round(2.5 + lean[rater] + seen + chance.gauss(0, 0.5))
                    level = min(4, max(1, level))
                    yield Rated(f"s{session}", f"c{competency}", f"r{rater}", level)


def held_by_fold(name: str, meeting: Meeting) -> Held:
    """Return what calibration needs of a session, taken from the fold of all its events."""
    asked = []
    for one in meeting.brief.competencies:
        rounds = meeting.competencies[one.id].rounds
        if one.kind == "graded" and rounds:
            levels = [
                {
                    p: mark.level
                    for p, mark in round_.marks.items()
                    if mark.level is not None and not meeting.is_set_aside(p)
                }
                for round_ in rounds
            ]
            last = levels[-1] if len(rounds) > 1 else None
            asked.append(Asked(one.id, one.title, levels[0], last, meeting.owner))
    return Held(
        id=name,
        levels=len(meeting.brief.scale.levels),
        asked=tuple(asked),
        names={p.id: p.name for p in meeting.brief.panel},
        dissents=meeting.finished.summary.dissents if meeting.finished else 0,
    )


def facts(log: Iterable[Logged]) -> list[Fact]:
    """Return the events of a log as a journal has them."""
    return [(one.seq, name, json.loads(data)) for one in log for name, data in [dump(one.event)]]


def endings(meeting: Meeting) -> dict[str, int]:
    """Return how many challenges of competencies and of the vote ended in each way."""
    counts: Counter[str] = Counter()
    for competency in (*meeting.competencies, None):
        poll = meeting.poll(competency)
        counts.update(one.outcome for one in poll.challenges)
        waived = poll.challenge_waived
        counts["waived"] += waived is not None and not waived.together
    return dict(+counts)
