"""The draft of a scorecard: its pages, their questions, and the resulting card.

A draft has the answers as typed: by page, then by field. A page is a competency's id, ROLE or FIT.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from debrief.core.alias import masked
from debrief.core.brief import Brief, Competency
from debrief.core.form import Field, Option, choices
from debrief.core.pages import Draft, Mark, Page, Values, asked, lines, too_long
from debrief.core.scorecard import Rating, Scorecard
from debrief.core.text import clean, clean_line

ROLE = "_role"
FIT = "_fit"
"""Ids of the two other pages; no competency can have such an id."""

STATES = (("not-assessed", "not assessed"), ("abstains", "abstains"), ("recused", "recused"))
NOTHING = ("", "nothing yet")

TITLE = 40
"""Maximum characters of a scenario's title among the choices."""


@dataclass(frozen=True, slots=True)
class CardPage(Page):
    """One page: a competency, the role, or the fit; `own` if this panelist covers it."""

    competency: Competency | None = None
    own: bool = False


def pages(brief: Brief, panelist: str, draft: Draft) -> tuple[CardPage, ...]:
    """Return the pages: this panelist's competencies, the other ones, role, fit."""
    brief = masked(brief, brief)
    covers = brief.panelist(panelist).covers
    order = sorted(
        brief.competencies, key=lambda competency: bool(covers) and competency.id not in covers
    )
    rated = [
        _rated(brief, competency, draft.get(competency.id, {}), competency.id in covers)
        for competency in order
    ]
    role = CardPage(
        ROLE,
        "The role as you understood it",
        "What should this person achieve? One sentence, before you hear from the others.",
        (Field("role", "The role", hint="one sentence"),),
    )
    return (*rated, role, _fit(brief))


def drafted(brief: Brief, card: Scorecard | None) -> dict[str, dict[str, str]]:
    """Return the draft of an existing card, or an empty one."""
    ratings = card.ratings if card else {}
    draft = {
        competency.id: _answers(ratings.get(competency.id), competency)
        for competency in brief.competencies
    }
    told = list(card.fit.told) if card else []
    fit = {}
    for number, constraint in enumerate(brief.role.constraints):
        fit[f"told-{number}"] = "yes" if constraint in told else "no"
    fit["told"] = "\n".join(line for line in told if line not in brief.role.constraints)
    fit["concerns"] = "\n".join(card.fit.concerns if card else ())
    role = (card.role_as_i_understood_it if card else None) or ""
    return draft | {ROLE: {"role": role}, FIT: fit}


def marks(brief: Brief, panelist: str, draft: Draft) -> tuple[Mark, ...]:
    """Return the progress of each page, in order."""
    return tuple(_mark(page, draft.get(page.id, {})) for page in pages(brief, panelist, draft))


def content(brief: Brief, draft: Draft, before: Draft) -> dict[str, Any]:
    """Return the card's content: every key that the draft decides, None if it has no value.

    A field that is not asked for keeps its value from `before`, unless the rating changed.
    """
    ratings = {
        competency.id: _entry(
            brief, competency, draft.get(competency.id, {}), before.get(competency.id, {})
        )
        for competency in brief.competencies
    }
    fit = draft.get(FIT, {})
    told = [
        constraint
        for number, constraint in enumerate(brief.role.constraints)
        if fit.get(f"told-{number}") == "yes"
    ]
    notes = {
        "told": told + lines(fit, "told") or None,
        "concerns": lines(fit, "concerns") or None,
    }
    return {
        "role_as_i_understood_it": clean_line(draft.get(ROLE, {}).get("role", "")) or None,
        "ratings": ratings,
        "fit": notes if any(notes.values()) else None,
    }


def _rated(brief: Brief, competency: Competency, values: Values, own: bool) -> CardPage:
    levels = tuple(str(number) for number, _ in enumerate(brief.levels(competency.id), start=1))
    words = choices(*zip(levels, brief.levels(competency.id), strict=True))
    states = tuple(state for state, _ in STATES)
    fields = [
        Field("rating", "Rating", "choice", words + choices(*STATES, NOTHING)),
        Field(
            "confidence",
            "How sure",
            "choice",
            choices(("low", "low"), ("medium", "medium"), ("high", "high"), ("", "not said")),
            when=("rating", levels),
        ),
        Field("for", "Evidence for", "lines", hint="what they did or said, one per line",
              when=("rating", (*levels, "abstains"))),
        Field("against", "Evidence against", "lines", hint="one per line, or leave empty",
              when=("rating", (*levels, "abstains"))),
        Field("context", "Depended on", "line", hint="what helped there, and may be missing here",
              when=("rating", levels)),
    ]  # fmt: skip
    seen = _scenarios(brief, competency, values.get("scenario", ""))
    if seen:
        options = (*seen, Option("", "none of them"))
        fields.append(Field("scenario", "Seen in", "choice", options, when=("rating", levels)))
    # An imported card explains its ratings here, so it is always asked for if it has a reason.
    when = None if values.get("reason") else ("rating", states)
    fields.append(Field("reason", "Why", "text", hint="in a sentence", when=when))
    about = competency.definition
    return CardPage(competency.id, competency.title, about, tuple(fields), competency, own)


