"""Calibration, for the process owner alone: how panels agree; people by name only on a key."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import ClassVar

from textual import events
from textual.app import ComposeResult, SystemCommand
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.theme import Theme
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from debrief.store.atomic import FileProblem
from debrief.tui import calibration_lines as lines
from debrief.tui.calibrating import Report, StoppedError, Work
from debrief.tui.commands import Where, commands
from debrief.tui.keys import BLANKED, bindings, key_line
from debrief.tui.paint import SMALLEST, Lines, page, wrap
from debrief.tui.screens.room import Body
from debrief.tui.typeahead import TakesKeys
from debrief.tui.widgets.pane import Pane
from debrief.tui.widgets.put import put

AGREEMENT, PEOPLE, DISCUSSION, LEFT_OUT = range(len(lines.PAGES))
MARGIN = 3
SCROLLBAR = 1
TALL = 24
"""Lines from which there is air."""

ROOMY = 28
"""Lines from which there is room for the guidance also below people."""


class Listing(OptionList, can_focus=False):
    """People to choose one of; the keys are the screen's."""


class Told(VerticalScroll, can_focus=False):
    """What there is to say of the chosen one."""


class Working(Message):
    """So much of the work is done."""

    def __init__(self, what: str, done: int, of: int) -> None:
        """Carry it."""
        super().__init__()
        self.what, self.done, self.of = what, done, of


class Worked(Message):
    """The work is done: a report, or one sentence on why there is none."""

    def __init__(self, report: Report | None, problem: str = "") -> None:
        """Carry it."""
        super().__init__()
        self.report, self.problem = report, problem


