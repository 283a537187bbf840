"""The application: one screen of a meeting or a scorecard, its themes, and a clean end."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from textual.app import SystemCommand
from textual.screen import Screen

from debrief.store.atomic import FileProblem
from debrief.store.theme import ThemeFile, choose_theme, chosen_theme
from debrief.tui.theme import offer, wear_first
from debrief.tui.typeahead import OneKeyAtATime


@runtime_checkable
class Keyed(Protocol):
    """A screen whose keys are also commands by name, but not while it asks for a text."""

    asking: bool

    def palette(self) -> Iterable[SystemCommand]:
        """Give what the keys do, by name."""


class DebriefApp(OneKeyAtATime[int]):
    """Shows one screen; everything that happens, happens in what that screen asks."""

    ENABLE_COMMAND_PALETTE = True
    TITLE = "debrief"
    CSS_PATH = "screens/room.tcss"

    def __init__(
        self,
        first: Callable[[], Screen[Any]],
        themes: Sequence[ThemeFile],
        resume: str,
        config: Path | None = None,
    ) -> None:
        """Start on the screen that `first` makes; `resume` is the command that goes on.

        `config` is the person's folder, where the theme they choose is remembered.
        """
        super().__init__(resume)
        self._first = first
        self._config = config
        self._themes = themes
        wear_first(self, themes, chosen_theme(config) if config else "")

    def get_default_screen(self) -> Screen[Any]:
        """Start on the meeting, or the card, itself."""
        screen = self._first()
        for path in screen.css_path:  # Textual reads it of every screen but this one
            self.stylesheet.read(path)
        return screen

    def on_ready(self) -> None:
        """Do what can wait until the first picture is there."""
        offer(self, self._themes)
        gc.freeze()  # the collector need not look at what is there to stay

    def action_command_palette(self) -> None:
        """Open the palette, but not over a prompt, where every other key is text."""
        screen = self.screen
        if not (isinstance(screen, Keyed) and screen.asking):
            super().action_command_palette()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Offer what the keys do, by name, and nothing of Textual's own."""
        if isinstance(screen, Keyed):
            yield from screen.palette()
        for name in sorted(self.available_themes):
            yield SystemCommand(f"Theme: {name}", "how it looks", partial(self.wear, name))

    def wear(self, name: str) -> None:
        """Put a theme on, and remember it for the next time where that can be."""
        self.theme = name
        if self._config is not None:
            with suppress(FileProblem):
                choose_theme(self._config, name)

    def action_next_theme(self) -> None:
        """Put the next theme on."""
        names = sorted(self.available_themes)
        self.wear(names[(names.index(self.theme) + 1) % len(names)])
