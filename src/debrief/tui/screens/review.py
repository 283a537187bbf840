"""The screen of a review: a form on the outcome of a finished session's decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static
from textual.widgets.option_list import Option

from debrief.core import review_draft as reviewdraft
from debrief.core.after.model import AddedEntry
from debrief.core.form import Field
from debrief.core.meeting.wording import OUTCOMES
from debrief.core.pages import Mark, Page
from debrief.core.refused import Refused
from debrief.live.renewal import Renewed, renew
from debrief.store.atomic import FileProblem
from debrief.store.journal.journal import NotSaved, ReadOnly
from debrief.store.journal.lock import Busy
from debrief.store.review_work import CannotReviewError, ReviewWork
from debrief.tui.paint import MUTED, says
from debrief.tui.screens.pages import SAVE, Answer, PagesScreen

OBJECTS = "Add an objection"
OBJECTION = f"{OBJECTS}: “I never said that”"
ADDS = "Add the objection"
FOR_GOOD = "What you save is added to the record for good. The meeting itself never changes."
ABOUT = (
    "How the decision turned out: what the panel feared, each dissent, the conditions and "
    "the follow-ups. A review looks at how the panel decided, not at who was "
    f"right.\n\n{FOR_GOOD} enter goes to the next question, and after the last one to the next "
    "page. You can leave questions open for a later review. On the overview at the end you "
    "save the review or add an objection."
)


class ReviewScreen(PagesScreen):
    """The form of one review.

    `saved` is the review added, or None. `renewed` is what became of the record's files since.
    """

    SAVES: ClassVar[str] = "Save the review"
    WHOLE: ClassVar[str] = "the whole review"
    ABOUT: ClassVar[str] = ABOUT

    def __init__(self, work: ReviewWork) -> None:
        """Show the form of this review."""
        super().__init__(work)
        self.work = work
        self.saved: AddedEntry | None = None
        self.renewed: Renewed | None = None
        self._objection = reviewdraft.objection(work.about.record)

    # ---- pages

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages of the form."""
        return reviewdraft.pages(self.work.about)

    @property
    def shown(self) -> Page | None:
        """The page on the screen; that of the objection comes after the overview."""
        return self._objection if self._at > len(self.pages) else super().shown

    def marks(self) -> tuple[Mark, ...]:
        """Return the state of each page."""
        return reviewdraft.marks(self.work.about, self.work.draft)

    def row(self, shown: Page, field: Field, answer: Answer) -> Widget:
        """Return an answer beside its label, or below a label that is a whole question."""
        if shown.id in (reviewdraft.OUTCOME, reviewdraft.CLOSE, reviewdraft.OBJECTION):
            return super().row(shown, field, answer)
        question, line_end, more = field.label.partition("\n")
        label = Content(question) + Content(line_end + more).stylize(MUTED)
        return Vertical(Static(label), answer, classes="stacked", id=f"row-{field.name}")

    def overview_about(self) -> Content:
        """Return a note that a saved review cannot be changed."""
        return says(FOR_GOOD, MUTED)

    def overview_more(self) -> list[Option]:
        """Return the row that opens the page of an objection."""
        return [Option(Content("! ").stylize(MUTED) + OBJECTION, id=reviewdraft.OBJECTION)]

    def due(self) -> str:
        """Return the first page that is not done, or `SAVE`."""
        return next((mark.page for mark in self.marks() if mark.state != "done"), SAVE)

    # ---- keys

    async def chosen(self, row: str) -> None:
        """Handle a chosen row of the overview."""
        if row == reviewdraft.OBJECTION:
            await self.turn_to(len(self.pages) + 1)
        else:
            await super().chosen(row)

    async def go_on(self) -> None:
        """Add the objection, or go to the next page."""
        if self.shown is not self._objection:
            await super().go_on()
        elif done := self._added(self.work.object):
            self._fields = {}
            await self.turn_to(len(self.pages))
            added = f"The objection was added as entry {done.seq} after the finish."
            self.tell(" ".join(filter(None, (added, self._files()))))

    def save(self) -> None:
        """Add the review and leave."""
        wrong = next((mark for mark in self.marks() if mark.state == "wrong"), None)
        if wrong is not None:
            self.tell(f"Not saved: {wrong.sentence}.")
        elif done := self._added(self.work.save):
            self.saved = done
            self.leave()

    def _added(self, add: Callable[[], AddedEntry | Refused]) -> AddedEntry | None:
        try:
            done = add()
        except FileProblem as problem:
            self.tell(f"Not saved: {problem.path.name} {problem.reason}")
            return None
        except (Busy, ReadOnly, NotSaved, CannotReviewError) as problem:
            self.tell(f"Not saved: {problem}")
            return None
        if isinstance(done, Refused):
            self.tell(done.reason)
            return None
        self.renewed = renew(*self.work.place)
        return done

    def _files(self) -> str:
        return self.renewed.sentence(self.work.place[0].name) if self.renewed else ""

    # ---- paint

    def top_line(self) -> tuple[Content, Content]:
        """Return the title of the role and the candidate's alias."""
        record = self.work.about.record
        return says(f"Review of {record.title}", "bold"), says(record.alias, MUTED)

    def heading(self, shown: Page | None, marks: tuple[Mark, ...]) -> tuple[Content, Content]:
        """Return the title of the page, and the decision."""
        if shown is None:
            done = sum(mark.state == "done" for mark in marks)
            return says("The review", "bold"), says(f"{done} of {len(marks)} pages done", MUTED)
        decision = self.work.about.record.decision
        outcome = OUTCOMES[decision.outcome] if decision else ""
        return says(shown.title, "bold"), says(outcome)

    def guidance(self, shown: Page | None, marks: tuple[Mark, ...]) -> str:
        """Return one sentence on the use of the page."""
        if shown is None:
            return "You can leave questions open for a later review."
        if shown is self._objection:
            return "An objection is kept with the record and changes nothing in it."
        mark = next(entry for entry in marks if entry.page == shown.id)
        return f"This page: {mark.sentence}{'' if mark.sentence.endswith('?') else '.'}"

    def next_step(self) -> str:
        """Return the action of enter, in words."""
        if self.shown is self._objection and self._following() is None:
            return ADDS
        if self.overview_row() == reviewdraft.OBJECTION:
            return OBJECTS
        return super().next_step()
