"""The view of role clarity: the role, and each panelist's understanding of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from debrief.core.brief import Expectation
from debrief.core.room.model import Pane
from debrief.core.vocabulary import RatingsStand


@dataclass(frozen=True, slots=True)
class RoleRow:
    """One panelist's understanding of the role; those with the status `no-card` have none."""

    id: str
    name: str
    status: Literal["asked", "same", "differs", "absent", "no-card"]
    card: str
    differs: str
    ruling: str
    ratings: RatingsStand

    @property
    def filled(self) -> bool:
        """True if this panelist has answered."""
        return self.status != "asked"


@dataclass(frozen=True, slots=True)
class ClarityView(Pane):
    """The role in the brief, and each panelist's understanding of it."""

    step = "role-clarity"
    mandate: str
    authority: tuple[str, ...]
    success: tuple[str, ...]
    now: tuple[str, ...]
    next: tuple[str, ...]
    constraints: tuple[str, ...]
    expectations: tuple[Expectation, ...]
    rows: tuple[RoleRow, ...]
    owner: str
    rule: str
    heard: bool
    passed: bool
