"""Sentences on cards that arrive during the meeting; none reveals what a card contains."""

from __future__ import annotations

from collections.abc import Mapping

from debrief.core.brief import Brief
from debrief.core.scorecard import card_path
from debrief.store.sessions.session_files import SessionFiles


def changes(before: SessionFiles, after: SessionFiles, brief: Brief) -> tuple[str, ...]:
    """Return a sentence for each panelist whose card arrived, changed or was removed."""
    sentences = (_change(x.id, x.name, before, after) for x in brief.panel)
    return tuple(sentence for sentence in sentences if sentence)


def _change(panelist: str, name: str, before: SessionFiles, after: SessionFiles) -> str:
    now = _digests(panelist, after.digests)
    if now == _digests(panelist, before.digests):
        return ""
    if panelist in after.preflight_notes.broken:
        return f"The scorecard that arrived from {name} has errors."
    card = after.cards.get(panelist)
    if card is None:
        return f"There is no scorecard from {name} any more." if panelist in before.cards else ""
    sealed = ", encrypted" if card.facts.encrypted else ""
    future = ", dated in the future" if panelist in after.from_the_future else ""
    if panelist in before.cards:
        return f"{name}’s scorecard was replaced{sealed}{future}."
    return f"A scorecard arrived from {name}{sealed}{future}."


def _digests(panelist: str, digests: Mapping[str, str]) -> tuple[str | None, str | None]:
    plain = card_path(panelist)
    return digests.get(plain), digests.get(f"{plain}.age")
