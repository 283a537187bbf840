"""Read the untrusted JSON of an export of scorecards; no error quotes any of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from debrief.core.text import clean_line
from debrief.store.html_text import text_of

EXPORT_BYTES = 16 * 1024 * 1024
"""Maximum size of an export."""

_MARKS = frozenset({"attributes", "interviewer", "submitted_by"})
"""Keys that a scorecard has, and no object around scorecards."""

_DEEPEST_WRAP = 4


class ExportError(Exception):
    """An export that cannot be read; the text is one sentence without a rating or a note."""


@dataclass(frozen=True, slots=True)
class Person:
    """The author of a scorecard: an id of the system, and every name the map may use."""

    id: str
    names: tuple[str, ...]


def scorecards(data: bytes) -> list[dict[str, Any]]:
    """Return the scorecards of an export; ExportError.

    The export is one scorecard, a list, pages of lists, one per line, or an object around them.
    Duplicates, as from overlapping pages, are dropped.
    """
    rows: list[dict[str, Any]] = []
    for value in values(data):
        found = _rows(value, _DEEPEST_WRAP)
        if found is None:
            raise ExportError("The export is not a list of scorecards.")
        rows += [row for row in found if row not in rows]
    if not rows:
        raise ExportError("There is no scorecard in the export.")
    return rows


def values(data: bytes) -> Iterator[Any]:
    """Yield the JSON values, more than one if pages or lines were appended; ExportError."""
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
        raise ExportError(f"The export is not valid JSON at {where}.") from error
    except RecursionError as error:
        raise ExportError("The export is nested too deeply.") from error
    except ValueError as error:  # far too many digits
        raise ExportError("The export has a number with too many digits.") from error


def _after_space(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at


def _rows(value: object, depth: int) -> list[dict[str, Any]] | None:
    """Return the scorecards in a value, or None if it has none."""
    if depth == 0:
        return None
    if isinstance(value, list):
        pages = [_rows(page, depth - 1) for page in value]
        return None if None in pages else [row for page in pages if page for row in page]
    if not isinstance(value, dict):
        return None
    if _MARKS & value.keys():
        return [value]
    inside = [_rows(child, depth - 1) for child in value.values()]
    found = [rows for rows in inside if rows is not None]
    return found[0] if len(found) == 1 else None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    unique = dict(pairs)
    if len(unique) < len(pairs):
        raise ExportError("The export has the same key twice in one object: it is damaged.")
    return unique


def _no_number(_: str) -> None:
    raise ExportError("The export has a number that is NaN or infinite.")


def application(entry: dict[str, Any]) -> str:
    """Return the id of a scorecard's application, else of its candidate, else ""."""
    return id_text(entry.get("application_id")) or id_text(entry.get("candidate_id"))


def interview(entry: dict[str, Any], where: str) -> str:
    """Return the name of a scorecard's interview, or ""; ExportError."""
    step = entry.get("interview_step")
    later = string(step, "name", where) if isinstance(step, dict) else ""
    return clean_line(string(entry, "interview", where) or later)


def author(entry: dict[str, Any], where: str) -> Person | None:
    """Return the interviewer, or in older exports the submitter; ExportError."""
    person = entry.get("interviewer") or entry.get("submitted_by")
    if not isinstance(person, dict):
        return None
    first, last = string(person, "first_name", where), string(person, "last_name", where)
    emails = person.get("emails")
    many = emails if isinstance(emails, list) else []
    names = [string(person, "name", where), f"{first} {last}", string(person, "email", where)]
    names += [each for each in many if isinstance(each, str)]
    names.append(id_text(person.get("employee_id")))
    unique = tuple(dict.fromkeys(name for name in map(clean_line, names) if name))
    return Person(id_text(person.get("id")), unique) if unique else None


def items(entry: dict[str, Any], name: str, where: str) -> list[Any]:
    """Return a list of a scorecard, empty if missing; ExportError."""
    found = entry.get(name)
    if found is None:
        return []
    if not isinstance(found, list):
        raise ExportError(f"In {where}, “{name}” is not a list.")
    return found


def string(entry: dict[str, Any], name: str, where: str) -> str:
    """Return a text, empty if missing; ExportError."""
    found = entry.get(name)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise ExportError(f"In {where}, “{name}” is not text.")
    return found


@dataclass(frozen=True, slots=True)
class Attribute:
    """One line of a scorecard; `word` is the rating, empty without one.

    An `open` one may be a question with a text: only the map decides.
    """

    kind: str
    name: str
    word: str
    note: str
    open: bool = False


def attribute(each: object, where: str) -> Attribute:
    """Return an attribute of a scorecard; ExportError."""
    if not isinstance(each, dict):
        raise ExportError(f"An attribute of {where} is not an object.")
    name = clean_line(string(each, "name", where))
    if not name:
        raise ExportError(f"An attribute of {where} has no name.")
    kind, word = string(each, "type", where), string(each, "rating", where)
    return Attribute(clean_line(kind), name, clean_line(word), text_of(string(each, "note", where)))


def answered(answer: object, where: str) -> str:
    """Return an answer as text, empty if missing; ExportError."""
    many = answer if isinstance(answer, list) else [answer]
    texts = [_as_text(part) for part in many if part is not None]
    if None in texts:
        raise ExportError(f"An answer of {where} is not text.")
    return text_of("\n".join(text for text in texts if text))


def _as_text(answer: object) -> str | None:
    """Return text, a number or a check mark as text; None for anything else."""
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    return str(answer) if isinstance(answer, str | int | float) else None


def id_text(value: object) -> str:
    """Return an id, of digits or letters, as text; empty for anything else."""
    return clean_line(str(value)) if isinstance(value, str | int) else ""
