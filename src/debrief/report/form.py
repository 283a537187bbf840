"""One panelist's scorecard as an offline form: a single HTML file that loads nothing."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path

from debrief.core.alias import masked
from debrief.core.brief import Brief, Competency, Role, stamp
from debrief.report.record_html import stylesheet

UNWRITTEN = "…"
"""The placeholder for an unwritten text in a brief; a form omits such texts."""

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Level:
    """One answer on a scale: its value in the card, its word and its anchor."""

    value: str
    word: str
    anchor: str


@dataclass(frozen=True, slots=True)
class FormCompetency:
    """One competency of a form; `own` if its panelist is to cover it."""

    id: str
    about: Competency
    levels: tuple[Level, ...]
    own: bool


@dataclass(frozen=True, slots=True)
class Situation:
    """A decision scenario of the interviews, with the names of those who ran it."""

    id: str
    title: str
    run_by: tuple[str, ...]


def form_html(brief: Brief, panelist: str, session: str) -> str:
    """Return the form in which `panelist` writes a card; KeyError if the panel has no such id.

    `session` is the session's id in its cards, or empty. The form does not contain the candidate's
    real name.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    author = brief.panelist(panelist)
    script, style = (_HERE / "form.js").read_text("utf-8"), stylesheet("form.css")
    asked = [_asked(brief, competency, author.covers) for competency in brief.competencies]
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("form.html.jinja").render(
        title=masked(brief.title, brief),
        alias=brief.candidate.alias,
        scheduled=f"{brief.scheduled:%Y-%m-%d, %H:%M} UTC" if brief.scheduled else "",
        panelist=panelist,
        name=masked(author.name, brief),
        session=session,
        stamp=stamp(brief),
        role=_written(masked(brief.role, brief)),
        unwritten=_written(brief.role) != brief.role,
        owner=masked(brief.panelist(brief.decision.owner).name, brief),
        rule=masked(brief.decision.rule, brief),
        scenarios=_situations(brief),
        own=[competency for competency in asked if competency.own],
        others=[competency for competency in asked if not competency.own],
        script=script,
        style=style,
        script_digest=_digest(script),
        style_digest=_digest(style),
    )


def _asked(brief: Brief, competency: Competency, covers: tuple[str, ...]) -> FormCompetency:
    about = masked(competency, brief)
    words = masked(brief.levels(competency.id), brief)
    values = ["not-met", "met"]
    if not competency.is_threshold:
        values = [str(number) for number in range(1, len(words) + 1)]
    levels = tuple(map(Level, values, words, about.anchors))
    return FormCompetency(competency.id, about, levels, competency.id in covers)


def _situations(brief: Brief) -> tuple[Situation, ...]:
    names = {person.id: masked(person.name, brief) for person in brief.panel}
    return tuple(
        Situation(
            scenario.id,
            masked(scenario.title, brief),
            tuple(names[panelist] for panelist in scenario.run_by if panelist in names),
        )
        for scenario in brief.scenarios
        if scenario.title != UNWRITTEN
    )


def _written(role: Role) -> Role:
    """Return the role without the texts that are still to be written."""
    lists = ("authority", "success", "challenges_now", "challenges_next", "constraints")
    left = {name: tuple(x for x in getattr(role, name) if x != UNWRITTEN) for name in lists}
    mandate = "" if role.mandate == UNWRITTEN else role.mandate
    expected = tuple(
        expectation for expectation in role.expectations if expectation.expects != UNWRITTEN
    )
    return role.model_copy(update={**left, "mandate": mandate, "expectations": expected})


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
