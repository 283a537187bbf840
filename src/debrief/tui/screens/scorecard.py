"""The scorecard in the terminal: a page a competency, the role, the fit, and what is missing."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import OptionList, Static, TextArea
from textual.widgets.option_list import Option

from debrief.core import carddraft
from debrief.core.carddraft import CardPage, Mark
from debrief.core.findings import sentence
from debrief.store.atomic import FileProblem
from debrief.store.card_work import CardWork, Saved
from debrief.tui.paint import MUTED, cell, cut, ends, page, says
from debrief.tui.screens.room import key_line
from debrief.tui.widgets.evidence_field import LinesField
from debrief.tui.widgets.fields import ChoiceField, PutAside, Submitted, TextField
from debrief.tui.widgets.scale import ScaleField

DRAFT_AFTER = 1.0
SAVE = "save"
GLYPHS = {"done": "●", "open": "○", "wrong": "✗"}
STYLES = {"done": "$text-success", "open": "$text-muted", "wrong": "$text-error"}
TITLES = 34
SAVED = "Save the scorecard"
UNSEEN = "Nobody sees it before all ratings are opened together."

Answer = ChoiceField | TextField


class Body(VerticalScroll, can_focus=False):
    """The page; it scrolls with what is focused."""


class ScorecardScreen(Screen[None]):
    """One panelist's own card; `saved` says what became of it."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "turn(-1)", show=False, priority=True),
        Binding("pagedown", "turn(1)", show=False, priority=True),
        Binding("escape", "leave", show=False),
    ]

    def __init__(self, work: CardWork) -> None:
        """Work on this card."""
        super().__init__()
        self.work = work
        self.saved: Saved | None = None
        self._at = 0
        self._fields: dict[str, Answer] = {}
        self._debounce: Timer | None = None
        self._notice = work.notice

    # ---- what there is

    @property
    def pages(self) -> tuple[CardPage, ...]:
        """The pages, as the answers so far have them."""
        return carddraft.pages(self.work.brief, self.work.panelist, self.work.draft)

    @property
    def shown(self) -> CardPage | None:
        """The page on the screen; None on the last one, which says what is missing."""
        pages = self.pages
        return pages[self._at] if self._at < len(pages) else None

    def compose(self) -> ComposeResult:
        """Lay out the lines that are always there."""
        yield Static(id="title")
        yield Static(id="agenda")
        yield Static(id="heading")
        yield Body(id="body")
        yield Static(id="guidance")
        yield Static(id="footer")

    async def on_mount(self) -> None:
        """Begin with the first page, or with what is missing when there is a card already."""
        marks = self._marks()
        begun = any(mark.state == "done" for mark in marks[:-1])
        await self._turn_to(len(marks) if begun else 0)

    def on_resize(self, _: events.Resize) -> None:
        """Paint for the new size."""
        self._paint()

    def _marks(self) -> tuple[Mark, ...]:
        return carddraft.marks(self.work.brief, self.work.panelist, self.work.draft)

    # ---- pages

    async def _turn_to(self, at: int) -> None:
        self._take()
        self.work.keep()
        self._at = at
        body = self.query_one(Body)
        await body.remove_children()
        self._fields = {}
        shown = self.shown
        widgets = self._overview() if shown is None else self._page(shown)
        await body.mount_all(widgets)
        self._show_asked()
        first = next(iter(self._fields.values()), None) or self.query_one(OptionList)
        first.focus(scroll_visible=False)  # what the page is about stands above it
        body.scroll_home(animate=False)
        self._paint()

    def _page(self, shown: CardPage) -> list[Widget]:
        values = self.work.draft.get(shown.id, {})
        self._fields = {
            field.name: _answer(field.kind, shown, number, values.get(field.name))
            for number, field in enumerate(shown.fields)
        }
        widgets: list[Widget] = [Static(says(shown.about), id="about")]
        for field in shown.fields:
            row = self._fields[field.name]
            if isinstance(row, ScaleField):
                widgets.append(row)
                continue
            label = Static(Content(field.label), classes="prompt-label")
            wide = " -wide" if field.name.startswith("told-") else ""
            classes = f"prompt-row{wide}"
            widgets.append(Horizontal(label, row, classes=classes, id=f"row-{field.name}"))
        competency = shown.competency
        if competency is not None and competency.probes:
            widgets.append(Static(id="probes"))
        return widgets

    def _overview(self) -> list[Widget]:
        rows = [Option(SAVED, id=SAVE)]
        titles = {one.id: one.title for one in self.pages}
        for mark in self._marks():
            glyph = Content(f"{GLYPHS[mark.state]} ").stylize(STYLES[mark.state])
            title = cell(cut(titles[mark.page], TITLES), TITLES + 2)
            told = says(mark.sentence, MUTED if mark.state == "done" else STYLES["wrong"])
            rows.append(Option(glyph + title + told, id=mark.page))
        listed = OptionList(*rows, markup=False, compact=True)
        listed.highlighted = self._due()
        return [Static(says(UNSEEN, MUTED), id="about"), listed]

    def _due(self) -> int:
        """The row to begin with: what keeps from saving, what is theirs to say, or to save."""
        own = {one.id for one in self.pages if one.own or one.id == carddraft.ROLE}
        marks = self._marks()
        wrong = [row for row, mark in enumerate(marks, 1) if mark.state == "wrong"]
        due = [
            row for row, mark in enumerate(marks, 1) if mark.state == "open" and mark.page in own
        ]
        return next(iter(wrong + due), 0)

    def _take(self) -> None:
        """Take what stands in the fields into the draft."""
        shown = self.shown
        if shown is not None and self._fields:
            self.work.draft[shown.id] = {n: field.answer for n, field in self._fields.items()}

    def _asked(self) -> tuple[str, ...]:
        shown = self.shown
        if shown is None:
            return ()
        return carddraft.asked(shown, {name: one.answer for name, one in self._fields.items()})

    def _show_asked(self) -> None:
        asked = self._asked()
        for name, field in self._fields.items():
            if isinstance(field, ScaleField):
                continue
            self.query_one(f"#row-{name}").display = name in asked

    # ---- keys

    async def on_submitted(self, message: Submitted) -> None:
        """Go to the next field, after the last one to the next page."""
        message.stop()
        following = self._following()
        if following is None:
            await self._turn_to(self._at + 1)
        else:
            following.focus()

    def _following(self) -> Answer | None:
        asked = self._asked()
        here = next((n for n, field in self._fields.items() if field is self.focused), None)
        after = asked[asked.index(here) + 1 :] if here in asked else ()
        return self._fields[after[0]] if after else None

    async def on_put_aside(self, message: PutAside) -> None:
        """Go to what is missing."""
        message.stop()
        await self._turn_to(len(self.pages))

    async def action_turn(self, by: int) -> None:
        """Turn a page."""
        await self._turn_to(max(0, min(len(self.pages), self._at + by)))

    def action_leave(self) -> None:
        """Leave; the draft stays."""
        self._take()
        self.work.keep()
        self.app.exit(0)

    async def on_option_list_option_selected(self, message: OptionList.OptionSelected) -> None:
        """Open the page, or save."""
        message.stop()
        ids = [one.id for one in self.pages]
        if message.option_id in ids:
            await self._turn_to(ids.index(message.option_id))
        else:
            self._save()

    def _save(self) -> None:
        wrong = next((mark for mark in self._marks() if mark.state == "wrong"), None)
        if wrong is not None:
            self._tell(f"Not saved: {wrong.sentence}.")
            return
        try:
            done = self.work.save()
        except FileProblem as problem:
            self._tell(f"Not saved: {problem}")
            return
        if done.file is None:
            self._tell(f"Not saved: {sentence(done.findings[0])}")
            return
        self.saved = done
        self.app.exit(0)

    async def on_click(self, event: events.Click) -> None:
        """Do what the footer names, or open the page whose dot was clicked."""
        if event.widget is self.query_one("#footer"):
            await self._main()
        elif event.widget is self.query_one("#agenda"):
            at = (event.x - 1) // 2
            if event.x % 2 and 0 <= at <= len(self.pages):
                await self._turn_to(at)

    async def _main(self) -> None:
        listed = self.query(OptionList)
        if listed:
            listed.first().action_select()
        elif isinstance(self.focused, LinesField) and not self.focused.goes_on:
            self.focused.insert("\n")
        else:
            await self.on_submitted(Submitted())

    # ---- what is typed is kept

    def on_text_area_changed(self, message: TextArea.Changed) -> None:
        """Keep what is half typed, a second after the last key."""
        message.stop()
        self._changed()

    def on_choice_field_changed(self, message: ChoiceField.Changed) -> None:
        """Ask for what this answer asks for."""
        message.stop()
        self._show_asked()
        self._changed()

    def on_option_list_option_highlighted(self, message: OptionList.OptionHighlighted) -> None:
        """Name what enter does."""
        message.stop()
        self._paint()

    def on_descendant_focus(self, _: events.DescendantFocus) -> None:
        """Name what enter does."""
        self._paint()

    def _changed(self) -> None:
        self._notice = ""
        if self._debounce is not None:
            self._debounce.stop()
        self._debounce = self.set_timer(DRAFT_AFTER, self._keep)
        self._paint()

    def _keep(self) -> None:
        self._take()
        self.work.keep()

    # ---- paint

    def _tell(self, said: str) -> None:
        self._notice = said
        self._paint()

    def _paint(self) -> None:
        width = self.size.width - 2
        self._take()
        brief, shown, marks = self.work.brief, self.shown, self._marks()
        name = brief.panelist(self.work.panelist).name
        who = says(f"{brief.candidate.alias} · {brief.title}", MUTED)
        self._set("title", page(ends(says(f"Scorecard of {name}", "bold"), who, width)[:1]))
        self._set("agenda", self._dots(marks))
        self._set("heading", page(ends(*self._heading(shown, marks), width - 7)))
        if shown is not None and shown.competency is not None and shown.competency.probes:
            probes = [Content(f"· {probe}") for probe in shown.competency.probes]
            title = says("What could be asked", f"bold {MUTED}")
            self._set("probes", Content("\n").join([title, *probes]).stylize(MUTED))
        guidance = self._notice or self._guidance(shown, marks)
        style = "$text-warning" if self._notice else MUTED
        self._set("guidance", Content(guidance).stylize(style))
        self._set("footer", key_line(("enter", self._next()), self._others(shown), width, "escape"))

    def _dots(self, marks: tuple[Mark, ...]) -> Content:
        dots = [
            Content("▸").stylize("$text-accent bold")
            if number == self._at
            else Content(GLYPHS[mark.state]).stylize(STYLES[mark.state])
            for number, mark in enumerate(marks)
        ]
        end = Content("▸" if self._at == len(marks) else "≡").stylize("$text-accent")
        where = (
            f"page {self._at + 1} of {len(marks)}" if self._at < len(marks) else "the whole card"
        )
        return Content(" ").join([*dots, end]) + Content(f"   {where}").stylize(MUTED)

    def _heading(self, shown: CardPage | None, marks: tuple[Mark, ...]) -> tuple[Content, Content]:
        if shown is None:
            done = sum(mark.state == "done" for mark in marks)
            return says("Your scorecard", "bold"), says(f"{done} of {len(marks)} pages done", MUTED)
        must = shown.competency is not None and shown.competency.must_have
        told = " · ".join([*(["must-have"] if must else []), *(["yours"] if shown.own else [])])
        return says(shown.title, "bold"), says(told, "$text-accent")

    def _guidance(self, shown: CardPage | None, marks: tuple[Mark, ...]) -> str:
        if shown is None:
            return "Pages that are open may stay so: you rate what you saw."
        mark = marks[self._at]
        if shown.competency is not None and not self._answered("rating"):
            return "Which level did you see evidence of? Press its digit, or go on."
        return f"This page: {mark.sentence}{'' if mark.sentence.endswith('?') else '.'}"

    def _answered(self, name: str) -> str:
        field = self._fields.get(name)
        return field.answer if field is not None else ""

    def _next(self) -> str:
        listed = self.query(OptionList)
        if listed:
            at = listed.first().highlighted or 0
            return SAVED if at == 0 else f"Open “{self.pages[at - 1].title}”"
        if isinstance(self.focused, LinesField) and not self.focused.goes_on:
            return "New line; on an empty line it goes on"
        following = self._following()
        if following is not None:
            return f"Next: {cut(following.field.label, TITLES)}"
        pages = self.pages
        after = pages[self._at + 1].title if self._at + 1 < len(pages) else "the whole card"
        return f"Next page: {after}"

    def _others(self, shown: CardPage | None) -> list[tuple[str, str]]:
        if shown is None:
            return [("↑ ↓", "choose"), ("pageup", "back"), ("escape", "leave, the draft stays")]
        return [("tab", "next field"), ("pgup pgdn", "pages"), ("escape", "whole card")]

    def _set(self, name: str, content: Content) -> None:
        try:
            widget = self.query_one(f"#{name}", Static)
        except NoMatches:  # the page is just being turned
            return
        if widget.content != content:
            widget.update(content)


def _answer(kind: str, shown: CardPage, number: int, draft: str | None) -> Answer:
    field = shown.fields[number]
    if field.name == "rating" and shown.competency is not None:
        return ScaleField(field, draft, shown.competency.anchors)
    if kind == "choice":
        return ChoiceField(field, draft)
    return LinesField(field, draft) if kind == "lines" else TextField(field, draft)
