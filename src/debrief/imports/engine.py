"""The engine of `debrief import FILE…`: read the files, complete the map, return the cards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import tomli_w

from debrief.core.brief import Brief
from debrief.core.text import clean_line
from debrief.imports.convert import ImportResult, Unmapped, application_problem, cards_of
from debrief.imports.forms import Form, Reading
from debrief.imports.maps import LevelMap
from debrief.imports.shipped_maps import ImportMap, complete_map, folded, shipped_map

_LONGEST_WORD = 40
_Tables = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Choices:
    """The choices for one import, apart from its map.

    `people` are the names or places of forms, and the ids of their panelists.
    """

    application: str | None = None
    private_notes: bool = False
    latest: bool = False
    people: tuple[tuple[str, str], ...] = ()


def convert_reading(
    found: Reading, given: LevelMap, brief: Brief, choices: Choices
) -> ImportResult:
    """Return the cards of an export, by the shipped map, the brief's names and the given map."""
    if found.lacks or found.problems:
        problems = (found.lacks,) if found.lacks else found.problems
        return ImportResult({}, (), problems, ())
    known = complete_map(shipped_map(found.kind), given, brief, dict(choices.people))
    if problem := application_problem([form.about for form in found.forms], choices.application):
        return ImportResult({}, (), (problem,), ())
    done = cards_of(
        [_of_this(form, choices.application) for form in found.forms],
        known,
        brief,
        private_notes=choices.private_notes,
        repeats="latest" if choices.latest else "refuse",
        overall=found.overall,
    )
    hint = "one of " + ", ".join(f"{n} ({word})" for n, word in enumerate(brief.scale.levels, 1))
    unmapped = tuple(
        replace(cell, hint=f"{hint}, or not-assessed, abstains, missing")
        if cell.table == "levels"
        else cell
        for cell in done.unmapped
    )
    return replace(done, unmapped=unmapped, notes=(*found.notes, *done.notes))


def _of_this(form: Form, application: str | None) -> Form:
    if application is None or form.about == application or form.left_out:
        return form
    return replace(form, left_out="it is about another application")


def first_map(found: Reading, given: LevelMap, brief: Brief, people: Mapping[str, str]) -> str:
    """Return the text of a first map: every name and word in the forms, and nothing decided.

    Those that need no decision are comments.
    """
    known = complete_map(shipped_map(found.kind), given, brief, people)
    tables: _Tables = {"competencies": {}, "levels": {}, "panelists": {}}
    for form in found.forms:
        if form.left_out:
            continue
        names = form.person.names if form.person else ()
        if names and not any(folded(name) in known.panelists for name in names):
            tables["panelists"].setdefault(names[0], "")
        for name in names:
            if target := known.panelists.get(folded(name)):
                tables["panelists"].setdefault(name, target)
        for each in form.rated:
            target = known.competencies.get(folded(each.name), "")
            tables["competencies"].setdefault(each.name, target)
            if each.word and len(each.word) <= _LONGEST_WORD and "\n" not in each.word:
                tables["levels"].setdefault(each.word, _level(known, each.word))
    tables["levels"] = dict(sorted(tables["levels"].items()))
    levels = ", ".join(f"{n} {word}" for n, word in enumerate(brief.scale.levels, 1))
    heads = {
        "competencies": f"# {', '.join(each.id for each in brief.competencies)};"
        ' or "leave-out". Move questions with a text to [questions].',
        "levels": f"# {levels}; or not-assessed, abstains, missing. Delete what is no rating.",
        "panelists": f'# {", ".join(each.id for each in brief.panel)}; or "leave-out".',
    }
    parts = [f"# A map for {found.found}. Fill in every empty value.\nschema = 1\n"]
    for table, cells in tables.items():
        lines = [_line(name, target) for name, target in cells.items()]
        parts.append("\n".join([heads[table], f"[{table}]", *lines]) + "\n")
    return "\n".join(parts)


def _level(known: ImportMap, word: str) -> str:
    return str(known.levels.get(folded(word), ""))


def _line(name: str, target: str) -> str:
    line = tomli_w.dumps({clean_line(name): target}).strip()
    return f"# {line}" if target else line


def unmapped_people(unmapped: tuple[Unmapped, ...]) -> list[str]:
    """Return the names of people that are not matched with a panelist."""
    return [cell.name for cell in unmapped if cell.table == "panelists"]
