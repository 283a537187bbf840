"""One panelist's scorecard as an offline form: a single HTML file that asks nothing of anybody."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from debrief.core.alias import masked
from debrief.core.brief import Brief, Competency, Role

UNWRITTEN = "…"
"""What a brief has where a text is still to be written; a form leaves such texts out."""

_HERE = Path(__file__).parent
_SCRIPT, _STYLE = "form.js", "form.css"


@dataclass(frozen=True, slots=True)
class Level:
    """One answer on a scale: its value in the card, its word, and what it looks like."""

    value: str
    word: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One competency as the form asks for it; `own` when its panelist is to cover it."""

    id: str
    about: Competency
    levels: tuple[Level, ...]
    own: bool


def form_html(brief: Brief, panelist: str, session: str) -> str:
    """Return the form in which `panelist` writes a card; KeyError when nobody is called so.

    `session` is what the session calls itself in the cards written for it, or empty. The
    candidate's real name is nowhere in the form.
    """
    author = brief.panelist(panelist)
    shown = masked(brief, brief)  # its texts only: ids are taken from the brief as it is
    script, style = _text(_SCRIPT), _text(_STYLE)
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    asked = _asked(brief, shown, author.covers)
    return environment.get_template("form.html.jinja").render(
        title=shown.title,
        alias=shown.candidate.alias,
        scheduled=f"{brief.scheduled:%Y-%m-%d %H:%M} UTC" if brief.scheduled else "",
        panelist=panelist,
        name=shown.panelist(panelist).name if panelist in _ids(shown) else author.name,
        session=session,
        role=_written(shown.role),
        unwritten=_written(brief.role) != brief.role,
        rule=shown.decision.rule,
        owner=_name(brief, shown, brief.decision.owner),
        scenarios=_scenarios(brief, shown),
        own=[one for one in asked if one.own],
        others=[one for one in asked if not one.own],
        script=Markup(script),
        style=Markup(style),
        script_hash=_hash(script),
        style_hash=_hash(style),
    )
