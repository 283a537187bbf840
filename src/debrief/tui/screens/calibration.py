"""Calibration, for the process owner alone: how panels agree; people by name only on a key."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker
from typing_extensions import override

from debrief.calibration.cluster import ClusterError
from debrief.calibration.pool import LostError
from debrief.store.atomic import FileProblem
from debrief.tui import crash
from debrief.tui.calibration_report import Report, StoppedError, Work
from debrief.tui.commands import Where, commands
from debrief.tui.keys import bindings, blanked, key_line
from debrief.tui.paint import Lines, page, wrap
from debrief.tui.resilient import absorbed
from debrief.tui.screens import calibration_lines as lines
from debrief.tui.screens.frame import Body, FrameScreen
from debrief.tui.widgets.pane import Pane

AGREEMENT, PEOPLE, DISCUSSION, LEFT_OUT = range(len(lines.PAGES))
MARGIN = 3
SCROLLBAR = 1
TALL = 24
"""Lines from which there is air."""

ROOMY = 28
"""Lines from which there is room for the guidance also below people."""

UNMADE = "There is no report, because part of the program failed."


class Listing(OptionList, can_focus=False):
    """People to choose one of; the keys are the screen's."""


class PersonPane(VerticalScroll, can_focus=False):
    """The detail pane of the chosen person."""


class ReportProgress(Message):
    """So much of the work is done."""

    def __init__(self, what: str, done: int, of: int) -> None:
        """Carry it."""
        super().__init__()
        self.what, self.done, self.of = what, done, of


class ReportReady(Message):
    """The work is done: a report, or one sentence on why there is none."""

    def __init__(self, report: Report | None, problem: str = "") -> None:
        """Carry it."""
        super().__init__()
        self.report, self.problem = report, problem


