"""Words that sentences, screens and records share."""

from __future__ import annotations

import pytest

from debrief.core.meeting.wording import names


@pytest.mark.parametrize(
    ("ids", "sentence"),
    [
        ((), ""),
        (("lin",), "Lin Day"),
        (("lin", "tom"), "Lin Day and Tom Day"),
        (("lin", "omar", "tom"), "Lin Day, Omar Day and Tom Day"),
    ],
)
def test_names_as_a_sentence_says_them(meet, ids, sentence):
    assert names(meet().meeting, ids) == sentence
