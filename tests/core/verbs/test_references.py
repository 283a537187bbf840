"""References: each read and discussed, or none on file."""

from __future__ import annotations

from debrief.core.brief import Reference
from debrief.core.verbs import references

BOSS = Reference.model_validate({"id": "boss", "relation": "Boss"})


def test_a_reference_is_reviewed_with_a_note(meet):
    script = meet(references=(BOSS,))
    script.do(references.review_reference, "boss", "Calm")
    assert script.meeting.reviewed == {"boss": "Calm"}
    assert "no reference “aunt”" in script.refusal(references.review_reference, "aunt")
    assert "references on file" in script.refusal(references.review_reference)


def test_none_on_file_is_recorded(meet):
    script = meet()
    script.do(references.review_reference, note="Taken after the offer")
    assert script.meeting.no_references
