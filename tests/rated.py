"""Ratings to estimate from, drawn, written out or made up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from random import Random
from typing import Any, NamedTuple

from hypothesis import strategies as st

from debrief.calibration.sessions import CompetencyRatings, SessionRatings


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
def archives(
    draw: st.DrawFn, *, raters: int = 5, sessions: int = 5, levels: int = 5
) -> list[Rated]:
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


def sessions_of(rows: Iterable[Rated], levels: int = 4) -> list[SessionRatings]:
    """Return ratings as the sessions they are from."""
    return [
        SessionRatings(
            session,
            levels,
            tuple(
                CompetencyRatings(competency, {one.panelist: one.level for one in cell})
                for competency, cell in groupby(list(found), lambda one: one.competency)
            ),
        )
        for session, found in groupby(sorted(rows), lambda one: one.session)
    ]


def numbers(value: Any) -> Iterator[float]:
    """Yield every number in a report, in its order."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for one in value:
            yield from numbers(one)
    elif isinstance(value, int | float):
        yield float(value)
