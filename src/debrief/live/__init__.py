"""The live meeting: the only writer, usable without a screen."""

from debrief.live.meeting import Done, LiveMeeting
from debrief.live.outside import CannotRunError, Outside

__all__ = ["CannotRunError", "Done", "LiveMeeting", "Outside"]
