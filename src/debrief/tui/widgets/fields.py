"""The fields of a prompt: a text, a hidden text, and a choice of one answer."""

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
from typing_extensions import override

from debrief.core.ballots import MOST_BYTES, what_is_in
from debrief.core.form import UNCHOSEN, Field, Option, by_first_letter
from debrief.tui.paint import Lines, character_before, hang
from debrief.tui.terminal.typeahead import Answering

GAP = 3
NONE = -1

# Textual inserts a letter at once, but runs key bindings later: in a burst of keys, backspace would
# delete a letter typed after it. So the fields handle these keys at once.
_TEXT_ACTIONS = {
    key: bound.action
    for key, bound in BindingsMap(TextArea.BINDINGS)
    if key not in ("pageup", "pagedown")  # they scroll the step, as everywhere
}
_LINE_ACTIONS = {key: bound.action for key, bound in BindingsMap(Input.BINDINGS)}


def _joins(character: str) -> bool:
    """Return whether a character has no width but joins or formats the text around it.

    Textual accepts these characters from a paste, but not from a key.
    """
    return len(character) == 1 and category(character) == "Cf"


class Submitted(Message):
    """A message that enter was pressed in a field."""


class EscapePressed(Message):
    """A message that escape was pressed in a field."""


class Label(Static):
    """The label of a field; a click on it focuses the field."""

    def __init__(self, text: str) -> None:
        """Show the label's text."""
        super().__init__(Content(text), classes="prompt-label")

    def on_click(self) -> None:
        """Focus the field."""
        for beside in self.siblings:
            beside.focus()


