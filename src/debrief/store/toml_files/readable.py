"""Read the valid parts of a file with errors, so that its other problems are reported too."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from debrief.core.brief import Competency, DecisionRule, Panelist, Scenario, SessionFile
from debrief.core.scorecard import Rating, Scorecard
from debrief.core.text import ID_PATTERN


def readable_card(content: Mapping[str, Any]) -> Scorecard:
    """Return a card with only its readable ratings and scenarios."""
    ratings = {}
    tables = content.get("ratings")
    for name, table in tables.items() if isinstance(tables, dict) else ():
        if isinstance(table, dict) and _is_id(name):
            level, scenario = table.get("rating"), table.get("scenario")
            number = isinstance(level, int) and not isinstance(level, bool)
            ratings[name] = Rating.model_construct(
                rating=level if number or level in ("met", "not-met") else None,
                scenario=scenario if isinstance(scenario, str) else None,
            )
    return Scorecard.model_construct(schema_=1, panelist="", ratings=ratings)


def readable_session(content: Mapping[str, Any]) -> SessionFile | None:
    """Return a session with only the names in it; None if a panelist or competency has no id."""
    panel, own = _entries(content, "panel"), _entries(content, "competencies")
    decision = content.get("decision")
    owner = decision.get("owner") if isinstance(decision, dict) else None
    framework = content.get("framework")
    if not panel or not all(_is_id(entry.get("id")) for entry in (*panel, *own)):
        return None
    if not isinstance(owner, str):
        owner = panel[0]["id"]  # the missing owner is a finding of its own
    found = SessionFile.model_construct(
        panel=tuple(
            Panelist.model_construct(id=panelist["id"], name="", covers=_names(panelist, "covers"))
            for panelist in panel
        ),
        scenarios=tuple(
            Scenario.model_construct(
                id="",
                title="",
                competencies=_names(scenario, "competencies"),
                run_by=_names(scenario, "run_by"),
            )
            for scenario in _entries(content, "scenarios")
        ),
        competencies=tuple(
            Competency.model_construct(id=competency["id"], title="", definition="", anchors=())
            for competency in own
        ),
        decision=DecisionRule.model_construct(owner=owner),
        framework=framework if isinstance(framework, str) else None,
    )  # type: ignore[call-arg]  # the other fields are not needed
    return found


def _entries(content: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    found = content.get(key)
    return (
        [entry if isinstance(entry, dict) else {} for entry in found]
        if isinstance(found, list)
        else []
    )


def _names(entry: dict[str, Any], key: str) -> tuple[str, ...]:
    found = entry.get(key)
    return tuple(map(str, found)) if isinstance(found, list) else ()


def _is_id(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(ID_PATTERN, value) is not None
