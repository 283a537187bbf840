"""A panelist's ratings as a drawing: the right places, a ring for an earlier one, arcs of moves."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from debrief.core.record.poll_model import Mark, Poll, Round
from debrief.report.strip import MIDDLE, RADIUS, WIDTH, strip

T = datetime(2026, 11, 24, 15, tzinfo=UTC)
WORDS = ("strong no", "no", "yes", "strong yes")


def poll(*levels: int | None, counts: bool = True) -> Poll:
    """One panelist through as many rounds; None is somebody who has no level."""
    return Poll(
        scale=WORDS,
        rounds=tuple(
            Round.model_validate(
                {
                    "number": number, "at": T, "class": "mixed", "words": "mixed", "counts": (),
                    "counts_in_words": "", "spread": "", "range": 0, "lone_dissent": False,
                    "marks": (
                        Mark(
                            panelist="lin",
                            state="rated" if level else "abstains",
                            level=level,
                            word=WORDS[level - 1] if level else "not voting",
                            how="card",
                            counts=counts,
                        ),
                    ),
                }
            )
            for number, level in enumerate(levels, 1)
        ),
    )  # fmt: skip


STOPS = (30.0, 90.0, 150.0, 210.0)


@pytest.mark.parametrize(
    ("levels", "earlier", "now", "moves", "text"),
    [
        ((), (), None, 0, "nothing was shown"),
        ((3,), (), 150.0, 0, "yes"),
        ((None,), (), None, 0, "not voting"),
        ((3, 3), (), 150.0, 0, "yes in round 1, yes in round 2"),
        ((1, 4), (30.0,), 210.0, 1, "strong no in round 1, strong yes in round 2"),
        ((4, 2), (210.0,), 90.0, 1, "strong yes in round 1, no in round 2"),
        ((None, 2), (), 90.0, 0, "not voting in round 1, no in round 2"),
        ((2, None), (90.0,), None, 0, "no in round 1, not voting in round 2"),
        ((2, 3, 2), (150.0,), 90.0, 2, "no in round 1, yes in round 2, no in round 3"),
    ],
)
def test_where_somebody_stood(levels, earlier, now, moves, text) -> None:
    drawn = strip(poll(*levels), "lin")

    assert drawn.stops == STOPS
    assert (drawn.earlier, drawn.now, len(drawn.moves), drawn.text) == (earlier, now, moves, text)
    assert not drawn.aside


def test_an_arc_goes_from_above_one_mark_to_above_the_other() -> None:
    ((move,), (back,)) = (strip(poll(*levels), "lin").moves for levels in ((1, 4), (4, 1)))
    top = MIDDLE - RADIUS - 2.0

    numbers = [float(x) for x in re.findall(r"[\d.]+", move.arc)]
    assert numbers[:2] == [30.0, top]
    assert numbers[4:] == [210.0, top]
    assert numbers[3] < top
    xs = [float(x) for x in re.findall(r"[ML]([\d.]+)", move.head)]
    assert xs[1] == 210.0
    assert min(xs) < 210.0 <= max(xs) < WIDTH
    assert [float(x) for x in re.findall(r"[ML]([\d.]+)", back.head)] == [
        pytest.approx(WIDTH - x) for x in xs[::-1]
    ]


def test_a_rating_outside_the_class_is_marked() -> None:
    assert strip(poll(3, counts=False), "lin").aside
