"""The Textual application: its first screen, its themes, the tour and the command palette."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, runtime_checkable

from textual import events
from textual.actions import ActionParseResult
from textual.app import SystemCommand
from textual.binding import BindingType
from textual.dom import DOMNode
from textual.screen import Screen

from debrief.store.atomic import FileProblem
from debrief.store.settings import (
    choose_motion,
    choose_theme,
    chosen_theme,
    motion_is_wanted,
    see_tour,
    tour_is_due,
)
from debrief.store.theme import ThemeFile
from debrief.tui.commands import HELP, commands
from debrief.tui.keys import bindings, pressed
from debrief.tui.resilient import Resilient
from debrief.tui.screens.tour import TourScreen
from debrief.tui.terminal.typeahead import ClickedKey, OneKeyAtATime
from debrief.tui.theme import offer, wear_first

if TYPE_CHECKING:
    from textual.command import Provider

AFTER_TOUR = "after the tour"

PROMPT_CSS = Path(__file__).with_name("screens") / "prompt.tcss"
"""The stylesheet of prompts and the palette, loaded after the first paint."""

NEW_OBJECTS = (2_000, 10, 5)
"""Objects that the garbage collector lets pass before it looks at the new ones, and at all."""


@runtime_checkable
class KeyedScreen(Protocol):
    """A screen whose keys are also commands of the palette, except while it asks for a text."""

    asking: bool

    def palette(self) -> Iterable[SystemCommand]:
        """Return the commands of the screen's keys, for the palette."""


def _listed() -> type[Provider]:
    from debrief.tui.palette import InOrder  # Textual's palette is loaded when it is opened

    return InOrder


class DebriefApp(OneKeyAtATime[int]):
    """The application: shows one screen and ends when that screen is left."""

    ENABLE_COMMAND_PALETTE = True
    TITLE = "debrief"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("app")]
    CSS_PATH = "screens/room.tcss"
    COMMANDS: ClassVar = {_listed}

    def __init__(
        self,
        first: Callable[[], Screen[Any]],
        themes: Sequence[ThemeFile],
        resume: str,
        config: Path | None = None,
        *,
        tour: bool = False,
    ) -> None:
        """Start on the screen that `first` makes; `resume` is the command that continues later.

        `config` is the user's settings folder. It remembers the chosen theme, whether anything may
        move, and that the user has seen the tour. If `tour` is set, the tour comes first until
        then.
        """
        super().__init__(resume)
        begins = tour and config is not None and tour_is_due(config)
        self._first = self._begin_with_tour if begins else first
        self.add_mode(AFTER_TOUR, first)  # a default screen can only be replaced by a mode
        self._config = config
        self._theme_files = themes
        wear_first(self, themes, chosen_theme(config) if config else "")
        if config is not None and not motion_is_wanted(config):
            self.animation_level = "none"

    def get_default_screen(self) -> Screen[Any]:
        """Return the first screen, or the tour if the user has not seen it."""
        screen = self._first()
        for path in screen.css_path:  # Textual reads it for all screens but the default one
            self.stylesheet.read(path)
        return screen

    def on_ready(self) -> None:
        """Load what the first paint does not need: other themes, and the stylesheet of prompts."""
        self.stylesheet.add_source(PROMPT_CSS.read_text("utf-8"), (str(PROMPT_CSS), ""))
        self.stylesheet.update(self.screen)
        self.theme_names()
        _begin_collecting()

    def _begin_with_tour(self) -> Screen[Any]:
        self.call_after_refresh(self._remember_tour)
        return TourScreen("Begin")

    def _remember_tour(self) -> None:
        if self._config is not None:
            with suppress(FileProblem):
                see_tour(self._config)

    def action_tour(self) -> None:
        """Show the tour over the current screen."""
        self.push_screen(TourScreen("Back"))

    async def on_tour_screen_left(self) -> None:
        """Show the first screen, or the one before; drop the keys typed ahead at the tour."""
        self.rest()
        if len(self.screen_stack) > 1:
            self.pop_screen()
        else:
            await self.switch_mode(AFTER_TOUR)
            self.call_after_refresh(_begin_collecting)

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Run the action of a key; on a resilient screen, an error costs only that key press."""
        done = partial(super().run_action, action, default_namespace, namespaces)
        shown = reversed(self.screen_stack)
        screen = next((layer for layer in shown if isinstance(layer, Resilient)), None)
        if screen is None:
            return await done()
        handled = True
        with screen.absorbing():
            handled = await done()
        return handled

    def on_click(self, event: events.Click) -> None:
        """Press the key whose text was clicked."""
        if key := pressed(event):
            self.post_message(ClickedKey(key, None))

    def action_help_quit(self) -> None:
        """Show which key quits, to users who press ctrl+c."""
        self.notify("Press ctrl+q to leave.", markup=False)

    def action_command_palette(self) -> None:
        """Open the palette, except over a prompt, where other keys are text."""
        screen = self.screen
        if not (isinstance(screen, KeyedScreen) and screen.asking):
            super().action_command_palette()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """List the commands of the keys in the palette, without Textual's own commands."""
        if isinstance(screen, KeyedScreen):
            yield from screen.palette()
            tour = next(command for command in commands(*HELP) if command.name == "tour")
            yield SystemCommand(tour.help, "? t", self.action_tour)
        for name in self.theme_names():
            yield SystemCommand(f"Theme: {name}", "", partial(self.wear, name))
        if self.moves:
            yield SystemCommand("Motion: off", "", partial(self.set_motion, on=False))
        else:
            yield SystemCommand("Motion: on", "", partial(self.set_motion, on=True))

    def theme_names(self) -> list[str]:
        """Return the names of all working themes, even before on_ready has run."""
        offer(self, self._theme_files)
        return sorted(self.available_themes)

    def wear(self, name: str) -> None:
        """Switch to a theme, and save it in the settings if they can be written."""
        self.theme = name
        if self._config is not None:
            with suppress(FileProblem):
                choose_theme(self._config, name)

    @property
    def moves(self) -> bool:
        """True if parts of a screen may move, False if everything changes at once."""
        return self.animation_level != "none"

    def set_motion(self, *, on: bool) -> None:
        """Let the screens move or not, and save it in the settings if they can be written."""
        self.animation_level = "full" if on else "none"
        if self._config is not None:
            with suppress(FileProblem):
                choose_motion(self._config, motion=on)
        if isinstance(self.screen, Resilient):
            shown = "A reveal comes in three steps." if on else "A reveal comes all at once."
            self.screen.tell(f"Motion is {'on' if on else 'off'}. {shown}")

    def action_next_theme(self) -> None:
        """Switch to the next theme."""
        names = self.theme_names()
        self.wear(names[(names.index(self.theme) + 1) % len(names)])


def _begin_collecting() -> None:
    """Collect garbage often: without what lives as long as the app, that takes a moment."""
    gc.freeze()
    gc.set_threshold(*NEW_OBJECTS)
