"""Exports of an applicant tracking system, and the map to read them by, built from scratch."""

from __future__ import annotations

from typing import Any

MAP = """
[levels]
definitely_not = 1
no = 2
yes = 3
strong_yes = 4

[thresholds]
no = "not-met"
yes = "met"

[competencies]
"Problem solving" = "judgment"
Delegation = "builds-leaders"
Coding = "technical-credibility"
"Favourite editor" = "leave-out"

[panelists]
"Lin Wei" = "lin"
"omar@example.com" = "omar"
"Rita Mora" = "leave-out"

[questions]
"Who decided?" = "builds-leaders"
"Shoe size?" = "leave-out"
"""


def rated(name: str, rating: Any = "yes", note: Any = None) -> dict[str, Any]:
    return {"name": name, "type": "Skills", "note": note, "rating": rating}


def scorecard(*attributes: Any, **more: Any) -> dict[str, Any]:
    return {
        "id": 9910,
        "interview": "Onsite",
        "candidate_id": 1,
        "application_id": 2,
        "interviewer": {"id": 5, "name": "Lin Wei", "first_name": "Lin", "last_name": "Wei"},
        "submitted_at": "2026-11-20T09:30:00.123Z",
        "overall_recommendation": "strong_yes",
        "attributes": list(attributes) or [rated("Problem solving")],
        "ratings": {"yes": ["Problem solving"]},
        "questions": [],
    } | more
