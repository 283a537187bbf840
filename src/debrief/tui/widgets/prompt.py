"""The prompt: what the facilitator is asked before a verb is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from debrief.core.prompts.form import UNCHOSEN, Ask, Field
from debrief.tui.paint import ACCENT, Lines, hang, says, wrap
from debrief.tui.typeahead import OneKeyAtATime
from debrief.tui.widgets.fields import (
    ChoiceField,
    HiddenField,
    Label,
    PutAside,
    Submitted,
    TextField,
)
from debrief.tui.widgets.laid import Laid

BESIDE = 18
"""The most cells of a label beside its field; a longer one stands in one line above it."""


def _says(lines: Sequence[str], width: int) -> Lines:
    """Return what the facilitator reads aloud; a line that begins with a number hangs from it."""
    return [row for line in lines if line for row in _hung(line, width)]


def _hung(line: str, width: int) -> Lines:
    number, gap, rest = line.partition("  ")
    if not (gap and number.isdigit()):
        return wrap(line, width)
    return hang(says(number, ACCENT) + "  ", rest, width)


class Prompt(Vertical, can_focus=False):
    """Asks what an `Ask` says; enter answers, tab goes on, escape puts it aside."""

    class Answered(Message):
        """Enter was pressed: the answers by field name."""

        def __init__(self, ask: Ask, values: dict[str, str]) -> None:
            """Carry what was asked and answered."""
            super().__init__()
            self.ask = ask
            self.values = values

        def __rich_repr__(self) -> list[str]:
            """Show nothing of the answers."""
            return []

    class Dropped(Message):
        """Escape was pressed: the prompt is put aside, its answers are a draft."""

        def __init__(self, ask: Ask, values: dict[str, str]) -> None:
            """Carry what was asked and the draft."""
            super().__init__()
            self.ask = ask
            self.values = values

        def __rich_repr__(self) -> list[str]:
            """Show nothing of the answers."""
            return []

    class Changed(Message):
        """Other fields are asked for now."""

    def __init__(self, ask: Ask, draft: Mapping[str, str]) -> None:
        """Ask, with what stood in the fields when it was put aside before."""
        super().__init__()
        self.ask = ask
        self._fields = {field.name: _widget(field, draft.get(field.name)) for field in ask.fields}
        self.can_focus = not self._fields
        self.painted: float | None = None
        """The time, by the app's clock, at which all of it was first painted; None before that."""

    def compose(self) -> ComposeResult:
        """Lay out the title, what to say, and the fields."""
        yield Static(Content(self.ask.title), classes="prompt-title")
        if self.ask.says:
            yield Laid(partial(_says, self.ask.says), classes="prompt-says")
        for field in self.ask.fields:
            above = " -above" if cell_len(field.label) > BESIDE else ""
            with Horizontal(classes=f"prompt-row{above}", id=f"row-{field.name.replace(':', '-')}"):
                yield Label(field.label)
                yield self._fields[field.name]

    def on_mount(self) -> None:
        """Show the fields that are asked, and put the cursor into the first."""
        self._show_asked()
        self.refocus()
        self.call_after_refresh(self.note_painted)

    def note_painted(self) -> None:
        """Remember when it was painted, unless the window is too small to show it."""
        if isinstance(self.app, OneKeyAtATime) and not self.screen.has_class("-only"):
            self.painted = self.app.clock.now()
        self.post_message(self.Changed())

    @property
    def values(self) -> dict[str, str]:
        """The answers that are asked for now, by field name."""
        return {name: self._fields[name].answer for name in self._asked()}

    @property
    def answers_with(self) -> str:
        """The key that answers."""
        return "y" if self.ask.guard else "enter"

    @property
    def enter(self) -> str:
        """What enter does with the answers as they are now."""
        answers = self.values
        chosen = (
            option.enter
            for field in self.ask.fields
            for option in field.options
            if answers.get(field.name) == option.value
        )
        return next(filter(None, chosen), self.ask.enter)

    @property
    def keys(self) -> list[tuple[str, str]]:
        """The keys that help in the fields that are asked for now, and what each does."""
        if self.ask.guard:
            return [("n", "no")]
        asked = [field for field in self.ask.fields if field.name in self._asked()]
        keys = [("tab", "next field")] if len(asked) > 1 else []
        keys.append(("escape", "put aside"))
        if any(field.kind == "choice" for field in asked):
            keys.append(("← →", "choose"))
        if any(field.kind in ("text", "lines") for field in asked):
            keys.append(("ctrl+j", "new line"))
        return keys

    def _asked(self) -> list[str]:
        asked = []
        for field in self.ask.fields:
            if field.when is None or self._fields[field.when[0]].answer in field.when[1]:
                asked.append(field.name)
        return asked

    def _show_asked(self) -> None:
        asked = set(self._asked())
        for field in self.ask.fields:
            row = self.query_one(f"#row-{field.name.replace(':', '-')}")
            if row.display != (field.name in asked):  # the same again would be laid out again
                row.display = field.name in asked

    def on_choice_field_changed(self, message: ChoiceField.Changed) -> None:
        """Show the fields that this answer asks for."""
        message.stop()
        self._show_asked()
        self.post_message(self.Changed())

    def on_submitted(self, message: Submitted) -> None:
        """Answer."""
        message.stop()
        self.post_message(self.Answered(self.ask, self.values))

    def on_put_aside(self, message: PutAside) -> None:
        """Put aside."""
        message.stop()
        self.put_aside()

    def put_aside(self) -> None:
        """Close the prompt; what was typed stays as a draft."""
        draft = {name: field.answer for name, field in self._fields.items()}
        self.post_message(self.Dropped(self.ask, draft))

    def on_key(self, event: events.Key) -> None:
        """Answer a prompt without fields that is not a guard: enter is yes, escape is no."""
        if self._fields or self.ask.guard:
            return
        if event.key == "enter":
            self.post_message(self.Answered(self.ask, {}))
        elif event.key == "escape":
            self.put_aside()
        event.stop()

    def confirm(self) -> None:
        """Answer yes to a guard."""
        self.post_message(self.Answered(self.ask, {}))

    def refocus(self) -> None:
        """Put the cursor into the first field that is asked for."""
        first = next((self._fields[name] for name in self._asked()), None)
        (first or self).focus()

    def retry(self) -> None:
        """Put the cursor where an answer is missing after a refusal, else leave it where it is."""
        missing = (
            self._fields[name]
            for name, answer in self.values.items()
            if self._fields[name].field.kind != "lines"
            and answer.strip() == (UNCHOSEN if self._is_choice(name) else "")
        )
        if (field := next(missing, None)) is not None:
            field.focus()
        elif not self.has_focus_within:
            self.refocus()

    def _is_choice(self, name: str) -> bool:
        return isinstance(self._fields[name], ChoiceField)


def _widget(field: Field, draft: str | None) -> ChoiceField | HiddenField | TextField:
    if field.kind == "choice":
        return ChoiceField(field, draft)
    return HiddenField(field) if field.kind == "hidden" else TextField(field, draft)
