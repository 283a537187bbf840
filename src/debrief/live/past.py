"""How the ratings of a panel ran in past debriefs, looked up in the archive around its session."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from debrief.core.brief import Brief

if TYPE_CHECKING:
    from debrief.core.calibration import Person

Stops = Callable[[], bool]
"""Whether nobody waits for the answer any more."""

Leans = Callable[[Path, Brief, Stops], Mapping[str, str]]
"""Looks up, for the session in a folder, a sentence by panelist; it may take a while."""


def no_leans(folder: Path, brief: Brief, stops: Stops) -> Mapping[str, str]:
    """Say nothing of anybody."""
    return {}


def leans(folder: Path, brief: Brief, stops: Stops) -> Mapping[str, str]:
    """Return a sentence by panelist, of those past the gate whose lean may be mentioned."""
    from debrief.core.calibration_tell import tell_person

    return {id_: tell_person(one) for id_, one in _mentionable(folder, brief, stops).items()}


def brief_leans(folder: Path, brief: Brief, stops: Stops) -> Mapping[str, str]:
    """Return the same in few words."""
    from debrief.core.calibration_tell import tell_briefly

    return {id_: tell_briefly(one) for id_, one in _mentionable(folder, brief, stops).items()}


def _mentionable(folder: Path, brief: Brief, stops: Stops) -> Mapping[str, Person]:
    """Read every other session beside the one in `folder`; it is never used itself."""
    from debrief.core.calibration import mentionable
    from debrief.store import ratings_archive

    def go_on(done: int, of: int) -> None:
        if stops():
            raise _StoppedError

    here = folder.absolute()
    try:
        past = ratings_archive.read(here.parent, go_on)
    except _StoppedError:
        return {}
    names = {one.id: one.name for one in brief.panel}
    others = [one for one in past.sessions if one.id != here.name]
    return mentionable(others, names, len(brief.scale.levels))


class _StoppedError(Exception):
    """Nobody waits for the answer any more."""
