"""The premortem: many causes at once, or none."""

from __future__ import annotations

from debrief.core.verbs import premortem


def test_many_causes_at_once_and_none(meet):
    script = meet()
    event = script.do(premortem.give_causes, "failed", ["One", " ", "Two", ""], "lin")
    assert (event.kind, event.causes, event.by) == ("failed", ("One", "Two"), "lin")
    assert script.do(premortem.give_causes, "missed", []).causes == ()
    assert "no “aunt”" in script.refusal(premortem.give_causes, "failed", ["One"], "aunt")
