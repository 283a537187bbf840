"""Describe a model's errors about a file in words for its author."""

from __future__ import annotations

import re
import types
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from debrief.core.model import AtError
from debrief.core.text import clean_line, nearest
from debrief.store.toml_files.positions import Path

LONGEST_NAME = 60
PREFIX = 3
"""Minimum letters of the beginning of a name for a guess."""

_ONE_OF = {
    "ratings": "competency",
    "competencies": "competency",
    "panel": "panelist",
    "scenarios": "scenario",
    "references": "reference",
    "findings": "finding",
    "expectations": "expectation",
}
_DOUBLE = ("panel", "scenarios", "competencies", "references", "findings", "expectations")
_SENTENCES = {
    "string_type": ("needs to be text", 'put it in straight quotes: key = "…"'),
    "int_type": ("needs to be a whole number", "write it without quotes and without a point"),
    "int_parsing_size": ("is too large a number", "write a smaller one"),
    "bool_type": (
        "needs to be true or false",
        "write true or false, in lower case and without quotes",
    ),
    "tuple_type": ("needs to be a list", 'put it in brackets: key = ["…", "…"]'),
    "dict_type": ("needs to be a table", "write it as a header of its own: [name]"),
    "model_type": ("needs to be a table", "write it as a header of its own: [name]"),
    "string_pattern_mismatch": (
        "is not written as an id",
        "an id has only a-z, 0-9 and hyphens inside, at most 48 characters",
    ),
}

