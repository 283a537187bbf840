"""The cases of the warm-up: their order, their names, and how a rating lies to the reference."""

from __future__ import annotations

import pytest

from debrief.core.meeting import warmup_cases


def test_a_case_is_known_by_its_name(warm):
    brief = warm().meeting.brief
    assert {one.key for one in warmup_cases.cases(brief)} == {"judgment/tripwire", "depth/labels"}
    for one in warmup_cases.cases(brief):
        assert warmup_cases.case(brief, one.key) == one
    with pytest.raises(KeyError):
        warmup_cases.case(brief, "judgment/labels")


@pytest.mark.parametrize(
    ("level", "reference", "words"),
    [
        (2, 2, "as the reference"),
        (3, 2, "one level higher"),
        (1, 3, "two levels lower"),
        (9, 1, "8 levels higher"),
    ],
)
def test_how_far_a_rating_lies_from_the_reference(level, reference, words):
    assert warmup_cases.distance_words(level, reference) == words


def test_how_many_rated_otherwise():
    assert warmup_cases.summary_words((3, 3, 4), 3) == "2 as the reference · 1 higher"
    assert warmup_cases.summary_words((), 3) == "nobody rated it"
