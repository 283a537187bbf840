"""One panelist's code sheet: a single HTML file that loads nothing and keeps nothing."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from debrief.core.alias import masked
from debrief.core.ballots import Place, Poll, polls, salt, sheet, written
from debrief.core.brief import Brief

_HERE = Path(__file__).parent
_WORDS = {"keep": "keep mine", "not-voting": "not voting"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice as people read it, and its code."""

    choice: str
    words: str
    code: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One round of a poll on a sheet."""

    poll: str
    number: int
    title: str
    round: str
    choices: tuple[Choice, ...]

    @property
    def full_title(self) -> str:
        """The poll and its round."""
        return f"{self.title}, {self.round}" if self.round else self.title


def sheet_html(
    brief: Brief, secret: bytes, codes: Mapping[str, Place], issue: int, panelist: str
) -> str:
    """Return the sheet of `panelist` in an issue, without anybody else's codes or any rating."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    mine = {(p.poll, p.round, p.choice): c for c, p in sheet(codes, issue, panelist).items()}
    script, style = ((_HERE / name).read_text("utf-8") for name in ("sheet.js", "sheet.css"))
    asked = [
        (poll, round_, _asked(brief, mine, poll, round_))
        for poll in polls(brief)
        for round_ in poll.rounds
    ]
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("sheet.html.jinja").render(
        alias=brief.candidate.alias,
        title=masked(brief.title, brief),
        name=masked(brief.panelist(panelist).name, brief),
        panelist=panelist,
        issue=issue,
        salt=salt(secret, issue, panelist).hex(),
        first=list(_parted(asked, rest=False)),
        rest=list(_parted(asked, rest=True)),
        script=script,
        style=style,
        script_digest=_digest(script),
        style_digest=_digest(style),
    )


def _asked(
    brief: Brief, mine: Mapping[tuple[str, int, str], str], poll: Poll, round_: int
) -> Asked:
    kind, _, rest = poll.name.partition("/")
    if kind == "competency":
        title = brief.competency(rest).title
        round_words = f"round {round_}" if round_ > 1 else "new rating before the first reveal"
    elif kind == "vote":
        title = "Final vote"
        round_words = f"vote {round_}"
    else:
        competency, _, case = rest.partition("/")
        title = f"Warm-up: {brief.competency(competency).title}"
        round_words = f"case {case}"
    choices = tuple(
        Choice(
            choice,
            masked(_WORDS.get(choice) or poll.words[int(choice) - 1], brief),
            written(mine[poll.name, round_, choice]),
        )
        for choice in poll.choices(round_)
    )
    return Asked(poll.name, round_, masked(title, brief), round_words, choices)


def _parted(asked: Iterable[tuple[Poll, int, Asked]], *, rest: bool) -> Iterable[Asked]:
    """Yield what most meetings ask, or the rest: new ratings, a third vote, warm-up cases."""
    for poll, round_, each in asked:
        often = {"competency": (2, 3), "vote": (1, 2)}.get(poll.name.partition("/")[0], ())
        if (round_ not in often) == rest:
            yield each


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