_BOUNDS = {
    "greater_than_equal": ("is too small a number", "write {ge} or more"),
    "less_than_equal": ("is too large a number", "write {le} or less"),
    "too_short": ("has too few entries", "write at least {min_length}"),
    "too_long": ("has too many entries", "write at most {max_length}"),
    "string_too_long": ("is too long", "at most {max_length} characters fit"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem: its place, one sentence, and a hint."""

    path: Path
    at_key: bool
    code: str
    message: str
    hint: str


def describe(error: ErrorDetails, data: object, model: type[BaseModel]) -> Problem:
    """Describe one pydantic error about `data`, read as `model`, without quoting a value."""
    kind = error["type"]
    path, at_key = _path(error["loc"], data)
    if kind == "missing":
        return _missing((*path, str(error["loc"][-1])), data, model)
    if kind == "extra_forbidden":
        return _unknown(path, data, model)
    context = error.get("ctx", {})
    hint = ""
    if kind == "value_error":
        sentence, hint = _split_hint(str(context["error"]))
        if isinstance(context["error"], AtError):
            return Problem((*path, *context["error"].path), at_key, "value-error", sentence, hint)
    elif kind == "literal_error":
        words = str(context["expected"]).replace("'", '"')
        sentence, hint = "is not one of the allowed words", f"write {words}"
        if path == ("schema",):
            sentence = "is a version this program does not know"
    elif kind in _BOUNDS:
        sentence, hint = _BOUNDS[kind][0], _BOUNDS[kind][1].format(**context)
    else:
        sentence, hint = _SENTENCES.get(kind, ("is not right", "compare it with the template"))
        name = next((part for part in reversed(path) if isinstance(part, str)), "key")
        hint = _double_brackets(kind, path, hint.replace("key =", f"{short(name)} ="))
        if kind == "string_pattern_mismatch":
            hint = _id_hint(data, path, at_key) or hint
            if at_key and path[:1] == ("ratings",):
                sentence = "is unknown"
    return Problem(path, at_key, kind.replace("_", "-"), sentence_about(path, data, sentence), hint)


def _split_hint(text: str) -> tuple[str, str]:
    """Split a text into its sentence and its hint."""
    sentence, _, hint = text.partition(": ")
    return (sentence, hint) if hint.startswith(("write ", "give ")) else (text, "")


def enough(error: ErrorDetails, data: object) -> bool:
    """Return whether an error of too few entries is only due to invalid entries."""
    entries = _value(data, tuple(error["loc"]))
    wanted = error.get("ctx", {}).get("min_length", 0)
    return error["type"] == "too_short" and isinstance(entries, list) and len(entries) >= wanted


def sentence_about(path: Path, data: object, sentence: str) -> str:
    """Return `sentence` with the thing at `path` of `data` named before it, in words."""
    name = name_of(path, data)
    if not name:
        return sentence
    return f"{name} {sentence}" if sentence.startswith(("is ", "needs ", "has ", "appears ")) else (
        f"{name}: {sentence}"
    )  # fmt: skip


def name_of(path: Path, data: object) -> str:
    """Name the thing at `path` of `data` in words, for example `competency judgment: rating`."""
    words: list[str] = []
    above = ""
    for end, part in enumerate(path, start=1):
        value = _value(data, path[:end])
        singular = _ONE_OF.get(above)
        if isinstance(part, int):
            own = value.get("id") if isinstance(value, dict) else None
            label = short(own) if isinstance(own, str) and own.strip() else f"number {part + 1}"
            words[-1:] = [f"{singular or f'{above},'} {label}"]
            above = ""
        elif singular == "competency" and above == "ratings":
            words[-1:] = [f"competency {short(part)}"]
            above = ""
        else:
            words.append(short(part))
            above = part
    return ": ".join(words)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `did you mean “…”?` for the nearest of `known`, else the list of them."""
    names = list(known)
    near = nearest(word, names) or nearest(_slug(word), names)
    begun = [name for name in names if len(_slug(word)) >= PREFIX and name.startswith(_slug(word))]
    near = near or (begun[0] if len(begun) == 1 else None)
    if near:
        return f"did you mean “{near}”?"
    return f"use one of: {', '.join(names)}" if names else ""


def short(name: str) -> str:
    """Return a name from a file in one short, clean line."""
    line = clean_line(name)
    return line if len(line) <= LONGEST_NAME else line[: LONGEST_NAME - 1] + "…"


def fields(model: type[BaseModel]) -> dict[str, object]:
    """Return the keys a file may write for `model`, with their types."""
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


def all_keys(model: type[BaseModel]) -> set[str]:
    """Return every key of `model` and of the models inside it."""
    keys: set[str] = set()
    waiting: list[object] = [model]
    while waiting:
        kind = waiting.pop()
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            keys |= set(fields(kind))
            waiting += fields(kind).values()
        else:
            waiting += get_args(kind)
    return keys


def _path(loc: tuple[int | str, ...], data: object) -> tuple[Path, bool]:
    """Return the part of pydantic's `loc` that is in the file, and whether it is the key itself."""
    path: Path = ()
    for part in loc:
        inside = isinstance(data, list | tuple) and isinstance(part, int) and part < len(data)
        if isinstance(data, dict) and part in data:
            data = data[part]
        elif inside:
            data = data[part]  # type: ignore[index]  # just seen to be a list
        else:
            continue
        path = (*path, part)
    return path, "[key]" in loc


def _value(data: object, path: Path) -> object:
    for part in path:
        if isinstance(data, dict):
            data = data.get(part)
        elif isinstance(data, list | tuple) and isinstance(part, int):
            data = data[part]
        else:
            return None
    return data


def _type_at(kind: object, path: Path) -> object:
    """Return the annotation at `path` inside something annotated `kind`."""
    for part in path:
        kind = _step(kind, part)
    return _plain(kind)


def _step(kind: object, part: str | int) -> object:
    kind = _plain(kind)
    if get_origin(kind) is tuple and isinstance(part, int):
        return get_args(kind)[0]
    if get_origin(kind) is tuple:
        kind = _plain(get_args(kind)[0])  # a path without the indices of [[tables]]
    if get_origin(kind) is dict:
        return get_args(kind)[1]
    return _fields_of(kind).get(str(part))


def _plain(kind: object) -> object:
    """Return the type of an annotation without None or metadata."""
    while get_origin(kind) in (Union, types.UnionType, Annotated):
        kind = get_args(kind)[0]
    return kind


def _fields_of(kind: object) -> dict[str, object]:
    kind = _plain(kind)
    return fields(kind) if isinstance(kind, type) and issubclass(kind, BaseModel) else {}


def _missing(path: Path, data: object, model: type[BaseModel]) -> Problem:
    key = str(path[-1])
    plain = _type_at(model, path)
    if key in _DOUBLE:
        hint = f"add [[{key}]]"
    elif isinstance(plain, type) and issubclass(plain, BaseModel):
        needed = [name for name, field in plain.model_fields.items() if field.is_required()]
        hint = f"add a table [{key}] with {_and(needed)}" if needed else f"add a table [{key}]"
    elif get_origin(plain) is tuple:
        hint = f'add {key} = ["…"]'
    elif get_origin(plain) is Literal:
        hint = "add " + " or ".join(
            f"{key} = {option!r}".replace("'", '"') for option in get_args(plain)
        )
    else:
        hint = f'add {key} = "…"'
    return Problem(path, True, "missing", f"{name_of(path, data)} is missing", hint)


def _unknown(path: Path, data: object, model: type[BaseModel]) -> Problem:
    key = str(path[-1])
    known = list(_fields_of(_type_at(model, path[:-1])))
    where = name_of(path[:-1], data)
    message = f"the key “{short(key)}” is unknown"
    hint = did_you_mean(key, known)
    code = "unknown-key"
    home = _home(model, key, _value(data, path))
    if len(path) > 1 and key in fields(model) and "did you" not in hint:
        hint = f"move {short(key)} to the top of the file, above the first [table]"
    elif home.startswith("write "):
        hint = home
    elif home and (len(path) == 1 or "did you" not in hint):
        code, message = "misplaced", f"{short(key)} is outside of its table"
        hint = f"put it under its header, {home}, without a # in front of that"
    return Problem(path, True, code, f"{where}: {message}" if where else message, hint)


def _home(model: type[BaseModel], key: str, value: object) -> str:
    """Return the header for `key`, or a hint to write it as a header; empty without one."""
    table = isinstance(value, dict) or (
        isinstance(value, list) and value and all(isinstance(entry, dict) for entry in value)
    )
    waiting: list[tuple[str, type[BaseModel]]] = [("", model)]
    while waiting:
        above, inside = waiting.pop(0)
        for name, kind in fields(inside).items():
            inner, many = _inner(kind)
            if inner is None:
                continue
            dotted = f"{above}{name}" + (".…" if get_origin(_plain(kind)) is dict else "")
            waiting.append((f"{dotted}.", inner))
            if key not in fields(inner):
                continue
            deeper, several = _inner(fields(inner)[key])
            if table and deeper:
                return f"write the header as {_brackets(f'{dotted}.{key}', several)}"
            if not table:
                return _brackets(dotted, many)
    return ""


def _inner(kind: object) -> tuple[type[BaseModel] | None, bool]:
    """Return the model inside an annotation, if any, and whether it is a list of them."""
    kind = _plain(kind)
    many = get_origin(kind) is tuple
    if get_origin(kind) in (tuple, dict):
        kind = _plain(get_args(kind)[0 if many else 1])
    return (kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None), many


def _brackets(name: str, many: bool) -> str:
    return f"[[{name}]]" if many else f"[{name}]"


def _and(names: list[str]) -> str:
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def _double_brackets(kind: str, path: Path, hint: str) -> str:
    dotted = ".".join(str(part) for part in path if isinstance(part, str))
    if kind == "tuple_type" and path and path[-1] in _DOUBLE:
        return f"write the header with double brackets: [[{dotted}]]"
    if kind in ("model_type", "dict_type") and path:
        return f"write the header with single brackets: [{dotted}]"
    return hint


def is_date(model: type[BaseModel], path: Path) -> bool:
    """Return whether the value at `path` of a file of `model` is a date."""
    return _type_at(model, path) in (date, datetime)


def written(model: type[BaseModel], path: Path) -> str:
    """Return a hint on the value at `path` of a file of `model`, or an empty text."""
    kind, name = _type_at(model, path), short(str(path[-1]))
    if kind is int and name == "rating":
        return 'write a whole number from 1, or "met" or "not-met" for a threshold'
    if kind is datetime:
        return "write date, time and zone as 2026-01-05T09:30:00Z (Z is UTC)"
    if get_origin(kind) is tuple:
        return f'write {name} = ["first", "second"]'
    if get_origin(kind) is Literal:
        words = [f'"{word}"' for word in get_args(kind)]
        return f"write {name} = {', '.join(words[:-1])} or {words[-1]}"
    hints = {
        date: "write it as 2026-01-05",
        bool: "write true or false, in lower case and without quotes",
        int: "write a whole number, without quotes and without words",
    }
    return hints.get(kind, "") if isinstance(kind, type) else ""


def _id_hint(data: object, path: Path, at_key: bool) -> str:
    """Return a hint with the likely id: of the entry with that name, else a valid spelling."""
    value = str(path[-1] if at_key else _value(data, path))
    for entries in data.values() if isinstance(data, dict) else ():
        for entry in entries if isinstance(entries, list) and path[-1] != "id" else ():
            names = (entry.get("name"), entry.get("title")) if isinstance(entry, dict) else ()
            if value in names and isinstance(entry.get("id"), str):
                return f"write the id in place of the name: “{short(entry['id'])}”"
    slug = _slug(value)
    return f"an id has only a-z, 0-9 and hyphens inside: write “{slug}”" if slug else ""


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.casefold())[:48].strip("-")