class CalibrationScreen(FrameScreen[None]):
    """Four pages; on that of people one is chosen, and nothing of them is there before the key."""

    CSS_PATH = "calibration.tcss"
    WHERE: ClassVar[tuple[Where, ...]] = ("calibration",)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(*WHERE)]

    def __init__(self, work: Work) -> None:
        """Show what `work` makes, once it has."""
        super().__init__()
        self._work = work
        self.report: Report | None = None
        self.at = AGREEMENT
        self.named = False
        self._problem = ""
        self._progress = ("Reading", 0, 0)
        self._rows: list[lines.Listed] = []
        self._listed: object = None

    @override
    def above(self) -> ComposeResult:
        yield Static(id="tabs")

    @override
    def middle(self) -> ComposeResult:
        with Body(id="body"):
            yield Pane(id="pane")
        with Vertical(id="people"):
            yield Static(id="head")
            yield Listing(markup=False, compact=True)
            with PersonPane():
                yield Static(id="told")
        yield Static(id="only")

    def on_mount(self) -> None:
        """Paint, and only then begin to work."""
        self.call_after_refresh(self._begin)

    # ---- the work

    def _begin(self) -> None:
        self.repaint()
        self.run_worker(self._do_work, thread=True)

    def _do_work(self) -> None:
        worker = get_current_worker()

        def tell(what: str, done: int, of: int) -> None:
            if worker.is_cancelled:
                raise StoppedError
            self.post_message(ReportProgress(what, done, of))

        try:
            self.post_message(ReportReady(self._work(tell)))
        except StoppedError:
            return
        except FileProblem as problem:
            self.post_message(ReportReady(None, f"{problem.path.name} {problem.reason}"))
        except (ClusterError, LostError) as problem:
            self.post_message(ReportReady(None, str(problem)))
        except Exception as error:
            crash.log(error)
            self.post_message(ReportReady(None, UNMADE))

    def on_report_progress(self, message: ReportProgress) -> None:
        """Say how far it is."""
        message.stop()
        self._progress = (message.what, message.done, message.of)
        self.repaint()

    def on_report_ready(self, message: ReportReady) -> None:
        """Show the report."""
        message.stop()
        self.report, self._problem = message.report, message.problem
        self.repaint()

    # ---- what is seen

    def on_resize(self, _: events.Resize) -> None:
        """Paint for the new size."""
        self.repaint()

    @property
    def _only(self) -> Content:
        """One sentence that is all there is to see, empty where there is more."""
        if self.blanked:
            return blanked(self.size.width - 2, self.size.height)
        return Content("Make the window larger." if self.small else "")

    @property
    def _lists(self) -> bool:
        """True while people are listed by name."""
        found = self.report is not None and any(scale.people for scale in self.report.found.scales)
        return found and self.at == PEOPLE and self.named and not self._only

    def paint(self) -> None:
        """Paint what is known now; of people nothing is in a widget before its key."""
        self.set_class(bool(self._only), "-only")
        self.set_class(self._lists, "-people")
        self.set_class(self.size.height >= TALL, "-tall")
        self.set_class(self.size.height >= ROOMY, "-roomy")
        self.set_line("only", self._only)
        width = self.size.width - 2
        left_out = lines.missing(self.report) if self.report else 0
        what, done, of = self._progress
        progress = "" if self._problem else f"{what} {done:,} of {of:,}" if of else f"{what} …"
        self.set_line("title", page(lines.title(self.report, progress, width, named=self.named)))
        self.set_line("tabs", lines.tabs(self.at, left_out, width))
        self._paint_page(self.size.width - 2 * MARGIN - SCROLLBAR)
        guidance = self.notice or (lines.SHOWN if self.named else lines.HIDDEN)
        warns = bool(self.notice) or self.named
        self.set_line(
            "guidance", Content(guidance).stylize("$text-warning" if warns else "$text-muted")
        )
        self.set_line("footer", self._footer(width))
        self.hint()

    def _paint_page(self, width: int) -> None:
        self._list(width)
        hidden = self._only or self._lists
        self.set_line("pane", page([] if hidden else self._page(max(1, width))))

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
        listing.add_options([Option(row, disabled=person is None) for _, person, row in self._rows])
        first = next((at for at, row in enumerate(self._rows) if row[1] is not None), None)
        listing.highlighted = first if chosen is None else min(chosen, len(self._rows) - 1)
        self._paint_chosen()

    def _paint_chosen(self) -> None:
        at, width = self.query_one(Listing).highlighted, self.size.width - 2 * MARGIN - SCROLLBAR
        if at is None or at >= len(self._rows) or self.report is None:
            self.set_line("head", Content())
            self.set_line("told", Content())
            return
        scale, person, _ = self._rows[at]
        short = self.size.height < TALL
        self.set_line("head", page(lines.head(self.report, scale, width, short=short)))
        self.set_line("told", page(lines.person(scale, person, width) if person else []))

    @absorbed
    def on_option_list_option_highlighted(self, message: OptionList.OptionHighlighted) -> None:
        """Say what there is to say of the chosen one."""
        message.stop()
        self.query_one(PersonPane).scroll_home(animate=False)
        self._paint_chosen()

    def _footer(self, width: int) -> Content:
        key, label = self._main()
        shown = [
            command for command in commands(*self.WHERE) if command.brief and command.shown != key
        ]
        words = {"names": "hide names" if self.named else "names"}
        others = [(command.shown, words.get(command.name, command.brief)) for command in shown]
        return key_line((key, label), others, width)

    def _main(self) -> tuple[str, str]:
        """Return the key that leads on, and what it does."""
        if self.at == PEOPLE and not self.named and self.report and self.report.found.sessions:
            return "e", "Show people by name"
        return "→", lines.PAGES[(self.at + 1) % len(lines.PAGES)]

    @property
    @override
    def overflow(self) -> int:
        return 0 if self._lists else super().overflow

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
        pane = self.query_one(PersonPane)
        pane.scroll_relative(y=pages * max(1, pane.size.height - 1), animate=False)

    @absorbed
    def on_click(self, event: events.Click) -> None:
        """Turn to the page that was clicked."""
        if event.widget is self.query_one("#tabs"):
            left_out = lines.missing(self.report) if self.report else 0
            at = lines.tab_at(event.x - 1, left_out)
            if at is not None:
                self._turn_to(at)

    def action_help(self) -> None:
        """Explain calibration and its keys."""
        from debrief.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen("Calibration", lines.PURPOSE, commands(*self.WHERE)))

    def action_leave(self) -> None:
        """Leave."""
        self.leave()
