"""One panelist's scorecard as an offline form: a single HTML file that asks nothing of anybody."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path

from debrief.core.alias import masked
from debrief.core.brief import Brief, Competency, Role, stamp

UNWRITTEN = "…"
"""What a brief has where a text is still to be written; a form leaves such texts out."""

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Level:
    """One answer on a scale: its value in the card, its word, and what it looks like."""

    value: str
    word: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One competency as a form asks for it, and whether its panelist is to cover it."""

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
    """Return the form in which `panelist` writes a card; KeyError when nobody is called so.

    `session` is what the session calls itself in the cards that are written for it, or empty. The
    candidate's real name stands nowhere in the form.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    author = brief.panelist(panelist)
    script, style = ((_HERE / name).read_text("utf-8") for name in ("form.js", "form.css"))
    asked = [_asked(brief, one, author.covers) for one in brief.competencies]
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
        own=[one for one in asked if one.own],
        others=[one for one in asked if not one.own],
        script=script,
        style=style,
        script_digest=_digest(script),
        style_digest=_digest(style),
    )


def _asked(brief: Brief, competency: Competency, covers: tuple[str, ...]) -> Asked:
    about = masked(competency, brief)
    words = masked(brief.levels(competency.id), brief)
    values = ["not-met", "met"]
    if not competency.is_threshold:
        values = [str(number) for number in range(1, len(words) + 1)]
    levels = tuple(map(Level, values, words, about.anchors))
    return Asked(competency.id, about, levels, competency.id in covers)


def _situations(brief: Brief) -> tuple[Situation, ...]:
    names = {one.id: masked(one.name, brief) for one in brief.panel}
    return tuple(
        Situation(
            one.id,
            masked(one.title, brief),
            tuple(names[panelist] for panelist in one.run_by if panelist in names),
        )
        for one in brief.scenarios
        if one.title != UNWRITTEN
    )


def _written(role: Role) -> Role:
    """The role without the texts that are still to be written."""
    lists = ("authority", "success", "challenges_now", "challenges_next", "constraints")
    left = {name: tuple(x for x in getattr(role, name) if x != UNWRITTEN) for name in lists}
    mandate = "" if role.mandate == UNWRITTEN else role.mandate
    expected = tuple(one for one in role.expectations if one.expects != UNWRITTEN)
    return role.model_copy(update={**left, "mandate": mandate, "expectations": expected})


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
