"""The prompt: what the facilitator is asked before a verb is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from debrief.core.days import in_full
from debrief.core.form import UNCHOSEN, Ask, Field, Kind, parse_day
from debrief.core.refused import Refused
from debrief.tui.paint import Lines, hang, joined, says, wrap
from debrief.tui.terminal.typeahead import OneKeyAtATime
from debrief.tui.widgets.fields import (
    ChoiceField,
    CodesField,
    EscapePressed,
    HiddenField,
    Label,
    Submitted,
    TextField,
)
from debrief.tui.widgets.put import put
from debrief.tui.widgets.reflow_text import ReflowText

Answer = ChoiceField | CodesField | HiddenField | TextField

_FIELDS: dict[Kind, Callable[[Field], Answer]] = {
    "choice": ChoiceField,
    "codes": CodesField,
    "hidden": HiddenField,
    "text": TextField,
}
USUAL: tuple[Kind, ...] = ("text", "text", "text", "choice", "choice", "choice")
"""The fields that most questions have at most."""

NOTHING = Ask("", "", "", (), "")
EMPTY = Field("", "")

END_LIST = "End the list"
"""The action of enter on an empty line of a list."""

BESIDE = 16
"""The most cells of a label beside its field; a longer one stands in one line above it."""


def _says(lines: Sequence[str], width: int) -> Lines:
    """Return what the facilitator reads aloud; a line that begins with a number hangs from it."""
    return [row for line in lines if line for row in _hung(line, width)]


def _hung(line: str, width: int) -> Lines:
    number, gap, rest = line.partition("  ")
    if not (gap and number.isdigit()):
        return wrap(line, width)
    return hang(says(number, "bold") + "  ", rest, width)


class Row(Horizontal):
    """A field beside its label; what it asks for changes with each question."""

    def __init__(self, kind: Kind) -> None:
        """Take answers of this kind; it asks for nothing yet."""
        self.label = Label("")
        self.field = _FIELDS[kind](EMPTY)
        self.kind = kind
        self._day = Static(classes="prompt-day")
        self._day.display = False
        super().__init__(self.label, self.field, self._day, classes="prompt-row")
        self.display = False

    def fill(self, field: Field, draft: str | None) -> None:
        """Ask for this field; `draft` is what was half typed before."""
        self.label.update(Content(field.label))
        self.set_class(cell_len(field.label) > BESIDE, "-above")
        self.field.fill(field, draft)
        self.show_day()

    def follow_choice(self, prompt: Prompt) -> None:
        """Keep the chosen option in sight, and number it where not all options are seen."""
        if not isinstance(self.field, ChoiceField) or not self.field.field.options:
            return
        inside, field = prompt.scrollable_content_region, self.field.region
        first, after = self.field.rows_chosen()
        if scrolls := prompt.max_scroll_y > 0:
            top = field.y - inside.y + round(prompt.scroll_y)
            row = Region(0, top + first, 1, after - first)
            prompt.scroll_to_region(row, animate=False, immediate=True, force=True)
        hidden = scrolls and not inside.contains_region(self.field.region)
        label = joined(self.field.field.label, self.field.number if hidden else "", gap="\n")
        put(self.label, label)

    def show_day(self) -> None:
        """Show the day that was typed in full, before enter takes it."""
        field = self.field.field
        self._day.display = field.today is not None
        if field.today is not None:
            named = parse_day(self.field.answer, field.today)
            self._day.update(Content("" if isinstance(named, Refused) else in_full(named)))

    def on_text_area_changed(self) -> None:
        """Show the day that is typed now."""
        self.show_day()

    def clear(self) -> None:
        """Ask for nothing, and keep nothing of what was answered."""
        self.display = False
        self.field.fill(EMPTY, None)


class Prompt(Vertical, can_focus=False):
    """Asks what an `Ask` says; enter answers, tab goes on, escape puts it aside.

    There is one for each screen. It is shown over the pane, so that nothing above it moves, and
    filled again for each question. Its rows are kept; more are added when a question needs them.
    """

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

    def __init__(self) -> None:
        """Ask nothing yet."""
        super().__init__(id="prompt")
        self.display = False
        self.ask = NOTHING
        self.is_open = False
        self.painted: float | None = None
        """The time, by the app's clock, at which all of it was first painted; None before that."""

        self._rows: dict[str, Row] = {}
        self._ends = False
        """True if enter ended the list when the footer was last painted."""

    def compose(self) -> ComposeResult:
        """Lay out a notice, the title, and what to say; rows come with the first question."""
        yield Static(id="notice")
        with Vertical(classes="prompt-panel"):
            yield Static(classes="prompt-title")
            yield ReflowText(partial(_says, ()), classes="prompt-says")

    async def prepare(self) -> None:
        """Add the rows that most questions need, before the first one is asked."""
        if self.is_attached:  # or the app is being left already
            await self._panel.mount(*self._missing(USUAL))

    def open(self, ask: Ask, draft: Mapping[str, str]) -> None:
        """Ask, with what stood in the fields when it was put aside before."""
        self._empty()
        self.ask, self.is_open, self.painted = ask, True, None
        if missing := self._missing([field.kind for field in ask.fields]):
            self.call_next(self._open_with_more, ask, draft, missing)
        else:
            self._fill(ask, draft)

    async def _open_with_more(self, ask: Ask, draft: Mapping[str, str], missing: list[Row]) -> None:
        if not self.is_attached:  # the app is being left
            return
        with self.app.batch_update():
            await self._panel.mount(*missing)
            if self.ask is ask:
                self._fill(ask, draft)

    def _fill(self, ask: Ask, draft: Mapping[str, str]) -> None:
        self.query_one(".prompt-title", Static).update(Content(ask.title))
        says = self.query_one(ReflowText)
        says.display = bool(ask.says)
        says.lay(partial(_says, ask.says))
        free = list(self._panel.query(Row))
        above: Widget = says
        for field in ask.fields:
            row = next(row for row in free if row.kind == _kept_as(field.kind))
            free.remove(row)
            self._panel.move_child(row, after=above)
            above = row
            row.fill(field, draft.get(field.name))
            if isinstance(row.field, ChoiceField):
                row.field.submits_with_space = ask.rows
            self._rows[field.name] = row
        self.can_focus, self._ends = not ask.fields, self._ends_list()
        self._show_asked()
        self.scroll_home(animate=False)
        self.display = not self.screen.has_class("-only")
        self.refocus()
        self.call_after_refresh(self._follow_choice)
        self.call_after_refresh(self.note_painted)

    def close(self) -> None:
        """Ask nothing any more, and keep nothing of what was answered."""
        if self.is_open:
            self.screen.set_focus(None)
            self.can_focus = False  # else Textual gives it the focus back with the window's
            self._empty()
            self.ask, self.is_open, self.display = NOTHING, False, False

    def _empty(self) -> None:
        for row in self._rows.values():
            row.clear()
        self._rows = {}
        self.tell(Content())

    def _missing(self, kinds: Sequence[Kind]) -> list[Row]:
        """Return new rows for the fields of these kinds for which there is none."""
        there = Counter(row.kind for row in self.query(Row))
        wanted = Counter(map(_kept_as, kinds))
        return [Row(kind) for kind in (wanted - there).elements()]

    @property
    def _panel(self) -> Vertical:
        return self.query_one(".prompt-panel", Vertical)

    @property
    def _fields(self) -> dict[str, Answer]:
        return {name: row.field for name, row in self._rows.items()}

    def tell(self, notice: Content) -> None:
        """Show a notice above the question."""
        put(self.query_one("#notice", Static), notice)

    def note_painted(self) -> None:
        """Remember when it was painted, unless the window is too small to show it."""
        if not self.is_open:
            return
        if self.display and not self.region:  # what was painted meanwhile was without it
            self.call_after_refresh(self.note_painted)
            return
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
        if self.ask.rows:
            return "space"
        return "y" if self.ask.guard else "enter"

    @property
    def enter(self) -> str:
        """The action of enter for the current answers, in words."""
        if self._ends_list():
            return END_LIST
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
        keys.append(("escape", "close"))
        if any(field.kind == "choice" for field in asked):
            keys.append(("← →", "choose"))
        if any(field.kind in ("text", "lines") for field in asked):
            keys.append(("ctrl+j", "new line"))
        return keys

    def _asked(self) -> list[str]:
        asked: list[str] = []
        for field in self.ask.fields if self._rows else ():  # none before there is room for all
            if field.when is None or self._is_answered(asked, *field.when):
                asked.append(field.name)
        return asked

    def _is_answered(self, asked: Sequence[str], name: str, answers: tuple[str, ...]) -> bool:
        """Return whether a field that is asked for has one of the answers; no answers mean any."""
        answer = self._fields[name].answer
        return name in asked and (answer in answers if answers else bool(answer.strip()))

    def _show_asked(self) -> None:
        asked = set(self._asked())
        for field in self.ask.fields:
            row = self._rows[field.name]
            if row.display != (field.name in asked):  # the same again would be laid out again
                row.display = field.name in asked

    def on_text_area_changed(self) -> None:
        """Show the fields that this text asks for, and what enter does with it."""
        self._show_asked()
        before, self._ends = self._ends, self._ends_list()
        if self._ends != before:
            self.post_message(self.Changed())

    def _ends_list(self) -> bool:
        """Return whether enter ends the list, as nothing is typed."""
        return self.ask.is_list and not next(iter(self.values.values()), "").strip()

    def on_choice_field_picked(self, message: ChoiceField.Picked) -> None:
        """Go to the next row after a digit, where each field is a row."""
        message.stop()
        if self.ask.rows:
            names = self._asked()
            later = names[names.index(message.name) + 1 :]
            if later:
                self.screen.set_focus(self._fields[later[0]])

    def on_choice_field_changed(self, message: ChoiceField.Changed) -> None:
        """Show the fields that this answer asks for."""
        message.stop()
        self._show_asked()
        self.post_message(self.Changed())
        self.call_after_refresh(self._follow_choice)

    def _follow_choice(self) -> None:
        """Scroll to the option that is chosen in the field with the focus."""
        for row in self._rows.values():
            if row.display and row.field.has_focus:
                row.follow_choice(self)

    def on_submitted(self, message: Submitted) -> None:
        """Answer."""
        message.stop()
        self.post_message(self.Answered(self.ask, self.values))

    def on_escape_pressed(self, message: EscapePressed) -> None:
        """Put aside."""
        message.stop()
        self.put_aside()

    def put_aside(self) -> None:
        """Close the prompt; what was typed stays as a draft."""
        draft = {name: field.answer for name, field in self._fields.items()}
        self.post_message(self.Dropped(self.ask, draft))

    def on_key(self, event: events.Key) -> None:
        """Answer a prompt without fields that is not a guard: enter is yes, escape is no."""
        if self.ask.fields or self.ask.guard:
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
        if self.is_open:
            first = next((self._fields[name] for name in self._asked()), None)
            self.screen.set_focus(first or self)

    def retry(self, name: str = "") -> None:
        """Put the cursor into the field that a refusal names, else where an answer is missing."""
        self.call_after_refresh(self._show_focused)
        if name in self._asked():
            self.screen.set_focus(self._fields[name])
            return
        missing = (
            self._fields[name]
            for name, answer in self.values.items()
            if self._fields[name].field.kind != "lines"
            and answer.strip() == (UNCHOSEN if self._is_choice(name) else "")
        )
        if (field := next(missing, None)) is not None:
            self.screen.set_focus(field)
        elif not self.has_focus_within:
            self.refocus()

    def _show_focused(self) -> None:
        """Scroll to the field with the cursor."""
        if self.has_focus_within and self.screen.focused is not None:
            self.screen.focused.scroll_visible(animate=False)

    def _is_choice(self, name: str) -> bool:
        return isinstance(self._fields[name], ChoiceField)


def _kept_as(kind: Kind) -> Kind:
    """Return the kind of the row that takes such answers."""
    return kind if kind in ("choice", "codes", "hidden") else "text"
