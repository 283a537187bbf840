"""The screen of a scorecard: a page for each competency, the role, the fit, and an overview."""

from __future__ import annotations

from typing import ClassVar

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from debrief.core import card_draft as carddraft
from debrief.core.alias import mask
from debrief.core.card_draft import CardPage
from debrief.core.findings import sentence
from debrief.core.form import Field
from debrief.core.pages import Mark, Page
from debrief.store.atomic import FileProblem
from debrief.store.cards.card_work import CardWork, SaveResult
from debrief.tui.paint import MUTED, says
from debrief.tui.screens.pages import SAVE, Answer, PagesScreen
from debrief.tui.widgets.scale import ScaleField

UNSEEN = "Nobody sees it before all ratings are revealed together."
ABOUT = (
    "What you saw in your interview, written alone before the meeting: how you understood "
    "the role, and a level for each competency that you saw evidence of, with what you saw "
    f"or heard. {UNSEEN}\n\nenter goes to the next question, and after the last one to the next "
    "page. On a scale, a digit chooses a level. Leave a page open if you saw nothing on it. "
    "What you type is kept as a draft. On the overview at the end you save the card."
)


class ScorecardScreen(PagesScreen):
    """The form of a panelist's own card; `saved` describes the result of saving."""

    SAVES: ClassVar[str] = "Save the scorecard"
    WHOLE: ClassVar[str] = "the whole card"
    ABOUT: ClassVar[str] = ABOUT

    def __init__(self, work: CardWork) -> None:
        """Show the form of this card."""
        super().__init__(work)
        self.work = work
        self.saved: SaveResult | None = None

    # ---- pages

    @property
    def pages(self) -> tuple[CardPage, ...]:
        """The pages of the form, which depend on the answers."""
        return carddraft.pages(self.work.brief, self.work.panelist, self.work.draft)

    def marks(self) -> tuple[Mark, ...]:
        """Return the state of each page."""
        return carddraft.marks(self.work.brief, self.work.panelist, self.work.draft)

    def answer(self, shown: Page, field: Field, draft: str | None) -> Answer:
        """Return the scale for a rating, and the usual field for other answers."""
        if field.name == "rating" and isinstance(shown, CardPage) and shown.competency is not None:
            return ScaleField(field, draft, shown.competency.anchors)
        return super().answer(shown, field, draft)

    def row(self, shown: Page, field: Field, answer: Answer) -> Widget:
        """Return the answer beside its label; a scale has no label."""
        if isinstance(answer, ScaleField):
            return answer
        return super().row(shown, field, answer).set_class(field.name.startswith("told-"), "-wide")

    def page_more(self, shown: Page) -> list[Widget]:
        """Return the widget for probes, questions that could have been asked."""
        return [Static(id="probes")] if _probes(shown) else []

    def overview_about(self) -> Content:
        """Return a note on the readers of the card."""
        return says(UNSEEN, MUTED)

    def due(self) -> str:
        """Return the first page with an error, else an open one of their own, else `SAVE`."""
        own = {page.id for page in self.pages if page.own or page.id == carddraft.ROLE}
        marks = self.marks()
        wrong = [mark.page for mark in marks if mark.state == "wrong"]
        due = [mark.page for mark in marks if mark.state == "open" and mark.page in own]
        return next(iter(wrong + due), SAVE)

    # ---- saving

    def save(self) -> None:
        """Save the card and leave, if it has no errors."""
        wrong = next((mark for mark in self.marks() if mark.state == "wrong"), None)
        if wrong is not None:
            self.tell(f"Not saved: {wrong.sentence}.")
            return
        try:
            done = self.work.save()
        except FileProblem as problem:
            self.tell(f"Not saved: {problem}")
            return
        if done.file is None:
            self.tell(f"Not saved: {sentence(done.findings[0])}")
            return
        self.saved = done
        self.leave()

    # ---- paint

    def top_line(self) -> tuple[Content, Content]:
        """Return the panelist's name, and the candidate's alias with the role."""
        brief = self.work.brief
        name = brief.panelist(self.work.panelist).name
        who = says(f"{brief.candidate.alias} · {mask(brief)(brief.title)}", MUTED)
        return says(f"Scorecard of {name}", "bold"), who

    def heading(self, shown: Page | None, marks: tuple[Mark, ...]) -> tuple[Content, Content]:
        """Return the title of the page, and if it is a must-have or assigned to the panelist."""
        if not isinstance(shown, CardPage):
            done = sum(mark.state == "done" for mark in marks)
            return says("Your scorecard", "bold"), says(f"{done} of {len(marks)} pages done", MUTED)
        must = shown.competency is not None and shown.competency.must_have
        tags = " · ".join([*(["must-have"] if must else []), *(["yours"] if shown.own else [])])
        return says(shown.title, "bold"), says(tags)

    def guidance(self, shown: Page | None, marks: tuple[Mark, ...]) -> str:
        """Return one sentence on the use of the page."""
        if not isinstance(shown, CardPage):
            return "Rate what you saw. Other pages can stay open. Leaving keeps the draft."
        mark = next(entry for entry in marks if entry.page == shown.id)
        if shown.competency is not None and not self.answered("rating"):
            return "Which level did you see evidence of? Press its digit, or go on."
        return f"This page: {mark.sentence}{'' if mark.sentence.endswith('?') else '.'}"

    def paint_more(self, shown: Page | None) -> None:
        """Paint the probes."""
        if shown is not None and (probes := _probes(shown)):
            title = says("Questions to ask", f"bold {MUTED}")
            lines = [title, *(Content(f"· {probe}") for probe in probes)]
            self.set_line("probes", Content("\n").join(lines).stylize(MUTED))


def _probes(shown: Page) -> tuple[str, ...]:
    if isinstance(shown, CardPage) and shown.competency is not None:
        return shown.competency.probes
    return ()
