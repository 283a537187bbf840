"""The preparation of a meeting that has not started: brief, forms and cards, none of them opened.

Of an encrypted card only its presence is known. Of a plain one two keys are looked for: whether it
has a rating at all, as an empty card counts as missing, and whether it has a date.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from debrief.core.brief import SessionFile
from debrief.core.session_groups import CardState, Preparation
from debrief.store.atomic import FileProblem, read_regular
from debrief.store.check import PLACEHOLDER
from debrief.store.index import FileState, state
from debrief.store.sessions.card_file import AGE
from debrief.store.toml_files.parse import CARD_BYTES

_RATINGS = re.compile(rb"^[ \t]*\[?[ \t]*ratings\b", re.MULTILINE)
_SUBMITTED = re.compile(rb"^[ \t]*submitted[ \t]*=", re.MULTILINE)
_FOLDERS = ("scores", "forms")


def preparation(folder: Path, brief: SessionFile) -> Preparation:
    """Return the preparation of a session with this brief; unreadable files count as missing."""
    role = brief.role
    texts = (role.mandate, *role.authority, *role.success)
    owner = brief.decision.owner
    return Preparation(
        owner=next((person.name for person in brief.panel if person.id == owner), ""),
        written=PLACEHOLDER not in texts,
        forms=_has_forms(folder, [person.id for person in brief.panel]),
        cards=tuple(_card(folder, person.id, person.name) for person in brief.panel),
    )


def states(folder: str) -> list[FileState]:
    """Return the states of a session's cards and forms, by which a change of them is seen."""
    found: list[FileState] = []
    for name in _FOLDERS:
        inside = f"{folder}{os.sep}{name}"
        try:
            with os.scandir(inside) as files:
                names = sorted(file.name for file in files)
        except OSError:
            names = []
        found += [state(inside), *(state(f"{inside}{os.sep}{file}") for file in names)]
    return found


def _card(folder: Path, panelist: str, name: str) -> CardState:
    plain = folder / "scores" / f"{panelist}.toml"
    if os.path.lexists(plain.with_name(plain.name + AGE)):
        return CardState(name, is_in=True)
    try:
        data = read_regular(plain, CARD_BYTES)
    except FileProblem:
        return CardState(name, is_in=False)
    if not _RATINGS.search(data):
        return CardState(name, is_in=False)
    return CardState(name, is_in=True, undated=not _SUBMITTED.search(data))


def _has_forms(folder: Path, panel: list[str]) -> bool:
    """Return whether each panelist has a form that is not older than the brief."""
    brief = state(str(folder / "session.toml"))
    forms = [state(str(folder / "forms" / f"{panelist}.html")) for panelist in panel]
    return all(form and brief and form[0] >= brief[0] for form in forms)
