"""The pane of the decision: the outcomes, what a hire needs, dissents, and the promises."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from rich.cells import cell_len
from textual.content import Content

from debrief.core.room.closing import AnswerRow, DecisionView, DissentRow, PromiseRow
from debrief.core.text import number_word
from debrief.tui.large import large
from debrief.tui.paint import (
    MUTED,
    Lines,
    Space,
    beside,
    bullets,
    card,
    cell,
    ends,
    fitting,
    flat,
    hang,
    indent,
    joined,
    page,
    says,
    section,
    stacked,
    wrap,
)
from debrief.tui.steps.overview import results
from debrief.tui.steps.poll import in_cell

WIDE = 70
CARD = 4
"""Width of a card's bar and margins, in cells."""

LABEL = 15
"""Width of a label beside the facts of a meeting carried on, in cells."""

GAPS = 12
"""The cells of a line on what a hire needs besides its columns."""

DIGITS = 9
"""The most choices that a digit chooses."""

HERE, APART, LOW = 2, 3, 4
"""Cells of the cursor, of a gap between columns, and of what is below a name."""

CONSENT = {"dissents": "dissents", "accepts": "accepts the decision"}
"""The words of the answers to whether a vote is a dissent, in the order of their digits."""

OUTCOME = 14
"""Width of an outcome's name, in cells."""


def paint(view: DecisionView, space: Space) -> Content:
    """Return what the owner can decide and what a hire needs, or the decision and its promises."""
    overview = results(view.overview, space.width) if space.expanded else []
    layouts = [
        partial(_layout, view, overview, space, big=big, gap=gap)
        for big, gap in ((True, 1), (False, 1), (False, 0))
    ]
    return page(fitting(space.height, layouts))


def _layout(view: DecisionView, overview: Lines, space: Space, *, big: bool, gap: int) -> Lines:
    width = space.width
    head = _decided(view, width, big=big) if view.decision else _question(view, width)
    if view.carried_on:
        facts, choices = _carried_on(view, width), _next(view, width)
        title = ends(says("Carried on", "bold"), says(view.met, MUTED), width)
        return stacked(title, *facts, choices, gap=gap)
    return stacked(
        head,
        overview,
        section("Conditions", _promises(view.conditions, width), width),
        _asked(view, space),
        _outcomes(view, width),
        section("A hire needs", _needs(view, width), width),
        section("Proposed as conditions", bullets(view.proposed, width), width),
        _causes(view, width),
        _dissents(view, width),
        section("The owner’s answers", _answers(view.answers, width), width),
        section("What was promised", _promises(view.promises, width), width),
        section("What comes next", bullets(view.facts, width), width),
        gap=gap,
    )


def _question(view: DecisionView, width: int) -> Lines:
    asked = says(f"{view.owner}, what do you decide?", "bold")
    note = wrap(view.owner_note, width, "$text-warning") if view.owner_note else []
    return [*ends(asked, _vote(view), width), *note]


def _vote(view: DecisionView) -> Content:
    return joined(says("Vote", MUTED), view.vote)


def _carried_on(view: DecisionView, width: int) -> list[Lines]:
    return [_labelled(row.label, [*map(Content, row.texts)], width) for row in view.carried_on]


def _next(view: DecisionView, width: int) -> Lines:
    """Return the steps to choose from, each after its digit as long as there are digits."""
    numbered = enumerate(view.next, start=1)
    texts = [joined(says(str(n) if n <= DIGITS else " ", "bold"), text) for n, text in numbered]
    return _labelled("Next", texts, width)


def _labelled(label: str, texts: Sequence[Content], width: int) -> Lines:
    lines: Lines = []
    for number, text in enumerate(texts):
        start = cell(says(label, MUTED), LABEL) if number == 0 else Content(" " * LABEL)
        lines += hang(start, text, width)
    return lines


def _asked(view: DecisionView, space: Space) -> Lines:
    """Return the people who voted against the decision, each with the two answers or their own."""
    width = space.width
    lines: Lines = []
    names = max((cell_len(flat(row.name)) for row in view.asked), default=0)
    votes = max((cell_len(flat(row.vote)) for row in view.asked), default=0)
    for row in view.asked:
        here = row.id == space.cursor
        answer = row.answer or space.marked.get(row.id, "")
        about = cell(flat(row.vote), votes) + "   " + _answer(answer)
        start = Content("▸ " if here else "  ")
        name = says(flat(row.name), "bold" if here else "")
        if HERE + names + APART + about.cell_length <= width:
            drawn = [start + cell(name, names + APART) + about]
        else:  # a name is never cut
            drawn = [*hang(start, name, width), *indent(wrap(about, width - LOW), LOW)]
        lines += drawn if row.answer else [in_cell(line, row.id) for line in drawn]
    if view.not_asked:
        lines += wrap(says(f"Not asked: {', '.join(view.not_asked)}", MUTED), width)
    return section(_ask_by_name(view), lines, width) if view.asked else lines


