"""Forms of Ashby, Lever and Workable, read from their JSON."""

from __future__ import annotations

from collections import Counter
from typing import Any

from debrief.core.text import clean_line
from debrief.imports import json_export
from debrief.imports.forms import Answer, Form, Reading, from_milliseconds, moment
from debrief.imports.json_export import Attribute, ExportError, Person, id_text
from debrief.imports.shipped_maps import folded, shipped_map
from debrief.store.html_text import text_of

_Entry = dict[str, Any]
_GRADES = {"thumbs": 3, "stars": 5, "numbers": 10}
"""The number of grades on each of Workable's scales; they count from zero."""

_CHOICES = frozenset({"Score", "ValueSelect", "ValueSingleSelect"})
_LEVER_CHOICES = frozenset({"score", "multiple-choice", "dropdown"})


def dicts(value: object, where: str) -> list[_Entry]:
    """Return a list of objects, empty if missing; ExportError."""
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise ExportError(f"Part of {where} is not a list of objects.")
    return value


def word(value: object, where: str) -> str:
    """Return a rating as a word, empty without one; ExportError for other than text or numbers."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ExportError(f"A rating of {where} is neither a word nor a number.")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return clean_line(str(value))


def ashby(results: list[_Entry]) -> Reading:
    """Return the forms of Ashby's applicationFeedback.list; ExportError."""
    known = shipped_map("ashby")
    notes: list[str] = []
    forms, overall = [], False
    for number, entry in enumerate(results, start=1):
        where = f"form {number}"
        submitter, credited = entry.get("submittedByUser"), entry.get("creditedToUser")
        person = _ashby_person(credited or submitter, where)
        if credited and isinstance(submitter, dict) and submitter.get("id") != credited.get("id"):
            notes.append(f"The sender of {where}: it is the form of {_called(person)}.")
        rated: list[Attribute] = []
        answers: list[Answer] = []
        values = entry.get("submittedValues")
        definition = entry.get("formDefinition")
        if not isinstance(values, dict) or not isinstance(definition, dict):
            raise ExportError(f"The {where} has no formDefinition or no submittedValues.")
        for field in _ashby_fields(definition, where):
            path = json_export.string(field, "path", where)
            name = clean_line(json_export.string(field, "title", where)) or path
            if path in known.overall or folded(name) in known.overall:
                overall = True
                continue
            value = values.get(path)
            if json_export.string(field, "type", where) in _CHOICES:
                score, note = _ashby_score(value, field, f"{where}, field “{name}”")
                is_open = field["type"] != "Score"
                rated.append(Attribute("", name, score, note, open=is_open))
            else:
                answers.append(Answer(name, _ashby_text(value, field, where)))
        draft = "submittedAt" in entry and entry["submittedAt"] is None
        forms.append(
            Form(
                number,
                where,
                person,
                tuple(rated),
                tuple(answers),
                moment(entry.get("submittedAt")),
                about=id_text(entry.get("applicationId")),
                left_out="it is an unsubmitted draft" if draft else "",
            )
        )
    return Reading(
        "ashby", f"{known.title}, {_count(len(forms), 'form')}", tuple(forms),
        notes=tuple(notes), overall=overall,
    )  # fmt: skip


def _ashby_fields(definition: _Entry, where: str) -> list[_Entry]:
    fields = [
        each.get("field")
        for section in dicts(definition.get("sections"), where)
        for each in dicts(section.get("fields"), where)
    ]
    return dicts(fields, where)


def _ashby_person(person: object, where: str) -> Person | None:
    if not isinstance(person, dict):
        return None
    first, last, email = (
        json_export.string(person, key, where) for key in ("firstName", "lastName", "email")
    )
    return _person(id_text(person.get("id")), f"{first} {last}", email)


def _person(number: str, *names: str) -> Person | None:
    unique = tuple(dict.fromkeys(name for name in map(clean_line, (*names, number)) if name))
    return Person(number or unique[0], unique) if unique else None


def _called(person: Person | None) -> str:
    return person.names[0] if person else "nobody"


def _ashby_score(value: object, field: _Entry, where: str) -> tuple[str, str]:
    """Return the word and the comment of a score or a choice."""
    note = ""
    if isinstance(value, dict):
        comments = value.get("comments")
        note = _ashby_text(comments, field, where)
        value = value.get("score")
    return _label(word(value, where), field, where), note


def _label(value: str, field: _Entry, where: str) -> str:
    for choice in dicts(field.get("selectableValues"), where):
        if word(choice.get("value"), where) == value and value:
            return clean_line(json_export.string(choice, "label", where)) or value
    return value


def _ashby_text(value: object, field: _Entry, where: str) -> str:
    if isinstance(value, dict):
        value = value.get("value", list(value.values()))
    if isinstance(value, list):
        value = [_label(str(each), field, where) for each in value if each is not None]
    return json_export.answered(value, where)


