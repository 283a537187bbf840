"""The palette's commands: one a line, its key at the left, the most useful first."""

from __future__ import annotations

from textual.command import DiscoveryHit, Hit, Hits
from textual.content import Content
from textual.system_commands import SystemCommandsProvider

KEY = 11
"""Columns of a key, before what it does."""


class InOrder(SystemCommandsProvider):
    """The app's commands in its own order; Textual would sort them by name."""

    async def discover(self) -> Hits:
        """Give all commands."""
        for name, key, callback, _ in self.app.get_system_commands(self.screen):
            yield DiscoveryHit(_line(key, Content(name)), callback, text=name)

    async def search(self, query: str) -> Hits:
        """Give the commands that match what was typed, with the matching letters marked."""
        matcher = self.matcher(query)
        for name, key, callback, _ in self.app.get_system_commands(self.screen):
            if (match := matcher.match(name)) > 0:
                yield Hit(match, _line(key, matcher.highlight(name)), callback, text=name)


def _line(key: str, name: Content) -> Content:
    return Content(f"{key:<{KEY}}") + name
