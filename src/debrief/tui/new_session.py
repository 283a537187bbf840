"""The form that begins a session at home: what it asks, and what its answers mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from debrief.core.prompts.form import Ask, Field

FEWEST = 2
LONGEST_ID = 48
LONGEST_PART = 20

NEW = Ask(
    verb="new",
    about="",
    title="A session of your own",
    fields=(
        Field("title", "The role", hint="as in VP Engineering"),
        Field("alias", "The candidate", hint="an alias, as in K-17; never the name"),
        Field("panel", "The panel", hint="as in Dana Whitfield, Omar Haddad, Lin Wei"),
        Field("owner", "Who decides", hint="one of the panel"),
    ),
    enter="Make it",
    says=("It makes a folder with a brief, scorecards and forms to fill in.",),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A session to make: its id, and who is on the panel, as pairs of an id and a name."""

    id: str
    title: str
    alias: str
    owner: str
    panel: tuple[tuple[str, str], ...]


def wanted(values: Mapping[str, str], today: date, taken: frozenset[str]) -> Wanted | str:
    """Return what the answers ask for, under an id that is not taken; a str is what is missing."""
    title, alias = values["title"].strip(), values["alias"].strip()
    if not title:
        return "Which role is it? Write its title."
    if not alias:
        return "What is the candidate called on the screen? Write an alias, not the name."
    names = [name.strip() for name in re.split(r"[,;\n]", values["panel"]) if name.strip()]
    if len(set(names)) < FEWEST:
        return "A panel has two or more people: write their names with commas between."
    panel = _panel(names)
    said = values["owner"].strip()
    owner = next((id_ for id_, name in panel if said.casefold() in (id_, name.casefold())), None)
    if owner is None:
        first = [id_ for id_, name in panel if said and said.casefold() in name.casefold()]
        if len(first) != 1:
            return "Who decides? Write the name of one who is on the panel."
        owner = first[0]
    return Wanted(_id(f"{today:%Y-%m}-{title}-{alias}", taken), title, alias, owner, panel)


def _panel(names: list[str]) -> tuple[tuple[str, str], ...]:
    """The people with an id each, their first name where it is nobody else's."""
    panel: dict[str, str] = {}
    for name in dict.fromkeys(names):
        first = _slug(name.split()[0])[:LONGEST_PART].strip("-") or "panelist"
        taken = frozenset(panel)
        panel[_id(first, taken) if first in taken else first] = name
    return tuple(panel.items())


def _id(text: str, taken: frozenset[str]) -> str:
    """Return an id made of a text that is not taken, with a number behind it if need be."""
    base = _slug(text)[: LONGEST_ID - 4].strip("-") or "session"
    if base not in taken:
        return base
    number = next(n for n in range(2, len(taken) + 3) if f"{base}-{n}" not in taken)
    return f"{base}-{number}"


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
