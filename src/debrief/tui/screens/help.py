"""What the present step is for, what to say, and the keys."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from debrief.core.guide import guide
from debrief.core.room import RoomView
from debrief.tui.commands import Where, commands

KEY_WIDTH = 12


class HelpScreen(ModalScreen[None]):
    """Help on the present step; any of its keys closes it."""

    CSS_PATH = "help.tcss"
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
    return view.heading, guide(view.place.step).purpose


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
