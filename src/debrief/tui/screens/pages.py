"""A form of several pages: one at a time, an overview that saves, and a draft that is kept."""

from __future__ import annotations

from contextlib import suppress
from typing import ClassVar, Protocol

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.css.query import NoMatches
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import OptionList, Static, TextArea
from textual.widgets.option_list import Option
from typing_extensions import override

from debrief.core.form import Field
from debrief.core.pages import Mark, Page, asked
from debrief.tui.commands import Where, commands
from debrief.tui.keys import key_line
from debrief.tui.paint import EDGE, MUTED, cell, cut, ends, page, says
from debrief.tui.resilient import absorbed, unnoticed
from debrief.tui.screens.frame import FrameScreen
from debrief.tui.screens.help import HelpScreen
from debrief.tui.widgets.evidence_field import LinesField
from debrief.tui.widgets.fields import ChoiceField, EscapePressed, Label, Submitted, TextField

DRAFT_AFTER = 1.0
SAVE = "save"
GLYPHS = {"done": "✓", "open": "·", "wrong": "!"}
STYLES = {"done": "$text-success", "open": "$text-muted", "wrong": "$text-error"}
SENTENCES = {"done": MUTED, "open": "", "wrong": STYLES["wrong"]}
"""The style of the sentence on a page, by its state; an open page is allowed, so no warning."""

HELPS = ("f1", "help")
LEFT_TO_A_FIELD = ("escape", "question_mark")
TITLES = 34
LABELS = 15
"""The most cells of a label in the footer: 80 columns have room for every key."""

Answer = ChoiceField | TextField


class Work(Protocol):
    """Answers as typed, by page and field, and a place to keep them."""

    draft: dict[str, dict[str, str]]
    notice: str

    def keep(self) -> None:
        """Keep the draft."""


class FormBody(VerticalScroll, can_focus=False):
    """The page; it scrolls with what is focused."""


