"""The ratings of one session: levels, ids and counts, without a name or a text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, get_args

from debrief.core.meeting.agreement import LATEST_RULES

if TYPE_CHECKING:
    from debrief.core.after.model import Fared

ChallengeEnd = Literal["held", "changed", "open", "waived"]
ENDS: tuple[ChallengeEnd, ...] = get_args(ChallengeEnd)

LONGEST_SCALE = 20
"""Maximum number of levels in a list of ratings; a brief allows nine."""

Rated = tuple[str, str, str, int]
"""One rating: session, competency, panelist, and the level, from 1."""


@dataclass(frozen=True, slots=True)
class CompetencyRatings:
    """A revealed graded competency: levels by panelist in the first and the last round.

    Both have only ratings that count: neither the five other states nor ratings set aside. `last`
    is None without a further round; `owner` is the decision owner at the reveal.
    """

    id: str
    first: Mapping[str, int]
    last: Mapping[str, int] | None = None
    owner: str = ""


@dataclass(frozen=True, slots=True)
class SessionRatings:
    """A finished session, or one of a list of ratings, which has first rounds only.

    `challenges` has the number of challenges by outcome, `dissents` is the number of recorded
    dissents, and `fared` has their outcomes at review. `rules` is the number of the rules it
    followed, which define its classes.
    """

    id: str
    levels: int
    competencies: tuple[CompetencyRatings, ...]
    challenges: Mapping[ChallengeEnd, int] = field(default_factory=dict)
    dissents: int = 0
    fared: tuple[Fared, ...] = ()
    rules: int = LATEST_RULES

    def ratings(self, without: frozenset[str] = frozenset()) -> list[Rated]:
        """Return the ratings of first rounds, without those of some panelists."""
        return [
            (self.id, competency.id, panelist, level)
            for competency in self.competencies
            for panelist, level in competency.first.items()
            if panelist not in without
        ]
