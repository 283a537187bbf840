"""The questions for a new session, and the session made from the answers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from debrief.core.form import Ask, Field
from debrief.core.names import DEVICES

FEWEST = 2
LONGEST_ID = 48
LONGEST_PART = 20

NEW = Ask(
    verb="new",
    about="",
    title="New session",
    fields=(
        Field("title", "The role", hint="as in VP Engineering"),
        Field("alias", "Alias (not the name)", hint="as in K-17, for the candidate"),
        Field("panel", "The panel", hint="as in Dana Whitfield, Omar Haddad, Lin Wei"),
        Field("owner", "Who decides", hint="one of the panel"),
    ),
    enter="Create",
    says=("This creates a folder with a brief, scorecards and forms to fill in.",),
)


@dataclass(frozen=True, slots=True)
class SessionRequest:
    """A session to create; `panel` holds pairs of an id and a name."""

    id: str
    title: str
    alias: str
    owner: str
    panel: tuple[tuple[str, str], ...]


def wanted(values: Mapping[str, str], today: date, taken: frozenset[str]) -> SessionRequest | str:
    """Return the session to create, with an id not `taken`; a str describes a missing answer."""
    title, alias = values["title"].strip(), values["alias"].strip()
    if not title:
        return "Which role is it? Write its title."
    if not alias:
        return "What is the candidate called on the screen? Write an alias, not the name."
    names = [name.strip() for name in re.split(r"[,;\n]", values["panel"]) if name.strip()]
    if len(set(names)) < FEWEST:
        return "A panel has two or more people: write their names, separated by commas."
    panel = _panel(names)
    answer = values["owner"].strip()
    owner = next((id_ for id_, name in panel if answer.casefold() in (id_, name.casefold())), None)
    if owner is None:
        first = [id_ for id_, name in panel if answer and answer.casefold() in name.casefold()]
        if len(first) != 1:
            return "Who decides? Write the name of one person on the panel."
        owner = first[0]
    return SessionRequest(_id(f"{today:%Y-%m}-{title}-{alias}", taken), title, alias, owner, panel)


def doubt(alias: str) -> str:
    """Return a warning if an alias looks like a person's name, else an empty text."""
    if not looks_like_a_name(alias):
        return ""
    return f"“{alias}” looks like a name. The alias is on every screen and in the record."


def looks_like_a_name(alias: str) -> bool:
    """Return whether an alias looks like a person's name: two or more capitalised words."""
    words = alias.replace("-", " ").split()
    return len(words) > 1 and all(word[:1].isupper() and word[1:].islower() for word in words)


def _panel(names: list[str]) -> tuple[tuple[str, str], ...]:
    """Return pairs of an id and a name; the id is the first name if it is unique."""
    panel: dict[str, str] = {}
    for name in dict.fromkeys(names):
        first = _slug(name.split()[0])[:LONGEST_PART].strip("-") or "panelist"
        taken = DEVICES | frozenset(panel)
        panel[_id(first, taken) if first in taken else first] = name
    return tuple(panel.items())


def _id(text: str, taken: frozenset[str]) -> str:
    """Return an id made from a text, with a number at its end if it is taken."""
    base = _slug(text)[: LONGEST_ID - 4].strip("-") or "session"
    if base not in taken:
        return base
    number = next(n for n in range(2, len(taken) + 3) if f"{base}-{n}" not in taken)
    return f"{base}-{number}"


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
