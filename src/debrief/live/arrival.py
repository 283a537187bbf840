"""Cards that arrive while the meeting is on the screen: told by name, never by what they say."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from debrief.core.brief import Brief
from debrief.core.challenge import names
from debrief.core.meeting import Meeting
from debrief.core.prompts.form import Ask
from debrief.core.rules.refused import Refused
from debrief.store.session_files import SessionFiles


def changes(before: SessionFiles, after: SessionFiles, brief: Brief) -> tuple[str, ...]:
    """Return a sentence for each panelist whose card came, went or is another one now."""
    told = (_change(one.id, one.name, before, after) for one in brief.panel)
    return tuple(sentence for sentence in told if sentence)


def waiting(
    asked: Ask | Refused | None, meeting: Meeting, arrived: Collection[str]
) -> Ask | Refused | None:
    """Return the prompt on people with those named whose card waits to be accepted."""
    if not isinstance(asked, Ask) or not arrived or not meeting.opened:
        return asked
    what = "A card" if len(arrived) == 1 else "Cards"
    return replace(asked, says=(*asked.says, f"{what} arrived from {names(meeting, arrived)}."))


def _change(panelist: str, name: str, before: SessionFiles, after: SessionFiles) -> str:
    now = _digests(panelist, after.digests)
    if now == _digests(panelist, before.digests):
        return ""
    if panelist in after.desk.broken:
        return f"The scorecard that arrived from {name} has errors."
    card = after.cards.get(panelist)
    if card is None:
        return f"There is no scorecard from {name} any more." if panelist in before.cards else ""
    sealed = ", encrypted" if card.facts.encrypted else ""
    if panelist in before.cards:
        return f"{name}’s scorecard was replaced{sealed}."
    return f"A scorecard arrived from {name}{sealed}."


def _digests(panelist: str, digests: Mapping[str, str]) -> tuple[str | None, str | None]:
    plain = f"scores/{panelist}.toml"
    return digests.get(plain), digests.get(f"{plain}.age")
