"""The fields of a prompt: text where only enter, tab and escape act, and a choice."""

from __future__ import annotations

from dataclasses import dataclass
from unicodedata import category

from rich.cells import cell_len
from textual import events
from textual.app import RenderResult
from textual.binding import BindingsMap
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from debrief.core.prompts.form import UNCHOSEN, Field, Option
from debrief.tui.paint import character_before
from debrief.tui.typeahead import Answering

GAP = 3
NONE = -1

# Textual takes a letter at once, and what a key is bound to after more hops: of keys that come
# together, backspace would take away what was typed after it. So the fields act on these at once.
_TEXT_ACTIONS = {key: bound.action for key, bound in BindingsMap(TextArea.BINDINGS)}
_LINE_ACTIONS = {key: bound.action for key, bound in BindingsMap(Input.BINDINGS)}


def _joins(character: str) -> bool:
    """Return whether a character has no width but joins or formats the text around it.

    Textual takes these characters from a paste, but not from a key.
    """
    return len(character) == 1 and category(character) == "Cf"


class Submitted(Message):
    """Enter was pressed in a field."""


class PutAside(Message):
    """Escape was pressed in a field."""


class Label(Static):
    """Names the field beside it; a click goes into that."""

    def __init__(self, text: str) -> None:
        """Show this name."""
        super().__init__(Content(text), classes="prompt-label")

    def on_click(self) -> None:
        """Put the cursor into the field."""
        for beside in self.siblings:
            beside.focus()


class TextField(TextArea):
    """A text answer; a pasted line break stays in it, a typed enter submits."""

    def __init__(self, field: Field, draft: str | None) -> None:
        """Start with the draft, else with the field's own value."""
        super().__init__(
            field.value if draft is None else draft,
            tab_behavior="focus",
            compact=True,
            highlight_cursor_line=False,
            placeholder=field.hint,
        )
        self.field = field
        self.cursor_blink = False
        self.move_cursor(self.document.end)

    @property
    def answer(self) -> str:
        """What stands in the field."""
        return self.text

    async def on_key(self, event: events.Key) -> None:
        """Submit, put aside, break the line, or edit at once."""
        if event.key == "enter":
            self._take(event, Submitted())
        elif event.key == "escape":
            self._take(event, PutAside())
        elif event.key == "ctrl+j":
            event.stop()
            event.prevent_default()
            self.insert("\n" if self.field.kind in ("text", "lines") else " ")
        elif action := _TEXT_ACTIONS.get(event.key):
            event.stop()
            event.prevent_default()
            await self.run_action(action)
        elif event.character and _joins(event.character):
            event.stop()
            event.prevent_default()
            self.insert(event.character)

    def action_delete_left(self) -> None:
        """Delete one visible character, however many code points it has."""
        row, column = self.cursor_location
        if not column or not self.selection.is_empty:
            super().action_delete_left()
            return
        line = self.document.get_line(row)
        self.delete((row, character_before(line, column)), (row, column))

    def action_delete_to_start_of_line(self) -> None:
        """Empty the line up to the cursor, over however many rows of the screen it is folded."""
        row, column = self.cursor_location
        if column:
            self.delete((row, 0), (row, column))
        else:
            super().action_delete_to_start_of_line()

    def _take(self, event: events.Key, message: Message) -> None:
        event.stop()
        event.prevent_default()
        self.post_message(message)


class HiddenField(Input):
    """A line that is not shown while it is typed, nor copied."""

    def __init__(self, field: Field) -> None:
        """Start empty: what is hidden is never kept as a draft."""
        super().__init__(password=True, compact=True)
        self.field = field
        self.cursor_blink = False

    @property
    def answer(self) -> str:
        """What was typed."""
        return self.value

    async def on_key(self, event: events.Key) -> None:
        """Submit, put aside, or edit at once; nothing of it goes to the clipboard."""
        if event.key in ("enter", "escape"):
            self.post_message(Submitted() if event.key == "enter" else PutAside())
        elif action := _LINE_ACTIONS.get(event.key):
            await self.run_action(action)
        else:
            return
        event.stop()
        event.prevent_default()

    def action_delete_left(self) -> None:
        """Delete one visible character, however many code points it has."""
        at = self.cursor_position
        if at and self.selection.is_empty:
            self.delete(character_before(self.value, at), at)
        else:
            super().action_delete_left()

    def action_copy(self) -> None:
        """Copy nothing."""

    def action_cut(self) -> None:
        """Cut nothing."""