def _scenarios(brief: Brief, competency: Competency, chosen: str) -> tuple[Option, ...]:
    return tuple(
        Option(
            scenario.id,
            f"{scenario.title[: TITLE - 1]}…" if len(scenario.title) > TITLE else scenario.title,
        )
        for scenario in brief.scenarios
        if competency.id in scenario.competencies or scenario.id == chosen
    )


def _fit(brief: Brief) -> CardPage:
    told = tuple(
        Field(f"told-{number}", constraint, "choice", choices(("no", "not told"), ("yes", "told")))
        for number, constraint in enumerate(brief.role.constraints)
    )
    fields = (
        *told,
        Field("told", "Also told", "lines", hint="one per line, or leave empty"),
        Field("concerns", "Their own concerns", "lines", hint="one per line, or leave empty"),
    )
    about = "Which constraints of the role did you tell the candidate, and what concerns them?"
    return CardPage(FIT, "Constraints and mutual fit", about, fields)


def _answers(rating: Rating | None, competency: Competency) -> dict[str, str]:
    if rating is None:
        return dict.fromkeys(
            ("rating", "confidence", "for", "against", "context", "scenario", "reason"), ""
        )
    # A rating off the scale cannot be a choice: then nothing is chosen.
    level = rating.level if competency.is_threshold == isinstance(rating.rating, str) else None
    return {
        "rating": rating.state or str(level or ""),
        "confidence": rating.confidence or "",
        "for": "\n".join(rating.for_),
        "against": "\n".join(rating.against),
        "context": rating.depends_on_context or "",
        "scenario": rating.scenario or "",
        "reason": rating.reason,
    }


def _mark(page: CardPage, values: Values) -> Mark:
    wrong = too_long(page.fields, values)
    if wrong:
        return Mark(page.id, "wrong", wrong)
    if page.id == ROLE:
        if clean_line(values.get("role", "")):
            return Mark(ROLE, "done", "said")
        return Mark(ROLE, "open", "one sentence is missing")
    if page.id == FIT:
        return Mark(FIT, "done", "all optional")
    return _rating_mark(page, values)


def _rating_mark(page: CardPage, values: Values) -> Mark:
    rating, reason = values.get("rating", ""), clean_line(values.get("reason", ""))
    if not rating:
        sentence = "nothing yet, and you are asked to cover it" if page.own else "nothing yet"
        return Mark(page.id, "open", sentence)
    if not rating.isdigit():
        if rating == "recused" and not reason:
            return Mark(page.id, "wrong", "recused needs a reason")
        state = dict(STATES)[rating]
        return Mark(page.id, "done" if reason else "open", state if reason else f"{state}: why?")
    if not (lines(values, "for") or lines(values, "against") or reason):
        return Mark(page.id, "open", "rated, without evidence")
    if not values.get("confidence"):
        return Mark(page.id, "open", "rated; how sure are you?")
    return Mark(page.id, "done", "rated")


def _entry(
    brief: Brief, competency: Competency, values: Values, before: Values
) -> dict[str, Any] | None:
    rating = values.get("rating", "")
    if not rating:
        return None
    page = _rated(brief, competency, values, own=False)
    names = asked(page, values)
    answers = {
        name: values.get(name, "") if name in names else before.get(name, "")
        for name in ("confidence", "for", "against", "context", "scenario", "reason")
        if name in names or rating == before.get("rating")
    }
    level: int | str | None = int(rating) if rating.isdigit() else None
    if level is not None and competency.is_threshold:
        level = ("not-met", "met")[int(rating) - 1]
    return {
        "rating": level,
        "state": None if rating.isdigit() else rating,
        "confidence": answers.get("confidence") or None,
        "for": lines(answers, "for") or None,
        "against": lines(answers, "against") or None,
        "depends_on_context": clean_line(answers.get("context", "")) or None,
        "scenario": answers.get("scenario") or None,
        "reason": clean(answers.get("reason", "")).strip() or None,
    }
