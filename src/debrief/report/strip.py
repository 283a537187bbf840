"""A panelist's ratings of one question as a small drawing: a scale, the ratings, the moves."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from debrief.core.record.poll_model import Mark, Poll

WIDTH, HEIGHT, MIDDLE, RADIUS = 240, 40, 22, 7
_RISE = 15.0
_HEAD = 5.0


@dataclass(frozen=True, slots=True)
class Move:
    """An arc from one level to another and the two strokes of its head, as SVG paths."""

    arc: str
    head: str


@dataclass(frozen=True, slots=True)
class Strip:
    """The positions in the drawing, in its own units, from the left.

    `stops` are the levels, `earlier` the ratings before the last round, `now` the last rating or
    None without a level. `aside` marks a rating outside the class. `text` is the drawing in words.
    """

    stops: tuple[float, ...]
    earlier: tuple[float, ...]
    now: float | None
    moves: tuple[Move, ...]
    aside: bool
    text: str


def strip(poll: Poll, panelist: str) -> Strip:
    """Return the drawing of one panelist through all rounds of a poll."""
    step = WIDTH / len(poll.scale)
    stops = tuple(_rounded(step * (number + 0.5)) for number in range(len(poll.scale)))
    marks = [mark for round_ in poll.rounds for mark in round_.marks if mark.panelist == panelist]
    levels = [mark.level for mark in marks]
    places = [None if level is None else stops[level - 1] for level in levels]
    now = places[-1] if places else None
    pairs = pairwise(places)
    moves = tuple(_move(a, b) for a, b in pairs if a is not None and b is not None and a != b)
    earlier = tuple(dict.fromkeys(x for x in places[:-1] if x is not None and x != now))
    aside = bool(marks) and not marks[-1].counts
    return Strip(stops, earlier, now, moves, aside, _in_words(poll, marks))


def _in_words(poll: Poll, marks: list[Mark]) -> str:
    """Return the marks in words: `no in round 1, yes in round 2`, or just `yes`."""
    if len(poll.rounds) < 2:  # noqa: PLR2004 - nothing to tell apart
        return "".join(mark.word for mark in marks) or "nothing was shown"
    rounds = [round_.number for round_ in poll.rounds]
    numbered = zip(marks, rounds, strict=False)
    return ", ".join(f"{mark.word} in round {number}" for mark, number in numbered)


def _move(start: float, end: float) -> Move:
    """Return an arc from above one dot to above another, with its head along the end."""
    top = MIDDLE - RADIUS - 2.0
    middle, peak = (start + end) / 2, top - _RISE
    along_x, along_y = end - middle, top - peak
    length = (along_x**2 + along_y**2) ** 0.5
    x, y = along_x / length * _HEAD, along_y / length * _HEAD
    # The strokes go back from the tip, turned by a half of a right angle either way.
    half = 0.5**0.5
    left = (end - (x - y) * half, top - (x + y) * half)
    right = (end - (x + y) * half, top - (y - x) * half)
    return Move(
        arc=f"M{_rounded(start)} {top}Q{_rounded(middle)} {peak} {_rounded(end)} {top}",
        head=" ".join(
            (
                f"M{_rounded(left[0])} {_rounded(left[1])}",
                f"L{_rounded(end)} {top}",
                f"L{_rounded(right[0])} {_rounded(right[1])}",
            )
        ),
    )


def _rounded(value: float) -> float:
    return round(value, 1)