class PagesScreen(FrameScreen[None]):
    """The lines, keys and draft of a form; what it asks for and saves, each form says itself."""

    CSS_PATH: ClassVar = ["prompt.tcss", "pages.tcss"]
    WHERE: ClassVar[tuple[Where, ...]] = ("form",)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, command.name, show=False, priority=key not in LEFT_TO_A_FIELD)
        for command in commands("form")
        for key in command.keys
    ]
    SAVES: ClassVar[str]
    """The words on the button at the end of the overview."""

    WHOLE: ClassVar[str]
    """The subject of the overview, as in “the whole card”."""

    ABOUT: ClassVar[str]
    """The purpose of the form, for its help."""

    def __init__(self, work: Work) -> None:
        """Begin with the draft of `work`, on its first page or on the overview."""
        super().__init__()
        self._work = work
        self._at = 0
        self._fields: dict[str, Answer] = {}
        self._due: Timer | None = None
        self.notice = work.notice

    # ---- what each form says

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages, as the answers so far have them."""
        raise NotImplementedError

    def marks(self) -> tuple[Mark, ...]:
        """Return how far each page is, in their order."""
        raise NotImplementedError

    def save(self) -> None:
        """Save what is filled in, or tell why not."""
        raise NotImplementedError

    def top_line(self) -> tuple[Content, Content]:
        """Return the two ends of the first line."""
        raise NotImplementedError

    def heading(self, shown: Page | None, marks: tuple[Mark, ...]) -> tuple[Content, Content]:
        """Return the two ends of the line above the page."""
        raise NotImplementedError

    def guidance(self, shown: Page | None, marks: tuple[Mark, ...]) -> str:
        """Return one sentence on what to do here."""
        raise NotImplementedError

    def overview_about(self) -> Content:
        """Return what stands above the overview."""
        raise NotImplementedError

    def overview_more(self) -> list[Option]:
        """Return further rows of the overview, below its pages."""
        return []

    def due(self) -> str:
        """Return the page that the overview begins on, or `SAVE` for its button."""
        return SAVE

    def answer(self, shown: Page, field: Field, draft: str | None) -> Answer:
        """Return the widget that takes this answer."""
        if field.kind == "choice":
            return ChoiceField(field, draft)
        return LinesField(field, draft) if field.kind == "lines" else TextField(field, draft)

    def row(self, shown: Page, field: Field, answer: Answer) -> Widget:
        """Return the answer beside its label."""
        return Horizontal(Label(field.label), answer, classes="prompt-row", id=f"row-{field.name}")

    def page_more(self, shown: Page) -> list[Widget]:
        """Return what stands below the questions of a page."""
        return []

    # ---- what there is

    @property
    def shown(self) -> Page | None:
        """The page on the screen; None on the overview."""
        pages = self.pages
        return pages[self._at] if self._at < len(pages) else None

    @override
    def above(self) -> ComposeResult:
        yield Static(id="agenda")
        yield Static(id="heading")

    @override
    def middle(self) -> ComposeResult:
        yield FormBody(id="body")

    async def on_mount(self) -> None:
        """Begin with the first page, or with the overview of what was begun already."""
        marks = self.marks()
        begun = any(mark.state == "done" for mark in marks[:-1])
        await self.turn_to(len(marks) if begun else 0)

    def on_resize(self, _: events.Resize) -> None:
        """Paint for the new size."""
        self.repaint()

    # ---- pages

    async def turn_to(self, at: int) -> None:
        """Show another page, or the overview after the last one."""
        self._take()
        self._work.keep()
        self._at = at
        body = self.query_one(FormBody)
        await body.remove_children()
        self._fields = {}
        shown = self.shown
        widgets = self._overview() if shown is None else self._page(shown)
        await body.mount_all(widgets)
        self._show_asked()
        first = next(iter(self._fields.values()), None) or self.query_one(OptionList)
        first.focus(scroll_visible=False)  # what the page is about stands above it
        body.scroll_home(animate=False)
        self.attempt(self.paint)

    def _page(self, shown: Page) -> list[Widget]:
        values = self._work.draft.get(shown.id, {})
        self._fields = {
            field.name: self.answer(shown, field, values.get(field.name)) for field in shown.fields
        }
        rows = [self.row(shown, field, self._fields[field.name]) for field in shown.fields]
        about = [Static(Content(shown.about), id="about")] if shown.about else []
        return [*about, *rows, *self.page_more(shown)]

    def _overview(self) -> list[Widget]:
        rows = []
        titles = {leaf.id: leaf.title for leaf in self.pages}
        for mark in self.marks():
            glyph = Content(f"{GLYPHS[mark.state]} ").stylize(STYLES[mark.state])
            title = cell(cut(titles[mark.page], TITLES), TITLES + 2)
            sentence = says(mark.sentence, SENTENCES[mark.state])
            rows.append(Option(glyph + title + sentence, id=mark.page))
        edges = Content("▏").stylize(EDGE), Content("▕").stylize(EDGE)
        button = Content(f" {self.SAVES} ").join(edges).stylize("on $surface")
        rows += [*self.overview_more(), Option("", disabled=True), Option(button, id=SAVE)]
        listed = OptionList(*rows, markup=False, compact=True)
        listed.highlighted = listed.get_option_index(self.due())
        return [Static(self.overview_about(), id="about"), listed]

    def _take(self) -> None:
        """Take what stands in the fields into the draft."""
        shown = self.shown
        if shown is not None and self._fields:
            self._work.draft[shown.id] = {n: field.answer for n, field in self._fields.items()}

    def _asked(self) -> tuple[str, ...]:
        shown = self.shown
        if shown is None:
            return ()
        return asked(shown, {name: field.answer for name, field in self._fields.items()})

    def _show_asked(self) -> None:
        names = self._asked()
        for name in self._fields:
            for row in self.query(f"#row-{name}"):
                row.display = name in names

    # ---- keys

    @absorbed
    async def on_submitted(self, message: Submitted) -> None:
        """Go to the next field, after the last one on from this page."""
        message.stop()
        following = self._following()
        if following is None:
            await self.go_on()
        else:
            following.focus()

    async def go_on(self) -> None:
        """Leave a page that is filled in, for the next one."""
        await self.turn_to(self._at + 1)

    def _following(self) -> Answer | None:
        names = self._asked()
        here = next((n for n, field in self._fields.items() if field is self.focused), None)
        after = names[names.index(here) + 1 :] if here in names else ()
        return self._fields[after[0]] if after else None

    @absorbed
    async def on_escape_pressed(self, message: EscapePressed) -> None:
        """Go to the overview."""
        message.stop()
        await self.turn_to(len(self.pages))

    def action_help(self) -> None:
        """Explain the form and its keys."""
        heading = self.heading(None, self.marks())[0].plain
        self.app.push_screen(HelpScreen(heading, self.ABOUT, commands("form")))

    async def action_turn(self, by: int) -> None:
        """Turn a page."""
        await self.turn_to(max(0, min(len(self.pages), self._at + by)))

    async def action_leave(self) -> None:
        """Go to the overview, or leave from there; the draft stays."""
        if self._at < len(self.pages):
            await self.turn_to(len(self.pages))
            return
        self._take()
        self._work.keep()
        self.leave()

    @absorbed
    async def on_option_list_option_selected(self, message: OptionList.OptionSelected) -> None:
        """Open the page, or save."""
        message.stop()
        await self.chosen(message.option_id or SAVE)

    async def chosen(self, row: str) -> None:
        """Do what a row of the overview says."""
        if row == SAVE:
            self.save()
        else:
            await self.turn_to([leaf.id for leaf in self.pages].index(row))

    @absorbed
    async def on_click(self, event: events.Click) -> None:
        """Open the page whose dot was clicked."""
        if event.widget is self.query_one("#agenda"):
            at = (event.x - 1) // 2
            if event.x % 2 and 0 <= at <= len(self.pages):
                await self.turn_to(at)

    # ---- what is typed is kept

    @absorbed
    def on_text_area_changed(self, message: TextArea.Changed) -> None:
        """Keep what is half typed, a second later."""
        message.stop()
        self._changed()

    @absorbed
    def on_choice_field_changed(self, message: ChoiceField.Changed) -> None:
        """Ask for what this answer asks for."""
        message.stop()
        self._show_asked()
        self._changed()

    def on_option_list_option_highlighted(self, message: OptionList.OptionHighlighted) -> None:
        """Name what enter does."""
        message.stop()
        self.repaint()

    def on_descendant_focus(self, _: events.DescendantFocus) -> None:
        """Name what enter does."""
        self.repaint()

    def _changed(self) -> None:
        self.notice = ""
        if self._due is None:  # whoever types without a pause has a draft as well
            self._due = self.set_timer(DRAFT_AFTER, self._keep)
        self.repaint()

    @unnoticed
    def _keep(self) -> None:
        self._due = None
        self._take()
        self._work.keep()

    # ---- paint

    def paint(self) -> None:
        """Paint the lines around the page."""
        width = self.size.width - 2
        self._take()
        shown, marks = self.shown, self.marks()
        self.set_line("title", page(ends(*self.top_line(), width)[:1]))
        self.set_line("agenda", self._dots(marks))
        self.set_line("heading", page(ends(*self.heading(shown, marks), width - 7)))
        self.paint_more(shown)
        style = "$text-warning" if self.notice else MUTED
        guidance = self.notice or self.guidance(shown, marks)
        self.set_line("guidance", Content(guidance).stylize(style))
        keys = self._others(shown)
        self.set_line("footer", key_line(("enter", self.next_step()), keys, width, "escape"))

    def paint_more(self, shown: Page | None) -> None:
        """Paint what else a form has."""

    def _dots(self, marks: tuple[Mark, ...]) -> Content:
        dots = [
            Content("▸").stylize("$text-accent bold")
            if number == self._at
            else Content(GLYPHS[mark.state]).stylize(STYLES[mark.state])
            for number, mark in enumerate(marks)
        ]
        end = (
            Content("▸").stylize("$text-accent bold")
            if self._at == len(marks)
            else Content("≡").stylize(MUTED)
        )
        where = f"page {self._at + 1} of {len(marks)}" if self._at < len(marks) else self.WHOLE
        return Content(" ").join([*dots, end]) + Content(f"   {where}").stylize(MUTED)

    def answered(self, name: str) -> str:
        """Return what stands in a field of this page."""
        field = self._fields.get(name)
        return field.answer if field is not None else ""

    def overview_row(self) -> str:
        """Return the page, or `SAVE`, that is highlighted in the overview; empty on a page."""
        for listed in self.query(OptionList):
            if listed.highlighted is not None:
                return listed.get_option_at_index(listed.highlighted).id or ""
        return ""

    def next_step(self) -> str:
        """Return what enter does."""
        if row := self.overview_row():
            return self.SAVES if row == SAVE else "Open this page"
        if isinstance(self.focused, LinesField) and not self.focused.goes_on:
            return "New line; empty: next"
        following = self._following()
        if following is not None:
            return f"Next: {cut(following.field.label, LABELS)}"
        return "Next page" if self._at + 1 < len(self.pages) else f"Next: {self.WHOLE}"

    def _others(self, shown: Page | None) -> list[tuple[str, str]]:
        if shown is None:
            return [("↑ ↓", "choose"), ("pgup", "back"), HELPS, ("escape", "leave")]
        return [("tab", "field"), ("pgup pgdn", "pages"), HELPS, ("escape", self.WHOLE[4:])]

    @override
    def set_line(self, name: str, content: Content) -> None:
        with suppress(NoMatches):  # the page is just being turned
            super().set_line(name, content)
