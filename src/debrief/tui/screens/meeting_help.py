"""The help of a meeting: the guide to its current step, and the keys that work in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from debrief.core.room.glossary import Term, glossary
from debrief.core.room.guide import Guide, guide
from debrief.core.room.model import RoomView
from debrief.core.room.rows import answers, cells
from debrief.live import LiveMeeting
from debrief.tui.commands import Command, commands
from debrief.tui.screens.help import HelpScreen

LOOKS = ("look(-1)", "look(1)", "look_competency(-1)", "look_competency(1)")
ROLE_GATE = ("digit", "cursor(-1)", "cursor(1)")
"""Commands that also work on the rows of the role gate."""

EXPANDS = ("role-clarity", "competency", "vote")
"""Steps whose pane can be expanded."""


def about(view: RoomView) -> Guide:
    """Return the guide to the step and phase that a meeting shows."""
    return guide(view.place.step, view.phase)


def signs(view: RoomView) -> dict[str, Sequence[Term]]:
    """Return the signs and words that a meeting shows, each with its meaning."""
    return {"Signs and words": glossary(view.place.step, view.phase)}


def live_help(live: LiveMeeting, shown: RoomView) -> HelpScreen:
    """Return the help of the shown step; the keys listed act on the meeting's current step."""
    guidance = about(shown)
    now = dict(offered(live, shown))
    return HelpScreen(
        shown.heading,
        guidance.purpose,
        now,
        say=guidance.say,
        terms=signs(shown),
        now={command.name: does for command, does in now.items()},
    )


def offered(live: LiveMeeting, shown: RoomView) -> Iterator[tuple[Command, str]]:
    """Yield the commands that work now, each with what it does."""
    for command in commands("meeting", "entry"):
        if _works(live, shown, command):
            yield command, _does(command, shown)


def _does(command: Command, shown: RoomView) -> str:
    if command.name == "main":
        return shown.main.label
    return command.verb.help(shown) if command.verb is not None else command.help


def _works(live: LiveMeeting, shown: RoomView, command: Command) -> bool:
    """Return whether a key works now, rather than showing a refusal."""
    entered = bool(cells(live.view()))
    if "entry" in command.where:
        return entered or (command.name in ROLE_GATE and bool(answers(live.view())))
    if command.verb is not None:
        return live.may(command.verb)
    if command.name == "expand":
        return shown.place.step in EXPANDS
    if command.name in LOOKS:
        return live.meeting.opened and not entered
    return True
