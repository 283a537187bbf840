"""Find what an export is from its content, and read its forms."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from debrief.core.text import clean_line
from debrief.imports import harvest, json_export, systems, tables
from debrief.imports.forms import Reading
from debrief.imports.json_export import ExportError

_Entry = dict[str, Any]
_Lists = dict[str, list[_Entry]]

_V3_LISTS = (
    "scorecards", "scorecard_candidate_attributes", "job_candidate_attributes",
    "scorecard_questions", "scorecard_question_answers", "scorecard_question_options", "users",
    "interview_kits", "job_interviews",
)  # fmt: skip

_PAGES = ("results", "data", "activities")
"""The keys of the forms in pages of Ashby, Lever and Workable."""

_MORE = ("Further pages: the file says that there are more. Give all files in one command.",)

_SHAPES = (
    ("scorecard_candidate_attributes", {"scorecard_id", "job_candidate_attribute_id"}),
    ("scorecard_question_answers", {"scorecard_id", "scorecard_question_id"}),
    ("scorecards", {"interview_kit_id", "candidate_rating"}),
    ("job_candidate_attributes", {"name", "candidate_attribute_type_id"}),
    ("scorecard_questions", {"question", "answer_type", "interview_kit_id"}),
    ("users", {"name", "primary_email"}),
    ("interview_kits", {"id", "job_interview_id"}),
)
"""The lists of Harvest v3 by the keys of their rows, when they come as separate files."""

_ERROR_KEYS = frozenset(
    {"code", "error", "errorInfo", "errors", "message", "requestId", "status", "statusCode"}
)
_WRAPS = ("results", "data", "content", "scorecards", "items", "ratings")
"""The keys that answers have around their list."""

_TABLES = ("google-forms", "microsoft-forms", "table")


def reading(files: Iterable[bytes], kind: str = "") -> Reading:
    """Return the forms in files that belong together; ExportError.

    `kind` names what the files are; empty to find it. Separate files are only joined for the lists
    of Greenhouse Harvest v3, and pages of one system's answers.
    """
    contents = list(files)
    if kind in _TABLES or not all(_is_json(data) for data in contents):
        if len(contents) > 1:
            raise ExportError("Import one table at a time.")
        found = tables.table(contents[0], kind if kind in _TABLES else "")
        return _as_named(found, kind)
    found = _of_values([value for data in contents for value in json_export.values(data)])
    return _as_named(found, kind)


def _as_named(found: Reading, kind: str) -> Reading:
    if kind and found.kind and found.kind != kind:
        return replace(found, lacks=f"It is {found.found}, not {kind}: leave out --from.")
    return found


def _is_json(data: bytes) -> bool:
    return data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")


def _of_values(values: list[Any]) -> Reading:
    if refusal := next((text for text in map(_error_answer, values) if text), ""):
        return Reading("", "an error answer", lacks=refusal)
    streams = _streams(values)
    if streams is not None and streams.keys() & set(_V3_LISTS):
        return _of_lists(streams)
    if streams is not None:
        values = [row for rows in streams.values() for row in rows]
    if found := _of_pages(values):
        return found
    rows = _rows(values)
    if rows and all("score_card" in row for row in rows):
        return systems.workable(rows)
    for read in (_ashby, _lever, _activities):
        if rows and (found := read(rows)):
            return found
    if refused := _only_overall(rows):
        return refused
    lists = _lists(values)
    if lists and not any("attributes" in row for row in lists.get("scorecards", [])):
        return _of_lists(lists)
    return _of_scorecards(lists.get("scorecards") or rows)


def _of_pages(values: list[Any]) -> Reading | None:
    """Return the forms in the pages of one system's answers; None if they are something else."""
    pages = [value for value in values if isinstance(value, dict)]
    if len(pages) < len(values):
        return None
    for key, read in (("results", _ashby), ("data", _lever), ("activities", _activities)):
        entries = _unique([each for page in pages for each in _entries(page.get(key))])
        if entries and (found := read(entries)):
            more = _MORE if _has_more(pages[-1]) else ()
            return replace(found, notes=(*found.notes, *more))
    lists = [page[key] for page in pages for key in _PAGES if key in page]
    if lists and not any(lists):
        return Reading("", "a page without forms", lacks="There is no form in the file.")
    return None


def _has_more(page: _Entry) -> bool:
    paging = page.get("paging")
    following = paging.get("next") if isinstance(paging, dict) else None
    return bool(page.get("moreDataAvailable") or page.get("hasNext") or following)


def _unique(rows: list[_Entry]) -> list[_Entry]:
    """Return the rows without duplicates, as from overlapping pages."""
    return list({json.dumps(row, sort_keys=True): row for row in rows}.values())


def _error_answer(value: object) -> str:
    """Return a sentence on an answer that is an error, whatever its status was; else ""."""
    if not isinstance(value, dict):
        return ""
    is_error = {"message", "error", "errors"} & value.keys() and value.keys() <= _ERROR_KEYS
    if value.get("success") is not False and not is_error:
        return ""
    info = value.get("errorInfo")
    code = info.get("code") if isinstance(info, dict) else value.get("code")
    errors = value.get("errors")
    if not code and isinstance(errors, list) and errors and isinstance(errors[0], str):
        code = errors[0]
    shown = f" ({clean_line(str(code))[:80]})" if code else ""
    return (
        f"It is an error answer of the system{shown}, not an export, even if its status was 200."
        " Export it again."
    )