class TextField(TextArea):
    """A text field; enter submits it, but a pasted line break stays in the text."""

    def __init__(self, field: Field, draft: str | None = None) -> None:
        """Start with the draft, else with the field's own value."""
        super().__init__(tab_behavior="focus", compact=True, highlight_cursor_line=False)
        self.cursor_blink = False
        self.fill(field, draft)

    def fill(self, field: Field, draft: str | None) -> None:
        """Switch to another field: show the draft, else the field's own value."""
        self.field = field
        self.placeholder = field.hint
        with self.prevent(TextArea.Changed):  # this change was not typed
            self.load_text(field.value if draft is None else draft)
        self.move_cursor(self.document.end)

    @property
    def answer(self) -> str:
        """The text in the field."""
        return self.text

    async def on_key(self, event: events.Key) -> None:
        """Submit, put aside, break the line, or edit at once."""
        if event.key == "enter":
            self._take(event, Submitted())
        elif event.key == "escape":
            self._take(event, EscapePressed())
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

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the page keys to the screen, as a field has at most ten lines."""
        if action in ("cursor_page_up", "cursor_page_down"):
            return False
        return super().check_action(action, parameters)

    def action_delete_left(self) -> None:
        """Delete one visible character, which may have several code points."""
        row, column = self.cursor_location
        if not column or not self.selection.is_empty:
            super().action_delete_left()
            return
        line = self.document.get_line(row)
        self.delete((row, character_before(line, column)), (row, column))

    def action_delete_to_start_of_line(self) -> None:
        """Delete the line up to the cursor, also if it is wrapped over several rows."""
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
    """A line of hidden text, such as a passphrase, that cannot be copied."""

    def __init__(self, field: Field) -> None:
        """Start empty, as hidden text is never saved as a draft."""
        super().__init__(password=True, compact=True)
        self.cursor_blink = False
        self.field = field

    def fill(self, field: Field, _: str | None) -> None:
        """Switch to another field, and empty it."""
        self.field = field
        with self.prevent(Input.Changed):
            self.clear()

    @property
    def answer(self) -> str:
        """The typed text."""
        return self.value

    async def on_key(self, event: events.Key) -> None:
        """Submit, put aside, or edit at once; never use the clipboard."""
        if event.key in ("enter", "escape"):
            self.post_message(Submitted() if event.key == "enter" else EscapePressed())
        elif action := _LINE_ACTIONS.get(event.key):
            await self.run_action(action)
        else:
            return
        event.stop()
        event.prevent_default()

    def action_delete_left(self) -> None:
        """Delete one visible character, which may have several code points."""
        at = self.cursor_position
        if at and self.selection.is_empty:
            self.delete(character_before(self.value, at), at)
        else:
            super().action_delete_left()

    def action_copy(self) -> None:
        """Copy nothing."""

    def action_cut(self) -> None:
        """Cut nothing."""


class CodesField(Input):
    """A pasted text of which only the numbers of lines and codes are shown; never a draft."""

    def __init__(self, field: Field) -> None:
        """Start empty."""
        super().__init__(compact=True)
        self.cursor_blink = False
        self.fill(field, None)

    def fill(self, field: Field, _: str | None) -> None:
        """Switch to another field, and empty it."""
        self.field = field
        self._pasted = ""
        with self.prevent(Input.Changed):
            self.clear()

    @property
    def answer(self) -> str:
        """The pasted text."""
        return self._pasted

    async def on_key(self, event: events.Key) -> None:
        """Submit, put aside, or take one more character of a text without paste marks."""
        event.stop()
        event.prevent_default()
        if event.key in ("enter", "escape"):
            self.post_message(Submitted() if event.key == "enter" else EscapePressed())
        elif event.key == "backspace":
            self._put("")
        elif event.key == "ctrl+j":
            self._put(self._pasted + "\n")
        elif event.is_printable and event.character:
            self._put(self._pasted + event.character)

    def on_paste(self, event: events.Paste) -> None:
        """Take a pasted text, with all its lines."""
        event.stop()
        event.prevent_default()
        self._put(self._pasted + event.text)

    def _put(self, text: str) -> None:
        self._pasted = text[: MOST_BYTES + 1]
        shown = self._pasted.strip()
        with self.prevent(Input.Changed):
            self.value = what_is_in(shown) if shown else ""

    def action_copy(self) -> None:
        """Copy nothing."""

    def action_cut(self) -> None:
        """Cut nothing."""


@dataclass(frozen=True, slots=True)
class _CursorPosition:
    row: int
    start: int
    end: int
    rows: int = 1


class ChoiceField(Answering, Widget, can_focus=True):
    """A choice of one answer by arrows, digits, first letters or a click.

    Space does not choose: it is the meeting's main key, and a habitual press would change answers.
    Where each field is a row, it answers.
    """

    class Changed(Message):
        """A message that another answer was chosen."""

    class Picked(Message):
        """A message that a digit chose the answer of a field."""

        def __init__(self, name: str) -> None:
            """Name the field."""
            super().__init__()
            self.name = name

    def __init__(self, field: Field, draft: str | None = None) -> None:
        """Start with the draft, else the field's value, else the first option."""
        super().__init__()
        self.submits_with_space = False
        """True where each field of the question is a row that a digit answers."""
        self.fill(field, draft)

    def fill(self, field: Field, draft: str | None) -> None:
        """Switch to another field: choose the draft, else its value, else the first option."""
        self.field = field
        wanted = field.value if draft is None else draft
        values = [option.value for option in field.options]
        first = NONE if wanted == UNCHOSEN else 0
        self._index = values.index(wanted) if wanted in values else first
        self.refresh(layout=True)

    @property
    def answer(self) -> str:
        """The value of the chosen option; UNCHOSEN if there is none."""
        return UNCHOSEN if self._index == NONE else self.field.options[self._index].value

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the rows that the options need at this width."""
        spots = self._spots(width)
        return spots[-1].row + spots[-1].rows if spots else 0

    def render(self) -> RenderResult:
        """Return the options, the chosen one marked by a filled dot."""
        content = Content()
        row = column = 0
        width = self.content_size.width
        if self.columns(width) == 1:
            lines = [
                line.stylize("bold" if self._is_bold(index) else "")
                for index, option in enumerate(self.field.options)
                for line in _wrapped(option, width, chosen=index == self._index)
            ]
            return Content("\n").join(lines)
        for index, (option, spot) in enumerate(
            zip(self.field.options, self._spots(width), strict=True)
        ):
            if spot.row != row:
                content, row, column = content + Content("\n"), spot.row, 0
            content += Content(" " * (spot.start - column))
            column = spot.end
            label = Content(_label(option, chosen=index == self._index))
            content += label.stylize("bold" if self._is_bold(index) else "")
        return content

    def _is_bold(self, index: int) -> bool:
        """Return whether an option is chosen, or nothing is and all options show the focus."""
        return index == self._index or (self.has_focus and self._index == NONE)

    @property
    def number(self) -> str:
        """The number of the chosen option among all, such as “2 of 3”; empty if none is chosen."""
        return "" if self._index == NONE else f"{self._index + 1} of {len(self.field.options)}"

    def rows_chosen(self) -> tuple[int, int]:
        """Return the first row of the chosen option, and the row after its last."""
        spots = self._spots(self.content_size.width)
        spot = spots[max(self._index, 0)]
        return spot.row, spot.row + spot.rows

    def _spots(self, width: int) -> list[_CursorPosition]:
        """Return the place of each option: in one row, or in as many columns as fit.

        Options in one column wrap, each under its own beginning.
        """
        lengths, columns = self._lengths(), self.columns(width)
        if not lengths:
            return []
        if columns == 1:
            spots: list[_CursorPosition] = []
            row = 0
            for option in self.field.options:
                rows = len(_wrapped(option, width, chosen=False))
                spots.append(_CursorPosition(row, 0, width, rows))
                row += rows
            return spots
        starts = [0]
        for column in range(columns):
            starts.append(starts[-1] + max(lengths[column::columns]) + GAP)
        return [
            _CursorPosition(
                index // columns, starts[index % columns], starts[index % columns] + length
            )
            for index, length in enumerate(lengths)
        ]

    def columns(self, width: int) -> int:
        """Return the number of columns of options at this width."""
        lengths = self._lengths()
        return next((n for n in range(len(lengths), 1, -1) if _room(lengths, n) <= width), 1)

    def _lengths(self) -> list[int]:
        return [cell_len(_label(option, chosen=False)) for option in self.field.options]

    def _vertically(self, by: int) -> int:
        """Return the option above or below; after the end of a column, that of the next column."""
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
                self.post_message(EscapePressed())
            case "up" | "down":
                self._choose(self._vertically(1 if event.key == "down" else -1))
            case "left":
                self._choose((max(self._index, 0) - 1) % count)
            case "right":
                self._choose((self._index + 1) % count)
            case digit if digit.isdigit() and 1 <= int(digit) <= count:
                self._choose(int(digit) - 1)
                self.post_message(self.Picked(self.field.name))
            case "tab" | "shift+tab" | "pageup" | "pagedown":
                return
            case "space" if self.submits_with_space:
                self.post_message(Submitted())
            case _:
                self._choose_by_letter(event.character or "")
        event.stop()
        event.prevent_default()

    @override
    def chooses(self, letter: str) -> bool:
        return self._by_letter(letter) is not None

    def _by_letter(self, letter: str) -> int | None:
        labels = [option.label for option in self.field.options]
        return by_first_letter(labels, letter, self._index)

    def _choose_by_letter(self, letter: str) -> None:
        if (index := self._by_letter(letter)) is not None:
            self._choose(index)

    def on_click(self, event: events.Click) -> None:
        """Choose the clicked option."""
        for index, spot in enumerate(self._spots(self.content_size.width)):
            inside = spot.row <= event.y < spot.row + spot.rows
            if inside and spot.start <= event.x < spot.end:
                self._choose(index)

    def _choose(self, index: int) -> None:
        self._index = index
        self.refresh()
        self.post_message(self.Changed())


def _room(lengths: list[int], columns: int) -> int:
    return sum(max(lengths[column::columns]) + GAP for column in range(columns)) - GAP


def _label(option: Option, *, chosen: bool) -> str:
    return f"{_mark(chosen=chosen)}{option.label}"


def _mark(*, chosen: bool) -> str:
    return "(•) " if chosen else "( ) "


def _wrapped(option: Option, width: int, *, chosen: bool) -> Lines:
    """Return the label of an option on as many lines as it needs."""
    return hang(_mark(chosen=chosen), option.label, max(1, width))