def _answer(answer: str) -> Content:
    if answer:
        return says("✓", "$text-success") + " " + says(CONSENT.get(answer, answer))
    words = enumerate(CONSENT.values(), start=1)
    return joined(*(joined(says(str(n), "bold"), word) for n, word in words), gap="   ")


def _ask_by_name(view: DecisionView) -> str:
    """Return the question to people who voted against the decision; a heading once it was asked."""
    if all(row.answer for row in view.asked):
        return "Voted against the decision"
    count = len(view.asked)
    if count == 1:
        return "One person voted against it. Ask by name: is this a dissent?"
    people = number_word(count).capitalize()
    return f"{people} people voted against it. Ask each by name: is this a dissent?"


def _outcomes(view: DecisionView, width: int) -> Lines:
    lines: Lines = []
    mark = says("·", MUTED) + "  "
    for row in view.outcomes:
        label = cell(row.label.capitalize(), OUTCOME) if row.needs else says(row.label.capitalize())
        lines += hang(mark, label + says(row.needs, MUTED), width)
    return lines


def _needs(view: DecisionView, width: int) -> Lines:
    lines: Lines = []
    titles, counts = (
        max((len(cell) for cell in cells), default=0)
        for cells in ([row.title for row in view.needs], [row.counts for row in view.needs])
    )
    fits = GAPS + titles + counts + max((len(x.closing) for x in view.needs), default=0)
    for row in view.needs:
        closing = says(row.closing, "$text-warning")
        if fits <= width:
            about = joined(cell(row.title, titles), cell(row.counts, counts), closing, gap="  ")
        else:
            about = joined(row.title, row.counts, closing, gap="  ")
        lines += hang(says(row.kind, MUTED) + "  ", about, width)
    for text, ruling in view.ruled:
        lines += hang(says("✓", "bold $text-success") + " ", text, width)
        lines += indent(hang("", says("ruled:", MUTED) + " " + Content(ruling), width - 2), 2)
    return lines


def _answers(rows: tuple[AnswerRow, ...], width: int) -> Lines:
    lines: Lines = []
    first = next((row for row in rows if not row.answer), None)
    for row in rows:
        due = says("▸ to be answered", "bold") if row is first else says("to be answered", MUTED)
        answer = Content(row.answer) if row.answer else due
        about = joined(says(row.name, "bold"), says(row.on, MUTED), answer, gap="   ")
        lines += hang(says("·", MUTED) + " ", about, width)
    return lines


def _causes(view: DecisionView, width: int) -> Lines:
    return wrap(says(view.named, MUTED), width) if view.outcomes and view.named else []


def _promises(rows: Sequence[PromiseRow], width: int) -> Lines:
    lines: Lines = []
    for row in rows:
        whose = Content("  ") + says(f"{row.who}, {row.by}", MUTED)
        lines += hang(says("·", MUTED) + " ", Content(row.text) + whose, width)
    return lines


def _decided(view: DecisionView, width: int, *, big: bool) -> Lines:
    outcome = view.decision.partition(",")[0]
    letters = [_large(line) for line in large(outcome, width)] if big else []
    word = says(view.decision.upper(), "bold")
    by = joined(says("decided by", MUTED), says(view.owner, "bold"), gap=" ")
    note = wrap(view.owner_note, width, "$text-warning") if view.owner_note else []
    grounds = [*ends(joined(word, by, gap="   "), _vote(view), width), *note]
    grounds += wrap(view.rationale, width)
    return stacked(letters, grounds)


def _large(line: str) -> Content:
    """Return a line of large type as content, keeping its blanks."""
    return Content(line).stylize("bold")


def _dissents(view: DecisionView, width: int) -> Lines:
    blocks = [_dissent(row, view.owner, width) for row in view.dissents]
    return section("Dissent", stacked(*blocks), width)


def _dissent(row: DissentRow, owner: str, width: int) -> Lines:
    state = (
        says("✓ confirmed", "$text-success")
        if row.confirmed
        else says("not confirmed yet", "$text-warning")
    )
    half = (width - 2) // 2 if width >= WIDE else width
    room = half - CARD
    dissent = [*wrap(says(row.name, "bold") + "  " + state, room), *wrap(f"“{row.text}”", room)]
    if row.answer:
        reply = [
            *wrap(says(owner, "bold") + "  " + says("answers", MUTED), room),
            *wrap(row.answer, room),
        ]
    else:
        reply = wrap("▸ to be answered", room, "bold")
    if width < WIDE:
        return [*card(dissent, width, "$text-warning"), *card(reply, width)]
    rows = max(len(dissent), len(reply))
    dissent, reply = ([*lines, *[Content()] * (rows - len(lines))] for lines in (dissent, reply))
    return beside(card(dissent, half, "$text-warning"), card(reply, half), half, width - 2 * half)
