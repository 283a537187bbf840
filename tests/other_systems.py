"""Exports of several systems in their real shapes, about invented people."""

from __future__ import annotations

from typing import Any

ITEMS = """
[competencies]
Strategy = "judgment"
Delivery = "builds-leaders"
"""

V3: dict[str, Any] = {
    "scorecards": [
        {
            "id": 51, "application_id": 900, "interview_kit_id": 70, "interviewer_id": 11,
            "submitter_id": 11, "candidate_rating": "yes", "status": "complete",
            "notes": "Clear about costs.", "private_notes": "Pay may be a stretch.",
            "submitted_at": "2026-11-20T11:00:00.000Z",
        },
        {
            "id": 52, "application_id": 900, "interview_kit_id": 71, "interviewer_id": 12,
            "submitter_id": 19, "candidate_rating": "strong_no", "status": "complete",
            "notes": None, "submitted_at": "2026-11-21T08:00:00.000Z",
        },
        {
            "id": 53, "application_id": 900, "interview_kit_id": 71, "interviewer_id": 13,
            "submitter_id": 13, "candidate_rating": None, "status": "draft",
            "notes": "half a thought", "submitted_at": None,
        },
    ],
    "scorecard_candidate_attributes": [
        {"scorecard_id": 51, "job_candidate_attribute_id": 800,
         "candidate_attribute_rating": "strong_yes", "note": "named the numbers"},
        {"scorecard_id": 51, "job_candidate_attribute_id": 801,
         "candidate_attribute_rating": "no", "note": None},
        {"scorecard_id": 52, "job_candidate_attribute_id": 800,
         "candidate_attribute_rating": "definitely_not", "note": None},
        {"scorecard_id": 52, "job_candidate_attribute_id": 801,
         "candidate_attribute_rating": "no_decision", "note": None},
    ],
    "job_candidate_attributes": [
        {"id": 800, "name": "Strategy", "job_id": 42, "candidate_attribute_type_id": 5},
        {"id": 801, "name": "Delivery", "job_id": 42, "candidate_attribute_type_id": 5},
    ],
    "scorecard_questions": [
        {"id": 600, "interview_kit_id": 70, "question": "<p>What <b>worries</b> you?</p>",
         "answer_type": "text"},
        {"id": 601, "interview_kit_id": 70, "question": "Areas", "answer_type": "multi_select"},
    ],
    "scorecard_question_answers": [
        {"scorecard_id": 51, "scorecard_question_id": 600, "answer": "Audits.",
         "boolean_value": None},
        {"scorecard_id": 51, "scorecard_question_id": 601, "answer": None, "boolean_value": None,
         "value": [300]},
    ],
    "scorecard_question_options": [{"id": 300, "name": "Platform"}],
    "users": [
        {"id": 11, "name": "Dana Whitfield", "primary_email": "dana@example.com"},
        {"id": 12, "name": "Omar Haddad", "primary_email": "omar@example.com"},
        {"id": 13, "name": "Lin Wei", "primary_email": "lin@example.com"},
        {"id": 19, "name": "Front Desk", "primary_email": "desk@example.com"},
    ],
}  # fmt: skip


def ashby_user(number: str, first: str, last: str) -> dict[str, Any]:
    return {"id": number, "firstName": first, "lastName": last, "email": f"{first}@example.com"}


def ashby_form(values: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a form that Dana submitted."""
    fields: list[dict[str, Any]] = [
        {"type": "ValueSelect", "path": "overall_recommendation", "title": "Overall",
         "selectableValues": [{"label": "4 - Strong Yes", "value": "4"}]},
        {"type": "Score", "path": "strategy", "title": "Strategy"},
        {"type": "Score", "path": "delivery", "title": "Delivery"},
        {"type": "MultiValueSelect", "path": "areas", "title": "Areas",
         "selectableValues": [{"label": "Platform work", "value": "platform"}]},
        {"type": "Boolean", "path": "again", "title": "Again?"},
        {"type": "RichText", "path": "sum", "title": "Summary"},
    ]  # fmt: skip
    return {
        "id": "fb",
        "applicationId": "app-1",
        "submittedAt": "2026-11-20T11:00:00.000Z",
        "submittedByUser": ashby_user("u-1", "Dana", "Whitfield"),
        "formDefinition": {"sections": [{"fields": [{"field": field} for field in fields]}]},
        "submittedValues": values,
    } | more


def ashby_page(*forms: dict[str, Any]) -> dict[str, Any]:
    return {"success": True, "results": list(forms), "moreDataAvailable": False}


def lever_form(user: str, scores: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    fields = [
        {"type": "score-system", "text": "Rating", "value": "3 - Hire", "options": []},
        {"type": "scorecard", "text": "Skills",
         "scores": [{"text": "Strategy"}, {"text": "Delivery"}], "value": scores},
        {"type": "textarea", "text": "Notes", "value": "Clear about costs."},
    ]  # fmt: skip
    return {
        "id": "fb",
        "fields": fields,
        "user": user,
        "completedAt": 1795603600000,
        "deletedAt": None,
    } | more


def workable_rating(*traits: dict[str, Any], scale: str = "stars", **more: Any) -> dict[str, Any]:
    sections = [{"id": "s", "name": "Skills", "traits": list(traits)}]
    return {
        "member": {"id": "m1", "name": "Dana Whitfield"},
        "comment": "Clear about costs.",
        "scale": scale,
        "grade": 3,
        "score_card": {"settings": {"questions_rateable": True}, "sections": sections},
    } | more


WORKABLE_ACTIVITIES = {
    "activities": [
        {"id": "1", "action": "moved", "member": {"id": "m1", "name": "Dana Whitfield"}},
        {"id": "2", "action": "rating", "member": {"id": "m1", "name": "Dana Whitfield"},
         "body": "SECRET", "rating": {"score": "definite"}},
    ],
    "paging": {"next": None},
}  # fmt: skip
