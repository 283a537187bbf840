"""Every field of a record is on every page: one is changed at a time, and each page must show it.

The record here has a value of its own in every field. A new field fails the test until it has one
too, and then until every page shows it, or until it is exempt, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

import pytest
from pydantic import BaseModel

from debrief.core.record.model import Record
from debrief.core.room.view_record import RecordView
from debrief.report.record_html import html
from debrief.report.record_markdown import markdown
from debrief.report.record_text import text
from debrief.tui.paint import Space
from debrief.tui.steps.record import paint

Path = tuple[str | int, ...]

PAGES: dict[str, Callable[[Record], str]] = {
    "markdown": markdown,
    "html": html,
    "text": text,
    "pane": lambda record: paint(RecordView(record, True, "unused"), Space(400, 40)).plain,
}

PANEL = ("ada", "ben", "cleo")
COMPETENCIES = ("craft", "drive", "edge")

_words, _numbers, _times = count(1), count(30), count(1)


def word() -> str:
    """Return a word that is nowhere else."""
    letters, number = "", next(_words)
    while number:
        number, letter = divmod(number, 20)
        letters += "bcdfghjklmnpqrstvwxz"[letter]
    return f"ye{letters}oy"


def at() -> datetime:
    return datetime(2026, 1, 1, 1, tzinfo=UTC) + timedelta(days=1, minutes=7) * next(_times)


def day() -> date:
    return at().date()


def number() -> int:
    return next(_numbers)


def poll(**more: Any) -> dict[str, Any]:
    def mark(**changes: Any) -> dict[str, Any]:
        known = {
            "panelist": "ada", "state": "rated", "level": 2, "word": word(), "how": "kept",
            "counts": False, "was": [word()], "of_card": word(), "uncounted": word(),
            "way": word(),
            "confidence": "low", "for": [word()],
            "against": [word()], "depends_on_context": word(), "scenario": word(),
            "reason": word(),
        }  # fmt: skip
        return {**known, **changes}

    def round_(n: int, *marks: dict[str, Any]) -> dict[str, Any]:
        return {
            "number": n, "at": at(), "class": "mixed", "words": word(), "counts": [1, 2, 3],
            "counts_in_words": word(), "spread": word(), "range": 2, "ad_median": 0.5,
            "lone_dissent": True, "marks": list(marks),
        }  # fmt: skip

    def move(panelist: str, **why: Any) -> dict[str, Any]:
        return {
            "panelist": panelist, "round": 2, "before": 1, "before_word": word(), "after": 2,
            "after_word": word(), **why,
        }  # fmt: skip

    challenge = {
        "at": at(), "basis": "dissent", "challengers": ["ada"], "competencies": ["craft", "drive"],
        "argued": word(), "new_evidence": True, "outcome": "held",
    }  # fmt: skip
    first = round_(1, mark(), mark(panelist="ben", level=3))
    again = round_(2, mark(level=3), mark(panelist="ben", how="no-entry", level=3))
    return {
        "scale": [word(), word(), word()],
        "rounds": [first, again],
        "moves": [move("ada", reason=word()), move("ben", declined=True)],
        "challenges": [challenge],
        "challenge_waivers": [{"at": at(), "reason": word(), "together": True}],
        "argued": [word()],
        "abandoned": [{"round": 3, "reason": word()}],
        "signals": [{"signal": word(), "who": "ada", "by": date(2027, 5, number() % 28 + 1)}],
        **more,
    }


def competency(id_: str) -> dict[str, Any]:
    turns = [
        {"at": at(), "closing": "contested", "reason": word()},
        {"at": at(), "reason": word()},
    ]
    return poll(
        id=id_, title=word(), kind="threshold", must_have=True, definition=word(), turns=turns,
        closing="yes-one-against", alone="ada",
    )  # fmt: skip


def member(id_: str, **more: Any) -> dict[str, Any]:
    card = {
        "submitted": at(), "late": True, "encrypted": True, "entries": number(), "bare": number(),
        "accepted": at(), "settled": "by-hand", "reason": word(),
    }  # fmt: skip
    attended = [{"presence": "absent", "at": at()}, {"presence": "late", "at": at()}]
    return {
        "id": id_, "name": word(), "title": word(), "presence": "late", "attended": attended,
        "understanding": "differs", "role": word(), "differs": word(), "ruling": word(),
        "ratings": "set-aside", "recused": True, "card": card, **more,
    }  # fmt: skip


def decision(outcome: str) -> dict[str, Any]:
    return {
        "outcome": outcome, "owner": "ada", "owner_recused": True, "at": at(),
        "rationale": word(), "conditions": [word()], "review": day(), "test": word(),
        "tester": word(), "due": day(), "until": day(), "would_change": word(),
    }  # fmt: skip


def said() -> dict[str, Any]:
    return {"text": word(), "panelist": "ada"}


def constraint(told: bool | None) -> dict[str, Any]:
    return {"text": word(), "told": told, "by_cards": ["ada"], "by_meeting": ["ben"]}


def make() -> dict[str, Any]:
    place = {"step": "competency", "competency": "craft"}
    return {
        "title": word(), "alias": word(), "scheduled": at(), "opened": at(), "finished": at(),
        "facilitator": word(), "framework": word(), "framework_version": number(),
        "owner": "ada", "rules": 2, "rule": word(),
        "rule_fixed": True, "references_note": word(), "program": word(), "events": number(),
        "owner_changes": [{"was": "ada", "owner": "ben", "reason": word(), "at": at()}],
        "role": {
            "mandate": word(), "authority": [word()], "success": [word()],
            "challenges_now": [word()], "challenges_next": [word()], "constraints": [word()],
            "expectations": [{"stakeholder": word(), "expects": word()}],
        },
        "decision": decision("hire"),
        "earlier_decisions": [{
            **decision("postponed"),
            "dissents": [{
                "panelist": "ben", "text": word(), "confirmed": True, "answer": word(), "at": at(),
            }],
        }],
        "obstacles": [{"competency": "craft", "obstacle": word(), "ruling": word()}],
        "dissents": [
            {"panelist": "ada", "text": word(), "confirmed": True, "answer": word(), "at": at()}
        ],
        "asked": [
            {"panelist": "ada", "vote": word(), "answer": "dissents", "presence": "present"},
            {"panelist": "ben", "vote": word(), "answer": "not-asked", "presence": "left"},
        ],
        "answers": [{"panelist": "ben", "competencies": ["craft"], "answer": word()}],
        "status": "interim", "until": day(), "carried_on": [at()],
        "follow_ups": [{"text": word(), "owner": word(), "due": day()}],
        "promises": [
            {
                "kind": "owed", "text": word(), "who": "ada", "by": day(), "kept": at(),
                "found": word(),
            },
            {"kind": "signal", "text": word()},
        ],
        "panel": [
            member(PANEL[0]),
            *({"id": id_, "name": word(), "presence": "present"} for id_ in PANEL[1:]),
        ],
        "competencies": [
            competency(COMPETENCIES[0]),
            *(
                {
                    "id": id_, "title": word(), "definition": word(), "scale": [word()],
                    "kind": "graded", "must_have": False,
                }
                for id_ in COMPETENCIES[1:]
            ),
        ],
        "references": [
            {
                "on_file": {
                    "id": "former", "relation": word(), "given_by_candidate": False,
                    "taken": day(), "difficult_period": word(), "struggled_most": word(),
                    "best_environment": word(),
                    "findings": [{"competency": "craft", "finding": "new", "note": word()}],
                },
                "reviewed": True,
                "note": word(),
            }
        ],
        "fit": {
            "constraints": [constraint(True), constraint(False)],
            "told_besides": [said()],
            "concerns": [said()],
            "owed": [word()],
            "contexts": [
                {"competency": "craft", "panelist": "ada", "text": word(), "offers": "partly"}
            ],
        },
        "premortem": {"failed": [said()], "missed": [said()]},
        "vote": poll(),
        "course": [
            {"competency": "craft", "kind": "argued", "number": 1, "at": at()},
            {"competency": "craft", "kind": "abandoned", "number": 1, "at": at()},
            {"competency": "craft", "kind": "signal", "number": 1, "at": at()},
        ],
        "left_out": [{**place, "title": word(), "reason": word()}],
        "not_asked": [{"question": "references", "why": "skipped"}],
        "minutes": [
            {
                **place, "at": at(), "title": word(), "speaker": "ada", "text": word(),
                "before": [word()],
            },
            {
                **place, "at": at(), "title": "Struck", "text": "Not on a page",
                "settled": "struck",
            },
            {
                **place, "at": at(), "title": "Quiet", "text": "Not on a page", "quiet": True,
                "kind": "voiced-early",
            },
        ],
        "warm_up": [
            {
                "case": f"craft/{word()}", "title": word(), "text": word(), "reference": 2,
                "reference_word": word(), "reason": word(), "summary": word(),
                "ratings": [
                    {"panelist": "ada", "level": 2, "word": word(), "distance": word()}
                ],
            }
        ],
        "process": {
            "ratings": number(), "pairs": number(), "close_pairs": number(),
            "without_evidence": [{"panelist": "ada", "competency": "craft"}],
            "convergence": [
                {"competency": "craft", "first": 0.31, "last": 0.37, "change": 0.41}
            ],
            "voiced_early": number(), "corrected": number(), "undone": number(),
            "runs": number(), "torn": [number()], "entries_lost": number(),
            "clock_went_back": number(),
            "times": [{**place, "title": word(), "seconds": 660.0, "planned": 780.0}],
        },
        "inputs": {word(): word()}, "changed": [word()], "head": "cd" * 32,
        "fingerprint": "ab" * 32,
        "fingerprint_short": "abab-abab-abab-abab",
    }  # fmt: skip


ROUND = r"(competencies\.\d|vote)\.rounds\.\d"
EVERY = tuple(PAGES)
BUT_HTML = ("markdown", "text", "pane")
COMPUTED = "a figure for programs; counts_in_words and spread are the words for it"
NUMBERED = "the words of the scale are shown, and levels where they are drawn"
PLACED = "the title beside it is the name of the step or competency"
EXEMPT: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (r"rules", EVERY, "the words of the classes and closings that follow from them are shown"),
    (r".*\bid", EVERY, "ids are for programs; names and titles are shown"),
    (r"role\.constraints\.\d", EVERY, "fit has each of them, with whether it was told"),
    (r"(left_out|minutes|process\.times)\.\d\.(step|competency)", EVERY, PLACED),
    (r"minutes\.1\.text", EVERY, "what was struck is in record.toml alone"),
    (r"minutes\.2\.(at|title|text)", EVERY, "a quiet minute is on no page"),
    (rf"{ROUND}\.(counts\.\d|range|ad_median|lone_dissent)", EVERY, COMPUTED),
    (rf"{ROUND}\.class", EVERY, "`words` are the words for it"),
    (r"process\.(pairs|close_pairs|convergence\..*)", EVERY, "figures for programs"),
    (rf"{ROUND}\.marks\.\d\.state", EVERY, "`word` says it"),
    (rf"{ROUND}\.marks\.\d\.level", BUT_HTML, NUMBERED),
    (rf"{ROUND}\.marks\..*", ("pane",), "the read-back has a round in a line; who gave which "
        "rating, and the evidence, is shown at the competency itself"),
    (r"(competencies\.\d|vote)\.moves\.\d\.(before|after)", EVERY, NUMBERED),
    (r"warm_up\.\d\.(reference|ratings\.\d\.level)", EVERY, NUMBERED),
    (r"competencies\.\d\.(definition|scale\.\d)", ("pane",), "known to the room by then"),
    (r"asked\.0\.(answer|presence)", EVERY, "the dissent is shown in their own words"),
    (r"head", EVERY, "an interim record has it in place of the fingerprint"),
    (r"decision\.until", EVERY, "of a decision postponed; earlier_decisions has one"),
)  # fmt: skip
"""Fields that a page need not show, as a pattern of their path, and why."""


@cache
def base() -> dict[str, Any]:
    return make()


@cache
def whole() -> Record:
    return Record.model_validate(deepcopy(base()))


@cache
def shown(page: str) -> str:
    return PAGES[page](whole())


def leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any, Any]]:
    """Yield the path of each value that is set, with the value and what it may be."""
    if isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            part, one = field.alias or name, getattr(value, name)
            if isinstance(one, BaseModel | tuple | dict):
                yield from leaves(one, (*path, part))
            elif one != field.default:
                yield (*path, part), one, field.annotation
    elif isinstance(value, tuple):
        for index, one in enumerate(value):
            if isinstance(one, BaseModel):
                yield from leaves(one, (*path, index))
            else:
                yield (*path, index), one, type(one)
    else:
        yield from (((*path, key), one, type(one)) for key, one in value.items())


def dotted(path: Path) -> str:
    return ".".join(map(str, path))


def other(value: Any, annotation: Any) -> Any:
    """Return another value of the same kind, which nothing else in the record has."""
    if choices := literals(annotation):
        return next((one for one in choices if one != value), None)
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value % 3 + 1 if value < 10 else value + 500
    if isinstance(value, float):
        return value + 60 * 17 if value > 1 else value + 0.5
    if isinstance(value, datetime):
        return value + timedelta(days=400, minutes=401)
    if isinstance(value, date):
        return value + timedelta(days=401)
    for known in (PANEL, COMPETENCIES):
        if value in known:
            return known[-1]
    return "craft/yesomethingelseoy" if "/" in value else "yesomethingelseoy"


def literals(annotation: Any) -> tuple[Any, ...]:
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    if get_origin(annotation) in (Union, UnionType):
        return tuple(x for part in get_args(annotation) for x in literals(part))
    return ()


def changed(path: Path, value: Any) -> Record:
    data = deepcopy(base())
    *way, last = path
    here: Any = data
    for part in way:
        here = here[part]
    here[last] = value
    return Record.model_validate(data)


def exempt(path: str, page: str) -> bool:
    return any(re.fullmatch(pattern, path) and page in pages for pattern, pages, _ in EXEMPT)


FIELDS = {dotted(path): (path, value, kind) for path, value, kind in leaves(whole())}


def test_every_field_has_a_value_of_its_own() -> None:
    """So that a change of it can be seen; a new field has to be put into the record above."""
    seen: dict[tuple[str, str], bool] = {}
    for model, name, value in _fields(whole()):
        default = type(model).model_fields[name].default
        key = (type(model).__name__, name)
        seen[key] = seen.get(key, False) or value != default
    del seen["Record", "schema_"]
    assert [key for key, is_set in seen.items() if not is_set] == []
    texts = [
        value
        for _, value, _ in FIELDS.values()
        if isinstance(value, str) and value.startswith("ye")
    ]
    assert len(set(texts)) == len(texts)


def _fields(model: BaseModel) -> Iterator[tuple[BaseModel, str, Any]]:
    for name in type(model).model_fields:
        value = getattr(model, name)
        yield model, name, value
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, BaseModel):
                yield from _fields(one)


@pytest.mark.parametrize("field", FIELDS)
def test_a_changed_field_changes_every_page(field: str) -> None:
    path, value, annotation = FIELDS[field]
    new = other(value, annotation)
    record = changed(path, new)
    for page, draw in PAGES.items():
        if not exempt(field, page):
            drawn = draw(record)
            assert drawn != shown(page), f"{page} shows nothing of {field}"
            if isinstance(new, str) and new.startswith("ye") and new != "yes":
                assert new in re.sub(r"\s", "", drawn), f"{page} does not show {field}"


def test_every_exemption_is_needed() -> None:
    for pattern, pages, _ in EXEMPT:
        fields = [one for one in FIELDS if re.fullmatch(pattern, one)]
        assert fields, pattern
        for page in pages:
            assert any(
                PAGES[page](changed(FIELDS[field][0], other(*FIELDS[field][1:]))) == shown(page)
                for field in fields
            ), (pattern, page)
