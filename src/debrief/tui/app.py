"""The application: one screen of a meeting or a scorecard, its themes, and a clean end."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, Protocol, runtime_checkable

from textual import events
from textual.actions import ActionParseResult
from textual.app import SystemCommand
from textual.binding import BindingType
from textual.dom import DOMNode
from textual.screen import Screen

from debrief.store.atomic import FileProblem
from debrief.store.settings import choose_theme, chosen_theme, see_tour, tour_is_due
from debrief.store.theme import ThemeFile
from debrief.tui.commands import HELP, commands
from debrief.tui.keys import bindings, pressed
from debrief.tui.resilient import Resilient
from debrief.tui.screens.tour import TourScreen
from debrief.tui.theme import offer, wear_first
from debrief.tui.typeahead import ClickedKey, OneKeyAtATime

AFTER_TOUR = "after the tour"

PROMPT_CSS = Path(__file__).with_name("screens") / "prompt.tcss"
"""How prompts and the palette look, which come later than the first picture of a meeting."""


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
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("app")]
    CSS_PATH = "screens/room.tcss"

    def __init__(
        self,
        first: Callable[[], Screen[Any]],
        themes: Sequence[ThemeFile],
        resume: str,
        config: Path | None = None,
        *,
        tour: bool = False,
    ) -> None:
        """Start on the screen that `first` makes; `resume` is the command that goes on.

        `config` is the person's folder, where the theme they choose is remembered, and that they
        have seen the tour: until then it comes first, where a `tour` is in place.
        """
        super().__init__(resume)
        begins = tour and config is not None and tour_is_due(config)
        self._first = self._begin_with_tour if begins else first
        self.add_mode(AFTER_TOUR, first)  # only what has a mode of its own can follow the first
        self._config = config
        self._theme_files = themes
        wear_first(self, themes, chosen_theme(config) if config else "")

    def get_default_screen(self) -> Screen[Any]:
        """Start on the meeting, or the card, itself; the first time on the tour."""
        screen = self._first()
        for path in screen.css_path:  # Textual reads it of every screen but this one
            self.stylesheet.read(path)
        return screen

    def on_ready(self) -> None:
        """Do what can wait until the first picture is there."""
        self.stylesheet.add_source(PROMPT_CSS.read_text("utf-8"), (str(PROMPT_CSS), ""))
        if isinstance(self.screen, Keyed) and self.screen.asking:  # a key was quicker
            self.stylesheet.update(self.screen)
        self.theme_names()
        gc.freeze()  # the collector need not look at what is there to stay

    def _begin_with_tour(self) -> Screen[Any]:
        self.call_after_refresh(self._remember_tour)
        return TourScreen("Begin")

    def _remember_tour(self) -> None:
        if self._config is not None:
            with suppress(FileProblem):
                see_tour(self._config)

    def action_tour(self) -> None:
        """Show the tour, over what is there."""
        self.push_screen(TourScreen("Back"))

    async def on_tour_screen_left(self) -> None:
        """Go on to the first screen, or back; no key typed at the tour gets there."""
        self.rest()
        if len(self.screen_stack) > 1:
            self.pop_screen()
        else:
            await self.switch_mode(AFTER_TOUR)
            self.call_after_refresh(gc.freeze)

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Run a key's action; on a resilient screen, an error costs only that key press."""
        done = partial(super().run_action, action, default_namespace, namespaces)
        screen = next((one for one in self.screen_stack if isinstance(one, Resilient)), None)
        if screen is None:
            return await done()
        handled = True
        with screen.absorbing():
            handled = await done()
        return handled

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked: there is no other way to what it does."""
        if key := pressed(event):
            self.post_message(ClickedKey(key, None))

    def action_help_quit(self) -> None:
        """Show the key that leaves, for people who press ctrl+c to leave."""
        self.notify("Press ctrl+q to leave.", markup=False)

    def action_command_palette(self) -> None:
        """Open the palette, but not over a prompt, where every other key is text."""
        screen = self.screen
        if not (isinstance(screen, Keyed) and screen.asking):
            super().action_command_palette()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Offer what the keys do, by name, and nothing of Textual's own."""
        if isinstance(screen, Keyed):
            yield from screen.palette()
            tour = next(one for one in commands(*HELP) if one.name == "tour")
            yield SystemCommand(tour.help, "key ?, then t", self.action_tour)
        for name in self.theme_names():
            yield SystemCommand(f"Theme: {name}", "how it looks", partial(self.wear, name))

    def theme_names(self) -> list[str]:
        """Return the names of all themes that work, also to whom a key was quicker than `Ready`."""
        offer(self, self._theme_files)
        return sorted(self.available_themes)

    def wear(self, name: str) -> None:
        """Put a theme on, and remember it for the next time where that can be."""
        self.theme = name
        if self._config is not None:
            with suppress(FileProblem):
                choose_theme(self._config, name)

    def action_next_theme(self) -> None:
        """Put the next theme on."""
        names = self.theme_names()
        self.wear(names[(names.index(self.theme) + 1) % len(names)])
