"""The draft of a review: its pages, their progress, and the resulting review.

The pages show the decision as recorded, the candidate by alias. A draft has the answers as typed,
by page, then by field; an empty answer is open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from debrief.core.after.model import (
    AddedEntry,
    CauseMark,
    ConditionMark,
    DissentMark,
    Fared,
    Happened,
    Kept,
    Outcome,
    Reviewed,
    reviews,
)
from debrief.core.after.wording import (
    CAUSES,
    CONDITIONS,
    DISSENTS,
    FAILED,
    MISSED,
    PREMORTEM,
    RESULTS,
    REVIEW_QUESTIONS,
)
from debrief.core.alias import masked
from debrief.core.brief import Brief
from debrief.core.form import UNCHOSEN, Field, Option, choices, parse_day
from debrief.core.meeting.wording import OUTCOMES
from debrief.core.pages import Draft, Mark, Page, Values, too_long
from debrief.core.record.model import Record
from debrief.core.refused import Refused
from debrief.core.text import clean, clean_line

OUTCOME = "outcome"
DISSENT = "dissent"
CONDITION = "conditions"
QUESTIONS = "questions"
CLOSE = "close"
OBJECTION = "objection"

OPEN = ("", "open")
"""The choice for an unanswered mark, which is not in the review."""

_OTHER_WAY = {FAILED: "no-hire", MISSED: "hire"}
"""The decision after which a question of the premortem has no direct answer."""


@dataclass(frozen=True, slots=True)
class ReviewSubject:
    """The subject of a review: the masked record, and the entries added before."""

    record: Record
    added: tuple[AddedEntry, ...]

    @classmethod
    def of(cls, record: Record, added: Sequence[AddedEntry], brief: Brief) -> ReviewSubject:
        """Return the subject with the real name masked, for a shared screen."""
        return cls(masked(record, brief), tuple(masked(entry, brief) for entry in added))


def pages(about: ReviewSubject) -> tuple[Page, ...]:
    """Return the pages; a page without a dissent, cause or condition is skipped."""
    causes = (_causes(about, FAILED), _causes(about, MISSED))
    marked = (_dissents(about), *causes, _conditions(about))
    return (
        _outcome(about),
        *(page for page in marked if page.fields),
        Page(
            QUESTIONS,
            "Three questions",
            "",
            tuple(Field(name, label, "text") for name, label in REVIEW_QUESTIONS),
        ),
        Page(
            CLOSE,
            "Who held the review, and when to review again",
            "",
            (
                Field("by", "Who held this review", hint="one name or several"),
                Field("again", "Review again on", "day", hint="2027-11-24, or leave empty"),
            ),
        ),
    )


def objection(record: Record) -> Page:
    """Return the page for an objection to the record by a participant."""
    who = [(panelist.id, panelist.name) for panelist in record.panel]
    if record.facilitator:
        who.append((record.facilitator, f"{record.facilitator} (facilitator)"))
    return Page(
        OBJECTION,
        "An objection",
        "“I never said that.” It is added by name, in their own words, and cannot be taken back.",
        (
            Field("by", "Who objects", "choice", choices(*who), value=UNCHOSEN),
            Field("text", "In their own words", "text"),
        ),
    )


def marks(about: ReviewSubject, draft: Draft) -> tuple[Mark, ...]:
    """Return the progress of each page, in order."""
    return tuple(_mark(page, draft.get(page.id, {})) for page in pages(about))


def written(record: Record, draft: Draft) -> Reviewed | Refused:
    """Return the review of `record` in the draft; a Refused names an unreadable answer.

    The record's texts are used unmasked. ValidationError if an answer is too long.
    """
    outcome, close = draft.get(OUTCOME, {}), draft.get(CLOSE, {})
    days = [parse_day(x) for x in (outcome.get("on", ""), close.get("again", ""))]
    for day in days:
        if isinstance(day, Refused):
            return day
    by = clean_line(close.get("by", ""))
    if not by:
        return Refused("Missing: who held this review, on the last page.")
    review: dict[str, Any] = {
        "by": by,
        "outcome": _chosen(outcome, "outcome", get_args(Outcome)),
        "outcome_on": days[0] if outcome.get("outcome") else None,
        "outcome_note": clean(outcome.get("note", "")).strip(),
        "dissents": tuple(
            DissentMark(panelist=dissent.panelist, text=dissent.text, mark=mark)
            for dissent, mark in _marked(record.dissents, draft, DISSENT, get_args(Fared))
        ),
        "causes": tuple(
            CauseMark(question=question, text=cause.text, mark=mark)
            for question, causes in (
                (FAILED, record.premortem.failed),
                (MISSED, record.premortem.missed),
            )
            for cause, mark in _marked(causes, draft, question, get_args(Happened))
        ),
        "conditions": tuple(
            ConditionMark(text=text, mark=mark)
            for text, mark in _marked(_promised(record), draft, CONDITION, get_args(Kept))
        ),
        **{
            name: clean(draft.get(QUESTIONS, {}).get(name, "")).strip()
            for name, _ in REVIEW_QUESTIONS
        },
        "again": days[1],
    }
    return Reviewed(**review)


def _outcome(about: ReviewSubject) -> Page:
    decision = about.record.decision
    decided = ""
    if decision is not None:
        owner = about.record.name(decision.owner)
        what = OUTCOMES[decision.outcome].capitalize()
        decided = f"{what}, decided by {owner} on {_day(decision.at)}.\n\n{decision.rationale}"
    earlier = reviews(about.added)
    if earlier:
        at, last = earlier[-1]
        decided += f"\n\nReviewed before on {_day(at)}, by {last.by}."
        decided += f" It found: {RESULTS[last.outcome]}." if last.outcome else ""
    outcomes = tuple(get_args(Outcome))
    fields = (
        Field("outcome", "Outcome", "choice", choices(*RESULTS.items(), OPEN), value=""),
        Field(
            "on", "Since when", "day", hint="2027-01-11, or leave empty", when=("outcome", outcomes)
        ),
        Field("note", "In a line", hint="optional", when=("outcome", outcomes)),
    )
    return Page(OUTCOME, "What became of it", decided, fields)


def _dissents(about: ReviewSubject) -> Page:
    record = about.record
    labels = []
    for dissent in record.dissents:
        answer = (
            f"\n{record.name(record.owner)} answered: {dissent.answer}" if dissent.answer else ""
        )
        labels.append(f"{record.name(dissent.panelist)}: {dissent.text}{answer}")
    before = [
        {x.text: DISSENTS[x.mark] for x in review.dissents} for _, review in reviews(about.added)
    ]
    dissents = [
        (label, dissent.text) for label, dissent in zip(labels, record.dissents, strict=True)
    ]
    options = choices(*DISSENTS.items(), OPEN)
    about_it = "Did it prove right?"
    return Page(DISSENT, "Dissent", about_it, _choices(dissents, before, options))


def _causes(about: ReviewSubject, question: str) -> Page:
    premortem = about.record.premortem
    causes = premortem.failed if question == FAILED else premortem.missed
    before = [
        {x.text: CAUSES[x.mark] for x in review.causes if x.question == question}
        for _, review in reviews(about.added)
    ]
    options = choices(*CAUSES.items(), OPEN)
    labelled = [
        (_with_name(about.record, cause.text, cause.panelist), cause.text) for cause in causes
    ]
    title, asks = PREMORTEM[question]
    if about.record.decision and about.record.decision.outcome == _OTHER_WAY[question]:
        asks = f"{asks} The decision went the other way, so mark only what can be seen anyway."
    return Page(question, title, asks, _choices(labelled, before, options))


def _with_name(record: Record, text: str, panelist: str | None) -> str:
    return f"{text} ({record.name(panelist)})" if panelist else text


def _conditions(about: ReviewSubject) -> Page:
    before = [
        {x.text: CONDITIONS[x.mark] for x in review.conditions}
        for _, review in reviews(about.added)
    ]
    conditions = [(text, text) for text in _promised(about.record)]
    options = choices(*CONDITIONS.items(), OPEN)
    return Page(CONDITION, "Conditions", "Was each one met?", _choices(conditions, before, options))


def _promised(record: Record) -> tuple[str, ...]:
    return record.decision.conditions if record.decision else ()


def _choices(
    labelled: Sequence[tuple[str, str]],
    before: Sequence[dict[str, str]],
    options: tuple[Option, ...],
) -> tuple[Field, ...]:
    """Return one choice for each (label, text), with the last review's mark in its label."""
    fields = []
    for number, (label, text) in enumerate(labelled):
        last = next((marked[text] for marked in reversed(before) if text in marked), "")
        hint = f"\nLast time: {last}." if last else ""
        fields.append(Field(str(number), f"{label}{hint}", "choice", options, value=""))
    return tuple(fields)


