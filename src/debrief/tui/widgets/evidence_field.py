"""A text of one entry a line: enter breaks the line, and on an empty line goes on."""

from __future__ import annotations

from textual import events

from debrief.tui.widgets.fields import Submitted, TextField


class LinesField(TextField):
    """A text field where enter begins the next line until one is left empty."""

    @property
    def goes_on(self) -> bool:
        """Whether enter leaves the field, because nothing stands on this line."""
        row, _ = self.cursor_location
        return not self.document.get_line(row).strip()

    async def on_key(self, event: events.Key) -> None:
        """Break the line, or take away the empty one and go on; the rest is as in every field."""
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
