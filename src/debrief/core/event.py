"""What every event of a meeting is built on."""

from __future__ import annotations

from debrief.core.model import Model


class Event(Model):
    """A fact of the meeting; the class name is its type in the journal."""