def _marked(
    things: Sequence[Any], draft: Draft, page: str, known: Sequence[str]
) -> list[tuple[Any, Any]]:
    values = draft.get(page, {})
    marks = [(thing, _chosen(values, str(n), known)) for n, thing in enumerate(things)]
    return [(thing, mark) for thing, mark in marks if mark is not None]


def _chosen(values: Values, name: str, known: Sequence[str]) -> Any:
    answer = values.get(name, "")
    return answer if answer in known else None


def _mark(page: Page, values: Values) -> Mark:
    wrong = too_long(page.fields, values)
    for field in page.fields:
        if field.kind == "day" and isinstance(
            day := parse_day(values.get(field.name, "")), Refused
        ):
            wrong = wrong or day.reason.removesuffix(".")
    if wrong:
        return Mark(page.id, "wrong", wrong)
    if page.id == CLOSE:
        by = clean_line(values.get("by", ""))
        return Mark(CLOSE, "done" if by else "open", "said" if by else "who held it?")
    names = ["outcome"] if page.id == OUTCOME else [field.name for field in page.fields]
    answered = sum(bool(values.get(name, "").strip()) for name in names)
    if page.id == OUTCOME:
        return Mark(OUTCOME, "done" if answered else "open", "said" if answered else "nothing yet")
    word = "answered" if page.id == QUESTIONS else "marked"
    return Mark(
        page.id, "done" if answered == len(names) else "open", f"{answered} of {len(names)} {word}"
    )


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
