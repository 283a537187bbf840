"""A text field with one entry on each line, left by enter on an empty line."""

from __future__ import annotations

from textual import events

from debrief.tui.widgets.fields import Submitted, TextField


class LinesField(TextField):
    """A text field where enter begins a new line, and on an empty line leaves the field."""

    @property
    def goes_on(self) -> bool:
        """True if enter leaves the field, because the cursor is on an empty line."""
        row, _ = self.cursor_location
        return not self.document.get_line(row).strip()

    async def on_key(self, event: events.Key) -> None:
        """Handle enter: break the line, or remove empty lines and leave the field."""
        if event.key != "enter":
            return
        event.stop()
        event.prevent_default()
        if not self.goes_on:
            self.insert("\n")
            return
        kept = "\n".join(line for line in self.text.split("\n") if line.strip())
        if kept != self.text:
            self.text = kept
            self.move_cursor(self.document.end)
        self.post_message(Submitted())