class CalibrationScreen(TakesKeys, Screen[None]):
    """Four pages; on that of people one is chosen, and nothing of them is there before the key."""

    CSS_PATH = "calibration.tcss"
    ALLOW_SELECT = False
    AUTO_FOCUS = ""
    WHERE: ClassVar[tuple[Where, ...]] = ("calibration",)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(*WHERE)]

    def __init__(self, work: Work) -> None:
        """Show what `work` makes, once it has."""
        super().__init__()
        self._work = work
        self.report: Report | None = None
        self.at = AGREEMENT
        self.named = False
        self.blanked = False
        self.asking = False
        self.notice = ""
        self._problem = ""
        self._progress = ("Reading", 0, 0)
        self._rows: list[lines.Listed] = []
        self._listed: object = None

    def compose(self) -> ComposeResult:
        """Lay out the lines that are always there."""
        yield Static(id="title")
        yield Static(id="tabs")
        with Body(id="body"):
            yield Pane(id="pane")
        with Vertical(id="people"):
            yield Static(id="head")
            yield Listing(markup=False, compact=True)
            with Told():
                yield Static(id="told")
        yield Static(id="only")
        yield Static(id="guidance")
        yield Static(id="footer")

    def on_mount(self) -> None:
        """Paint, and only then begin to work."""
        self.app.theme_changed_signal.subscribe(self, self._name_theme)
        self.call_after_refresh(self._begin)

    def _name_theme(self, theme: Theme) -> None:
        self.tell(f"Theme: {theme.name}")

    # ---- the work

    def _begin(self) -> None:
        self.repaint()
        self.run_worker(self._do_work, thread=True)

    def _do_work(self) -> None:
        worker = get_current_worker()

        def tell(what: str, done: int, of: int) -> None:
            if worker.is_cancelled:
                raise StoppedError
            self.post_message(Working(what, done, of))

        try:
            self.post_message(Worked(self._work(tell)))
        except StoppedError:
            return
        except FileProblem as problem:
            self.post_message(Worked(None, f"{problem.path.name} {problem.reason}"))

    def on_working(self, message: Working) -> None:
        """Say how far it is."""
        message.stop()
        self._progress = (message.what, message.done, message.of)
        self.repaint()

    def on_worked(self, message: Worked) -> None:
        """Show the report."""
        message.stop()
        self.report, self._problem = message.report, message.problem
        self.repaint()

    # ---- what is seen

    def on_resize(self, _: events.Resize) -> None:
        """Paint for the new size."""
        self.repaint()

    def on_body_resized(self, message: Body.Resized) -> None:
        """Paint for the room that there is now."""
        message.stop()
        self.repaint()

    def on_body_scrolled(self, message: Body.Scrolled) -> None:
        """Say whether there is more."""
        message.stop()
        self._hint()

    @property
    def _only(self) -> Content:
        """One sentence that is all there is to see, empty where there is more."""
        if self.blanked:
            return BLANKED
        small = self.size.width < SMALLEST[0] or self.size.height < SMALLEST[1]
        return Content("Make the window larger." if small else "")

    @property
    def _lists(self) -> bool:
        """Whether people are listed by name now."""
        found = self.report is not None and any(one.people for one in self.report.found.scales)
        return found and self.at == PEOPLE and self.named and not self._only

    def repaint(self) -> None:
        """Paint what is known now; of people nothing is in a widget before its key."""
        if not self.is_mounted:
            return
        self.set_class(bool(self._only), "-only")
        self.set_class(self._lists, "-people")
        self.set_class(self.size.height >= TALL, "-tall")
        self.set_class(self.size.height >= ROOMY, "-roomy")
        self._set("only", self._only)
        width = self.size.width - 2
        left_out = lines.missing(self.report) if self.report else 0
        what, done, of = self._progress
        told = "" if self._problem else f"{what} {done:,} of {of:,}" if of else f"{what} …"
        self._set("title", page(lines.title(self.report, told, width, named=self.named)))
        self._set("tabs", lines.tabs(self.at, left_out, width))
        self._paint_page(self.size.width - 2 * MARGIN - SCROLLBAR)
        said = self.notice or (lines.SHOWN if self.named else lines.HIDDEN)
        warns = bool(self.notice) or self.named
        self._set("guidance", Content(said).stylize("$text-warning" if warns else "$text-muted"))
        self._set("footer", self._footer(width))
        self._hint()

    def _paint_page(self, width: int) -> None:
        self._list(width)
        hidden = self._only or self._lists
        self._set("pane", page([] if hidden else self._page(max(1, width))))

    def _page(self, width: int) -> Lines:
        report = self.report
        if self._problem:
            return wrap(self._problem, width)
        if report is None:
            what, done, of = self._progress
            return lines.working(f"{what} …", done, of, width)
        if not report.found.sessions and self.at != LEFT_OUT:
            return lines.no_report(width)
        if self.at == AGREEMENT:
            return lines.agreement(report, width)
        if self.at == PEOPLE:
            return lines.unnamed(report, width)
        if self.at == DISCUSSION:
            return lines.discussion(report, width)
        return lines.left_out(report, width, named=self.named)

    def _list(self, width: int) -> None:
        """List people for this width, or let go of them."""
        shown = (id(self.report), self.size) if self._lists else None
        if shown == self._listed:
            return
        self._listed = shown
        listing = self.query_one(Listing)
        chosen = listing.highlighted
        listing.clear_options()
        self._rows = lines.listed(self.report, width) if shown and self.report else []
        listing.add_options([Option(row, disabled=one is None) for _, one, row in self._rows])
        first = next((at for at, row in enumerate(self._rows) if row[1] is not None), None)
        listing.highlighted = first if chosen is None else min(chosen, len(self._rows) - 1)
        self._paint_chosen()

    def _paint_chosen(self) -> None:
        at, width = self.query_one(Listing).highlighted, self.size.width - 2 * MARGIN - SCROLLBAR
        if at is None or at >= len(self._rows) or self.report is None:
            self._set("head", Content())
            self._set("told", Content())
            return
        scale, one, _ = self._rows[at]
        short = self.size.height < TALL
        self._set("head", page(lines.head(self.report, scale, width, short=short)))
        self._set("told", page(lines.person(scale, one, width) if one else []))

    def on_option_list_option_highlighted(self, message: OptionList.OptionHighlighted) -> None:
        """Say what there is to say of the chosen one."""
        message.stop()
        self.query_one(Told).scroll_home(animate=False)
        self._paint_chosen()

    def _footer(self, width: int) -> Content:
        key, label = self._main()
        shown = [one for one in commands(*self.WHERE) if one.brief and one.shown != key]
        words = {"names": "hide names" if self.named else "names"}
        others = [(one.shown, words.get(one.name, one.brief)) for one in shown]
        return key_line((key, label), others, width)

    def _main(self) -> tuple[str, str]:
        """Return the key that leads on, and what it does."""
        if self.at == PEOPLE and not self.named and self.report and self.report.found.sessions:
            return "e", "Show people by name"
        return "→", lines.PAGES[(self.at + 1) % len(lines.PAGES)]

    def _hint(self) -> None:
        body, pane = self.query_one(Body), self.query_one(Pane).content
        height = pane.plain.count("\n") + 1 if isinstance(pane, Content) else 0
        left = 0 if self._lists else height - body.content_size.height
        hint = "▼ more: page down" if left > body.scroll_y else "▲ page up" if left > 0 else ""
        self.query_one("#footer").border_title = hint

    def _set(self, name: str, content: Content) -> None:
        put(self.query_one(f"#{name}", Static), content)

    def tell(self, sentence: str) -> None:
        """Show one sentence, until the next key."""
        self.notice = sentence
        self.repaint()

    # ---- keys

    def action_turn(self, by: int) -> None:
        """Turn to the next page, or the one before."""
        self._turn_to((self.at + by) % len(lines.PAGES))

    def _turn_to(self, at: int) -> None:
        self.at, self.notice = at, ""
        self.query_one(Body).scroll_home(animate=False)
        self.repaint()

    def action_names(self) -> None:
        """Show people by name, or hide them again."""
        if not self.blanked:
            self.named, self.notice = not self.named, ""
            self.repaint()

    def action_choose(self, by: int) -> None:
        """Choose the one above or below; where nobody is listed, scroll a line."""
        listing = self.query_one(Listing)
        if not self._lists:
            self.query_one(Body).scroll_relative(y=by, animate=False)
        elif by < 0:
            listing.action_cursor_up()
        else:
            listing.action_cursor_down()

    def action_scroll(self, pages: int) -> None:
        """Go a page up or down."""
        body, listing = self.query_one(Body), self.query_one(Listing)
        if not self._lists:
            body.scroll_relative(y=pages * max(1, body.size.height - 2), animate=False)
        elif pages < 0:
            listing.action_page_up()  # type: ignore[no-untyped-call]
        else:
            listing.action_page_down()  # type: ignore[no-untyped-call]

    def action_jump(self, index: int) -> None:
        """Go to the first line (0) or the last (-1)."""
        body, listing = self.query_one(Body), self.query_one(Listing)
        if index == 0:
            listing.action_first() if self._lists else body.scroll_home(animate=False)
        else:
            listing.action_last() if self._lists else body.scroll_end(animate=False)

    def action_read(self, pages: int) -> None:
        """Scroll what is said of the chosen one."""
        told = self.query_one(Told)
        told.scroll_relative(y=pages * max(1, told.size.height - 1), animate=False)

    def action_blank(self) -> None:
        """Blank the shared screen, or show it again."""
        self.blanked = not self.blanked
        self.repaint()

    def on_click(self, event: events.Click) -> None:
        """Turn to the page that was clicked."""
        if event.widget is self.query_one("#tabs"):
            left_out = lines.missing(self.report) if self.report else 0
            at = lines.tab_at(event.x - 1, left_out)
            if at is not None:
                self._turn_to(at)

    def palette(self) -> Iterator[SystemCommand]:
        """Give what the keys do, by name."""
        for command in commands(*self.WHERE):
            run = partial(self.call_next, self.run_action, command.name)
            yield SystemCommand(command.help, f"key {command.shown}", run)

    def action_help(self) -> None:
        """Explain calibration and its keys."""
        from debrief.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen("Calibration", lines.PURPOSE, commands(*self.WHERE)))

    def action_leave(self) -> None:
        """Go back to where this was opened from, or end the program."""
        if len(self.app.screen_stack) > 1:
            self.app.pop_screen()
        else:
            self.app.exit(0)
