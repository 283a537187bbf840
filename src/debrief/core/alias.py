"""Replace the candidate's real name with the alias, anywhere in a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass, replace
from functools import cache, lru_cache
from typing import Any, Literal, TypeAlias, TypeVar, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from debrief.core.brief import Brief, SessionFile
from debrief.core.model import Id
from debrief.core.spelling import READ, spellings

IDS = frozenset({"alias", "id", "verb", "about", "place", "when", "kind", "case", "program"})
"""Fields that name things for the program; nobody reads them, or they are the alias."""

DIGESTS = frozenset(
    {"commitment", "commitments", "salt", "inputs", "fingerprint", "fingerprint_short"}
)
"""Fields that hold digests: a name found there is there by chance."""

MOST_KEPT = 2048
"""Masked texts kept in the cache, because the same texts are painted repeatedly."""

T = TypeVar("T")
Mask: TypeAlias = Callable[[str], str]
"""A function that returns a text with the alias in place of the candidate's real name."""


@lru_cache(maxsize=8)
def mask(session: Brief | SessionFile) -> Mask:
    """Return the mask of a session; without a real name it changes nothing.

    Mask a text before you clean and cut it: a name that is cut is no longer found.
    """
    candidate = session.candidate
    if candidate.name is None:
        return str
    others = [session.facilitator or "", *(one.name for one in session.panel)]
    words = frozenset(word for one in session.competencies for word in _words_of(one))
    return mask_of(candidate.name, candidate.alias, others, words)


def mask_of(name: str, alias: str, others: Iterable[str], words: Iterable[str] = ()) -> Mask:
    """Return the mask for a name, given the other people's names and words used in the session."""
    named = spellings(name, others, frozenset(words))

    def give_way(found: re.Match[str]) -> str:
        """Return the alias; a line break inside the name moves behind it, in place of the blank."""
        behind = "\n" if found[1] and "\n" in found[0] else found[1]
        return alias + behind if found[0] else ""

    @lru_cache(maxsize=MOST_KEPT)
    def changed(text: str) -> str:
        if text.isascii():
            return named.sub(give_way, text)
        parted = unicodedata.normalize("NFD", text)
        every = [found for found in named.finditer(parted.translate(READ)) if found[0]]
        if not every:
            return text
        # Where in `parted` each character that was read came from.
        origin = [at for at, char in enumerate(parted) for _ in READ[ord(char)]]
        masked, done = "", 0
        for found in every:
            masked += parted[done : origin[found.start()]] + give_way(found)
            done = origin[found.end() - 1] + 1
        return unicodedata.normalize("NFC", masked + parted[done:])

    return changed


def _words_of(value: Any) -> Iterable[str]:
    return re.findall(r"\w+", value.model_dump_json())


def masked(value: T, brief: Brief) -> T:
    """Return `value`, a view or prompt of any depth, with the alias where the real name stood."""
    return value if brief.candidate.name is None else _masked(value, mask(brief))


def _masked(value: Any, changed: Mask) -> Any:
    if isinstance(value, str):
        return changed(value)
    if isinstance(value, tuple):
        return tuple(_masked(one, changed) for one in value)
    if isinstance(value, dict):
        return {key: _masked(one, changed) for key, one in value.items()}
    if isinstance(value, BaseModel):
        changes = _changes(value, changed)
        return value.model_copy(update=changes) if changes else value
    if is_dataclass(value) and not isinstance(value, type):
        changes = _changes(value, changed)
        return replace(value, **changes) if changes else value
    return value


def _changes(value: Any, changed: Mask) -> dict[str, Any]:
    """Return the fields in which the name stood; most values hold none, and stay as they are.

    A value may say itself in which fields it could stand, as `__aliased__`.
    """
    changes = {}
    kind: Any = type(value)
    named_itself = getattr(value, "__aliased__", None)
    for name in _texts(kind) if named_itself is None else named_itself:
        was = getattr(value, name)
        now = _masked(was, changed)
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
    return frozenset(
        name for name in names if name not in IDS | DIGESTS and _holds_text(hints[name])
    )


def _holds_text(hint: Any) -> bool:
    if hint == Id or get_origin(hint) is Literal:
        return False
    if get_args(hint):
        return any(_holds_text(one) for one in get_args(hint) if one is not Ellipsis)
    if not isinstance(hint, type):
        return False
    return hint is str or issubclass(hint, BaseModel) or is_dataclass(hint)
