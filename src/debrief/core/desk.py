"""What lies on the facilitator's desk before the meeting."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies on the facilitator's desk before the meeting and is in no event yet.

    `broken` are panelists whose card has errors; `problems` are sentences on what to mend;
    `notes` are things to know, such as cards that anyone who can open the folder can read.
    """

    broken: frozenset[str] = frozenset()
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
