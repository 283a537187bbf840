"""The place of a prompt: one at a time, and painted only once all of it is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical

if TYPE_CHECKING:
    from debrief.tui.widgets.prompt import Prompt


class Asked(Vertical):
    """Holds the prompt that is open, or nothing."""

    def __init__(self) -> None:
        """Start with nothing asked."""
        super().__init__(id="asked")
        self._prompt: Prompt | None = None

    def put(self, prompt: Prompt | None) -> None:
        """Put this prompt, or none, in the place of the one that is there."""
        if self._prompt is not None:
            self._prompt.remove()
            self.screen.set_focus(None)
        self._prompt = prompt
        self.set_class(prompt is not None, "-asking")
        if prompt is not None:
            self.call_next(self._mount_whole, prompt)

    def refocus(self) -> None:
        """Put the cursor back into the prompt; one that comes only now does so by itself."""
        if self._prompt is not None and self._prompt.is_mounted:
            self._prompt.refocus()

    def note_painted(self) -> None:
        """Notify the prompt that it is on the screen again."""
        if self._prompt is not None and self._prompt.is_mounted:
            self._prompt.note_painted()

    async def _mount_whole(self, prompt: Prompt) -> None:
        with self.app.batch_update():
            await self.mount(prompt)
