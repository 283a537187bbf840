"""Help on the moment a meeting is at: its guide, and the keys that work in it."""

from __future__ import annotations

from debrief.core.guide import Guide, guide
from debrief.core.prompts.asking import may
from debrief.core.room import RoomView
from debrief.live import LiveMeeting
from debrief.tui import entry
from debrief.tui.commands import Command, commands
from debrief.tui.screens.help import HelpScreen

LOOKS = ("look(-1)", "look(1)", "look_competency(-1)", "look_competency(1)")
EXPANDS = ("preflight", "role-clarity", "competency", "vote")
"""Where there is more to be shown of what is there."""

VERB = "do('"


def about(view: RoomView) -> Guide:
    """Return the guide to what a meeting shows."""
    return guide(view.place.step, view.phase)


def live_help(live: LiveMeeting, shown: RoomView) -> HelpScreen:
    """Return help on what is shown of a meeting; its keys act on the meeting as it is now."""
    told = about(shown)
    found = (one for one in commands("meeting", "entry") if _works(live, shown, one))
    return HelpScreen(shown.heading, told.purpose, found, say=told.say, now=_now(shown))


def _now(shown: RoomView) -> dict[str, str]:
    again = {"do('open_round')": f"{shown.again.capitalize()}, blind"} if shown.again else {}
    return {"main": shown.main.label, **again}


def _works(live: LiveMeeting, shown: RoomView, command: Command) -> bool:
    """Return whether a key would do something now, and not say why it does not."""
    if command.name.startswith(VERB):
        return may(live.meeting, live.log, command.name.removeprefix(VERB).rstrip("')"))
    cells = bool(entry.cells(live.view()))
    if "entry" in command.where:
        return cells
    if command.name == "expand":
        return shown.place.step in EXPANDS
    if command.name in LOOKS:
        return live.meeting.opened and not cells
    return True
