"""The running meeting, the only writer of its journal; it needs no screen."""

from debrief.live.environment import CannotRunError, Environment
from debrief.live.meeting import Lines, LiveMeeting

__all__ = ["CannotRunError", "Environment", "Lines", "LiveMeeting"]
