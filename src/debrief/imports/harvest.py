"""Greenhouse's scorecards as forms: Harvest v1, and v3 as separate lists or already joined."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from debrief.core.text import clean_line
from debrief.imports import json_export
from debrief.imports.forms import Answer, Form, moment
from debrief.imports.json_export import Attribute, ExportError, Person, id_text
from debrief.store.html_text import text_of

NEEDED = ("scorecard_candidate_attributes", "job_candidate_attributes", "users")
"""The lists without which the scorecards of Harvest v3 have no ratings or no names."""

DRAFT = "it is an unsubmitted draft"
_NOTES = (("notes", "Notes"), ("public_notes", "Public notes"), ("private_notes", "Private notes"))

_Rows = dict[str, dict[str, Any]]


def harvest_form(entry: dict[str, Any], number: int) -> Form:
    """Return a scorecard that has its attributes and names; ExportError."""
    where = f"scorecard {number}"
    interview = json_export.interview(entry, where)
    about = json_export.application(entry)
    unsubmitted = "submitted_at" in entry and entry["submitted_at"] is None
    if entry.get("status") == "draft" or unsubmitted:
        return Form(number, where, None, interview=interview, about=about, left_out=DRAFT)
    rated = tuple(
        json_export.attribute(each, where) for each in json_export.items(entry, "attributes", where)
    )
    answers = [_answer(each, where) for each in json_export.items(entry, "questions", where)]
    return Form(
        number,
        where,
        json_export.author(entry, where),
        rated,
        (*answers, *notes_of(entry, where)),
        moment(entry.get("submitted_at")),
        interview,
        about,
    )


def notes_of(entry: dict[str, Any], where: str) -> tuple[Answer, ...]:
    """Return the notes on a whole scorecard; ExportError."""
    texts = [(title, text_of(json_export.string(entry, key, where))) for key, title in _NOTES]
    return tuple(Answer(title, text) for title, text in texts if text)


def _answer(each: object, where: str) -> Answer:
    if not isinstance(each, dict):
        raise ExportError(f"A question of {where} is not an object.")
    question = clean_line(text_of(json_export.string(each, "question", where)))
    return Answer(question, json_export.answered(each.get("answer"), where))


def missing_lists(lists: Mapping[str, list[dict[str, Any]]]) -> list[str]:
    """Return the names of the lists that the scorecards of Harvest v3 still need."""
    needed = [*NEEDED]
    if lists.get("scorecard_question_answers"):
        needed.append("scorecard_questions")
    return [name for name in needed if name not in lists]


def joined(lists: Mapping[str, list[dict[str, Any]]]) -> list[Form]:
    """Return the scorecards of Harvest v3 with their names and ratings joined; ExportError."""
    known = _Known(lists)
    cards = lists.get("scorecards", [])
    return [_joined(entry, number, known) for number, entry in enumerate(cards, start=1)]


class _Known:
    """The lists of Harvest v3, by the ids that other lists have."""

    def __init__(self, lists: Mapping[str, list[dict[str, Any]]]) -> None:
        self.names = _by_id(lists.get("job_candidate_attributes", []))
        self.users = _by_id(lists.get("users", []))
        self.questions = _by_id(lists.get("scorecard_questions", []))
        self.options = _by_id(lists.get("scorecard_question_options", []))
        self.attributes = _by_card(lists.get("scorecard_candidate_attributes", []))
        self.answers = _by_card(lists.get("scorecard_question_answers", []))


def _by_id(rows: list[dict[str, Any]]) -> _Rows:
    return {id_text(row.get("id")): row for row in rows}


def _by_card(rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(id_text(row.get("scorecard_id")), []).append(row)
    return found


def _joined(entry: dict[str, Any], number: int, known: _Known) -> Form:
    where = f"scorecard {number}"
    about = json_export.application(entry)
    if entry.get("status") == "draft" or not entry.get("submitted_at"):
        return Form(number, where, None, about=about, left_out=DRAFT)
    own = id_text(entry.get("id"))
    rated = [_attribute(each, known.names, where) for each in known.attributes.get(own, [])]
    answers = [_list_answer(each, known, where) for each in known.answers.get(own, [])]
    return Form(
        number,
        where,
        _person(entry.get("interviewer_id"), known.users, where),
        tuple(rated),
        (*answers, *notes_of(entry, where)),
        moment(entry.get("submitted_at")),
        about=about,
    )


def _person(number: object, users: _Rows, where: str) -> Person | None:
    own = id_text(number)
    if not own:
        return None
    user = users.get(own, {})
    names = [json_export.string(user, key, where) for key in ("name", "primary_email")]
    return Person(own, (*(name for name in map(clean_line, names) if name), own))


def _attribute(each: dict[str, Any], names: _Rows, where: str) -> Attribute:
    about = names.get(id_text(each.get("job_candidate_attribute_id")))
    if about is None:
        raise ExportError(
            f"An attribute of {where} is not in the list job_candidate_attributes: export the"
            " whole list."
        )
    word, note = (
        json_export.string(each, key, where) for key in ("candidate_attribute_rating", "note")
    )
    return json_export.attribute({"name": about.get("name"), "rating": word, "note": note}, where)


def _list_answer(each: dict[str, Any], known: _Known, where: str) -> Answer:
    question = known.questions.get(id_text(each.get("scorecard_question_id")), {})
    text = clean_line(text_of(json_export.string(question, "question", where)))
    given = (each.get("answer"), each.get("boolean_value"), each.get("value"))
    answer = next((found for found in given if found is not None), None)
    if isinstance(answer, list):
        chosen = [known.options.get(id_text(part), {}).get("name") for part in answer]
        answer = [name or id_text(part) for name, part in zip(chosen, answer, strict=True)]
    return Answer(text or "A question", json_export.answered(answer, where))


def senders(entries: list[dict[str, Any]]) -> tuple[str, ...]:
    """Return a note for each scorecard that somebody else submitted for its interviewer."""
    return tuple(
        f"The sender of scorecard {number}: it is the scorecard of its interviewer."
        for number, entry in enumerate(entries, start=1)
        if None not in (entry.get("submitter_id"), entry.get("interviewer_id"))
        and entry["submitter_id"] != entry["interviewer_id"]
        and entry.get("status") != "draft"
    )
