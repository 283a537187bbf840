"""Facts about the session's files for the shared screen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PreflightNotes:
    """Facts about the session's files that are not recorded in an event.

    Before the meeting, `broken` are panelists whose card has errors, `problems` are sentences on
    errors to fix, `notes` on other facts, such as cards that anyone who can open the folder can
    read. In the meeting, `changed` are panelists whose card was changed after the opening, `lost`
    those for whom the card of the opening is gone.
    """

    broken: frozenset[str] = frozenset()
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    changed: frozenset[str] = frozenset()
    lost: frozenset[str] = frozenset()
