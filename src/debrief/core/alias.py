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
from debrief.core.spelling import READ, InLettersOf, spellings

IDS = frozenset({"alias", "id", "verb", "about", "place", "when", "kind", "case", "program"})
"""Fields with names for the program, or with the alias itself; they are never masked."""

DIGESTS = frozenset(
    {"commitment", "commitments", "salt", "inputs", "fingerprint", "fingerprint_short"}
)
"""Fields with digests; a name in one is a coincidence."""

MOST_KEPT = 2048
"""Size of the cache of masked texts; the same texts are painted repeatedly."""

T = TypeVar("T")
Mask: TypeAlias = Callable[[str], str]
"""A function that returns a text with the alias in place of the candidate's real name."""


@lru_cache(maxsize=8)
def mask(session: Brief | SessionFile) -> Mask:
    """Return the mask of a session; without a real name it changes nothing.

    Mask a text before you clean and cut it: a cut name is no longer found.
    """
    candidate = session.candidate
    if candidate.name is None:
        return str
    others = (session.facilitator or "", *(panelist.name for panelist in session.panel))
    words = frozenset(word for competency in session.competencies for word in _words_of(competency))
    return mask_of(candidate.name, candidate.alias, others, words)


@lru_cache(maxsize=8)
def mask_of(
    name: str, alias: str, others: tuple[str, ...], words: frozenset[str] = frozenset()
) -> Mask:
    """Return the mask for a name, given the other people's names and words used in the session."""
    pattern = spellings(name, others, words)
    in_letters_of_name = InLettersOf(name)

    def replacement(match: re.Match[str]) -> str:
        """Return the alias; a line break inside the name moves behind it, in place of the blank."""
        behind = "\n" if match[1] and "\n" in match[0] else match[1]
        return alias + behind if match[0] else ""

    @lru_cache(maxsize=MOST_KEPT)
    def changed(text: str) -> str:
        if text.isascii() and name.isascii():
            return pattern.sub(replacement, text)
        decomposed = unicodedata.normalize("NFD", text)
        letters = in_letters_of_name(decomposed)
        matches = [hit for hit in pattern.finditer(letters.translate(READ)) if hit[0]]
        if not matches:
            return text
        # The index in `decomposed` of each character that was read.
        origin = [at for at, char in enumerate(letters) for _ in READ[ord(char)]]
        masked, done = "", 0
        for match in matches:
            masked += decomposed[done : origin[match.start()]] + replacement(match)
            done = origin[match.end() - 1] + 1
        return unicodedata.normalize("NFC", masked + decomposed[done:])

    return changed


def _words_of(value: Any) -> Iterable[str]:
    return re.findall(r"\w+", value.model_dump_json())


def masked(value: T, brief: Brief) -> T:
    """Return `value`, of any depth, with the alias in place of the real name.

    Every field of an event is masked, not only its `texts`, which might lack one.
    """
    return value if brief.candidate.name is None else _masked(value, mask(brief))


def _masked(value: Any, changed: Mask) -> Any:
    if isinstance(value, str):
        return changed(value)
    if isinstance(value, tuple):
        return tuple(_masked(item, changed) for item in value)
    if isinstance(value, dict):
        return {key: _masked(item, changed) for key, item in value.items()}
    if isinstance(value, BaseModel):
        changes = _changes(value, changed)
        return value.model_copy(update=changes) if changes else value
    if is_dataclass(value) and not isinstance(value, type):
        changes = _changes(value, changed)
        return replace(value, **changes) if changes else value
    return value


def _changes(value: Any, changed: Mask) -> dict[str, Any]:
    """Return the fields that contained the name, masked; most values have none.

    A class may list the fields that can contain it as `__aliased__`.
    """
    changes = {}
    kind: Any = type(value)
    aliased = getattr(value, "__aliased__", None)
    for name in _texts(kind) if aliased is None else aliased:
        before = getattr(value, name)
        after = _masked(before, changed)
        if after is not before and after != before:
            changes[name] = after
    return changes


@cache
def _texts(kind: Any) -> frozenset[str]:
    """Return the fields that may contain a person's text, unlike the program's own words."""
    hints = get_type_hints(kind, include_extras=True)
    if issubclass(kind, BaseModel):
        names = list(kind.model_fields)
    else:
        names = [field.name for field in fields(kind)]
    return frozenset(
        name for name in names if name not in IDS | DIGESTS and _holds_text(hints[name])
    )


def _holds_text(hint: Any) -> bool:
    if hint == Id or get_origin(hint) is Literal:
        return False
    if get_args(hint):
        return any(_holds_text(part) for part in get_args(hint) if part is not Ellipsis)
    if not isinstance(hint, type):
        return False
    return hint is str or issubclass(hint, BaseModel) or is_dataclass(hint)
