"""The JSON of an export of scorecards, read with suspicion; nothing of it is quoted."""

from __future__ import annotations

import json
from typing import Any

from debrief.core.text import clean_line
from debrief.store.html_text import text_of

EXPORT_BYTES = 8 * 1024 * 1024
"""The most that an export may have."""

MOST_SCORECARDS = 64


class ExportError(Exception):
    """An export that cannot be read; its text is one sentence that quotes nothing of it."""


def scorecards(data: bytes) -> list[dict[str, Any]]:
    """Return the scorecards of an export, one or a list of them; ExportError."""
    try:
        found = json.loads(
            data.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_number
        )
    except UnicodeDecodeError as error:
        raise ExportError("The export is not UTF-8: save it as it came.") from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise ExportError(f"The export is no JSON that can be read, at {where}.") from error
    except RecursionError as error:
        raise ExportError("The export is nested too deeply to be one.") from error
    except ValueError as error:  # far too many digits
        raise ExportError("The export has a number that cannot be one.") from error
    rows = [found] if isinstance(found, dict) else found
    if not isinstance(rows, list) or not all(isinstance(one, dict) for one in rows):
        raise ExportError("The export is no list of scorecards.")
    if not rows:
        raise ExportError("There is no scorecard in the export.")
    if len(rows) > MOST_SCORECARDS:
        raise ExportError(f"There are more than {MOST_SCORECARDS} scorecards in the export.")
    return rows


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ExportError("The export says the same thing twice in one place: it is damaged.")
    return found


def _no_number(_: str) -> None:
    raise ExportError("The export has a number that is none: NaN or infinite.")


def candidate(one: dict[str, Any]) -> str:
    """Return which application of which candidate a scorecard is about, if it says."""
    return json.dumps([one.get("candidate_id"), one.get("application_id")])


def items(one: dict[str, Any], name: str, where: str) -> list[Any]:
    """Return a list of a scorecard; only questions may be missing; ExportError."""
    found = one.get(name)
    if name == "questions" and found is None:
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


def attribute(each: object, where: str) -> tuple[str, str, str]:
    """Return name, word of the rating (empty without one) and note of an attribute; ExportError."""
    if not isinstance(each, dict):
        raise ExportError(f"An attribute of {where} is not written as one.")
    name = clean_line(string(each, "name", where))
    if not name:
        raise ExportError(f"An attribute of {where} has no name.")
    return name, clean_line(string(each, "rating", where)), text_of(string(each, "note", where))


def answered(answer: object, where: str) -> str:
    """Return an answer as text, empty where there is none; ExportError."""
    if answer is None:
        return ""
    many = answer if isinstance(answer, list) else [answer]
    texts = [one for one in many if isinstance(one, str)]
    if len(texts) < len(many):
        raise ExportError(f"An answer of {where} is no text.")
    return text_of("\n".join(texts))
