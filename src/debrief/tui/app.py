"""The application: one screen of a meeting or a scorecard, its themes, and a clean end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import PurePath
from typing import Any, ClassVar

from textual.app import SystemCommand
from textual.screen import Screen

from debrief.store.theme import ThemeFile
from debrief.tui.screens.room import RoomScreen
from debrief.tui.shim import GuardedApp
from debrief.tui.theme import register


class DebriefApp(GuardedApp[int]):
    """Shows one screen; everything that happens, happens in what that screen asks."""

    ENABLE_COMMAND_PALETTE = True
    TITLE = "debrief"
    CSS_PATH: ClassVar[list[str | PurePath]] = [
        "screens/room.tcss",
        "screens/help.tcss",
        "screens/scorecard.tcss",
    ]

    def __init__(
        self, first: Callable[[], Screen[Any]], themes: Sequence[ThemeFile], resume: str
    ) -> None:
        """Start on the screen that `first` makes; `resume` is the command that goes on."""
        super().__init__(resume)
        self._first = first
        register(self, themes)

    def get_default_screen(self) -> Screen[Any]:
        """Start on the meeting, or the card, itself."""
        return self._first()

    def action_command_palette(self) -> None:
        """Open the palette, but not over a prompt, where every other key is text."""
        screen = self.screen
        if not (isinstance(screen, RoomScreen) and screen.asking):
            super().action_command_palette()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Offer what the keys do, by name, and nothing of Textual's own."""
        if isinstance(screen, RoomScreen):
            yield from screen.palette()
