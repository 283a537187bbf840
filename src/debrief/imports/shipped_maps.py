"""The maps that debrief ships for other systems, and the complete map of one import."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import Any

from pydantic import Field

from debrief.core.brief import THRESHOLD_LEVELS, Brief
from debrief.core.model import Id, Line, Many, Model
from debrief.core.text import clean_line
from debrief.imports.maps import Level, LevelMap
from debrief.store.toml_files.parse import parse

KINDS = (
    "greenhouse-v3", "greenhouse-v1", "ashby", "lever", "workable", "google-forms",
    "microsoft-forms", "table",
)  # fmt: skip


class ShippedMap(Model):
    """The words of one system: levels on scales of each length, and the columns of a table.

    `any` is for every scale. `names`, `marks`, `time` and `skip` are column titles in lower case;
    a table is of this kind if it has all `marks`.
    """

    schema_: int = Field(default=1, alias="schema")
    title: Line
    any: dict[Line, Level] = Field(default_factory=dict)
    scales: dict[Line, dict[Line, Level]] = Field(default_factory=dict)
    overall: Many[Line] = ()
    marks: Many[Line] = ()
    names: Many[Line] = ()
    time: Line | None = None
    skip: Many[Line] = ()


class ImportMap(LevelMap):
    """A map for one import; every table is optional."""

    levels: dict[Line, Level] = Field(default_factory=dict)
    competencies: dict[Line, Id] = Field(default_factory=dict)
    panelists: dict[Line, Id] = Field(default_factory=dict)


def shipped_map(kind: str) -> ShippedMap:
    """Return the shipped map of a kind in KINDS."""
    data = (resources.files("debrief.imports") / "shipped" / f"{kind}.toml").read_bytes()
    found = parse(data, f"{kind}.toml", ShippedMap).value
    if found is None:
        raise ValueError(f"the shipped map {kind} is damaged")
    return found


def complete_map(
    shipped: ShippedMap, given: LevelMap, brief: Brief, people: Mapping[str, str]
) -> ImportMap:
    """Return the map of one import: the brief's own names, the shipped words, then the given map.

    Later entries win. `people` are rows or names, and the ids of their panelists. Only equal names
    and words match: likeness decides nothing.
    """
    scale = brief.scale.levels
    words: dict[str, int] = {
        text: number
        for number, word in enumerate(scale, start=1)
        for text in (word, f"{number} - {word}")
        if not text.isdecimal()  # another scale's 3 is not this scale's 3
    }
    thresholds = dict(zip(THRESHOLD_LEVELS, ("not-met", "met"), strict=True)) | {
        "not-met": "not-met"
    }
    panel = [(text, each.id) for each in brief.panel for text in {each.id, each.name}]
    titles = [
        (text, each.id)
        for each in brief.competencies
        for text in {each.id, each.title, each.short_title}
    ]
    return ImportMap.model_construct(
        levels=_merged(words, shipped.any, shipped.scales.get(str(len(scale)), {}), given.levels),
        thresholds=_merged(thresholds, shipped.any, given.thresholds),
        competencies=_merged(_unique(titles), given.competencies, without=given.questions),
        panelists=_merged(_unique(panel), given.panelists, people),
        questions=_merged(given.questions),
        interviews=_merged(given.interviews),
    )


def folded(name: str) -> str:
    """Return a name as the map compares it: without case, and with single spaces."""
    return " ".join(clean_line(name).casefold().split())


def _merged(*tables: Mapping[str, Any], without: Iterable[str] = ()) -> dict[str, Any]:
    """Return the tables as one, by folded names; later tables win."""
    names = {folded(name) for name in without} - {folded(name) for name in tables[-1]}
    merged = {folded(name): target for table in tables for name, target in table.items()}
    return {name: target for name, target in merged.items() if name not in names}


def _unique(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """Return the names that mean only one id."""
    unique = {(folded(name), target) for name, target in pairs}
    count = Counter(name for name, _ in unique)
    return {name: target for name, target in unique if count[name] == 1}
