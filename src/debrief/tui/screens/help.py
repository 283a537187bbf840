"""What the present step is for, what to say, and the keys."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from debrief.core.room import RoomView
from debrief.core.steps import Step
from debrief.tui.commands import Where, commands

KEY_WIDTH = 12

PURPOSES: dict[Step, str] = {
    "preflight": "See that every scorecard is in before anybody talks. No rating is shown.",
    "role-clarity": "If panelists rated different jobs, their ratings cannot be compared.",
    "warm-up": "Rate one invented case, so that a level means the same to everybody.",
    "competency": "Nobody sees a rating, then everybody sees all at once. Agreement is "
    "challenged, disagreement is argued from evidence.",
    "references": "References confirm or contradict patterns; they never outweigh interviews.",
    "fit": "What was the candidate told, what concerns them, what do we owe them?",
    "premortem": "Imagine both mistakes before one is made.",
    "vote": "The first judgment of the whole, blind. It informs; it does not decide.",
    "decision": "One named person decides, says why, and answers every dissent.",
    "record": "Read the decision back, then finish: the record is written.",
}


class HelpScreen(ModalScreen[None]):
    """Help on the present step; any of its keys closes it."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, "close", show=False) for key in ("escape", "question_mark", "q", "space")
    ]

    def __init__(self, heading: str, purpose: str, *where: Where) -> None:
        """Explain what is shown and list the keys of these places."""
        super().__init__()
        self._heading, self._purpose = heading, purpose
        self._where = where

    def compose(self) -> ComposeResult:
        """Lay out purpose and keys."""
        with VerticalScroll(id="help"):
            yield Static(Content(self._heading), classes="help-title")
            yield Static(Content(self._purpose), classes="help-text")
            yield Static(_key_table(self._where), classes="help-text")
            yield Static(Content("escape closes this"), classes="help-close")

    def action_close(self) -> None:
        """Close the help."""
        self.dismiss()


def about(view: RoomView) -> tuple[str, str]:
    """Return the heading of what a meeting shows, and what it is for."""
    return view.heading, PURPOSES[view.place.step]


def _key_table(where: tuple[Where, ...]) -> Content:
    found = [command for command in commands(*where) if command.keys]
    if "replay" in where:  # its own keys first: those of every screen are known by then
        found.sort(key=lambda command: command.where != where)
    rows = [
        Content.assemble((command.shown.ljust(KEY_WIDTH), "$text-accent"), command.help)
        for command in found
    ]
    rows.append(
        Content.assemble(
            ("enter".ljust(KEY_WIDTH), "$text-accent"),
            "In a prompt: save. tab goes on, escape puts it aside",
        )
    )
    return Content("\n").join(rows)