def lever(data: list[_Entry]) -> Reading:
    """Return the forms of Lever's feedback; ExportError."""
    forms = [_lever_form(entry, number) for number, entry in enumerate(data, start=1)]
    overall = any(
        field.get("type") == "score-system"
        for entry in data
        for field in dicts(entry.get("fields"), "a form")
    )
    found = f"{shipped_map('lever').title}, {_count(len(forms), 'form')}"
    return Reading("lever", found, tuple(forms), overall=overall)


def _lever_form(entry: _Entry, number: int) -> Form:
    where = f"form {number}"
    out = ""
    if entry.get("deletedAt") is not None:
        out = "it was deleted in Lever"
    elif entry.get("completedAt") is None:
        out = "it is an unsubmitted draft"
    if out:
        return Form(number, where, None, left_out=out)
    rated: list[Attribute] = []
    answers: list[Answer] = []
    fields = [
        field for field in dicts(entry.get("fields"), where) if field.get("type") != "score-system"
    ]
    names = Counter(json_export.string(field, "text", where) for field in fields)
    for field in fields:
        name = json_export.string(field, "text", where)
        kind, value = str(field.get("type")), field.get("value")
        if names[name] > 1:
            name = f"{name}: {json_export.string(field, 'description', where)}"
        name = clean_line(name)
        if kind == "scorecard":
            rated += _pairs(field, f"{where}, field “{name}”")
        elif kind in _LEVER_CHOICES:
            score = word(value, f"{where}, field “{name}”")
            rated.append(Attribute("", name, score, "", open=kind != "score"))
        elif isinstance(value, dict):
            answers.append(Answer(name, json_export.answered(value.get("value"), where)))
        else:
            answers.append(Answer(name, json_export.answered(value, where)))
    user = _person(id_text(entry.get("user")))
    when = from_milliseconds(entry.get("completedAt"))
    return Form(number, where, user, tuple(rated), tuple(answers), when)


def _pairs(field: _Entry, where: str) -> list[Attribute]:
    """Return the ratings of a scorecard: its skills and its values are paired by position."""
    skills, values = dicts(field.get("scores"), where), dicts(field.get("value"), where)
    if values and len(skills) != len(values):
        raise ExportError(
            f"In {where}, there are {len(skills)} skills and {len(values)} scores: they belong"
            " together by position."
        )
    return [
        Attribute(
            "",
            clean_line(json_export.string(skill, "text", where)),
            word(value.get("score"), where),
            text_of(json_export.string(value, "comment", where)),
        )
        for skill, value in zip(skills, values, strict=False)
    ]


def workable(ratings: list[_Entry]) -> Reading:
    """Return the score cards of Workable; ExportError."""
    forms = [_workable_form(entry, number) for number, entry in enumerate(ratings, start=1)]
    found = f"{shipped_map('workable').title}, {_count(len(forms), 'form')}"
    overall = any(entry.get("grade", entry.get("score")) is not None for entry in ratings)
    return Reading("workable", found, tuple(forms), overall=overall)


def _workable_form(entry: _Entry, number: int) -> Form:
    where = f"form {number}"
    member = entry.get("member")
    who = member if isinstance(member, dict) else {"id": entry.get("member_id")}
    scale = entry.get("scale")
    card = entry.get("score_card")
    sections = dicts(card.get("sections") if isinstance(card, dict) else None, where)
    rated = [
        Attribute(
            clean_line(json_export.string(owner, "name", where)),
            clean_line(json_export.string(each, "name", where))
            or clean_line(json_export.string(each, "body", where)),
            _grade(each.get("score"), scale, where),
            text_of(json_export.string(each, "note", where)),
        )
        for section in sections
        for trait in dicts(section.get("traits"), where)
        for owner, each in _rateable(section, trait, where)
    ]
    return Form(
        number,
        where,
        _person(id_text(who.get("id")), json_export.string(who, "name", where)),
        tuple(rated),
        (Answer("Comment", text_of(json_export.string(entry, "comment", where))),),
        moment(entry.get("updated_at") or entry.get("created_at")),
    )


def _rateable(section: _Entry, trait: _Entry, where: str) -> list[tuple[_Entry, _Entry]]:
    """Return a trait and those of its questions that have a score, each with what holds it."""
    questions = dicts(trait.get("questions"), where)
    scored = [(trait, question) for question in questions if question.get("score") is not None]
    return [(section, trait), *scored]


def _grade(score: object, scale: object, where: str) -> str:
    """Return a grade as in “4 of 5”; Workable's grades count from zero."""
    text = word(score, where)
    if not text.lstrip("-").isdecimal():
        return text
    most = _GRADES.get(str(scale))
    if most is None:
        raise ExportError(f"The {where} does not have a scale: thumbs, stars or numbers.")
    if not 0 <= int(text) < most:
        raise ExportError(f"The {where} has a grade outside its scale, {scale}.")
    return f"{int(text) + 1} of {most}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def only_overall(entries: list[_Entry], system: str) -> str:
    """Return the sentence that refuses a file with nothing but overall recommendations."""
    return (
        f"{system} has only an overall recommendation for each person, and no ratings of"
        f" competencies ({_count(len(entries), 'recommendation')} found). It cannot become a"
        " scorecard: the panel votes in the meeting."
    )