@dataclass(frozen=True, slots=True)
class _Spot:
    row: int
    start: int
    end: int


class ChoiceField(Answering, Widget, can_focus=True):
    """One answer out of a few; arrows, digits or a click choose.

    Space does not: it is the meeting's main key, and pressed out of habit it would alter an answer.
    """

    class Changed(Message):
        """Another answer was chosen."""

    def __init__(self, field: Field, draft: str | None) -> None:
        """Start with the draft, else the field's value, else the first option."""
        super().__init__()
        self.field = field
        wanted = field.value if draft is None else draft
        values = [option.value for option in field.options]
        first = NONE if wanted == UNCHOSEN else 0
        self._index = values.index(wanted) if wanted in values else first

    @property
    def answer(self) -> str:
        """The value of the chosen option; UNCHOSEN while there is none."""
        return UNCHOSEN if self._index == NONE else self.field.options[self._index].value

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the rows that the options need at this width."""
        return self._spots(width)[-1].row + 1

    def render(self) -> RenderResult:
        """Return the options, the chosen one marked by a filled dot."""
        content = Content()
        row = column = 0
        for index, (option, spot) in enumerate(
            zip(self.field.options, self._spots(self.content_size.width), strict=True)
        ):
            if spot.row != row:
                content, row, column = content + Content("\n"), spot.row, 0
            content += Content(" " * (spot.start - column))
            column = spot.end
            chosen = index == self._index
            # while nothing is chosen, every answer shows that the cursor is here
            here = self.has_focus and (chosen or self._index == NONE)
            style = f"$text-accent{' bold' if chosen else ''}" if here else ""
            content += Content(_label(option, chosen=chosen)).stylize(style)
        return content

    def _spots(self, width: int) -> list[_Spot]:
        """Return where each option stands: in one row, else in as many columns as there is room."""
        lengths, columns = self._lengths(), self.columns(width)
        starts = [0]
        for column in range(columns):
            starts.append(starts[-1] + max(lengths[column::columns]) + GAP)
        return [
            _Spot(index // columns, starts[index % columns], starts[index % columns] + length)
            for index, length in enumerate(lengths)
        ]

    def columns(self, width: int) -> int:
        """Return how many answers stand beside each other at this width."""
        lengths = self._lengths()
        return next((n for n in range(len(lengths), 1, -1) if _room(lengths, n) <= width), 1)

    def _lengths(self) -> list[int]:
        return [cell_len(_label(option, chosen=False)) for option in self.field.options]

    def _vertically(self, by: int) -> int:
        """Return the answer above or below, past the end of a column that of the one beside it."""
        count, columns = len(self.field.options), self.columns(self.content_size.width)
        down = [at for first in range(columns) for at in range(first, count, columns)]
        if self._index == NONE:
            return down[0 if by > 0 else -1]
        return down[(down.index(self._index) + by) % count]

    def on_key(self, event: events.Key) -> None:
        """Choose, submit, or put aside."""
        count = len(self.field.options)
        match event.key:
            case "enter":
                self.post_message(Submitted())
            case "escape":
                self.post_message(PutAside())
            case "up" | "down":
                self._choose(self._vertically(1 if event.key == "down" else -1))
            case "left":
                self._choose((max(self._index, 0) - 1) % count)
            case "right":
                self._choose((self._index + 1) % count)
            case digit if digit.isdigit() and 1 <= int(digit) <= count:
                self._choose(int(digit) - 1)
            case "tab" | "shift+tab":
                return
            case _:
                pass
        event.stop()
        event.prevent_default()

    def on_click(self, event: events.Click) -> None:
        """Choose what was clicked."""
        for index, spot in enumerate(self._spots(self.content_size.width)):
            if spot.row == event.y and spot.start <= event.x < spot.end:
                self._choose(index)

    def _choose(self, index: int) -> None:
        self._index = index
        self.refresh()
        self.post_message(self.Changed())


def _room(lengths: list[int], columns: int) -> int:
    return sum(max(lengths[column::columns]) + GAP for column in range(columns)) - GAP


def _label(option: Option, *, chosen: bool) -> str:
    return f"{'(•)' if chosen else '( )'} {option.label}"
