"""The events of the warm-up: the panel rates an invented case, never the candidate."""

from __future__ import annotations

from pydantic import Field

from debrief.core.event import Event
from debrief.core.model import Id
from debrief.core.scorecard import Entry


class VignetteOpened(Event):
    """A vignette of a competency was read out; its cells are being entered unseen."""

    competency: Id
    vignette: Id


class VignetteRated(Event):
    """Cells of the open vignette were entered unseen; each is ciphertext padded to one length."""

    ballots: dict[Id, str]


class VignetteCleared(Event):
    """A cell of the open vignette was emptied."""

    panelist: Id


class VignetteRevealed(Event):
    """Everybody saw all ratings of the open vignette at once, and the reference rating."""

    ratings: dict[Id, Entry] = Field(default_factory=dict)
