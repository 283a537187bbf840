"""The candidate's real name, wherever it stands in a text, gives way to the alias."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from debrief.core.brief import Brief, SessionFile
from debrief.core.model import Id

SHORTEST_PART = 3
"""Parts of a name with fewer letters are too likely to be a word."""

IDS = frozenset({"id", "verb", "about", "place", "when", "kind"})
"""Fields that name things for the program; nobody reads them."""

T = TypeVar("T")


def real_name(session: Brief | SessionFile) -> re.Pattern[str] | None:
    """Return a pattern for the candidate's name, and for each part of it that no panelist shares.

    The whole name is found in any case, a part only as spelled; None without a name.
    """
    if session.candidate.name is None:
        return None
    others = [session.facilitator or "", *(one.name for one in session.panel)]
    return name_pattern(session.candidate.name, others)


def name_pattern(name: str, others: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern for a candidate's name, given the names of the others in the room."""
    taken = " ".join(others).split()
    parts = [part for part in name.split() if len(part) >= SHORTEST_PART and part not in taken]
    return re.compile("|".join([f"(?i:{_word(name)})", *map(_word, parts)]))


def masked(value: T, brief: Brief) -> T:
    """Return `value`, a view or prompt of any depth, with the alias where the real name stood."""
    named = real_name(brief)
    return value if named is None else _masked(value, named, brief.candidate.alias)


def _masked(value: Any, named: re.Pattern[str], alias: str) -> Any:
    if isinstance(value, str):
        return named.sub(lambda _: alias, value)
    if isinstance(value, tuple):
        return tuple(_masked(one, named, alias) for one in value)
    if isinstance(value, dict):
        return {key: _masked(one, named, alias) for key, one in value.items()}
    if isinstance(value, BaseModel):
        changes = _changes(value, named, alias)
        return value.model_copy(update=changes) if changes else value
    if is_dataclass(value) and not isinstance(value, type):
        changes = _changes(value, named, alias)
        return replace(value, **changes) if changes else value
    return value


def _changes(value: Any, named: re.Pattern[str], alias: str) -> dict[str, Any]:
    """Return the fields in which the name stood; most values hold none, and stay as they are.

    A value may say itself in which fields it could stand, as `__aliased__`.
    """
    changes = {}
    kind: Any = type(value)
    named_itself = getattr(value, "__aliased__", None)
    for name in _texts(kind) if named_itself is None else named_itself:
        was = getattr(value, name)
        now = _masked(was, named, alias)
        if now is not was and now != was:
            changes[name] = now
    return changes


@cache
def _texts(kind: Any) -> frozenset[str]:
    """Return the fields in which a person's text may stand, not the program's own words."""
    hints = get_type_hints(kind, include_extras=True)
    if issubclass(kind, BaseModel):
        names = list(kind.model_fields)
    else:
        names = [one.name for one in fields(kind)]
    return frozenset(name for name in names if name not in IDS and _holds_text(hints[name]))


def _holds_text(hint: Any) -> bool:
    if hint == Id or get_origin(hint) is Literal:
        return False
    if get_args(hint):
        return any(_holds_text(one) for one in get_args(hint) if one is not Ellipsis)
    if not isinstance(hint, type):
        return False
    return hint is str or issubclass(hint, BaseModel) or is_dataclass(hint)


def _word(name: str) -> str:
    """Return a pattern for a name as a word of its own, in scripts that part their words."""
    if name.lower() == name.upper():
        return re.escape(name)
    return rf"(?<!\w){re.escape(name)}(?!\w)"
