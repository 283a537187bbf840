"""The calibration report as text, with a plot of dots and intervals, and as JSON."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from rich.cells import cell_len, set_cell_size

from debrief.calibration.alpha import DRAWS
from debrief.calibration.estimate import Calibration, OnScale, Person
from debrief.calibration.wording import (
    counted,
    reasons,
    tell_agreement,
    tell_challenges,
    tell_discussion,
    tell_dissents,
    tell_limits,
    tell_panels,
    tell_person,
)

WIDTH = 80
"""Width of a page in terminal columns."""

_NAME = 24
_NOT_YET = 40
"""Maximum number of people that are named as not past the gate."""

_LEAST = 5
"""Maximum number of competencies in the list."""

_DOT, _LINE, _ZERO = "●", "─", "│"
_STEP = 0.5


def calibration_text(calibration: Calibration, *, meetings: bool = True) -> Iterator[str]:
    """Yield the lines of the report, people by name; nobody is ranked.

    Without `meetings`, the sections on discussion, challenges and dissents are left out.
    """
    yield f"Calibration: {counted(calibration.sessions, 'finished debrief')}"
    several = len(calibration.scales) > 1
    for scale in calibration.scales:
        about = f" on the scale of {scale.levels} levels" if several else ""
        yield from _section(f"Agreement{about}", _agreement(scale))
        yield from _section(f"How ratings ran beside co-raters'{about}", _leans(scale))
        yield from _section(f"Not enough to say yet{about}", _not_yet(scale))
    yield from _section("Left out", _two_names(calibration))
    yield from _section(
        "Competencies that panels agree on least", _least(calibration, several=several)
    )
    if not meetings:
        return
    yield from _section("Discussion", map(_wrapped, tell_discussion(calibration.discussion)))
    yield from _section("Challenges", [_wrapped(tell_challenges(calibration.challenges))])
    yield from _section("Dissent at review", [_wrapped(tell_dissents(calibration.dissents))])


def _section(title: str, lines: Iterator[str] | Sequence[str]) -> Iterator[str]:
    text = "\n".join(lines)
    if text:
        yield from ("", title, *text.split("\n"))


def _wrapped(text: str) -> str:
    """Wrap a text to the page, in terminal columns, because names can be in any script."""
    lines = [" "]
    for word in text.split():
        if cell_len(lines[-1]) + 1 + cell_len(word) > WIDTH:
            lines.append(" ")
        lines[-1] += f" {word}"
    return "\n".join(lines)


def _agreement(scale: OnScale) -> Iterator[str]:
    yield _wrapped(tell_agreement(scale))
    if scale.consensus + scale.mixed + scale.split:
        panels = tell_panels(scale.consensus, scale.mixed, scale.split)
        yield _wrapped(f"Panels of three or more, before discussion: {panels}.")
    if scale.alpha.ordinal is not None:
        yield _wrapped("1 is perfect agreement, 0 is what chance alone would give.")
    if scale.alpha.low is not None:
        yield _wrapped(
            f"The interval is a bootstrap: {DRAWS:,} draws of whole debriefs, the same each time."
        )


def _leans(scale: OnScale) -> Iterator[str]:
    for limit in tell_limits(scale):
        yield _wrapped(limit)
    shown = [person for person in scale.people if person.shown]
    if shown:
        yield from _plot(shown)
        for person in shown:
            yield ""
            yield _wrapped(tell_person(person))


def _plot(people: Sequence[Person]) -> Iterator[str]:
    """Yield one row per person: a dot at the lean, a line over its 95 % interval."""
    widest = min(_NAME, max(cell_len(person.name) for person in people))
    half = (WIDTH - widest - 6) // 2
    ends = [abs(end) for person in people for end in person.estimate.interval or ()]
    reach = max(1, math.ceil(max(ends) / _STEP)) * _STEP
    margin = " " * (widest + 4)
    yield f"  In levels of the scale; {_DOT} the estimate, {_LINE} its 95 % interval."
    yield ""
    left, right = f"−{reach:.1f} lower", f"higher {reach:+.1f}"
    yield f"{margin}{left:<{half}}0{right:>{half}}"
    for person in people:
        yield f"  {_name(person.name, widest)}  {_row(person, half, reach)}".rstrip()


def _row(person: Person, half: int, reach: float) -> str:
    def at(levels: float) -> int:
        return half + round(levels / reach * half)

    low, high = person.estimate.interval or (0.0, 0.0)
    row = [" "] * (2 * half + 1)
    row[half] = _ZERO
    for column in range(at(low), at(high) + 1):
        row[column] = "┼" if column == half else _LINE
    row[at(person.estimate.lean or 0.0)] = _DOT
    return "".join(row)


def _name(name: str, width: int) -> str:
    cut = name if cell_len(name) <= width else set_cell_size(name, width - 1).rstrip() + "…"
    return cut + " " * (width - cell_len(cut))


def _not_yet(scale: OnScale) -> Iterator[str]:
    people = [person for person in scale.people if not person.shown]
    widest = min(_NAME, max((cell_len(person.name) for person in people), default=0))
    for person in people[:_NOT_YET]:
        yield f"  {_name(person.name, widest)}  {next(reasons(person))}"
    if len(people) > _NOT_YET:
        yield f"  … and {len(people) - _NOT_YET:,} more; --json lists everybody."


def _two_names(calibration: Calibration) -> Iterator[str]:
    for person in calibration.two_names:
        names = " and ".join(person.names)
        yield _wrapped(
            f"The id {person.panelist} stands for {names}; none of its ratings is used. Give each "
            "person an id of their own."
        )


def _least(calibration: Calibration, *, several: bool) -> Iterator[str]:
    listed = [
        competency
        for competency in calibration.competencies
        if competency.consensus < competency.panels
    ]
    for competency in listed[:_LEAST]:
        about = f" ({competency.levels} levels)" if several else ""
        panels = tell_panels(competency.consensus, competency.mixed, competency.split)
        yield _wrapped(f"{competency.title}{about}: {panels}.")
    if listed:
        yield _wrapped("Where panels differ before they talk, the anchors may need rewriting.")


def calibration_members(calibration: Calibration) -> dict[str, Any]:
    """Return the report for JSON: all panelists with estimates; `shown` if they pass the gate.

    The top-level numbers are those of the scale with most ratings; `scales` has all of them.
    """
    scales = [_numbers(scale) for scale in calibration.scales]
    top = scales[0] if scales else _NO_NUMBERS
    return {
        "panelists": [
            _person(person, scale) for scale in calibration.scales for person in scale.people
        ],
        **top,
        "scales": scales,
        "sessions": calibration.sessions,
        "two_names": [asdict(person) for person in calibration.two_names],
        "competencies": [
            {**asdict(competency), "panels": competency.panels}
            for competency in calibration.competencies
        ],
        "discussion": {
            **asdict(calibration.discussion),
            "direction_known": calibration.discussion.direction_known,
        },
        "challenges": asdict(calibration.challenges),
        "dissents": {**asdict(calibration.dissents), "reviewed": calibration.dissents.reviewed},
    }


def _person(person: Person, scale: OnScale) -> dict[str, Any]:
    found = person.estimate
    low, high = found.interval or (None, None)
    return {
        "panelist": found.panelist,
        "name": person.name,
        "levels": scale.levels,
        "lean": found.lean,
        "se": found.se,
        "low": low,
        "high": high,
        "reliability": found.reliability,
        "unshrunk": found.unshrunk,
        "sessions": found.sessions,
        "coraters": found.coraters,
        "component": found.component,
        "shown": person.shown,
        "mentioned": person.mentioned,
        "says": tell_person(person),
    }


def _numbers(scale: OnScale) -> dict[str, Any]:
    return {
        "levels": scale.levels,
        "sigma2": scale.leans.sigma2,
        "tau2": scale.leans.tau2,
        "df": scale.leans.df,
        "components": scale.leans.components,
        "alpha": asdict(scale.alpha),
        "panels": {"consensus": scale.consensus, "mixed": scale.mixed, "split": scale.split},
    }


_NO_NUMBERS: dict[str, Any] = {
    "levels": None,
    "sigma2": None,
    "tau2": None,
    "df": 0,
    "components": 0,
    "alpha": {"ordinal": None, "low": None, "high": None, "ratings": 0, "sessions": 0},
    "panels": {"consensus": 0, "mixed": 0, "split": 0},
}
