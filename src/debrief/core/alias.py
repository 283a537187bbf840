"""The candidate's real name, wherever it stands in a text, gives way to the alias."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from pydantic import BaseModel

from debrief.core.brief import Brief, SessionFile
from debrief.core.prompts.form import Option

SHORTEST_PART = 3
"""Parts of a name with fewer letters are too likely to be a word."""

IDS = frozenset({"id", "verb", "about", "place"})
"""Fields that name things for the program; nobody reads them."""

T = TypeVar("T")


def real_name(session: Brief | SessionFile) -> re.Pattern[str] | None:
    """Return a pattern for the candidate's name, and for each part of it that no panelist shares.

    The whole name is found in any case, a part only as spelled; None without a name.
    """
    name = session.candidate.name
    if name is None:
        return None
    others = " ".join([session.facilitator or "", *(one.name for one in session.panel)]).split()
    parts = [part for part in name.split() if len(part) >= SHORTEST_PART and part not in others]
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
        found = {name: _masked(getattr(value, name), named, alias) for name in _names(value)}
        return value.model_copy(update=found)
    if isinstance(value, Option):
        return replace(value, label=_masked(value.label, named, alias))
    if is_dataclass(value) and not isinstance(value, type):
        changed = {
            f.name: _masked(getattr(value, f.name), named, alias)
            for f in fields(value)
            if f.name not in IDS
        }
        return replace(value, **changed)
    return value


def _names(model: BaseModel) -> list[str]:
    return list(type(model).model_fields)


def _word(name: str) -> str:
    """Return a pattern for a name as a word of its own, in scripts that part their words."""
    if name.lower() == name.upper():
        return re.escape(name)
    return rf"(?<!\w){re.escape(name)}(?!\w)"
