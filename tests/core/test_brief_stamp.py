"""The stamp of a brief, by which forms are known to be of an older one."""

from __future__ import annotations

from samples import BRIEF

from debrief.core.brief import stamp


def test_the_stamp_of_a_brief_stays_while_its_fields_grow() -> None:
    assert stamp(BRIEF) == "3af65cf455bf18c5"


def test_the_stamp_changes_with_the_brief_and_not_with_the_candidates_name() -> None:
    candidate = BRIEF.candidate.model_copy(update={"name": "Somebody Else"})

    assert stamp(BRIEF.model_copy(update={"title": "Another"})) != stamp(BRIEF)
    assert stamp(BRIEF.model_copy(update={"candidate": candidate})) == stamp(BRIEF)
