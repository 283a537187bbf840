"""A model's complaint about a file in words that its author understands."""

from __future__ import annotations

import re
import types
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from debrief.core.text import clean_line
from debrief.store.positions import Path

LONGEST_NAME = 60
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
    "bool_type": ("needs to be true or false", "write true or false, small and without quotes"),
    "tuple_type": ("needs to be a list", 'put it in brackets: key = ["…", "…"]'),
    "dict_type": ("needs to be a table", "write it as a header of its own: [name]"),
    "model_type": ("needs to be a table", "write it as a header of its own: [name]"),
    "string_pattern_mismatch": (
        "is not an id",
        "an id is written with a-z, 0-9 and hyphens inside, at most 48 characters",
    ),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One complaint: what it is about, in one sentence, and what to do."""

    path: Path
    at_key: bool
    code: str
    message: str
    hint: str


def describe(error: ErrorDetails, data: object, model: type[BaseModel]) -> Problem:
    """Put one pydantic error about `data`, read as `model`, into words; no value is quoted."""
    kind = error["type"]
    path, at_key = _path(error["loc"], data)
    if kind == "missing":
        return _missing((*path, str(error["loc"][-1])), data, model)
    if kind == "extra_forbidden":
        return _unknown(path, data, model)
    context = error.get("ctx", {})
    hint = ""
    if kind == "value_error":
        sentence = str(context["error"])
    elif kind == "literal_error":
        words = str(context["expected"]).replace("'", '"')
        sentence, hint = "is not one of the words it may be", f"write {words}"
        if path == ("schema",):
            sentence = "is a version this program does not know"
    elif kind in ("greater_than_equal", "less_than_equal"):
        low = kind == "greater_than_equal"
        bound = context["ge" if low else "le"]
        sentence = f"is too {'small' if low else 'large'} a number"
        hint = f"write {bound} or {'more' if low else 'less'}"
    elif kind in ("too_short", "too_long"):
        few = kind == "too_short"
        count = context["min_length" if few else "max_length"]
        sentence = f"has too {'few' if few else 'many'} entries"
        hint = f"write at {'least' if few else 'most'} {count}"
    elif kind == "string_too_long":
        sentence, hint = "is too long", f"at most {context['max_length']} characters fit"
    else:
        sentence, hint = _SENTENCES.get(kind, ("is not right", "compare it with the template"))
        name = next((part for part in reversed(path) if isinstance(part, str)), "key")
        hint = _double_brackets(kind, path, hint.replace("key =", f"{short(name)} ="))
        if kind == "string_pattern_mismatch":
            hint = _id_hint(_value(data, path), path, at_key) or hint
    return Problem(path, at_key, kind.replace("_", "-"), sentence_about(path, data, sentence), hint)


def sentence_about(path: Path, data: object, sentence: str) -> str:
    """Return `sentence` with the thing at `path` of `data` named before it, in words."""
    name = name_of(path, data)
    if not name:
        return sentence
    return f"{name} {sentence}" if sentence.startswith(("is ", "needs ", "has ")) else (
        f"{name}: {sentence}"
    )  # fmt: skip


def name_of(path: Path, data: object) -> str:
    """Name the thing at `path` of `data` in words, for example `competency judgment: rating`."""
    words: list[str] = []
    above = ""
    for end, part in enumerate(path, start=1):
        value = _value(data, path[:end])
        one = _ONE_OF.get(above)
        if isinstance(part, int):
            own = value.get("id") if isinstance(value, dict) else None
            label = short(own) if isinstance(own, str) and own.strip() else f"number {part + 1}"
            words[-1:] = [f"{one or f'{above},'} {label}"]
            above = ""
        elif one == "competency" and above == "ratings":
            words[-1:] = [f"competency {short(part)}"]
            above = ""
        else:
            words.append(short(part))
            above = part
    return ": ".join(words)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `did you mean “…”?` for the nearest of `known`, else the list of them."""
    names = list(known)
    near = get_close_matches(_slug(word), names, n=1) or get_close_matches(word, names, n=1)
    if near:
        return f"did you mean “{near[0]}”?"
    return f"known here: {', '.join(names)}" if names else ""


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
    """The part of pydantic's `loc` that is in the file, and whether it means the key itself."""
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
    """The annotation of what stands at `path` inside something annotated `kind`."""
    for part in path:
        kind = _step(kind, part)
    return kind


def _step(kind: object, part: str | int) -> object:
    kind = _plain(kind)
    if get_origin(kind) is tuple:
        return get_args(kind)[0]
    if get_origin(kind) is dict:
        return get_args(kind)[1]
    return _fields_of(kind).get(str(part))


def _plain(kind: object) -> object:
    """The type of an annotation that may also allow None."""
    return get_args(kind)[0] if get_origin(kind) in (Union, types.UnionType) else kind


def _fields_of(kind: object) -> dict[str, object]:
    kind = _plain(kind)
    return fields(kind) if isinstance(kind, type) and issubclass(kind, BaseModel) else {}


def _missing(path: Path, data: object, model: type[BaseModel]) -> Problem:
    key = str(path[-1])
    plain = _type_at(model, path)
    if key in _DOUBLE:
        hint = f"add [[{key}]]"
    elif isinstance(plain, type) and issubclass(plain, BaseModel):
        hint = f"add a table [{key}]"
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
    hint = did_you_mean(key, known)
    if len(path) > 1 and key in fields(model) and "did you" not in hint:
        hint = f"move {short(key)} to the top of the file, above the first [table]"
    message = f"{where}: the key “{short(key)}” is unknown" if where else (
        f"the key “{short(key)}” is unknown"
    )  # fmt: skip
    return Problem(path, True, "unknown-key", message, hint)


def _double_brackets(kind: str, path: Path, hint: str) -> str:
    name = str(path[-1]) if path else ""
    if kind == "tuple_type" and name in _DOUBLE:
        return f"write the header with double brackets: [[{name}]]"
    if kind in ("model_type", "dict_type") and path:
        return f"write it as a table: [{'.'.join(str(p) for p in path if isinstance(p, str))}]"
    return hint


def _id_hint(value: object, path: Path, at_key: bool) -> str:
    slug = _slug(str(path[-1]) if at_key else value if isinstance(value, str) else "")
    return f"an id has only a-z, 0-9 and hyphens inside: write “{slug}”" if slug else ""


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9_]+", "-", text.casefold()).strip("-_")[:48]
