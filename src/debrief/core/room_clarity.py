"""What the room sees at the gate: the role, beside how each panelist understood it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from debrief.core.brief import Expectation
from debrief.core.room import Pane


@dataclass(frozen=True, slots=True)
class RoleRow:
    """How one panelist understood the role."""

    name: str
    title: str
    owner: bool
    status: Literal["asked", "waiting", "same", "differs", "absent"]
    card: str
    differs: str
    ruling: str
    ratings: str


@dataclass(frozen=True, slots=True)
class ClarityView(Pane):
    """The brief beside how each panelist understood it."""

    step = "role-clarity"
    mandate: str
    authority: tuple[str, ...]
    success: tuple[str, ...]
    now: tuple[str, ...]
    next: tuple[str, ...]
    constraints: tuple[str, ...]
    expectations: tuple[Expectation, ...]
    rows: tuple[RoleRow, ...]
    rule: str
    passed: bool
