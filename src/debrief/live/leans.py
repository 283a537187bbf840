"""Leans, the tendencies of a panel's ratings, looked up in the folder around the session."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from debrief.core.brief import Brief

if TYPE_CHECKING:
    from debrief.calibration.estimate import Person

Stops = Callable[[], bool]
"""A function that returns True once nobody waits for the answer."""

Leans = Callable[[Path, Brief, Stops], Mapping[str, str]]
"""A function that looks up a sentence by panelist for a session; it may take a while."""


def no_leans(folder: Path, brief: Brief, stops: Stops) -> Mapping[str, str]:
    """Return no sentences."""
    return {}


def leans(folder: Path, brief: Brief, stops: Stops) -> Mapping[str, str]:
    """Return a sentence for each panelist whose lean may be mentioned."""
    from debrief.calibration.wording import tell_person

    return {id_: tell_person(person) for id_, person in _mentionable(folder, brief, stops).items()}


def brief_leans(folder: Path, brief: Brief, stops: Stops) -> Mapping[str, str]:
    """Return the sentences of `leans` in few words."""
    from debrief.calibration.wording import tell_briefly

    return {id_: tell_briefly(person) for id_, person in _mentionable(folder, brief, stops).items()}


def _mentionable(folder: Path, brief: Brief, stops: Stops) -> Mapping[str, Person]:
    """Return the panelists whose lean may be mentioned, from all other sessions."""
    from debrief.calibration import archive, pool
    from debrief.calibration.estimate import mentionable
    from debrief.store.paths import cache_dir

    def go_on(done: int, of: int) -> None:
        if stops():
            raise _StoppedError

    here = folder.absolute()
    try:
        past = archive.read(here.parent, go_on, cache_dir())
    except (_StoppedError, pool.LostError):
        return {}
    names = {panelist.id: panelist.name for panelist in brief.panel}
    others = [session for session in past.sessions if session.id != here.name]
    return mentionable(others, past.names, names, len(brief.scale.levels))


class _StoppedError(Exception):
    """Raised to stop reading, since nobody waits for the answer."""
