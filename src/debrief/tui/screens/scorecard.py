"""The scorecard in the terminal: a page a competency, the role, the fit, and what is missing."""

from __future__ import annotations

from typing import ClassVar

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from debrief.core import carddraft
from debrief.core.alias import mask
from debrief.core.carddraft import CardPage
from debrief.core.findings import sentence
from debrief.core.pages import Mark, Page
from debrief.core.prompts.form import Field
from debrief.store.atomic import FileProblem
from debrief.store.card_work import CardWork, Saved
from debrief.tui.paint import MUTED, says
from debrief.tui.screens.pages import Answer, PagesScreen
from debrief.tui.widgets.scale import ScaleField

UNSEEN = "Nobody sees it before all ratings are opened together."
ABOUT = (
    "What you saw in your interview, written alone before the meeting: how you understood the "
    "role, and a level for each competency that you saw evidence of, with what you saw or heard. "
    f"{UNSEEN}\n\n"
    "enter goes to the next question and past the last one to the next page; on a scale a digit "
    "is a level. Pages of which you saw nothing may stay open. What you type is kept as a draft; "
    "the overview at the end saves the card."
)


class ScorecardScreen(PagesScreen):
    """One panelist's own card; `saved` says what became of it."""

    SAVES: ClassVar[str] = "Save the scorecard"
    WHOLE: ClassVar[str] = "the whole card"
    ABOUT: ClassVar[str] = ABOUT

    def __init__(self, work: CardWork) -> None:
        """Work on this card."""
        super().__init__(work)
        self.work = work
        self.saved: Saved | None = None

    # ---- what is asked

    @property
    def pages(self) -> tuple[CardPage, ...]:
        """The pages, as the answers so far have them."""
        return carddraft.pages(self.work.brief, self.work.panelist, self.work.draft)

    def marks(self) -> tuple[Mark, ...]:
        """Return how far each page is."""
        return carddraft.marks(self.work.brief, self.work.panelist, self.work.draft)

    def answer(self, shown: Page, field: Field, draft: str | None) -> Answer:
        """Return the scale for a rating, and the usual widgets for the rest."""
        if field.name == "rating" and isinstance(shown, CardPage) and shown.competency is not None:
            return ScaleField(field, draft, shown.competency.anchors)
        return super().answer(shown, field, draft)

    def row(self, shown: Page, field: Field, answer: Answer) -> Widget:
        """Return the answer beside its label; the scale needs none."""
        if isinstance(answer, ScaleField):
            return answer
        return super().row(shown, field, answer).set_class(field.name.startswith("told-"), "-wide")

    def page_more(self, shown: Page) -> list[Widget]:
        """Return room for what could have been asked."""
        return [Static(id="probes")] if _probes(shown) else []

    def overview_about(self) -> Content:
        """Return who will see it."""
        return says(UNSEEN, MUTED)

    def due(self) -> int:
        """Return what keeps from saving, what is theirs to say, or else to save."""
        own = {one.id for one in self.pages if one.own or one.id == carddraft.ROLE}
        marks = self.marks()
        wrong = [row for row, mark in enumerate(marks, 1) if mark.state == "wrong"]
        due = [
            row for row, mark in enumerate(marks, 1) if mark.state == "open" and mark.page in own
        ]
        return next(iter(wrong + due), 0)

    # ---- saving

    def save(self) -> None:
        """Write the card and leave, when nothing in it is wrong."""
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
        """Return whose card it is, and about whom."""
        brief = self.work.brief
        name = brief.panelist(self.work.panelist).name
        who = says(f"{brief.candidate.alias} · {mask(brief)(brief.title)}", MUTED)
        return says(f"Scorecard of {name}", "bold"), who

    def heading(self, shown: Page | None, marks: tuple[Mark, ...]) -> tuple[Content, Content]:
        """Return the page's title, and whether it is a must-have or theirs to cover."""
        if not isinstance(shown, CardPage):
            done = sum(mark.state == "done" for mark in marks)
            return says("Your scorecard", "bold"), says(f"{done} of {len(marks)} pages done", MUTED)
        must = shown.competency is not None and shown.competency.must_have
        told = " · ".join([*(["must-have"] if must else []), *(["yours"] if shown.own else [])])
        return says(shown.title, "bold"), says(told, "$text-accent")

    def guidance(self, shown: Page | None, marks: tuple[Mark, ...]) -> str:
        """Return one sentence on what to do here."""
        if not isinstance(shown, CardPage):
            return "Open pages may stay open: rate what you saw. Leaving keeps the draft."
        mark = next(one for one in marks if one.page == shown.id)
        if shown.competency is not None and not self.answered("rating"):
            return "Which level did you see evidence of? Press its digit, or go on."
        return f"This page: {mark.sentence}{'' if mark.sentence.endswith('?') else '.'}"

    def paint_more(self, shown: Page | None) -> None:
        """Paint the probes."""
        if shown is not None and (probes := _probes(shown)):
            title = says("What could be asked", f"bold {MUTED}")
            lines = [title, *(Content(f"· {probe}") for probe in probes)]
            self.set_line("probes", Content("\n").join(lines).stylize(MUTED))


def _probes(shown: Page) -> tuple[str, ...]:
    if isinstance(shown, CardPage) and shown.competency is not None:
        return shown.competency.probes
    return ()
