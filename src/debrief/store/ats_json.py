"""The JSON of an export of scorecards, read with suspicion; nothing of it is quoted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from debrief.core.text import clean_line
from debrief.store.html_text import text_of

EXPORT_BYTES = 16 * 1024 * 1024
"""The most that an export may have."""

_MARKS = frozenset({"attributes", "interviewer", "submitted_by"})
"""What a scorecard has, and nothing that scorecards are wrapped in."""

_DEEPEST_WRAP = 4


class ExportError(Exception):
    """An export that cannot be read; its text is one sentence that quotes nothing of it."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who wrote a scorecard: a number of the system's own, and every name the map may have."""

    id: str
    names: tuple[str, ...]


def scorecards(data: bytes) -> list[dict[str, Any]]:
    """Return the scorecards of an export; ExportError.

    It is one or a list of them, pages of lists, one a line, or an object that has them. What stands
    there twice, as where two pages overlap, is there once.
    """
    rows: list[dict[str, Any]] = []
    for value in _values(data):
        found = _rows(value, _DEEPEST_WRAP)
        if found is None:
            raise ExportError("The export is no list of scorecards.")
        rows += [row for row in found if row not in rows]
    if not rows:
        raise ExportError("There is no scorecard in the export.")
    return rows


def _values(data: bytes) -> Iterator[Any]:
    """The JSON values one after the other; more than one where pages or lines were appended."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ExportError("The export is not UTF-8: save it as it came.") from error
    decoder = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_number)
    at = _after_space(text, 0)
    try:
        while True:
            value, end = decoder.raw_decode(text, at)
            yield value
            at = _after_space(text, end)
            if at == len(text):
                return
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise ExportError(f"The export is no JSON that can be read, at {where}.") from error
    except RecursionError as error:
        raise ExportError("The export is nested too deeply to be one.") from error
    except ValueError as error:  # far too many digits
        raise ExportError("The export has a number that cannot be one.") from error


def _after_space(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at


def _rows(value: object, depth: int) -> list[dict[str, Any]] | None:
    """The scorecards in a value, or None where it is nothing that has them."""
    if depth == 0:
        return None
    if isinstance(value, list):
        pages = [_rows(one, depth - 1) for one in value]
        return None if None in pages else [row for page in pages if page for row in page]
    if not isinstance(value, dict):
        return None
    if _MARKS & value.keys():
        return [value]
    inside = [_rows(one, depth - 1) for one in value.values()]
    found = [rows for rows in inside if rows is not None]
    return found[0] if len(found) == 1 else None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ExportError("The export says the same thing twice in one place: it is damaged.")
    return found


def _no_number(_: str) -> None:
    raise ExportError("The export has a number that is none: NaN or infinite.")


def application(one: dict[str, Any]) -> str:
    """Return the number of the application of a scorecard, or of its candidate; else empty."""
    return _number(one.get("application_id")) or _number(one.get("candidate_id"))


def interview(one: dict[str, Any], where: str) -> str:
    """Return what the interview of a scorecard is called, if it says; ExportError."""
    step = one.get("interview_step")
    later = string(step, "name", where) if isinstance(step, dict) else ""
    return clean_line(string(one, "interview", where) or later)


def author(one: dict[str, Any], where: str) -> Person | None:
    """Return the interviewer, in older exports whoever submitted the scorecard; ExportError."""
    person = one.get("interviewer") or one.get("submitted_by")
    if not isinstance(person, dict):
        return None
    first, last = string(person, "first_name", where), string(person, "last_name", where)
    emails = person.get("emails")
    many = emails if isinstance(emails, list) else []
    names = [string(person, "name", where), f"{first} {last}", string(person, "email", where)]
    names += [each for each in many if isinstance(each, str)]
    names.append(_number(person.get("employee_id")))
    said = tuple(dict.fromkeys(name for name in map(clean_line, names) if name))
    return Person(_number(person.get("id")), said) if said else None


def items(one: dict[str, Any], name: str, where: str) -> list[Any]:
    """Return a list of a scorecard, empty where it is left out; ExportError."""
    found = one.get(name)
    if found is None:
        return []
    if not isinstance(found, list):
        raise ExportError(f"The {where} has no list of {name}.")
    return found


def string(one: dict[str, Any], name: str, where: str) -> str:
    """Return a text, empty where there is none; ExportError."""
    found = one.get(name)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise ExportError(f"In {where}, “{name}” is no text.")
    return found


@dataclass(frozen=True, slots=True)
class Attribute:
    """One line of a scorecard; the word of the rating is empty without one."""

    kind: str
    name: str
    word: str
    note: str


def attribute(each: object, where: str) -> Attribute:
    """Return an attribute of a scorecard; ExportError."""
    if not isinstance(each, dict):
        raise ExportError(f"An attribute of {where} is not written as one.")
    name = clean_line(string(each, "name", where))
    if not name:
        raise ExportError(f"An attribute of {where} has no name.")
    kind, word = string(each, "type", where), string(each, "rating", where)
    return Attribute(clean_line(kind), name, clean_line(word), text_of(string(each, "note", where)))


def answered(answer: object, where: str) -> str:
    """Return an answer as text, empty where there is none; ExportError."""
    many = answer if isinstance(answer, list) else [answer]
    texts = [_said(one) for one in many if one is not None]
    if None in texts:
        raise ExportError(f"An answer of {where} is no text.")
    return text_of("\n".join(text for text in texts if text))


def _said(answer: object) -> str | None:
    """A text, a number or a tick as text; None for anything else."""
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    return str(answer) if isinstance(answer, str | int | float) else None


def _number(value: object) -> str:
    """A number as systems number things, with digits or letters; empty for anything else."""
    return clean_line(str(value)) if isinstance(value, str | int) else ""
