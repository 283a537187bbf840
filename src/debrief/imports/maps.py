"""The map from the words and names of an export of scorecards to those of a session."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Annotated, Literal, TypeVar

from pydantic import BeforeValidator, Field

from debrief.core.brief import Brief
from debrief.core.findings import Finding
from debrief.core.model import Id, Line, Model
from debrief.core.text import nearest
from debrief.store.toml_files.parse import Parsed
from debrief.store.toml_files.wording import did_you_mean

LEAVE_OUT = "leave-out"
"""The value for things that must not be imported."""

_WORDS = ("met", "not-met", "not-assessed", "abstains", "missing")


def _level(value: object) -> object:
    if value in _WORDS or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise ValueError(f"is a level of the scale from 1, or one of {', '.join(_WORDS)}")


Level = Annotated[
    int | Literal["met", "not-met", "not-assessed", "abstains", "missing"], BeforeValidator(_level)
]


class LevelMap(Model):
    """The map from the words and names of an export to a session's; upper and lower case match.

    `thresholds` is for competencies that are met or not met, `levels` for the others. An attribute
    may be named with its type, as in `Skills: Communication`.
    """

    schema_: Literal[1] = Field(default=1, alias="schema")
    levels: dict[Line, Level]
    thresholds: dict[Line, Level] = Field(default_factory=dict)
    competencies: dict[Line, Id]
    panelists: dict[Line, Id]
    questions: dict[Line, Id] = Field(default_factory=dict)
    interviews: dict[Line, Literal["leave-out"]] = Field(default_factory=dict)


def meant_name(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that matches by words, without accents, or with a typo; else None."""
    names = {_plain(entry): entry for entry in known if _plain(entry)}
    words = set(_plain(name).split())
    alike = [key for key in names if words and (words <= {*key.split()} or {*key.split()} <= words)]
    near = alike[0] if len(alike) == 1 else nearest(_plain(name), names, closeness=0.75)
    return names[near] if near else None


def _plain(name: str) -> str:
    apart = unicodedata.normalize("NFD", name)
    letters = "".join(c for c in apart if not unicodedata.combining(c)).casefold()
    return " ".join(re.findall(r"\w+", letters))


M = TypeVar("M", bound=LevelMap)


def check_map(parsed: Parsed[M], given: LevelMap, brief: Brief) -> Iterator[Finding]:
    """Yield a finding for each entry of the map that does not fit the session."""
    competencies = [competency.id for competency in brief.competencies]
    panel = [panelist.id for panelist in brief.panel]
    for table, targets, known, what in (
        ("competencies", given.competencies, competencies, "competency"),
        ("questions", given.questions, competencies, "competency"),
        ("panelists", given.panelists, panel, "panelist"),
    ):
        for name, target in targets.items():
            if target not in known and target != LEAVE_OUT:
                message = f"this session has no {what} “{target}”"
                hint = f'{did_you_mean(target, known)} or write "{LEAVE_OUT}"'
                yield parsed.finding((table, name), "error", f"unknown-{what}", message, hint)
    most = len(brief.scale.levels)
    for name, level in given.levels.items():
        if isinstance(level, int) and not 1 <= level <= most:
            message = f"the level of “{name}” is outside the scale"
            hint = f"write 1 to {most}, or one of {', '.join(_WORDS)}"
            yield parsed.finding(("levels", name), "error", "rating-scale", message, hint)
    for name, level in given.thresholds.items():
        if isinstance(level, int):
            message = f"“{name}”: a threshold is met or not met, it has no number"
            hint = f"write one of {', '.join(_WORDS)}"
            yield parsed.finding(("thresholds", name), "error", "rating-kind", message, hint)