def _entries(value: object) -> list[_Entry]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _rows(values: list[Any]) -> list[_Entry]:
    """Return the objects of a list, of lists, or of lines."""
    flat: list[Any] = []
    for value in values:
        flat += value if isinstance(value, list) else [value]
    nested = [row for each in flat for row in (each if isinstance(each, list) else [each])]
    return _unique([row for each in _entries(nested) for row in _inside(each)])


def _inside(row: _Entry) -> list[_Entry]:
    """Return the objects of the one list that an object is around, else the object."""
    lists = [_entries(value) for key, value in row.items() if key in _WRAPS]
    return lists[0] if len(lists) == 1 and lists[0] else [row]


def _ashby(entries: list[_Entry]) -> Reading | None:
    return systems.ashby(entries) if all("submittedValues" in each for each in entries) else None


def _lever(entries: list[_Entry]) -> Reading | None:
    is_lever = all({"fields", "completedAt"} <= each.keys() for each in entries)
    return systems.lever(entries) if is_lever else None


def _activities(entries: list[_Entry]) -> Reading | None:
    if not all({"action", "member"} <= each.keys() for each in entries):
        return None
    ratings = [each for each in entries if each.get("action") == "rating"]
    found = f"Workable's activities, {len(ratings)} of {len(entries)} are ratings"
    return Reading("workable", found, lacks=systems.only_overall(ratings, "The file"))


def _only_overall(rows: list[_Entry]) -> Reading | None:
    """Return the refusal of a file of a unified API or another system without competencies."""
    if not rows or any(row.keys() & {"attributes", "interview_kit_id"} for row in rows):
        return None
    keys = {"overall_recommendation", "overallRecommendation", "overallRating", "recommendation"}
    if not all(row.keys() & keys for row in rows):
        return None
    return Reading("", "overall recommendations", lacks=systems.only_overall(rows, "The file"))


def _streams(values: list[Any]) -> _Lists | None:
    """Return the lists in the lines of a Singer or Airbyte tap; None if they are no such lines."""
    if not values or not all(isinstance(each, dict) and "type" in each for each in values):
        return None
    lists: _Lists = {}
    for value in values:
        record = value.get("record")
        if value["type"] != "RECORD" or not isinstance(record, dict):
            continue
        stream, row = value.get("stream"), value.get("record")
        if stream is None:
            stream, row = record.get("stream"), record.get("data")
        if isinstance(stream, str) and isinstance(row, dict):
            lists.setdefault(stream, []).append(row)
    return lists or None


def _lists(values: list[Any]) -> _Lists:
    """Return the lists of Harvest v3 in one object, or in separate files by the keys of rows."""
    lists: _Lists = {}
    for value in values:
        if isinstance(value, dict) and any(key in value for key in _V3_LISTS):
            for key in _V3_LISTS:
                if key in value:
                    lists.setdefault(key, []).extend(_entries(value[key]))
            continue
        for row in _rows([value]):
            if name := next((name for name, keys in _SHAPES if keys <= row.keys()), ""):
                lists.setdefault(name, []).append(row)
            elif row.keys() >= {"id", "name"} and len(values) > 1:
                lists.setdefault("scorecard_question_options", []).append(row)
    return lists


def _of_lists(lists: _Lists) -> Reading:
    kind, title = "greenhouse-v3", "Greenhouse Harvest v3"
    cards = lists.get("scorecards", [])
    if not cards:
        there = ", ".join(name for name in lists if name in _V3_LISTS)
        if not there:
            raise ExportError("The file has none of the lists that debrief knows.")
        lacks = f"It is a part of {title} ({there}); it also needs scorecards."
        return Reading(kind, title, lacks=lacks)
    if missing := harvest.missing_lists(lists):
        lacks = f"{title}; it also needs {_listed(missing)}. Give all files in one command."
        return Reading(kind, f"{title}, scorecards alone", lacks=lacks)
    found = f"{title}, {len(cards)} scorecards"
    forms = tuple(harvest.joined(lists))
    overall = any(card.get("candidate_rating") is not None for card in cards)
    return Reading(kind, found, forms, notes=harvest.senders(cards), overall=overall)


def _of_scorecards(rows: list[_Entry]) -> Reading:
    marks = {"attributes", "interviewer", "submitted_by"}
    if not rows or not all(row.keys() & marks for row in rows):
        raise ExportError(
            "It is none of the exports that debrief knows: Greenhouse, Ashby, Lever, Workable, or"
            " a table."
        )
    unique = _unique(rows)
    is_v3 = any("interview_kit_id" in row for row in unique)
    kind = "greenhouse-v3" if is_v3 else "greenhouse-v1"
    title = "Greenhouse Harvest v3, already joined" if is_v3 else "Greenhouse Harvest v1"
    forms = tuple(harvest.harvest_form(row, n) for n, row in enumerate(unique, start=1))
    overall = any(row.get("overall_recommendation") is not None for row in unique)
    notes = harvest.senders(unique)
    return Reading(kind, f"{title}, {len(forms)} scorecards", forms, notes=notes, overall=overall)


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
